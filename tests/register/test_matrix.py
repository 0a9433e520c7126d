"""The decision matrix: issue, decision with its meeting, status."""

import pytest

from app.accounts.models import Role
from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Stance
from app.dialogues.queries import get_dialogue
from app.partial_date import PartialDate
from app.register.matrix import Span, decisions
from app.rounds.queries import rounds_of
from app.topics.queries import tree
from app.trace.models import LinkKind
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def dialogue(make, lead):
    dialogue = make.dialogue(slug="here")
    make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)
    return dialogue


@pytest.fixture
def meetings(make, dialogue):
    return [make.round(dialogue=dialogue, happened=f"202{year}-05-02") for year in (3, 4, 5)]


def found(db, dialogue, first=None, last=None, as_of=None):
    rounds = rounds_of(db, dialogue)
    span = Span(rounds, first, last)
    day = PartialDate(as_of) if as_of else None
    here = get_dialogue(db, dialogue.slug)
    sections = decisions(db, here, tree(db), span=span, as_of=day)
    return {row.line.ref: row for section in sections for row in section.rows}


def test_open_questions_are_no_decisions_and_divergences_are_listed_as_none(
    db, make, dialogue, meetings
):
    for kind in ItemKind:
        make.consensus_item(meeting=meetings[0], item_kind=kind)

    rows = found(db, dialogue)

    assert {row.line.kind: row.is_decision for row in rows.values()} == {
        ItemKind.CONSENSUS: True,
        ItemKind.COMMITMENT: True,
        ItemKind.RECOMMENDATION: True,
        ItemKind.DIVERGENCE: False,
    }


def test_the_meeting_of_a_decision_is_where_its_words_were_settled(db, make, dialogue, meetings):
    item = make.consensus_item(meeting=meetings[0], text=None)
    make.wording(item=item, happened="2023-05-02")
    make.wording(item=item, happened="2024-05-02", settled_at=meetings[1])
    make.wording(item=item, happened="2024-09")
    late = make.consensus_item(meeting=meetings[0], text=None)
    make.wording(item=late, happened="2023-07")

    def of(ref, as_of=None):
        row = found(db, dialogue, as_of=as_of)[ref]
        return row.meeting and row.meeting.ref, str(row.happened), row.raised_at.ref

    assert of(item.ref, "2023") == ("R1", "2023-05-02", "R1")
    assert of(item.ref, "2024-05-02") == ("R2", "2024-05-02", "R1")
    # By mail, between two rounds: at neither.
    assert of(item.ref) == (None, "2024-09", "R1")
    assert of(late.ref) == (None, "2023-07", "R1")


def test_a_range_of_rounds_holds_what_was_decided_at_and_surely_between_them(
    db, make, dialogue, meetings
):
    at = [make.consensus_item(meeting=meeting) for meeting in meetings]
    between = make.consensus_item(dialogue=dialogue, meeting=None, happened="2024-09")
    make.consensus_item(dialogue=dialogue, meeting=None, happened="2024")
    make.consensus_item(dialogue=dialogue, meeting=None)
    first, second, third = meetings

    def refs(*ends):
        return set(found(db, dialogue, *ends))

    assert len(refs()) == 6
    assert refs(second, third) == {at[1].ref, at[2].ref, between.ref}
    assert refs(second, second) == {at[1].ref}
    assert refs(None, first) == {at[0].ref}
    undated = make.round(dialogue=dialogue, happened=None, number=9)
    assert refs(undated, None) == set()


def test_the_page_shows_what_was_superseded_or_withdrawn_as_such(
    browser, make, dialogue, meetings, lead
):
    topic = make.topic(code="ZZ")
    both = {"AV": Stance.ENDORSED, "SN": Stance.ENDORSED}
    known = {"meeting": meetings[0], "topics": [topic], "positions": both}
    old, gone = make.consensus_item(**known), make.consensus_item(**known)
    differs = make.consensus_item(**known, item_kind=ItemKind.DIVERGENCE)
    heir = make.consensus_item(**(known | {"meeting": meetings[1]}))
    make.link(earlier=old, later=heir, kind=LinkKind.SUPERSEDES)
    gone.withdrawn_on, gone.withdrawn_because = PartialDate("2024-06-01"), "Overtaken by events."
    make.action(meeting=meetings[1], origin=heir, status=ActionStatus.IN_PROGRESS, title="Do it")
    browser.as_(lead)

    page = browser.get("/here/decisions?topic=ZZ")

    def cells(item):
        return [words(cell) for cell in page.select(f"#{item.ref} > *")]

    assert [words(one) for one in page.select("thead th")] == [
        "Issue",
        "Decision and meeting",
        "Status",
    ]
    assert cells(old)[2].startswith(f"Superseded In its place: {heir.ref}")
    assert cells(gone)[2] == "Withdrawn 1 June 2024: Overtaken by events."
    assert cells(differs)[1].startswith("No decision: divergence recorded.")
    assert cells(heir)[2].startswith("Agreed text R2-A1 Do it · In progress")
    assert "Round 2: R2, 2 May 2024" in cells(heir)[1]
    page = browser.get("/here/decisions?from=R2&to=R1")
    assert words(page.select_one("#filter-to-error")) == (
        "Error: This is before the start of the range."
    )
    assert not page.select("table")
    assert (
        "No decision answers this filter."
        in browser.get("/here/decisions?from=R3&to=R3").get_text()
    )
