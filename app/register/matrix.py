"""The decision matrix: the issue, what was decided on it and at which meeting, how it stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.actions.models import Action, ActionStatus
from app.actions.moments import status_at, was_assigned
from app.consensus.lines import ItemLine
from app.consensus.models import ConsensusItem, ItemKind, Wording
from app.consensus.queries import Filter, register, topics_of_items
from app.consensus.standing import latest_number
from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.register.heirs import Heir, heirs_of
from app.register.topic_rows import TopicRows, by_topic, in_reading_order
from app.rounds.models import Round
from app.topics.queries import TopicNode

# What a dialogue decides, and the divergences on which it has recorded that it did not.
DECISIONS = (ItemKind.CONSENSUS, ItemKind.COMMITMENT, ItemKind.RECOMMENDATION)
LISTED = (*DECISIONS, ItemKind.DIVERGENCE)


@dataclass(frozen=True)
class FollowUp:
    """An action that follows from a decision, with what it stood at."""

    ref: str
    title: LocalizedText
    status: ActionStatus


@dataclass(frozen=True)
class Put:
    """When and where an item was put in the words that it had, and its withdrawal."""

    number: int | None
    settled_at_id: int | None
    happened: PartialDate | None
    withdrawn_on: PartialDate | None
    withdrawn_because: str


@dataclass(frozen=True)
class DecisionRow:
    """One item. `meeting` is where its words were settled; None: at no meeting that is recorded
    and that the viewer may read.

    `raised_at` is where the item itself was recorded. `happened` is when the words were settled,
    else when the item was recorded.
    """

    line: ItemLine
    meeting: Round | None
    raised_at: Round | None
    happened: PartialDate | None
    withdrawn_on: PartialDate | None
    withdrawn_because: str
    heirs: tuple[Heir, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def is_decision(self) -> bool:
        return self.line.kind in DECISIONS


@dataclass(frozen=True)
class Span:
    """Rounds in the order of time, the first and the last included; None: no limit."""

    rounds: Sequence[Round]
    first: Round | None = None
    last: Round | None = None

    def holds(self, row: DecisionRow) -> bool:
        """By the meeting or, where there is none, by a date that surely lies within.

        What has neither is not held by a span that has a limit.
        """
        if self.first is None and self.last is None:
            return True
        if row.meeting is not None:
            return self._places_hold(row.meeting)
        return row.happened is not None and self._dates_hold(row.happened)

    def _places_hold(self, meeting: Round) -> bool:
        order = [one.id for one in self.rounds]
        place = order.index(meeting.id)
        return (self.first is None or order.index(self.first.id) <= place) and (
            self.last is None or place <= order.index(self.last.id)
        )

    def _dates_hold(self, day: PartialDate) -> bool:
        start = self.first.happened if self.first else None
        end = (self.last.ended or self.last.happened) if self.last else None
        if (self.first and start is None) or (self.last and end is None):
            return False
        return (start is None or start.first_day <= day.first_day) and (
            end is None or day.last_day <= end.last_day
        )


def decisions(
    db: Session,
    dialogue: Dialogue,
    nodes: Sequence[TopicNode],
    *,
    span: Span,
    topic_ids: frozenset[int] = frozenset(),
    as_of: PartialDate | None = None,
) -> tuple[TopicRows[DecisionRow], ...]:
    """By topic, oldest first; the number of statements does not grow with the items."""
    found = register(db, dialogue, Filter(topic_ids=topic_ids), as_of=as_of, limit=None)
    lines = in_reading_order([line for line in found if line.kind in LISTED])
    heirs = heirs_of(db, dialogue, as_of)
    put = _put(db, dialogue, as_of)
    follow_ups = _follow_ups(db, dialogue, as_of)
    meetings = {one.id: one for one in span.rounds}
    rows = [
        _row(line, put[line.id], meetings, heirs.get(line.id, ()), follow_ups.get(line.id, ()))
        for line in lines
    ]
    held = [row for row in rows if span.holds(row)]
    return by_topic(held, nodes, topics_of_items(db, dialogue), topic_ids)


def _row(
    line: ItemLine,
    put: Put,
    meetings: Mapping[int, Round],
    heirs: tuple[Heir, ...],
    follow_ups: tuple[FollowUp, ...],
) -> DecisionRow:
    raised_at = meetings.get(line.meeting_id or 0)
    settled_at = meetings.get(put.settled_at_id or 0)
    # A later wording that names no round was settled between meetings, as by mail.
    between = put.settled_at_id is None and ((put.number or 0) > 1 or _is_later(put, raised_at))
    return DecisionRow(
        line,
        settled_at or (None if between or put.settled_at_id else raised_at),
        raised_at,
        put.happened or line.happened,
        put.withdrawn_on,
        put.withdrawn_because,
        heirs,
        follow_ups,
    )


def _is_later(put: Put, meeting: Round | None) -> bool:
    """Whether the words are surely of a day after the meeting."""
    end = (meeting.ended or meeting.happened) if meeting else None
    return put.happened is not None and end is not None and end.certainly_before(put.happened)


def _put(db: Session, dialogue: Dialogue, as_of: PartialDate | None) -> Mapping[int, Put]:
    current = sa.and_(Wording.item_id == ConsensusItem.id, Wording.number == latest_number(as_of))
    rows: Any = db.execute(
        sa.select(
            ConsensusItem.id,
            Wording.number,
            Wording.settled_at_id,
            Wording.happened,
            ConsensusItem.withdrawn_on,
            ConsensusItem.withdrawn_because,
        )
        .outerjoin(Wording, current)
        .where(ConsensusItem.dialogue_id == dialogue.id)
    )
    return {item_id: Put(*put) for item_id, *put in rows}


def _follow_ups(
    db: Session, dialogue: Dialogue, as_of: PartialDate | None
) -> Mapping[int, tuple[FollowUp, ...]]:
    """The actions of the dialogue that follow from one of its items, by the item's id."""
    origin = aliased(ConsensusItem, flat=True)
    rows: Any = db.execute(
        sa.select(Action.origin_id, Action.ref, Action.title, status_at(as_of))
        .join(origin, origin.id == Action.origin_id)
        .where(Action.dialogue_id == dialogue.id, was_assigned(as_of))
        .order_by(Action.id)
    )
    found: dict[int, tuple[FollowUp, ...]] = defaultdict(tuple)
    for origin_id, *action in rows:
        found[origin_id] += (FollowUp(*action),)
    return found
