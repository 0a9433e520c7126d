"""The page of a trace: an item's story, records that may not be read, how far the picture goes."""

from itertools import pairwise

import pytest

from app.accounts.models import Role
from app.consensus.models import Stance
from app.dialogues.models import Track
from app.handovers.models import Match
from app.records.models import Disclosure
from app.trace.models import Basis, LinkKind
from tests.conftest import statements
from tests.pages import words

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def harbour(make, secretary):
    harbour = make.dialogue(slug="harbour-talks", name="Harbour talks")
    make.membership(user=secretary, dialogue=harbour, role=Role.SECRETARY)
    return harbour


@pytest.fixture
def ministers(make, secretary):
    ministers = make.dialogue(slug="ministers", name="Ministers", track=Track.GOVERNMENT)
    make.membership(user=secretary, dialogue=ministers)
    return ministers


@pytest.fixture
def item(make, harbour):
    workshop = make.round(dialogue=harbour, title="Workshop", happened="2025-03-02")
    topic = make.agenda_topic(session=make.session(meeting=workshop), title="Buoys")
    return make.consensus_item(agenda_topic=topic, text="Buoys are lit.", title="Lit buoys")


@pytest.fixture
def passed_on(make, item, ministers):
    """The item put in other words, answered, handed over, and seen by a government."""
    first, second = item.dialogue.sides
    make.position(wording=item.wordings[0], side=first, happened="2025-03-03")
    wording = make.wording(item=item, text="All buoys are lit.", happened="2025-05")
    make.position(wording=wording, side=second, stance=Stance.OBJECTED, happened="2025-05-20")
    make.handover(
        dialogue=item.dialogue,
        wordings=[wording],
        happened="2025-06-01",
        to_side=second,
        to_body="Ministry of Harbours",
        match=Match.PARTIAL,
        quoted="Most buoys should be lit.",
        source=make.source(dialogue=item.dialogue, title="Communiqué", published="2025-07-01"),
        place="p. 2",
    )
    talks = make.round(dialogue=ministers, happened="2025-08-01", title="Talks")
    make.link(earlier=item, later=talks, kind=LinkKind.TAKEN_UP, basis=Basis.INFERRED)
    older = make.round(dialogue=ministers, happened="2024-01", title="Mandate of old")
    make.link(earlier=older, later=item, kind=LinkKind.MANDATE, basis=Basis.DOCUMENTED)
    return item


def trace_of(item):
    return f"/{item.dialogue.slug}/{item.ref}/trace"


def test_an_items_story_is_told_by_date_and_on_what_basis(browser, secretary, passed_on):
    page = browser.as_(secretary).get(trace_of(passed_on))

    lines = [
        [words(cell) for cell in row.select("td, th")]
        for row in page.select("table.story tbody tr")
    ]
    assert [(date, what) for date, what, _more in lines] == [
        ("January 2024", "An earlier record"),
        ("2 March 2025", "First on record"),
        ("2 March 2025", "Wording 1"),
        ("3 March 2025", "Position"),
        ("May 2025", "Wording 2"),
        ("20 May 2025", "Position"),
        ("1 June 2025", "Handed over"),
        ("1 July 2025", "In a government's text"),
        ("1 August 2025", "A later record"),
    ]
    said = [more for _date, _what, more in lines]
    assert "Mandate of old" in said[0]
    assert "mandated, per Source" in said[0]
    assert "R1 Workshop, under R1-T1 Buoys" in said[1]
    assert "All buoys are lit." in said[4]
    assert "Objected on wording 2" in said[5]
    assert "to Side SN (Ministry of Harbours), wording 2" in said[6]
    assert "Partial match" in said[7]
    assert "Communiqué, p. 2 Most buoys should be lit." in said[7]
    assert "the later appears to reflect the earlier" in said[8]
    assert "Taken up" not in page.text
    assert "That does not say that there" not in words(
        page.select_one("section[aria-labelledby=story]")
    )
    story = words(page.select_one("section[aria-labelledby=story] p"))
    assert "is 1 link away: R2 Mandate of old, January 2024." in story
    assert "link by link: Documented." in story


