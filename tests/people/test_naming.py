"""Who may be named to whom, and what is printed in a name's place."""

import pytest

from app.accounts.models import Role
from app.dialogues.queries import viewer_of
from app.localized import LocalizedText
from app.people.models import Naming
from app.people.naming import (
    affiliation_line,
    audience_of,
    current_line,
    may_be_named,
    person_name,
    printed_name,
)
from app.reading import NOBODY, THE_HOUSE, Viewer
from app.records.models import Disclosure
from app.rounds.models import AttendanceRole
from app.rounds.naming import attendances_of, may_be_named_at_all, narrowest
from tests.conftest import statements

PUBLIC, PARTICIPANTS, SECRETARIAT = (
    Disclosure.PUBLIC,
    Disclosure.PARTICIPANTS,
    Disclosure.SECRETARIAT,
)
TRUTH = {
    (Naming.PUBLIC, PUBLIC): True,
    (Naming.PUBLIC, PARTICIPANTS): True,
    (Naming.PUBLIC, SECRETARIAT): True,
    (Naming.PARTICIPANTS, PUBLIC): False,
    (Naming.PARTICIPANTS, PARTICIPANTS): True,
    (Naming.PARTICIPANTS, SECRETARIAT): True,
    (Naming.ROLE_AND_SIDE, PUBLIC): False,
    (Naming.ROLE_AND_SIDE, PARTICIPANTS): False,
    (Naming.ROLE_AND_SIDE, SECRETARIAT): True,
    (Naming.COUNTED, PUBLIC): False,
    (Naming.COUNTED, PARTICIPANTS): False,
    (Naming.COUNTED, SECRETARIAT): True,
}


@pytest.mark.parametrize(("naming", "audience"), TRUTH)
def test_who_may_be_named_to_whom(naming, audience):
    assert may_be_named(naming, audience) is TRUTH[naming, audience]


def test_the_table_holds_every_level_and_audience():
    assert {naming for naming, _audience in TRUTH} == set(Naming)
    assert {audience for _naming, audience in TRUTH} == set(Disclosure) - {Disclosure.SIDE}


@pytest.mark.parametrize(
    ("viewer", "audience"),
    [
        (NOBODY, PUBLIC),
        (Viewer(), PUBLIC),
        (Viewer(administers=True), PUBLIC),
        (Viewer(participant_of=frozenset({2}), secretariat_of=frozenset({2})), PUBLIC),
        (Viewer(participant_of=frozenset({1})), PARTICIPANTS),
        (Viewer(participant_of=frozenset({1}), secretariat_of=frozenset({1})), SECRETARIAT),
        (THE_HOUSE, SECRETARIAT),
    ],
)
def test_as_whom_somebody_reads_a_dialogue(viewer, audience):
    assert audience_of(viewer, 1) is audience


def test_a_name_is_printed_with_what_they_were_then(make):
    attendance = make.attendance(
        person=make.person(names="XIAO Qian"),
        naming=Naming.PARTICIPANTS,
        affiliation="Deputy Director, CISS",
        role=AttendanceRole.CO_CHAIR,
    )

    printed = printed_name(attendance, PARTICIPANTS, "en")

    assert (printed.name, printed.affiliation) == ("XIAO Qian", "Deputy Director, CISS")
    assert (printed.role, printed.side) == (AttendanceRole.CO_CHAIR, attendance.side)
    assert printed.person_id == attendance.person_id


def test_role_and_side_stand_in_for_a_name_without_an_affiliation(make):
    attendance = make.attendance(
        naming=Naming.ROLE_AND_SIDE, affiliation="Director, CISS", role=AttendanceRole.PRESENTER
    )

    printed = printed_name(attendance, PARTICIPANTS, "en")

    assert (printed.name, printed.affiliation, printed.person_id) == (None, None, None)
    assert (printed.role, printed.side) == (AttendanceRole.PRESENTER, attendance.side)
    assert not printed.is_counted


def test_a_counted_member_is_a_number_and_nothing_else(make):
    attendance = make.attendance(naming=Naming.COUNTED, affiliation="Director, CISS")

    printed = printed_name(attendance, PARTICIPANTS, "en")

    assert printed.is_counted
    assert printed.number == 1
    assert not any((printed.name, printed.affiliation, printed.role, printed.side))
    assert printed_name(attendance, SECRETARIAT, "en").name is not None


def test_a_group_is_printed_to_the_letter_and_its_number_is_not_guessed(make):
    group = make.attendance(
        group="A few members who prefer not to be identified", naming=Naming.PUBLIC
    )

    printed = printed_name(group, PUBLIC, "en")

    assert printed.name == "A few members who prefer not to be identified"
    assert printed.is_group
    assert printed.number is None


def test_the_label_of_a_group_follows_its_naming_level(make):
    group = make.attendance(group="Two officials", group_count=2, naming=Naming.COUNTED)

    printed = printed_name(group, PARTICIPANTS, "en")

    assert (printed.name, printed.side, printed.number) == (None, None, 2)
    assert printed.is_counted
    assert printed_name(group, SECRETARIAT, "en").name == "Two officials"


def test_a_person_that_was_not_loaded_is_not_named(make, db, open_db):
    kept_elsewhere = make.person()
    attendance = make.attendance(
        person=kept_elsewhere, naming=Naming.COUNTED, round=make.round(disclosure="public")
    )
    db.commit()
    read = open_db(Viewer()).get_one(type(attendance), attendance.id)

    # Even where somebody asks for the wrong audience.
    assert printed_name(read, SECRETARIAT, "en").name is None


