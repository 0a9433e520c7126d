"""Narrowing a register by its address: every filter, every count, every page."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.models import ItemKind, Level, Stance
from app.dialogues.models import Dialogue, Track
from app.records.models import Disclosure
from app.rounds.models import RoundKind
from app.trace.models import LinkKind
from tests.pages import words
from tests.register.narrow import counts, link, matching, refs

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def here(make, lead):
    here = make.dialogue(slug="here")
    make.membership(user=lead, dialogue=here, role=Role.LEAD)
    return here


@pytest.fixture
def four(make, here, lead):
    """Items of three rounds, one of them under a sub-topic and on a government's agenda."""
    upper = make.topic(code="UP")
    lower = make.topic(code="LOW", parent=upper)
    rounds = [make.round(dialogue=here, happened=f"2024-0{n}-10", number=n) for n in (1, 2, 3)]
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
    make.membership(user=lead, dialogue=talks, role=Role.READER)
    sitting = make.agenda_topic(
        session=make.session(meeting=make.round(dialogue=talks, happened="2024-02-20"))
    )
    agreed = make.consensus_item(
        meeting=rounds[0], endorsed_by_all=True, topics=[lower], level=Level.MACRO,
        text={"en": "On Nuclear command.", "zh-Hans": "核指挥由人掌握。"},
    )  # fmt: skip
    parted = make.consensus_item(
        meeting=rounds[1], item_kind=ItemKind.DIVERGENCE, topics=[upper], text="Two views."
    )
    asked = make.consensus_item(
        meeting=rounds[1], text="A text.", open_list=True, topics=[upper],
        positions={"AV": Stance.ENDORSED, "SN": Stance.SOUGHT},
    )  # fmt: skip
    point = make.consensus_item(meeting=rounds[2], text="A point.", parent_id=asked.id)
    make.link(earlier=agreed, later=sitting, kind=LinkKind.RAISED)
    make.link(earlier=parted, later=make.document(meeting=sitting.meeting), kind=LinkKind.SET_ASIDE)
    return {"agreed": agreed, "parted": parted, "asked": asked, "point": point}


@pytest.fixture
def read(browser, lead, make):
    def page(query: str = ""):
        return browser.as_(lead).get(f"/here/consensus{query}")

    return page


EVERY = ["asked", "point", "parted", "agreed"]


# Each page of one database: a database for each would take longer than all the pages.
NARROWED = (
    ("", EVERY),
    ("?topic=UP", ["asked", "parted", "agreed"]),
    ("?topic=LOW", ["agreed"]),
    ("?kind=divergence", ["parted"]),
    ("?kind=divergence&kind=consensus&level=macro", ["agreed"]),
    ("?level=none", ["asked", "point", "parted"]),
    ("?standing=agreed", ["agreed"]),
    ("?awaited=SN", ["asked"]),
    ("?awaited=AV", []),
    ("?agenda=reached", ["agreed"]),
    ("?agenda=not-reached", ["parted"]),
    ("?agenda=no-record", ["asked", "point"]),
    ("?round=R2", ["asked", "parted"]),
    ("?from=R2&to=R2", ["asked", "parted"]),
    ("?from=R3", ["point"]),
    ("?from=2024-02-11", ["point"]),
    ("?to=2024-01", ["agreed"]),
    ("?from=talks/R1", ["point"]),
    ("?text=nuclear+COMMAND", ["agreed"]),
    ("?text=%E6%8C%87%E6%8C%A5", ["agreed"]),
    ("?text=%22command+nuclear%22", []),
    ("?text=r3-c1", ["point"]),
    ("?mark=open-list", ["asked"]),
    ("?mark=sub-point&mark=open-list", ["asked", "point"]),
    ("?mark=review", []),
)


@ON_SQLITE
def test_an_address_narrows_the_register(read, four):
    for query, expected in NARROWED:
        page = read(query)

        assert refs(page) == [four[name].ref for name in expected], query
        assert bool(query) == bool(page.select(".chip"))


