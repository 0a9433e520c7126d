"""What became of an item: superseded, split or merged, and what stands in its place now."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.models import ConsensusItem
from app.consensus.standing import ENDS_AN_ITEM, Standing, on_record, standing
from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import AS_THE_HOUSE
from app.records.models import Record
from app.trace.models import LinkKind, TraceLink

SUCCESSIONS = tuple(LinkKind(kind) for kind in ENDS_AN_ITEM)


@dataclass(frozen=True)
class Place:
    """An item at the other end of a succession."""

    id: int
    ref: str
    title: LocalizedText
    dialogue_slug: str


@dataclass(frozen=True)
class Event:
    """One act on one day: the items at its other end, in order of entry, and its reasons."""

    kind: LinkKind
    happened: PartialDate | None
    because: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Fate:
    """What became of an item and what it came from, as far as the viewer may read the other ends.

    `stands_now` is what its successors lead to, however often these were followed by others, with
    where that stands; empty where the successors themselves still stand.
    """

    became: tuple[Event, ...] = ()
    came_from: tuple[Event, ...] = ()
    stands_now: tuple[tuple[Place, Standing], ...] = ()


@dataclass(frozen=True)
class _Step:
    kind: LinkKind
    happened: PartialDate | None
    because: str
    earlier: Place
    later: Place


def fate_of(db: Session, item: ConsensusItem, *, as_of: PartialDate | None = None) -> Fate:
    """Two statements, however long the chain; a circle in it ends where it was entered."""
    onward_of = TraceLink.earlier_id.in_(sa.select(_reached_from(item).c.id))
    steps = _steps(db, sa.or_(onward_of, TraceLink.later_id == item.id), as_of)
    onward: dict[int, list[_Step]] = defaultdict(list)
    for step in steps:
        onward[step.earlier.id].append(step)
    last = _last(item.id, onward)
    direct = {step.later.id for step in onward[item.id]}
    return Fate(
        became=_events(onward[item.id], here="earlier"),
        came_from=_events([step for step in steps if step.later.id == item.id], here="later"),
        stands_now=_standing_of(db, last, as_of) if last.keys() - direct else (),
    )


def took_their_place(
    db: Session, items: Collection[int], *, as_of: PartialDate | None = None
) -> Mapping[int, tuple[Place, ...]]:
    """By item, what directly took its place, as far as the viewer may read it; one statement.

    An item of which that may not be read is not among them, nor one that still stands.
    """
    found: dict[int, dict[int, Place]] = defaultdict(dict)
    if items:
        for step in _steps(db, TraceLink.earlier_id.in_(items), as_of):
            found[step.earlier.id][step.later.id] = step.later
    return {id_: tuple(places.values()) for id_, places in found.items()}


def _steps(
    db: Session, condition: sa.ColumnElement[bool], as_of: PartialDate | None
) -> list[_Step]:
    earlier, later = aliased(Record), aliased(Record)
    first, last = aliased(Dialogue), aliased(Dialogue)
    happened = took_effect(later)
    rows = db.execute(
        sa.select(TraceLink.kind, happened, TraceLink.rationale)
        .add_columns(earlier.id, earlier.ref, earlier.title, first.slug)
        .add_columns(later.id, later.ref, later.title, last.slug)
        .select_from(TraceLink)
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .join(earlier.dialogue.of_type(first))
        .join(later.dialogue.of_type(last))
        .where(condition, TraceLink.kind.in_(SUCCESSIONS), on_record(happened, as_of))
        .order_by(TraceLink.id)
    )
    return [
        _Step(kind, day, because, earlier=Place(*ends[:4]), later=Place(*ends[4:]))
        for kind, day, because, *ends in rows
    ]


def took_effect(later: Any) -> Any:
    """When a succession was: on a day of its own, else on that of what took the place."""
    return sa.func.coalesce(TraceLink.happened, later.happened, type_=TraceLink.happened.type)


def _last(start: int, onward: Mapping[int, list[_Step]]) -> dict[int, Place]:
    """The items in which the chains end; in a circle, none."""
    seen, front, ends = {start}, [start], dict[int, Place]()
    while front:
        steps = [step for here in front for step in onward.get(here, ())]
        front = []
        for step in steps:
            if not onward.get(step.later.id):
                ends[step.later.id] = step.later
            elif step.later.id not in seen:
                front.append(step.later.id)
            seen.add(step.later.id)
    return ends


def _standing_of(
    db: Session, places: Mapping[int, Place], as_of: PartialDate | None
) -> tuple[tuple[Place, Standing], ...]:
    rows = db.execute(
        sa.select(ConsensusItem.id, standing(as_of))
        .where(ConsensusItem.id.in_(places))
        .order_by(ConsensusItem.id)
    )
    return tuple((places[id_], found) for id_, found in rows)


def _events(steps: Collection[_Step], *, here: str) -> tuple[Event, ...]:
    """Links of one kind and day are one act."""
    together: dict[Any, list[_Step]] = defaultdict(list)
    for step in steps:
        together[step.kind, step.happened].append(step)
    return tuple(
        Event(
            kind,
            happened,
            because=tuple(dict.fromkeys(step.because for step in links if step.because)),
            places=tuple(step.later if here == "earlier" else step.earlier for step in links),
        )
        for (kind, happened), links in together.items()
    )


def items_called(
    db: Session, dialogue: Dialogue, refs: Collection[str]
) -> Mapping[str, ConsensusItem]:
    """The items of a dialogue that have these references, by reference, as far as readable."""
    found = db.scalars(
        sa.select(ConsensusItem)
        .where(ConsensusItem.dialogue_id == dialogue.id, ConsensusItem.ref.in_(refs))
        .order_by(ConsensusItem.id)
    )
    return {item.ref: item for item in found}


def ended_by(db: Session, items: Collection[int]) -> Mapping[int, PartialDate | None]:
    """The items that something took the place of, whoever may read it, and since when."""
    later = aliased(Record)
    rows = db.execute(
        sa.select(TraceLink.earlier_id, took_effect(later))
        .join(TraceLink.later.of_type(later))
        .where(TraceLink.earlier_id.in_(items), TraceLink.kind.in_(SUCCESSIONS))
        .order_by(TraceLink.id),
        execution_options=AS_THE_HOUSE,
    )
    return dict(rows.all())


def leads_to(db: Session, start: Record, end: Record) -> bool:
    """Whether `end`, directly or over others, took the place of `start`; whoever may read it."""
    reached = _reached_from(start)
    found = db.scalar(
        sa.select(reached.c.id).where(reached.c.id == end.id), execution_options=AS_THE_HOUSE
    )
    return found is not None


def _reached_from(start: Record) -> sa.CTE:
    """The record itself, and what took its place, and the place of that."""
    reached = sa.select(Record.id).where(Record.id == start.id).cte("reached", recursive=True)
    # Of ids alone, so that a circle of links adds no new row and the recursion ends.
    return reached.union(
        sa.select(TraceLink.later_id)
        .join(reached, TraceLink.earlier_id == reached.c.id)
        .where(TraceLink.kind.in_(SUCCESSIONS))
    )
