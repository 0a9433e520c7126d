"""What a roster is read against: the people, institutions and entries that are on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.attendance.matching import Roll, roll_of
from app.attendance.printed_names import folded
from app.attendance.roster_posts import Institutions
from app.dialogues.models import Dialogue, Side
from app.partial_date import PartialDate
from app.people.models import Person, TeamMember
from app.people.queries import institutions
from app.rounds.models import Attendance, Round


@dataclass(frozen=True)
class Ground:
    """`benches`: on which side's bench a person sat last in this dialogue, or is to sit."""

    sides: Sequence[Side]
    roll: Roll
    institutions: Institutions
    entries: Mapping[int, Attendance]
    groups: Sequence[Attendance]
    benches: Mapping[int, int]
    day: PartialDate | None
    locale: str

    def group_called(self, label: str, side: Side | None, side_said: bool) -> Attendance | None:
        """The group of this label on the roster; on another side's bench it is another group."""
        wanted = folded(label)
        alike = [
            group
            for group in self.groups
            if wanted in {folded(words) for words in group.group_label.texts.values()}
            and (not side_said or group.side_id in (None, side.id if side else None))
        ]
        there = side.id if side else None
        return min(alike, key=lambda group: (group.side_id != there, group.id), default=None)

    def bench_of(self, person_id: int | None) -> Side | None:
        of = self.benches.get(person_id) if person_id is not None else None
        return next((side for side in self.sides if side.id == of), None)


def ground_of(
    db: Session,
    *,
    dialogue: Dialogue,
    meeting: Round | None,
    happened: PartialDate | None = None,
    locale: str = "en",
) -> Ground:
    """All of it in a constant number of statements; `happened` dates a round not yet recorded."""
    there = entries_of(db, meeting) if meeting is not None else []
    return Ground(
        sides=dialogue.sides,
        roll=roll_of(db, locale),
        institutions=Institutions(institutions(db)),
        entries={one.person_id: one for one in there if one.person_id is not None},
        groups=[one for one in there if one.person_id is None],
        benches=_benches(db, dialogue),
        day=meeting.happened if meeting is not None else happened,
        locale=locale,
    )


def entries_of(db: Session, meeting: Round) -> Sequence[Attendance]:
    """The roster with what a line can say of it, as it stands now."""
    return db.scalars(
        sa.select(Attendance)
        .where(Attendance.round_id == meeting.id)
        .options(
            joinedload(Attendance.person).selectinload(Person.names),
            joinedload(Attendance.side),
            selectinload(Attendance.institutions),
        )
        .order_by(Attendance.side_id, Attendance.id)
        .execution_options(populate_existing=True)
    ).all()


def _benches(db: Session, dialogue: Dialogue) -> dict[int, int]:
    members = sa.select(TeamMember.person_id, TeamMember.side_id).where(
        TeamMember.dialogue_id == dialogue.id, TeamMember.person_id.is_not(None)
    )
    attended = (
        sa.select(Attendance.person_id, Attendance.side_id)
        .join(Attendance.round)
        .where(
            Round.dialogue_id == dialogue.id,
            Attendance.person_id.is_not(None),
            Attendance.side_id.is_not(None),
        )
        .order_by(Round.happened, Round.number, Attendance.id)
    )
    # Where somebody sat last goes before the team on which they are listed.
    benches: dict[int, int] = {}
    for person_id, side_id in (*db.execute(members), *db.execute(attended)):
        if person_id is not None and side_id is not None:
            benches[person_id] = side_id
    return benches
