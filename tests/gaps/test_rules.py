"""Each rule finds its gap, and none where the gap is mended."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level, Stance
from app.dialogues.models import Track
from app.gaps.finding import gaps_of
from app.gaps.look import Limits
from app.gaps.rules import BY_KEY, RULES
from app.handovers.models import Outcome
from app.rounds.models import RoundKind, RoundStatus, TopicFormat, TopicResult
from app.trace.models import Basis, LinkKind

TODAY = date(2026, 1, 1)
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Two:
    """A dialogue of Track II and one of governments, linked by what is documented."""

    def __init__(self, make):
        self.make = make
        self.here = make.dialogue(slug="track-two")
        self.there = make.dialogue(slug="the-talks", track=Track.GOVERNMENT)
        self.before = make.round(
            dialogue=self.here, number=1, happened="2024-01", status=RoundStatus.CONFIRMED
        )
        self.talks = make.round(dialogue=self.there, number=1, happened="2024-06-01")
        self.after = make.round(
            dialogue=self.here, number=2, happened="2024-09", status=RoundStatus.CONFIRMED
        )
        known = {"basis": Basis.DOCUMENTED}
        make.link(earlier=self.before, later=self.talks, **known)
        self.review = make.link(earlier=self.talks, later=self.after, kind=LinkKind.REVIEW, **known)

    def gaps(self, rule, today=TODAY, **limits):
        """Those of one rule."""
        self.make.db.flush()
        self.make.db.expire_all()
        gaps = gaps_of(self.make.db, self.here, today, limits=Limits(**limits))
        return [gap for gap in gaps if gap.rule is BY_KEY[rule]]

    def found(self, rule, **limits):
        """The keys of one rule's gaps, without its name."""
        return [gap.key.partition(":")[2] for gap in self.gaps(rule, **limits)]


@pytest.fixture
def two(make):
    return Two(make)


def test_a_loop_that_is_closed_and_confirmed_has_no_gap(two, db):
    assert gaps_of(db, two.here, TODAY) == []


def test_a_topic_of_talks_wants_groundwork_of_its_own(two, make):
    topic, other, procedure = (
        make.agenda_topic(meeting=two.talks, format=kind)
        for kind in (TopicFormat.DISCUSSION, TopicFormat.DISCUSSION, TopicFormat.PROCEDURE)
    )
    make.agenda_topic(meeting=make.round(dialogue=two.there, status=RoundStatus.CANCELLED))
    item = make.consensus_item(meeting=two.before)
    assert procedure.ref not in str(two.found("talks-topic-without-groundwork"))
    assert two.found("talks-topic-without-groundwork") == [
        f"the-talks/{topic.ref}",
        f"the-talks/{other.ref}",
    ]

    make.link(earlier=item, later=topic, kind=LinkKind.RAISED)
    outcome = make.consensus_item(agenda_topic=other)
    make.link(earlier=item, later=outcome, kind=LinkKind.TAKEN_UP)

    assert two.found("talks-topic-without-groundwork") == []


def test_a_topic_meant_by_a_hand_over_has_groundwork(two, make):
    topic = make.agenda_topic(meeting=two.talks)

    make.handover(dialogue=two.here, meant_for=topic)

    assert two.found("talks-topic-without-groundwork") == []


def test_a_topic_of_the_tree_counts_with_those_below_it(two, make):
    above = make.topic(code="ZZ")
    below = make.topic(code="ZZ-1", parent_id=above.id)
    sibling = make.topic(code="ZZ-2", parent_id=above.id)
    talked = make.agenda_topic(meeting=two.talks)
    talked.topics.extend([above, sibling])
    assert two.found("topic-on-no-unofficial-agenda") == ["ZZ", "ZZ-2"]

    ours = make.agenda_topic(meeting=two.after)
    ours.topics.append(below)

    assert two.found("topic-on-no-unofficial-agenda") == ["ZZ-2"]


