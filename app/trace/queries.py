"""Following links: where a record came from and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager

from app.dialogues.models import Dialogue
from app.reading import may_hide
from app.records.models import Record, RecordKind
from app.trace.columns import (
    STEP,
    any_record,
    as_stored,
    node_columns,
    nodes_of,
    step_columns,
    steps_in,
)
from app.trace.hidden import NOTHING, WHOLE, hidden_in_trace
from app.trace.models import Basis, LinkKind, TraceLink
from app.trace.steps import (
    AnyStep,
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


def _starts(record: Any) -> sa.ColumnElement[bool]:
    """Whether it is the record that is asked about, or a part of it."""
    # Only a round has parts: nothing else is anybody's meeting.
    return sa.or_(record.id == WHOLE, record.meeting_id == WHOLE)


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
    not read an end leads nowhere, unless that end is one it may be told of: `app.trace.hidden`.
    """
    rows = _on_the_way(db, record, direction, onward=())
    hidden = NOTHING
    if not rows or rows[0][MAY_HIDE]:
        hidden = hidden_in_trace(db, record, direction)
    if hidden.onward:
        rows = _on_the_way(db, record, direction, onward=hidden.onward)
    steps = steps_in(rows)
    origins = {record.id, *hidden.origins, *(row[NEAR] for row in rows if row[STARTS])}
    depths = _depths((*steps, *hidden.joins), origins, direction)
    kept = [id_ for id_, away in depths.items() if depth is None or away <= depth][:limit]
    shown = frozenset(kept)
    told = [node for node in hidden.nodes if node.id in shown]
    nodes = nodes_of(db, shown - {node.id for node in told})
    return Trace(
        record_id=record.id,
        direction=direction,
        nodes=tuple(sorted(nodes, key=lambda node: (depths[node.id], node.sort_key))),
        depths={node.id: depths[node.id] for node in told}
        | {node.id: depths[node.id] for node in nodes},
        steps=tuple(step for step in steps if {step.earlier_id, step.later_id} <= shown),
        total=len(depths),
        hidden=tuple(told),
        joins=tuple(join for join in hidden.joins if {join.earlier_id, join.later_id} <= shown),
    )


NEAR, STARTS, MAY_HIDE = range(STEP, STEP + 3)


def _on_the_way(
    db: Session, record: Record, direction: Direction, *, onward: Sequence[int]
) -> list[Any]:
    places = {"whole": record.id, "onward": onward}
    return sorted(db.execute(_steps_on_the_way(direction), places), key=itemgetter(0))


# Made once: to put such a statement together takes longer than the database takes to answer it.
@cache
def _steps_on_the_way(direction: Direction) -> Any:
    """The links of a trace, and whether each leads from the record itself or a part of it."""
    earlier, later = aliased(Record), aliased(Record)
    near, far, near_end = TraceLink.later_id, TraceLink.earlier_id, later
    if direction is Direction.TO:
        near, far, near_end = far, near, earlier
    onward = sa.bindparam("onward", type_=sa.Integer, expanding=True, required=True)
    starts = sa.or_(_starts(Record), Record.id.in_(onward))
    # Of ids alone, so that a circle of links adds no new row and the recursion ends.
    reached = sa.select(Record.id).where(starts).cte("reached", recursive=True)
    reached = reached.union(sa.select(far).join(reached, near == reached.c.id))
    steps = step_columns(earlier, later, among=reached, on=near == reached.c.id)
    return steps.with_only_columns(*as_stored(steps.selected_columns)).add_columns(
        near.label("near"), _starts(near_end), may_hide()
    )


def _depths(steps: Iterable[AnyStep], origins: set[int], direction: Direction) -> dict[int, int]:
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


def links_of(db: Session, record: Record) -> Links:
    """The links of `record` and, for a round, of whatever was recorded at it; oldest first.

    Each with those that lead on from its other end: two steps in one statement. Links between two
    parts of one round are left out: they say nothing of where it came from.
    """
    rows = db.execute(_links_both_ways(), {"whole": record.id})
    came_from, became_of, others = [], [], []
    for row in rows:
        step, (began, ended), ends = TraceStep(*row[:STEP]), row[STEP : STEP + 2], row[STEP + 2 :]
        first, last = TraceNode(*ends[: len(ends) // 2]), TraceNode(*ends[len(ends) // 2 :])
        if not (began or ended):
            others.append((step, first, last))
        elif not began:
            came_from.append(RecordLink(step=step, here=last, there=first))
        elif not ended:
            became_of.append(RecordLink(step=step, here=first, there=last))
    return Links(
        came_from=_leading_on(
            came_from, [RecordLink(step=step, here=b, there=a) for step, a, b in others]
        ),
        became_of=_leading_on(
            became_of, [RecordLink(step=step, here=a, there=b) for step, a, b in others]
        ),
    )


@cache
def _links_both_ways() -> Any:
    """Links two steps each way, whether each end is where they start, and both ends."""
    earlier, later = any_record(), any_record()
    first, last = aliased(Dialogue), aliased(Dialogue)
    wanted = _two_steps().cte("wanted")
    return (
        step_columns(earlier, later, among=wanted, on=TraceLink.id == wanted.c.id)
        .add_columns(_starts(earlier), _starts(later))
        .add_columns(*node_columns(earlier, first), *node_columns(later, last))
        .join(earlier.dialogue.of_type(first))
        .join(later.dialogue.of_type(last))
    )


def _two_steps() -> sa.CompoundSelect[Any]:
    """The ids of the links of a record and its parts, and of those that lead on the same way."""
    parts = sa.select(Record.id).where(_starts(Record))
    found = []
    for near, far in (
        (TraceLink.later_id, TraceLink.earlier_id),
        (TraceLink.earlier_id, TraceLink.later_id),
    ):
        direct = near.in_(parts)
        found += [
            sa.select(TraceLink.id).where(direct),
            sa.select(TraceLink.id).where(near.in_(sa.select(far).where(direct))),
        ]
    return sa.union(*found)


def _leading_on(links: list[RecordLink], others: list[RecordLink]) -> tuple[RecordLink, ...]:
    """The links in order, each with those of the others that go on from where it ends."""
    onward: dict[int, list[RecordLink]] = defaultdict(list)
    for link in sorted(others, key=lambda link: link.sort_key):
        onward[link.here.id].append(link)
    return tuple(
        replace(link, further=tuple(onward[link.there.id]))
        for link in sorted(links, key=lambda link: link.sort_key)
    )


def get_link(db: Session, record: Record, link_id: int, *, to_change: bool = False) -> TraceLink:
    """One of the links of `record`, with its ends and their dialogues. Raises NoResultFound.

    Where it is `to_change`, nobody else changes or withdraws it until this transaction ends.
    """
    if to_change:
        db.execute(sa.select(TraceLink.id).where(TraceLink.id == link_id).with_for_update())
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
    node = any_record()
    rounds = db.execute(
        sa.select(node.Round.status, *node_columns(node, Dialogue))
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
            basis=max((basis for _kind, basis, _count in links), key=list(Basis).index),
            count=sum(count for _kind, _basis, count in links),
        )
        for (first, last), links in sorted(between.items())
    )
