"""Reading the consensus register."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from app.consensus.stances import on_record
from app.consensus.standing import Standing, latest_number, standings_of_dialogue
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


def _narrowed(statement: Any, chosen: Filter) -> Any:
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
    if chosen.meeting_id:
        statement = statement.where(ConsensusItem.meeting_id == chosen.meeting_id)
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
    newest_first = (_happened().desc(), ConsensusItem.id.desc())
    of_dialogue = sa.select(ConsensusItem.id).where(ConsensusItem.dialogue_id == dialogue.id)
    if limit is None:
        # All at once: their standings, too, and their positions.
        stands = standings_of_dialogue(dialogue.id, as_of)
        joined = stands.c.item_id == ConsensusItem.id
        lines = item_columns(as_of, stands.c.standing).join(stands, joined)
        lines = lines.where(ConsensusItem.dialogue_id == dialogue.id)
        wanted = _wanted(lines, dialogue, chosen, as_of, after).order_by(*newest_first)
        return with_positions(db, dialogue.sides, wanted, as_of, among=of_dialogue)
    # Their own words, and the latest wordings': either may be missing.
    latest = sa.and_(Wording.item_id == ConsensusItem.id, Wording.number == latest_number(as_of))
    items = of_dialogue.outerjoin(Wording, latest) if chosen.text else of_dialogue
    wanted = _wanted(items, dialogue, chosen, as_of, after).order_by(*newest_first).limit(limit)
    found = db.scalars(wanted).all()
    lines = item_columns(as_of).where(ConsensusItem.id.in_(found)).order_by(*newest_first)
    return with_positions(db, dialogue.sides, lines, as_of) if found else []


def _happened() -> Any:
    return sa.func.coalesce(sa.type_coerce(ConsensusItem.happened, sa.String), "")


def _wanted(
    items: Any,
    dialogue: Dialogue,
    chosen: Filter,
    as_of: PartialDate | None,
    after: tuple[str, int] | None,
) -> Any:
    """The items on record at the time that the filter lets through, from a place on."""
    wanted = _narrowed(items.where(on_record(ConsensusItem.happened, as_of)), chosen)
    if chosen.standing:
        stands = standings_of_dialogue(dialogue.id, as_of)
        there = sa.select(stands.c.item_id).where(stands.c.standing == chosen.standing)
        # Asked whether it is true, PostgreSQL looks into one list: it would take the items of a
        # standing for few, and go through them again for each item there is.
        wanted = wanted.where(ConsensusItem.id.in_(there).is_(sa.true()))
    if chosen.text:
        wanted = wanted.where(_says(chosen.text))
    if after:
        wanted = wanted.where(sa.tuple_(_happened(), ConsensusItem.id) < sa.tuple_(*after))
    return wanted


def counts_by_standing(
    db: Session, dialogue: Dialogue, as_of: PartialDate | None = None
) -> dict[Standing, int]:
    """How many items of the dialogue stand where."""
    stands = standings_of_dialogue(dialogue.id, as_of)
    rows = db.execute(
        sa.select(stands.c.standing, sa.func.count())
        .join_from(ConsensusItem, stands, stands.c.item_id == ConsensusItem.id)
        .where(ConsensusItem.dialogue_id == dialogue.id, on_record(ConsensusItem.happened, as_of))
        .group_by(stands.c.standing)
    ).all()
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


def topics_of_items(db: Session, dialogue: Dialogue) -> Mapping[int, set[int]]:
    """The ids of the topics under which each item of a dialogue is classified."""
    found: dict[int, set[int]] = defaultdict(set)
    for item_id, topic_id in db.execute(
        sa.select(ConsensusItemTopic.item_id, ConsensusItemTopic.topic_id)
        .join(ConsensusItem, ConsensusItem.id == ConsensusItemTopic.item_id)
        .where(ConsensusItem.dialogue_id == dialogue.id)
    ):
        found[item_id].add(topic_id)
    return found


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
