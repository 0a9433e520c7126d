"""Gaps in a dialogue's own record: what it did not pass on, close, confirm or move."""

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from app.actions.models import Action, ActionOwner, ActionStatus
from app.consensus.models import ConsensusItem, ItemKind, Level, Position, Wording
from app.consensus.standing import Standing, standings_of_dialogue
from app.gaps.hits import Hit
from app.gaps.look import Agenda, Look
from app.handovers.models import Direction, Handover, HandoverKind, HandoverWording
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.records.models import Document
from app.rounds.models import RoundKind, RoundStatus, TopicFormat, TopicResult
from app.trace.models import Basis, LinkKind

# Of these it is on record that they came to the governments, by whatever way.
ARRIVED = (LinkKind.RAISED, LinkKind.TAKEN_UP, LinkKind.PARTLY_TAKEN_UP, LinkKind.SET_ASIDE)
# A topic with one of these was on the agenda and was not dealt with.
NOT_DEALT_WITH = (TopicResult.DEFERRED, TopicResult.NOT_REACHED)
DONE = ActionStatus.DONE


def consensus_not_handed_over(look: Look) -> Iterator[Hit]:
    """Agreed text that is meant for governments: a recommendation, or preliminary consensus.

    Talks came after it or are planned, and no wording of it was handed to a government. One that
    is documented or reported to have come there is not missing.
    """
    # Talks held on a day that is not known may have been before; those to come are not.
    talks = sorted(
        (one.happened.first_day if one.happened else date.max, one.id)
        for one in look.meetings.values()
        if look.is_talks(one) and (one.happened or not one.is_held)
    )
    if look.dialogue.id not in look.unofficial or not talks:
        return
    arrived = {
        one.earlier_id
        for one in look.claims
        if one.kind in ARRIVED and one.basis is not Basis.INFERRED
    }
    passed = arrived | _handed_over(look)
    for item_id in _agreed_for_governments(look):
        said = look.items[item_id].happened
        # What was agreed on a day that is not known may be younger than all talks held.
        after = bisect_right(talks, (said.last_day if said else look.today, sys.maxsize))
        if item_id not in passed and after < len(talks):
            yield Hit((item_id,), said, also=(talks[after][1],))


def _handed_over(look: Look) -> set[int]:
    rows = look.db.scalars(
        sa.select(Wording.item_id)
        .join(HandoverWording, HandoverWording.wording_id == Wording.id)
        .join(Handover, Handover.id == HandoverWording.handover_id)
        .where(Handover.direction == Direction.TO_GOVERNMENT)
    )
    return set(rows)


def _agreed_for_governments(look: Look) -> list[int]:
    stands = standings_of_dialogue(look.dialogue.id)
    meant = sa.or_(
        ConsensusItem.item_kind == ItemKind.RECOMMENDATION,
        sa.and_(
            ConsensusItem.item_kind == ItemKind.CONSENSUS, ConsensusItem.level == Level.PRELIMINARY
        ),
    )
    return [
        id_
        for id_ in look.db.scalars(
            sa.select(ConsensusItem.id)
            .join(stands, stands.c.item_id == ConsensusItem.id)
            .where(stands.c.standing == Standing.AGREED, meant)
            .order_by(ConsensusItem.id)
        )
        if id_ in look.items
    ]


def handovers_unacknowledged(look: Look) -> Iterator[Hit]:
    """To a government; neither acknowledged nor answered, and its reply is due or N days passed.

    Where it is not known when it was handed over, it is not known that it is early.
    """
    rows = look.db.execute(
        sa.select(
            Handover.id, Handover.happened, Handover.reply_due, Handover.to_side_id,
            Handover.handover_kind, Handover.feedback, Handover.acknowledged_on, Handover.direction,
            Handover.answers_id,
        )
        .where(Handover.dialogue_id == look.dialogue.id)
        .order_by(Handover.id)
    ).all()  # fmt: skip
    answered = {row[-1] for row in rows}
    for id_, day, due, side_id, kind, feedback, acknowledged, direction, _answers in rows:
        if direction is not Direction.TO_GOVERNMENT or kind is HandoverKind.REPLY:
            continue
        if acknowledged or feedback or id_ in answered:
            continue
        if day is None or look.is_older(day, look.limits.reply_days) or look.is_older(due, 0):
            yield Hit(
                (id_,),
                day,
                {"days": look.limits.reply_days},
                sides=frozenset({side_id} if side_id else ()),
            )