UNKNOWN = (
    ("?topic=ZZ", None, "Topic: “ZZ” is not known here"),
    ("?standing=settled", None, "Standing: “settled” is not known here"),
    ("?group=W9", None, "Working group: “W9” is not known here"),
    ("?from=R9", "from", "“R9” is neither a round on record here nor a date."),
    ("?to=talks/R9", "to", "“talks/R9” is neither a round on record here nor a date."),
    ("?from=R3&to=R1", "to", "This is before the start of the range."),
    ("?since=lately", "since", "Write a date (2024-02-12), a round (R9), or “report”."),
    ("?since=report", "since", "No dated interim report is on record here."),
    ("?standng=agreed", None, "The address asks for “standng”, which means nothing here."),
    ("?after=R9-C9", None, "“R9-C9” is no item of this list: it begins at its start."),
)


@ON_SQLITE
def test_what_an_address_says_that_is_not_known_is_said_to_be_unknown(read, four):
    for query, field, said in UNKNOWN:
        page = read(query)

        assert said in words(page.main)
        if field:
            typed = page.select_one(f"#filter-{field}")
            assert typed["aria-invalid"] == "true"
            assert said in words(page.select_one(f"#{typed['aria-describedby']}"))
        # A range that ends before it starts holds nothing, and what is new since nobody knows when
        # is not all there is; what else is unknown narrows nothing.
        is_empty = "to=R1" in query or "since=" in query
        assert len(refs(page)) == (0 if is_empty else len(EVERY))


@ON_SQLITE
def test_of_a_day_that_cannot_be_read_nothing_is_shown(read, four):
    page = read("?as_of=R9&standing=agreed")

    assert not refs(page)
    assert not counts(page)
    assert page.select_one("#filter-as_of")["aria-invalid"] == "true"


def test_each_facet_is_counted_under_all_the_other_filters(read, four):
    page = read("?standing=agreed&topic=UP")

    found = counts(page)
    assert refs(page) == [four["agreed"].ref]
    # Under the topic alone; zero is zero.
    assert found["Standing"]["Agreed text"] == 1
    assert found["Standing"]["Diverging"] == 1
    assert found["Standing"]["Awaiting"] == 1
    assert found["Standing"]["Withdrawn"] == 0
    # Under the standing alone.
    assert {value.split()[0]: n for value, n in found["Topic"].items()} == {"UP": 1, "LOW": 1}
    # Under both.
    assert found["Kind"]["Consensus"] == 1
    assert found["Kind"]["Divergence"] == 0
    assert found["Government agenda"] == {
        "Reached": 1, "Recorded as not reached": 0, "No record": 0,
    }  # fmt: skip
    assert found["Round"] == {
        "Round 3: R3": 0, "Round 2: R2": 0, "Round 1: R1": 1, "No round": 0,
    }  # fmt: skip


@ON_SQLITE
def test_each_count_leads_to_as_many_items(read, four):
    page = read("?topic=UP&mode=list")
    followed = 0

    for facet, values in counts(page).items():
        # Following one of a facet in force adds it to those chosen.
        for value, number in values.items() if facet != "Topic" else ():
            if number or followed == 0:
                url = link(page, facet, value)
                assert len(refs(read(url.removeprefix("/here/consensus")))) == number, url
                followed += 1

    assert followed > 10


@ON_SQLITE
def test_a_chip_takes_its_filter_away_and_no_other(read, four):
    page = read("?standing=agreed&standing=awaiting&topic=UP&text=nuclear&since=2023&mode=reading")

    chips = {words(chip): str(chip["href"]) for chip in page.select(".chip")}
    taken = chips["Remove the filter Standing: Agreed text ×"]

    assert "standing=awaiting" in taken
    assert "standing=agreed" not in taken
    for kept in ("topic=UP", "text=nuclear", "since=2023", "mode=reading"):
        assert kept in taken
    assert len(chips) == 5
    assert page.select_one(".chips .clear")["href"] == "/here/consensus"


