"""Along relationships, too, and in whatever is changed in bulk, a viewer meets only their own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, lazyload, selectinload

from app.actions.models import ActionOwner
from app.consensus.models import Position, Stance
from app.people.models import PersonName, TeamMember
from app.reading import AS_THE_HOUSE, NOBODY, THE_HOUSE, Viewer
from app.records.models import Citation, Disclosure, Document, DocumentKind, Record
from app.rounds.models import Round, SessionModerator
from app.trace.models import TraceLink
from tests.make import NOW, Make
from tests.oracle import Model, Oracle, bare, key, keys, viewers

OpenDb = Callable[[Viewer], Session]
SEPARATELY = {"synchronize_session": False}


LOADERS = [lazyload, selectinload, joinedload]


def relationships(oracle: Oracle) -> Iterator[tuple[Model, Any]]:
    for model in oracle.models:
        for found in sa.inspect(model).relationships:
            if found.parent.class_ is model:
                yield model, getattr(model, found.key)


def related(row: Any, name: str) -> set[Any]:
    found = getattr(row, name)
    return {key(other) for other in (found if isinstance(found, list) else [found]) if other}


def test_a_row_leads_only_to_what_its_viewer_may_read(oracle: Oracle, open_db: OpenDb):
    """A hidden parent is None, and a hidden member is not in the list, however it is loaded."""
    wrong = []
    for name, viewer in viewers(oracle.db):
        for model, relation in relationships(oracle):
            readable = oracle.readable(viewer, relation.property.mapper.class_)
            expected = {
                key(row): related(row, relation.key) & readable
                for row in oracle.rows[model]
                if oracle.may_read(viewer, row)
            }
            for loader in LOADERS:
                with open_db(viewer) as db:
                    rows = db.scalars(sa.select(model).options(loader(relation))).unique()
                    found = {key(row): related(row, relation.key) for row in rows}
                if found != expected:
                    wrong.append((loader.__name__, name, relation, found, expected))
    assert not wrong


def test_a_join_along_a_relationship_finds_only_what_may_be_read(oracle: Oracle, open_db: OpenDb):
    wrong = []
    for name, viewer in viewers(oracle.db):
        for model, relation in relationships(oracle):
            target = aliased(relation.property.mapper.class_)
            readable = oracle.readable(viewer, relation.property.mapper.class_)
            starts = [row for row in oracle.rows[model] if oracle.may_read(viewer, row)]
            ends = {end for row in starts for end in related(row, relation.key) & readable}
            having = {key(row) for row in starts if related(row, relation.key) & readable}
            # Without `of_type`, SQLAlchemy asks a bare alias wherever the two ends share a table.
            named = relation.of_type(target)
            some = named.any() if relation.property.uselist else named.has()
            with open_db(viewer) as db:
                joined = bare(db.execute(sa.select(*keys(target)).join(relation.of_type(target))))
                asked = bare(db.execute(sa.select(*keys(model)).where(some)))
            if (set(joined), set(asked)) != (ends, having):
                wrong.append((name, str(relation), set(joined) ^ ends, set(asked) ^ having))
    assert not wrong


def plain_column(model: Model) -> str | None:
    """An attribute that is no part of the key; None where all are."""
    mapper = sa.inspect(model)
    own = (it for it in mapper.columns if not it.primary_key)
    return next((mapper.get_property_by_column(it).key for it in own), None)


def test_a_change_in_bulk_meets_only_what_may_be_read(oracle: Oracle, open_db: OpenDb):
    wrong = []
    for who, viewer in viewers(oracle.db):
        for model in oracle.models:
            name = plain_column(model)
            if sa.inspect(model).inherits or model.append_only or name is None:
                continue
            expected = oracle.readable(viewer, model)
            change = sa.update(model).values({name: getattr(model, name)})
            with open_db(viewer) as db:
                found = db.execute(change, execution_options=SEPARATELY).rowcount
            if found != len(expected):
                wrong.append((who, model.__name__, found, expected))
    assert not wrong


def test_a_deletion_in_bulk_meets_only_what_may_be_read(oracle: Oracle, open_db: OpenDb):
    for name, viewer in viewers(oracle.db):
        # What no other row refers to.
        for model in (Citation, SessionModerator, ActionOwner, TraceLink, TeamMember, PersonName):
            with open_db(viewer) as db:
                found = db.execute(sa.delete(model), execution_options=SEPARATELY).rowcount
            assert found == len(oracle.readable(viewer, model)), (name, model)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_change_in_bulk_would_pass_by_is_refused(oracle: Oracle, open_db: OpenDb):
    """The rule of a record stands in another table than its kind's own columns."""
    for model in oracle.models:
        if sa.inspect(model).inherits or model.append_only:
            for change in (sa.update(model).values(id=0), sa.delete(model)):
                with pytest.raises(AssertionError), open_db(THE_HOUSE) as db:
                    db.execute(change, execution_options=SEPARATELY)


