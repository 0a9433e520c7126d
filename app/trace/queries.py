"""Following links: where a record came from and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, with_polymorphic

from app.dialogues.models import Dialogue, Side
from app.records.models import Record, RecordKind, Source
from app.rounds.models import Round
from app.trace.models import Basis, LinkKind, TraceLink
from app.trace.steps import (
    Direction,
    Links,
    RecordLink,
    RoundLink,
    Timeline,
    TimelineRound,
    Trace,
    TraceNode,
    TraceStep,
)


def suspect(earlier: Any, later: Any) -> sa.ColumnElement[bool]:
    """Whether an end was changed since the link was last looked at, over the link's joined ends."""
    return sa.or_(
        earlier.revision != TraceLink.earlier_revision, later.revision != TraceLink.later_revision
    )


def _steps(earlier: Any, later: Any) -> sa.Select[*tuple[Any, ...]]:
    """Columns in the order of TraceStep's fields, with both ends joined under the given names."""
    reported_by, disputed_by = aliased(Side), aliased(Side)
    return (
        sa.select(
            TraceLink.id,
            TraceLink.earlier_id,
            TraceLink.later_id,
            TraceLink.kind,
            TraceLink.basis,
            TraceLink.status,
            suspect(earlier, later).label("is_suspect"),
            Source.title,
            TraceLink.place,
            TraceLink.rationale,
            reported_by.name,
            disputed_by.name,
        )
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .outerjoin(TraceLink.source)
        .outerjoin(TraceLink.reported_by.of_type(reported_by))
        .outerjoin(TraceLink.disputed_by.of_type(disputed_by))
    )


STEP = 12


def _node(record: Any, dialogue: Any) -> list[Any]:
    """Columns in the order of TraceNode's fields."""
    return [
        record.id,
        record.ref,
        record.kind,
        record.title,
        record.happened,
        record.Round.number,
        dialogue.slug,
        dialogue.name,
        dialogue.track,
    ]


def _any_record() -> Any:
    return with_polymorphic(Record, [Round], aliased=True, flat=True)


def _is_or_is_part_of(record: Any, whole: Record) -> sa.ColumnElement[bool]:
    # Only a round has parts: nothing else is anybody's meeting.
    return sa.or_(record.id == whole.id, record.meeting_id == whole.id)


def trace_of(
    db: Session,
    record: Record,
    *,
    direction: Direction,
    depth: int | None = None,
    limit: int = 2000,
) -> Trace:
    """What links lead to from `record` and, for a round, from whatever was recorded at it.

    Nearest first, at most `limit` records and `depth` links away. A link of which the viewer may
    not read an end leads nowhere.
    """
    near, far = TraceLink.later_id, TraceLink.earlier_id
    earlier, later = aliased(Record), aliased(Record)
    near_end = later
    if direction is Direction.TO:
        near, far, near_end = far, near, earlier
    # Of ids alone, so that a circle of links adds no new row and the recursion ends.
    reached = (
        sa.select(Record.id).where(_is_or_is_part_of(Record, record)).cte("reached", recursive=True)
    )
    reached = reached.union(sa.select(far).join(reached, near == reached.c.id))
    found = db.execute(
        _steps(earlier, later)
        .add_columns(_is_or_is_part_of(near_end, record))
        .where(near.in_(sa.select(reached.c.id)))
        .order_by(TraceLink.id)
    ).all()
    steps = [TraceStep(*row[:STEP]) for row in found]
    origins = {step.near(direction) for step, row in zip(steps, found, strict=True) if row[STEP]}
    depths = _depths(steps, {record.id} | origins, direction)
    kept = [id_ for id_, away in depths.items() if depth is None or away <= depth][:limit]
    nodes = nodes_of(db, kept)
    return Trace(
        record_id=record.id,
        direction=direction,
        nodes=tuple(sorted(nodes, key=lambda node: (depths[node.id], node.sort_key))),
        depths={node.id: depths[node.id] for node in nodes},
        steps=tuple(
            step for step in steps if {step.earlier_id, step.later_id} <= depths.keys() & set(kept)
        ),
        total=len(depths),
    )


def _depths(steps: Iterable[TraceStep], origins: set[int], direction: Direction) -> dict[int, int]:
    """The least number of links from an origin to each record, nearest first."""
    onward: dict[int, list[int]] = defaultdict(list)
    for step in steps:
        onward[step.near(direction)].append(step.far(direction))
    depths = dict.fromkeys(sorted(origins), 0)
    front = list(depths)
    while front:
        reached = dict.fromkeys(there for here in front for there in onward[here])
        front = [there for there in reached if there not in depths]
        depths |= dict.fromkeys(front, depths[next(reversed(depths))] + 1)
    return depths


def nodes_of(db: Session, ids: Iterable[int]) -> list[TraceNode]:
    record = _any_record()
    rows = db.execute(
        sa.select(*_node(record, Dialogue)).join(record.dialogue).where(record.id.in_(ids))
    )
    return [TraceNode(*row) for row in rows]


