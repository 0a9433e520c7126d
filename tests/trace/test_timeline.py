"""How the rounds of a dialogue are drawn."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.rounds.models import RoundStatus
from app.trace.models import Basis, LinkKind
from app.trace.queries import timeline_of
from app.trace.steps import RoundLink, Timeline, TimelineRound
from app.trace.timeline import timeline_picture
from tests.trace.drawn import TRACKS, check_places, dates, node

TODAY = date(2025, 6, 15)


def a_round(number, happened=None, *, status=RoundStatus.HELD, dialogue="harbour"):
    each = node(number, happened=happened, dialogue=dialogue)
    return TimelineRound(node=each, status=status)


def a_timeline(*rounds, links=()):
    dialogues = tuple(
        Dialogue(slug=slug, track=TRACKS[slug], name=LocalizedText({"en": slug.title()}))
        for slug in TRACKS
    )
    return Timeline(dialogues=dialogues, rounds=rounds, links=tuple(links))


def across(*rounds, links=(), today=TODAY):
    return timeline_picture(a_timeline(*rounds, links=links), today=today, locale="en", label=str)


def order(picture):
    return [box.node.ref for box in sorted(picture.boxes, key=lambda box: box.x)]


def test_rounds_without_dates_stand_in_order_before_the_first_dated_later_one():
    picture = across(a_round(9, "2024-02"), *(a_round(n) for n in (8, 1, 3, 2)), a_round(10))

    assert order(picture) == ["R1", "R2", "R3", "R8", "R9", "R10"]
    assert [tick.words for tick in picture.ticks] == [None, "February 2024", None]


@given(
    st.lists(
        st.builds(
            a_round,
            st.integers(1, 500),
            dates,
            status=st.sampled_from(RoundStatus),
            dialogue=st.sampled_from(list(TRACKS)),
        ),
        max_size=40,
        unique_by=lambda each: each.node.id,
    )
)
def test_a_round_without_a_date_is_never_given_one(rounds):
    picture = across(*rounds)

    check_places(picture)
    assert picture.left_out + len(picture.boxes) == len(rounds)
    dated = {}
    for box in picture.boxes:
        assert box.is_hollow == (box.node.happened is None)
        if box.node.happened:
            dated[box.x] = box.node.happened
    assert [dated[x] for x in sorted(dated)] == sorted(dated.values())
    for box in picture.boxes:
        if box.is_hollow:
            assert box.x not in dated


def test_today_stands_between_what_was_held_and_what_is_planned():
    picture = across(
        a_round(1, "2024-01"),
        a_round(2),
        a_round(3, "2025-06"),
        a_round(4, status=RoundStatus.PLANNED),
        a_round(5, "2025-07", status=RoundStatus.PLANNED),
    )

    places = {box.node.ref: box for box in picture.boxes}
    assert places["R3"].right < picture.today.x < places["R4"].x


def test_a_round_that_did_not_simply_take_place_says_so():
    [box] = across(a_round(1, "2024", status=RoundStatus.CANCELLED)).boxes

    assert box.words == "cancelled"


def test_links_of_rounds_are_drawn_between_their_lanes():
    link = RoundLink(
        earlier_id=1,
        later_id=2,
        kinds=(LinkKind.GROUNDWORK, LinkKind.RAISED),
        basis=Basis.REPORTED,
        count=3,
    )

    picture = across(a_round(1, "2024"), a_round(2, "2025", dialogue="talks"), links=[link])

    [edge] = picture.edges
    assert edge.title == "R1 → talks/R2: groundwork, raised ×3 – reported"
    assert edge.basis is Basis.REPORTED


def test_a_dialogue_without_rounds_is_an_empty_lane():
    picture = across()

    assert not picture.boxes
    assert picture.today is None
    assert len(picture.lanes) == 3


@pytest.mark.parametrize(
    ("basis", "kinds", "title"),
    [
        (Basis.INFERRED, (LinkKind.TAKEN_UP,), "R1 → R2: inferred ×2"),
        (
            Basis.INFERRED,
            (LinkKind.GROUNDWORK, LinkKind.RAISED),
            "R1 → R2: groundwork ×2 – inferred",
        ),
        (Basis.DOCUMENTED, (LinkKind.TAKEN_UP,), "R1 → R2: taken-up ×2 – documented"),
    ],
)
def test_a_line_of_what_is_inferred_claims_no_uptake(basis, kinds, title):
    link = RoundLink(earlier_id=1, later_id=2, kinds=kinds, basis=basis, count=2)

    picture = across(a_round(1, "2024-02"), a_round(2, "2024-10"), links=[link])

    assert [edge.title for edge in picture.edges] == [title]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_several_links_of_two_rounds_claim_no_more_than_the_weakest(db, make):
    link = make.link(basis=Basis.DOCUMENTED)
    item = make.consensus_item(meeting=link.earlier)
    make.link(earlier=item, later=link.later, kind=LinkKind.TAKEN_UP)

    [drawn] = timeline_of(db, link.earlier.dialogue).links

    assert (drawn.basis, drawn.count) == (Basis.INFERRED, 2)