def reviews_that_led_to_nothing(look: Look) -> Iterator[Hit]:
    """Agenda topics that looked back on talks at a round held: no item under them, no wording of
    what they are linked with put there, no action from them. "None needed" is a gap accepted."""
    reviews = _reviews_held(look)
    led: set[int | None] = {item.agenda_topic_id for item in look.items.values()}
    linked: dict[int, set[int]] = defaultdict(set)
    for one in look.claims:
        linked[one.later_id].add(one.earlier_id)
        linked[one.earlier_id].add(one.later_id)
    acted = look.db.scalars(
        sa.select(Action.origin_id)
        .where(Action.dialogue_id == look.dialogue.id, Action.origin_id.is_not(None))
        .distinct()
    )
    led |= set(acted)
    reworded: dict[int | None, set[int]] = defaultdict(set)
    rows = look.db.execute(
        sa.select(Wording.settled_at_id, Wording.item_id)
        .join(ConsensusItem, ConsensusItem.id == Wording.item_id)
        .where(
            ConsensusItem.dialogue_id == look.dialogue.id,
            Wording.number > 1,
            Wording.settled_at_id.is_not(None),
        )
    )
    for meeting_id, item_id in rows:
        reworded[meeting_id].add(item_id)
    for topic in reviews:
        if topic.id not in led and not linked[topic.id] & reworded[topic.meeting_id]:
            yield Hit((topic.id,), topic.happened)


def _reviews_held(look: Look) -> list[Agenda]:
    looked_back = {one.later_id for one in look.claims if one.kind is LinkKind.REVIEW}
    found = []
    for topic in look.agenda.values():
        meeting = look.meetings.get(topic.meeting_id or 0)
        is_review = topic.format is TopicFormat.REVIEW_OF_TALKS or topic.id in looked_back
        dealt_with = meeting and meeting.is_held and topic.result not in NOT_DEALT_WITH
        if look.is_own(topic) and is_review and dealt_with:
            found.append(topic)
    return found


def divergences_without_movement(look: Look) -> Iterator[Hit]:
    """Divergences that still stand, on which neither a wording nor a position was put down since
    k rounds or more. What moved them to no day on record is not counted as movement."""
    held = sorted(
        one.end.first_day
        for one in look.meetings.values()
        if look.is_own(one) and one.is_held and one.kind is RoundKind.ROUND and one.end
    )
    moved = _moved_last(look)
    for item in look.items.values():
        if not look.is_own(item) or item.kind is not ItemKind.DIVERGENCE or item.id in look.ended:
            continue
        days = [day for day in (item.happened, *moved.get(item.id, ())) if day]
        if days:
            last = max(days, key=lambda day: day.last_day)
            rounds = len(held) - bisect_right(held, last.last_day)
            if rounds >= look.limits.rounds:
                yield Hit((item.id,), last, {"rounds": rounds})


def _moved_last(look: Look) -> dict[int, list[PartialDate | None]]:
    found: dict[int, list[PartialDate | None]] = defaultdict(list)
    for kind in (Wording, Position):
        rows = look.db.execute(
            sa.select(kind.item_id, sa.func.max(kind.happened))
            .join(ConsensusItem, ConsensusItem.id == kind.item_id)
            .where(
                ConsensusItem.dialogue_id == look.dialogue.id,
                ConsensusItem.item_kind == ItemKind.DIVERGENCE,
            )
            .group_by(kind.item_id)
        )
        for item_id, day in rows:
            found[item_id].append(day)
    return found


def actions_closed_without_evidence(look: Look) -> Iterator[Hit]:
    """Done, and nothing tells how one can see it: neither words nor a paper attached to it."""
    papers = sa.select(Document.about_id).where(Document.about_id.is_not(None))
    proved = set(look.db.scalars(papers.distinct()))
    done = (Action.dialogue_id == look.dialogue.id, Action.status == DONE, Action.evidence == EMPTY)
    owned: dict[int, set[int]] = defaultdict(set)
    owners = (
        sa.select(ActionOwner.action_id, ActionOwner.side_id)
        .join(Action, Action.id == ActionOwner.action_id)
        .where(*done, ActionOwner.side_id.is_not(None))
    )
    for action_id, side_id in look.db.execute(owners):
        owned[action_id].add(side_id or 0)
    rows = look.db.execute(
        sa.select(Action.id, Action.closed_on, Action.happened).where(*done).order_by(Action.id)
    )
    for id_, closed_on, happened in rows:
        if id_ not in proved:
            yield Hit((id_,), closed_on or happened, sides=frozenset(owned[id_]))


def rounds_not_confirmed(look: Look) -> Iterator[Hit]:
    """Rounds of this dialogue that were held and whose minutes nobody confirmed."""
    for one in look.meetings.values():
        if look.is_own(one) and one.status is RoundStatus.HELD:
            yield Hit((one.id,), one.end)
