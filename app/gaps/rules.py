"""The rules by which gaps are found, as data: one table, the same for every page and file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.gaps import claims, grounds, meeting_again, own, talks
from app.gaps.hits import Hit
from app.gaps.look import Look
from app.matters.models import Stage
from app.rules import _


class Place(StrEnum):
    """Where a gap is mended."""

    NEW_LINK_FROM = "new-link-from"
    NEW_LINK_TO = "new-link-to"
    LINK = "link"
    PLAN = "plan"
    HAND_OVER = "hand-over"
    CONFIRM = "confirm"
    ACTION_FROM = "action-from"
    REPORT_ON = "report-on"
    NEW_ROUND = "new-round"
    NEW_WORDING = "new-wording"
    ACKNOWLEDGE = "acknowledge"
    OUTCOME = "outcome"


# Told apart by what it is: thousands of gaps are sorted by their rules.
@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. `key` names it for ever.

    `words` name the gap, `looked_at` says in what it is looked for, `says` what is missing in one
    place (filled from what the query found), `cure` what mends it and `place` where. `stage` is
    the station of the loop that stays open; None: of no station. `find` is the query: a fixed
    number of statements; `has_ground` says whether there is anything to look in.
    """

    key: str
    words: str
    looked_at: str
    says: str
    cure: str
    place: Place
    stage: Stage | None
    find: Callable[[Look], Iterator[Hit]]
    has_ground: Callable[[Look], bool]


RULES = (
    Rule(
        "talks-topic-without-groundwork",
        _("Talks topic without groundwork"),
        _("agenda topics of talks, held or planned"),
        _("nothing of an unofficial track is on record as leading to it"),
        _("Link what prepared it."),
        Place.NEW_LINK_FROM,
        Stage.GROUNDWORK,
        talks.topics_without_groundwork,
        grounds.topics,
    ),
    Rule(
        "topic-on-no-unofficial-agenda",
        _("Topic on no agenda of an unofficial track"),
        _("topics of the tree on an agenda of talks"),
        _(
            "%(code)s %(topic)s was on an agenda of talks, and is on no agenda on record of an "
            "unofficial track"
        ),
        _("Put it on the agenda of a round."),
        Place.PLAN,
        Stage.GROUNDWORK,
        talks.topics_on_no_unofficial_agenda,
        grounds.classified_topics,
    ),
    Rule(
        "consensus-not-handed-over",
        _("Consensus for governments, not handed over before the next talks"),
        _("agreed recommendations and preliminary consensus with talks after them"),
        _("agreed, and no hand-over of it is on record; the next talks: %(refs)s"),
        _("Record the hand-over."),
        Place.HAND_OVER,
        Stage.TALKS,
        own.consensus_not_handed_over,
        grounds.text_for_governments,
    ),
    Rule(
        "hand-over-unacknowledged",
        _("Hand-over unacknowledged"),
        _("hand-overs to a government"),
        _("no acknowledgement and no reply is on record after %(days)d days, or by when it is due"),
        _("Record what came back."),
        Place.ACKNOWLEDGE,
        Stage.TALKS,
        own.handovers_unacknowledged,
        grounds.handovers,
    ),
    Rule(
        "talks-without-review",
        _("Talks without a review held or planned"),
        _("talks held longer ago than the days given"),
        _("%(days)d days after: no review is on record as held or planned"),
        _("Link the review, or plan one."),
        Place.NEW_LINK_TO,
        Stage.REVIEW,
        talks.talks_without_review,
        grounds.talks_long_ago,
    ),
    Rule(
        "outcome-without-review-item",
        _("Talks outcome without a review item"),
        _("items of talks held longer ago than the days given"),
        _(
            "%(days)d days after: no topic or item of an unofficial track is on record as looking "
            "back on it"
        ),
        _("Link what reviewed it, or put it on an agenda."),
        Place.NEW_LINK_TO,
        Stage.REVIEW,
        talks.outcomes_without_review_item,
        grounds.outcomes_long_ago,
    ),
    Rule(
        "review-led-to-nothing",
        _("Review item that led to nothing"),
        _("agenda topics of rounds held that review talks"),
        _(
            "no change of wording and no action from it is on record, and it is not said that none "
            "is needed"
        ),
        _("Assign an action or record an item; or accept it: none needed."),
        Place.ACTION_FROM,
        Stage.IMPLEMENTATION,
        own.reviews_that_led_to_nothing,
        grounds.reviews,
    ),
    Rule(
        "suspect-link",
        _("Suspect link"),
        _("links of this dialogue"),
        _("%(claim)s: an end changed since the link was last looked at"),
        _("Say whether it still holds."),
        Place.LINK,
        Stage.IMPLEMENTATION,
        claims.suspect_links,
        grounds.links,
    ),
    Rule(
        "inference-alone",
        _("Claim resting on inference alone"),
        _("links of this dialogue"),
        _("%(claim)s: inferred alone, neither documented nor reported (%(because)s)"),
        _("Find a source, or a side that reports it."),
        Place.LINK,
        Stage.IMPLEMENTATION,
        claims.claims_resting_on_inference,
        grounds.links,
    ),
    Rule(
        "divergence-without-movement",
        _("Divergence carried over without movement"),
        _("divergences of this dialogue that still stand"),
        _("no wording and no position is on record since; %(rounds)d rounds held"),
        _("Take it up again, or withdraw it."),
        Place.NEW_WORDING,
        Stage.GROUNDWORK,
        own.divergences_without_movement,
        grounds.divergences,
    ),
    Rule(
        "closed-without-evidence",
        _("Action closed without evidence"),
        _("actions of this dialogue that are done"),
        _("done, and nothing on record shows it"),
        _("Say how one can see that it is done."),
        Place.REPORT_ON,
        Stage.IMPLEMENTATION,
        own.actions_closed_without_evidence,
        grounds.actions_done,
    ),
    Rule(
        "round-not-confirmed",
        _("Round not confirmed"),
        _("rounds of this dialogue that were held"),
        _("held, and its minutes are not confirmed"),
        _("Confirm the minutes."),
        Place.CONFIRM,
        None,
        own.rounds_not_confirmed,
        grounds.rounds_held,
    ),
    Rule(
        "expectation-never-compared",
        _("Expectation never compared"),
        _("expectations of talks that were held"),
        _("what %(side)s expected (%(dimension)s) was not compared with what came of the talks"),
        _("Say whether it was met."),
        Place.OUTCOME,
        Stage.TALKS,
        talks.expectations_never_compared,
        grounds.expectations,
    ),
    Rule(
        "commitment-to-meet-not-kept",
        _("Commitment to meet not kept"),
        _("commitments whose words speak of a meeting"),
        _("a commitment on record; no such meeting after it is on record as held or planned"),
        _("Log the round, or plan it."),
        Place.NEW_ROUND,
        Stage.TALKS,
        meeting_again.commitments_to_meet_not_kept,
        grounds.commitments_to_meet,
    ),
)  # fmt: skip
BY_KEY = {rule.key: rule for rule in RULES}


def groundless(look: Look) -> frozenset[Rule]:
    """The rules of whose kind nothing is on record."""
    return frozenset(rule for rule in RULES if not rule.has_ground(look))
