"""What is not known, or not to the day, is neither a gap nor the end of one."""

from datetime import date

import pytest

from app.consensus.models import ItemKind, Stance
from app.rounds.models import RoundKind, RoundStatus, TopicFormat
from app.trace.models import LinkKind
from tests.gaps.test_rules import Two

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def two(make):
    return Two(make)


@pytest.fixture
def divergence(two, make):
    """Three rounds were held after the first position on it."""
    for number, day in enumerate(("2024-10", "2024-11"), start=3):
        make.round(dialogue=two.here, number=number, happened=day, status=RoundStatus.CONFIRMED)
    item = make.consensus_item(meeting=two.before, item_kind=ItemKind.DIVERGENCE)
    make.position(wording=item.wordings[0], happened="2024-03-01", stance=Stance.OBJECTED)
    assert two.found("divergence-without-movement") == [item.ref]
    return item


@pytest.mark.parametrize("side", [0, 1])
def test_a_position_of_some_day_of_the_year_may_have_come_after_all_rounds(
    two, make, divergence, side
):
    make.position(
        wording=divergence.wordings[0],
        side=two.here.sides[side],
        happened="2024",
        stance=Stance.OBJECTED,
    )

    assert two.found("divergence-without-movement") == []


def test_a_wording_of_some_day_of_the_year_may_have_come_after_one_of_a_month(two, make):
    item = make.consensus_item(meeting=two.before, item_kind=ItemKind.DIVERGENCE)
    make.wording(item=item, happened="2024-02")
    assert two.found("divergence-without-movement", rounds=1) == [item.ref]

    make.wording(item=item, happened="2024")

    assert two.found("divergence-without-movement", rounds=1) == []


def test_a_divergence_reworded_on_no_day_on_record_is_not_said_to_stand_still(
    two, make, divergence
):
    make.wording(item=divergence)

    assert two.found("divergence-without-movement") == []


def test_a_wording_without_a_day_is_of_the_round_at_which_it_was_settled(two, make, divergence):
    make.wording(item=divergence, settled_at=two.before)
    assert two.found("divergence-without-movement") == [divergence.ref]

    make.wording(item=divergence, settled_at=two.after)

    assert two.found("divergence-without-movement") == []
    assert two.found("divergence-without-movement", rounds=2) == [divergence.ref]


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        ([{"happened": None}], True),
        ([{"happened": "2024"}], True),
        ([{"happened": "2024-05"}], False),
        ([{"happened": None, "number": 2}], True),
        ([{"happened": None, "number": 2}, {"happened": "2024-03", "number": 3}], False),
    ],
)
def test_a_meeting_of_no_day_on_record_may_have_kept_a_commitment(two, make, held, kept):
    forum = make.round(
        dialogue=two.there,
        number=None,
        ref="forum",
        round_kind=RoundKind.CONSULTATION,
        happened="2024-06-03",
    )
    item = make.consensus_item(
        meeting=forum, item_kind=ItemKind.COMMITMENT, title="Next", text="They meet again."
    )
    assert two.found("commitment-to-meet-not-kept") == [f"the-talks/{item.ref}"]

    for place, given in enumerate(held):
        numbered = {"number": None, "ref": f"later-{place}", **given}
        make.round(dialogue=two.there, **numbered)

    assert two.found("commitment-to-meet-not-kept") == ([] if kept else [f"the-talks/{item.ref}"])


@pytest.mark.parametrize("planned", ["2026", "2026-06", "2026-06-20"])
def test_talks_to_come_are_next_whatever_is_known_of_their_day(two, make, planned):
    agreed_at = make.round(dialogue=two.here, number=3, happened="2026-06-10")
    item = make.consensus_item(
        meeting=agreed_at, item_kind=ItemKind.RECOMMENDATION, endorsed_by_all=True
    )
    make.round(dialogue=two.there, number=2, happened=planned, status=RoundStatus.PLANNED)

    [gap] = two.gaps("consensus-not-handed-over", date(2026, 6, 12))

    assert (gap.at.ref, gap.records[-1].ref) == (item.ref, "R2")


def test_a_hand_over_of_no_day_on_record_is_due_by_its_own_day(two, make):
    make.handover(dialogue=two.here, reply_due="2027-01")
    late = make.handover(dialogue=two.here, reply_due="2025-11")
    undated = make.handover(dialogue=two.here)

    gaps = two.gaps("hand-over-unacknowledged")

    words = {gap.at.ref: str(gap.words) for gap in gaps}
    assert words.keys() == {late.ref, undated.ref}
    assert "30 days" in words[late.ref]
    assert "days" not in words[undated.ref]


@pytest.mark.parametrize("kind", [LinkKind.FOLLOWS_FROM, LinkKind.IMPLEMENTS])
def test_a_review_led_to_what_a_link_leads_to(two, make, kind):
    review = make.agenda_topic(meeting=two.after, format=TopicFormat.REVIEW_OF_TALKS)
    action = make.action(meeting=two.before)
    make.link(earlier=action, later=review, kind=LinkKind.FOLLOWS_FROM)
    assert two.found("review-led-to-nothing") == [review.ref]

    make.link(earlier=review, later=make.action(meeting=two.after), kind=kind)

    assert two.found("review-led-to-nothing") == []


def test_a_review_led_to_words_that_were_settled_later(two, make):
    item = make.consensus_item(meeting=two.before)
    review = make.agenda_topic(meeting=two.after, format=TopicFormat.REVIEW_OF_TALKS)
    make.link(earlier=item, later=review, kind=LinkKind.FOLLOWS_FROM)
    make.wording(item=item, happened="2024-02")
    assert two.found("review-led-to-nothing") == [review.ref]

    make.wording(item=item, happened="2024-12-01")

    assert two.found("review-led-to-nothing") == []
