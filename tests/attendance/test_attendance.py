"""Attendance over the rounds of a dialogue: who came, who is new, who stayed away."""

import pytest

from app.attendance.over_rounds import Chosen, Comes
from app.people.models import Naming, Sector
from app.records.models import Disclosure
from app.rounds.models import AttendanceRole, Capacity
from app.rounds.tally import Tally

LEVELS = (Disclosure.PUBLIC, Disclosure.PARTICIPANTS, Disclosure.SECRETARIAT)


def names(found):
    return [one.name for one in found.attendees]


def tally(found, meeting):
    return sum((one.tally for one in found.present[meeting.id]), Tally())


@pytest.mark.parametrize("audience", LEVELS)
@pytest.mark.parametrize("naming", Naming)
def test_of_whoever_may_not_be_named_the_side_and_the_number_are_told(
    make, rounds, comes, over_rounds, naming, audience
):
    [attended] = comes("LI Wei", 0, naming=naming, sector=Sector.MILITARY, capacity=Capacity.EXPERT)
    attended.institutions.append(make.institution())

    found = over_rounds(audience)

    named = (
        audience is Disclosure.SECRETARIAT
        or naming is Naming.PUBLIC
        or (naming, audience) == (Naming.PARTICIPANTS, Disclosure.PARTICIPANTS)
    )
    [presence] = found.present[rounds[0].id]
    known = {presence.name, presence.person_id, presence.role, presence.sector, presence.capacity}
    assert names(found) == (["LI Wei"] if named else [])
    assert (known == {"", None}) is not named
    assert bool(presence.institutions) is named
    assert presence.side_id == rounds[0].dialogue.sides[0].id
    assert tally(found, rounds[0]) == (Tally(named=1) if named else Tally(unnamed=1))


def test_a_person_is_named_only_at_the_rounds_where_they_may_be(make, rounds, over_rounds):
    person = make.person(dialogue=rounds[0].dialogue, names="LI Wei")
    make.attendance(round=rounds[0], person=person, naming=Naming.PUBLIC)
    make.attendance(round=rounds[2], person=person, naming=Naming.COUNTED)

    [row] = over_rounds(Disclosure.PUBLIC).attendees

    assert set(row.at) == {rounds[0].id}


def test_those_who_came_to_so_many_of_the_last_rounds_held_are_found(comes, over_rounds):
    comes("LI Wei", 0, 1, 2)
    comes("SUN Mei", 0, 2)
    comes("ZHAO An", 0)

    assert names(over_rounds(chosen=Chosen(least=2))) == ["LI Wei", "SUN Mei"]
    of_two = over_rounds(chosen=Chosen(of=2, least=2))
    assert names(of_two) == ["LI Wei"]
    assert (len(of_two.rounds), of_two.of_how_many) == (2, 3)
    assert over_rounds().came_to(1) == 3


def test_new_is_who_was_first_named_at_the_last_round_with_a_roster(comes, over_rounds):
    comes("LI Wei", 0)
    comes("SUN Mei", 0, 1)
    comes("ZHAO An", 1)

    found = over_rounds()

    # The third round has no roster: the second is the last that can tell.
    assert {one.name for one in found.everybody if one.comes is Comes.NEW} == {"ZHAO An"}
    assert found.how_many(Comes.NEW) == 1
    assert names(found) == ["SUN Mei", "LI Wei", "ZHAO An"]


def test_nobody_is_new_where_there_is_nothing_to_compare_with(comes, over_rounds):
    comes("LI Wei", 2)

    assert [one.comes for one in over_rounds().everybody] == [None]


def test_stopped_coming_is_told_by_the_last_two_rosters_of_the_side(
    make, rounds, comes, over_rounds
):
    theirs = rounds[0].dialogue.sides[1]
    comes("LI Wei", 0)
    comes("SUN Mei", 0, 1)
    comes("ZHAO An", 1, 2)
    # Of this side there is one roster: that somebody is not on the others is not recorded.
    make.attendance(round=rounds[0], side=theirs, person=make.person(names="KIM Ho"))

    found = over_rounds()

    assert {one.name for one in found.everybody if one.comes is Comes.STOPPED} == {"LI Wei"}
    assert names(over_rounds(chosen=Chosen(comes=Comes.STOPPED))) == ["LI Wei"]
    assert found.is_recorded(rounds[0].id, theirs.id)
    assert not found.is_recorded(rounds[1].id, theirs.id)


def test_people_are_found_by_what_they_were_at_the_last_round(make, rounds, comes, over_rounds):
    theirs = rounds[0].dialogue.sides[1]
    centre = make.institution(name="The Centre")
    known = {"sector": Sector.BUSINESS, "capacity": Capacity.PRIVATE, "naming": Naming.COUNTED}
    comes("LI Wei", 0, role=AttendanceRole.MODERATOR)
    [attended] = comes("SUN Mei", 2, side=theirs, **known)
    attended.institutions.append(centre)
    make.db.flush()
    by = {**known, "side_id": theirs.id, "institution_id": centre.id}

    for name, value in by.items():
        assert names(over_rounds(chosen=Chosen(**{name: value}))) == ["SUN Mei"], name
    assert names(over_rounds(chosen=Chosen(role=AttendanceRole.MODERATOR))) == ["LI Wei"]
    assert over_rounds(chosen=Chosen(side_id=theirs.id, sector=Sector.MILITARY)).attendees == []


def test_whoever_sits_on_nobody_s_bench_is_of_no_side(rounds, comes, over_rounds):
    comes("AN Interpreter", 0, side=None)

    found = over_rounds()

    assert [one.side_id for one in found.attendees] == [None]
    assert found.is_recorded(rounds[0].id, None)
    assert not found.is_recorded(rounds[1].id, None)
