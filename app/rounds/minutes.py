"""What a round's minutes hold once they are confirmed: what they held then."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.partial_date import PartialDate
from app.reading import AS_THE_HOUSE
from app.rounds.models import Round, RoundStatus
from app.rules import Refused, _

CONFIRMED = _("The minutes of this round are confirmed. Reopen the round to change them.")


# Somewhere on earth it is tomorrow already.
ANYWHERE = timedelta(days=1)
NOT_LATER = _("The minutes of this round are confirmed: say on which later day this happened.")


def refuse_into_confirmed(
    db: Session, meeting_id: int | None, happened: PartialDate | None
) -> None:
    """Raise Refused where what happens to an item later would read as part of confirmed minutes.

    They tell where their items stood when the round ended: what comes after has a later day.
    """
    if meeting_id is None:
        return
    found = db.execute(
        sa.select(Round.status, Round.happened, Round.ended)
        .where(Round.id == meeting_id)
        .with_for_update(read=True),
        execution_options=AS_THE_HOUSE,
    ).one_or_none()
    if found is None or found.status is not RoundStatus.CONFIRMED:
        return
    last = found.ended or found.happened
    if last is not None and not (happened and last.certainly_before(happened)):
        raise Refused(NOT_LATER, field="happened")


def refuse_to_come(happened: PartialDate | None, field: str = "happened") -> None:
    """Raise Refused for what is said to have happened on a day that has not come yet."""
    if happened is not None and happened.first_day > datetime.now(UTC).date() + ANYWHERE:
        raise Refused(_("This day has not come yet."), field=field)


def refuse_confirmed(db: Session, meeting_id: int | None, *, to_change: bool = False) -> None:
    """Raise Refused where what was recorded at this round may no longer change.

    Every command that changes it calls this first: until it ends, nobody else confirms the round
    or, where the round's own row is `to_change`, writes to it at all.
    """
    if meeting_id is None:
        return
    status = db.scalar(
        sa.select(Round.status)
        .where(Round.id == meeting_id)
        # Not in the way of rows that come to point at the round.
        .with_for_update(read=not to_change, key_share=to_change),
        execution_options=AS_THE_HOUSE,
    )
    if status is RoundStatus.CONFIRMED:
        raise Refused(CONFIRMED)
