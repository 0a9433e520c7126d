"""Composing the sheets of a round from what their audience may read."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.localized import LocalizedText
from app.people.models import Institution, PersonName
from app.people.naming import printed_name
from app.records.models import Disclosure
from app.reports.queries import AUDIENCES, audience_viewer
from app.rounds.models import Attendance, AttendanceInstitution, Round
from app.rounds.page import agenda_lines, benches, roster_lines
from app.rounds.queries import get_round
from app.rules import Refused, _
from app.sheets.minuted import minuted
from app.sheets.sheet import FullName, Minuted, Sheet, SheetKind

NOTHING = _("Nothing of this round is on record for this audience.")


def usual_audience(meeting: Round, audiences: Sequence[Disclosure]) -> Disclosure:
    """The participants, where this round is theirs to read; else the narrowest there is."""
    theirs = meeting.disclosure in (Disclosure.PARTICIPANTS, Disclosure.PUBLIC)
    wanted = Disclosure.PARTICIPANTS if theirs else AUDIENCES[0]
    return wanted if wanted in audiences else audiences[0]


def compose(
    db: Session,
    kind: SheetKind,
    *,
    dialogue: str,
    ref: str,
    audience: Disclosure,
    locale: str,
    today: date,
) -> Sheet:
    """The sheet from a session that was opened for its audience.

    The number of statements does not grow with the record. Raises Refused where the audience may
    not know of the round.
    """
    try:
        meeting = get_round(db, dialogue, ref)
    except NoResultFound as unknown:
        raise Refused(NOTHING, field="audience") from unknown
    if db.info["viewer"] != audience_viewer(meeting.dialogue_id, audience):
        raise AssertionError("a sheet is composed in a session that was opened for its audience")
    sides = meeting.dialogue.sides
    roster = roster_lines(db, meeting, sides)
    names_people = kind in (SheetKind.PARTICIPANTS, SheetKind.CARDS)
    has_agenda = kind in (SheetKind.AGENDA, SheetKind.MINUTES)
    return Sheet(
        kind=kind,
        meeting=meeting,
        audience=audience,
        locale=locale,
        today=today,
        sessions=agenda_lines(db, meeting) if has_agenda else (),
        roster=roster,
        printed={line.id: printed_name(line, audience, locale) for line in roster},
        benches=benches(roster, [side.id for side in sides]),
        names=_names(db, meeting) if names_people else {},
        institutions=_institutions(db, meeting) if kind is SheetKind.CARDS else {},
        minuted=minuted(db, meeting, locale) if kind is SheetKind.MINUTES else Minuted(),
    )


def _names(db: Session, meeting: Round) -> dict[int, list[FullName]]:
    """The names of those who came, by person, where the viewer may know of the person."""
    came = sa.select(Attendance.person_id).where(Attendance.round_id == meeting.id)
    names: dict[int, list[FullName]] = defaultdict(list)
    for person_id, *name in db.execute(
        sa.select(PersonName.person_id, PersonName.language, PersonName.printed, PersonName.family)
        .where(PersonName.person_id.in_(came))
        .order_by(PersonName.id)
    ):
        names[person_id].append(FullName(*name))
    return names


def _institutions(db: Session, meeting: Round) -> dict[int, list[LocalizedText]]:
    """Where those who came worked then, by attendance."""
    found: dict[int, list[LocalizedText]] = defaultdict(list)
    for attendance_id, name in db.execute(
        sa.select(AttendanceInstitution.attendance_id, Institution.name)
        .join(Attendance, Attendance.id == AttendanceInstitution.attendance_id)
        .join(Institution, Institution.id == AttendanceInstitution.institution_id)
        .where(Attendance.round_id == meeting.id)
        .order_by(AttendanceInstitution.attendance_id, Institution.key)
    ):
        found[attendance_id].append(name)
    return found
