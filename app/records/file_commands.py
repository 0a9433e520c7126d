"""Keeping the bytes of papers, version by version."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.audit.commands import record
from app.records.commands import add_document, renew
from app.records.file_names import safe_name
from app.records.file_parts import kind_of_file
from app.records.models import Document, DocumentFile
from app.rules import Refused, _


@dataclass(frozen=True)
class Upload:
    """A file as it was sent: what its sender calls it, and its bytes."""

    name: str
    content: bytes


def add_paper(db: Session, *, actor: User, file: Upload | None, **given: Any) -> Document:
    """Add a document, with its first file where there is one: both, or neither."""
    document = add_document(db, actor=actor, **given)
    if file is not None:
        add_file(db, actor=actor, document=document, name=file.name, content=file.content)
    return document


def add_version(db: Session, *, actor: User, document: Document, file: Upload) -> DocumentFile:
    return add_file(db, actor=actor, document=document, name=file.name, content=file.content)


def add_file(
    db: Session, *, actor: User, document: Document, name: str, content: bytes
) -> DocumentFile:
    """Keep the file as the paper's next version, under a name made safe.

    Raises Refused for what is not kept, and for bytes that are a version of the paper already.
    """
    kind = kind_of_file(content, name)
    digest = sha256(content).hexdigest()
    versions = sa.select(DocumentFile.digest, DocumentFile.number)
    rows = db.execute(versions.where(DocumentFile.document_id == document.id))
    kept = {row.digest: row.number for row in rows}
    if digest in kept:
        raise Refused(
            _("These very bytes are version %(number)d of this document already."),
            field="file",
            number=kept[digest],
        )
    file = DocumentFile(
        document=document,
        number=max(kept.values(), default=0) + 1,
        name=safe_name(name, kind),
        media_type=kind.media_type,
        size=len(content),
        digest=digest,
        content=content,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
    )
    db.add(file)
    if kept:
        # Whoever linked the paper, or is editing it, looks again.
        renew(document)
    db.flush()
    # The trail keeps the digest, not the bytes: they are written, and loaded when asked for.
    set_committed_value(file, "content", None)
    record(
        db,
        actor,
        "document.file-added",
        file,
        dialogue_id=document.dialogue_id,
        record_id=document.id,
    )
    db.expire(file, ["content"])
    return file
