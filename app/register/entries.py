"""All items of a dialogue in a few columns each: what a register is narrowed and counted by.

A register counts every facet under all other filters, so that it looks at every item anyway. Each
is therefore read once, without its words, and only those on the page are read whole.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consensus.lines import shown_text
from app.consensus.models import ConsensusItem, Position, Stance, Wording
from app.consensus.stances import on_record, stance_of
from app.consensus.standing import latest_number, standings_of_dialogue
from app.dialogues.models import Dialogue
from app.localized import LANGUAGES
from app.partial_date import PartialDate
from app.records.models import RecordKind

WORDS = re.compile(r'"([^"]+)"|(\S+)')
MOST_WORDS = 8


class Entry(NamedTuple):
    """One item on record. `happened` is its ISO form, empty where it has no date.

    `asked` counts the sides whose answer on the latest wording is owed or has to be confirmed,
    `heard` those of which any position on it is recorded. `moved` tells whether anything happened
    to the item since the day asked about, `says` whether it holds the words asked for.
    """

    id: int
    ref: str
    parent_id: int | None
    meeting_id: int | None
    happened: str
    kind: str
    level: str | None
    standing: str
    asked: int
    heard: int
    open_list: bool
    is_reviewed: bool
    moved: bool = True
    says: bool = True


@dataclass(frozen=True)
class Since:
    """From when on something is new: what is dated after `day`, or, undated, recorded after it.

    After a report, what was recorded later is new whatever its date: the report cannot have it.
    """

    day: PartialDate
    is_report: bool = False

    @property
    def recorded(self) -> datetime:
        """The first moment after the day, in UTC."""
        end = min(self.day.last_day, date.max - timedelta(days=1))
        return datetime(end.year, end.month, end.day, tzinfo=UTC) + timedelta(days=1)


def searched_words(typed: str) -> list[str]:
    """The words that an item must hold, each of them; words between quotation marks are one."""
    return [quoted or plain for quoted, plain in WORDS.findall(typed)][:MOST_WORDS]


def entries_of(
    db: Session,
    dialogue: Dialogue,
    *,
    as_of: PartialDate | None = None,
    words: Sequence[str] = (),
    since: Since | None = None,
) -> list[Entry]:
    """Every item that the viewer may read and that was on record at `as_of`; in no order."""
    item = ConsensusItem
    standings = standings_of_dialogue(dialogue.id, as_of)
    known = standings.c
    reviewed = sa.or_(item.review_on.is_not(None), item.review_round.is_not(None))
    if as_of is not None:
        # Since when it is to be looked at again has no date: of an earlier day it is not known.
        reviewed = sa.false()
    rows = db.execute(
        sa.select(
            item.id,
            item.ref,
            item.parent_id,
            item.meeting_id,
            # Without their types: to make an object of each would take longer than to read it.
            sa.func.coalesce(sa.type_coerce(item.happened, sa.String), ""),
            sa.type_coerce(item.item_kind, sa.String),
            sa.type_coerce(item.level, sa.String),
            sa.type_coerce(known.standing, sa.String),
            known.sought + known.provisional,
            known.sought + known.provisional + known.endorsing + known.against + known.not_sought,
            sa.type_coerce(item.open_list, sa.Integer),
            sa.type_coerce(reviewed, sa.Integer),
            *([sa.type_coerce(_moved(since, as_of), sa.Integer)] if since or words else ()),
            *(_texts(as_of) if words else ()),
        )
        .join(standings, known.item_id == item.id)
        .where(
            item.dialogue_id == dialogue.id,
            # Said again for the index that leads to a dialogue's items and past its other records.
            item.kind == RecordKind.CONSENSUS_ITEM,
            on_record(item.happened, as_of),
        )
    )
    if not words:
        return [Entry(*row) for row in rows]
    wanted = [word.casefold() for word in words]
    return [Entry._make((*row[:-2], _says(wanted, row[1], row[-2:]))) for row in rows]


def _texts(as_of: PartialDate | None) -> tuple[Any, ...]:
    """The title and the latest wording as they are stored."""
    current = (
        sa.select(sa.type_coerce(shown_text(as_of), sa.Text))
        .where(Wording.item_id == ConsensusItem.id, Wording.number == latest_number(as_of))
        .correlate(ConsensusItem)
        .scalar_subquery()
    )
    return sa.type_coerce(ConsensusItem.title, sa.Text), current


def _says(wanted: Sequence[str], ref: str, texts: Sequence[str | None]) -> bool:
    """Whether the title, the wording or the reference holds each word, in any language.

    Here and not in SQL: no database folds the case of every script, and each would need a
    statement longer than SQLite can read.
    """
    held = [ref]
    for text in filter(None, texts):
        stored = json.loads(text)
        held += (stored[lang] for lang in LANGUAGES if lang in stored)
    said = "\n".join(held).casefold()
    return all(word in said for word in wanted)


def _moved(since: Since | None, as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    if since is None:
        return sa.true()
    item = ConsensusItem
    day, withdrawn = since.day.last_day.isoformat(), item.withdrawn_on
    # Who kept silent to a deadline has answered on the day after.
    silent = sa.and_(
        sa.type_coerce(Position.deadline, sa.String) >= day,
        stance_of(Position, as_of) == Stance.NO_OBJECTION,
    )
    # An item that has no words yet is new when it is.
    born = (item.latest == 0) & (item.happened > day)
    return sa.or_(
        sa.exists().where(Wording.item_id == item.id, _new(Wording, since, as_of)),
        sa.exists().where(Position.item_id == item.id, _new(Position, since, as_of) | silent),
        (withdrawn > day) & on_record(withdrawn, as_of),
        born,
    )


def _new(written: Any, since: Since, as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    recorded = written.recorded_at >= since.recorded
    dated = written.happened > since.day.last_day.isoformat()
    late = recorded if since.is_report else written.happened.is_(None) & recorded
    return (dated | late) & on_record(written.happened, as_of)
