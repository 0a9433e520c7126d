"""What is on record of one item, as one story: first raised, worded, answered, passed on, seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from app.consensus.models import ConsensusItem, Position, Stance, Wording
from app.consensus.stances import day_after, stance_of
from app.dialogues.models import Side
from app.partial_date import PartialDate
from app.records.models import Record, Source
from app.rounds.models import AgendaTopic
from app.trace.models import OFFICIAL, Basis
from app.trace.steps import RecordLink, Trace, TraceRow


class Event(StrEnum):
    """What a line of a story tells of; those of one day stand in this order."""

    EARLIER = "earlier"
    RAISED = "raised"
    WORDING = "wording"
    POSITION = "position"
    HANDED_OVER = "handed-over"
    SEEN = "seen"
    LATER = "later"


@dataclass(frozen=True, kw_only=True)
class StoryLine:
    """One thing on record of an item. `of` is what it was: a row, a link, a hand-over."""

    event: Event
    happened: PartialDate | None
    of: Any
    place: int = 0

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By date, what has none after all; an item is worded before anybody answers."""
        return str(self.happened or "~"), list(Event).index(self.event), self.place


@dataclass(frozen=True, kw_only=True)
class Raised:
    """Where an item was first put on record: under which topic of which round, if at one."""

    meeting: Record | None
    topic: AgendaTopic | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a side said to one wording; `stance` is as it counts, a silence once it has passed."""

    position: Position
    stance: Stance
    wording: int


@dataclass(frozen=True, kw_only=True)
class Story:
    """`lines` in the order of their dates; `began` is the earliest record that links lead to.

    `over` are the links between that and the item, nearest first: it is as sure as the least of
    them.
    """

    lines: tuple[StoryLine, ...]
    over: tuple[RecordLink, ...] = ()

    @property
    def began(self) -> Any:
        return self.over[-1].here if self.over else None

    def holds(self, event: Event) -> bool:
        return any(line.event == event for line in self.lines)


def story_of(
    db: Session, item: ConsensusItem, came_from: Trace, became_of: Trace, more: Sequence[StoryLine]
) -> Story:
    """All that is on record of an item, with `more` lines that other slices tell.

    Three statements, however long it is.
    """
    topic, wordings = _worded(db, item)
    raised = Raised(meeting=item.meeting, topic=topic)
    lines = [
        StoryLine(event=Event.RAISED, happened=item.happened, of=raised),
        *wordings,
        *_answers(db, item),
        *_direct(item.id, came_from, Event.EARLIER),
        *_direct(item.id, became_of, Event.LATER),
        *more,
    ]
    return Story(
        lines=tuple(sorted(lines, key=lambda line: line.sort_key)), over=_to_the_first(came_from)
    )


def _worded(db: Session, item: ConsensusItem) -> tuple[AgendaTopic | None, list[StoryLine]]:
    """The agenda topic under which an item was raised, and its wordings."""
    topic = aliased(AgendaTopic, flat=True)
    rows = (
        db.execute(
            sa.select(ConsensusItem, topic, Wording)
            .outerjoin(topic, topic.id == ConsensusItem.agenda_topic_id)
            .outerjoin(Wording, Wording.item_id == ConsensusItem.id)
            .where(ConsensusItem.id == item.id)
            .options(
                joinedload(Wording.settled_at),
                joinedload(Wording.reported_by),
                joinedload(Wording.renderings),
            )
            .order_by(Wording.number)
        )
        .unique()
        .all()
    )
    lines = [
        # The first wording is of the item's own day, unless it says another.
        StoryLine(
            event=Event.WORDING,
            happened=one.happened or (item.happened if one.number == 1 else None),
            of=one,
            place=one.number,
        )
        for _item, _topic, one in rows
        if one is not None
    ]
    return (rows[0][1] if rows else None), lines


def _answers(db: Session, item: ConsensusItem) -> list[StoryLine]:
    side = aliased(Side)
    rows = db.execute(
        sa.select(Position, stance_of(Position, None), Wording.number)
        .join(Position.wording)
        .join(Position.side.of_type(side))
        .where(Position.item_id == item.id)
        .options(sa.orm.contains_eager(Position.side.of_type(side)))
        .order_by(Wording.number, Position.number, side.position, Position.id)
    )
    return [
        StoryLine(
            event=Event.POSITION,
            happened=_day_of(position, stance),
            of=Answer(position=position, stance=stance, wording=number),
            place=place,
        )
        for place, (position, stance, number) in enumerate(rows)
    ]


def _day_of(position: Position, stance: Stance) -> PartialDate | None:
    """A silence counts from the day after its deadline, whether or not that was noted."""
    silent = stance is Stance.NO_OBJECTION and position.stance is Stance.SOUGHT
    if silent and position.deadline:
        return day_after(position.deadline)
    return position.happened


def _direct(item_id: int, trace: Trace, event: Event) -> list[StoryLine]:
    """The item's own links, on the day of what they lead to: a government's is where it is seen."""
    lines = []
    for row in trace.rows:
        for link in row.links:
            if link.there.id == item_id:
                # What is inferred does not say that a government's record shows it.
                known = link.step.basis is not Basis.INFERRED
                official = event is Event.LATER and known and link.here.track in OFFICIAL
                lines.append(
                    StoryLine(
                        event=Event.SEEN if official else event,
                        happened=link.here.happened,
                        of=link,
                        place=link.step.id,
                    )
                )
    return lines


def _to_the_first(trace: Trace) -> tuple[RecordLink, ...]:
    """The links to the earliest dated record to which any lead, by the way that the table shows."""
    rows = {row.node.id: row for row in trace.rows}
    dated = [node for node in trace.nodes if node.happened and node.id not in trace.origins]
    ways = (_way_to(node.id, rows, trace) for node in sorted(dated, key=lambda node: node.sort_key))
    return next(filter(None, ways), ())


def _way_to(at: int, rows: Mapping[int, TraceRow], trace: Trace) -> tuple[RecordLink, ...]:
    """Nothing, where it leads through a record that may only be told of."""
    over: list[RecordLink] = []
    while at not in trace.origins:
        link = next(iter(rows[at].links), None)
        if link is None or trace.depths[link.there.id] >= trace.depths[at]:
            return ()
        over.append(link)
        at = link.there.id
    return tuple(reversed(over))


def sources_by_id(db: Session, ids: Collection[int]) -> Mapping[int, Source]:
    """As far as the viewer may read them."""
    if not ids:
        return {}
    return {one.id: one for one in db.scalars(sa.select(Source).where(Source.id.in_(ids)))}
