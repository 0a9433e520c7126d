"""Questions 3 and 7 of the users, each asked of the illustrative dialogue by one address.

What is expected was worked out by hand from `app/sample/illustrative.json`.
"""

from datetime import date

import pytest

from app.consensus.stances import supposing
from tests.pages import words
from tests.web.conftest import accounts, copied, on_sqlite, sample_url, samples, sqlite_samples

__all__ = ["accounts", "copied", "sample_url", "samples", "sqlite_samples"]
pytestmark = on_sqlite
# The day by which the silences of the sample have passed or not.
DAY = date(2026, 11, 18)


@pytest.fixture
def database_url(samples):
    return samples


def test_what_do_we_wait_for_from_the_other_side_and_for_how_long(browser, accounts):
    with supposing(DAY):
        page = browser.as_(accounts["lead"]).get("/harbour-dialogue/awaiting?side=AV")

    told, overdue = {}, set()
    for section in page.select("main section"):
        rows = told.setdefault(words(section.h2).rstrip(" 0123456789"), {})
        for row in section.select("tbody tr:not(.part)"):
            ref = words(row.select_one("th .ref"))
            kind = words(row.parent.select_one(".part th")).rstrip(" 0123456789")
            rows.setdefault(kind, []).append(f"{ref} {words(row.select_one('.date'))}")
            overdue |= {ref} if "overdue" in row.get("class", ()) else set()
    assert told["What Averra waits for from Senning"] == {
        "Position on a wording": [
            "R2-C4 since 21 February 2023",
            "R4-C1 since 12 May 2026",
            "R6-C7 since 15 September 2026",
        ],
        "Silence procedure": [
            "R6-C10 since 1 June 2026",
            "R6-C2 since 15 October 2026",
            "C2 since 2 November 2026",
        ],
        "Confirmation of what was agreed ad referendum": [
            "R6-C3 since 12 May 2026",
            "R6-C6 since 13 May 2026",
        ],
        "Action": [
            "R2-A2 since 21 February 2023",
            "R2-A3 since 2 May 2023",
            "R4-A1 since 16 April 2024",
            "R4-A2 since 16 April 2024",
            "R3-A1 since 17 April 2024",
            "R5-A2 since 18 March 2025",
            "R5-A3 since 18 March 2025",
            "R6-A2 since 12 May 2026",
            "R6-A4 since 12 May 2026",
            "R6-A5 since 12 May 2026",
            "R6-A6 since 12 May 2026",
            "A1 since 13 May 2026",
            "R6-A1 since 15 October 2026",
        ],
    }
    assert told["What the others wait for from Averra"] == {
        "Position on a wording": [
            "wg-scenarios-2025-C1 since 20 January 2026",
        ],
        "Confirmation of what was agreed ad referendum": [
            "R6-C3 since 12 May 2026",
            "R6-C7 since 22 September 2026",
        ],
        "Action": [
            "R4-A1 since 16 April 2024",
            "R5-A2 since 18 March 2025",
            "R5-A4 since 12 May 2026",
            "R6-A2 since 12 May 2026",
            "R6-A3 since 12 May 2026",
            "R6-A4 since 12 May 2026",
            "R6-A5 since 12 May 2026",
            "A1 since 13 May 2026",
        ],
    }
    # Those that were due before round 6, or earlier, whatever day it is today.
    assert overdue >= {"R2-A2", "R2-A3", "R3-A1", "R4-A1", "R4-A2", "R5-A3"}


# Where each point on the interaction between states stands, and how it moved since round 5.
EXPECTED = {
    "AS-3": {
        "Agreements": {
            "R3-C4": ("Unchanged", []),
            "R5-C1": (
                "Closer",
                [
                    "Averra from ad referendum to endorsed",
                    "all brackets settled",
                    "new wording (2)",
                ],
            ),
        },
        "Not settled": {
            "R4-C1": ("Reworded", ["new wording (2)"]),
            "R6-C6": ("New", []),
        },
    },
    "AS-3-1": {
        "Agreements": {
            "R1-C1": ("Unchanged", []),
            "R3-C1": ("Unchanged", []),
            "R6-C8": ("New", []),
            "R6-C9": ("New", []),
        },
        "Not settled": {"R6-C7": ("New", [])},
        "Divergences": {"R1-C5": ("Unchanged", [])},
    },
    "AS-3-2": {
        "Agreements": {"R6-C15": ("New", [])},
        "Not settled": {
            "R1-C2": ("Unchanged", []),
            "R6-C3": ("New", []),
        },
        "Divergences": {"R3-C2": ("Unchanged", []), "R5-C5": ("Unchanged", [])},
    },
}
AVERRA_ON_ARMS = "A hull that can be armed overnight cannot be left out."
SENNING_ON_TESTS = "A test that cannot be repeated is not a test."


def test_agreements_and_divergences_on_a_topic_side_by_side(browser, accounts):
    with supposing(DAY):
        page = browser.as_(accounts["lead"]).get("/harbour-dialogue/ledger?topic=AS-3&since=R5")

    told = {}
    for section in page.select("main section"):
        parts = told[words(section.select_one("h2 .ref"))] = {}
        for body in section.select("tbody"):
            part = parts[words(body.select_one(".part"))] = {}
            for row in body.select("tr.point"):
                moved = row.select("td")[-1]
                why = [words(one) for one in moved.select("li")]
                part[row["id"]] = (words(moved.strong), why)
    assert told == EXPECTED
    averra, senning = page.select("#R1-C5 + .each-side > td")
    assert AVERRA_ON_ARMS in words(averra)
    assert AVERRA_ON_ARMS not in words(senning)
    averra, senning = page.select("#R5-C5 + .each-side > td")
    assert SENNING_ON_TESTS in words(senning)
    assert "Translation from 简体中文" in words(senning)
    # The rest of the tree is not there, nor what one side keeps to itself.
    assert not page.select("#R1-C3, #C1")


def test_the_same_in_the_words_of_each_side_s_own_language(browser, accounts, db):
    accounts["author"].locale = "zh-Hans"
    db.commit()

    page = browser.as_(accounts["author"]).get("/harbour-dialogue/ledger?topic=AS-3&since=R5")

    _averra, senning = page.select("#R5-C5 + .each-side > td")
    said = senning.select_one(".words")
    assert said["lang"] == "zh-Hans"
    assert words(said).startswith("不可重复的测试不成其为测试。")
