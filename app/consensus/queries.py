"""Reading the consensus register."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.consensus.lines import ItemLine, item_columns, with_positions
from app.consensus.models import (
    ConsensusItem,
    ConsensusItemTopic,
    ItemKind,
    Level,
    Position,
    Wording,
)
from app.consensus.standing import Standing, on_record, standing
from app.db import says
from app.dialogues.models import Dialogue
from app.partial_date import PartialDate
from app.rounds.models import AgendaTopic

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a register is narrowed to; every value None or empty: no narrowing."""

    topic_ids: frozenset[int] = frozenset()
    kind: ItemKind | None = None
    level: Level | None = None
    standing: Standing | None = None
    meeting_id: int | None = None
    text: str = ""


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
    statement = _narrowed(item_columns(as_of), chosen, as_of).where(
        ConsensusItem.dialogue_id == dialogue.id
    )
    if after:
        statement = statement.where(sa.tuple_(happened, ConsensusItem.id) < sa.tuple_(*after))
    statement = statement.order_by(happened.desc(), ConsensusItem.id.desc()).limit(limit)
    return with_positions(db, dialogue.sides, statement, as_of)


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
            selectinload(Wording.renderings),
            selectinload(Wording.bracket_notes),
        )
        .order_by(Wording.number.desc())
    ).all()


def latest_wording(db: Session, item: ConsensusItem) -> Wording | None:
    return db.scalar(
        sa.select(Wording).where(Wording.item_id == item.id, Wording.number == item.latest)
    )


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
