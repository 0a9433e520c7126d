"""To whom several attendees may be named, recorded at once."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.partial_date import PartialDate
from app.people.models import Naming
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Attendance, Round
from app.rules import Refused, _


def record_consents(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    chosen: Sequence[Attendance],
    naming: Naming,
    consent: str = "",
    consented: PartialDate | None = None,
) -> int:
    """Give the chosen this level, with how and when they agreed to it; how many were changed."""
    refuse_confirmed(db, meeting.id)
    if not chosen:
        raise Refused(_("Choose at least one of them."), field="chosen")
    changed = 0
    for attendance in chosen:
        before = snapshot(attendance)
        attendance.naming = naming
        attendance.consent, attendance.consented = consent, consented
        if snapshot(attendance) == before:
            continue
        changed += 1
        record(
            db,
            actor,
            "attendance.edited",
            attendance,
            before=before,
            dialogue_id=meeting.dialogue_id,
            record_id=meeting.id,
        )
    return changed
