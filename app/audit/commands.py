"""Writing the audit trail."""

import enum
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.models import AuditEntry, AuditHead
from app.audit.queries import sealed
from app.db import Base
from app.localized import LocalizedText
from app.partial_date import PartialDate

# What unlocks an account is not written down twice.
SECRET = {"password_hash", "session_key"}

THE_CONSOLE = "the console"


def record(
    db: Session,
    actor: User | None,
    action: str,
    subject: Base,
    *,
    before: Mapping[str, Any] | None = None,
    together: Base | None = None,
    dialogue_id: int | None = None,
    record_id: int | None = None,
) -> AuditEntry:
    """Note that `actor` (None: the console) did `action`, named "subject.past-participle".

    With `before`, a `snapshot` taken when the command began, only what changed is kept. A row
    that the command made `together` with the change is kept whole, under its table's name. The
    dialogue and the record on whose History tab the entry stands are told from the subject
    where it has them.
    """
    db.flush()  # the subject may be new, and the entry needs its id
    after: dict[str, Any] | None = None
    if not sa.inspect(subject).deleted:
        after = snapshot(subject)
    if before is not None and after is not None:
        changed = {key for key in after if before.get(key) != after[key]}
        before = {key: before.get(key) for key in after if key in changed}
        after = {key: after[key] for key in after if key in changed}
    if after is not None and together is not None:
        after |= {together.__tablename__: snapshot(together)}
    head = _locked_head(db)
    entry = AuditEntry(
        serial=head.serial + 1,
        at=datetime.now(UTC),
        actor_id=actor.id if actor else None,
        actor_name=actor.name if actor else THE_CONSOLE,
        action=action,
        subject=subject.__tablename__,
        subject_id=_identity(subject),
        dialogue_id=dialogue_id or _dialogue_of(subject),
        record_id=record_id or _record_of(subject),
        before=before,
        after=after,
        previous=head.digest,
    )
    entry.digest = sealed(entry)
    head.serial, head.digest = entry.serial, entry.digest
    db.add(entry)
    db.flush()
    return entry


def _locked_head(db: Session) -> AuditHead:
    """The end of the chain; others who write wait until this transaction ends."""
    head = db.get(AuditHead, 1, with_for_update=True, populate_existing=True)
    if head is None:
        head = AuditHead(id=1, serial=0, digest="")
        db.add(head)
    return head


def snapshot(subject: Base) -> dict[str, Any]:
    """The row's columns and the lists that belong to it, as they would stand in JSON."""
    mapper = sa.inspect(subject).mapper
    columns = {
        attribute.key: _plain(getattr(subject, attribute.key))
        for attribute in mapper.column_attrs
        if attribute.key not in SECRET | {"revision"}
    }
    lists = {
        relation.key: [_member(row, relation) for row in getattr(subject, relation.key)]
        for relation in mapper.relationships
        if relation.uselist and (relation.secondary is not None or relation.cascade.delete_orphan)
    }
    return columns | lists


def _member(row: Base, relation: Any) -> Any:
    if relation.secondary is not None:
        return _identity(row)
    own = {column.key for column in relation.remote_side} | {"id"}
    return {key: value for key, value in snapshot(row).items() if key not in own}


def _plain(value: Any) -> Any:
    match value:
        case LocalizedText():
            return value.to_dict()
        case PartialDate() | enum.Enum():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case _:
            return value


def _identity(subject: Base) -> int:
    """The row's number; where the key has several parts, the first."""
    return int(sa.inspect(subject).mapper.primary_key_from_instance(subject)[0])


def _dialogue_of(subject: Base) -> int | None:
    if subject.__tablename__ == "dialogue":
        return _identity(subject)
    return getattr(subject, "dialogue_id", None)


def _record_of(subject: Base) -> int | None:
    base = sa.inspect(subject).mapper.base_mapper.local_table
    return _identity(subject) if base.description == "record" else None
