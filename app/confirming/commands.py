"""Confirming a round's minutes, and opening them again."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.confirming.findings import look_through
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Round, RoundStatus
from app.rules import Refused, _


def confirm_round(
    db: Session, *, actor: User, meeting: Round, seen: str, despite: bool = False
) -> None:
    """Confirm the minutes: from here on they are read.

    `seen` is the digest of the minutes that were looked through. Raises Refused where the round
    was not held, where anything changed since, or where something is missing and not said to be
    meant (`despite`).
    """
    refuse_confirmed(db, meeting.id, to_change=True)
    if meeting.status is not RoundStatus.HELD:
        raise Refused(_("Only a round that was held can be confirmed."))
    looked = look_through(db, meeting)
    if looked.digest != seen:
        raise Refused(_("The minutes changed since they were looked through. Look again."))
    if looked.found and not despite:
        raise Refused(
            _("Say that you confirm the minutes in spite of what is listed."), field="despite"
        )
    before = snapshot(meeting)
    meeting.status = RoundStatus.CONFIRMED
    meeting.confirmed_at, meeting.confirmed_by = datetime.now(UTC), actor.name
    record(db, actor, "round.confirmed", meeting, before=before)


def reopen_round(db: Session, *, actor: User, meeting: Round, because: str) -> None:
    """Open confirmed minutes again, for a reason that stays on record."""
    if meeting.status is not RoundStatus.CONFIRMED:
        raise Refused(_("The minutes of this round are open already."))
    if not because:
        raise Refused(_("Say why the minutes are opened again."), field="because")
    before = snapshot(meeting)
    meeting.status, meeting.reopened_because = RoundStatus.HELD, because
    meeting.confirmed_at, meeting.confirmed_by = None, ""
    record(db, actor, "round.reopened", meeting, before=before)
