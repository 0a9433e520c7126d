"""Reading working groups: what was agreed, and at which meetings they met."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actions.models import Action, ActionOwner
from app.actions.queries import ActionLine, overdue, with_owners
from app.consensus.lines import ItemLine, items_with
from app.consensus.models import ConsensusItem
from app.consensus.standing import on_record
from app.dialogues.models import Dialogue
from app.groups.models import WorkingGroup, WorkingGroupMeeting
from app.partial_date import PartialDate
from app.records.models import Record
from app.rounds.models import Round
from app.rounds.queries import HELD, in_order


@dataclass(frozen=True)
class GroupLine:
    """One group in a list, with those of its meetings that the viewer may read."""

    group: WorkingGroup
    meetings: Sequence[Round]

    @property
    def held(self) -> Sequence[Round]:
        """Those that are on record as held: one that is planned says nothing yet."""
        return [meeting for meeting in self.meetings if meeting.status in HELD]

    @property
    def last_met(self) -> PartialDate | None:
        """None: it is not known to have met, or not when."""
        days = [meeting.ended or meeting.happened for meeting in self.held]
        return max((day for day in days if day), key=str, default=None)


def groups_of(db: Session, dialogue: Dialogue) -> list[GroupLine]:
    """The groups of a dialogue in the order in which they were agreed, the undated first."""
    return _lines(db, WorkingGroup.dialogue_id == dialogue.id)


def groups_from(
    db: Session, item: ConsensusItem, as_of: PartialDate | None = None
) -> list[GroupLine]:
    """Those that an item says were to be formed, as far as they were on record at `as_of`."""
    known = on_record(WorkingGroup.happened, as_of)
    return _lines(db, (WorkingGroup.origin_id == item.id) & known)


def belongs_to(meeting: Record) -> sa.ColumnElement[bool]:
    """Over WorkingGroup: those agreed at a meeting, and those whose own meeting it was."""
    own = sa.select(WorkingGroupMeeting.group_id).where(WorkingGroupMeeting.round_id == meeting.id)
    return sa.or_(WorkingGroup.meeting_id == meeting.id, WorkingGroup.id.in_(own))


def _lines(db: Session, condition: sa.ColumnElement[bool]) -> list[GroupLine]:
    groups = db.scalars(
        sa.select(WorkingGroup)
        .where(condition)
        .options(
            joinedload(WorkingGroup.meeting),
            joinedload(WorkingGroup.origin),
            selectinload(WorkingGroup.meetings),
        )
        .order_by(sa.func.coalesce(sa.type_coerce(WorkingGroup.happened, sa.String), ""))
        .order_by(WorkingGroup.id)
    )
    return [line_of(group) for group in groups]


def line_of(group: WorkingGroup) -> GroupLine:
    return GroupLine(group, in_order(group.meetings))


def items_at_meetings(db: Session, line: GroupLine) -> list[ItemLine]:
    """What was recorded at the group's own meetings, in the order of recording."""
    ids = [meeting.id for meeting in line.meetings]
    if not ids:
        return []
    return items_with(db, line.group.dialogue.sides, ConsensusItem.meeting_id.in_(ids))


def actions_of(db: Session, group: WorkingGroup, today: date) -> list[ActionLine]:
    """The actions that follow from a group, or are owed by a body of its name."""
    names = {name.lower() for name in group.title.texts.values()} | {*group.title.texts.values()}
    owed = sa.exists().where(
        ActionOwner.action_id == Action.id,
        sa.or_(ActionOwner.body.in_(names), sa.func.lower(ActionOwner.body).in_(names)),
    )
    rows = db.execute(
        sa.select(Action, overdue(today))
        .where(Action.dialogue_id == group.dialogue_id)
        .where(sa.or_(owed, Action.origin_id == group.id))
        .options(*with_owners())
        .order_by(Action.id)
    )
    # How far they were carried over, and from which round, their own pages say.
    return [
        ActionLine(action=a, is_overdue=late, carried_over=0, last_update=None, meeting_ref=None)
        for a, late in rows.unique()
    ]


def item_called(db: Session, dialogue: Dialogue, ref: str) -> ConsensusItem | None:
    """The item of this reference; None where there is none that the viewer may read."""
    return db.scalars(
        sa.select(ConsensusItem).where(
            ConsensusItem.dialogue_id == dialogue.id, ConsensusItem.ref == ref
        )
    ).one_or_none()
