"""Recording items, adopting wordings, withdrawing."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.consensus.brackets import refuse_malformed
from app.consensus.models import (
    ConsensusItem,
    ItemKind,
    Level,
    Stance,
    Wording,
)
from app.consensus.position_commands import take_position
from app.consensus.queries import latest_wording
from app.consensus.standing import Standing, standing
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.commands import part_reference, refuse_side_level, renew
from app.records.models import Disclosure, Record
from app.rounds.minutes import refuse_confirmed, refuse_into_confirmed, refuse_to_come
from app.rounds.models import AgendaTopic
from app.rules import Refused, _
from app.topics.models import Topic


def record_item(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    meeting: Record | None,
    text: LocalizedText,
    item_kind: ItemKind,
    title: LocalizedText = EMPTY,
    level: Level | None = None,
    verb: str = "",
    agenda_topic: AgendaTopic | None = None,
    parent: ConsensusItem | None = None,
    open_list: bool = False,
    topics: Sequence[Topic] = (),
    reported_by: Side | None = None,
    stances: Mapping[Side, Stance] | None = None,
    happened: PartialDate | None = None,
    disclosure: Disclosure = Disclosure.PARTICIPANTS,
    side: Side | None = None,
    note: LocalizedText = EMPTY,
) -> ConsensusItem:
    """Record where the sides stand on one point, in its first wording.

    `stances` are what is known of the sides' positions on it; a side left out is not recorded.
    """
    refuse_confirmed(db, meeting.id if meeting else None)
    refuse_side_level(disclosure, side)
    item = ConsensusItem(
        dialogue=dialogue,
        ref=part_reference(db, dialogue, meeting, "C"),
        meeting=meeting,
        title=title,
        happened=happened or (meeting.happened if meeting else None),
        item_kind=item_kind,
        level=level,
        verb=verb,
        agenda_topic_id=agenda_topic.id if agenda_topic else None,
        parent_id=parent.id if parent else None,
        open_list=open_list,
        topics=list(topics),
        disclosure=disclosure,
        side=side,
        note=note,
    )
    db.add(item)
    record(db, actor, "consensus-item.recorded", item)
    adopt_wording(
        db,
        actor=actor,
        item=item,
        text=text,
        settled_at=meeting,
        reported_by=reported_by,
        happened=item.happened,
    )
    for one, stance in (stances or {}).items():
        if stance is not Stance.NOT_RECORDED:
            take_position(db, actor=actor, item=item, side=one, stance=stance)
    return item


def edit_item(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    title: LocalizedText,
    item_kind: ItemKind,
    level: Level | None,
    verb: str,
    topics: Sequence[Topic],
    open_list: bool,
    disclosure: Disclosure,
    side: Side | None,
    note: LocalizedText,
) -> None:
    """Correct how an item is filed. Its text changes only by a new wording."""
    refuse_confirmed(db, item.meeting_id)
    refuse_side_level(disclosure, side)
    before = snapshot(item)
    item.title, item.note = item.title.revised(title), item.note.revised(note)
    item.item_kind, item.level, item.verb = item_kind, level, verb
    item.open_list = open_list
    if item.topics != list(topics):
        item.topics = list(topics)
        renew(item)
    item.disclosure, item.side = disclosure, side
    record(db, actor, "consensus-item.edited", item, before=before)


def adopt_wording(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    text: LocalizedText,
    reason: str = "",
    happened: PartialDate | None = None,
    settled_at: Record | None = None,
    reported_by: Side | None = None,
) -> Wording:
    """Give the item a new wording. No side's endorsement of an earlier one carries over.

    A translation left as it was while another language moved is marked stale. A later wording of
    no round and no date is of the day on which it is recorded: without one, it would read as if
    it had stood in the others' place from the beginning. Raises Refused for an empty or malformed
    text, one that changes nothing, or a date before that of an earlier one.
    """
    refuse_confirmed(db, settled_at.id if settled_at else None)
    if not text:
        raise Refused(_("A wording says something."), field="text")
    if item.withdrawn_on is not None:
        raise Refused(_("This item was withdrawn."), field="text")
    refuse_malformed(text, "text")
    happened = happened or (settled_at.happened if settled_at else None)
    latest = latest_wording(db, item)
    if latest is not None:
        _refuse_superseded(db, item)
        refuse_into_confirmed(db, item.meeting_id, happened)
        text = latest.shown.revised(text)
        if text == latest.shown:
            raise Refused(_("This is the wording there is already."), field="text")
        if not reason:
            raise Refused(_("Say why the wording changes."), field="reason")
        happened = happened or (None if settled_at else PartialDate.of(datetime.now(UTC).date()))
        _refuse_earlier(db, item, happened)
    # The counter is the item's own: two who adopt at once meet in its revision, and one wins.
    item.latest += 1
    wording = Wording(
        item=item,
        number=item.latest,
        text=text,
        reason=reason,
        happened=happened,
        settled_at=settled_at,
        reported_by=reported_by,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
    )
    db.add(wording)
    record(db, actor, "wording.adopted", wording, dialogue_id=item.dialogue_id, record_id=item.id)
    return wording


def _refuse_superseded(db: Session, item: ConsensusItem) -> None:
    stands = db.scalar(sa.select(standing()).where(ConsensusItem.id == item.id))
    if stands is Standing.SUPERSEDED:
        raise Refused(_("This item was superseded: its words change no more."), field="text")


def _refuse_earlier(db: Session, item: ConsensusItem, happened: PartialDate | None) -> None:
    """Wordings follow one another: a later number is not of an earlier day."""
    dated = db.scalars(
        sa.select(Wording)
        .where(Wording.item_id == item.id, Wording.happened.is_not(None))
        .order_by(Wording.number.desc())
        .limit(1)
    ).one_or_none()
    if dated is None or dated.happened is None or happened is None:
        return
    if happened.certainly_before(dated.happened):
        raise Refused(
            _("Wording %(number)d is of %(date)s: a later one cannot be of an earlier day."),
            field="happened",
            number=dated.number,
            date=str(dated.happened),
        )


def withdraw_item(
    db: Session, *, actor: User, item: ConsensusItem, withdrawn_on: PartialDate, because: str
) -> None:
    """Take an item back. It stays on record, with the reason."""
    if item.withdrawn_on is not None:
        raise Refused(_("This item was withdrawn already."), field="withdrawn_on")
    if not because:
        raise Refused(_("Say why it is withdrawn."), field="because")
    refuse_to_come(withdrawn_on, "withdrawn_on")
    _refuse_early_withdrawal(db, item, withdrawn_on)
    before = snapshot(item)
    item.withdrawn_on, item.withdrawn_because = withdrawn_on, because
    record(db, actor, "consensus-item.withdrawn", item, before=before)


def _refuse_early_withdrawal(db: Session, item: ConsensusItem, withdrawn_on: PartialDate) -> None:
    try:
        refuse_into_confirmed(db, item.meeting_id, withdrawn_on)
    except Refused as refusal:
        raise Refused(refusal.message, field="withdrawn_on") from refusal
