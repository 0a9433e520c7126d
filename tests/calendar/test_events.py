"""Rounds as events of a calendar: their days as far as they are known, and nobody's name."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from app.calendar.event_forms import calendar_of
from app.calendar.queries import CalendarRound
from app.dialogues.models import Dialogue, Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.rounds.models import Round, RoundKind, RoundStatus

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


def written(app, *rounds: Round, locale: str = "en") -> bytes:
    with app.test_request_context():
        return calendar_of(
            [CalendarRound(one, None) for one in rounds],
            name=LocalizedText({"en": "Here", "zh-Hans": "此处"}),
            locale=locale,
            address=lambda slug, ref: f"https://example.org/{slug}/{ref}",
            now=NOW,
        )


def held(happened=None, ended=None, **given) -> Round:
    dialogue = Dialogue(
        slug="here", name=LocalizedText({"en": "Here", "zh-Hans": "此处"}), track=Track.TRACK_TWO
    )
    known = {
        "ref": "R9", "number": 9, "revision": 3, "round_kind": RoundKind.ROUND, "mode": None,
        "status": RoundStatus.HELD, "title": LocalizedText(), "place": LocalizedText(),
        "disclosure": Disclosure.PARTICIPANTS,
    }  # fmt: skip
    dates = {
        "happened": PartialDate(happened) if happened else None,
        "ended": PartialDate(ended) if ended else None,
    }
    return Round(dialogue=dialogue, **known | dates | given)


def event_of(app, meeting: Round, locale: str = "en"):
    [event] = Calendar.from_ical(written(app, meeting, locale=locale)).events
    return event


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
def test_days_that_are_known_end_the_day_before_the_end(app):
    event = event_of(app, held("2025-02-27", "2025-02-28"))

    assert event.start == date(2025, 2, 27)
    assert event.end == date(2025, 3, 1)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert (event["status"], event["transp"]) == ("CONFIRMED", "OPAQUE")
    assert event["summary"] == "Here: Round 9"
    assert (event["uid"], event["sequence"]) == ("here-R9@throughline", 3)
    assert event["url"] == "https://example.org/here/R9"


@on_sqlite
@pytest.mark.parametrize(
    ("dates", "first", "end", "words"),
    [
        (("2027-03",), date(2027, 3, 1), date(2027, 4, 1), "some day in March 2027"),
        (("2027-12",), date(2027, 12, 1), date(2028, 1, 1), "some day in December 2027"),
        (("2027-03", "2027-04"), date(2027, 3, 1), date(2027, 5, 1), "some days in March – April"),
        (("2027-03-30", "2027-04"), date(2027, 3, 30), date(2027, 5, 1), "some days in"),
    ],
)
def test_a_day_that_is_not_known_is_not_invented(app, dates, first, end, words):
    event = event_of(app, held(*dates, status=RoundStatus.PLANNED))

    assert (event.start, event.end) == (first, end)
    assert event["transp"] == "TRANSPARENT"
    assert event["status"] == "TENTATIVE"
    assert words in event["summary"]
    assert "The days are not on record" in event["description"]


@on_sqlite
def test_a_round_without_a_month_is_counted_and_no_event(app):
    calendar = Calendar.from_ical(written(app, held("2027"), held(), held("2027-01-01")))

    assert len(calendar.events) == 1
    assert calendar["x-wr-caldesc"].startswith("2 rounds are not shown")


@on_sqlite
@pytest.mark.parametrize(
    ("status", "word"),
    [
        (RoundStatus.PLANNED, "TENTATIVE"),
        (RoundStatus.CONFIRMED, "CONFIRMED"),
        (RoundStatus.POSTPONED, "CANCELLED"),
        (RoundStatus.CANCELLED, "CANCELLED"),
    ],
)
def test_an_event_is_as_sure_as_the_round(app, status, word):
    event = event_of(app, held("2027-03-01", status=status))

    assert event["status"] == word
    assert (event["transp"] == "TRANSPARENT") == (word == "CANCELLED")


@on_sqlite
def test_long_chinese_lines_are_folded_between_letters(app):
    title, place = "人工智能与国际安全" * 20, "北京，清华大学；主楼\\三层\n东侧"
    meeting = held("2025-03", title=LocalizedText({"zh-Hans": title}),
                   place=LocalizedText({"zh-Hans": place}))  # fmt: skip

    body = written(app, meeting, locale="zh-Hans")

    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(line.decode() is not None for line in lines)  # no letter is cut in two
    assert b"\n" not in body.replace(b"\r\n", b"")
    event = event_of(app, meeting, "zh-Hans")
    assert title in event["summary"]
    assert event["location"] == place
    assert event["summary"].startswith("此处：")


DATES = st.one_of(
    st.integers(1, 9999).map(lambda year: f"{year:04}"),
    st.tuples(st.integers(1, 9999), st.integers(1, 12)).map(lambda it: f"{it[0]:04}-{it[1]:02}"),
    st.dates().map(str),
)


@on_sqlite
# The application is not changed by an example.
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=st.none() | DATES,
    ended=st.none() | DATES,
    title=st.text(max_size=200),
    status=st.sampled_from(list(RoundStatus)),
)
def test_any_round_reads_back(app, happened, ended, title, status):
    meeting = held(happened, ended, title=LocalizedText({"en": title}), status=status)

    body = written(app, meeting)

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    events = Calendar.from_ical(body).events
    if happened is None or len(happened) == 4:
        assert events == []
        return
    [event] = events
    start, end = PartialDate(happened), PartialDate(ended) if ended else None
    assert event.start == start.first_day
    last = event.end - timedelta(days=1) if "dtend" in event else event.start
    assert last >= start.first_day
    if len(happened) < 10:  # the whole month, and nobody is kept busy by it
        assert last >= min(start.last_day, date.max - timedelta(days=1))
        assert event["transp"] == "TRANSPARENT"
    elif end is None or end == start:
        assert (event.start, last) == (start.first_day, start.first_day)
    if event["transp"] == "OPAQUE":
        assert {len(happened), len(ended or happened)} <= {10, 4} or end <= start
