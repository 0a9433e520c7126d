"""The roster of a round: people and groups, with the posts of the day."""

import pytest
import sqlalchemy as sa

from app.attendance.commands import add_attendee, edit_attendance, posts_at, remove_attendee
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.people.commands import change_post
from app.people.models import Naming
from app.reading import THE_HOUSE, Viewer
from app.records.models import Disclosure
from app.rounds.models import Attendance, AttendanceRole
from app.rounds.queries import attends
from app.rules import Refused
from tests.make import text


@pytest.fixture
def meeting(make):
    return make.round(happened="2024-05-10")


@pytest.fixture
def person(make, meeting):
    return make.person(dialogue=meeting.dialogue)


def on_card(make, person, *posts):
    for post in posts:
        make.affiliation(person=person, institution=None, **post)
    make.db.expire(person)


@pytest.mark.parametrize(
    ("dates", "held"),
    [
        pytest.param({}, True, id="no dates"),
        pytest.param({"since": "2024-05-10"}, True, id="from that day"),
        pytest.param({"since": "2024-05-11"}, False, id="from the next day"),
        pytest.param({"since": "2024-05"}, True, id="from that month"),
        pytest.param({"since": "2024-06"}, False, id="from the next month"),
        pytest.param({"until": "2024-05-09"}, False, id="until the day before"),
        pytest.param({"until": "2024-05-10"}, True, id="until that day"),
        pytest.param({"until": "2024"}, True, id="until that year"),
        pytest.param({"until": "2023"}, False, id="until the year before"),
        pytest.param({"since": "2020", "until": "2026"}, True, id="over it"),
        pytest.param({"until": "2026", "former": True}, True, id="a former post of that day"),
    ],
)
def test_the_posts_of_the_day_are_those_that_may_have_been_held(make, meeting, person, dates, held):
    on_card(make, person, {"post": "Director", **dates})

    assert posts_at(person, meeting) == text("Director" if held else "")


@pytest.mark.parametrize(
    ("dates", "held"), [({}, True), ({"until": "2030"}, False), ({"former": True}, False)]
)
def test_at_an_undated_round_only_a_post_without_an_end_is_taken(make, person, dates, held):
    undated = make.round(dialogue=person.dialogue, happened=None)
    on_card(make, person, {"post": "Director", **dates})

    assert posts_at(person, undated) == text("Director" if held else "")


def test_a_former_post_without_dates_is_not_copied(make, meeting, person):
    on_card(make, person, {"post": "Dean", "former": True}, {"post": "President"})

    assert posts_at(person, meeting) == text("President")


def test_several_posts_stand_in_each_language_as_printed_or_put_together(make, meeting, person):
    centre = make.institution(name={"en": "The Centre", "zh-Hans": "中心"})
    post = {"en": "Director", "zh-Hans": "主任"}
    make.affiliation(person=person, institution=centre, post=post)
    on_card(make, person, {"post": "Fellow", "printed": "Senior Fellow (Ret.)"})

    posts = posts_at(person, meeting)

    assert dict(posts.texts) == {
        "en": "Director, The Centre; Senior Fellow (Ret.)",
        "zh-Hans": "中心主任",
    }


def test_a_later_change_of_post_leaves_a_past_round_as_it_is(db, make, meeting, person, secretary):
    on_card(make, person, {"post": "Fellow", "since": "2020"})
    attendance = add_attendee(db, actor=secretary, meeting=meeting, person=person)

    change_post(db, actor=secretary, affiliation=person.affiliations[0], institution=None,
                post=text("President"), printed=EMPTY, since=PartialDate("2024-06"))  # fmt: skip

    db.expire_all()
    assert attendance.affiliation == text("Fellow")
    later = make.round(dialogue=meeting.dialogue, happened="2025")
    again = add_attendee(db, actor=secretary, meeting=later, person=person)
    assert again.affiliation == text("President")


