"""The pages of working groups."""

import pytest

from app.accounts.models import Role
from app.groups.models import GroupStatus, WorkingGroup
from app.records.models import Disclosure
from app.rounds.models import RoundKind, RoundStatus
from tests.conftest import statements
from tests.make import text
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEVER = ("did not meet", "never met", "has not met")


@pytest.fixture
def here(make, secretary, reader):
    here = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    make.membership(user=reader, dialogue=here, role=Role.READER)
    return here


@pytest.fixture
def item(make, here):
    first = make.round(dialogue=here, happened="2023-02-21")
    return make.consensus_item(meeting=first, title="A group on terms")


def test_what_is_not_recorded_is_never_shown_as_no(browser, make, reader, item):
    make.working_group(meeting=item.meeting, origin=item, title="Group on terms")
    browser.db.commit()
    browser.as_(reader)

    for url in ("/here/groups", "/here/R1-W1"):
        shown = words(browser.get(url).main)
        assert "no meeting is recorded" in shown.lower()
        assert "does not say that a group was formed, nor that it met" in shown
        assert not [said for said in NEVER if said in shown.lower()]
        assert "R1-C1" in shown


def test_a_group_is_recorded_from_its_item_and_followed(browser, make, secretary, here, item):
    make.round(
        dialogue=here, ref="wg-2023", happened="2023-09-05", round_kind=RoundKind.WORKING_GROUP
    )
    browser.db.commit()
    browser.as_(secretary)

    asked = browser.get("/here/groups/new?origin=R1-C1")
    assert asked.select_one("[name=origin]")["value"] == "R1-C1"
    assert not asked.select("[name=happened]")
    browser.post("/here/groups/new?origin=R1-C1", {"title-en": "Group on terms"}, status=302)
    browser.post("/here/R1-W1/meetings/new", {"meeting": "wg-2023"}, status=302)
    browser.post("/here/R1-W1/status", {"status": "formed"}, status=302)

    page = browser.get("/here/R1-W1")
    assert "5 September 2023" in words(page.find("dl", "facts"))
    assert "wg-2023" in words(page.find(id="meetings").parent)
    assert len(browser.get("/here/R1-W1/history").select("ol.history > li")) == 3
    again = browser.post("/here/R1-W1/meetings/new", {"meeting": "wg-2023"})
    assert "already" in words(again.find(id="meeting-error"))

    browser.post("/here/R1-W1/meetings/wg-2023/take-off", {}, status=302)
    assert "No meeting is recorded" in words(browser.get("/here/R1-W1").main)


def test_a_group_may_be_recorded_after_the_minutes_were_confirmed(
    browser, make, secretary, here, item
):
    item.meeting.status = RoundStatus.CONFIRMED
    browser.db.commit()
    browser.as_(secretary)

    browser.post(
        "/here/groups/new?origin=R1-C1", {"title-en": "Group", "happened": "2023-06"}, status=302
    )

    page = browser.get("/here/W1")
    assert "June 2023" in words(page.find("dl", "facts"))
    assert page.select("a[href='/here/W1/edit']")


def test_what_cannot_be_found_is_refused_beside_the_field(browser, make, secretary, here, item):
    kept = make.consensus_item(
        meeting=item.meeting, disclosure=Disclosure.SIDE, side=here.sides[0], title="Ours"
    )
    browser.db.commit()
    browser.as_(secretary)

    for typed in ("R9-C9", kept.ref, "R1", "x" * 50):
        page = browser.post("/here/groups/new", {"title-en": "Group", "origin": typed})
        assert "no such item that you may read" in words(page.find(id="origin-error"))
        assert page.select_one("[name=origin]")["value"] == typed
    assert "needed" in words(browser.post("/here/groups/new", {"origin": "R1-C1"}).main)
    browser.post("/here/groups/new", {"title-en": "Group"}, status=302)


def test_an_edit_that_meets_another_shows_both(browser, make, secretary, here, item):
    group = make.working_group(meeting=item.meeting, origin=item, title="Group on terms")
    browser.db.commit()
    browser.as_(secretary)
    asked = browser.get("/here/R1-W1/edit")
    revision = asked.select_one("[name=revision]")["value"]
    group.title = text("Their name")
    browser.db.commit()

    page = browser.post(
        "/here/R1-W1/edit", {"title-en": "My name", "origin": "R1-C1", "revision": revision}
    )

    assert "Their name" in words(page.select_one(".conflict"))
    assert page.select_one("[name=title-en]")["value"] == "My name"


def test_a_meeting_that_a_reader_may_not_read_is_not_on_the_group_s_page(
    browser, make, reader, secretary, here, item
):
    kept = make.round(
        dialogue=here,
        ref="wg-kept",
        number=None,
        round_kind=RoundKind.WORKING_GROUP,
        happened="2023-09",
        disclosure=Disclosure.SECRETARIAT,
    )
    make.working_group(meeting=item.meeting, origin=item, meetings=[kept])
    secret = make.working_group(meeting=item.meeting, disclosure=Disclosure.SECRETARIAT)
    browser.db.commit()

    seen = browser.as_(reader).get("/here/R1-W1")
    listed = browser.get("/here/groups")

    for page in (seen, listed):
        assert "wg-kept" not in page.text
        assert "2023-09" not in page.text
        assert "September 2023" not in page.text
        assert secret.ref not in page.text
    browser.get(f"/here/{secret.ref}", status=404)
    assert "wg-kept" in browser.as_(secretary).get("/here/R1-W1").text


def test_pages_take_as_many_statements_for_more_groups_and_meetings(
    browser, make, reader, here, item
):
    def grow(times: int) -> None:
        for _time in range(times):
            own = [
                make.round(dialogue=here, happened="2024", number=None, round_kind=kind, ref=ref)
                for kind in (RoundKind.WORKING_GROUP, RoundKind.FORUM)
                for ref in [f"meeting-{next(make.serial)}"]
            ]
            make.working_group(meeting=item.meeting, origin=item, meetings=own)
            group = browser.db.get_one(WorkingGroup, first.id)
            group.meetings = [*group.meetings, *own]
            for meeting in own:
                make.consensus_item(meeting=meeting, endorsed_by_all=True)
                make.action(meeting=meeting, origin=group, owners=["Group"])
        browser.db.commit()

    first = make.working_group(meeting=item.meeting, origin=item, status=GroupStatus.FORMED)
    grow(1)
    browser.as_(reader)
    counts = []
    for _round in range(2):
        for url in ("/here/groups", "/here/R1-W1"):
            browser.get(url)
        taken = []
        for url in ("/here/groups", "/here/R1-W1"):
            browser.db.expire_all()
            with statements() as sent:
                assert browser.client.get(url).status_code == 200
            taken.append(len(sent))
        counts.append(taken)
        grow(4)

    assert counts[0] == counts[1]
