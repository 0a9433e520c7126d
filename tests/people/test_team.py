"""A side's team for a dialogue as a whole."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming, TeamMember
from app.people.team_commands import add_team_member, edit_team_member, remove_team_member
from app.rules import Refused


def test_a_team_holds_people_and_groups_in_the_order_of_entry(db, make, secretary):
    dialogue = make.dialogue()
    side, person = dialogue.sides[0], make.person(dialogue=dialogue)
    label = LocalizedText({"en": "a few who prefer not to be identified"})

    first = add_team_member(db, actor=secretary, dialogue=dialogue, side=side, person=person)
    second = add_team_member(db, actor=secretary, dialogue=dialogue, side=side, group_label=label)

    assert (first.position, second.position) == (1, 2)
    assert second.group_count is None
    actions = db.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.serial)).all()
    assert actions[-2:] == ["team-member.added", "team-member.added"]


def test_nobody_is_on_a_team_twice_or_is_a_person_and_a_group(db, make, secretary):
    dialogue = make.dialogue()
    side, person = dialogue.sides[0], make.person(dialogue=dialogue)
    add_team_member(db, actor=secretary, dialogue=dialogue, side=side, person=person)
    label = LocalizedText({"en": "a few"})

    for given in ({"person": person}, {}, {"person": make.person(), "group_label": label}):
        with pytest.raises(Refused) as refusal:
            add_team_member(db, actor=secretary, dialogue=dialogue, side=side, **given)
        assert refusal.value.field == "person"


def test_a_place_on_the_team_is_corrected_and_taken_back(db, make, secretary):
    member = make.team_member()

    edit_team_member(
        db,
        actor=secretary,
        member=member,
        side=member.side,
        affiliation=LocalizedText({"en": "Fellow"}),
        naming=Naming.PUBLIC,
        consent="by letter",
        consented=PartialDate("2025-02"),
        as_of=None,
        source=None,
    )
    assert (member.naming, member.affiliation.text_for("en")) == (Naming.PUBLIC, "Fellow")
    assert (member.consent, member.consented) == ("by letter", PartialDate("2025-02"))

    remove_team_member(db, actor=secretary, member=member)
    assert db.scalars(sa.select(TeamMember)).all() == []


def test_the_team_is_kept_from_the_page_of_the_dialogue(browser, make, secretary, db):
    dialogue = make.dialogue()
    person = make.person(dialogue=dialogue, names="WEI Ling")
    make.membership(user=secretary, dialogue=dialogue, role="secretary")
    browser.as_(secretary)

    page = browser.get(f"/{dialogue.slug}")
    assert page.select_one(f'a[href="/{dialogue.slug}/team/new"]')
    given = {"side": dialogue.sides[0].code, "person": person.id, "naming": "public"}
    browser.post(f"/{dialogue.slug}/team/new", given, to=f"/{dialogue.slug}#team")
    assert "WEI Ling" in browser.get(f"/{dialogue.slug}").select_one("#team").parent.text

    [member] = db.scalars(sa.select(TeamMember)).all()
    address = f"/{dialogue.slug}/team/{member.id}"
    page = browser.get(f"{address}/edit")
    assert page.h1.text == "WEI Ling on the team"
    browser.post(f"{address}/remove", to=f"/{dialogue.slug}#team")
    assert "WEI Ling" not in browser.get(f"/{dialogue.slug}").text
