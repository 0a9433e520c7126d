"""The page on which minutes are looked through and confirmed, and what a round shows then."""

import pytest

from app.accounts.models import Role
from app.people.models import Naming
from app.rounds.models import RoundStatus

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def meeting(make, secretary, reader):
    meeting = make.round(dialogue=make.dialogue(slug="talks"), number=4)
    make.membership(user=secretary, dialogue=meeting.dialogue, role=Role.SECRETARY)
    make.membership(user=reader, dialogue=meeting.dialogue, role=Role.READER)
    return meeting


def confirm(browser, **more):
    page = browser.get("/talks/R4/confirm")
    hidden = {field["name"]: field["value"] for field in page.select("main input[type=hidden]")}
    return {name: hidden[name] for name in ("revision", "seen")} | more


def test_each_thing_found_leads_to_where_it_is_mended(browser, make, meeting, secretary):
    topic = make.agenda_topic(session=make.session(meeting=meeting))
    person = make.person(dialogue=meeting.dialogue, names="LIN Ruo")
    attendance = make.attendance(round=meeting, person=person, naming=Naming.PUBLIC)
    action = make.action(meeting=meeting, title="Circulate the list")

    page = browser.as_(secretary).get("/talks/R4/confirm")

    links = {link["href"] for link in page.select(".findings a")}
    assert f"/talks/{topic.ref}/edit" in links
    assert f"/talks/{action.ref}/edit" in links
    assert f"/talks/R4/attendance/{attendance.id}/edit" in links
    for link in links:
        browser.get(link)


def test_a_round_is_confirmed_and_then_offers_no_change(browser, db, make, meeting, secretary):
    make.agenda_topic(session=make.session(meeting=meeting))
    browser.as_(secretary)

    page = browser.post("/talks/R4/confirm", confirm(browser))
    assert "in spite of" in page.select_one(".row-error, .error").get_text()
    browser.post("/talks/R4/confirm", confirm(browser, despite="y"), to="/talks/R4")

    page = browser.get("/talks/R4")
    assert "The minutes were confirmed on" in page.select_one(".confirmed").get_text()
    offered = {link["href"] for link in page.select("main a")}
    assert not [link for link in offered if link.endswith(("/edit", "/sessions/new", "/confirm"))]
    assert "/talks/R4/reopen" in offered


def test_it_is_opened_again_for_a_reason_that_history_shows(browser, make, meeting, secretary):
    meeting.status = RoundStatus.CONFIRMED
    browser.as_(secretary)
    form = {"revision": str(meeting.revision)}

    page = browser.post("/talks/R4/reopen", form | {"because": " "})
    assert "Say why" in page.select_one(".error-summary").get_text()
    browser.post("/talks/R4/reopen", form | {"because": "A date was wrong."}, to="/talks/R4")

    assert "A date was wrong." in browser.get("/talks/R4").get_text()
    assert "A date was wrong." in browser.get("/talks/R4/history").get_text()
    assert browser.get("/talks/R4/confirm").select_one("button.button") is not None


def test_a_change_of_confirmed_minutes_is_refused_in_words_and_what_was_typed_comes_back(
    browser, make, meeting, secretary
):
    topic = make.agenda_topic(session=make.session(meeting=meeting), title="A topic")
    meeting.status = RoundStatus.CONFIRMED
    browser.as_(secretary)
    form = {"revision": str(topic.revision), "held": topic.session.ref, "position": "1"}

    page = browser.post(
        f"/talks/{topic.ref}/edit",
        form | {"title-en": "Another title", "format": "discussion", "disclosure": "participants"},
    )

    assert "Reopen the round" in page.select_one(".error-summary").get_text()
    assert page.select_one("input[name=title-en]")["value"] == "Another title"


def test_readers_are_told_and_offered_nothing(browser, meeting, reader):
    meeting.status = RoundStatus.CONFIRMED

    page = browser.as_(reader).get("/talks/R4")

    assert "The minutes are confirmed." in page.get_text()
    assert not page.select(".confirmed a")
    browser.get("/talks/R4/confirm", status=403)
    browser.get("/talks/R4/reopen", status=403)


def test_a_round_to_come_cannot_be_confirmed(browser, meeting, secretary):
    meeting.status = RoundStatus.PLANNED
    browser.as_(secretary)

    page = browser.post("/talks/R4/confirm", confirm(browser, despite="y"))

    assert "Only a round that was held" in page.select_one(".error-summary").get_text()
