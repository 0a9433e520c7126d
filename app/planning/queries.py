"""What earlier rounds left open or asked to see again, and comes back to a later agenda."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from app.actions.models import Action
from app.actions.queries import (
    ActionLine,
    carried_over,
    is_unfinished,
    last_update_round,
    overdue,
    with_owners,
)
from app.consensus.lines import ItemLine, items_with
from app.consensus.models import ConsensusItem, ConsensusItemTopic, ItemKind
from app.consensus.standing import Standing, on_record, standing
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.planning.reviewing import Review, is_to_be_reviewed, on_agenda_of, reviews_of
from app.records.models import Record
from app.rounds.models import Round, RoundStatus
from app.topics.models import Topic

# At most so many actions, and as many items, at a time.
MOST = 100
TO_COME = (RoundStatus.PLANNED, RoundStatus.HELD)

# An item that nobody knows to be open does not come back: "not recorded" is not "not agreed".
OPEN = (
    Standing.DRAFT,
    Standing.BRACKETED,
    Standing.AWAITING,
    Standing.AD_REFERENDUM,
    Standing.OBJECTED,
    Standing.DIVERGING,
)
SETTLED = (Standing.AGREED, Standing.SUPERSEDED, Standing.WITHDRAWN)


@dataclass(frozen=True)
class ItemGroup:
    """Items under one topic of the tree, each once; `code` None: those that are under none."""

    code: str | None
    name: LocalizedText | None
    items: list[ItemLine]


@dataclass(frozen=True)
class OpenMatters:
    """At most MOST actions and MOST items; `count` is how many there are of both.

    `reviews` are those of the items, settled or not, that come back to be looked at again.
    """

    actions: list[ActionLine]
    groups: list[ItemGroup]
    count: int
    reviews: Mapping[int, Review] = field(default_factory=dict)

    @property
    def items(self) -> list[ItemLine]:
        return [item for group in self.groups for item in group.items]

    @property
    def shown(self) -> int:
        return len(self.actions) + len(self.items)


def count_open_matters(db: Session, meeting: Round) -> int:
    """How many open matters of earlier rounds could come back to this one; one statement."""
    if meeting.status not in TO_COME:
        return 0
    both = sa.union_all(_actions(meeting), _items(meeting)).subquery()
    return db.scalar(sa.select(sa.func.count(both.c.id))) or 0


def open_matters(
    db: Session, meeting: Round, today: date, *, refs: Collection[str] | None = None
) -> OpenMatters:
    """What could come back to a round: of this dialogue, from before it, and not on its agenda.

    `refs` narrows it to some records. The statements do not grow with what there is.
    """
    count = count_open_matters(db, meeting)
    if not count:
        return OpenMatters([], [], 0)
    actions, items = _actions(meeting), _items(meeting)
    if refs is not None:
        actions = actions.where(Action.ref.in_(refs))
        items = items.where(ConsensusItem.ref.in_(refs))
    lines = _action_lines(db, actions.limit(MOST), today)
    ids = db.scalars(items.order_by(ConsensusItem.id).limit(MOST)).all()
    found = items_with(db, meeting.dialogue.sides, ConsensusItem.id.in_(ids))
    return OpenMatters(lines, _by_topic(db, found), count, reviews_of(db, meeting, ids))


def _actions(meeting: Round) -> sa.Select[Any]:
    return sa.select(Action.id).where(is_unfinished(), *_from_before(Action, meeting))


def _items(meeting: Round) -> sa.Select[Any]:
    stands = standing()
    is_question = ConsensusItem.item_kind == ItemKind.OPEN_QUESTION
    unsettled = stands.in_(OPEN) | (is_question & stands.not_in(SETTLED))
    return sa.select(ConsensusItem.id).where(
        *_from_before(ConsensusItem, meeting), sa.or_(unsettled, is_to_be_reviewed(meeting))
    )


def _from_before(kind: Any, meeting: Round) -> list[sa.ColumnElement[bool]]:
    """Recorded before the round, at an earlier one or at none, and not on its agenda yet."""
    held = aliased(Round, flat=True)
    earlier = (
        sa.select(held.id)
        .where(held.id == kind.meeting_id, _is_earlier(held, meeting))
        .correlate(kind)
        .exists()
    )
    return [
        kind.dialogue_id == meeting.dialogue_id,
        sa.or_(kind.meeting_id.is_(None), earlier),
        on_record(kind.happened, meeting.happened),
        ~on_agenda_of(kind, meeting),
    ]


def _is_earlier(held: Any, meeting: Round) -> sa.ColumnElement[bool]:
    """Whether a round surely ended before; where the dates do not tell, by number, then entry."""
    counted = held.id < meeting.id
    if meeting.number is not None:
        counted = sa.func.coalesce(held.number < meeting.number, counted)
    rules: list[Any] = [(held.id == meeting.id, sa.false())]
    day: PartialDate | None = meeting.happened
    if day is not None:
        happened: Any = sa.type_coerce(held.happened, sa.String)
        # As much of the day as is known of the other's date.
        first = sa.func.substr(sa.literal(day.first_day.isoformat()), 1, sa.func.length(happened))
        rules += [(happened < first, sa.true()), (happened > day.last_day.isoformat(), sa.false())]
    return sa.case(*rules, else_=counted)


def _action_lines(db: Session, statement: sa.Select[Any], today: date) -> list[ActionLine]:
    """In the order of their register: by due date, the undated last."""
    due = sa.func.coalesce(sa.type_coerce(Action.due, sa.String), "9999-99-99")
    meeting = aliased(Record)
    rows = db.execute(
        statement.with_only_columns(
            Action, overdue(today), carried_over(), last_update_round(), meeting.ref
        )
        .outerjoin(meeting, meeting.id == Action.meeting_id)
        .options(*with_owners(), joinedload(Action.side))
        .order_by(due, Action.id)
    )
    return [ActionLine(row[0], bool(row[1]), row[2] or 0, row[3], row[4]) for row in rows.unique()]


def _by_topic(db: Session, items: Sequence[ItemLine]) -> list[ItemGroup]:
    """Each item under the first of its topics, in the order of the codes; the unclassified last."""
    rows = db.execute(
        sa.select(ConsensusItemTopic.item_id, Topic.code, Topic.name)
        .join(Topic, Topic.id == ConsensusItemTopic.topic_id)
        .where(ConsensusItemTopic.item_id.in_([item.id for item in items]))
        .order_by(Topic.code)
    )
    first: dict[int, tuple[str, LocalizedText]] = {}
    for item_id, code, name in rows:
        first.setdefault(item_id, (code, name))
    names = dict(sorted(first.values(), key=lambda pair: pair[0]))
    groups = [
        ItemGroup(code, name, [item for item in items if first.get(item.id, ("",))[0] == code])
        for code, name in names.items()
    ]
    rest = [item for item in items if item.id not in first]
    return groups + ([ItemGroup(None, None, rest)] if rest else [])