def test_agreed_text_for_governments_is_handed_over(two, make):
    known = {"meeting": two.before, "endorsed_by_all": True}
    meant = make.consensus_item(item_kind=ItemKind.RECOMMENDATION, **known)
    preliminary = make.consensus_item(level=Level.PRELIMINARY, **known)
    make.consensus_item(level=Level.OPERATIONAL, **known)
    make.consensus_item(
        item_kind=ItemKind.RECOMMENDATION, meeting=two.before, positions={"AV": Stance.ENDORSED}
    )
    make.consensus_item(item_kind=ItemKind.RECOMMENDATION, endorsed_by_all=True, meeting=two.after)
    assert two.found("consensus-not-handed-over") == [meant.ref, preliminary.ref]

    make.handover(dialogue=two.here, wordings=meant.wordings)
    assert two.found("consensus-not-handed-over") == [preliminary.ref]

    make.round(dialogue=two.there, happened=None, status=RoundStatus.PLANNED)
    assert len(two.found("consensus-not-handed-over")) == 2


def test_a_hand_over_is_acknowledged_answered_or_early(two, make):
    known = {"dialogue": two.here, "happened": "2025-12-20"}
    make.handover(**known)
    late = make.handover(**known, reply_due="2025-12-24")
    answered, acknowledged, undated = (
        make.handover(dialogue=two.here, happened=day) for day in ("2025", "2025-11-01", None)
    )
    make.handover(dialogue=two.here, answers=answered, direction="from-government")
    acknowledged.acknowledged_on = acknowledged.happened

    assert two.found("hand-over-unacknowledged") == [late.ref, undated.ref]
    assert len(two.found("hand-over-unacknowledged", reply_days=5)) == 3


def test_talks_are_reviewed_by_more_than_an_inference(two, make):
    two.review.basis, two.review.rationale = Basis.INFERRED, "It looks like one."
    assert two.found("talks-without-review") == ["the-talks/R1"]
    assert two.found("talks-without-review", review_days=1000) == []
    [gap] = two.gaps("talks-without-review")
    assert "inferred alone" in str(gap.words)
    assert [one.ref for one in gap.records] == ["R1", "R2"]

    two.review.basis, two.review.reported_by = Basis.REPORTED, two.here.sides[0]
    assert two.found("talks-without-review") == []

    two.after.status = RoundStatus.CANCELLED
    assert two.found("talks-without-review") == ["the-talks/R1"]


def test_what_gave_a_mandate_and_what_prepared_talks_is_no_talks(two, make):
    summit, preliminary = (
        make.round(dialogue=two.there, round_kind=kind, number=None, ref=kind, happened="2023")
        for kind in (RoundKind.SUMMIT, RoundKind.PRELIMINARY)
    )
    make.agenda_topic(meeting=preliminary)
    assert two.found("talks-without-review") == ["the-talks/summit"]

    make.link(earlier=summit, later=two.talks, kind=LinkKind.MANDATE)

    assert two.found("talks-without-review") == []
    assert two.found("talks-topic-without-groundwork") == []


def test_an_outcome_is_looked_back_on_by_a_topic_or_an_item(two, make):
    outcomes = [make.consensus_item(meeting=two.talks) for _each in range(3)]
    make.link(earlier=outcomes[0], later=make.agenda_topic(meeting=two.after), kind=LinkKind.REVIEW)
    make.link(
        earlier=outcomes[1], later=make.consensus_item(meeting=two.after), kind=LinkKind.REFINES
    )
    make.link(earlier=outcomes[2], later=two.after, kind=LinkKind.REVIEW)

    assert two.found("outcome-without-review-item") == [f"the-talks/{outcomes[2].ref}"]


def test_a_review_leads_to_words_or_to_an_action(two, make):
    reviews = [
        make.agenda_topic(meeting=two.after, format=TopicFormat.REVIEW_OF_TALKS, result=result)
        for result in (None, None, None, TopicResult.NOT_REACHED)
    ]
    make.agenda_topic(meeting=two.after)
    outcome = make.consensus_item(meeting=two.before)
    make.link(earlier=outcome, later=reviews[2], kind=LinkKind.REVIEW)
    refs = [one.ref for one in reviews[:3]]
    assert two.found("review-led-to-nothing") == refs

    make.consensus_item(agenda_topic=reviews[0])
    make.action(meeting=two.after, origin=reviews[1])
    make.wording(item=outcome, settled_at=two.after)

    assert two.found("review-led-to-nothing") == []


def test_a_link_of_which_an_end_changed_is_suspect(two):
    two.talks.place = two.talks.title

    assert two.found("suspect-link") == ["R1,the-talks/R1:groundwork", "the-talks/R1,R2:review"]


