"""How a brief says what it says: of whom, since when, for whose eyes, and where to read on."""

import pytest

from app.consensus.models import ItemKind
from tests.briefs.made import asked, text_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BRIEF = "/talks/R1/brief"


def test_an_overdue_action_says_so_first_and_before_which_round_of_whom(browser, make, prepared):
    known = {"meeting": prepared.first, "origin": prepared.item, "happened": "2024-02-10"}
    make.action(title="In time", due="2030-01", **known)
    make.action(title="Too late", due_round=2, **known)

    words = text_of(browser, f"{BRIEF}/md", as_of="2026-05")
    earlier = text_of(browser, f"{BRIEF}/md", as_of="2024-06")

    assert words.index("Too late") < words.index("In time")
    assert "before round 2 of Here, **overdue**" in words
    assert "overdue" not in earlier


def test_an_item_of_the_latest_round_is_new_at_that_round(browser, make, prepared):
    make.consensus_item(meeting=prepared.second, title="Fresh", topics=[prepared.signals])

    words = text_of(browser, f"{BRIEF}/md")

    assert "**Movement**: new at here/R2" in words
    assert "first on record" not in words


def test_only_what_is_agreed_as_consensus_is_an_agreed_term(browser, make, prepared):
    make.consensus_item(
        meeting=prepared.second,
        text="We shall speak of it.",
        topics=[prepared.terms],
        item_kind=ItemKind.COMMITMENT,
        endorsed_by_all=True,
    )

    terms = text_of(browser, f"{BRIEF}/md").split("## Agreed terms")[1]

    assert "Signal: a sign that is sent." in terms
    assert "We shall speak of it." not in terms


def test_a_side_has_one_name_wherever_it_stands(browser, make, prepared):
    prepared.add_the_rest()
    for side in (*prepared.here.sides, *prepared.talks.sides):
        side.convener_short = make.document(title=f"INST-{side.code}").title
    make.action(meeting=prepared.second, origin=prepared.item, owners=[prepared.here.sides[0]])

    words = text_of(browser, f"{BRIEF}/md", as_of="2026-05")

    assert "INST-" not in words
    assert "| Side AV, Side SN |" in words  # whose expectations there are, at a glance


def test_only_who_may_know_of_the_talks_is_offered_and_no_page_answers_for_a_file(
    browser, prepared
):
    offered = browser.get(BRIEF).select("select[name=audience] option")
    answer = asked(browser, f"{BRIEF}/md", audience="public")

    assert [one["value"] for one in offered] == ["secretariat", "participants"]
    assert (answer.status_code, answer.location.split("?")[0]) == (302, BRIEF)
    assert "Choose one" in browser.get(f"{BRIEF}?audience=public").text
    prepared.coming.disclosure = "public"
    assert len(browser.get(BRIEF).select("select[name=audience] option")) == 3


def test_references_lead_on_from_the_screen_and_are_words_in_files(browser, prepared):
    prepared.add_the_rest()

    page = browser.get(f"{BRIEF}?as_of=2026-05")
    leads = {link.text: link["href"] for link in page.select("article a")}
    file = asked(browser, f"{BRIEF}/html", as_of="2026-05").text

    assert leads["here/R1-C1"] == "/here/R1-C1"
    assert leads["here/H1"] == "/here/H1"
    assert leads["here/R2-A1"] == "/here/R2-A1"
    assert leads[prepared.topic.ref] == f"/talks/{prepared.topic.ref}"
    assert "here/R1-C1" in file
    assert "<a " not in file
