"""Open brackets per topic over the rounds: counted from recorded dates, drawn and in numbers."""

import pytest

from app.accounts.models import Role
from app.consensus.bracket_chart import HEIGHT, WIDTH, chart
from app.records.models import Disclosure
from app.rounds.models import RoundKind, RoundStatus
from app.trace.models import LinkKind
from tests.conftest import statements
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PAGE = "/here/consensus/brackets"


@pytest.fixture
def here(make, secretary, reader):
    """Four dated rounds, one without a date, one to come; five items under a small tree."""
    here = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    make.membership(user=reader, dialogue=here, role=Role.READER)
    branch, other = make.topic(code="TS"), make.topic(code="PU", position=2)
    twig = make.topic(code="TS-1", parent_id=branch.id)
    make.topic(code="GP", position=3, name="Governance")
    first = make.round(dialogue=here, happened="2024-02-12", ended="2024-02-14")
    make.round(dialogue=here, happened="2024-06")
    make.round(dialogue=here, happened=None)
    third = make.round(dialogue=here, happened="2024-11-05", status=RoundStatus.CONFIRMED)
    make.round(dialogue=here, happened="2025-03-01", round_kind=RoundKind.WORKING_GROUP,
               ref="wg-2025", number=None)  # fmt: skip
    make.round(dialogue=here, happened="2027-01-01", status=RoundStatus.PLANNED)
    # Three brackets after round 1, one after round 2, none after round 4.
    falling = make.consensus_item(meeting=first, topics=[twig, branch], text=None)
    make.wording(item=falling, text="[a [b]] [c|AV: d]", happened="2024-02-12")
    make.wording(item=falling, text="a [c|AV: d]", happened="2024-06")
    make.wording(item=falling, text="a d", happened="2024-11-05")
    # In brackets from round 2 on; replaced after round 4 by an item with one of its own.
    split = make.consensus_item(dialogue=here, meeting=None, happened="2024-06-20", topics=[branch],
                                text=None)  # fmt: skip
    make.wording(item=split, text="［须］ [x] \\[sic\\]", happened="2024-06-20")
    later = make.consensus_item(meeting=third, topics=[branch, other], text="[y]")
    make.link(earlier=split, later=later, kind=LinkKind.SUPERSEDES)
    gone = make.consensus_item(meeting=first, topics=[other], text="[z]",
                               withdrawn_on="2024-10", withdrawn_because="Overtaken.")  # fmt: skip
    gone.wordings[0].happened = None
    make.consensus_item(meeting=third, text="[unfiled", disclosure=Disclosure.PUBLIC)
    make.consensus_item(meeting=first, topics=[other], text="[hidden] [from readers]",
                        disclosure=Disclosure.SECRETARIAT)  # fmt: skip
    return here


def table(page):
    rows = page.select("table.bracket-counts tr")
    return {
        words(row.select_one("th")).split(" ", 1)[0]: [words(cell) for cell in row.select("td")]
        for row in rows[1:]
    }


def test_the_numbers_are_those_worked_out_by_hand(browser, make, here, reader):
    browser.as_(reader)

    page = browser.get(PAGE)

    heads = [words(cell) for cell in page.select("table.bracket-counts thead th")]
    assert heads == ["Topic", "R1 14 February 2024", "R2 June 2024", "R4 5 November 2024",
                     "wg-2025 1 March 2025", "now"]  # fmt: skip
    assert table(page) == {
        "TS": ["3", "3", "1", "1", "1"],
        "TS-1": ["3", "1", "0", "0", "0"],
        "PU": ["1", "1", "1", "1", "1"],
        "Not": ["0", "0", "1", "1", "1"],
        "All": ["4", "4", "2", "2", "2"],
    }
    said = words(page.select_one("main"))
    assert "Rounds without a date on record are not drawn: Round 3: R3" in said
    assert "3 wordings have no date on record, and count at every round." in said
    assert [words(one) for one in page.select("main details li")] == ["GP Governance"]
    # The pictures say the same.
    figures = [
        [title.get_text().split(": ")[1] for title in svg.select("title")]
        for svg in page.select("svg.small-chart")
    ]
    assert figures == [table(page)["All"], *list(table(page).values())[:-1]]


@on_sqlite
def test_what_a_reader_may_not_read_is_not_counted(browser, here, reader, secretary):
    assert table(browser.as_(reader).get(PAGE))["PU"][0] == "1"
    assert table(browser.as_(secretary).get(PAGE))["PU"][0] == "3"


@on_sqlite
@pytest.mark.parametrize(
    ("address", "columns", "total"),
    [
        ("?as_of=2024-06", ["R1", "R2"], ["4", "4"]),
        ("?as_of=2024-07-01", ["R1", "R2", "2024-07-01"], ["4", "4", "4"]),
        ("?as_of=R4&topic=TS", ["R1", "R2", "R4"], ["3", "3", "1"]),
        ("?topic=TS-1", ["R1", "R2", "R4", "wg-2025", "now"], ["3", "1", "0", "0", "0"]),
    ],
)
def test_the_page_is_asked_as_of_a_moment_and_for_a_topic(
    browser, here, reader, address, columns, total
):
    page = browser.as_(reader).get(PAGE + address)

    heads = [words(cell).split()[0] for cell in page.select("table.bracket-counts thead th")]
    assert heads[1:] == columns
    assert table(page)["All"] == total


@on_sqlite
@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("?as_of=soon", "Write a date"),
        ("?as_of=R3", "No date is recorded for"),
        ("?topic=nowhere", "There is no topic nowhere."),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_else_shown(
    browser, here, reader, address, problem
):
    page = browser.as_(reader).get(PAGE + address)

    assert problem in words(page.select_one("main"))
    assert not page.select("table, svg")


@on_sqlite
def test_a_dialogue_without_brackets_says_so(browser, make, here, reader):
    empty = make.dialogue(slug="empty")
    make.membership(user=reader, dialogue=empty, role=Role.READER)

    page = browser.as_(reader).get("/empty/consensus/brackets")

    assert "No bracket is on record here." in words(page.select_one("main"))


@on_sqlite
def test_the_statements_do_not_grow_with_what_there_is_to_count(browser, make, here, reader):
    browser.as_(reader)
    browser.get(PAGE)
    with statements() as few:
        browser.get(PAGE)
    topic = make.topic(code="X-9")
    for number in range(6):
        meeting = make.round(dialogue=here, happened=f"2025-0{number + 1}")
        make.consensus_item(meeting=meeting, topics=[topic], text="[a] [b]")

    with statements() as many:
        page = browser.get(PAGE)

    assert table(page)["X-9"][-1] == "12"
    assert len(many) == len(few)


@pytest.mark.parametrize("moments", [1, 2, 7, 12, 40, 120])
def test_a_chart_stays_within_its_frame_and_names_never_meet(moments):
    counts = [(number * 7) % 5 for number in range(moments)]

    drawn = chart(counts, [*(f"R{number}" for number in range(1, moments)), "2024-07-01"], 4)

    assert [bar.count for bar in drawn.bars] == counts
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 12 < bar.y <= bar.y + bar.height == drawn.base < HEIGHT
    named = [bar for bar in drawn.bars if bar.has_name]
    assert named[-1] is drawn.bars[-1]
    ends = [bar.name_middle + side * len(bar.name) * 3 for bar in named for side in (-1, 1)]
    assert ends == sorted(ends)
    assert ends[0] >= 0
    assert ends[-1] <= WIDTH