def test_someone_on_a_team_has_a_side_and_no_role(make):
    member = make.team_member(naming=Naming.ROLE_AND_SIDE)

    printed = printed_name(member, PUBLIC, "en")

    assert (printed.role, printed.side) == (None, member.side)


@pytest.mark.parametrize(
    ("names", "locale", "shown"),
    [
        ({"en": "XIAO Qian", "zh-Hans": "肖茜"}, "en", "XIAO Qian"),
        ({"en": "XIAO Qian", "zh-Hans": "肖茜"}, "zh-Hans", "肖茜"),
        ({"en": "XIAO Qian", "zh-Hans": "肖茜"}, "zh-Hant", "肖茜"),
        ({"en": "LU Chuanying", "zh-Hant": "魯傳穎"}, "zh-Hans", "魯傳穎"),
        ({"en": "John Allen"}, "zh-Hans", "John Allen"),
        ({"zh-Hant": "魯傳穎"}, "en", "魯傳穎"),
    ],
)
def test_a_name_is_shown_in_the_nearest_language(make, names, locale, shown):
    assert person_name(make.person(names=names), locale) == shown


def test_a_post_is_printed_as_it_was_or_put_together(make):
    institution = make.institution(name={"en": "CISS", "zh-Hans": "战略与安全研究中心"})
    both = {"en": "Fellow", "zh-Hans": "研究员"}
    made_up = make.affiliation(institution=institution, post=both)
    as_printed = make.affiliation(institution=institution, printed="Fellow of CISS")
    alone = make.affiliation(institution=None, post="Senior Colonel (Ret.)")

    assert affiliation_line(made_up).texts == {
        "en": "Fellow, CISS",
        "zh-Hans": "研究员，战略与安全研究中心",
    }
    assert affiliation_line(as_printed).texts == {"en": "Fellow of CISS"}
    assert affiliation_line(alone).texts == {"en": "Senior Colonel (Ret.)"}


def test_todays_affiliation_holds_every_post_that_has_not_ended(make):
    person = make.person()
    make.affiliation(person=person, printed={"en": "Fellow, CISS", "zh-Hans": "研究员"})
    make.affiliation(person=person, printed="Vice President, BNU")
    make.affiliation(person=person, printed="Former something", former=True)
    make.affiliation(person=person, printed="Ended something", until="2020")

    assert current_line(person) == LocalizedText({"en": "Fellow, CISS; Vice President, BNU"})
    assert not current_line(make.person())


def test_where_no_round_decides_the_narrowest_level_does(db, make):
    dialogue = make.dialogue()
    withheld, shown, on_team, stranger = (make.person(dialogue=dialogue) for _ in range(4))
    for person, levels in (
        (withheld, [Naming.PUBLIC, Naming.COUNTED]),
        (shown, [Naming.PUBLIC, Naming.PUBLIC]),
    ):
        for naming in levels:
            make.attendance(person=person, round=make.round(dialogue=dialogue), naming=naming)
    make.team_member(person=on_team, side=dialogue.sides[0], naming=Naming.PARTICIPANTS)
    make.attendance(person=stranger, naming=Naming.PUBLIC)
    everybody = [person.id for person in (withheld, shown, on_team, stranger)]

    with statements() as sent:
        levels = narrowest(db, dialogue.id, everybody)

    assert len(sent) == 1
    assert levels == {
        withheld.id: Naming.COUNTED,
        shown.id: Naming.PUBLIC,
        on_team.id: Naming.PARTICIPANTS,
    }
    assert narrowest(db, dialogue.id) == levels
    assert narrowest(db, dialogue.id, []) == {}
    assert [may_be_named_at_all(one, levels, PUBLIC) for one in everybody] == [0, 1, 0, 0]
    assert [may_be_named_at_all(one, levels, PARTICIPANTS) for one in everybody] == [0, 1, 1, 0]
    assert all(may_be_named_at_all(one, levels, SECRETARIAT) for one in everybody)


def test_what_the_viewer_may_not_read_narrows_all_the_same(db, make, open_db):
    dialogue = make.dialogue()
    person = make.person(dialogue=dialogue)
    public = make.round(dialogue=dialogue, disclosure="public")
    make.attendance(person=person, round=public, naming=Naming.PUBLIC)
    hidden = make.round(dialogue=dialogue, disclosure="secretariat")
    make.attendance(person=person, round=hidden, naming=Naming.COUNTED)
    db.commit()

    assert narrowest(open_db(Viewer()), dialogue.id, [person.id]) == {person.id: Naming.COUNTED}


def test_rounds_are_told_only_where_the_person_may_be_named(db, make, open_db, reader):
    dialogue = make.dialogue()
    member = make.membership(user=reader, dialogue=dialogue, role=Role.READER)
    person = make.person(dialogue=dialogue)
    rounds = {
        naming: make.round(dialogue=dialogue, disclosure="public", happened=f"202{year}")
        for year, naming in enumerate(Naming)
    }
    for naming, held in rounds.items():
        make.attendance(person=person, round=held, naming=naming)
    db.commit()

    def told(viewer):
        return [one.naming for one in attendances_of(open_db(viewer), person)]

    assert told(THE_HOUSE) == list(reversed(Naming))
    assert told(viewer_of(reader, [member])) == [Naming.PARTICIPANTS, Naming.PUBLIC]
    assert told(Viewer()) == [Naming.PUBLIC]
    assert told(NOBODY) == []
