"""The actions that were unfinished at a date, and who owed them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.actions.models import UNFINISHED, Action, ActionOwner, ActionStatus
from app.actions.moments import status_at
from app.consensus.standing import on_record
from app.dialogues.models import Dialogue, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution, PersonName
from app.people.naming import audience_of, nearest_name
from app.records.models import Record
from app.reports.by_topic import Citations
from app.reports.report import OpenAction, Owner, RoundLine, short_name
from app.rounds.naming import may_be_named_at_all, narrowest
from app.trace.steps import natural


def open_actions(
    db: Session,
    dialogue: Dialogue,
    *,
    as_of: PartialDate,
    today: date,
    rounds: Sequence[RoundLine],
    citations: Citations,
    locale: str,
) -> tuple[OpenAction, ...]:
    """By due date, those without one last. `rounds` are those held by then."""
    owners = owners_of(db, dialogue, locale)
    sides = {side.id: short_name(side) for side in dialogue.sides}
    meeting, status = aliased(Record), status_at(as_of)
    rows = db.execute(
        sa.select(Action, meeting.ref, status.label("then"))
        .outerjoin(meeting, meeting.id == Action.meeting_id)
        .where(
            Action.dialogue_id == dialogue.id,
            on_record(Action.happened, as_of),
            status.in_(UNFINISHED),
        )
    ).all()
    day = min(as_of.last_day, today)
    latest_round = max((line.number or 0 for line in rounds), default=0)
    actions = [
        OpenAction(
            id=action.id,
            ref=action.ref,
            title=action.title,
            status=then,
            waiting_for=_waiting_for(action, then, sides),
            due=action.due,
            due_round=action.due_round,
            meeting_ref=meeting_ref,
            is_overdue=_is_overdue(action, day, latest_round),
            owners=owners.get(action.id, ()),
            citations=citations.get(action.id, ()),
        )
        for action, meeting_ref, then in rows
    ]
    return tuple(sorted(actions, key=lambda one: (str(one.due or "~"), natural(one.ref))))


def _is_overdue(action: Action, day: date, latest_round: int) -> bool:
    if action.due_round is not None:
        return action.due_round <= latest_round
    return action.due is not None and action.due.last_day < day


def _waiting_for(
    action: Action, then: ActionStatus, sides: Mapping[int, LocalizedText]
) -> LocalizedText | None:
    """The side is kept for the present status alone: of an earlier wait it is not known."""
    if then is ActionStatus.WAITING and action.waiting_for_id is not None:
        return sides.get(action.waiting_for_id)
    return None


def owners_of(db: Session, dialogue: Dialogue, locale: str) -> dict[int, tuple[Owner, ...]]:
    """The owners of each action. Somebody withheld stands as their side or body, said once."""
    rows = db.execute(
        sa.select(
            ActionOwner.action_id,
            ActionOwner.person_id,
            ActionOwner.body,
            Side,
            Institution.name,
        )
        .join(ActionOwner.action)
        .outerjoin(Side, Side.id == ActionOwner.side_id)
        .outerjoin(Institution, Institution.id == ActionOwner.institution_id)
        .where(Action.dialogue_id == dialogue.id)
        .order_by(ActionOwner.id)
    ).all()
    names = _names(db, dialogue, locale)
    found: dict[int, tuple[Owner, ...]] = defaultdict(tuple)
    for action_id, person_id, body, side, institution in rows:
        name = names.get(person_id, "") if person_id is not None else ""
        is_withheld = person_id is not None and not name
        owner = Owner(
            name=name,
            # Where somebody works may give away who it is.
            institution=None if is_withheld else institution,
            side=short_name(side) if side else None,
            body=body,
        )
        if owner not in found[action_id]:
            found[action_id] += (owner,)
    return found


def _names(db: Session, dialogue: Dialogue, locale: str) -> dict[int, str]:
    """The names of the owners who may be named wherever they took part in the dialogue."""
    owning = (
        sa.select(ActionOwner.person_id)
        .join(ActionOwner.action)
        .where(Action.dialogue_id == dialogue.id)
    )
    printed: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for person_id, language, name in db.execute(
        sa.select(PersonName.person_id, PersonName.language, PersonName.printed)
        .where(PersonName.person_id.in_(owning))
        .order_by(PersonName.id)
    ):
        printed[person_id].append((language, name))
    levels = narrowest(db, dialogue.id, printed.keys())
    audience = audience_of(db.info["viewer"], dialogue.id)
    return {
        person_id: nearest_name(names, locale)
        for person_id, names in printed.items()
        if may_be_named_at_all(person_id, levels, audience)
    }
