"""Keeping cards: names, posts and institutions."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people import commands
from app.people.naming import current_line, person_name
from app.reading import Viewer
from app.rules import Refused

FELLOW = LocalizedText({"en": "Fellow"})


def last_entry(db):
    return db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial.desc())).first()


def add(db, actor, dialogue, printed, language="en"):
    return commands.add_person(
        db, actor=actor, dialogue=dialogue, language=language, printed=printed
    )


def test_a_card_starts_with_a_name_and_a_key_made_of_it(db, make, secretary):
    person = add(db, secretary, make.dialogue(), "XIAO\u00a0Qian")

    assert person.key == "xiao-qian"
    assert person_name(person, "en") == "XIAO\u00a0Qian"
    assert last_entry(db).action == "person.added"
    assert last_entry(db).dialogue_id == person.dialogue_id


def test_keys_are_given_once(db, make, secretary):
    dialogue = make.dialogue()
    names = ["LI Wei", "Li Wei", "LI Wei-ming", "肖茜", "肖茜", "X"]

    keys = [add(db, secretary, dialogue, name).key for name in names]

    assert keys == ["li-wei", "li-wei-2", "li-wei-ming", "person", "person-2", "person-3"]


def test_a_withheld_person_keeps_their_key(db, make, secretary):
    mine, other = make.dialogue(), make.dialogue()
    add(db, secretary, other, "LI Wei")
    db.info["viewer"] = Viewer(secretariat_of=frozenset({mine.id}))

    person = add(db, secretary, mine, "LI Wei")

    assert person.key == "li-wei-2"


@pytest.mark.parametrize(
    ("given", "field"), [({"printed": "  "}, "printed"), ({"language": "fr"}, "language")]
)
def test_a_name_is_printed_in_a_language_of_the_house(db, make, secretary, given, field):
    person = make.person()

    with pytest.raises(Refused) as refusal:
        commands.add_name(
            db, actor=secretary, person=person, **{"language": "en", "printed": "Name"} | given
        )

    assert refusal.value.field == field


def test_another_name_form_does_not_replace_the_first(db, make, secretary):
    person = make.person(names="XIAO Qian")
    revision = person.revision

    commands.add_name(db, actor=secretary, person=person, language="en", printed="Xiao Qian")
    commands.add_name(db, actor=secretary, person=person, language="zh-Hans", printed="肖茜")

    assert person_name(person, "en") == "XIAO Qian"
    assert person_name(person, "zh-Hans") == "肖茜"
    assert person.revision == revision + 2
    assert last_entry(db).action == "person.name-added"


def test_a_name_stands_on_a_card_once(db, make, secretary):
    person = make.person(names="XIAO Qian")

    with pytest.raises(Refused, match="already"):
        commands.add_name(db, actor=secretary, person=person, language="en", printed="XIAO Qian")


def test_the_last_name_stays(db, make, secretary):
    person = make.person(names={"en": "XIAO Qian", "zh-Hans": "肖茜"})

    commands.remove_name(db, actor=secretary, name=person.names[0])

    assert [name.printed for name in person.names] == ["肖茜"]
    assert last_entry(db).action == "person.name-removed"
    with pytest.raises(Refused, match="only name"):
        commands.remove_name(db, actor=secretary, name=person.names[0])


def test_a_note_is_kept(db, make, secretary):
    person = make.person()

    commands.edit_person(db, actor=secretary, person=person, note=LocalizedText({"en": "Seen."}))

    assert person.note.text_for("en") == "Seen."
    assert last_entry(db).before == {"note": {}}


def test_changing_a_post_ends_one_and_starts_another_and_leaves_the_past_alone(db, make, secretary):
    person = make.person()
    old = make.affiliation(person=person, printed="Fellow, CISS", since="2019")
    attendance = make.attendance(person=person, affiliation="Fellow, CISS")
    db.refresh(person)

    new = commands.change_post(
        db,
        actor=secretary,
        affiliation=old,
        institution=make.institution(name="Brookings"),
        post=FELLOW,
        printed=EMPTY,
        since=PartialDate("2024-05"),
    )

    assert (old.until, old.former) == (PartialDate("2024-05"), False)
    assert (new.since, new.until) == (PartialDate("2024-05"), None)
    assert current_line(person).text_for("en") == "Fellow, Brookings"
    db.expire_all()
    assert attendance.affiliation.text_for("en") == "Fellow, CISS"
    assert last_entry(db).action == "person.post-changed"


def test_where_the_change_is_not_dated_the_old_post_is_former(db, make, secretary):
    old = make.affiliation()

    commands.change_post(
        db,
        actor=secretary,
        affiliation=old,
        institution=None,
        post=FELLOW,
        printed=EMPTY,
        since=None,
    )

    assert (old.until, old.former) == (None, True)


def test_a_post_does_not_follow_one_that_began_later(db, make, secretary):
    old = make.affiliation(since="2024")

    with pytest.raises(Refused) as refusal:
        commands.change_post(
            db,
            actor=secretary,
            affiliation=old,
            institution=None,
            post=FELLOW,
            printed=EMPTY,
            since=PartialDate("2023"),
        )

    assert refusal.value.field == "since"
    assert old.until is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"post": EMPTY}, "post"),
        ({"since": PartialDate("2024"), "until": PartialDate("2023-12")}, "until"),
    ],
)
def test_a_post_says_something_and_ends_after_it_began(db, make, secretary, given, field):
    with pytest.raises(Refused) as refusal:
        commands.add_affiliation(
            db, actor=secretary, person=make.person(), **{"post": FELLOW} | given
        )

    assert refusal.value.field == field


def test_dates_that_may_fit_are_kept(db, make, secretary):
    person = make.person()

    post = commands.add_affiliation(
        db,
        actor=secretary,
        person=person,
        post=FELLOW,
        since=PartialDate("2024-05"),
        until=PartialDate("2024"),
    )

    assert person.affiliations == [post]


def test_a_post_is_corrected_or_taken_off(db, make, secretary):
    person = make.person()
    post = make.affiliation(person=person)
    db.refresh(person)

    commands.edit_affiliation(
        db,
        actor=secretary,
        affiliation=post,
        institution=None,
        post=FELLOW,
        printed=EMPTY,
        since=None,
        until=PartialDate("2022"),
        former=False,
    )

    assert (post.post, post.institution) == (FELLOW, None)
    assert last_entry(db).action == "person.affiliation-edited"
    commands.remove_affiliation(db, actor=secretary, affiliation=post)
    assert person.affiliations == []
    assert last_entry(db).action == "person.affiliation-removed"


def test_an_institution_keeps_the_ways_in_which_it_is_printed(db, make, secretary):
    institution = commands.add_institution(
        db,
        actor=secretary,
        name=LocalizedText({"en": "Center for Security"}),
        other_names="Centre for Security \r\n\r\nCentre  for Security\n安全中心",
    )

    assert institution.key == "center-for-security"
    assert institution.other_names == "Centre for Security\n安全中心"


def test_an_institution_is_renamed_and_past_rounds_are_not(db, make, secretary):
    institution = make.institution(name="Old Name")
    attendance = make.attendance(affiliation="Fellow, Old Name")

    commands.edit_institution(
        db,
        actor=secretary,
        institution=institution,
        name=LocalizedText({"en": "New Name"}),
        short_name=EMPTY,
        other_names="Old Name",
        country="Avalon",
        sector=None,
    )

    assert institution.name.text_for("en") == "New Name"
    assert attendance.affiliation.text_for("en") == "Fellow, Old Name"
    assert last_entry(db).action == "institution.edited"


def test_an_institution_has_a_name(db, secretary):
    with pytest.raises(Refused) as refusal:
        commands.add_institution(db, actor=secretary, name=EMPTY)

    assert refusal.value.field == "name"
