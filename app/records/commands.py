"""References, sources and citations, and papers."""

import re
import unicodedata

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.models import (
    Citation,
    Disclosure,
    Document,
    DocumentKind,
    DocumentStatus,
    Reading,
    Record,
    ReferenceCounter,
    Source,
)
from app.rules import Refused, _


def next_reference(db: Session, dialogue: Dialogue, prefix: str) -> str:
    """The next reference under `prefix` (`R9-C`); others who want one wait for this transaction."""
    counter = db.get(
        ReferenceCounter, (dialogue.id, prefix), with_for_update=True, populate_existing=True
    )
    if counter is None:
        counter = ReferenceCounter(dialogue_id=dialogue.id, prefix=prefix, last=0)
        db.add(counter)
    counter.last += 1
    db.flush()
    return f"{prefix}{counter.last}"


def part_reference(db: Session, dialogue: Dialogue, meeting: Record | None, letter: str) -> str:
    """The next reference of what was recorded at `meeting`, or of the dialogue itself."""
    return next_reference(db, dialogue, f"{meeting.ref}-{letter}" if meeting else letter)


def renew(row: Record) -> None:
    """Make a change of one of the row's lists a revision of the row."""
    flag_modified(row, "title")


def slug_from(*words: str) -> str:
    """Lower-case ASCII words joined by hyphens; empty where nothing is left of them."""
    text = unicodedata.normalize("NFKD", " ".join(words)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")


def refuse_side_level(disclosure: Disclosure, side: Side | None) -> None:
    if disclosure is Disclosure.SIDE and side is None:
        raise Refused(_("Say whose own record this is."), field="side")


def add_source(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    key: str,
    title: str,
    address: str = "",
    published: PartialDate | None = None,
    note: str = "",
) -> Source:
    same = sa.select(Source.id).where(Source.dialogue_id == dialogue.id, Source.key == key)
    if db.scalar(same) is not None:
        raise Refused(_("There is a source of this key already."), field="key")
    source = Source(
        dialogue=dialogue, key=key, title=title, address=address, published=published, note=note
    )
    db.add(source)
    record(db, actor, "source.added", source)
    return source


def edit_source(
    db: Session,
    *,
    actor: User,
    source: Source,
    title: str,
    address: str,
    published: PartialDate | None,
    note: str,
) -> None:
    """Correct a source; its key stays, for papers name it."""
    before = snapshot(source)
    source.title, source.address = title, address
    source.published, source.note = published, note
    record(db, actor, "source.edited", source, before=before)


def cite(
    db: Session,
    *,
    actor: User,
    cited_by: Record,
    source: Source,
    place: str = "",
    quote: str = "",
    reading: Reading = Reading.STATED,
    note: str = "",
) -> Citation:
    """Rest a record on a source. Raises Refused where it does so already, at the same place."""
    if any(c.source_id == source.id and c.place == place for c in cited_by.citations):
        raise Refused(_("This source is cited at this place already."), field="source")
    citation = Citation(
        record=cited_by, source=source, place=place, quote=quote, reading=reading, note=note
    )
    db.add(citation)
    record(
        db,
        actor,
        "citation.added",
        citation,
        dialogue_id=cited_by.dialogue_id,
        record_id=cited_by.id,
    )
    return citation


def withdraw_citation(db: Session, *, actor: User, citation: Citation) -> None:
    cited_by, before = citation.record, snapshot(citation)
    cited_by.citations.remove(citation)
    record(
        db,
        actor,
        "citation.withdrawn",
        citation,
        before=before,
        dialogue_id=cited_by.dialogue_id,
        record_id=cited_by.id,
    )


def add_document(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    meeting: Record | None,
    title: LocalizedText,
    document_kind: DocumentKind,
    status: DocumentStatus,
    about: Record | None = None,
    issued_by: Side | None = None,
    language: str | None = None,
    points: LocalizedText = EMPTY,
    happened: PartialDate | None = None,
    disclosure: Disclosure = Disclosure.PARTICIPANTS,
    side: Side | None = None,
    note: LocalizedText = EMPTY,
) -> Document:
    """Add a paper of `meeting`, attached to the record `about` where that is not the meeting."""
    _refuse_document(title, status, issued_by)
    refuse_side_level(disclosure, side)
    document = Document(
        dialogue=dialogue,
        ref=part_reference(db, dialogue, meeting, "D"),
        meeting=meeting,
        about=None if about is meeting else about,
        title=title,
        document_kind=document_kind,
        status=status,
        issued_by=issued_by,
        language=language,
        points=points,
        happened=happened or (meeting.happened if meeting else None),
        disclosure=disclosure,
        side=side,
        note=note,
    )
    db.add(document)
    record(db, actor, "document.added", document)
    return document


def _refuse_document(title: LocalizedText, status: DocumentStatus, issued_by: Side | None) -> None:
    if not title:
        raise Refused(_("Give the paper its title."), field="title")
    _refuse_joint(status, issued_by, "issued_by")


def _refuse_joint(status: DocumentStatus, issued_by: Side | None, field: str) -> None:
    if status is DocumentStatus.JOINT and issued_by is not None:
        raise Refused(_("A joint paper is not one side's."), field=field)


def edit_document(
    db: Session,
    *,
    actor: User,
    document: Document,
    title: LocalizedText,
    document_kind: DocumentKind,
    status: DocumentStatus,
    issued_by: Side | None,
    language: str | None,
    points: LocalizedText,
    happened: PartialDate | None,
    disclosure: Disclosure,
    side: Side | None,
    note: LocalizedText,
) -> None:
    _refuse_document(title, status, issued_by)
    refuse_side_level(disclosure, side)
    before = snapshot(document)
    document.title = document.title.revised(title)
    document.document_kind, document.status = document_kind, status
    document.issued_by, document.points = issued_by, document.points.revised(points)
    document.happened, document.note = happened, document.note.revised(note)
    document.disclosure, document.side, document.language = disclosure, side, language
    record(db, actor, "document.edited", document, before=before)


def move_document(db: Session, *, actor: User, document: Document, status: DocumentStatus) -> None:
    """Put the paper on another step of the ladder, also a lower one; its history keeps each."""
    _refuse_joint(status, document.issued_by, "status")
    if status is document.status:
        return
    before = snapshot(document)
    document.status = status
    record(db, actor, "document.moved", document, before=before)
