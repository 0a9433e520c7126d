"""Questions 1, 9, 10, 11, 12 and 15 of the users, each asked of the illustrative dialogue.

Each is answered by one page. What is expected was worked out by hand from
`app/sample/illustrative.json`.
"""

from datetime import date

import pytest

from app.consensus.stances import supposing
from tests.pages import words
from tests.register.narrow import counts, refs
from tests.web.conftest import accounts, copied, on_sqlite, sample_url, samples, sqlite_samples

__all__ = ["accounts", "copied", "sample_url", "samples", "sqlite_samples"]
pytestmark = on_sqlite
DAY = date(2026, 11, 18)


@pytest.fixture
def database_url(samples):
    return samples


@pytest.fixture
def read(browser, accounts):
    def page(address: str, role: str = "lead"):
        with supposing(DAY):
            return browser.as_(accounts[role]).get(address)

    return page


def section(page, heading):
    """The words of what stands under a heading, up to the next of its kind."""
    [found] = [one for one in page.select("main h2, main h3") if words(one).startswith(heading)]
    return words(found.parent)


def rows(page, heading):
    """The cells of the table under a heading."""
    [found] = [one for one in page.select("main h2") if words(one).startswith(heading)]
    return [[words(cell) for cell in row.select("th, td")]
            for row in found.parent.select("tbody tr")]  # fmt: skip


def test_1_what_every_side_endorsed_and_never_reached_a_government_agenda(read):
    page = read(
        "/harbour-dialogue/consensus?topic=AS-3-1&from=R6&to=R9&standing=agreed&agenda=no-record"
    )

    # R6-C9 stands on the agenda of the third talks; R6-C7 has brackets. That R6-C8 was handed to
    # nobody and reached no agenda is not on record, which is not the same as "no".
    assert refs(page) == ["R6-C8"]
    assert counts(page)["Government agenda"] == {
        "Reached": 1, "Recorded as not reached": 0, "No record": 1,
    }  # fmt: skip


def test_9_what_there_is_for_the_coming_talks(read):
    page = read("/harbour-talks/R3/brief?as_of=2026-11-18&audience=secretariat&language=en")

    [topic] = [one for one in page.select("section") if words(one.h2).startswith("R3-T1")]
    items = [words(one) for one in topic.select("p > a:first-child > strong")]
    said = words(topic)
    # All of military AI: what is agreed, what is linked first; what is apart; what is open.
    assert [one for one in items if "-C" in one] == [
        f"harbour-dialogue/{ref}" for ref in ("R6-C9", "R6-C8", "R3-C1", "R1-C1", "R1-C5", "R6-C7")
    ]
    assert "Linked: reported by Senning as raised" in said
    assert "A hull that can be armed overnight cannot be left out." in said
    assert "Civil safety can be dealt with now" in said
    assert "[shall|AV: should|SN: may]" in said
    assert "Senning: Endorsed with reservation" in said
    # What each side expects; nobody wrote down governance, which is not to expect nothing.
    [expected] = [
        one for one in topic.select("table.positions") if "Side by side" in words(one.thead)
    ]
    cells = {words(row.th): [words(cell) for cell in row.select("td")] for row in
             expected.select("tbody tr")}  # fmt: skip
    assert cells["Risk assessment"][0].startswith("A merchant ship taken for a target")
    assert cells["Risk assessment"][1].startswith("Exercises close to shipping lanes")
    assert cells["International governance goals"] == ["not recorded"] * 3
    assert cells["Domestic objectives"][1] == "not recorded"
    assert "H14 What came of the sixth round" in said
    assert "before round 4 of Harbour Dialogue on AI and Maritime Security, overdue" in said
    # The draft of one side is nobody else's to read.
    assert "H18" not in words(page)


def test_10_which_outcomes_match_earlier_items_and_which_have_no_review(read):
    page = read("/harbour-talks/R2/review?audience=secretariat&language=en")

    found = {cells[0].split()[0]: cells for cells in rows(page, "Outcomes and points")}
    assert [ref for ref in found if "-C" in ref] == ["R2-C1", "R2-C2", "R2-C3"]
    prepared = found["R2-C1"]
    assert prepared[1].startswith("harbour-dialogue/R4-C1 Notice of an incident within a day")
    assert "harbour-dialogue/R4-C1: partly taken up, per Joint statement" in prepared[2]
    assert "harbour-dialogue/H5: Partial match" in prepared[2]
    # Nobody claimed that anything led to these.
    assert [found[ref][2] for ref in ("R2-C2", "R2-C3")] == ["not recorded"] * 2
    assert all("No review is on record" in cells[3] for cells in found.values())
    assert "harbour-dialogue/R6-C3: reported by Senning as followed" in found["R2-C3"][3]
    assert "appears to look back on the earlier" in section(page, "The talks as a whole")


