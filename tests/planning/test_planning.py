"""A round planned from the one before: what is taken over, and what is asked anew."""

import pytest
import sqlalchemy as sa

from app.dialogues.models import Attribution
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.people.models import Naming, Sector
from app.planning.plan_commands import plan_next_round
from app.reading import Viewer
from app.records.models import Disclosure
from app.rounds.models import (
    AttendanceRole,
    Capacity,
    DialogueSession,
    Round,
    RoundKind,
    RoundStatus,
)
from app.rounds.queries import sessions_of
from app.rules import Refused
from tests.make import text

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def full(make, last):
    """Round 4 with two sessions, a chair, two more people and a group that is not named."""
    side = last.dialogue.sides[1]
    known = {"sector": Sector.MILITARY, "capacity": Capacity.EXPERT, "affiliation": "Then at A"}
    chair = make.attendance(
        round=last, side=side, naming=Naming.PUBLIC, consent="By letter", **known
    )
    make.affiliation(person=chair.person, post="Fellow", institution=None)
    make.attendance(round=last, naming=Naming.COUNTED)
    make.attendance(round=last, role=AttendanceRole.CO_CHAIR, naming=Naming.PARTICIPANTS)
    make.attendance(round=last, group="a few", group_count=3, role=AttendanceRole.OBSERVER)
    second = make.session(meeting=last, position=2, title="Terms", attribution=Attribution.CLOSED)
    make.session(meeting=last, position=1, title="Opening")
    make.moderator(session=second, attendance=chair)
    make.agenda_topic(session=second)
    return last


def plan(db, actor, last, **given):
    known = {"number": 5, "happened": PartialDate("2026-02"), "place": text("Port Callan")}
    return plan_next_round(db, actor=actor, dialogue=last.dialogue, last=last, **known | given)


def test_sessions_chairs_and_roster_are_taken_over(db, secretary, full):
    full.attribution = Attribution.OPEN

    planned = plan(db, secretary, full)

    db.expire_all()
    assert (planned.ref, planned.status, planned.number) == ("R5", RoundStatus.PLANNED, 5)
    assert (planned.happened, planned.place) == (PartialDate("2026-02"), text("Port Callan"))
    assert planned.attribution is Attribution.OPEN
    opening, terms = sessions_of(db, planned)
    assert [held.title.text_for("en") for held in (opening, terms)] == ["Opening", "Terms"]
    assert (opening.attribution, terms.attribution) == (None, Attribution.CLOSED)
    assert (opening.position, terms.position, terms.agenda) == (1, 2, [])
    chair, counted, co_chair, group = planned.attendances
    assert [one.attendance for one in terms.moderators] == [chair]
    old = {one.person_id: one for one in full.attendances}
    for new in (chair, counted, co_chair, group):
        before = old[new.person_id]
        for name in ("side", "role", "capacity", "sector", "group_label"):
            assert getattr(new, name) == getattr(before, name), name
        assert new.consent == ""
        assert new.group_count is None


@on_sqlite
def test_who_may_be_named_is_asked_anew_and_posts_are_those_of_the_day(db, secretary, full):
    planned = plan(db, secretary, full, happened=None)

    by_role = {(one.role, one.naming) for one in planned.attendances}
    assert by_role == {
        (AttendanceRole.PARTICIPANT, Naming.ROLE_AND_SIDE),
        (AttendanceRole.PARTICIPANT, Naming.COUNTED),
        (AttendanceRole.CO_CHAIR, Naming.ROLE_AND_SIDE),
        (AttendanceRole.OBSERVER, Naming.ROLE_AND_SIDE),
    }
    assert planned.attendances[0].affiliation == text("Fellow")


@on_sqlite
def test_only_what_is_ticked_is_taken_over(db, secretary, full):
    """How many people, sessions and chairs of sessions, by what is left out."""
    expected = {
        ("roster",): (2, 2, 1),
        ("chairs",): (4, 2, 0),
        ("chairs", "roster"): (0, 2, 0),
        ("sessions",): (4, 1, 0),
        ("sessions", "roster"): (2, 1, 0),
    }

    for number, (left_out, counts) in enumerate(expected.items(), start=5):
        planned = plan(db, secretary, full, number=number, **dict.fromkeys(left_out, False))
        held = sessions_of(db, planned)
        chairs = sum(len(one.moderators) for one in held)
        assert (len(planned.attendances), len(held), chairs) == counts, left_out


@on_sqlite
def test_nobody_reads_more_of_the_new_round_than_of_the_old(db, open_db, make, secretary, full):
    ours, theirs = full.dialogue.sides
    full.disclosure = Disclosure.SECRETARIAT
    make.session(meeting=full, title="Own", position=3, disclosure=Disclosure.SIDE, side=ours)
    make.session(meeting=full, title="Theirs", position=4, disclosure=Disclosure.SIDE, side=theirs)
    db.commit()
    here = frozenset({full.dialogue_id})
    mine = open_db(Viewer(participant_of=here, secretariat_of=here, own_sides=frozenset({ours.id})))

    planned = plan(mine, mine.merge(secretary), mine.get_one(Round, full.id))

    assert planned.disclosure is Disclosure.SECRETARIAT
    mine.commit()
    db.commit()
    copied = db.scalars(
        sa.select(DialogueSession)
        .where(DialogueSession.meeting_id == planned.id)
        .order_by(DialogueSession.position)
    ).all()
    assert [held.title.text_for("en") for held in copied] == ["Opening", "Terms", "Own"]
    assert [held.disclosure for held in copied] == ["secretariat", "secretariat", "side"]
    assert copied[2].side_id == ours.id


@on_sqlite
def test_a_round_is_planned_from_none_at_all(db, secretary, dialogue):
    planned = plan_next_round(db, actor=secretary, dialogue=dialogue, last=None, number=1)

    assert (planned.ref, planned.status, planned.place) == ("R1", RoundStatus.PLANNED, EMPTY)
    assert len(sessions_of(db, planned)) == 1


@on_sqlite
def test_a_meeting_without_a_number_is_of_the_kind_of_the_last(db, make, secretary, dialogue):
    forum = make.round(dialogue=dialogue, ref="forum", round_kind=RoundKind.FORUM, number=None)

    assert plan(db, secretary, forum, number=None).round_kind is RoundKind.FORUM
    assert plan(db, secretary, forum, number=7).round_kind is RoundKind.ROUND


@on_sqlite
def test_a_number_that_is_taken_leaves_nothing_behind(db, secretary, full):
    db.commit()
    with pytest.raises(Refused, match="a round 4 already") as refused:
        plan(db, secretary, full, number=4)

    assert refused.value.field == "number"
    assert not db.new | db.dirty
