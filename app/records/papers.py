"""Documents in lists and the versions of their files, without the bytes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, undefer

from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import (
    Disclosure,
    Document,
    DocumentFile,
    DocumentKind,
    DocumentStatus,
    Record,
    RecordKind,
)


@dataclass(frozen=True)
class FileLine:
    number: int
    name: str
    media_type: str
    size: int


@dataclass(frozen=True)
class DocumentLine:
    """A document in a list; `file` is its latest version, `about` a reference.

    `issued_by` is the id of a side. `about` is given where the list is of another record.
    """

    ref: str
    title: LocalizedText
    kind: DocumentKind
    status: DocumentStatus
    happened: PartialDate | None
    disclosure: Disclosure
    issued_by: int | None
    language: str | None
    points: LocalizedText
    about: str | None
    file: FileLine | None = None


def documents_of(db: Session, record: Record) -> list[DocumentLine]:
    """The papers attached to a record, in the order of entry.

    Of a round: all of its papers, also those attached to what was recorded at it.
    """
    if record.kind is RecordKind.ROUND:
        return _lines(db, Document.meeting_id == record.id)
    return _lines(db, Document.about_id == record.id)


def documents_of_none(db: Session, dialogue_id: int) -> list[DocumentLine]:
    """The papers of a dialogue as a whole: of no round, and attached to no record."""
    return _lines(
        db,
        sa.and_(
            Document.dialogue_id == dialogue_id,
            Document.meeting_id.is_(None),
            Document.about_id.is_(None),
        ),
    )


def _lines(db: Session, which: sa.ColumnElement[bool]) -> list[DocumentLine]:
    about = aliased(Record, flat=True)
    rows: Any = db.execute(
        sa.select(
            Document.ref,
            Document.title,
            Document.document_kind,
            Document.status,
            Document.happened,
            Document.disclosure,
            Document.issued_by_id,
            Document.language,
            Document.points,
            about.ref,
            DocumentFile.number,
            DocumentFile.name,
            DocumentFile.media_type,
            DocumentFile.size,
        )
        .select_from(Document)
        .outerjoin(about, about.id == Document.about_id)
        .outerjoin(DocumentFile, DocumentFile.document_id == Document.id)
        .where(which)
        .order_by(Document.id, DocumentFile.number)
    )
    lines: dict[str, DocumentLine] = {}
    for row in rows:
        # A later version takes the place of the one before.
        file = FileLine(*row[10:]) if row[10] is not None else None
        lines[row[0]] = replace(DocumentLine(*row[:10]), file=file)
    return list(lines.values())


def versions_of(db: Session, document: Document) -> Sequence[DocumentFile]:
    """The versions of its file, the latest first, without their bytes."""
    return db.scalars(
        sa.select(DocumentFile)
        .where(DocumentFile.document_id == document.id)
        .order_by(DocumentFile.number.desc())
    ).all()


def get_version(db: Session, document: Document, number: int) -> DocumentFile:
    """One version with its bytes. Raises NoResultFound."""
    return db.scalars(
        sa.select(DocumentFile)
        .where(DocumentFile.document_id == document.id, DocumentFile.number == number)
        .options(undefer(DocumentFile.content))
    ).one()