def test_11_where_one_item_came_from_and_what_became_of_it(read):
    page = read("/harbour-dialogue/R3-C4")

    said = words(page.main)
    # Raised under a topic of the third round, in one wording, which both sides endorsed in time.
    assert "R3-T5 A channel for incidents" in said
    assert "Endorsed, 11 October 2023" in said
    assert "Endorsed, 20 November 2023, By mail" in said
    assert [one["id"] for one in page.select('[id^="wording-"]:not([id$="title"])')] == [
        "wording-1"
    ]
    # Handed to whom and when, and what was seen of it.
    handed = {words(one.select_one(".ref")): words(one) for one in page.select("li.item")
              if str(one.get("id")).startswith("handed-over-")}  # fmt: skip
    assert set(handed) == {"H2", "H3"}
    assert "Ministry of External Affairs of Averra" in handed["H2"]
    assert "Foreign Ministry of the Senning Federation" in handed["H3"]
    for line, match in ((handed["H2"], "Full match"), (handed["H3"], "Partial match")):
        assert "15 January 2024" in line
        assert match in line
    # Seen in which government text, on what basis.
    became = section(page, "What became of it?")
    assert "taken up, per Statement of the Ministry of External Affairs of Averra" in became
    assert "R3-C4 → harbour-talks/R1-T1: raised, per" in became


def test_12_what_went_to_one_government_only(read):
    page = read("/harbour-dialogue/handovers/one-side-only")

    found = [[words(cell) for cell in row.select("th, td")[:3]]
             for row in page.select("main tbody tr")]  # fmt: skip
    assert [(what.split()[0], to.split(":")[0], missing) for what, to, missing in found] == [
        ("R4-C1", "Averra", "Senning"),
        ("R6-C1", "Senning", "Averra"),
        ("R6-C9", "Senning", "Averra"),
    ]
    # Senning received the joint statement, which both did, and not the wording.
    assert "Wording 1" in found[0][0]
    assert "H5" in found[0][1]
    assert "24 April 2024" in found[0][1]


def test_15_how_steady_the_mechanism_is(read):
    page = read("/harbour-dialogue/stability")

    between = [(cells[0].split()[0], cells[1].split()[0], cells[2]) for cells in
               rows(page, "Months between rounds: Harbour Dialogue")]  # fmt: skip
    assert between[:5] == [
        ("R1", "R2", "8 months"),
        ("R2", "R3", "7 months"),
        ("R3", "R4", "6 months"),
        ("R4", "R5", "11 months"),
        ("R5", "R6", "13 months"),
    ]
    [talks] = [cells for cells in rows(page, "Months between rounds: Averra–Senning talks")
               if cells[0].startswith("R1 ")]  # fmt: skip
    assert talks[2] == "15 months"
    lags = {(cells[0].split()[0], cells[1].split()[0]): cells[2:] for cells in
            rows(page, "From what was prepared to the government agenda")}  # fmt: skip
    assert lags["R4", "harbour-talks/R1"] == ["1 month", "Groundwork, Inferred, Proposed"]
    assert lags["R3-C4", "harbour-talks/R1-T1"][0] == "8 months"
    reviewed = {cells[0].split()[0]: cells[2] for cells in rows(page, "From talks to their review")}
    assert reviewed["harbour-talks/R1"] == "9 months"
    assert reviewed["harbour-talks/R2"] == "7 months"
    # Agreed and not held; what is planned is neither.
    agreed = rows(page, "Meetings agreed")
    assert {cells[1].split()[0] for cells in agreed if cells[2] == "postponed"} == {
        "harbour-talks/forum-2025"
    }
    assert [cells[2] for cells in agreed if cells[1].startswith("harbour-talks/R3 ")] == [
        "planned, still to come"
    ]
