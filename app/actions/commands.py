"""Assigning actions, and keeping track of what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.actions.models import UNFINISHED, Action, ActionOwner, ActionStatus, ActionUpdate
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution, Person
from app.records.commands import part_reference, refuse_side_level, renew
from app.records.models import Disclosure, Record
from app.rounds.minutes import refuse_confirmed
from app.rules import Refused, _


@dataclass(frozen=True)
class Owner:
    """Who owes an action: at least one of these is given."""

    side: Side | None = None
    person: Person | None = None
    institution: Institution | None = None
    body: str = ""

    def __bool__(self) -> bool:
        return bool(self.side or self.person or self.institution or self.body)


def assign_action(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    meeting: Record | None,
    title: LocalizedText,
    owners: Sequence[Owner],
    due: PartialDate | None = None,
    due_round: int | None = None,
    origin: Record | None = None,
    disclosure: Disclosure = Disclosure.PARTICIPANTS,
    side: Side | None = None,
    note: LocalizedText = EMPTY,
) -> Action:
    """Write down who does what by when; a joint action has an owner for each side."""
    refuse_confirmed(db, meeting.id if meeting else None)
    owners = [owner for owner in owners if owner]
    _refuse_action(title, owners, due, due_round)
    refuse_side_level(disclosure, side)
    action = Action(
        dialogue=dialogue,
        ref=part_reference(db, dialogue, meeting, "A"),
        meeting=meeting,
        title=title,
        # Between rounds it is assigned on the day on which it is written down.
        happened=meeting.happened if meeting else _today(),
        due=due,
        due_round=due_round,
        origin=origin,
        disclosure=disclosure,
        side=side,
        note=note,
    )
    action.owners = [_owned(owner) for owner in owners]
    db.add(action)
    record(db, actor, "action.assigned", action)
    return action


def _today() -> PartialDate:
    return PartialDate.of(datetime.now(UTC).date())


def _owned(owner: Owner) -> ActionOwner:
    return ActionOwner(
        side=owner.side, person=owner.person, institution=owner.institution, body=owner.body
    )


def _owner(owned: ActionOwner) -> Owner:
    return Owner(
        side=owned.side, person=owned.person, institution=owned.institution, body=owned.body
    )


def _refuse_action(
    title: LocalizedText,
    owners: Sequence[Owner],
    due: PartialDate | None,
    due_round: int | None,
) -> None:
    if not title:
        raise Refused(_("Say what is to be done."), field="title")
    if not owners:
        raise Refused(_("Say who is to do it: a side, a person or a body."), field="owners")
    if due is not None and due_round is not None:
        raise Refused(_("Due by a date or by a round: give one of the two."), field="due_round")


def edit_action(
    db: Session,
    *,
    actor: User,
    action: Action,
    title: LocalizedText,
    owners: Sequence[Owner],
    due: PartialDate | None,
    due_round: int | None,
    disclosure: Disclosure,
    side: Side | None,
    note: LocalizedText,
) -> None:
    """Correct an action. What becomes of it is reported, not edited."""
    refuse_confirmed(db, action.meeting_id)
    owners = [owner for owner in owners if owner]
    _refuse_action(title, owners, due, due_round)
    refuse_side_level(disclosure, side)
    before = snapshot(action)
    action.title, action.note = action.title.revised(title), action.note.revised(note)
    action.due, action.due_round = due, due_round
    action.disclosure, action.side = disclosure, side
    if [_owner(one) for one in action.owners] != owners:
        action.owners = [_owned(owner) for owner in owners]
        renew(action)
    record(db, actor, "action.edited", action, before=before)


def report_on(
    db: Session,
    *,
    actor: User,
    action: Action,
    text: LocalizedText,
    status: ActionStatus | None = None,
    waiting_for: Side | None = None,
    happened: PartialDate | None = None,
    reported_at: Record | None = None,
    evidence: LocalizedText = EMPTY,
) -> ActionUpdate:
    """Note what became of an action; with a `status`, that it now stands so.

    A status that changes has a day, so that what it was before can still be told: the one given,
    that of the round, else today. Raises Refused where nothing is said, or where it waits and
    nobody says for whom.
    """
    if status is ActionStatus.WAITING and waiting_for is None:
        raise Refused(_("Say which side it waits for."), field="waiting_for")
    same = status is None or status is action.status
    if same and status is ActionStatus.WAITING:
        same = waiting_for is action.waiting_for
    changed = None if same and not evidence else status or action.status
    if not text and changed is None:
        raise Refused(_("Say what was reported."), field="text")
    before = snapshot(action)
    if changed is not None:
        _keep_first_status(db, actor, action)
    day = happened or (reported_at.happened if reported_at else None)
    if changed is not None and reported_at is None:
        day = day or _today()
    update = _noted(
        db, actor, action, text=text, status=changed, happened=day, reported_at=reported_at
    )
    if changed is not None:
        _change_status(action, changed, waiting_for, update.happened, evidence)
    record(db, actor, "action.reported-on", action, before=before, together=update)
    return update


def _noted(db: Session, actor: User, action: Action, **said: Any) -> ActionUpdate:
    last = db.scalar(
        sa.select(sa.func.max(ActionUpdate.number)).where(ActionUpdate.action_id == action.id)
    )
    update = ActionUpdate(
        action=action,
        number=(last or 0) + 1,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
        **said,
    )
    db.add(update)
    db.flush()
    return update


def _keep_first_status(db: Session, actor: User, action: Action) -> None:
    """Keep what an action was recorded as, where no update says it: its first change ends that."""
    told = sa.select(ActionUpdate.id).where(
        ActionUpdate.action_id == action.id, ActionUpdate.status.is_not(None)
    )
    if action.status is not ActionStatus.OPEN and db.scalar(told.limit(1)) is None:
        _noted(db, actor, action, status=action.status, happened=action.closed_on)


def _change_status(
    action: Action,
    status: ActionStatus,
    waiting_for: Side | None,
    happened: PartialDate | None,
    evidence: LocalizedText,
) -> None:
    action.status = status
    action.waiting_for = waiting_for if status is ActionStatus.WAITING else None
    finished = status not in UNFINISHED
    action.closed_on = (happened or _today()) if finished else None
    if finished and evidence:
        action.evidence = action.evidence.revised(evidence)
