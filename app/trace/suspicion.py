"""Links of which an end has changed since they were last looked at, and what has changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectin_polymorphic, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.audit.models import AuditEntry
from app.consensus.diff import Changes, changes_between
from app.consensus.models import ConsensusItem, Wording
from app.dialogues.models import Dialogue
from app.records.models import Record
from app.trace.models import TraceLink

PAGE = 50


def suspect(earlier: Any, later: Any) -> sa.ColumnElement[bool]:
    """Whether an end was changed since the link was last looked at, over the link's joined ends.

    An item is what it says: how it is filed and called does not count, a new wording does, and
    that it was withdrawn.
    """
    return sa.or_(
        _has_changed(earlier, TraceLink.earlier_revision, TraceLink.earlier_wording),
        _has_changed(later, TraceLink.later_revision, TraceLink.later_wording),
    )


def _has_changed(end: Any, revision: Any, wording: Any) -> sa.ColumnElement[bool]:
    item = aliased(ConsensusItem, flat=True)
    says_other = sa.select(item.id).where(
        item.id == end.id, sa.or_(item.latest != wording, item.withdrawn_on.is_not(None))
    )
    return sa.and_(end.revision != revision, sa.or_(wording.is_(None), says_other.exists()))


def _suspect_of(dialogue: Dialogue) -> Any:
    earlier, later = aliased(Record), aliased(Record)
    return (
        sa.select(TraceLink)
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .where(
            suspect(earlier, later),
            sa.or_(earlier.dialogue_id == dialogue.id, later.dialogue_id == dialogue.id),
        )
    )


def suspect_links(
    db: Session, dialogue: Dialogue, *, after: int = 0, limit: int = PAGE
) -> Sequence[TraceLink]:
    """The suspect links of a dialogue's records, oldest claim first, with all that they name.

    `after` is the id of the last one seen.
    """
    links = db.scalars(
        _suspect_of(dialogue)
        .where(TraceLink.id > after)
        .options(
            joinedload(TraceLink.source),
            joinedload(TraceLink.evidence),
            joinedload(TraceLink.reported_by),
            joinedload(TraceLink.disputed_by),
        )
        .order_by(TraceLink.id)
        .limit(limit)
    ).all()
    _load_ends(db, links)
    return links


def count_suspect(db: Session, dialogue: Dialogue) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(_suspect_of(dialogue).subquery())) or 0


def _load_ends(db: Session, links: Sequence[TraceLink]) -> None:
    """Both ends of each link with their dialogues; items whole."""
    ids = {id_ for link in links for id_ in (link.earlier_id, link.later_id)}
    if not ids:
        return
    found = db.scalars(
        sa.select(Record)
        .where(Record.id.in_(ids))
        .options(
            joinedload(Record.dialogue).selectinload(Dialogue.sides),
            selectin_polymorphic(Record, [ConsensusItem]),
        )
    )
    ends = {end.id: end for end in found}
    for link in links:
        set_committed_value(link, "earlier", ends[link.earlier_id])
        set_committed_value(link, "later", ends[link.later_id])


@dataclass(frozen=True, kw_only=True)
class ChangedEnd:
    """One end of a link that is no longer what it was when the link was last looked at.

    `old` and `new` are an item's wordings then and now, `changes` what differs between them, by
    language. `entries` are the changes of the record since, as far as the viewer may read the
    trail; where there are none, it is only known that it changed.
    """

    end: Record
    old: Wording | None = None
    new: Wording | None = None
    changes: Sequence[Changes] = ()
    is_withdrawn: bool = False
    entries: Sequence[AuditEntry] = ()


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """An end as it stands, and the wording that was seen of it, since when."""

    link: TraceLink
    end: Record
    wording: int | None
    since: datetime


def what_changed(db: Session, links: Sequence[TraceLink]) -> Mapping[int, Sequence[ChangedEnd]]:
    """By link, its ends that changed, the earlier first; as many statements for all as for one.

    The links are as `suspect_links` gives them, or one with its ends.
    """
    seen = [one for link in links for one in _changed_ends(link)]
    wordings = _wordings(db, seen)
    entries = _entries(db, seen)
    found: dict[int, list[ChangedEnd]] = defaultdict(list)
    for one in seen:
        since = [entry for entry in entries.get(one.end.id, ()) if entry.at > one.since]
        found[one.link.id].append(_changed_end(one, wordings, since))
    return found


def suspicion_of(db: Session, link: TraceLink) -> Sequence[ChangedEnd]:
    """What has changed of one link's ends; empty where nothing did."""
    return what_changed(db, [link]).get(link.id, ())