def links_of(db: Session, record: Record) -> Links:
    """The links of `record` and, for a round, of whatever was recorded at it; oldest first.

    Links between two parts of one round are left out: they say nothing of where it came from.
    """
    earlier, later = _any_record(), _any_record()
    earlier_dialogue, later_dialogue = aliased(Dialogue), aliased(Dialogue)
    began_here = _is_or_is_part_of(earlier, record)
    ended_here = _is_or_is_part_of(later, record)
    part = sa.select(Record.id).where(_is_or_is_part_of(Record, record))
    rows = db.execute(
        _steps(earlier, later)
        .add_columns(began_here, ended_here, *_node(earlier, earlier_dialogue))
        .add_columns(*_node(later, later_dialogue))
        .join(earlier.dialogue.of_type(earlier_dialogue))
        .join(later.dialogue.of_type(later_dialogue))
        .where(sa.or_(TraceLink.earlier_id.in_(part), TraceLink.later_id.in_(part)))
    )
    came_from, became_of = [], []
    for row in rows:
        step, (began, ended), ends = TraceStep(*row[:STEP]), row[STEP : STEP + 2], row[STEP + 2 :]
        first, last = TraceNode(*ends[: len(ends) // 2]), TraceNode(*ends[len(ends) // 2 :])
        if not began:
            came_from.append(RecordLink(step=step, here=last, there=first))
        elif not ended:
            became_of.append(RecordLink(step=step, here=first, there=last))
    return Links(
        came_from=tuple(sorted(came_from, key=lambda link: link.sort_key)),
        became_of=tuple(sorted(became_of, key=lambda link: link.sort_key)),
    )


def get_link(db: Session, record: Record, link_id: int) -> TraceLink:
    """One of the links of `record`, with its ends and their dialogues. Raises NoResultFound."""
    earlier, later = aliased(Record), aliased(Record)
    return db.scalars(
        sa.select(TraceLink)
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .where(
            TraceLink.id == link_id,
            sa.or_(TraceLink.earlier_id == record.id, TraceLink.later_id == record.id),
        )
        .options(
            contains_eager(TraceLink.earlier.of_type(earlier)).joinedload(earlier.dialogue),
            contains_eager(TraceLink.later.of_type(later)).joinedload(later.dialogue),
        )
    ).one()


def is_suspect(db: Session, link: TraceLink) -> bool:
    earlier, later = aliased(Record), aliased(Record)
    return bool(
        db.scalar(
            sa.select(suspect(earlier, later))
            .select_from(TraceLink)
            .join(TraceLink.earlier.of_type(earlier))
            .join(TraceLink.later.of_type(later))
            .where(TraceLink.id == link.id)
        )
    )


def is_linked(db: Session, *, earlier: Record, later: Record, kind: LinkKind) -> bool:
    same = sa.and_(
        TraceLink.earlier_id == earlier.id,
        TraceLink.later_id == later.id,
        TraceLink.kind == kind,
    )
    return db.scalar(sa.select(TraceLink.id).where(same)) is not None


def linked_dialogues(db: Session, dialogue: Dialogue) -> Sequence[Dialogue]:
    """The other dialogues of which some record is linked with one of this dialogue's; by slug."""
    here, there = aliased(Record), aliased(Record)
    linked = [
        sa.select(there.dialogue_id)
        .select_from(TraceLink)
        .join(near.of_type(here))
        .join(far.of_type(there))
        .where(here.dialogue_id == dialogue.id)
        for near, far in (
            (TraceLink.earlier, TraceLink.later),
            (TraceLink.later, TraceLink.earlier),
        )
    ]
    return db.scalars(
        sa.select(Dialogue)
        .where(sa.or_(*(Dialogue.id.in_(ids) for ids in linked)), Dialogue.id != dialogue.id)
        .order_by(Dialogue.slug)
    ).all()


def timeline_of(db: Session, dialogue: Dialogue) -> Timeline:
    """The rounds of a dialogue and of those it is linked with, by dialogue, and their links.

    A link of something recorded at a round counts as the round's.
    """
    shown = (dialogue, *linked_dialogues(db, dialogue))
    ids = [each.id for each in shown]
    node = _any_record()
    rounds = db.execute(
        sa.select(node.Round.status, *_node(node, Dialogue))
        .join(node.dialogue)
        .where(node.kind == RecordKind.ROUND, node.dialogue_id.in_(ids))
        .order_by(node.id)
    ).all()
    return Timeline(
        dialogues=shown,
        rounds=tuple(
            TimelineRound(node=TraceNode(*columns), status=status) for status, *columns in rounds
        ),
        links=_round_links(db, dialogue, {row[1] for row in rounds}),
    )


def _round_links(db: Session, dialogue: Dialogue, rounds: set[int]) -> tuple[RoundLink, ...]:
    earlier, later = aliased(Record), aliased(Record)
    ends = [sa.func.coalesce(end.meeting_id, end.id) for end in (earlier, later)]
    rows: Iterable[Any] = db.execute(
        sa.select(*ends, TraceLink.kind, TraceLink.basis, sa.func.count())
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .where(sa.or_(earlier.dialogue_id == dialogue.id, later.dialogue_id == dialogue.id))
        .group_by(*ends, TraceLink.kind, TraceLink.basis)
    )
    between: dict[tuple[int, int], list[tuple[LinkKind, Basis, int]]] = defaultdict(list)
    for first, last, kind, basis, count in rows:
        # A paper of no meeting has no round to stand for it, nor has a hidden one.
        if first != last and {first, last} <= rounds:
            between[first, last].append((kind, basis, count))
    return tuple(
        RoundLink(
            earlier_id=first,
            later_id=last,
            kinds=tuple(sorted({kind for kind, _basis, _count in links}, key=list(LinkKind).index)),
            basis=min((basis for _kind, basis, _count in links), key=list(Basis).index),
            count=sum(count for _kind, _basis, count in links),
        )
        for (first, last), links in sorted(between.items())
    )