@pytest.mark.parametrize(
    "statement",
    [
        sa.text("SELECT ref FROM record"),
        sa.select(Record.__table__),
        sa.select(sa.table("record", sa.column("ref"))),
        sa.select(sa.func.count()).select_from(Record.__table__),
        sa.select(sa.union(sa.select(Record.__table__.c.ref)).subquery()),
        sa.update(Record.__table__).values(ref="R0"),
        sa.delete(Record.__table__),
    ],
    ids=lambda statement: " ".join(str(statement).split())[:40],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_statement_on_bare_tables_is_not_run(statement: Any, db: Session):
    with pytest.raises(AssertionError, match="bare tables"):
        db.execute(statement)


def test_a_session_without_a_viewer_asks_nothing(engine: sa.Engine):
    with Session(engine) as db, pytest.raises(KeyError, match="viewer"):
        db.scalars(sa.select(Record))


def test_a_row_just_added_leads_only_to_what_its_viewer_may_read(
    make: Make, db: Session, open_db: OpenDb
):
    dialogue = make.dialogue()
    hidden = make.round(dialogue=dialogue, disclosure=Disclosure.SECRETARIAT)
    shown = make.round(dialogue=dialogue)
    db.commit()
    reader = open_db(Viewer(participant_of=frozenset({dialogue.id})))

    for meeting, expected in ((hidden, None), (shown, shown.id)):
        paper = Document(
            dialogue_id=dialogue.id,
            ref=f"{meeting.ref}-D1",
            meeting_id=meeting.id,
            document_kind=DocumentKind.OTHER,
        )
        reader.add(paper)
        reader.flush()

        assert (paper.meeting and paper.meeting.id) == expected
        assert reader.get(Record, meeting.id) is paper.meeting


@pytest.mark.parametrize("loader", [selectinload, joinedload])
def test_a_statement_of_the_house_sees_everything_for_whoever_asks(
    make: Make, db: Session, open_db: OpenDb, loader: Any
):
    meeting = make.round(disclosure=Disclosure.SECRETARIAT)
    make.attendance(round=meeting)
    db.commit()
    nobody = open_db(NOBODY)
    asked = sa.select(Round).options(loader(Round.attendances))

    assert not nobody.scalars(asked).unique().all()
    [found] = nobody.scalars(asked, execution_options=AS_THE_HOUSE).unique()
    assert len(found.attendances) == 1


def test_what_is_written_once_is_neither_changed_nor_deleted(oracle: Oracle, open_db: OpenDb):
    for model in (model for model in oracle.models if model.append_only):
        name = next(it.key for it in sa.inspect(model).columns if isinstance(it.type, sa.Text))
        for change in (lambda db, row, name=name: setattr(row, name, "x"), Session.delete):
            with open_db(THE_HOUSE) as db:
                change(db, db.scalars(sa.select(model)).first())
                with pytest.raises(AssertionError, match="written once"):
                    db.flush()


def test_a_position_is_added_to_a_wording_that_stays_as_it_is(make: Make, db: Session):
    wording = make.wording()
    db.commit()

    wording.positions.append(
        Position(
            item_id=wording.item_id,
            side=wording.item.dialogue.sides[0],
            number=1,
            stance=Stance.ENDORSED,
            recorded_at=NOW,
            recorded_by="Somebody",
        )
    )
    db.flush()

    assert db.scalar(sa.select(sa.func.count(Position.id))) == 1
