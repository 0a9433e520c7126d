"""Finding people and institutions, and not finding those who are withheld."""

import pytest

from app.people.models import Naming
from app.people.queries import institutions_called, people, posts_at, team_of, teams_of
from app.reading import NOBODY, Viewer
from tests.conftest import statements


def named(make, printed, language="en", **parts):
    person = make.person(names={language: printed})
    for part, value in parts.items():
        setattr(person.names[0], part, value)
    make.db.flush()
    return person


@pytest.mark.parametrize(
    "typed",
    [
        "XIAO Qian",
        "xiao qian",
        "qian xiao",
        "Qian, Xiao".replace(",", ""),
        "xiaoqian",
        "qianxiao",
        "xiao-qian",
        "qia",
        "XIAO\u00a0QIAN",
    ],
)
def test_a_person_is_found_by_any_form_of_the_name(db, make, typed):
    xiao = named(make, "XIAO\u00a0Qian", family="Xiao", given="Qian")
    named(make, "XIAO Min", family="Xiao", given="Min")
    named(make, "SUN Qian", family="Sun", given="Qian")

    found = people(db, text=typed)

    assert xiao in found
    assert typed == "qia" or found == [xiao]


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Jean-Luc Müller", "jeanluc"),
        ("Jean‑Luc Müller", "jean luc müller"),
        ("ÖZGÜR Ayşe", "özgür"),
        ("Özgür Ayşe", "ÖZGÜR ayşe"),
        ("Xi'an Wang", "xian"),
        ("肖茜", "肖"),
        ("约翰·艾伦", "约翰艾伦"),
        ("100% Sure", "100%"),
        ("under_score", "under_score"),
        ("sl/ash", "sl/ash"),
    ],
)
def test_marks_and_case_do_not_matter_in_any_script(db, make, printed, typed):
    wanted = named(make, printed, "zh-Hans" if printed[0] > "一" else "en")
    named(make, "Somebody Else")

    assert people(db, text=typed) == [wanted]


def test_signs_of_a_pattern_are_taken_as_they_stand(db, make):
    named(make, "Somebody Else")

    assert people(db, text="%") == []
    assert people(db, text="S_mebody") == []


def test_people_are_listed_by_key_page_by_page(db, make):
    for key in ("wei", "an", "qian"):
        make.person(key=key)

    first = people(db, limit=2)
    rest = people(db, after=first[-1].key, limit=2)

    assert [person.key for person in (*first, *rest)] == ["an", "qian", "wei"]


def test_statements_do_not_grow_with_the_people(db, make):
    def cost():
        db.commit()
        db.expire_all()
        with statements() as sent:
            for person in people(db):
                assert person.names
                assert [post.institution for post in person.affiliations]
        return len(sent)

    make.affiliation()
    one = cost()
    for _ in range(5):
        make.affiliation()

    assert cost() == one


def test_a_withheld_person_is_in_no_list_and_no_search(db, make, open_db):
    held = make.round(disclosure="public")
    withheld = make.person(names="WANG Withheld", dialogue=held.dialogue)
    make.attendance(person=withheld, round=held, naming=Naming.COUNTED)
    named_openly = make.person(names="WANG Open", dialogue=held.dialogue)
    make.attendance(person=named_openly, round=held, naming=Naming.PUBLIC)
    db.commit()
    read = open_db(Viewer())

    assert [person.id for person in people(read)] == [named_openly.id]
    assert [person.id for person in people(read, text="wang")] == [named_openly.id]
    assert people(read, text="withheld") == []
    assert people(open_db(NOBODY)) == []


def test_an_institution_tells_only_of_people_who_may_be_named(db, make, open_db):
    held = make.round(disclosure="public")
    institution, unknown = make.institution(), make.institution()
    posts = {}
    for naming in (Naming.PUBLIC, Naming.ROLE_AND_SIDE):
        person = make.person(dialogue=held.dialogue)
        make.attendance(person=person, round=held, naming=naming)
        posts[naming] = make.affiliation(person=person, institution=institution)
        if naming is Naming.ROLE_AND_SIDE:
            make.affiliation(person=person, institution=unknown)
    db.commit()
    read = open_db(Viewer())

    [listed] = institutions_called(read)
    assert listed.id == institution.id
    assert [post.id for post in posts_at(read, listed)] == [posts[Naming.PUBLIC].id]
    assert len(posts_at(db, institution)) == 2


@pytest.mark.parametrize("typed", ["tsinghua", "CISS", "center for", "清华", "strategic center"])
def test_an_institution_is_found_by_any_of_its_names(db, make, typed):
    wanted = make.institution(
        name={"en": "Center for Security, Tsinghua", "zh-Hans": "清华大学"},
        short_name="CISS",
        other_names="Strategic Studies Center",
    )
    make.institution(name="Brookings Institution")

    assert institutions_called(db, text=typed) == [wanted]


def test_a_place_on_a_team_is_told_where_the_person_may_be_named(db, make, open_db):
    dialogue = make.round(disclosure="public").dialogue
    person = make.person(dialogue=dialogue)
    make.team_member(person=person, side=dialogue.sides[0], naming=Naming.PARTICIPANTS)
    db.commit()
    member = Viewer(participant_of=frozenset({dialogue.id}))

    assert len(teams_of(open_db(member), person)) == 1
    assert teams_of(open_db(Viewer()), person) == []


def test_a_team_is_listed_side_by_side_without_the_names_one_may_not_be_given(db, make, open_db):
    dialogue = make.dialogue()
    for side, naming in ((1, Naming.PARTICIPANTS), (0, Naming.COUNTED), (0, Naming.PUBLIC)):
        make.team_member(side=dialogue.sides[side], naming=naming)
    db.commit()
    member = open_db(Viewer(participant_of=frozenset({dialogue.id})))

    listed = [(one.side.code, one.person is not None) for one in team_of(member, dialogue)]

    assert listed == [("AV", False), ("AV", True), ("SN", True)]
    assert all(one.person for one in team_of(db, dialogue))
