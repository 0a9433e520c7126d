"""What a round said of records that were there before it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.actions.models import Action, ActionUpdate
from app.consensus.lines import shown_text
from app.consensus.models import ConsensusItem, Wording
from app.partial_date import PartialDate
from app.rounds.models import Round
from app.sheets.sheet import Reported, Reworded


def on_earlier_records(
    db: Session, meeting: Round, as_of: PartialDate | None = None
) -> tuple[list[Reworded], list[Reported]]:
    """The wordings settled at the round of items recorded before, and reports on actions assigned
    before; one statement. The translations of the wordings stand as they did at `as_of`."""
    both = sa.union_all(_wordings(meeting, as_of), _reports(meeting)).subquery()
    reworded, reported = [], []
    for is_wording, ref, title, number, status, text, *_order in db.execute(
        sa.select(both).order_by(both.c.is_wording, both.c.record_id, both.c.number)
    ):
        if is_wording:
            reworded.append(Reworded(ref, title, number, text))
        else:
            reported.append(Reported(ref, title, status, text))
    return reworded, reported


def _wordings(meeting: Round, as_of: PartialDate | None) -> Any:
    item = aliased(ConsensusItem, flat=True)
    return (
        sa.select(
            sa.true().label("is_wording"),
            item.ref,
            item.title,
            Wording.number,
            sa.null().cast(ActionUpdate.status.type).label("status"),
            shown_text(as_of).label("text"),
            item.id.label("record_id"),
        )
        .join(item, item.id == Wording.item_id)
        .where(Wording.settled_at_id == meeting.id, item.meeting_id.is_distinct_from(meeting.id))
    )


def _reports(meeting: Round) -> Any:
    action = aliased(Action, flat=True)
    return (
        sa.select(
            sa.false(),
            action.ref,
            action.title,
            ActionUpdate.number,
            ActionUpdate.status,
            ActionUpdate.text,
            action.id,
        )
        .join(action, action.id == ActionUpdate.action_id)
        .where(
            ActionUpdate.reported_at_id == meeting.id,
            action.meeting_id.is_distinct_from(meeting.id),
        )
    )
