"""Attendance over the rounds of a dialogue: who came to which, and how many from where."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue
from app.people.models import Sector
from app.people.naming import may_be_named, printed_name
from app.records.models import Disclosure
from app.rounds.models import Attendance, AttendanceRole, Round
from app.rounds.queries import HELD, attendance_over_rounds, rounds_of


@dataclass(frozen=True)
class MatrixRow:
    """One person by the rounds at which they may be named to this audience."""

    person_id: int
    name: str
    side_id: int | None
    roles: Mapping[int, AttendanceRole]
    is_new: bool

    def __len__(self) -> int:
        return len(self.roles)


@dataclass(frozen=True)
class RoundCount:
    """How a round was attended; None where no roster is on record.

    `undisclosed`: a group of unknown number came too.
    """

    by_side: Mapping[int | None, int | None]
    by_sector: Mapping[Sector | None, int]
    unnamed: int
    undisclosed: bool


@dataclass(frozen=True)
class Matrix:
    rounds: Sequence[Round]
    rows: Sequence[MatrixRow]
    counts: Mapping[int, RoundCount]
    side_ids: Sequence[int]
    sectors: Sequence[Sector]


def attendance_matrix(db: Session, dialogue: Dialogue, audience: Disclosure, locale: str) -> Matrix:
    """People by the rounds held; whoever may not be named at a round is only counted there."""
    rounds = [one for one in rounds_of(db, dialogue) if one.status in HELD]
    by_round: dict[int, list[Attendance]] = defaultdict(list)
    for attendance in attendance_over_rounds(db, dialogue):
        by_round[attendance.round_id].append(attendance)
    side_ids = [side.id for side in dialogue.sides]
    counts = {one.id: _count(by_round[one.id], side_ids, audience) for one in rounds}
    seen = {sector for count in counts.values() for sector in count.by_sector if sector}
    return Matrix(
        rounds=rounds,
        rows=_rows(rounds, by_round, audience, locale),
        counts=counts,
        side_ids=side_ids,
        sectors=[sector for sector in Sector if sector in seen],
    )


def _rows(
    rounds: Sequence[Round],
    by_round: Mapping[int, Sequence[Attendance]],
    audience: Disclosure,
    locale: str,
) -> list[MatrixRow]:
    found: dict[int, tuple[str, int | None]] = {}
    came: dict[int, dict[int, AttendanceRole]] = defaultdict(dict)
    for meeting in rounds:
        for attendance in by_round[meeting.id]:
            printed = printed_name(attendance, audience, locale)
            if printed.person_id is not None and printed.name:
                found.setdefault(printed.person_id, (printed.name, attendance.side_id))
                came[printed.person_id][meeting.id] = attendance.role
    # New: named at the last round with a roster, and at none before it.
    last = next((one.id for one in reversed(rounds) if by_round[one.id]), None)
    rows = [
        MatrixRow(person_id, name, side_id, came[person_id], is_new=set(came[person_id]) == {last})
        for person_id, (name, side_id) in found.items()
    ]
    return sorted(rows, key=lambda row: (row.side_id or 0, -len(row), row.name))


def _count(
    roster: Sequence[Attendance], side_ids: Sequence[int], audience: Disclosure
) -> RoundCount:
    by_side: Counter[int | None] = Counter()
    by_sector: Counter[Sector | None] = Counter()
    unnamed, undisclosed = 0, False
    for attendance in roster:
        number = 1 if attendance.person_id else attendance.group_count
        undisclosed = undisclosed or number is None
        by_side[attendance.side_id] += number or 0
        by_sector[attendance.sector] += number or 0
        if not attendance.person_id or not may_be_named(attendance.naming, audience):
            unnamed += number or 0
    recorded = {attendance.side_id for attendance in roster}
    return RoundCount(
        by_side={side: by_side[side] if side in recorded else None for side in side_ids},
        by_sector=by_sector,
        unnamed=unnamed,
        undisclosed=undisclosed,
    )
