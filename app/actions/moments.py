"""What an action stood at on a day: told by what was reported of it by then.

`as_of` None is now. What has no date counts on every day.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.actions.models import Action, ActionStatus, ActionUpdate
from app.consensus.standing import on_record
from app.partial_date import PartialDate


def status_at(as_of: PartialDate | None) -> sa.ColumnElement[ActionStatus]:
    """What the last update on record by then left the enclosing statement's Action at.

    Before its first change an action was open; one that no update ever changed is what it was
    recorded as, and open before the day on which it was closed.
    """
    if as_of is None:
        return sa.type_coerce(Action.status, Action.status.type)
    update, any_update = aliased(ActionUpdate), aliased(ActionUpdate)
    last = (
        sa.select(update.status)
        .where(
            update.action_id == Action.id,
            update.status.is_not(None),
            on_record(update.happened, as_of),
        )
        .order_by(update.number.desc())
        .limit(1)
        .correlate(Action)
        .scalar_subquery()
    )
    changed = sa.exists().where(any_update.action_id == Action.id, any_update.status.is_not(None))
    was_open = sa.literal(ActionStatus.OPEN, Action.status.type)
    return sa.case(
        (last.is_not(None), last),
        (changed | ~on_record(Action.closed_on, as_of), was_open),
        else_=Action.status,
    )


def was_assigned(as_of: PartialDate | None) -> Any:
    """Whether the action had been assigned by then."""
    return on_record(Action.happened, as_of)
