"""Unfinished actions, whose turn it is, and since when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.actions.models import Action, ActionStatus, ActionUpdate
from app.actions.queries import ActionLine, Filter, register
from app.consensus.standing import on_record
from app.dialogues.models import Dialogue
from app.partial_date import PartialDate

# The changes of an action's status in their order, each with its date.
Changes = Sequence[tuple[ActionStatus, PartialDate | None]]


@dataclass(frozen=True)
class Owed:
    """An unfinished action; `sides` holds the ids of its owners' sides.

    `by` holds the sides whose turn it is: the one that it waits for, else its owners'. None in it:
    the record does not say which side that is.
    """

    line: ActionLine
    by: tuple[int | None, ...]
    sides: tuple[int, ...]
    since: PartialDate | None


def owed_actions(
    db: Session, dialogue: Dialogue, *, today: date, as_of: PartialDate | None = None
) -> list[Owed]:
    """By due date; the number of statements does not grow with the actions."""
    lines = register(db, dialogue, Filter(), today, as_of=as_of, limit=None)
    changes = _changes(db, dialogue, as_of)
    return [_owed(line, changes.get(line.action.id, ())) for line in lines]


def _owed(line: ActionLine, changes: Changes) -> Owed:
    sides = dict.fromkeys(owner.side_id for owner in line.action.owners if owner.side_id)
    own = tuple(sides)
    if line.status is not ActionStatus.WAITING:
        return Owed(line, own or (None,), own, line.action.happened)
    turn = line.waiting_for.id if line.waiting_for else None
    return Owed(line, (turn,), own, _waiting_since(line.action, changes))


def _waiting_since(action: Action, changes: Changes) -> PartialDate | None:
    """When it was last set to wait; where no update did that, when it was recorded."""
    since, before = action.happened, None
    for status, happened in changes:
        if status is ActionStatus.WAITING and before is not ActionStatus.WAITING:
            since = happened
        before = status
    return since


def _changes(db: Session, dialogue: Dialogue, as_of: PartialDate | None) -> Mapping[int, Changes]:
    found: dict[int, list[tuple[ActionStatus, PartialDate | None]]] = defaultdict(list)
    rows: Any = db.execute(
        sa.select(ActionUpdate.action_id, ActionUpdate.status, ActionUpdate.happened)
        .join(ActionUpdate.action)
        .where(
            Action.dialogue_id == dialogue.id,
            ActionUpdate.status.is_not(None),
            on_record(ActionUpdate.happened, as_of),
        )
        .order_by(ActionUpdate.action_id, ActionUpdate.number)
    )
    for action_id, status, happened in rows:
        found[action_id].append((status, happened))
    return found
