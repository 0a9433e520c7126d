"""Taking down where the sides stand on a wording."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record
from app.consensus.models import ConsensusItem, Method, Position, Stance, Wording
from app.consensus.queries import latest_wording
from app.dialogues.models import Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Person
from app.rounds.minutes import refuse_into_confirmed
from app.rules import Refused, _

# A side that stands so says why.
DISSENT = (Stance.OBJECTED, Stance.ENDORSED_WITH_RESERVATION)


def take_position(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    side: Side,
    stance: Stance,
    wording: Wording | None = None,
    statement: LocalizedText = EMPTY,
    reason: LocalizedText = EMPTY,
    body: str = "",
    person: Person | None = None,
    happened: PartialDate | None = None,
    method: Method | None = None,
    deadline: PartialDate | None = None,
) -> Position:
    """Take down where a side stands on a wording: the latest, unless another is meant.

    The side's earlier positions are kept. Raises Refused where a dissent has no reason.
    """
    wording = wording or latest_wording(db, item)
    if wording is None:
        raise Refused(_("There is no wording yet to take a position on."), field="stance")
    happened = happened or wording.happened
    refuse_into_confirmed(db, item.meeting_id, happened)
    if side.dialogue_id != item.dialogue_id:
        raise Refused(_("This is not a side of the dialogue."), field="side")
    if stance in DISSENT and not reason:
        raise Refused(_("Say what the side reserves or objects to."), field="reason")
    if deadline is not None and method is not Method.SILENCE:
        raise Refused(_("Only a silence procedure has a deadline."), field="deadline")
    last = db.scalar(
        sa.select(sa.func.max(Position.number)).where(
            Position.wording_id == wording.id, Position.side_id == side.id
        )
    )
    position = Position(
        item_id=item.id,
        wording=wording,
        side=side,
        number=(last or 0) + 1,
        stance=stance,
        statement=statement,
        reason=reason,
        body=body,
        person=person,
        happened=happened,
        method=method,
        deadline=deadline,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
    )
    db.add(position)
    record(db, actor, "position.taken", position, dialogue_id=item.dialogue_id, record_id=item.id)
    return position
