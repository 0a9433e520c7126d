"""Who reads what was done to a record, and how two who write make one chain."""

from functools import partial
from itertools import cycle

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import THE_CONSOLE, record
from app.audit.models import AuditEntry
from app.audit.queries import breaks_in_the_chain, history_of
from app.consensus.models import ConsensusItem, Stance
from app.consensus.position_commands import take_position
from app.home.queries import latest_changes
from app.reading import NOBODY, Viewer
from app.records.models import Disclosure
from tests.audit.racing import at_once, until_it_holds, writing


@pytest.fixture
def item(make):
    return make.consensus_item()


@pytest.fixture
def history(db, item, secretary):
    """What was done to an item and to what belongs to it, oldest first."""
    done = [record(db, secretary, "consensus-item.recorded", item)]
    for side in item.dialogue.sides:
        take_position(db, actor=secretary, item=item, side=side, stance=Stance.ENDORSED)
    done += db.scalars(sa.select(AuditEntry).where(AuditEntry.action == "position.taken"))
    return done


def viewers(item):
    here, other = frozenset({item.dialogue_id}), frozenset({item.dialogue_id + 1})
    yield NOBODY, False
    yield Viewer(), False
    yield Viewer(administers=True), False
    yield Viewer(participant_of=here), False
    yield Viewer(participant_of=other, secretariat_of=other), False
    yield Viewer(participant_of=here, secretariat_of=here), True


def test_only_the_secretariat_of_the_dialogue_reads_what_was_done(db, make, history, item):
    record(db, None, "topic.added", make.topic())

    for viewer, reads in viewers(item):
        db.info["viewer"] = viewer
        expected = list(reversed(history)) if reads else []
        assert list(history_of(db, item.id)) == expected, viewer
        assert [change.entry for change in latest_changes(db)] == expected, viewer


def test_what_was_done_to_a_record_that_may_not_be_read_is_not_read(db, history, item):
    ours, theirs = item.dialogue.sides
    item.disclosure, item.side = Disclosure.SIDE, ours
    db.flush()
    here = frozenset({item.dialogue_id})

    for side, reads in ((ours, True), (theirs, False)):
        own = frozenset({side.id})
        db.info["viewer"] = Viewer(participant_of=here, secretariat_of=here, own_sides=own)
        assert bool(history_of(db, item.id)) is reads


def test_what_belongs_to_no_dialogue_is_the_administrator_s(db, make, item):
    entry = record(db, None, "topic.added", make.topic())
    assert entry.actor_name == THE_CONSOLE

    for viewer, reads in ((Viewer(administers=True), True), (Viewer(), False)):
        db.info["viewer"] = viewer
        assert db.scalars(sa.select(AuditEntry)).all() == ([entry] if reads else [])


def test_a_history_is_as_long_as_is_asked(db, history, item):
    assert list(history_of(db, item.id, limit=2)) == list(reversed(history))[:2]
    assert [change.entry for change in latest_changes(db, limit=1)] == history[-1:]


def notes(engine: sa.Engine, item_id: int, actor_id: int, side: int, times: int) -> None:
    # The same twice would be one.
    stances = cycle((Stance.ENDORSED, Stance.AD_REFERENDUM))

    def note() -> None:
        with writing(engine) as db:
            item, actor = db.get_one(ConsensusItem, item_id), db.get_one(User, actor_id)
            taken = {"side": item.dialogue.sides[side], "stance": next(stances)}
            take_position(db, actor=actor, item=item, **taken)
            db.commit()

    for _ in range(times):
        until_it_holds(note)


def test_the_entries_of_two_who_write_at_once_form_one_chain(db: Session, engine, item, secretary):
    many, ids = 15, (item.id, secretary.id)
    db.commit()

    outcomes = at_once(*(partial(notes, engine, *ids, side, many) for side in (0, 1)))

    assert outcomes == [None, None]
    assert breaks_in_the_chain(db) == []
    serials = db.scalars(sa.select(AuditEntry.serial).order_by(AuditEntry.serial)).all()
    assert serials == list(range(1, 2 * many + 1))
    # A hash chain may be whole for one writer alone: both are in it, and they took turns.
    sides = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial)).all()
    assert len({entry.after["side_id"] for entry in sides}) == 2