def test_an_affiliation_that_is_written_goes_before_the_card_s(
    db, make, meeting, person, secretary
):
    on_card(make, person, {"post": "Fellow"})

    attendance = add_attendee(
        db, actor=secretary, meeting=meeting, person=person, affiliation=text("As printed")
    )

    assert attendance.affiliation == text("As printed")
    assert attendance.naming is Naming.ROLE_AND_SIDE


def test_an_entry_is_a_person_or_a_group_and_never_both(db, meeting, person, secretary):
    label = text("a few who prefer not to be identified")

    for given in ({}, {"person": person, "group_label": label}):
        with pytest.raises(Refused) as refusal:
            add_attendee(db, actor=secretary, meeting=meeting, **given)
        assert refusal.value.field == "person"

    group = add_attendee(db, actor=secretary, meeting=meeting, group_label=label)
    assert (group.person, group.group_count, group.affiliation) == (None, None, EMPTY)


def test_only_a_group_has_a_number_of_members(db, meeting, person, secretary):
    with pytest.raises(Refused) as refusal:
        add_attendee(db, actor=secretary, meeting=meeting, person=person, group_count=3)

    assert refusal.value.field == "group_count"


def test_a_person_is_on_the_roster_once(db, make, meeting, person, secretary):
    assert not attends(db, meeting, person)
    add_attendee(db, actor=secretary, meeting=meeting, person=person)

    with pytest.raises(Refused) as refusal:
        add_attendee(db, actor=secretary, meeting=meeting, person=person)

    assert refusal.value.field == "person"
    assert attends(db, meeting, person)
    other = make.round(dialogue=meeting.dialogue)
    assert add_attendee(db, actor=secretary, meeting=other, person=person).id


def edited(db, actor, attendance, **given):
    names = ("group_label", "group_count", "side", "role", "capacity", "sector", "affiliation",
             "naming", "consent", "consented")  # fmt: skip
    known = {name: getattr(attendance, name) for name in names}
    edit_attendance(db, actor=actor, attendance=attendance, **known | given)


def test_a_person_s_entry_stays_a_person_s(db, make, meeting, secretary):
    attendance = make.attendance(round=meeting)

    edited(db, secretary, attendance, group_label=text("a few"), group_count=3,
           role=AttendanceRole.OBSERVER)  # fmt: skip

    assert (attendance.group_label, attendance.group_count) == (EMPTY, None)
    assert attendance.role is AttendanceRole.OBSERVER


def test_a_group_keeps_a_label(db, make, meeting, secretary):
    group = make.attendance(round=meeting, group="a few")

    with pytest.raises(Refused) as refusal:
        edited(db, secretary, group, group_label=EMPTY)
    assert refusal.value.field == "group_label"

    edited(db, secretary, group, group_count=4)
    assert group.group_count == 4


def test_a_moderator_stays_on_the_roster_until_another_is_chosen(db, make, meeting, secretary):
    moderator = make.moderator(session=make.session(meeting=meeting))
    attendance = moderator.attendance

    with pytest.raises(Refused, match="moderate"):
        remove_attendee(db, actor=secretary, attendance=attendance)
    assert attends(db, meeting, attendance.person)

    db.delete(moderator)
    db.flush()
    db.expire_all()
    remove_attendee(db, actor=secretary, attendance=attendance)
    assert not db.scalars(sa.select(Attendance)).all()


def test_a_moderator_of_a_session_that_may_not_be_read_stays(db, make, meeting, secretary):
    side = meeting.dialogue.sides[1]
    session = make.session(meeting=meeting, disclosure=Disclosure.SIDE, side=side)
    attendance = make.moderator(session=session).attendance
    of = frozenset({meeting.dialogue_id})
    db.expire_all()
    db.info["viewer"] = Viewer(participant_of=of, secretariat_of=of)

    try:
        with pytest.raises(Refused):
            remove_attendee(db, actor=secretary, attendance=attendance)
    finally:
        db.info["viewer"] = THE_HOUSE
