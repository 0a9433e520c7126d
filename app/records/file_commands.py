"""Keeping the bytes of papers, version by version."""

from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.models import User
from app.audit.commands import record
from app.records.commands import renew
from app.records.file_names import safe_name
from app.records.file_parts import kind_of_zip
from app.records.file_types import (
    ZIP,
    FileType,
    kind_of_text,
    picture_or_pdf,
    refuse_size,
    refuse_two_kinds,
)
from app.records.models import Document, DocumentFile
from app.rules import Refused, _


def kind_of_file(content: bytes, name: str) -> FileType:
    """What the bytes are; the name decides only between texts. Raises Refused, in words."""
    refuse_size(len(content))
    if content.startswith(ZIP):
        refuse_two_kinds(content)
        return kind_of_zip(content)
    return picture_or_pdf(content) or kind_of_text(content, name)


def add_file(
    db: Session, *, actor: User, document: Document, name: str, content: bytes
) -> DocumentFile:
    """Keep the file as the paper's next version, under a name made safe.

    Raises Refused for what is not kept, and for bytes that are a version of the paper already.
    """
    kind = kind_of_file(content, name)
    digest = sha256(content).hexdigest()
    of_document = DocumentFile.document_id == document.id
    kept = dict(
        db.execute(sa.select(DocumentFile.digest, DocumentFile.number).where(of_document))
        .tuples()
        .all()
    )
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
