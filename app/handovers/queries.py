"""Finding hand-overs: of a record, in the register, of one side only, and without a reply."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consensus.models import ConsensusItem, Wording
from app.dialogues.models import Dialogue, Side
from app.handovers.lines import HandoverLine, Sent, lines_where
from app.handovers.models import (
    Direction,
    Handover,
    HandoverKind,
    HandoverPaper,
    HandoverWording,
    Match,
)
from app.records.models import Document, Record

PAGE = 50


class State(StrEnum):
    """What is still open about a hand-over; one may be in several of these states."""

    UNACKNOWLEDGED = "unacknowledged"
    NO_REPLY = "no-reply"
    OVERDUE = "reply-overdue"
    ONE_SIDE_ONLY = "one-side-only"


def handovers_of(db: Session, record: Record | Wording) -> list[HandoverLine]:
    """The hand-overs that have to do with a round, an item, a wording or a paper.

    Of a round: those at it or meant for it, and those of what was recorded or worded at it.
    """
    return lines_where(db, has_to_do_with(record))


def has_to_do_with(record: Record | Wording) -> sa.ColumnElement[bool]:
    """Over the columns of Handover, what `handovers_of` chooses by."""
    wordings = sa.select(HandoverWording.handover_id).join(HandoverWording.wording)
    papers = sa.select(HandoverPaper.handover_id)
    match record:
        case Wording():
            return Handover.id.in_(wordings.where(Wording.id == record.id))
        case ConsensusItem():
            return Handover.id.in_(wordings.where(Wording.item_id == record.id))
        case Document():
            return Handover.id.in_(papers.where(HandoverPaper.document_id == record.id))
    here = sa.or_(ConsensusItem.meeting_id == record.id, Wording.settled_at_id == record.id)
    of_it = papers.join(HandoverPaper.document).where(Document.meeting_id == record.id)
    return sa.or_(
        Handover.meeting_id == record.id,
        Handover.meant_for_id == record.id,
        Handover.id.in_(wordings.join(Wording.item).where(here)),
        Handover.id.in_(of_it),
    )


def handovers_in(db: Session, dialogue: Dialogue) -> list[HandoverLine]:
    """All hand-overs of a dialogue, newest first."""
    return lines_where(db, Handover.dialogue_id == dialogue.id)


@dataclass(frozen=True)
class OneSided:
    """What went to some governments and, as far as is recorded, not to those of `missing`.

    `delivered` holds the hand-overs by the side that received it. `instead` holds, by a missing
    side, other versions of the same that went to it. `unaddressed` are hand-overs of it that name
    no side: to whom it went is not recorded, or it was all sides together.
    """

    sent: Sent
    delivered: Mapping[Side, Sequence[Handover]]
    missing: Sequence[Side]
    instead: Mapping[Side, Sequence[tuple[Sent, Handover]]] = field(default_factory=dict)
    unaddressed: Sequence[Handover] = ()

    @property
    def has_more(self) -> bool:
        """Whether anything else is on record of where it, or another version of it, went."""
        return bool(self.instead or self.unaddressed)


def one_side_only(db: Session, dialogue: Dialogue) -> list[OneSided]:
    """Each wording and paper that went to one government and not to all, by its record.

    Of hand-overs that the viewer may read. Two versions of one thing are two things.
    """
    return delivered_to_some(handovers_in(db, dialogue), dialogue.sides)


def delivered_to_some(lines: Sequence[HandoverLine], sides: Sequence[Side]) -> list[OneSided]:
    """The same, of hand-overs that were read already."""
    received: dict[Any, dict[int | None, list[Handover]]] = defaultdict(lambda: defaultdict(list))
    things: dict[Any, Sent] = {}
    for line in reversed(lines):
        if line.is_to_government:
            for sent in line.sent:
                things[sent.key] = sent
                received[sent.key][line.handover.to_side_id].append(line.handover)
    versions: dict[int, list[Sent]] = defaultdict(list)
    for sent in things.values():
        versions[sent.record.id].append(sent)
    found = [
        _one_sided(sent, versions[sent.record.id], received, sides) for sent in things.values()
    ]
    return sorted(
        (one for one in found if one.delivered and one.missing),
        key=lambda one: (one.sent.record.kind, one.sent.record.id, one.sent.number or 0),
    )


def _one_sided(
    sent: Sent,
    versions: Sequence[Sent],
    received: Mapping[Any, Mapping[int | None, list[Handover]]],
    sides: Sequence[Side],
) -> OneSided:
    went = received[sent.key]
    missing = [side for side in sides if side.id not in went]
    others = [other for other in versions if other is not sent]
    instead = {
        side: [(other, one) for other in others for one in received[other.key].get(side.id, ())]
        for side in missing
    }
    return OneSided(
        sent,
        {side: went[side.id] for side in sides if side.id in went},
        missing,
        {side: found for side, found in instead.items() if found},
        went.get(None, ()),
    )


@dataclass(frozen=True)
class Unanswered:
    """A hand-over to which no reply is on record, and for how many days that can have been.

    `least` and `most` differ where the day is not known exactly; None: no date is recorded.
    """

    line: HandoverLine
    least: int | None
    most: int | None
    is_overdue: bool

    def is_certainly(self, days: int) -> bool:
        """Whether it has been so for `days` days, whichever day the date may mean."""
        return self.least is not None and self.least >= days


def unanswered(db: Session, dialogue: Dialogue, today: date, days: int) -> list[Unanswered]:
    """What may have waited for a reply for `days` days or more, the longest first.

    The undated come last, for nobody can tell how long. A reply is a hand-over that answers and
    that the viewer may read.
    """
    lines = (line for line in handovers_in(db, dialogue) if line.awaits_reply)
    found = [one for line in lines if (one := _waited(line, today, days)) is not None]
    return sorted(found, key=lambda one: (one.most is None, -(one.most or 0), one.line.handover.id))


def _waited(line: HandoverLine, today: date, days: int) -> Unanswered | None:
    happened = line.handover.happened
    overdue = line.is_overdue(today)
    if happened is None:
        return Unanswered(line, None, None, overdue)
    most = (today - happened.first_day).days
    least = max((today - happened.last_day).days, 0)
    return Unanswered(line, least, most, overdue) if most >= max(days, 0) else None


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the register is narrowed to; every value None or empty: no narrowing."""

    direction: Direction | None = None
    kind: HandoverKind | None = None
    side: str | None = None
    match: Match | None = None
    state: State | None = None


