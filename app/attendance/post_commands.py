"""Posts that changed after a roster was made: the roster of a planned round can follow them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import User
from app.attendance.posts import institutions_at, posts_at
from app.attendance.printed_names import folded
from app.audit.commands import record, snapshot
from app.localized import LocalizedText
from app.people.models import Affiliation, Person
from app.people.naming import person_name
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Attendance, Round, RoundStatus
from app.rules import Refused, _


@dataclass(frozen=True)
class ChangedPosts:
    """Someone whose card says another post for the round's day than the roster does."""

    attendance_id: int
    name: str
    on_roster: LocalizedText
    today: LocalizedText


def changed_posts(
    db: Session, meeting: Round, locale: str, *, attendance_id: int | None = None
) -> list[ChangedPosts]:
    """Of everybody on a planned round's roster, or of one; nobody once the round was held."""
    if meeting.status is not RoundStatus.PLANNED:
        return []
    return [
        ChangedPosts(one.id, person_name(person, locale), one.affiliation, today)
        for one, person, today in _changed(db, meeting, attendance_id)
    ]


def _changed(
    db: Session, meeting: Round, attendance_id: int | None
) -> list[tuple[Attendance, Person, LocalizedText]]:
    found = []
    for attendance in _on_roster(db, meeting, attendance_id):
        person = attendance.person
        if person is None:  # a group, or somebody whom the viewer may not know of
            continue
        today = posts_at(person, meeting)
        if today and not _says_the_same(attendance.affiliation, today):
            found.append((attendance, person, today))
    return found


def _on_roster(db: Session, meeting: Round, attendance_id: int | None) -> Sequence[Attendance]:
    posts = joinedload(Attendance.person).selectinload(Person.affiliations)
    statement = (
        sa.select(Attendance)
        .where(Attendance.round_id == meeting.id, Attendance.person_id.is_not(None))
        .options(
            joinedload(Attendance.person).selectinload(Person.names),
            posts.joinedload(Affiliation.institution),
            selectinload(Attendance.institutions),
        )
        .order_by(Attendance.side_id, Attendance.id)
    )
    if attendance_id is not None:
        statement = statement.where(Attendance.id == attendance_id)
    return db.scalars(statement).all()


def _says_the_same(on_roster: LocalizedText, today: LocalizedText) -> bool:
    """In every language of the roster; how a line is punctuated does not matter."""
    return bool(on_roster) and all(
        folded(words) == folded(today.texts.get(lang, "")) for lang, words in on_roster
    )


def take_over_posts(
    db: Session, *, actor: User, meeting: Round, attendance: Attendance | None = None
) -> int:
    """Let the roster of a planned round say today's posts, of one or of everybody.

    Returns how many lines changed. Raises Refused where the round has been held.
    """
    refuse_confirmed(db, meeting.id)
    status = db.scalar(sa.select(Round.status).where(Round.id == meeting.id))
    if status is not RoundStatus.PLANNED:
        raise Refused(_("This round has been held: its roster keeps the posts of the day."))
    changed = _changed(db, meeting, attendance.id if attendance else None)
    for one, person, today in changed:
        before = snapshot(one)
        one.affiliation = one.affiliation.revised(today)
        one.institutions = list(institutions_at(person, meeting))
        record(
            db,
            actor,
            "attendance.edited",
            one,
            before=before,
            dialogue_id=meeting.dialogue_id,
            record_id=meeting.id,
        )
    return len(changed)
