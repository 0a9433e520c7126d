"""Who was at the rounds of a dialogue, as far as one audience may be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.people.models import Institution, Naming, PersonName, Sector
from app.people.naming import may_be_named, nearest_name
from app.records.models import Disclosure
from app.rounds.models import Attendance, AttendanceInstitution, AttendanceRole, Capacity, Round
from app.rounds.tally import Tally


@dataclass(frozen=True, kw_only=True)
class Presence:
    """One line of a roster. Of whoever is not named to the audience, the side and the number alone.

    `person_id` and `name` are of a person who is named; without them it is a group, or somebody
    who is only counted. `number` None: the number was not disclosed.
    """

    round_id: int
    side_id: int | None
    number: int | None = 1
    person_id: int | None = None
    name: str = ""
    role: AttendanceRole | None = None
    capacity: Capacity | None = None
    sector: Sector | None = None
    naming: Naming | None = None
    institutions: Mapping[int, LocalizedText] = field(default_factory=dict)

    @property
    def tally(self) -> Tally:
        if self.number is None:
            return Tally(undisclosed=True)
        return Tally(named=1) if self.person_id else Tally(unnamed=self.number)


def presences(db: Session, dialogue: Dialogue, audience: Disclosure, locale: str) -> list[Presence]:
    """All that is on the rosters of the dialogue's rounds, in the order of entry."""
    institutions = _institutions(db, dialogue)
    lines: dict[int, list[Any]] = {}
    names: dict[int, list[tuple[str, str]]] = {}
    for row in _rows(db, dialogue):
        lines.setdefault(row.id, row)
        if row.printed is not None:
            names.setdefault(row.id, []).append((row.language, row.printed))
    return [
        _presence(row, names.get(number, ()), institutions.get(number, {}), audience, locale)
        for number, row in lines.items()
    ]


def _rows(db: Session, dialogue: Dialogue) -> Sequence[Any]:
    statement = (
        sa.select(
            Attendance.id,
            Attendance.round_id,
            Attendance.person_id,
            Attendance.side_id,
            Attendance.role,
            Attendance.capacity,
            Attendance.sector,
            Attendance.naming,
            Attendance.group_count,
            PersonName.language,
            PersonName.printed,
        )
        .select_from(Attendance)
        .join(Attendance.round)
        .outerjoin(PersonName, PersonName.person_id == Attendance.person_id)
        .where(Round.dialogue_id == dialogue.id)
        .order_by(Attendance.id, PersonName.id)
    )
    return db.execute(statement).all()


def _institutions(db: Session, dialogue: Dialogue) -> dict[int, dict[int, LocalizedText]]:
    """By attendance; only where the viewer may be given the name."""
    statement = (
        sa.select(AttendanceInstitution.attendance_id, Institution.id, Institution.name)
        .select_from(AttendanceInstitution)
        .join(Attendance, Attendance.id == AttendanceInstitution.attendance_id)
        .join(Attendance.round)
        .join(Institution, Institution.id == AttendanceInstitution.institution_id)
        .where(Round.dialogue_id == dialogue.id)
        .order_by(Institution.key)
    )
    found: dict[int, dict[int, LocalizedText]] = {}
    for attendance_id, institution_id, name in db.execute(statement):
        found.setdefault(attendance_id, {})[institution_id] = name
    return found


def _presence(
    row: Any,
    names: Sequence[tuple[str, str]],
    institutions: Mapping[int, LocalizedText],
    audience: Disclosure,
    locale: str,
) -> Presence:
    is_person = row.person_id is not None
    number = 1 if is_person else row.group_count
    name = nearest_name(names, locale) if may_be_named(row.naming, audience) else ""
    known = {"round_id": row.round_id, "side_id": row.side_id, "number": number}
    if is_person and not name:
        return Presence(**known)
    if not is_person and not may_be_named(row.naming, audience):
        return Presence(**known)
    return Presence(
        **known,
        person_id=row.person_id,
        name=name,
        role=row.role,
        capacity=row.capacity,
        sector=row.sector,
        naming=row.naming,
        institutions=institutions,
    )