@ON_SQLITE
def test_what_the_form_does_not_hold_is_kept_when_it_is_sent(read, four):
    page = read("?standing=agreed&topic=UP&text=nuclear&after=R1-C1&mode=reading")

    hidden = [(one["name"], one["value"]) for one in page.select(".filters [type=hidden]")]
    assert hidden == [("standing", "agreed"), ("topic", "UP"), ("mode", "reading")]
    assert page.select_one("#filter-text")["value"] == "nuclear"


@ON_SQLITE
def test_in_reading_mode_what_does_not_match_stands_back_and_says_so(read, four):
    page = read("?mode=reading&standing=agreed")

    assert refs(page) == [four[name].ref for name in EVERY]
    assert matching(page) == [four["agreed"].ref]
    other = page.select_one(f"#{four['parted'].ref}")
    assert "does not match" in words(other)
    assert "Two views." in words(other)
    assert words(page.select_one(".tally")) == "1–4 of 4 items; 1 matches"
    assert "standing=agreed" in page.select_one(".modes a")["href"]


@ON_SQLITE
def test_a_sub_point_stands_under_its_item_and_an_open_list_says_so(read, four):
    page = read()

    above = page.select_one(f"#{four['asked'].ref}")
    below = page.select_one(f"#{four['point'].ref}")
    assert "including, but not limited to" in words(above)
    assert above.find_next_sibling("tr") == below
    assert "depth-1" in below["class"]
    # Alone, it says whose it is.
    alone = read("?mark=sub-point").select_one(f"#{four['point'].ref}")
    assert not alone.get("class")
    assert f"Sub-point of {four['asked'].ref}" in words(alone)


@ON_SQLITE
def test_the_items_of_a_working_group_are_those_of_its_meetings_and_its_origin(
    read, make, db, here, four
):
    met = make.round(
        dialogue=here, ref="wg", happened="2024-05", number=None,
        round_kind=RoundKind.WORKING_GROUP,
    )  # fmt: skip
    there = make.consensus_item(meeting=met)
    group = make.working_group(dialogue=here, origin=four["asked"], meetings=[met])

    page = read(f"?group={group.ref}")

    assert refs(page) == [there.ref, four["asked"].ref]


@ON_SQLITE
def test_on_an_official_track_nobody_asks_for_a_government_agenda(browser, make, lead, four):
    talks = make.db.scalars(sa.select(Dialogue).where(Dialogue.slug == "talks")).one()
    make.consensus_item(dialogue=talks)

    page = browser.as_(lead).get("/talks/consensus?agenda=no-record")

    assert counts(page).get("Government agenda") == {}
    assert "Government agenda: “no-record” is not known here" in words(page.main)
    assert "government agenda" not in words(page.select_one(".saved"))


@ON_SQLITE
def test_what_may_not_be_read_is_in_no_count(browser, make, here, four, author, reader):
    make.membership(user=reader, dialogue=here, role=Role.READER)
    make.consensus_item(
        meeting=None, dialogue=here, disclosure=Disclosure.SECRETARIAT, happened="2024-01-01",
        item_kind=ItemKind.COMMITMENT, parent_id=four["asked"].id, text="Hidden words.",
    )  # fmt: skip
    page = browser.as_(reader).get("/here/consensus?mode=reading&kind=commitment")

    assert len(refs(page)) == 4
    assert counts(page)["Kind"]["Commitment"] == 0
    assert counts(page)["Round"]["No round"] == 0
    assert "Hidden" not in page.text
    # The talks are not theirs to read: for them there is no record, and no meeting of that name.
    agenda = counts(browser.get("/here/consensus"))["Government agenda"]
    assert agenda == {"Reached": 0, "Recorded as not reached": 0, "No record": 4}
    hidden = browser.get("/here/consensus?from=talks/R1")
    assert "neither a round on record here nor a date" in words(hidden.main)
