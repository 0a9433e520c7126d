"""Records in the middle of a trace that its viewer may not read, yet may be told of.

Who may be told of a record is decided here: the secretariat of its own dialogue, which knows that
a side keeps papers of its own. It is told that there is one, in which dialogue, and what it may
read on both sides of it; never its reference, kind, title or date, nor anything of its links.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import visitors

from app.dialogues.models import Dialogue, Track
from app.localized import LocalizedText
from app.reading import AS_THE_HOUSE, SECRETARIAT_OF, Viewer, may_read
from app.records.models import Disclosure, Record
from app.trace.models import TraceLink
from app.trace.steps import Direction, HiddenNode, Join

WHOLE = sa.bindparam("whole", type_=sa.Integer, required=True)


@dataclass(frozen=True)
class _End:
    """One end of a link, told as little as may be: `readable` ones are told by other queries."""

    id: int
    readable: bool
    starts: bool
    slug: str
    name: LocalizedText
    track: Track


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """What hidden records join: `onward` are the readable ones that they lead to."""

    nodes: tuple[HiddenNode, ...] = ()
    joins: tuple[Join, ...] = ()
    onward: tuple[int, ...] = ()
    origins: frozenset[int] = frozenset()


NOTHING = Hidden()


def hidden_in_trace(db: Session, record: Record, direction: Direction) -> Hidden:
    """The hidden records that a trace passes; one statement, none where nobody may be told."""
    viewer: Viewer = db.info["viewer"]
    if viewer.sees_everything or not viewer.secretariat_of:
        return NOTHING
    rows = db.execute(
        _joins(direction),
        {"whole": record.id, **{_own(name): value for name, value in viewer.parameters.items()}},
        execution_options=AS_THE_HOUSE,
    ).all()
    if not rows:
        return NOTHING
    joins = [(_End(*row[1:7]), _End(*row[7:]), Join(row[0], row[1], row[7])) for row in rows]
    return _as_told(joins, direction)


def _as_told(joins: Iterable[tuple[_End, _End, Join]], direction: Direction) -> Hidden:
    hidden: dict[int, HiddenNode] = {}
    onward: dict[int, None] = {}
    origins = set()
    for earlier, later, _join in joins:
        near, far = (later, earlier) if direction is Direction.FROM else (earlier, later)
        for end in (near, far):
            if not end.readable:
                hidden[end.id] = HiddenNode(end.id, end.slug, end.name, end.track)
        if far.readable:
            onward[far.id] = None
        if near.readable and near.starts:
            origins.add(near.id)
    return Hidden(
        nodes=tuple(hidden.values()),
        joins=tuple(join for _earlier, _later, join in joins),
        onward=tuple(onward),
        origins=frozenset(origins),
    )


@cache
def _joins(direction: Direction) -> Any:
    """The links of a trace of which an end is hidden, over all that its viewer may know of."""
    earlier, later = aliased(Record), aliased(Record)
    first, last = aliased(Dialogue), aliased(Dialogue)
    reached = _known_on_the_way(direction)
    near, far, near_id = later, earlier, TraceLink.later_id
    if direction is Direction.TO:
        near, far, near_id = earlier, later, TraceLink.earlier_id
    ends = [
        (end.id, _asked(may_read(end)), _starts(end), dialogue.slug, dialogue.name, dialogue.track)
        for end, dialogue in ((earlier, first), (later, last))
    ]
    return (
        sa.select(TraceLink.id)
        .add_columns(*ends[0], *ends[1])
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .join(earlier.dialogue.of_type(first))
        .join(later.dialogue.of_type(last))
        .where(
            near_id.in_(sa.select(reached.c.id)),
            _known(far),
            sa.or_(~_asked(may_read(near)), ~_asked(may_read(far))),
        )
        .order_by(TraceLink.id)
    )


def _known_on_the_way(direction: Direction) -> sa.CTE:
    near, far = TraceLink.later_id, TraceLink.earlier_id
    if direction is Direction.TO:
        near, far = far, near
    start, there = aliased(Record), aliased(Record)
    reached = (
        sa.select(start.id)
        .where(_starts(start), _asked(may_read(start)))
        .cte("reached", recursive=True)
    )
    # Of ids alone, so that a circle of links adds no new row and the recursion ends.
    return reached.union(
        sa.select(far)
        .select_from(TraceLink)
        .join(reached, near == reached.c.id)
        .join(there, there.id == far)
        .where(_known(there))
    )


def _starts(record: Any) -> sa.ColumnElement[bool]:
    return sa.or_(record.id == WHOLE, record.meeting_id == WHOLE)


def _known(record: Any) -> sa.ColumnElement[bool]:
    return sa.or_(_asked(may_read(record)), _is_hidden(record))


def _is_hidden(record: Any) -> sa.ColumnElement[bool]:
    """A side's own record in a dialogue of whose secretariat the viewer is."""
    return sa.and_(
        record.disclosure == Disclosure.SIDE,
        record.dialogue_id.in_(_asked(SECRETARIAT_OF)),
        ~_asked(may_read(record)),
    )


def _own(name: str) -> str:
    return f"asked_{name}"


def _asked(rule: sa.ColumnElement[Any]) -> Any:
    """A reading rule over parameters of its own, for a statement that runs as the house's."""

    def renamed(element: Any, **_given: Any) -> Any:
        if not isinstance(element, sa.BindParameter) or not element.key.startswith("viewer_"):
            return None
        name = _own(element.key)
        return sa.bindparam(name, type_=element.type, expanding=element.expanding, required=True)

    return visitors.replacement_traverse(rule, {}, renamed)