@ON_SQLITE
def test_what_no_one_recorded_is_never_said_not_to_be(browser, secretary, item):
    page = browser.as_(secretary).get(trace_of(item))

    assert "No hand-over of any of its wordings is recorded. That does not say" in page.text
    assert "in which it is seen is recorded. That does not say" in page.text


@ON_SQLITE
def test_a_longer_story_takes_no_more_statements(browser, make, secretary, passed_on):
    browser.as_(secretary).get(trace_of(passed_on))
    with statements() as few:
        browser.get(trace_of(passed_on))
    for _ in range(3):
        wording = make.wording(item=passed_on, happened="2025-09")
        make.position(wording=wording, side=passed_on.dialogue.sides[0])
        make.handover(
            dialogue=passed_on.dialogue,
            wordings=[wording],
            match=Match.FULL,
            source=make.source(dialogue=passed_on.dialogue),
        )

    browser.db.commit()
    with statements() as many:
        browser.get(trace_of(passed_on))

    assert len(many) == len(few)


@pytest.fixture
def kept_back(make, harbour, ministers, item):
    """Item → a side's own paper → talks."""
    side = harbour.sides[0]
    paper = make.document(
        dialogue=harbour, title="Our red lines", disclosure=Disclosure.SIDE, side=side
    )
    talks = make.round(dialogue=ministers, happened="2025-08-01", title="Talks")
    make.link(earlier=item, later=paper, kind=LinkKind.FOLLOWS_FROM, rationale="In secret.")
    make.link(earlier=paper, later=talks, rationale="In secret.")
    return talks


def test_the_secretariat_is_told_that_there_is_a_record_and_nothing_of_it(
    browser, secretary, item, kept_back
):
    page = browser.as_(secretary).get(trace_of(item))

    rows = [words(row) for row in page.select("table.trace tbody tr")]
    assert "a record that you may not read" in rows[1]
    assert "Linked with R1-C1 Lit buoys" in rows[1]
    assert "Talks" in rows[2]
    assert "Linked with a record that you may not read" in rows[2]
    assert len(page.select("svg .node-hidden")) == 1
    assert not page.select("svg .node-hidden a")
    for secret in ("red lines", "In secret.", "D1", "Follows from"):
        assert secret not in page.text
    back = browser.get(trace_of(kept_back))
    assert [words(cell) for cell in back.select("table.trace tbody th")] == [
        "R1 Talks",
        "1 link away: a record that you may not read",
        "2 links away: R1-C1 Lit buoys",
    ]


def test_whoever_may_not_know_of_a_record_sees_neither_it_nor_the_way_beyond(
    browser, make, reader, item, kept_back
):
    for dialogue in (item.dialogue, kept_back.dialogue):
        make.membership(user=reader, dialogue=dialogue)

    page = browser.as_(reader).get(trace_of(item))

    assert not page.select("table.trace")
    assert "a record that you may not read" not in page.text
    assert "Talks" not in page.select_one("main").text


@ON_SQLITE
def test_the_picture_goes_as_far_as_asked_and_anything_else_asks_for_nothing(
    browser, make, secretary, harbour
):
    rounds = [make.round(dialogue=harbour, happened=f"2025-0{n}") for n in range(1, 6)]
    for earlier, later in pairwise(rounds):
        make.link(earlier=earlier, later=later, kind=LinkKind.FOLLOWS_FROM)
    browser.as_(secretary)

    def drawn(asked):
        return len(browser.get(f"/harbour-talks/R3/trace{asked}").select("svg g.node a"))

    assert [drawn(asked) for asked in ("", "?steps=1", "?steps=0.1", "?steps=9")] == [5, 3, 2, 5]
    assert {drawn(f"?steps={asked}") for asked in ("x", "-1", "1.2.3", "²", "9999")} == {5}
