"""Commitments to meet, and whether a meeting came of them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.consensus.models import ConsensusItem, ItemKind, Wording
from app.gaps.hits import Hit
from app.gaps.look import Item, Look, Meeting
from app.partial_date import PartialDate
from app.rounds.models import RoundKind, RoundStatus
from app.trace.models import LinkKind

LEADS_TO_A_MEETING = (LinkKind.MANDATE, LinkKind.IMPLEMENTS, LinkKind.FOLLOWS_FROM)

# Nothing on record marks a commitment to meet as one, but its words. Where they say of which kind
# the meeting is to be, one of another kind does not keep it.
OF_A_KIND = {
    RoundKind.ROUND: re.compile(r"\brounds?\b|轮|輪", re.IGNORECASE),
    RoundKind.CONSULTATION: re.compile(r"\bconsultations?\b|磋商", re.IGNORECASE),
    RoundKind.SUMMIT: re.compile(r"\bsummits?\b|峰会|峰會", re.IGNORECASE),
}
MEET = re.compile(
    r"\b(?:re)?conven(?:e|ing)\b|\bmeet(?:s|ings?)?\b|\btalks\b|会晤|会谈|会议|會晤|會談|會議",
    re.IGNORECASE,
)
Candidates = Mapping[int, Mapping[RoundKind, Collection[Meeting]]]


def commitments_to_meet_not_kept(look: Look) -> Iterator[Hit]:
    """Commitments whose words speak of a meeting, after which none was held nor is planned.

    Where it cannot be told what came after, it is not said that nothing did.
    """
    kept = {
        one.earlier_id
        for one in look.claims
        if one.kind in LEADS_TO_A_MEETING and _is_on(look, look.meetings.get(one.later_id))
    }
    settled, candidates = kept | look.ended, _candidates(look)
    for item_id, kinds in speaks_of_meeting(look):
        item = look.items.get(item_id)
        if item is None or item.happened is None or item_id in settled:
            continue
        by_kind = candidates[item.dialogue_id]
        after = (one for kind in kinds or RoundKind for one in by_kind.get(kind, ()))
        if not any(_keeps(look, item, one) for one in after):
            yield Hit((item_id,), item.happened)


def speaks_of_meeting(look: Look) -> Iterator[tuple[int, Collection[RoundKind]]]:
    """The commitments whose words do, each with the kinds of meeting that they name."""
    for item_id, words in _words(look):
        kinds = [kind for kind, said in OF_A_KIND.items() if said.search(words)]
        if kinds or MEET.search(words):
            yield item_id, kinds


def _is_on(look: Look, meeting: Meeting | None) -> bool:
    """Whether a meeting was held or is to come; one that was put off does neither."""
    if meeting is None or meeting.is_held:
        return meeting is not None
    to_come = meeting.end is None or meeting.end.last_day >= look.today
    return meeting.status is RoundStatus.PLANNED and to_come


def _candidates(look: Look) -> Candidates:
    """By dialogue and kind, the meetings among which is one after a commitment, if any is: the
    two last by number and by date, of which one may be its own, and those to come."""
    found: dict[int, dict[RoundKind, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
    for one in look.meetings.values():
        if _is_on(look, one):
            found[one.dialogue_id][one.kind].append(one)
    return defaultdict(
        dict,
        {
            dialogue_id: {kind: _last(meetings) for kind, meetings in by_kind.items()}
            for dialogue_id, by_kind in found.items()
        },
    )


def _last(meetings: Collection[Meeting]) -> Collection[Meeting]:
    held = [one for one in meetings if one.is_held]
    numbered = _no_later(one for one in held if one.number)
    timed = [*numbered, *(one for one in held if not one.number)]
    dated = sorted(
        ((one.happened.last_day, one.id, one) for one in timed if one.happened),
        key=lambda pair: pair[:2],
    )
    by_date = [one for _day, _id, one in dated]
    unnumbered = [one for one in by_date if not one.number]
    undated = [one for one in timed if not one.happened]
    to_come = [one for one in meetings if not one.is_held]
    return {*numbered[-2:], *by_date[-2:], *unnumbered[-2:], *undated[-2:], *to_come}


def _no_later(numbered: Iterable[Meeting]) -> list[Meeting]:
    """By number; an undated one is given the day of the next, for it cannot have been later."""
    found: list[Meeting] = []
    day: PartialDate | None = None
    for one in sorted(numbered, key=lambda one: one.number or 0, reverse=True):
        day = one.happened or day
        found.append(one._replace(happened=day))
    return found[::-1]


def _keeps(look: Look, item: Item, meeting: Meeting) -> bool:
    if meeting.id == item.meeting_id:
        return False
    if not meeting.is_held:
        return True
    said_at = look.meetings.get(item.meeting_id or 0)
    if said_at and said_at.number and meeting.number:
        return meeting.number > said_at.number
    since: PartialDate | None = item.happened
    if since is None or meeting.happened is None:
        return True
    return not meeting.happened.certainly_before(since)


def _words(look: Look) -> Iterator[tuple[int, str]]:
    """Title and latest wording of the commitments, in all their languages, as they are stored."""
    latest = aliased(Wording)
    current = sa.and_(latest.item_id == ConsensusItem.id, latest.number == ConsensusItem.latest)
    title, text = (sa.type_coerce(words, sa.String) for words in (ConsensusItem.title, latest.text))
    rows = look.db.execute(
        sa.select(ConsensusItem.id, title, text)
        .outerjoin(latest, current)
        .where(
            ConsensusItem.dialogue_id.in_([one.id for one in look.family]),
            ConsensusItem.item_kind == ItemKind.COMMITMENT,
        )
        .order_by(ConsensusItem.id)
    )
    for item_id, named, said in rows:
        yield item_id, f"{named} {said or ''}"
