"""Gaps in a dialogue's own record: what it did not pass on, close, confirm or move."""

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.actions.models import Action, ActionOwner, ActionStatus
from app.consensus.models import ConsensusItem, ItemKind, Position, Wording
from app.consensus.standing import Standing, standings_of_dialogue
from app.gaps.hits import Hit
from app.gaps.look import Agenda, Look, Meeting
from app.handovers.models import Direction, Handover, HandoverKind
from app.localized import EMPTY
from app.matters.passing import not_handed_over
from app.partial_date import PartialDate
from app.records.models import Document
from app.rounds.models import RoundKind, RoundStatus, TopicFormat, TopicResult
from app.rules import _
from app.trace.models import LinkKind

# A topic with one of these was on the agenda and was not dealt with.
NOT_DEALT_WITH = (TopicResult.DEFERRED, TopicResult.NOT_REACHED)
DONE = ActionStatus.DONE

UNDATED = _("no acknowledgement and no reply is on record, nor when it was handed over")


def consensus_not_handed_over(look: Look) -> Iterator[Hit]:
    """Agreed text that is meant for governments, after which talks came or are planned, and of
    which nothing tells that it came to one."""
    # Talks held on a day that is not known may have been before; those to come are not.
    talks = sorted(
        (_earliest(one, look.today), one.id)
        for one in look.meetings.values()
        if look.is_talks(one) and (one.happened or not one.is_held)
    )
    if look.dialogue.id not in look.unofficial or not talks:
        return
    stands = standings_of_dialogue(look.dialogue.id)
    agreed = sa.select(stands.c.item_id).where(stands.c.standing == Standing.AGREED)
    kept = not_handed_over(look.db, ConsensusItem.id.in_(agreed))
    for item_id in sorted(kept & look.items.keys()):
        said = look.items[item_id].happened
        # What was agreed on a day that is not known may be younger than all talks held.
        last = min(said.last_day, look.today) if said else look.today
        after = bisect_right(talks, (last, sys.maxsize))
        if after < len(talks):
            yield Hit((item_id,), said, also=(talks[after][1],))


def _earliest(meeting: Meeting, today: date) -> date:
    """The first day that it can mean; of what is still to come, none that has passed."""
    day = meeting.happened
    if day is None:
        return date.max
    is_to_come = not meeting.is_held and day.last_day >= today
    return max(day.first_day, today + timedelta(days=1)) if is_to_come else day.first_day


def handovers_unacknowledged(look: Look) -> Iterator[Hit]:
    """To a government; neither acknowledged nor answered, and its reply is due or N days passed.

    Where neither day is known, it is not known that it is early.
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
        is_late = look.is_older(day, look.limits.reply_days) or look.is_older(due, 0)
        if is_late or (day is None and due is None):
            yield Hit(
                (id_,),
                day,
                {"days": look.limits.reply_days},
                "" if is_late else UNDATED,
                sides=frozenset({side_id} if side_id else ()),
            )


def reviews_that_led_to_nothing(look: Look) -> Iterator[Hit]:
    """Agenda topics that looked back on talks at a round held: no item under them, no wording of
    what they are linked with put there or later, no action from them, and no link that leads from
    them to an item or an action. "None needed" is a gap accepted."""
    acts = look.db.execute(
        sa.select(Action.id, Action.origin_id)
        .where(Action.dialogue_id == look.dialogue.id)
        .order_by(Action.id)
    ).all()
    led: set[int | None] = {item.agenda_topic_id for item in look.items.values()}
    led |= {origin_id for _id, origin_id in acts}
    results = {id_ for id_, _origin in acts} | look.items.keys()
    linked: dict[int, set[int]] = defaultdict(set)
    for one in look.claims:
        linked[one.later_id].add(one.earlier_id)
        linked[one.earlier_id].add(one.later_id)
        if one.later_id in results:
            led.add(one.earlier_id)
    reworded = _reworded(look)
    for topic in reviews_held(look):
        words = (word for id_ in linked[topic.id] for word in reworded.get(id_, ()))
        if topic.id not in led and not any(_not_before(word, topic) for word in words):
            yield Hit((topic.id,), topic.happened)


Reworded = tuple[int | None, PartialDate | None]


def _reworded(look: Look) -> dict[int, list[Reworded]]:
    """By item, at which round and when it was put in other words than its first."""
    found: dict[int, list[Reworded]] = defaultdict(list)
    rows = look.db.execute(
        sa.select(Wording.item_id, Wording.settled_at_id, Wording.happened)
        .join(ConsensusItem, ConsensusItem.id == Wording.item_id)
        .where(ConsensusItem.dialogue_id == look.dialogue.id, Wording.number > 1)
    )
    for item_id, meeting_id, happened in rows:
        meeting = look.meetings.get(meeting_id or 0)
        found[item_id].append((meeting_id, happened or (meeting.end if meeting else None)))
    return found


def _not_before(word: Reworded, topic: Agenda) -> bool:
    """Where either has no day on record, it cannot be said that the words came before."""
    meeting_id, day = word
    is_before = day and topic.happened and day.certainly_before(topic.happened)
    return meeting_id == topic.meeting_id or not is_before


def reviews_held(look: Look) -> list[Agenda]:
    """The agenda topics, dealt with at a round held, that looked back on talks."""
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
    """Divergences that were neither withdrawn nor replaced, whatever the sides say of them, on
    which neither a wording nor a position was put down since k rounds or more. Where one was, on
    no day on record, nobody can tell that it was not since."""
    held = sorted(
        one.end.first_day
        for one in look.meetings.values()
        if look.is_own(one) and one.is_held and one.kind is RoundKind.ROUND and one.end
    )
    moved = _moved(look)
    for item in look.items.values():
        if not look.is_own(item) or item.kind is not ItemKind.DIVERGENCE or item.id in look.ended:
            continue
        days = moved.get(item.id, set())
        known = [day for day in (item.happened, *days) if day]
        if known and None not in days:
            last = max(known, key=lambda day: day.last_day)
            rounds = len(held) - bisect_right(held, last.last_day)
            if rounds >= look.limits.rounds:
                yield Hit((item.id,), last, {"rounds": rounds})


def _moved(look: Look) -> dict[int, set[PartialDate | None]]:
    """By divergence, the days of its wordings and positions; None: of no day on record.

    A first wording without a day is of its item's, a side's first position of its wording's.
    """
    found: dict[int, set[PartialDate | None]] = defaultdict(set)
    of_divergences = (
        ConsensusItem.dialogue_id == look.dialogue.id,
        ConsensusItem.item_kind == ItemKind.DIVERGENCE,
    )
    words = (Wording.item_id, Wording.number, Wording.happened, Wording.settled_at_id)
    answers = (Position.item_id, Position.number, Position.happened, sa.null())
    for columns in (words, answers):
        item = ConsensusItem.id == columns[0]
        rows: Any = look.db.execute(
            sa.select(*columns).join(ConsensusItem, item).where(*of_divergences).distinct()
        )
        for item_id, number, happened, meeting_id in rows:
            meeting = look.meetings.get(meeting_id or 0)
            day = happened or (meeting.end if meeting else None)
            if day or number > 1:
                found[item_id].add(day)
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
