"""Confirmed minutes stay as they were confirmed; they are opened again only for a reason."""

from threading import Barrier, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.actions import commands as actions
from app.attendance import commands as roster
from app.audit.models import AuditEntry
from app.confirming.commands import confirm_round, reopen_round
from app.confirming.findings import look_through
from app.consensus import commands as consensus
from app.consensus.models import ConsensusItem, ItemKind, Stance
from app.partial_date import PartialDate
from app.reading import THE_HOUSE
from app.records import commands as records
from app.rounds import commands as rounds
from app.rounds.models import Round, RoundStatus
from app.rules import Refused
from tests.audit.done import DONE, World
from tests.make import text

CLOSED = {
    rounds.edit_round,
    rounds.add_session,
    rounds.edit_session,
    rounds.add_topic,
    rounds.edit_topic,
    roster.add_attendee,
    roster.edit_attendance,
    roster.remove_attendee,
    consensus.record_item,
    consensus.edit_item,
    actions.assign_action,
    actions.edit_action,
}
STILL_OPEN = {
    consensus.adopt_wording,
    consensus.take_position,
    actions.report_on,
    records.add_document,
    records.cite,
}
# What happens to an item later has a later day: the minutes tell where it stood when they ended.
AFTERWARDS = {consensus.adopt_wording, consensus.take_position}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def by_name(done: Any) -> str:
    return done.command.__name__


def confirmed(db: Session, actor: Any, meeting: Round) -> None:
    digest = look_through(db, meeting).digest
    confirm_round(db, actor=actor, meeting=meeting, seen=digest, despite=True)


@on_sqlite
@pytest.mark.parametrize("done", [one for one in DONE if one.command in CLOSED], ids=by_name)
def test_what_a_confirmed_round_recorded_changes_no_more(db, make, done):
    world = World(make)
    given = done.given(world)
    if done.command is rounds.log_round:
        return
    confirmed(db, world.actor, world.meeting)

    with pytest.raises(Refused, match="Reopen the round"):
        done.command(db, actor=world.actor, **given)


@on_sqlite
@pytest.mark.parametrize("done", [one for one in DONE if one.command in STILL_OPEN], ids=by_name)
def test_what_comes_after_a_confirmed_round_is_still_recorded(db, make, done):
    world = World(make)
    given = done.given(world)
    if done.command in AFTERWARDS:
        given["happened"] = PartialDate("2025-03-02")
    confirmed(db, world.actor, world.meeting)

    done.command(db, actor=world.actor, **given)


@on_sqlite
@pytest.mark.parametrize("happened", [None, "2025-03-01", "2025-03", "2025"])
@pytest.mark.parametrize("done", [one for one in DONE if one.command in AFTERWARDS], ids=by_name)
def test_nothing_is_dated_back_into_confirmed_minutes(db, make, done, happened):
    world = World(make)
    given = done.given(world) | {"happened": PartialDate(happened) if happened else None}
    confirmed(db, world.actor, world.meeting)

    with pytest.raises(Refused) as refused:
        done.command(db, actor=world.actor, **given)

    assert refused.value.field == "happened"


@on_sqlite
def test_an_item_of_confirmed_minutes_is_withdrawn_on_a_later_day(db, make, secretary):
    item = make.consensus_item(meeting=make.round(happened="2025-03-01"))
    confirmed(db, secretary, item.meeting)
    known = {"actor": secretary, "item": item, "because": "Overtaken."}

    with pytest.raises(Refused):
        consensus.withdraw_item(db, **known, withdrawn_on=PartialDate("2025-03-01"))
    consensus.withdraw_item(db, **known, withdrawn_on=PartialDate("2025-04"))

    assert item.withdrawn_on == PartialDate("2025-04")


@on_sqlite
def test_a_position_taken_meanwhile_is_looked_through_too(db, make, secretary):
    item = make.consensus_item()
    digest = look_through(db, item.meeting).digest
    make.position(wording=item.wordings[0], stance=Stance.OBJECTED)

    with pytest.raises(Refused, match="Look again"):
        confirm_round(db, actor=secretary, meeting=item.meeting, seen=digest, despite=True)


