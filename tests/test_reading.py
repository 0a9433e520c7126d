"""No way of asking gives a viewer what the viewer may not read, nor keeps back what they may."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import (
    Session,
    aliased,
    with_polymorphic,
)

from app.accounts.models import User
from app.reading import Viewer
from tests.make import Make
from tests.oracle import Oracle, fill, key, viewers

Model = Any
OpenDb = Callable[[Viewer], Session]


def keys(model: Model) -> list[Any]:
    """The columns of a class's, or its alias's, primary key."""
    mapper = sa.inspect(model).mapper
    return [getattr(model, mapper.get_property_by_column(it).key) for it in mapper.primary_key]


def bare(rows: Any) -> list[Any]:
    return [row[0] if len(row) == 1 else tuple(row) for row in rows]


def one(db: Session, model: Model, number: Any) -> Any:
    parts = number if isinstance(number, tuple) else (number,)
    return [column == part for column, part in zip(keys(model), parts, strict=True)]


def all_keys(model: Model) -> set[Any]:
    return {key(row) for row in ORACLE["now"].rows[model]}


ORACLE: dict[str, Oracle] = {}


def by_entity(db: Session, model: Model) -> list[Any]:
    return [key(row) for row in db.scalars(sa.select(model))]


def by_columns(db: Session, model: Model) -> list[Any]:
    return bare(db.execute(sa.select(*keys(model))))


def by_alias(db: Session, model: Model) -> list[Any]:
    return [key(row) for row in db.scalars(sa.select(aliased(model)))]


def by_columns_of_an_alias(db: Session, model: Model) -> list[Any]:
    return bare(db.execute(sa.select(*keys(aliased(model)))))


def by_join_to_an_alias(db: Session, model: Model) -> list[Any]:
    other = aliased(model)
    return bare(db.execute(sa.select(*keys(other)).select_from(User).join(other, sa.true())))


def by_outer_join_to_an_alias(db: Session, model: Model) -> list[Any]:
    other = aliased(model)
    rows = db.execute(sa.select(*keys(other)).select_from(User).outerjoin(other, sa.true()))
    return [found for found in bare(rows) if found is not None and found != (None, None)]


def by_join_to_the_class(db: Session, model: Model) -> list[Any]:
    user = aliased(User)
    return bare(db.execute(sa.select(*keys(model)).select_from(user).join(model, sa.true())))


def by_join_of_two_aliases(db: Session, model: Model) -> list[Any]:
    left, right = aliased(model), aliased(model)
    same = [mine == theirs for mine, theirs in zip(keys(left), keys(right), strict=True)]
    rows = db.execute(sa.select(*keys(right)).select_from(left).join(right, sa.and_(*same)))
    return bare(rows)


def by_cartesian_product(db: Session, model: Model) -> list[Any]:
    other = aliased(model)
    return bare(db.execute(sa.select(*keys(other)).where(User.id == User.id).distinct()))


def by_subquery(db: Session, model: Model) -> list[Any]:
    other = aliased(model, sa.select(model).subquery())
    return [key(row) for row in db.scalars(sa.select(other))]


def by_columns_of_a_subquery(db: Session, model: Model) -> list[Any]:
    inner = sa.select(*keys(model)).subquery()
    return bare(db.execute(sa.select(*inner.c).select_from(User).join(inner, sa.true())))


def by_common_table_expression(db: Session, model: Model) -> list[Any]:
    inner = sa.select(*keys(aliased(model))).cte()
    return bare(db.execute(sa.select(*inner.c).select_from(User).join(inner, sa.true())))


def by_recursion(db: Session, model: Model) -> list[Any]:
    """From one row that is read to all others, each by an alias inside the recursive part."""
    step = aliased(model)
    start = sa.select(sa.literal(0).label("depth"), *keys(model)).cte(recursive=True)
    further = sa.select(start.c.depth + 1, *keys(step)).where(start.c.depth < 1)
    reached = start.union(further)
    columns = list(reached.c)[1:]
    return bare(db.execute(sa.select(*columns).select_from(User).join(reached, sa.true())))


def by_union(db: Session, model: Model) -> list[Any]:
    both = sa.union_all(sa.select(model), sa.select(model))
    return [key(row) for row in db.scalars(sa.select(model).from_statement(both))]


def by_columns_of_a_union(db: Session, model: Model) -> list[Any]:
    inner = sa.union(sa.select(*keys(model)), sa.select(*keys(aliased(model)))).subquery()
    return bare(db.execute(sa.select(*inner.c).select_from(User).join(inner, sa.true())))


def by_exists(db: Session, model: Model) -> list[Any]:
    other = aliased(model)
    return [
        number
        for number in all_keys(model)
        if db.scalar(
            sa.select(sa.func.count(User.id)).where(sa.exists().where(*one(db, other, number)))
        )
    ]


def by_being_among(db: Session, model: Model) -> list[Any]:
    """As `WHERE … IN (SELECT …)` asks: whether the key is found, one key at a time."""
    first = keys(model)[0]
    return [
        number
        for number in all_keys(model)
        if db.scalar(
            sa.select(sa.func.count(User.id)).where(
                sa.literal(number[0] if isinstance(number, tuple) else number).in_(
                    sa.select(first).where(*one(db, model, number))
                )
            )
        )
    ]


def by_get(db: Session, model: Model) -> list[Any]:
    return [number for number in all_keys(model) if db.get(model, number) is not None]


def by_legacy_query(db: Session, model: Model) -> list[Any]:
    return [key(row) for row in db.query(model)]


def by_polymorphic_load(db: Session, model: Model) -> list[Any]:
    return [key(row) for row in db.scalars(sa.select(with_polymorphic(model, "*")))]


WAYS = [way for name, way in sorted(globals().items()) if name.startswith("by_")]


@pytest.fixture
def oracle(db: Session, make: Make) -> Oracle:
    make.user()
    fill(make)
    db.commit()
    ORACLE["now"] = Oracle(db)
    return ORACLE["now"]


@pytest.fixture
def each_viewer(oracle: Oracle, db: Session) -> list[tuple[str, Viewer]]:
    return list(viewers(db))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_viewer_finds_exactly_what_they_may_read(
    way: Callable[[Session, Model], list[Any]],
    oracle: Oracle,
    each_viewer: list[tuple[str, Viewer]],
    open_db: OpenDb,
):
    wrong = []
    for name, viewer in each_viewer:
        with open_db(viewer) as db:
            for model in oracle.models:
                found, expected = set(way(db, model)), oracle.readable(viewer, model)
                if found != expected:
                    wrong.append((name, model.__name__, found - expected, expected - found))
    assert not wrong
