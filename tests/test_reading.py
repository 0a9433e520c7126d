"""No way of asking gives a viewer what the viewer may not read, nor keeps back what they may."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, with_polymorphic

from app.accounts.models import User
from app.reading import Viewer
from tests.oracle import Model, Oracle, bare, key, keys, viewers

OpenDb = Callable[[Viewer], Session]


def one(model: Model, number: Any) -> Any:
    parts = number if isinstance(number, tuple) else (number,)
    return [column == part for column, part in zip(keys(model), parts, strict=True)]


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
    further = sa.select(start.c.depth + 1, *keys(step)).join(step, start.c.depth < 1)
    reached = start.union(further)
    columns = list(reached.c)[1:]
    return bare(db.execute(sa.select(*columns).select_from(User).join(reached, sa.true())))


def by_union(db: Session, model: Model) -> list[Any]:
    both = sa.union_all(sa.select(model), sa.select(model))
    return [key(row) for row in db.scalars(sa.select(model).from_statement(both))]


def by_columns_of_a_union(db: Session, model: Model) -> list[Any]:
    inner = sa.union(sa.select(*keys(model)), sa.select(*keys(aliased(model)))).subquery()
    return bare(db.execute(sa.select(*inner.c).select_from(User).join(inner, sa.true())))


def by_legacy_query(db: Session, model: Model) -> list[Any]:
    return [key(row) for row in db.query(model)]


def by_polymorphic_load(db: Session, model: Model) -> list[Any]:
    return [key(row) for row in db.scalars(sa.select(with_polymorphic(model, "*")))]


WAYS = [way for name, way in sorted(globals().items()) if name.startswith("by_")]


def asked_by_get(db: Session, model: Model, number: Any) -> bool:
    return db.get(model, number) is not None


def asked_by_exists(db: Session, model: Model, number: Any) -> bool:
    there = sa.exists().where(*one(aliased(model), number))
    return bool(db.scalar(sa.select(sa.func.count(User.id)).where(there)))


def asked_by_being_among(db: Session, model: Model, number: Any) -> bool:
    first = number[0] if isinstance(number, tuple) else number
    there = sa.literal(first).in_(sa.select(keys(model)[0]).where(*one(model, number)))
    return bool(db.scalar(sa.select(sa.func.count(User.id)).where(there)))


QUESTIONS = [way for name, way in sorted(globals().items()) if name.startswith("asked_by_")]


def counted(db: Session, model: Model) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def counted_by_a_column(db: Session, model: Model) -> int:
    return db.scalar(sa.select(sa.func.count(keys(model)[0]))) or 0


def counted_within_a_row(db: Session, model: Model) -> int:
    inner = sa.select(sa.func.count(keys(model)[0])).scalar_subquery()
    return db.execute(sa.select(User.id, inner).limit(1)).one()[1]


def counted_by_the_legacy_query(db: Session, model: Model) -> int:
    return db.query(model).count()


COUNTS = [way for name, way in sorted(globals().items()) if name.startswith("counted")]


def each_question(oracle: Oracle) -> Iterator[tuple[Any, ...]]:
    for name, viewer in viewers(oracle.db):
        for model in oracle.models:
            yield name, viewer, model, oracle.readable(viewer, model)


def test_a_viewer_finds_exactly_what_they_may_read(oracle: Oracle, open_db: OpenDb):
    wrong = []
    for name, viewer, model, expected in each_question(oracle):
        for way in WAYS:
            with open_db(viewer) as db:
                found = set(way(db, model))
            if found != expected:
                wrong.append((way.__name__, name, model, found - expected, expected - found))
    assert not wrong


def test_a_viewer_counts_exactly_what_they_may_read(oracle: Oracle, open_db: OpenDb):
    wrong = []
    for name, viewer, model, expected in each_question(oracle):
        for way in COUNTS:
            with open_db(viewer) as db:
                found = way(db, model)
            if found != len(expected):
                wrong.append((way.__name__, name, model, found, len(expected)))
    assert not wrong


def test_a_viewer_asking_for_one_row_gets_it_only_if_they_may(oracle: Oracle, open_db: OpenDb):
    wrong = []
    for name, viewer, model, expected in each_question(oracle):
        for way in QUESTIONS:
            with open_db(viewer) as db:
                for number in map(key, oracle.rows[model]):
                    if way(db, model, number) != (number in expected):
                        wrong.append((way.__name__, name, model, number))
    assert not wrong
