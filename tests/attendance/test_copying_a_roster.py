"""Taking over the roster of an earlier round."""

import pytest

from app.attendance.copy_commands import copy_roster
from app.attendance.copying import copied_roster, earlier_rosters, fingerprint_of_copies
from app.people.models import Naming, Sector
from app.rounds.models import AttendanceRole, Capacity, RoundStatus
from app.rules import Refused
from tests.conftest import statements
from tests.make import text


@pytest.fixture
def dialogue(make):
    return make.dialogue()


@pytest.fixture
def earlier(make, dialogue):
    return make.round(dialogue=dialogue, happened="2023-05")


@pytest.fixture
def meeting(make, dialogue, earlier):
    return make.round(dialogue=dialogue, happened="2025-05", status=RoundStatus.PLANNED)


@pytest.fixture
def copied(db, secretary, meeting, earlier):
    def copy(**given):
        db.expire_all()
        return copy_roster(db, actor=secretary, meeting=meeting, earlier=earlier, **given)

    return copy


def test_who_came_comes_with_today_s_post_and_without_their_consent(
    db, make, dialogue, earlier, copied
):
    li = make.person(names="LI Wei", dialogue=dialogue)
    there = make.institution()
    make.affiliation(person=li, post="Fellow", until="2024", institution=None)
    make.affiliation(person=li, printed="Dean, Academy", since="2024", institution=there)
    make.attendance(round=earlier, person=li, side=dialogue.sides[1], naming=Naming.PUBLIC,
                    consent="by letter", consented="2023-05", role=AttendanceRole.CO_CHAIR,
                    capacity=Capacity.PRIVATE, sector=Sector.ACADEMIA, affiliation="Fellow"
    )  # fmt: skip

    [one] = copied()

    assert (one.person, one.side, one.role) == (li, dialogue.sides[1], AttendanceRole.CO_CHAIR)
    assert (one.capacity, one.sector) == (Capacity.PRIVATE, Sector.ACADEMIA)
    assert (one.affiliation, one.institutions) == (text("Dean, Academy"), [there])
    assert (one.naming, one.consent, one.consented) == (Naming.ROLE_AND_SIDE, "", None)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("naming", Naming)
def test_naming_never_widens(make, earlier, copied, naming):
    make.attendance(round=earlier, naming=naming)

    [one] = copied()

    assert one.naming is (Naming.COUNTED if naming is Naming.COUNTED else Naming.ROLE_AND_SIDE)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_group_comes_without_its_number_and_nobody_comes_twice(make, earlier, meeting, copied):
    li = make.person(dialogue=meeting.dialogue)
    make.attendance(round=earlier, person=li)
    make.attendance(round=meeting, person=li)
    make.attendance(round=earlier, group="students", group_count=4)

    [group] = copied()

    assert (group.group_label, group.group_count) == (text("students"), None)
    assert copied() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_only_those_who_were_chosen_come(make, earlier, copied):
    first, second = (make.attendance(round=earlier) for _ in range(2))

    assert [one.person_id for one in copied(chosen={second.id, 999})] == [second.person_id]
    with pytest.raises(Refused) as refusal:
        copied(chosen={second.id})
    assert refusal.value.field == "chosen"
    assert first.person_id


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_taken_over_is_what_was_shown(db, make, earlier, meeting, copied):
    attendance = make.attendance(round=earlier)
    seen = fingerprint_of_copies(copied_roster(db, meeting, earlier, "en"))
    make.affiliation(person=attendance.person, post="Dean")

    with pytest.raises(Refused, match="look again"):
        copied(fingerprint=seen)
    now = fingerprint_of_copies(copied_roster(db, meeting, earlier, "en"))
    assert len(copied(fingerprint=now)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rosters_are_copied_from_earlier_rounds_the_last_one_first(
    db, make, dialogue, secretary, earlier, meeting
):
    between = make.round(dialogue=dialogue, happened="2024")
    later = make.round(dialogue=dialogue, happened="2026")
    make.round(dialogue=dialogue, happened="2022")
    elsewhere = make.round(happened="2020")
    for one in (earlier, between, later, elsewhere):
        make.attendance(round=one)

    assert earlier_rosters(db, meeting) == [between, earlier]
    for wrong in (later, elsewhere, meeting):
        with pytest.raises(Refused):
            copy_roster(db, actor=secretary, meeting=meeting, earlier=wrong)


def test_statements_do_not_grow_with_the_roster(db, make, earlier, meeting):
    def cost():
        db.commit()
        db.expire_all()
        with statements() as sent:
            fingerprint_of_copies(copied_roster(db, meeting, earlier, "en"))
        return len(sent)

    for _ in range(2):
        make.affiliation(person=make.attendance(round=earlier).person)
    two = cost()
    for _ in range(4):
        make.affiliation(person=make.attendance(round=earlier).person)
    assert cost() == two
