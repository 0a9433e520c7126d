"""Questions 1 and 6 of the users, each asked of the illustrative dialogue by one address.

What is expected was worked out by hand from `app/sample/illustrative.json`.
"""

from datetime import date

import pytest

from app.consensus.stances import supposing
from tests.pages import words
from tests.register.narrow import counts, link, refs
from tests.web.conftest import accounts, copied, on_sqlite, sample_url, samples, sqlite_samples

__all__ = ["accounts", "copied", "sample_url", "samples", "sqlite_samples"]
pytestmark = on_sqlite
# The day by which the silences of the sample have passed or not.
DAY = date(2026, 11, 18)
REGISTER = "/harbour-dialogue/consensus"


@pytest.fixture
def database_url(samples):
    return samples


@pytest.fixture
def read(browser, accounts):
    def page(query: str, role: str = "lead"):
        with supposing(DAY):
            return browser.as_(accounts[role]).get(f"{REGISTER}{query}")

    return page


def test_what_has_every_side_s_endorsement_and_never_reached_a_government_agenda(read):
    under = "?topic=AS-3-1&from=R3&to=R6&standing=agreed"

    page = read(f"{under}&agenda=no-record")

    assert refs(page) == ["R6-C8"]
    # Those that did are one step away, and nothing is recorded as not having reached one.
    reached = read(link(page, "Government agenda", "Reached").removeprefix(REGISTER))
    assert counts(page)["Government agenda"] == {
        "Reached": 2, "Recorded as not reached": 0, "No record": 1,
    }  # fmt: skip
    assert refs(reached) == ["R6-C9", "R6-C8", "R3-C1"]
    assert "Government agenda: reached, R3-T1 (Reported)" in words(reached.select_one("#R6-C9"))
    # With the wider topic; a divergence set aside is no agreed text.
    assert refs(read("?topic=AS-3&from=R3&to=R6&standing=agreed&agenda=no-record")) == [
        "R6-C15", "R6-C8", "R5-C1",
    ]  # fmt: skip
    assert refs(read("?agenda=not-reached")) == ["R4-C4"]
    # After the fourth round only one text was agreed, and the governments were yet to meet.
    assert refs(read(f"{under}&agenda=no-record&as_of=R4")) == ["R3-C1"]
    assert refs(read(f"{under}&agenda=reached&as_of=R4")) == []


def test_all_consensus_on_a_topic_since_the_last_interim_report(read):
    page = read("?topic=AS-3&kind=consensus&since=report", role="author")

    assert refs(page) == ["R6-C9", "R6-C8", "R6-C7", "R6-C6", "R6-C3"]
    assert "New since the interim report D3 of 31 January 2026" in words(page.select_one(".chips"))
    # Exact wording, language, round and standing.
    row = page.select_one("#R6-C8")
    assert words(row.select_one(".wording")).startswith("Control of an uncrewed vessel of a navy")
    assert row.select_one(".wording")["lang"] == "en"
    assert words(row.select_one(".when")) == "R6 12 May 2026"
    assert "Agreed text" in words(row)
    assert "AV Endorsed SN Endorsed" in words(row)
    # Of whatever kind, since a round.
    since_fifth = ["R6-C15", "R6-C9", "R6-C8", "R6-C7", "R6-C6", "R6-C3", "R5-C1", "R4-C1"]
    assert refs(read("?topic=AS-3&since=R5", role="reader")) == since_fifth


def test_who_is_waited_for_is_told_as_on_the_page_of_what_is_awaited(read):
    page = read("?awaited=SN")

    assert sorted(refs(page)) == [
        "C2", "R2-C4", "R4-C1", "R6-C10", "R6-C2", "R6-C3", "R6-C6", "R6-C7",
    ]  # fmt: skip
    assert counts(page)["Answer awaited from"]["Senning"] == 8


def test_the_two_questions_stand_on_the_page(read):
    saved = {words(one): one["href"] for one in read("").select(".saved a")}

    assert saved == {
        "Agreed, and no record of a government agenda": (
            f"{REGISTER}?standing=agreed&agenda=no-record"
        ),
        "Since the last report": f"{REGISTER}?since=report",
    }
