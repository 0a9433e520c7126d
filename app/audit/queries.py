"""Reading the audit trail, and finding where it was tampered with."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry, AuditHead


def sealed(entry: AuditEntry) -> str:
    """The SHA-256, in hex, of everything the entry says and of the digest before it."""
    said = [
        entry.serial,
        entry.at.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.subject,
        entry.subject_id,
        entry.dialogue_id,
        entry.record_id,
        entry.before,
        entry.after,
        entry.previous,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def history_of(db: Session, record_id: int, *, limit: int = 500) -> Sequence[AuditEntry]:
    """What was done to a record and to what belongs to it, newest first."""
    return db.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.record_id == record_id)
        .order_by(AuditEntry.serial.desc())
        .limit(limit)
    ).all()


def breaks_in_the_chain(db: Session) -> list[str]:
    """Each place where the trail is not what was written, in words; empty where it is whole."""
    found: list[str] = []
    serial, digest = 0, ""
    entries = db.scalars(
        sa.select(AuditEntry).order_by(AuditEntry.serial).execution_options(yield_per=1000)
    )
    for entry in entries:
        if entry.serial != serial + 1:
            found.append(f"entry {serial + 1} is missing: after {serial} comes {entry.serial}")
        elif entry.previous != digest:
            found.append(f"entry {entry.serial} does not follow on entry {serial}")
        if sealed(entry) != entry.digest:
            found.append(f"entry {entry.serial} was changed after it was written")
        serial, digest = entry.serial, entry.digest
    head = db.get(AuditHead, 1)
    if (head.serial, head.digest) != (serial, digest) if head else serial > 0:
        expected = head.serial if head else 0
        found.append(f"the trail ends at entry {serial}, but {expected} were written")
    return found
