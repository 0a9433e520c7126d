"""Who took part in a round, and to whom they may be named."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.attendance.posts import institutions_at, posts_at
from app.audit.commands import record, snapshot
from app.dialogues.models import Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution, Naming, Person, Sector
from app.reading import AS_THE_HOUSE
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Attendance, AttendanceRole, Capacity, Round, SessionModerator
from app.rounds.queries import attends
from app.rules import Refused, _


def add_attendee(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    person: Person | None = None,
    group_label: LocalizedText = EMPTY,
    group_count: int | None = None,
    side: Side | None = None,
    role: AttendanceRole = AttendanceRole.PARTICIPANT,
    capacity: Capacity | None = None,
    sector: Sector | None = None,
    affiliation: LocalizedText = EMPTY,
    naming: Naming = Naming.ROLE_AND_SIDE,
    consent: str = "",
    consented: PartialDate | None = None,
    institutions: Sequence[Institution] | None = None,
) -> Attendance:
    """Put a person or an unnamed group on the roster.

    Without an `affiliation` the person's posts of the day are copied, without `institutions`
    where they held them; later changes of post leave this round as it is.
    """
    refuse_confirmed(db, meeting.id)
    if (person is None) == (not group_label):
        raise Refused(
            _("Choose a person, or describe a group that is not named: one of the two."),
            field="person",
        )
    if group_count is not None and not group_label:
        raise Refused(_("Only a group has a number of members."), field="group_count")
    if person is not None and attends(db, meeting, person):
        raise Refused(_("This person is on the roster already."), field="person")
    if person is not None and not affiliation:
        affiliation = posts_at(person, meeting)
    if institutions is None:
        institutions = institutions_at(person, meeting) if person is not None else ()
    attendance = Attendance(
        round=meeting,
        person=person,
        group_label=group_label,
        group_count=group_count,
        side=side,
        role=role,
        capacity=capacity,
        sector=sector,
        affiliation=affiliation,
        naming=naming,
        consent=consent,
        consented=consented,
        institutions=list(institutions),
    )
    db.add(attendance)
    _note(db, actor, "attendance.added", attendance, meeting)
    return attendance


def edit_attendance(
    db: Session,
    *,
    actor: User,
    attendance: Attendance,
    group_label: LocalizedText = EMPTY,
    group_count: int | None = None,
    side: Side | None,
    role: AttendanceRole,
    capacity: Capacity | None,
    sector: Sector | None,
    affiliation: LocalizedText,
    naming: Naming,
    consent: str,
    consented: PartialDate | None,
    institutions: Sequence[Institution] | None = None,
) -> None:
    """Correct an entry of the roster; the person stays the same.

    Without `institutions` those that are on record stay.
    """
    refuse_confirmed(db, attendance.round_id)
    if attendance.person_id is None and not group_label:
        raise Refused(_("Describe the group as it is to be printed."), field="group_label")
    before = snapshot(attendance)
    if attendance.person_id is None:
        attendance.group_label = attendance.group_label.revised(group_label)
        attendance.group_count = group_count
    attendance.side, attendance.role = side, role
    attendance.capacity, attendance.sector = capacity, sector
    attendance.affiliation = attendance.affiliation.revised(affiliation)
    if institutions is not None:
        attendance.institutions = list(institutions)
    attendance.naming = naming
    attendance.consent, attendance.consented = consent, consented
    _note(db, actor, "attendance.edited", attendance, attendance.round, before)


def remove_attendee(db: Session, *, actor: User, attendance: Attendance) -> None:
    """Take an entry off the roster. Raises Refused where it moderates a session."""
    refuse_confirmed(db, attendance.round_id)
    meeting, before = attendance.round, snapshot(attendance)
    moderated = sa.select(SessionModerator.id).where(
        SessionModerator.attendance_id == attendance.id
    )
    if db.scalars(moderated, execution_options=AS_THE_HOUSE).first() is not None:
        raise Refused(_("They moderate a session: choose another moderator first."))
    db.delete(attendance)
    _note(db, actor, "attendance.removed", attendance, meeting, before)


def _note(
    db: Session,
    actor: User,
    action: str,
    attendance: Attendance,
    meeting: Round,
    before: dict[str, Any] | None = None,
) -> None:
    record(
        db,
        actor,
        action,
        attendance,
        before=before,
        dialogue_id=meeting.dialogue_id,
        record_id=meeting.id,
    )
