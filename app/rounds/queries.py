"""Reading rounds, their agendas and who took part."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from app.dialogues.models import Dialogue
from app.partial_date import PartialDate
from app.people.models import Person
from app.reading import AS_THE_HOUSE
from app.records.models import Record
from app.rounds.models import (
    AgendaTopic,
    Attendance,
    DialogueSession,
    Round,
    RoundStatus,
    SessionModerator,
)

HELD = (RoundStatus.HELD, RoundStatus.CONFIRMED)


def get_round(db: Session, dialogue: str, ref: str) -> Round:
    """The round with its dialogue and sides. Raises NoResultFound."""
    return (
        db.scalars(
            sa.select(Round)
            .join(Round.dialogue)
            .where(Dialogue.slug == dialogue, Round.ref == ref)
            .options(contains_eager(Round.dialogue).joinedload(Dialogue.sides))
        )
        .unique()
        .one()
    )


def rounds_of(db: Session, dialogue: Dialogue) -> Sequence[Round]:
    """All rounds of a dialogue in the order of time, as far as it is known.

    An undated numbered round stands before the next dated one of a higher number.
    """
    rounds = db.scalars(
        sa.select(Round).where(Round.dialogue_id == dialogue.id).order_by(Round.id)
    ).all()
    return in_order(rounds)


def in_order(rounds: Sequence[Any]) -> list[Any]:
    """Rounds in the order of time; anything with `number` and `happened` will do."""
    dated = {r.number: r.happened for r in rounds if r.number is not None and r.happened}

    def place(one: Any) -> tuple[str, int, str]:
        happened = one.happened
        if happened is None and one.number is not None:
            later = [number for number in dated if number > one.number]
            happened = dated[min(later)] if later else None
        return (str(happened or "9999"), one.number or 0, one.ref)

    return sorted(rounds, key=place)


def held_by(as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    """Whether a round had been held at `as_of`; None: by what is on record now.

    An undated numbered round counts where one of a higher number was held by then.
    """
    held = Round.status.in_(HELD)
    if as_of is None:
        return held
    day = as_of.last_day.isoformat()
    later = aliased(Round)
    followed = sa.exists().where(
        later.dialogue_id == Round.dialogue_id,
        later.number > Round.number,
        later.status.in_(HELD),
        later.happened <= day,
    )
    by_then = sa.or_(Round.happened <= day, Round.happened.is_(None) & followed)
    return held & by_then


def sessions_of(db: Session, meeting: Round) -> Sequence[DialogueSession]:
    """The sessions in order, each with its moderators; the agenda comes with `agenda_of`."""
    return db.scalars(
        sa.select(DialogueSession)
        .where(DialogueSession.meeting_id == meeting.id)
        .options(selectinload(DialogueSession.moderators).joinedload(SessionModerator.attendance))
        .order_by(DialogueSession.position, DialogueSession.id)
    ).all()


def attendance_of(db: Session, meeting: Record) -> Sequence[Attendance]:
    """Who took part, by side, role and order of entry; names where the viewer may know them."""
    return db.scalars(
        sa.select(Attendance)
        .where(Attendance.round_id == meeting.id)
        .options(joinedload(Attendance.person).selectinload(Person.names))
        .order_by(Attendance.side_id, Attendance.id)
    ).all()


def get_attendance(db: Session, meeting: Round, attendance_id: int) -> Attendance:
    """Raises NoResultFound."""
    return db.scalars(
        sa.select(Attendance)
        .where(Attendance.id == attendance_id, Attendance.round_id == meeting.id)
        .options(joinedload(Attendance.person).selectinload(Person.names))
    ).one()


def number_is_taken(db: Session, dialogue: Dialogue, number: int, but: Round | None) -> bool:
    """Whether another round of the dialogue has this number, also one the viewer cannot see."""
    same = sa.select(Round.id).where(Round.in_dialogue_id == dialogue.id, Round.number == number)
    if but is not None:
        same = same.where(Round.id != but.id)
    return db.scalars(same, execution_options=AS_THE_HOUSE).first() is not None


def next_number(db: Session, dialogue: Dialogue) -> int:
    highest = db.scalar(
        sa.select(sa.func.max(Round.number)).where(Round.in_dialogue_id == dialogue.id)
    )
    return (highest or 0) + 1


def attendance_over_rounds(db: Session, dialogue: Dialogue) -> Sequence[Attendance]:
    """Every attendance at the dialogue's rounds, with the person where they may be known."""
    return db.scalars(
        sa.select(Attendance)
        .join(Attendance.round)
        .where(Round.dialogue_id == dialogue.id)
        .options(joinedload(Attendance.person).selectinload(Person.names))
        .order_by(Attendance.id)
    ).all()


def attends(db: Session, meeting: Round, person: Person) -> bool:
    same = (Attendance.round_id == meeting.id) & (Attendance.person_id == person.id)
    return db.scalar(sa.select(Attendance.id).where(same)) is not None


def topics_of(db: Session, meeting: Round) -> Sequence[AgendaTopic]:
    """The agenda topics of a round in order, with their nodes of the tree."""
    held = aliased(DialogueSession, flat=True)
    return db.scalars(
        sa.select(AgendaTopic)
        .join(held, held.id == AgendaTopic.session_id)
        .where(AgendaTopic.meeting_id == meeting.id)
        .options(selectinload(AgendaTopic.topics))
        .order_by(held.position, AgendaTopic.position, AgendaTopic.id)
    ).all()


def who_attended(db: Session, dialogue: Dialogue) -> set[int]:
    """The ids of the people who were at a round of the dialogue, as far as the viewer may know."""
    statement = (
        sa.select(Attendance.person_id)
        .join(Attendance.round)
        .where(Round.dialogue_id == dialogue.id, Attendance.person_id.is_not(None))
    )
    return {id_ for id_ in db.scalars(statement) if id_ is not None}