def _changed_ends(link: TraceLink) -> Iterable[_Seen]:
    since = link.looked_at or link.asserted_at
    for end, revision, wording in (
        (link.earlier, link.earlier_revision, link.earlier_wording),
        (link.later, link.later_revision, link.later_wording),
    ):
        if end.revision != revision and _says_other(end, wording):
            yield _Seen(link=link, end=end, wording=wording, since=since)


def _says_other(end: Record, wording: int | None) -> bool:
    if wording is None or not isinstance(end, ConsensusItem):
        return True
    return end.latest != wording or end.withdrawn_on is not None


Wordings = Mapping[tuple[int, int], Wording]


def _wordings(db: Session, seen: Iterable[_Seen]) -> Wordings:
    """Then and now, by item and number."""
    wanted = {
        (one.end.id, number)
        for one in seen
        if isinstance(one.end, ConsensusItem) and one.wording is not None
        for number in (one.wording, one.end.latest)
    }
    if not wanted:
        return {}
    found = db.scalars(
        sa.select(Wording)
        .where(
            Wording.item_id.in_({item for item, _number in wanted}),
            Wording.number.in_({number for _item, number in wanted}),
        )
        .options(selectinload(Wording.renderings))
    )
    return {(one.item_id, one.number): one for one in found}


def _entries(db: Session, seen: Sequence[_Seen]) -> Mapping[int, Sequence[AuditEntry]]:
    """What was done to the records themselves, not to what belongs to them, oldest first."""
    if not seen:
        return {}
    tables = [mapper.local_table.name for mapper in sa.inspect(Record).self_and_descendants]  # type: ignore[attr-defined]
    found: dict[int, list[AuditEntry]] = defaultdict(list)
    for entry in db.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.record_id.in_({one.end.id for one in seen}),
            AuditEntry.subject_id == AuditEntry.record_id,
            AuditEntry.subject.in_(tables),
            AuditEntry.before.is_not(None),
            AuditEntry.at > min(one.since for one in seen),
        )
        .order_by(AuditEntry.serial)
    ):
        found[entry.record_id or 0].append(entry)
    return found


def _changed_end(one: _Seen, wordings: Wordings, entries: Sequence[AuditEntry]) -> ChangedEnd:
    end = one.end
    if not isinstance(end, ConsensusItem) or one.wording is None:
        return ChangedEnd(end=end, entries=entries)
    old, new = wordings.get((end.id, one.wording)), wordings.get((end.id, end.latest))
    differ = old is not None and new is not None and old is not new
    return ChangedEnd(
        end=end,
        old=old,
        new=new,
        changes=changes_between(old.shown, new.shown) if differ and old and new else (),
        is_withdrawn=end.withdrawn_on is not None,
        entries=entries,
    )


def lookers(db: Session, links: Iterable[TraceLink]) -> Mapping[int, AuditEntry]:
    """By link, the entry of who last found that it still holds, as far as the trail may be read."""
    entries = db.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject == TraceLink.__tablename__,
            AuditEntry.subject_id.in_([link.id for link in links]),
            AuditEntry.action.in_(("link.looked-at-again", "link.redrawn")),
        )
        .order_by(AuditEntry.serial)
    )
    return {entry.subject_id: entry for entry in entries}
