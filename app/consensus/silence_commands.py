"""Circulating a wording under silence, extending and breaking it, noting what it meant."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import THE_CONSOLE, record
from app.consensus.lines import UNKNOWN, Stand, stands_of
from app.consensus.models import ConsensusItem, Method, Position, Stance
from app.consensus.position_commands import take_position
from app.consensus.queries import latest_wording
from app.consensus.silence import in_procedure, may_be_asked
from app.consensus.stances import day_after, is_current, stance_of, supposing
from app.consensus.stances import today as this_day
from app.consensus.standing import Standing, standing
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Person
from app.rules import Refused, _

ENDED = (Standing.WITHDRAWN, Standing.SUPERSEDED)


def circulate(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    happened: PartialDate,
    deadline: PartialDate,
    sides: Sequence[Side] = (),
    newest_known: int | None = None,
) -> list[Position]:
    """Put the latest wording to sides, by default all that have not answered, under silence.

    Who does not object by the end of the deadline has no objection. `newest_known` is the number
    of the wording that whoever circulates it has read.
    """
    wording = latest_wording(db, item)
    if wording is None:
        raise Refused(_("There is no wording yet to circulate."))
    if db.scalar(sa.select(standing()).where(ConsensusItem.id == item.id)) in ENDED:
        raise Refused(_("This item was withdrawn or superseded: nothing is circulated any more."))
    if newest_known not in (None, wording.number):
        message = _("Wording %(number)d is newer: read it before you circulate it.")
        raise Refused(message, number=wording.number)
    if wording.happened and happened.certainly_before(wording.happened):
        message = _("The wording is of %(date)s: it was circulated on that day or later.")
        raise Refused(message, field="happened", date=wording.happened)
    _refuse_not_after(deadline, happened)
    stands = stands_of(db, [item.id]).get(item.id, {})
    asked = sides or [
        side
        for side in item.dialogue.sides
        if may_be_asked(stand := stands.get(side.id, UNKNOWN))
        and stand.stance is not Stance.AD_REFERENDUM
    ]
    if not asked:
        raise Refused(_("Every side has answered, or was asked already."), field="sides")
    for side in asked:
        if not may_be_asked(stands.get(side.id, UNKNOWN)):
            message = _("%(side)s has answered, or was asked already.")
            raise Refused(message, field="sides", side=side.code)
    given = {"wording": wording, "happened": happened, "deadline": deadline}
    return [_ask(db, actor, item, side, "silence.circulated", **given) for side in asked]


def extend(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    sides: Sequence[Side],
    deadline: PartialDate,
    happened: PartialDate,
    reason: LocalizedText,
) -> list[Position]:
    """Give sides that were asked by silence a later deadline; they learn of it before the old."""
    if not sides:
        raise Refused(_("Choose at least one side."), field="sides")
    if not reason:
        raise Refused(_("Say why the deadline is extended."), field="reason")
    _refuse_not_after(deadline, happened)
    for side in sides:
        until = _deadline_of(db, item, side, field="sides")
        if until.certainly_before(happened):
            message = _("The silence ended on %(date)s: it can be extended until then.")
            raise Refused(message, field="happened", date=until)
        if deadline <= until:
            message = _("The deadline is %(date)s already: the new one is later.")
            raise Refused(message, field="deadline", date=until)
    given = {"reason": reason, "happened": happened, "deadline": deadline}
    return [_ask(db, actor, item, side, "silence.extended", **given) for side in sides]


def _ask(
    db: Session, actor: User, item: ConsensusItem, side: Side, done: str, **given: Any
) -> Position:
    """That a side was asked to object by a day."""
    return take_position(
        db,
        actor=actor,
        item=item,
        side=side,
        stance=Stance.SOUGHT,
        method=Method.SILENCE,
        done=done,
        **given,
    )


def break_silence(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    side: Side,
    reason: LocalizedText,
    happened: PartialDate,
    statement: LocalizedText = EMPTY,
    body: str = "",
    person: Person | None = None,
) -> Position:
    """Take down that a side objects, with its reason. It may come after the deadline.

    The side then had no objection from the deadline to that day, and objects since: both stay
    on record.
    """
    return take_position(
        db,
        actor=actor,
        item=item,
        side=side,
        stance=Stance.OBJECTED,
        statement=statement,
        reason=reason,
        body=body,
        person=person,
        happened=happened,
        method=Method.SILENCE,
        deadline=_deadline_of(db, item, side, field="side"),
        done="silence.broken",
    )


def settle_silences(
    db: Session, actor: User | None = None, *, today: date | None = None
) -> list[Position]:
    """Note what every silence that has passed meant, each once, whoever does it and how often.

    It changes no reading: the position is of the day after the deadline, as it is read without it.
    """
    with supposing(today or this_day()):
        passed = db.scalars(
            sa.select(Position)
            .where(
                Position.stance == Stance.SOUGHT,
                stance_of(Position, None) == Stance.NO_OBJECTION,
                is_current(Position, None),
            )
            .order_by(Position.id)
        ).all()
    settled = [noted for asked in passed if (noted := _note(db, actor, asked))]
    # The trail comes last: whoever takes a position at this moment must not wait in a ring.
    for position in settled:
        item = position.wording.item
        record(
            db,
            actor,
            "silence.settled",
            position,
            dialogue_id=item.dialogue_id,
            record_id=item.id,
        )
    return settled


def _note(db: Session, actor: User | None, asked: Position) -> Position | None:
    """None: somebody else noted it, or took another position, at the same moment."""
    assert asked.deadline is not None  # it was found by it
    noted = Position(
        item_id=asked.item_id,
        wording_id=asked.wording_id,
        side_id=asked.side_id,
        number=asked.number + 1,
        stance=Stance.NO_OBJECTION,
        happened=day_after(asked.deadline),
        method=Method.SILENCE,
        deadline=asked.deadline,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name if actor else THE_CONSOLE,
    )
    try:
        with db.begin_nested():
            db.add(noted)
            db.flush()
    except IntegrityError:
        return None
    return noted


def settled_line(db: Session, noted: Position) -> str:
    """What the console says of a silence that was settled."""
    item = noted.wording.item
    dialogue = db.get_one(Dialogue, item.dialogue_id)
    number = noted.wording.number
    place = f"{dialogue.slug}/{item.ref}, wording {number}, {noted.side.code}"
    return f"{place}: no objection by the end of {noted.deadline}"


def _deadline_of(db: Session, item: ConsensusItem, side: Side, *, field: str) -> PartialDate:
    stand: Stand = stands_of(db, [item.id]).get(item.id, {}).get(side.id, UNKNOWN)
    if not in_procedure(stand) or stand.deadline is None:
        message = _("%(side)s was not asked by silence, or has spoken since.")
        raise Refused(message, field=field, side=side.code)
    return stand.deadline


def _refuse_not_after(deadline: PartialDate, happened: PartialDate) -> None:
    if not happened.certainly_before(deadline):
        message = _("The deadline is after %(date)s.")
        raise Refused(message, field="deadline", date=happened)
