"""Planning a round from an earlier one."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import User
from app.attendance.commands import add_attendee
from app.dialogues.models import Dialogue
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Affiliation, Naming, Person
from app.planning.commands import narrower
from app.rounds.commands import add_session, edit_session, log_round
from app.rounds.models import (
    Attendance,
    AttendanceRole,
    DialogueSession,
    Round,
    RoundKind,
    RoundStatus,
)
from app.rounds.queries import sessions_of

CHAIRS = (AttendanceRole.CO_CHAIR, AttendanceRole.MODERATOR)
# Consent holds for one round: until it is given anew, nobody is named more widely than this.
WITHOUT_CONSENT = (Naming.ROLE_AND_SIDE, Naming.COUNTED)


def plan_next_round(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    last: Round | None,
    number: int | None = None,
    happened: PartialDate | None = None,
    place: LocalizedText = EMPTY,
    sessions: bool = True,
    chairs: bool = True,
    roster: bool = True,
) -> Round:
    """Enter a planned round with what is taken over from `last`: all of it, or nothing.

    `chairs` brings at least the people who chaired; who may be named is asked anew. The round is
    read by nobody who may not read `last`, a session by nobody who may not read the one before.
    """
    kind = RoundKind.ROUND if number or last is None else last.round_kind
    planned = log_round(
        db,
        actor=actor,
        dialogue=dialogue,
        round_kind=kind,
        number=number,
        happened=happened,
        place=place,
        status=RoundStatus.PLANNED,
        **_rules(dialogue, last),
    )
    if last is None:
        return planned
    before = sessions_of(db, last)
    moderated = {one.attendance_id for held in before for one in held.moderators}
    come = [
        one
        for one in _attendances(db, last)
        if roster or (chairs and (one.id in moderated or one.role in CHAIRS))
    ]
    copies = {one.id: copied for one in come if (copied := _copy(db, actor, one, planned))}
    if sessions:
        _copy_sessions(db, actor, before, planned, copies if chairs else {})
    return planned


def _rules(dialogue: Dialogue, last: Round | None) -> dict[str, Any]:
    if last is None:
        return {"attribution": dialogue.attribution}
    return {"attribution": last.attribution, "disclosure": last.disclosure, "side": last.side}


def _attendances(db: Session, last: Round) -> Sequence[Attendance]:
    """With the people and their posts, for those of the day are written down anew."""
    posts = joinedload(Attendance.person).selectinload(Person.affiliations)
    return db.scalars(
        sa.select(Attendance)
        .where(Attendance.round_id == last.id)
        .options(posts.joinedload(Affiliation.institution), joinedload(Attendance.side))
        .order_by(Attendance.id)
    ).all()


def _copy(db: Session, actor: User, one: Attendance, planned: Round) -> Attendance | None:
    """The person or group on the new roster; None for somebody of whom the viewer may not know."""
    if one.person_id is not None and one.person is None:
        return None
    return add_attendee(
        db,
        actor=actor,
        meeting=planned,
        person=one.person,
        group_label=one.group_label,
        side=one.side,
        role=one.role,
        capacity=one.capacity,
        sector=one.sector,
        naming=one.naming if one.naming in WITHOUT_CONSENT else Naming.ROLE_AND_SIDE,
    )


def _copy_sessions(
    db: Session,
    actor: User,
    before: Sequence[DialogueSession],
    planned: Round,
    copies: dict[int, Attendance],
) -> None:
    [first] = db.scalars(
        sa.select(DialogueSession)
        .where(DialogueSession.meeting_id == planned.id)
        .options(selectinload(DialogueSession.moderators))
    )
    for number, old in enumerate(before):
        chairs = [copies[m.attendance_id] for m in old.moderators if m.attendance_id in copies]
        new = first if number == 0 else _another(db, actor, old, planned, chairs)
        disclosure, side = narrower(old, planned)
        if number == 0 or (disclosure, side) != (new.disclosure, new.side):
            edit_session(
                db,
                actor=actor,
                held=new,
                title=old.title,
                attribution=old.attribution,
                moderators=chairs,
                position=new.position,
                disclosure=disclosure,
                side=side,
                note=new.note,
            )


def _another(
    db: Session,
    actor: User,
    old: DialogueSession,
    planned: Round,
    chairs: Collection[Attendance],
) -> DialogueSession:
    return add_session(
        db,
        actor=actor,
        meeting=planned,
        title=old.title,
        attribution=old.attribution,
        moderators=list(chairs),
    )