def test_every_command_that_is_closed_is_tried():
    tried = {one.command for one in DONE}

    assert tried >= CLOSED | STILL_OPEN


def test_confirming_says_when_and_by_whom_and_reopening_why(db, make, secretary):
    meeting = make.round()

    confirmed(db, secretary, meeting)

    assert meeting.status is RoundStatus.CONFIRMED
    assert (meeting.confirmed_by, meeting.confirmed_at is None) == ("Sec Retary", False)

    reopen_round(db, actor=secretary, meeting=meeting, because="The date was wrong.")

    assert (meeting.status, meeting.confirmed_at) == (RoundStatus.HELD, None)
    last = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial.desc())).first()
    assert last is not None
    assert (last.action, last.after["reopened_because"]) == (
        "round.reopened",
        "The date was wrong.",
    )


@on_sqlite
@pytest.mark.parametrize(
    "status", [status for status in RoundStatus if status is not RoundStatus.HELD]
)
def test_only_what_was_held_is_confirmed(db, make, secretary, status):
    meeting = make.round(status=status)

    with pytest.raises(Refused):
        confirmed(db, secretary, meeting)


@on_sqlite
def test_what_is_missing_is_confirmed_only_on_purpose(db, make, secretary):
    meeting = make.round()
    digest = look_through(db, meeting).digest

    with pytest.raises(Refused, match="in spite of"):
        confirm_round(db, actor=secretary, meeting=meeting, seen=digest)


@on_sqlite
def test_minutes_that_changed_since_are_looked_through_again(db, make, secretary):
    meeting = make.round()
    digest = look_through(db, meeting).digest
    make.consensus_item(meeting=meeting)

    with pytest.raises(Refused, match="Look again"):
        confirm_round(db, actor=secretary, meeting=meeting, seen=digest, despite=True)


@on_sqlite
def test_a_form_confirms_nothing(db, make, secretary):
    meeting = make.round()

    with pytest.raises(Refused) as refused:
        rounds.log_round(
            db,
            actor=secretary,
            dialogue=meeting.dialogue,
            round_kind=meeting.round_kind,
            status=RoundStatus.CONFIRMED,
        )

    assert refused.value.field == "status"


def test_nothing_slips_into_minutes_that_are_being_confirmed(db, engine, make, secretary):
    """Ten times, one confirms while another records an item: whoever is second is refused."""
    meetings = [make.round().id for _turn in range(10)]
    seen = {one: look_through(db, db.get_one(Round, one)).digest for one in meetings}
    db.commit()
    gate = Barrier(2)

    def run(command: Any, **known: Any) -> None:
        for meeting_id in meetings:
            with Session(engine, info={"viewer": THE_HOUSE}) as own:
                own.connection(execution_options={"writes": True})
                meeting, actor = own.get_one(Round, meeting_id), own.merge(secretary, load=False)
                more = {name: given(meeting) for name, given in known.items()}
                own.rollback()
                gate.wait(20)
                own.connection(execution_options={"writes": True})
                try:
                    command(own, actor=actor, meeting=meeting, **more)
                    own.commit()
                except Refused:
                    own.rollback()

    one = Thread(
        target=run,
        args=(confirm_round,),
        kwargs={"seen": lambda it: seen[it.id], "despite": lambda _it: True},
    )
    other = Thread(
        target=run,
        args=(consensus.record_item,),
        kwargs={
            "dialogue": lambda it: it.dialogue,
            "text": lambda _it: text("An item"),
            "item_kind": lambda _it: ItemKind.CONSENSUS,
        },
    )
    for thread in (one, other):
        thread.start()
    for thread in (one, other):
        thread.join()

    db.expire_all()
    for meeting_id in meetings:
        items = db.scalars(
            sa.select(ConsensusItem.id).where(ConsensusItem.meeting_id == meeting_id)
        ).all()
        status = db.get_one(Round, meeting_id).status
        assert (status, len(items)) in {(RoundStatus.CONFIRMED, 0), (RoundStatus.HELD, 1)}
