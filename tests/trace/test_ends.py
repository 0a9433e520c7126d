"""Which records a link may join, and which are offered for it."""

import pytest

from app.dialogues.models import Track
from app.records.models import RecordKind
from app.trace.ends import linkable_to, record_at
from app.trace.models import ENDS, LinkKind
from app.trace.steps import Direction

GOV, TRACK_II, ONE_FIVE, UN = (
    Track.GOVERNMENT,
    Track.TRACK_TWO,
    Track.TRACK_ONE_FIVE,
    Track.MULTILATERAL,
)
ROUND, TOPIC, ITEM = RecordKind.ROUND, RecordKind.AGENDA_TOPIC, RecordKind.CONSENSUS_ITEM
ACTION, PAPER, SESSION = RecordKind.ACTION, RecordKind.DOCUMENT, RecordKind.SESSION
HANDOVER, MATTER = RecordKind.HANDOVER, RecordKind.MATTER


@pytest.mark.parametrize(
    ("kind", "earlier", "later", "allowed"),
    [
        (LinkKind.MANDATE, (ROUND, GOV), (ROUND, TRACK_II), True),
        (LinkKind.MANDATE, (PAPER, UN), (ROUND, GOV), True),
        (LinkKind.MANDATE, (ROUND, TRACK_II), (ROUND, GOV), False),
        (LinkKind.GROUNDWORK, (ROUND, TRACK_II), (ROUND, GOV), True),
        (LinkKind.GROUNDWORK, (ROUND, ONE_FIVE), (ROUND, TRACK_II), True),
        (LinkKind.GROUNDWORK, (ROUND, TRACK_II), (ROUND, TRACK_II), False),
        (LinkKind.REVIEW, (TOPIC, GOV), (SESSION, TRACK_II), True),
        (LinkKind.REVIEW, (ROUND, GOV), (ROUND, GOV), False),
        (LinkKind.RAISED, (ITEM, TRACK_II), (TOPIC, GOV), True),
        (LinkKind.RAISED, (ITEM, TRACK_II), (ROUND, GOV), False),
        (LinkKind.RAISED, (ITEM, TRACK_II), (TOPIC, TRACK_II), False),
        (LinkKind.TAKEN_UP, (ITEM, TRACK_II), (ITEM, GOV), True),
        (LinkKind.TAKEN_UP, (ITEM, ONE_FIVE), (PAPER, UN), True),
        (LinkKind.TAKEN_UP, (ITEM, GOV), (ITEM, TRACK_II), False),
        (LinkKind.PARTLY_TAKEN_UP, (PAPER, TRACK_II), (TOPIC, GOV), True),
        (LinkKind.PARTLY_TAKEN_UP, (ROUND, TRACK_II), (TOPIC, GOV), False),
        (LinkKind.SET_ASIDE, (ITEM, TRACK_II), (ROUND, GOV), True),
        (LinkKind.SET_ASIDE, (ITEM, TRACK_II), (ACTION, GOV), False),
        (LinkKind.REFINES, (ITEM, TRACK_II), (ITEM, TRACK_II), True),
        (LinkKind.REFINES, (ITEM, GOV), (ITEM, TRACK_II), True),
        (LinkKind.REFINES, (TOPIC, TRACK_II), (ITEM, TRACK_II), False),
        (LinkKind.SUPERSEDES, (ITEM, TRACK_II), (ITEM, TRACK_II), True),
        (LinkKind.SUPERSEDES, (ITEM, TRACK_II), (ITEM, GOV), False),
        (LinkKind.IMPLEMENTS, (ITEM, GOV), (ACTION, GOV), True),
        (LinkKind.IMPLEMENTS, (ACTION, GOV), (ROUND, GOV), True),
        (LinkKind.IMPLEMENTS, (PAPER, GOV), (ACTION, GOV), False),
        (LinkKind.FOLLOWS_FROM, (PAPER, UN), (ACTION, TRACK_II), True),
        (LinkKind.MANDATE, (ROUND, GOV), (HANDOVER, TRACK_II), True),
        (LinkKind.REVIEW, (ROUND, GOV), (HANDOVER, TRACK_II), True),
        (LinkKind.RAISED, (HANDOVER, TRACK_II), (TOPIC, GOV), False),
        (LinkKind.FOLLOWS_FROM, (ROUND, GOV), (MATTER, TRACK_II), False),
        (LinkKind.REVIEW, (MATTER, GOV), (ROUND, TRACK_II), False),
    ],
)
def test_a_kind_of_link_joins_certain_records(kind, earlier, later, allowed):
    assert ENDS[kind].allows(*earlier, *later) is allowed


def test_every_kind_of_link_states_its_ends():
    assert set(ENDS) == set(LinkKind)


def test_records_of_other_dialogues_are_offered_first_then_the_nearest_in_time(db, make):
    here = make.dialogue()
    talks = make.dialogue(track=Track.GOVERNMENT)
    record = make.round(dialogue=here, happened="2025-06-15")
    own = make.round(dialogue=here, happened="2025-06-10")
    undated = make.round(dialogue=talks, happened=None)
    far = make.round(dialogue=talks, happened="2023")
    near = make.round(dialogue=talks, happened="2025-04")

    offered = linkable_to(db, record, direction=Direction.FROM)

    assert list(offered) == [near, far, undated, own]


@pytest.mark.parametrize(
    ("direction", "happened", "offered"),
    [
        (Direction.FROM, "2025-06-15", True),
        (Direction.FROM, "2025-06-16", False),
        (Direction.FROM, "2025-06", True),
        (Direction.FROM, "2025-07", False),
        (Direction.FROM, "2025", True),
        (Direction.FROM, None, True),
        (Direction.TO, "2025-06-15", True),
        (Direction.TO, "2025-06-14", False),
        (Direction.TO, "2025-06", True),
        (Direction.TO, "2025-05", False),
        (Direction.TO, "2025", True),
        (Direction.TO, "2024", False),
        (Direction.TO, None, True),
    ],
)
def test_nothing_is_offered_that_certainly_happened_on_the_wrong_side(
    db, make, direction, happened, offered
):
    record = make.round(happened="2025-06-15")
    other = make.round(happened=happened)

    assert (other in linkable_to(db, record, direction=direction)) is offered


def test_the_list_of_candidates_is_narrowed_by_words_of_title_or_reference(db, make):
    record = make.round(happened="2025-06-15")
    found = make.consensus_item(
        meeting=make.round(), title={"en": "Human control", "zh-Hans": "人类控制"}
    )
    make.consensus_item(meeting=make.round(), title="Test ranges of 100%")

    def refs(text):
        return list(linkable_to(db, record, direction=Direction.FROM, text=text))

    assert refs("human CONTROL") == [found]
    assert refs("人类") == [found]
    assert refs("R1-C human") == [found]
    assert len(refs("100%")) == 1
    assert refs("0_%") == []


@pytest.mark.parametrize(
    "address",
    ["harbour-talks/R1", "/harbour-talks/R1", "https://here.example/harbour-talks/R1?x=1#y"],
)
def test_a_record_is_found_by_its_address(db, make, address):
    harbour = make.dialogue(slug="harbour-talks")
    record = make.round(dialogue=harbour)
    elsewhere = make.dialogue()

    assert record_at(db, address, dialogue=elsewhere) is record
    assert record_at(db, "R1", dialogue=harbour) is record
    assert record_at(db, "R1", dialogue=elsewhere) is None
