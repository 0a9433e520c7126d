"""Finding records by their references."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectin_polymorphic

from app.dialogues.models import Dialogue
from app.records.models import Citation, Record, RecordKind, Source

REFERENCE = re.compile(
    r"(?:(?P<meeting>R[1-9]\d*|[a-z][a-z0-9-]*[a-z0-9])(?:-(?P<part>[STCADWHM])[1-9]\d*)?"
    r"|(?P<lone>[CADWHM])[1-9]\d*)",
    re.ASCII,
)
LETTERS = {
    "S": RecordKind.SESSION,
    "T": RecordKind.AGENDA_TOPIC,
    "C": RecordKind.CONSENSUS_ITEM,
    "A": RecordKind.ACTION,
    "D": RecordKind.DOCUMENT,
    "W": RecordKind.WORKING_GROUP,
    "H": RecordKind.HANDOVER,
    "M": RecordKind.MATTER,
}


def kind_of(ref: str) -> RecordKind | None:
    """What a reference names, told from its form; None where it is not a reference."""
    found = REFERENCE.fullmatch(ref)
    if not found:
        return None
    letter = found["part"] or found["lone"]
    return LETTERS[letter] if letter else RecordKind.ROUND


def get_record(db: Session, dialogue: str, ref: str) -> Record:
    """The record of this reference, with its dialogue. Raises NoResultFound."""
    return db.scalars(
        sa.select(Record)
        .join(Record.dialogue)
        .where(Dialogue.slug == dialogue, Record.ref == ref)
        .options(
            joinedload(Record.dialogue).selectinload(Dialogue.sides),
            joinedload(Record.meeting),
            selectin_polymorphic(Record, [mapper.class_ for mapper in _subclasses()]),
        )
    ).one()


def _subclasses() -> Sequence[sa.orm.Mapper[Record]]:
    return [mapper for mapper in sa.inspect(Record).self_and_descendants if mapper.inherits]


def sources(db: Session, dialogue: Dialogue) -> Sequence[Source]:
    return db.scalars(
        sa.select(Source).where(Source.dialogue_id == dialogue.id).order_by(Source.key)
    ).all()


def get_source(db: Session, dialogue: Dialogue, source_id: int) -> Source:
    """Raises NoResultFound."""
    mine = sa.select(Source).where(Source.id == source_id, Source.dialogue_id == dialogue.id)
    return db.scalars(mine).one()


def citations_of(db: Session, record_id: int) -> Sequence[Citation]:
    """The citations of a record with their sources, by key and place."""
    return db.scalars(
        sa.select(Citation)
        .join(Citation.source)
        .where(Citation.record_id == record_id)
        .options(sa.orm.contains_eager(Citation.source))
        .order_by(Source.key, Citation.place, Citation.id)
    ).all()


def recorded_at(db: Session, meeting: Record) -> Sequence[Record]:
    """What an action decided at a round may follow from: its agenda topics and items, in order."""
    kinds = (RecordKind.AGENDA_TOPIC, RecordKind.CONSENSUS_ITEM)
    return db.scalars(
        sa.select(Record)
        .where(Record.meeting_id == meeting.id, Record.kind.in_(kinds))
        .order_by(Record.kind, Record.id)
    ).all()
