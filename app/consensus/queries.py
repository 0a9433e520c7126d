"""Reading the consensus register."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.consensus.models import (
    ConsensusItem,
    ConsensusItemTopic,
    ItemKind,
    Level,
    Position,
    Stance,
    Wording,
)
from app.consensus.standing import (
    Standing,
    is_current,
    latest_number,
    on_record,
    sides_concerned,
    standing,
)
from app.db import says
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.models import Disclosure, Record
from app.rounds.models import AgendaTopic

PAGE = 50


@dataclass(frozen=True)
class Stand:
    """One side's current position on the latest wording."""

    stance: Stance
    statement: LocalizedText = EMPTY
    reason: LocalizedText = EMPTY
    happened: PartialDate | None = None


UNKNOWN = Stand(Stance.NOT_RECORDED)


@dataclass(frozen=True)
class ItemLine:
    """One item as registers and papers print it. `stands` holds every side of the dialogue."""

    id: int
    ref: str
    title: LocalizedText
    kind: ItemKind
    level: Level | None
    verb: str
    happened: PartialDate | None
    disclosure: Disclosure
    meeting_id: int | None
    agenda_topic_id: int | None
    parent_id: int | None
    open_list: bool
    meeting_ref: str | None
    wording_number: int
    text: LocalizedText
    reported_by: int | None
    standing: Standing
    stands: Mapping[int, Stand] = field(default_factory=dict)
    topics: tuple[str, ...] = ()

    @property
    def concerned(self) -> list[int]:
        """The ids of the sides that are waited for, object, or agree ad referendum."""
        return sides_concerned(self.standing, {s: stand.stance for s, stand in self.stands.items()})


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a register is narrowed to; every value None or empty: no narrowing."""

    topic_ids: frozenset[int] = frozenset()
    kind: ItemKind | None = None
    level: Level | None = None
    standing: Standing | None = None
    meeting_id: int | None = None
    text: str = ""


COLUMNS = [one.name for one in fields(ItemLine) if one.name not in ("stands", "topics")]


POSITION = (
    Position.side_id,
    Position.stance,
    Position.statement,
    Position.reason,
    Position.happened,
)


def _lines(as_of: PartialDate | None) -> Any:
    meeting = aliased(Record)
    return (
        sa.select(
            ConsensusItem.id,
            ConsensusItem.ref,
            ConsensusItem.title,
            ConsensusItem.item_kind,
            ConsensusItem.level,
            ConsensusItem.verb,
            ConsensusItem.happened,
            ConsensusItem.disclosure,
            ConsensusItem.meeting_id,
            ConsensusItem.agenda_topic_id,
            ConsensusItem.parent_id,
            ConsensusItem.open_list,
            meeting.ref,
            sa.func.coalesce(Wording.number, 0),
            Wording.text,
            Wording.reported_by_id,
            standing(as_of),
        )
        .select_from(ConsensusItem)
        .outerjoin(
            Wording,
            sa.and_(Wording.item_id == ConsensusItem.id, Wording.number == latest_number(as_of)),
        )
        .outerjoin(meeting, meeting.id == ConsensusItem.meeting_id)
        .where(on_record(ConsensusItem.happened, as_of))
    )


def _narrowed(statement: Any, chosen: Filter, as_of: PartialDate | None) -> Any:
    if chosen.topic_ids:
        statement = statement.where(
            sa.exists().where(
                ConsensusItemTopic.item_id == ConsensusItem.id,
                ConsensusItemTopic.topic_id.in_(chosen.topic_ids),
            )
        )
    if chosen.kind:
        statement = statement.where(ConsensusItem.item_kind == chosen.kind)
    if chosen.level:
        statement = statement.where(ConsensusItem.level == chosen.level)
    if chosen.standing:
        statement = statement.where(standing(as_of) == chosen.standing)
    if chosen.meeting_id:
        statement = statement.where(ConsensusItem.meeting_id == chosen.meeting_id)
    if chosen.text:
        statement = statement.where(_says(chosen.text))
    return statement


def _says(words: str) -> sa.ColumnElement[bool]:
    """Whether the title or the latest wording holds the words, whatever their case."""
    return says(ConsensusItem.title, words) | says(Wording.text, words)


def register(
    db: Session,
    dialogue: Dialogue,
    chosen: Filter,
    *,
    as_of: PartialDate | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = PAGE,
) -> list[ItemLine]:
    """The items of a dialogue, newest first; `after` is the date and id of the last one seen.

    Undated items come last. Two statements and, with sides, three, whatever the number of items.
    """
    happened = sa.func.coalesce(sa.type_coerce(ConsensusItem.happened, sa.String), "")
    statement = _narrowed(_lines(as_of), chosen, as_of).where(
        ConsensusItem.dialogue_id == dialogue.id
    )
    if after:
        statement = statement.where(sa.tuple_(happened, ConsensusItem.id) < sa.tuple_(*after))
    statement = statement.order_by(happened.desc(), ConsensusItem.id.desc()).limit(limit)
    return _with_positions(db, dialogue.sides, statement, as_of)


def items_of_meeting(db: Session, meeting: Record, sides: Sequence[Side]) -> list[ItemLine]:
    """What was recorded at a round, in the order of recording; one statement."""
    return items_with(db, sides, ConsensusItem.meeting_id == meeting.id)


def items_with(
    db: Session, sides: Sequence[Side], condition: sa.ColumnElement[bool]
) -> list[ItemLine]:
    """Some items with the positions on their latest wordings; one statement."""
    statement = (
        _lines(None)
        .add_columns(*POSITION)
        .outerjoin(Position, (Position.wording_id == Wording.id) & is_current(Position, None))
        .where(condition)
        .order_by(ConsensusItem.id)
    )
    stands: dict[int, dict[int, Stand]] = defaultdict(dict)
    rows: dict[int, Any] = {}
    for row in db.execute(statement):
        rows[row[0]] = row[: len(COLUMNS)]
        side_id, *stand = row[len(COLUMNS) :]
        if side_id is not None:
            stands[row[0]][side_id] = Stand(*stand)
    return _item_lines(rows.values(), stands, sides)


def _with_positions(
    db: Session, sides: Sequence[Side], statement: Any, as_of: PartialDate | None
) -> list[ItemLine]:
    rows = db.execute(statement).all()
    return _item_lines(rows, stands_of(db, [row[0] for row in rows], as_of), sides)


def stands_of(
    db: Session, items: Sequence[int], as_of: PartialDate | None = None
) -> Mapping[int, Mapping[int, Stand]]:
    """By item and side, the current positions on the latest wordings; others are not recorded."""
    stands: dict[int, dict[int, Stand]] = defaultdict(dict)
    for item_id, side_id, *stand in db.execute(_positions(items, as_of)) if items else ():
        stands[item_id][side_id] = Stand(*stand)
    return stands


def _item_lines(
    rows: Iterable[Any], stands: Mapping[int, Mapping[int, Stand]], sides: Sequence[Side]
) -> list[ItemLine]:
    lines = []
    for row in rows:
        known = stands.get(row[0], {})
        every = {side.id: known.get(side.id, UNKNOWN) for side in sides}
        columns: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        lines.append(ItemLine(**{**columns, "text": columns["text"] or EMPTY, "stands": every}))
    return lines


def _positions(items: Sequence[int], as_of: PartialDate | None) -> Any:
    return (
        sa.select(Position.item_id, *POSITION)
        .join(Wording, Wording.id == Position.wording_id)
        .join(ConsensusItem, ConsensusItem.id == Wording.item_id)
        .where(
            Position.item_id.in_(items),
            Wording.number == latest_number(as_of),
            on_record(Position.happened, as_of),
            is_current(Position, as_of),
        )
    )


def counts_by_standing(
    db: Session, dialogue: Dialogue, as_of: PartialDate | None = None
) -> dict[Standing, int]:
    """How many items of the dialogue stand where."""
    inner = (
        sa.select(standing(as_of).label("standing"))
        .where(ConsensusItem.dialogue_id == dialogue.id, on_record(ConsensusItem.happened, as_of))
        .subquery()
    )
    rows = db.execute(sa.select(inner.c.standing, sa.func.count()).group_by(inner.c.standing)).all()
    return {Standing(name): count for name, count in rows}


def get_wordings(db: Session, item: ConsensusItem) -> Sequence[Wording]:
    """All wordings of an item, newest first, each with its positions, oldest first."""
    return db.scalars(
        sa.select(Wording)
        .where(Wording.item_id == item.id)
        .options(
            joinedload(Wording.settled_at),
            selectinload(Wording.positions).joinedload(Position.person),
        )
        .order_by(Wording.number.desc())
    ).all()


def topic_over(db: Session, item: ConsensusItem) -> AgendaTopic | None:
    """The agenda topic under which an item was recorded."""
    return db.scalar(sa.select(AgendaTopic).where(AgendaTopic.id == item.agenda_topic_id))


def possible_parents(db: Session, dialogue: Dialogue, *, limit: int = 500) -> Sequence[Any]:
    """Items that a new one may be a sub-point of, newest first: their reference and title."""
    return db.scalars(
        sa.select(ConsensusItem)
        .where(ConsensusItem.dialogue_id == dialogue.id, ConsensusItem.parent_id.is_(None))
        .order_by(ConsensusItem.id.desc())
        .limit(limit)
    ).all()