# How a hand-over answers each part of a filter.
Facts = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Register:
    """`counts` says, by the part of the filter, how many there are of each under all others."""

    lines: Sequence[HandoverLine]
    counts: Mapping[str, Counter[str]]


def handover_register(db: Session, dialogue: Dialogue, chosen: Filter, today: date) -> Register:
    """The hand-overs of a dialogue that the filter lets through, newest first."""
    lines = handovers_in(db, dialogue)
    one_sided = {one.sent.key for one in delivered_to_some(lines, dialogue.sides)}
    facts = [_facts(line, today, one_sided) for line in lines]
    answers = _test(chosen)
    counts = {name: Counter[str]() for name in Filter.__dataclass_fields__}
    for name, counter in counts.items():
        others = _test(replace(chosen, **{name: None}))
        for one in facts:
            counter.update(one[name] if others(one) else ())
    return Register([line for line, one in zip(lines, facts, strict=True) if answers(one)], counts)


def _facts(line: HandoverLine, today: date, one_sided: Collection[Any]) -> Facts:
    states = {
        State.UNACKNOWLEDGED: line.is_unacknowledged,
        State.NO_REPLY: line.awaits_reply,
        State.OVERDUE: line.is_overdue(today),
        State.ONE_SIDE_ONLY: line.is_to_government
        and any(sent.key in one_sided for sent in line.sent),
    }
    handover = line.handover
    return {
        "direction": [handover.direction],
        "kind": [handover.handover_kind],
        "side": [line.government.code] if line.government else [],
        "match": [handover.match] if handover.match else [],
        "state": [state for state, holds in states.items() if holds],
    }


def _test(chosen: Filter) -> Callable[[Facts], bool]:
    asked = {name: getattr(chosen, name) for name in Filter.__dataclass_fields__}
    return lambda one: all(wanted in one[name] for name, wanted in asked.items() if wanted)
