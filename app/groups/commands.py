"""Agreeing to form working groups, and what became of them."""

from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.consensus.models import ConsensusItem
from app.dialogues.models import Dialogue, Side
from app.groups.models import GroupStatus, WorkingGroup
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.commands import part_reference, refuse_side_level, renew
from app.records.models import Disclosure, Record
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Round
from app.rules import Refused, _


def form_group(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    meeting: Record | None,
    title: LocalizedText,
    mandate: LocalizedText = EMPTY,
    status: GroupStatus = GroupStatus.AGREED,
    origin: ConsensusItem | None = None,
    happened: PartialDate | None = None,
    disclosure: Disclosure = Disclosure.PARTICIPANTS,
    side: Side | None = None,
    note: LocalizedText = EMPTY,
) -> WorkingGroup:
    """Write down that the sides agreed to form a group: at `meeting`, in the item `origin`.

    Without a day of its own it was agreed when its round met, or else when the item was recorded.
    """
    refuse_confirmed(db, meeting.id if meeting else None)
    _refuse_group(dialogue, title, origin)
    refuse_side_level(disclosure, side)
    group = WorkingGroup(
        dialogue=dialogue,
        ref=part_reference(db, dialogue, meeting, "W"),
        meeting=meeting,
        title=title,
        happened=meeting.happened if meeting else happened or (origin and origin.happened),
        mandate=mandate,
        status=status,
        origin=origin,
        disclosure=disclosure,
        side=side,
        note=note,
    )
    db.add(group)
    record(db, actor, "working-group.formed", group)
    return group


def _refuse_group(dialogue: Dialogue, title: LocalizedText, origin: ConsensusItem | None) -> None:
    if not title:
        raise Refused(_("Give the group its name."), field="title")
    if origin is not None and origin.dialogue_id != dialogue.id:
        raise Refused(_("This is an item of another dialogue."), field="origin")


def edit_group(
    db: Session,
    *,
    actor: User,
    group: WorkingGroup,
    title: LocalizedText,
    mandate: LocalizedText,
    origin: ConsensusItem | None,
    disclosure: Disclosure,
    side: Side | None,
    note: LocalizedText,
    happened: PartialDate | None = None,
) -> None:
    """Correct what was agreed. What becomes of the group is reported, not edited.

    The day of what was recorded at a round stays that of the round; an item that the editor may
    not read stays where it is.
    """
    refuse_confirmed(db, group.meeting_id)
    _refuse_group(group.dialogue, title, origin)
    refuse_side_level(disclosure, side)
    before = snapshot(group)
    group.title, group.note = group.title.revised(title), group.note.revised(note)
    group.mandate = group.mandate.revised(mandate)
    group.disclosure, group.side = disclosure, side
    if group.meeting_id is None:
        group.happened = happened
    if origin is not None or group.origin is not None:
        group.origin = origin
    record(db, actor, "working-group.edited", group, before=before)


def report_status(db: Session, *, actor: User, group: WorkingGroup, status: GroupStatus) -> None:
    """Note what became of a group, also of one that was agreed in minutes since confirmed.

    Raises Refused for a group that was not formed although meetings of it are on record.
    """
    if status is GroupStatus.NOT_FORMED and group.meetings:
        raise Refused(
            _("Meetings of this group are on record. Take them off first."), field="status"
        )
    if status is group.status:
        return
    before = snapshot(group)
    group.status = status
    record(db, actor, "working-group.status-reported", group, before=before)


def add_meeting(db: Session, *, actor: User, group: WorkingGroup, meeting: Round) -> None:
    """Note that a meeting of the dialogue was this group's.

    It says nothing new of the meeting itself, so the meeting's minutes may be confirmed.
    """
    if meeting.dialogue_id != group.dialogue_id:
        raise Refused(_("This is a meeting of another dialogue."), field="meeting")
    if group.status is GroupStatus.NOT_FORMED:
        raise Refused(_("The group is recorded as not formed. Change that first."), field="meeting")
    if meeting in group.meetings:
        raise Refused(_("This meeting is on record as the group's already."), field="meeting")
    _change_meetings(db, actor, group, "working-group.meeting-added", add=meeting)


def take_off_meeting(db: Session, *, actor: User, group: WorkingGroup, meeting: Round) -> None:
    """Note that a meeting was not this group's after all; the meeting itself stays."""
    if meeting not in group.meetings:
        raise Refused(_("This meeting is not on record as the group's."))
    _change_meetings(db, actor, group, "working-group.meeting-taken-off", take_off=meeting)


def _change_meetings(
    db: Session, actor: User, group: WorkingGroup, action: str, **change: Any
) -> None:
    before = snapshot(group)
    if "add" in change:
        group.meetings.append(change["add"])
    else:
        group.meetings.remove(change["take_off"])
    renew(group)
    record(db, actor, action, group, before=before)
