"""The calendar files of a dialogue and of a round, for whoever may read them."""

import pytest
from icalendar import Calendar

from app.accounts.models import Role
from app.audit.commands import record
from app.people.models import Naming
from app.records.models import Disclosure
from app.rounds.queries import get_round
from tests.conftest import statements
from tests.make import text


@pytest.fixture
def here(make, reader):
    here = make.dialogue(slug="here")
    make.membership(user=reader, dialogue=here, role=Role.READER)
    open_one = make.round(dialogue=here, happened="2025-03-01", place="Somewhere")
    make.round(dialogue=here, happened="2025-04-01", disclosure=Disclosure.SECRETARIAT)
    make.round(dialogue=here, happened="2019")
    person = make.person(dialogue=here, names={"en": "Zed Unnameable", "zh-Hans": "匿名人"})
    attended = make.attendance(round=open_one, person=person, naming=Naming.PUBLIC)
    make.moderator(session=make.session(meeting=open_one), attendance=attended)
    return here


def read(browser, url: str) -> tuple[Calendar, bytes]:
    browser.db.commit()
    answer = browser.client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=here")
    return Calendar.from_ical(answer.data), answer.data


def test_a_dialogue_is_a_calendar_of_what_its_reader_may_read(browser, reader, here):
    calendar, body = read(browser.as_(reader), "/here/calendar.ics")

    [event] = calendar.events
    assert event["uid"] == "here-R1@throughline"
    assert event["location"] == "Somewhere"
    assert str(event["url"]).endswith("/here/R1")
    assert "1 round is not shown" in calendar["x-wr-caldesc"]
    assert b"Zed" not in body
    assert "匿名" not in body.decode()


def test_a_round_is_one_event_or_none_that_can_be_read(browser, reader, here):
    browser.as_(reader)

    assert len(read(browser, "/here/R1/calendar.ics")[0].events) == 1
    assert read(browser, "/here/R3/calendar.ics")[0].events == []
    browser.get("/here/R2/calendar.ics", status=404)
    browser.get("/nowhere/calendar.ics", status=404)


def test_an_event_says_when_its_round_changed(browser, db, make, reader, here):
    make.membership(user=(lead := make.user()), dialogue=here, role=Role.LEAD)
    browser.as_(lead)
    before = read(browser, "/here/R1/calendar.ics")[0].events[0]
    meeting = get_round(db, "here", "R1")
    meeting.place = text("Elsewhere")
    entry = record(db, lead, "round.edited", meeting)

    after = read(browser.as_(reader), "/here/R1/calendar.ics")[0].events[0]

    assert after["sequence"] == before["sequence"] + 1
    assert after["last-modified"].dt == entry.at.replace(microsecond=0)
    assert "last-modified" not in before


def test_a_calendar_takes_as_many_statements_for_ten_times_the_rounds(
    browser, db, make, reader, here
):
    browser.as_(reader)
    counts = []
    for more in (0, 18):
        for _time in range(more):
            make.round(dialogue=here)
        db.commit()
        with statements() as sent:
            read(browser, "/here/calendar.ics")
        counts.append(len([one for one in sent if not one.startswith("BEGIN")]))

    assert counts[0] == counts[1]
