"""Is the mechanism stable: months between rounds, lags, who sat on both tracks, talks agreed."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.briefs.stability import Asked, Way, stability_of
from app.briefs.stability_promises import Kept
from app.briefs.stability_spans import Window, between, so_far, window
from app.consensus.models import ItemKind
from app.demo import SAMPLES
from app.dialogues.queries import get_dialogue, viewer_of
from app.exchange.commands import import_file, read_file
from app.partial_date import PartialDate
from app.people.models import Naming
from app.reading import THE_HOUSE
from app.records.models import Disclosure
from app.rounds.models import Round, RoundKind, RoundStatus
from app.trace.models import Basis, LinkKind, LinkStatus
from tests.conftest import statements
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2026, 11, 22)


def span(earlier: str | None, later: str | None):
    dates = (PartialDate(one) if one else None for one in (earlier, later))
    return between(*map(window, dates))


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        ("2022-06-14", "2023-02-21", "8 months"),
        ("2024-01-31", "2024-02-29", "less than a month"),
        ("2024-01-15", "2024-02-15", "1 month"),
        ("2024-02", "2024-10-07", "7 to 8 months"),
        ("2024", "2025", "0 to 23 months"),
        ("2024", "2024-03-15", "at most 3 months"),
        ("2024-05-02", "2024-05", "at most a month"),
        ("2024-05-01", "2024-05-01", "less than a month"),
        ("2024-06", "2024-05", "not recorded"),
        (None, "2024-05", "not recorded"),
        ("2024", None, "not recorded"),
    ],
)
def test_no_month_is_invented(earlier, later, words):
    assert str(span(earlier, later).words) == words


def test_what_goes_on_lasted_at_least_so_long():
    days = [so_far(window(PartialDate(one)), TODAY) for one in ("2024-05", "2026-10", "2026-11")]

    told = [str(one.words) for one in days]
    assert told == ["at least 29 months", *["no full month for certain"] * 2]
    unknown = (Window(), window(PartialDate("2026-12")))
    assert [str(so_far(one, TODAY).words) for one in unknown] == ["not recorded"] * 2


def stability(db, slug, viewer=THE_HOUSE, **asked):
    return stability_of(
        db, get_dialogue(db, slug), viewer=viewer, locale="en", asked=Asked(TODAY, **asked)
    )


def intervals(rhythm):
    return [
        (one.earlier.ref, one.later.ref if one.later else None, str(one.span.words))
        for one in rhythm.intervals
    ]


@on_sqlite
def test_on_the_public_record_the_second_talks_are_agreed_and_not_held(db):
    [public] = [path for path in SAMPLES if path.stem == "public-record"]
    import_file(db, actor=None, file=read_file(public.read_bytes()))

    found = stability(db, "ciss-brookings")

    ours, theirs = found.rhythms
    assert intervals(ours)[4:] == [
        ("R5", "R6", "not recorded"),
        ("R6", "R7", "at most 18 months"),
        ("R7", "R8", "at most 18 months"),
        ("R8", "R9", "4 to 5 months"),
        ("R9", "R11", "7 to 8 months"),
        ("R11", "R14", "16 months"),
        ("R14", None, "at least 9 months"),
    ]
    assert [one.missing for one in ours.intervals if one.missing] == [(10,), (12, 13)]
    # Between R9 and R11 there was another: it is no time between two rounds.
    assert (ours.summary.known, ours.summary.count) == (1, 8)
    assert intervals(theirs) == [("R1", None, "at least 30 months")]
    lags = {way: [(one.link.earlier.ref, one.link.later.ref, one.link.basis, str(one.span.words))
                  for one in found.lags[way]] for way in Way}  # fmt: skip
    assert lags == {
        Way.TO_AGENDA: [("R9", "R1", Basis.INFERRED, "2 to 3 months")],
        Way.TO_REVIEW: [("R1", "R11", Basis.INFERRED, "4 months")],
    }
    kept = [(one.kept, one.agreed.ref, one.meeting and one.meeting.ref) for one in found.promises]
    assert kept == [
        (Kept.NONE_ON_RECORD, "beijing-2024-C1", None),
        (Kept.HELD, "woodside-2023", "R1"),
    ]
    # Only one side's team is on record, and no roster of any talks.
    assert found.sitters == []
    assert len(found.unreviewed) == 4


def told(found):
    return [(one.name, one.naming) for one in found.sitters]


def test_whoever_is_withheld_is_neither_named_nor_matched(
    browser, db, make, mechanism, reader, lead
):
    ours, talks = mechanism
    member = [make.membership(user=reader, dialogue=one) for one in (ours, talks)]
    leads = [make.membership(user=lead, dialogue=one, role=Role.LEAD) for one in (ours, talks)]
    db.commit()

    seen = {
        who.name: told(stability(db, "ours", viewer=viewer_of(who, of)))
        for who, of in ((reader, member), (lead, leads), (lead, leads[:1]))
    }
    page = browser.as_(reader).get("/ours/stability").text
    file = browser.client.get("/ours/stability/export/csv").text

    assert seen[reader.name] == [("WEI Open", None)]
    # Who leads one dialogue alone is not told at which level somebody is named at the other.
    assert seen[lead.name][-1] == ("WEI Open", None)
    assert "WEI Open" in page
    assert "WEI Open" in file
    assert "LI Hidden" not in page + file
    assert "HAN Once" not in page + file
    both = told(stability(db, "ours", viewer=viewer_of(lead, leads)))
    assert both == [("LI Hidden", Naming.COUNTED), ("WEI Open", Naming.PUBLIC)]


@on_sqlite
def test_a_meeting_that_was_agreed_says_what_became_of_it(browser, db, make, mechanism, lead):
    ours, talks = mechanism
    summit = make.round(
        dialogue=talks, happened="2023-11-15", round_kind=RoundKind.SUMMIT, ref="summit-2023"
    )
    for happened, status in (
        ("2026-05", RoundStatus.PLANNED),
        ("2027", RoundStatus.PLANNED),
        ("2025-03", RoundStatus.POSTPONED),
        ("2025-04", RoundStatus.CANCELLED),
    ):
        make.round(dialogue=ours, happened=happened, status=status)
    [held] = db.scalars(sa.select(Round).where(Round.dialogue == talks, Round.ref == "R1"))
    agreed = make.consensus_item(meeting=summit, text="Talks be held.")
    make.link(earlier=agreed, later=held, kind=LinkKind.MANDATE)
    commitment = {"meeting": held, "item_kind": ItemKind.COMMITMENT}
    make.consensus_item(text="A second round in due course.", **commitment)
    [postponed] = db.scalars(sa.select(Round).where(Round.status == RoundStatus.POSTPONED))
    make.link(
        earlier=make.consensus_item(text="A round of experts.", **commitment),
        later=postponed,
        kind=LinkKind.MANDATE,
    )

    found = stability(db, "ours").promises

    assert [one.mandate and (one.mandate.basis, one.mandate.status) for one in found] == [
        *[None] * 3,
        (Basis.INFERRED, LinkStatus.PROPOSED),
        None,
        (Basis.INFERRED, LinkStatus.PROPOSED),
    ]
    make.membership(user=lead, dialogue=ours, role=Role.LEAD)
    make.membership(user=lead, dialogue=talks, role=Role.LEAD)
    page = browser.as_(lead).get("/ours/stability")
    [said] = [row for row in page.select("#agreed ~ div tbody tr") if "talks/R1" in row.text
              and "held" in row.text and "summit-2023" in row.text]  # fmt: skip
    assert "Mandate, Inferred, Proposed" in said.td.text
    assert "a commitment; no later meeting is on record" in page.text
    assert [(one.kept, one.meeting and one.meeting.ref, str(one.span.words)) for one in found] == [
        (Kept.NONE_ON_RECORD, None, "31 months"),
        (Kept.OVERDUE, "R3", "5 to 6 months"),
        (Kept.CANCELLED, "R6", "not recorded"),
        (Kept.POSTPONED, "R5", "31 months"),
        (Kept.TO_COME, "R4", "not recorded"),
        (Kept.HELD, "R1", "5 months"),
    ]


@on_sqlite
def test_what_was_planned_and_passed_over_ends_no_interval(browser, db, make, lead):
    ours = make.dialogue(slug="ours")
    make.membership(user=lead, dialogue=ours, role=Role.LEAD)
    planned, put_off = RoundStatus.PLANNED, RoundStatus.POSTPONED
    for happened, status in (
        ("2024-01-10", RoundStatus.HELD),
        ("2024-05", planned),
        ("2024-09-10", RoundStatus.HELD),
        ("2099-01-10", planned),
        (None, put_off),
        ("2099", put_off),
    ):
        make.round(dialogue=ours, happened=happened, status=status)

    [rhythm] = stability(db, "ours").rhythms
    page = browser.as_(lead).get("/ours/stability")

    assert intervals(rhythm)[:2] == [("R1", "R3", "8 months"), ("R3", "R4", "892 months")]
    told = [words(row.select("td")[-1]) for row in page.select("[aria-labelledby=agreed] tbody tr")]
    assert [one for one in told if "so far" not in one] == ["", "not recorded", ""]


@on_sqlite
def test_on_an_earlier_day_only_what_had_happened_counts(browser, db, make, mechanism, lead):
    make.membership(user=lead, dialogue=mechanism[0], role=Role.LEAD)
    make.membership(user=lead, dialogue=mechanism[1], role=Role.LEAD)

    found = stability(db, "ours", as_of=PartialDate("2024-06-10"))
    page = browser.as_(lead).get("/ours/stability?as_of=2024-06-10")

    assert intervals(found.rhythms[0]) == [("R1", None, "at least 5 months")]
    assert [len(found.lags[way]) for way in Way] == [1, 0]
    assert found.promises is None
    assert "at least 5 months" in page.text
    assert "10 June 2024" in page.text
    browser.get("/ours/stability?as_of=soon")
    assert browser.client.get("/ours/stability/export/xlsx?as_of=soon").status_code == 302


@on_sqlite
def test_nothing_of_a_record_that_may_not_be_read_is_told(browser, db, make, mechanism, reader):
    ours, talks = mechanism
    make.membership(user=reader, dialogue=ours)
    for dialogue in mechanism:
        make.round(dialogue=dialogue, happened="2025-01", disclosure=Disclosure.SECRETARIAT)

    page = browser.as_(reader).get("/ours/stability")

    # The reader is no member of the talks: not even a link to them is theirs to know.
    assert not page.select("main a[href^='/talks']")
    assert str(talks.name.text_for("en")) not in page.text
    assert "April 2024" not in page.text
    assert "January 2025" not in page.text


@on_sqlite
def test_the_page_takes_as_many_statements_for_more(browser, make, mechanism, lead):
    ours, talks = mechanism
    for dialogue in mechanism:
        make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)
    counts = []

    for _time in range(2):
        for _again in range(3):
            meeting = make.round(dialogue=ours, happened="2024-03")
            later = make.round(dialogue=talks, happened="2025")
            make.link(earlier=meeting, later=later)
            person = make.person(dialogue=ours)
            for one in (meeting, later):
                make.attendance(round=one, person=person)
            make.consensus_item(meeting=later, item_kind=ItemKind.COMMITMENT, text="Meet again.")
        browser.as_(lead)
        with statements() as sent:
            assert browser.client.get("/ours/stability").status_code == 200
        counts.append(len(sent))

    assert counts[0] == counts[1]
