"""Attendance over the rounds of a dialogue."""

import pytest

from app.attendance.over_rounds import attendance_matrix
from app.people.models import Naming, Sector
from app.records.models import Disclosure
from app.rounds.models import AttendanceRole, RoundStatus

LEVELS = (Disclosure.PUBLIC, Disclosure.PARTICIPANTS, Disclosure.SECRETARIAT)


@pytest.fixture
def rounds(make):
    """Three rounds held, the second without any roster; and one that is planned."""
    dialogue = make.dialogue()
    held = [make.round(dialogue=dialogue, happened=f"202{n}") for n in (3, 4, 5)]
    make.round(dialogue=dialogue, happened="2026", status=RoundStatus.PLANNED)
    return held


@pytest.fixture
def comes(make, rounds):
    """`comes("LI Wei", 0, 2)`: somebody at these of the rounds, on the first side's bench."""

    def attend(name, *at, **given):
        person = make.person(dialogue=rounds[0].dialogue, names=name)
        given = {"naming": Naming.PUBLIC, **given}
        return [make.attendance(round=rounds[n], person=person, **given) for n in at]

    return attend


def matrix(db, rounds, audience=Disclosure.SECRETARIAT):
    db.expire_all()
    return attendance_matrix(db, rounds[0].dialogue, audience, "en")


def test_a_roster_that_is_not_recorded_is_not_a_round_to_which_nobody_came(db, rounds, comes):
    ours, theirs = rounds[0].dialogue.sides
    comes("LI Wei", 0)

    found = matrix(db, rounds)

    assert found.rounds == rounds
    assert found.counts[rounds[0].id].by_side == {ours.id: 1, theirs.id: None}
    assert found.counts[rounds[1].id].by_side == {ours.id: None, theirs.id: None}
    assert not found.counts[rounds[1].id].undisclosed


def test_unnamed_members_are_counted_where_their_number_is_known(db, make, rounds, comes):
    ours, theirs = rounds[0].dialogue.sides
    comes("LI Wei", 0)
    make.attendance(round=rounds[0], group="students", group_count=4, side=ours)
    make.attendance(round=rounds[0], group="a few who prefer not to be identified", side=theirs)

    count = matrix(db, rounds).counts[rounds[0].id]

    assert count.by_side == {ours.id: 5, theirs.id: 0}
    assert (count.unnamed, count.undisclosed) == (4, True)


@pytest.mark.parametrize("audience", LEVELS)
@pytest.mark.parametrize("naming", Naming)
def test_whoever_may_not_be_named_is_only_counted(db, rounds, comes, naming, audience):
    comes("LI Wei", 0, naming=naming)
    ours = rounds[0].dialogue.sides[0]

    found = matrix(db, rounds, audience)

    named = (
        audience is Disclosure.SECRETARIAT
        or naming is Naming.PUBLIC
        or (naming, audience) == (Naming.PARTICIPANTS, Disclosure.PARTICIPANTS)
    )
    assert [row.name for row in found.rows] == (["LI Wei"] if named else [])
    count = found.counts[rounds[0].id]
    assert (count.by_side[ours.id], count.unnamed) == (1, 0 if named else 1)


def test_a_person_is_named_only_at_the_rounds_where_they_may_be(db, make, rounds):
    person = make.person(dialogue=rounds[0].dialogue, names="LI Wei")
    make.attendance(round=rounds[0], person=person, naming=Naming.PUBLIC)
    make.attendance(round=rounds[2], person=person, naming=Naming.COUNTED)

    [row] = matrix(db, rounds, Disclosure.PUBLIC).rows

    assert set(row.roles) == {rounds[0].id}
    assert len(row) == 1


def test_new_is_who_was_first_named_at_the_last_round_with_a_roster(db, rounds, comes):
    comes("LI Wei", 0)
    comes("SUN Mei", 0, 1, role=AttendanceRole.OBSERVER)
    comes("ZHAO An", 1)

    rows = {row.name: row for row in matrix(db, rounds).rows}

    # The third round has no roster: the second is the last that can tell.
    assert {name for name, row in rows.items() if row.is_new} == {"ZHAO An"}
    assert list(rows) == ["SUN Mei", "LI Wei", "ZHAO An"]
    assert set(rows["SUN Mei"].roles.values()) == {AttendanceRole.OBSERVER}


def test_sectors_are_counted_as_far_as_they_are_recorded(db, make, rounds, comes):
    comes("LI Wei", 0, sector=Sector.MILITARY)
    comes("SUN Mei", 0)
    make.attendance(round=rounds[0], group="engineers", group_count=3, sector=Sector.TECHNOLOGY)

    found = matrix(db, rounds)

    assert found.counts[rounds[0].id].by_sector == {
        Sector.MILITARY: 1, None: 1, Sector.TECHNOLOGY: 3}  # fmt: skip
    assert found.sectors == [Sector.MILITARY, Sector.TECHNOLOGY]


def test_whoever_sits_on_nobody_s_bench_is_of_no_side(db, rounds, comes):
    comes("AN Interpreter", 0, side=None)
    ours, theirs = rounds[0].dialogue.sides

    found = matrix(db, rounds)

    assert [row.side_id for row in found.rows] == [None]
    assert found.counts[rounds[0].id].by_side == {ours.id: None, theirs.id: None}
