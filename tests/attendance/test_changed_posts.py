"""The roster of a planned round can follow later changes of post; no other does."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.attendance.post_commands import changed_posts, take_over_posts
from app.audit.models import AuditEntry
from app.rounds.models import RoundStatus
from app.rules import Refused
from tests.conftest import statements
from tests.make import text
from tests.pages import words


@pytest.fixture
def meeting(make):
    return make.round(happened="2026-05-10", status=RoundStatus.PLANNED)


@pytest.fixture
def on_roster(make, meeting):
    """`on_roster("Fellow", "Dean")`: somebody by their post there, and the one on their card."""

    def attend(there, today, **post):
        person = make.person(dialogue=meeting.dialogue)
        if today:
            make.affiliation(person=person, post=today, **{"institution": None, **post})
        return make.attendance(round=meeting, person=person, affiliation=there)

    return attend


def test_whose_post_is_another_by_now_is_told_with_both(db, meeting, on_roster):
    moved = on_roster("Fellow", "Dean")
    on_roster("Dean, the Centre", {"en": "Dean (The Centre)", "zh-Hans": "院长"})
    on_roster("As printed", "")
    missing = on_roster("", "Dean")
    db.expire_all()

    changes = changed_posts(db, meeting, "en")

    assert [(one.attendance_id, one.on_roster, one.today) for one in changes] == [
        (moved.id, text("Fellow"), text("Dean")),
        (missing.id, text(""), text("Dean")),
    ]
    assert [one.attendance_id for one in changed_posts(db, meeting, "en", attendance_id=moved.id)]


def test_posts_are_taken_over_for_one_or_for_all(db, make, meeting, on_roster, secretary):
    centre = make.institution()
    first, second = on_roster("Fellow", "Dean", institution=centre), on_roster("Fellow", "Rector")
    db.expire_all()

    assert take_over_posts(db, actor=secretary, meeting=meeting, attendance=first) == 1

    assert first.affiliation.text_for("en").startswith("Dean")
    assert first.institutions == [centre]
    assert second.affiliation == text("Fellow")
    assert take_over_posts(db, actor=secretary, meeting=meeting) == 1
    assert second.affiliation == text("Rector")
    assert take_over_posts(db, actor=secretary, meeting=meeting) == 0
    entries = db.scalars(sa.select(AuditEntry)).all()
    assert {(one.action, one.record_id) for one in entries} == {("attendance.edited", meeting.id)}


@pytest.mark.parametrize("status", [one for one in RoundStatus if one is not RoundStatus.PLANNED])
def test_a_round_that_is_not_planned_keeps_its_posts(db, meeting, on_roster, secretary, status):
    attended = on_roster("Fellow", "Dean")
    meeting.status = status
    db.flush()
    db.expire_all()

    assert changed_posts(db, meeting, "en") == []
    with pytest.raises(Refused):
        take_over_posts(db, actor=secretary, meeting=meeting)
    assert attended.affiliation == text("Fellow")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_looking_for_changed_posts_takes_as_many_statements_for_many(db, meeting, on_roster):
    counts = []
    for _time in range(2):
        for _one in range(3):
            on_roster("Fellow", "Dean")
        db.commit()
        db.expire_all()
        db.refresh(meeting)
        with statements() as sent:
            assert changed_posts(db, meeting, "en")
        counts.append(len(sent))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_pages_of_a_planned_round_offer_to_take_posts_over(
    browser, db, make, meeting, on_roster, secretary
):
    make.membership(user=secretary, dialogue=meeting.dialogue, role=Role.SECRETARY)
    first, second = on_roster("Fellow", "Dean"), on_roster("Fellow", "Rector")
    address = f"/{meeting.dialogue.slug}/{meeting.ref}"
    browser.as_(secretary)

    page = browser.get(address)
    offer = page.select_one("#changed-posts").parent
    assert "FellowDean" in words(offer)
    browser.post(offer.select_one("button[formaction]")["formaction"], to=f"{address}#attendance")
    assert first.affiliation == text("Dean")
    page = browser.get(f"{address}/attendance/{second.id}/edit")
    form = page.select_one("#changed-posts").parent.select_one("form")
    browser.post(form["action"], to=f"{address}#attendance")

    assert second.affiliation == text("Rector")
    assert "The roster says the posts held now." in words(browser.get(address))
    assert not browser.get(address).select("#changed-posts")
    meeting.status = RoundStatus.HELD
    browser.post(form["action"], to=f"{address}#attendance")
    assert "keeps the posts of the day" in words(browser.get(address))
