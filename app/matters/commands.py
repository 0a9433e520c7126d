"""Opening matters, and saying what belongs to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.matters.models import Matter, MatterRecord, Stage
from app.records.commands import next_reference, refuse_side_level, renew
from app.records.models import Disclosure, Record, RecordKind
from app.rules import Refused, _
from app.topics.models import Topic
from app.trace.tabs import tab_of


def open_matter(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    title: LocalizedText,
    topics: Sequence[Topic] = (),
    records: Sequence[Record] = (),
    disclosure: Disclosure = Disclosure.PARTICIPANTS,
    side: Side | None = None,
    note: LocalizedText = EMPTY,
) -> Matter:
    """Begin to follow a subject; `records` are those that it begins with."""
    _refuse_matter(title)
    refuse_side_level(disclosure, side)
    matter = Matter(
        dialogue=dialogue,
        ref=next_reference(db, dialogue, "M"),
        title=title,
        topics=list(topics),
        disclosure=disclosure,
        side=side,
        note=note,
    )
    db.add(matter)
    record(db, actor, "matter.opened", matter)
    if records:
        add_records(db, actor=actor, matter=matter, records=records)
    return matter


def _refuse_matter(title: LocalizedText) -> None:
    if not title:
        raise Refused(_("Give the matter its name."), field="title")


def edit_matter(
    db: Session,
    *,
    actor: User,
    matter: Matter,
    title: LocalizedText,
    topics: Sequence[Topic],
    disclosure: Disclosure,
    side: Side | None,
    note: LocalizedText,
) -> None:
    _refuse_matter(title)
    refuse_side_level(disclosure, side)
    before = snapshot(matter)
    matter.title, matter.note = matter.title.revised(title), matter.note.revised(note)
    if matter.topics != list(topics):
        matter.topics = list(topics)
        renew(matter)
    matter.disclosure, matter.side = disclosure, side
    record(db, actor, "matter.edited", matter, before=before)


def add_records(
    db: Session, *, actor: User, matter: Matter, records: Sequence[Record]
) -> list[MatterRecord]:
    """Say that records, of whichever dialogues, belong to a matter; those that do are passed over.

    Raises Refused where nothing is left to add, or where one of them is a matter itself.
    """
    if not records:
        raise Refused(_("Name at least one record."), field="records")
    if any(one.kind is RecordKind.MATTER for one in records):
        raise Refused(_("A matter gathers records, not other matters."), field="records")
    ids = [one.id for one in records]
    there = set(
        db.scalars(
            sa.select(MatterRecord.record_id).where(
                MatterRecord.matter_id == matter.id, MatterRecord.record_id.in_(ids)
            )
        )
    )
    new = {one.id: one for one in records if one.id not in there}
    if not new:
        raise Refused(_("Every one of these belongs to the matter already."), field="records")
    added = []
    for one in new.values():
        entry = MatterRecord(matter=matter, record=one)
        db.add(entry)
        _note(db, actor, "matter.record-added", entry)
        added.append(entry)
    return added


def remove_record(db: Session, *, actor: User, entry: MatterRecord) -> None:
    """Say that a record does not belong to a matter; the record itself stays as it is."""
    before = snapshot(entry)
    matter, removed = entry.matter, entry.record
    db.delete(entry)
    _note(db, actor, "matter.record-removed", entry, before, matter, removed)


def set_stage(db: Session, *, actor: User, entry: MatterRecord, stage: Stage | None) -> None:
    """Say at which stage of the matter a record stands; None: as the record itself tells."""
    if entry.stage is stage:
        return
    before = snapshot(entry)
    entry.stage = stage
    _note(db, actor, "matter.stage-set", entry, before)


def _note(
    db: Session,
    actor: User,
    action: str,
    entry: MatterRecord,
    before: dict[str, object] | None = None,
    matter: Matter | None = None,
    member: Record | None = None,
) -> None:
    """On the matter's History tab, unless some of its readers may not know of the record."""
    tab = tab_of(matter or entry.matter, member or entry.record)
    record(db, actor, action, entry, before=before, **tab)
