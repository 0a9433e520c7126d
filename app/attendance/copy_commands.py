"""Taking over the roster of an earlier round."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.attendance.commands import add_attendee
from app.attendance.copying import copied_roster, earlier_rosters, fingerprint_of_copies
from app.attendance.roster_commands import CHANGED
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Attendance, Round
from app.rules import Refused, _


def copy_roster(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    earlier: Round,
    chosen: Collection[int] | None = None,
    fingerprint: str | None = None,
    locale: str = "en",
) -> list[Attendance]:
    """Put those of an earlier roster on this one; `chosen` are the ids of its entries, None: all.

    Person, side, role, capacity and sector are the same; the posts are those of this round's day.
    Who is on the roster already is left alone. With a `fingerprint`, raises Refused where the
    preview that it is of would look otherwise now.
    """
    refuse_confirmed(db, meeting.id, to_change=True)
    if earlier not in earlier_rosters(db, meeting):
        raise Refused(_("Choose an earlier round of this dialogue."), field="earlier")
    copies = copied_roster(db, meeting, earlier, locale)
    if fingerprint is not None and fingerprint_of_copies(copies) != fingerprint:
        raise Refused(CHANGED, field="chosen")
    wanted = [
        one for one in copies if not one.is_there and (chosen is None or one.earlier.id in chosen)
    ]
    if chosen is not None and not wanted:
        raise Refused(_("Choose whom to take over."), field="chosen")
    return [
        add_attendee(
            db,
            actor=actor,
            meeting=meeting,
            person=one.earlier.person,
            group_label=one.earlier.group_label,
            side=one.earlier.side,
            role=one.earlier.role,
            capacity=one.earlier.capacity,
            sector=one.earlier.sector,
            affiliation=one.affiliation,
            institutions=one.institutions,
            naming=one.naming,
        )
        for one in wanted
    ]