def test_a_claim_rests_on_inference_only_where_nothing_better_is_there(two, make):
    item, outcome = (make.consensus_item(meeting=one) for one in (two.before, two.talks))
    make.link(earlier=item, later=outcome, kind=LinkKind.TAKEN_UP)
    make.link(earlier=item, later=make.consensus_item(meeting=two.after), kind=LinkKind.SUPERSEDES)
    make.link(earlier=two.before, later=two.talks, kind=LinkKind.FOLLOWS_FROM)

    assert two.found("inference-alone") == [f"{item.ref},the-talks/{outcome.ref}:taken-up"]


def test_a_divergence_moves_by_a_wording_or_a_position(two, make):
    item = make.consensus_item(meeting=two.before, item_kind=ItemKind.DIVERGENCE)
    assert two.found("divergence-without-movement", rounds=1) == [item.ref]
    assert two.found("divergence-without-movement", rounds=2) == []

    make.position(wording=item.wordings[0], happened="2024-09-20", stance=Stance.OBJECTED)

    assert two.found("divergence-without-movement", rounds=1) == []


def test_an_action_that_is_done_shows_it(two, make):
    known = {"meeting": two.before, "status": ActionStatus.DONE}
    bare, papered = make.action(**known), make.action(**known)
    make.action(**known, evidence="The list is on the table.")
    make.action(meeting=two.before, status=ActionStatus.DROPPED)
    make.document(meeting=two.before, about=papered)

    assert two.found("closed-without-evidence") == [bare.ref]


def test_a_round_that_was_held_is_confirmed(two, make):
    make.round(dialogue=two.here, number=3, status=RoundStatus.PLANNED)
    two.after.status = RoundStatus.HELD

    assert two.found("round-not-confirmed") == ["R2"]


def test_an_expectation_is_compared_after_the_talks(two, make):
    topic = make.agenda_topic(meeting=two.talks)
    side = two.there.sides[1]
    of_topic = make.expectation(record=topic, held_by=two.here, side=side)
    of_round = make.expectation(record=two.talks, held_by=two.here, side=side)
    make.expectation(record=two.talks, held_by=two.there)
    to_come = make.round(dialogue=two.there, status=RoundStatus.PLANNED)
    make.expectation(record=to_come, held_by=two.here, side=side)
    of_round.outcome = Outcome.MET

    assert two.found("expectation-never-compared") == [
        f"the-talks/{topic.ref}:SN.{of_topic.dimension}"
    ]


# The rule is one of words: what it reads is read in other tests, too.
@on_sqlite
@pytest.mark.parametrize(
    ("words", "later", "kept"),
    [
        ("A second round at an appropriate time.", {}, False),
        ("A second round.", {"round_kind": RoundKind.CONSULTATION, "number": None}, False),
        ("A second round.", {"number": 2}, True),
        ("They meet again.", {"round_kind": RoundKind.CONSULTATION, "number": None}, True),
        ("They meet again.", {"number": 2, "status": RoundStatus.POSTPONED}, False),
        ("They meet again.", {"number": 2, "status": RoundStatus.PLANNED}, False),
        (
            "They meet again.",
            {"number": 2, "happened": "2027", "status": RoundStatus.PLANNED},
            True,
        ),
        ("举行第二轮会谈。", {"round_kind": RoundKind.SUMMIT, "number": None}, False),
        ("Each side names a contact point.", {}, True),
    ],
)
def test_a_commitment_to_meet_is_kept_by_a_meeting_of_its_kind(two, make, words, later, kept):
    item = make.consensus_item(
        meeting=two.talks, item_kind=ItemKind.COMMITMENT, title="Next", text=words
    )
    if later:
        make.round(dialogue=two.there, **{"happened": "2025", "ref": "later-on", **later})

    found = two.found("commitment-to-meet-not-kept")

    assert found == ([] if kept else [f"the-talks/{item.ref}"])


def test_every_rule_of_the_issue_is_in_the_table():
    assert len(RULES) == len({rule.key for rule in RULES}) == 14
    exercised = set(re.findall(r'found\("([a-z-]+)"', Path(__file__).read_text()))
    assert exercised == {rule.key for rule in RULES}
