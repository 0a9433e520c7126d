"""Taking down where the sides stand on a wording."""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record
from app.consensus.models import ConsensusItem, Method, Position, Stance, Wording
from app.consensus.queries import latest_wording
from app.consensus.silence import is_noted
from app.consensus.stances import FOR, today
from app.dialogues.models import Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Person
from app.reading import AS_THE_HOUSE
from app.rounds.minutes import refuse_into_confirmed, refuse_to_come
from app.rules import Refused, _

# A side that stands so says why.
DISSENT = (Stance.OBJECTED, Stance.ENDORSED_WITH_RESERVATION)
# What a side agrees to it agrees to word by word: which words must be beyond doubt.
ASSENT = (*FOR, Stance.AD_REFERENDUM)


def take_position(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    side: Side,
    stance: Stance,
    wording: Wording | None = None,
    statement: LocalizedText = EMPTY,
    reason: LocalizedText = EMPTY,
    body: str = "",
    person: Person | None = None,
    happened: PartialDate | None = None,
    method: Method | None = None,
    deadline: PartialDate | None = None,
    newest_known: int | None = None,
    done: str = "position.taken",
) -> Position:
    """Take down where a side stands on a wording: the latest, unless another is meant.

    The side's earlier positions are kept. Assent to an older wording is refused, unless whoever
    takes it down knew of the newest one: `newest_known` is the number of that. Without a date, a
    side's first position on a wording is of the wording's day, a further one of today: what was
    read of earlier days must not change.
    """
    wording = wording or latest_wording(db, item)
    if wording is None:
        raise Refused(_("There is no wording yet to take a position on."), field="stance")
    own = _positions_of(db, wording, side)
    spoken = [one for one in own if not is_noted(one)]
    if happened != wording.happened:
        refuse_to_come(happened)
    if happened is None and spoken:
        said = (stance, statement, reason, body, person, method, deadline)
        _refuse_said_already(spoken[-1], said)
    happened = happened or (PartialDate.of(today()) if spoken else wording.happened)
    refuse_into_confirmed(db, item.meeting_id, happened)
    if side.dialogue_id != item.dialogue_id:
        raise Refused(_("This is not a side of the dialogue."), field="side")
    if stance in DISSENT and not reason:
        raise Refused(_("Say what the side reserves or objects to."), field="reason")
    _refuse_deadline(method, deadline)
    if stance in ASSENT:
        _refuse_older(db, item, wording, newest_known)
    _refuse_before_the_last(item, side, happened, spoken)
    position = Position(
        item_id=item.id,
        wording=wording,
        side=side,
        number=own[-1].number + 1 if own else 1,
        stance=stance,
        statement=statement,
        reason=reason,
        body=body,
        person=person,
        happened=happened,
        method=method,
        deadline=deadline,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
    )
    db.add(position)
    record(db, actor, done, position, dialogue_id=item.dialogue_id, record_id=item.id)
    return position


def _positions_of(db: Session, wording: Wording, side: Side) -> Sequence[Position]:
    return db.scalars(
        sa.select(Position)
        .where(Position.wording_id == wording.id, Position.side_id == side.id)
        .order_by(Position.number)
    ).all()


def _refuse_said_already(last: Position, said: tuple[object, ...]) -> None:
    """The same form sent twice is one position, and not also one of today."""
    known = (
        last.stance,
        last.statement,
        last.reason,
        last.body,
        last.person,
        last.method,
        last.deadline,
    )
    if known == said:
        raise Refused(_("This is on record already. Say when it was said again."), field="happened")


def _refuse_deadline(method: Method | None, deadline: PartialDate | None) -> None:
    if deadline is None:
        return
    if method is not Method.SILENCE:
        raise Refused(_("Only a silence procedure has a deadline."), field="deadline")
    if deadline.first_day != deadline.last_day:
        raise Refused(_("A deadline is one whole day: 2024-02-12."), field="deadline")


def _refuse_older(
    db: Session, item: ConsensusItem, wording: Wording, newest_known: int | None
) -> None:
    # Whoever adopts a wording at this moment waits: the newest one is beyond doubt.
    newest = db.scalar(
        sa.select(ConsensusItem.latest)
        .where(ConsensusItem.id == item.id)
        .with_for_update(read=True),
        execution_options=AS_THE_HOUSE,
    )
    if newest is not None and wording.number < newest != newest_known:
        message = _("Wording %(number)d is newer. Which is meant?")
        raise Refused(message, field="wording", number=newest)


def _refuse_before_the_last(
    item: ConsensusItem, side: Side, happened: PartialDate | None, spoken: Sequence[Position]
) -> None:
    """History is written in its order: the last position of a side is the one that holds."""
    last = spoken[-1].happened if spoken else None
    if happened and last and happened.certainly_before(last):
        raise Refused(
            _(
                "On %(ref)s, %(side)s took a position on this wording on %(last)s. This one, of"
                " %(date)s, would be before it."
            ),
            field="happened",
            ref=item.ref,
            side=side.code,
            last=last,
            date=happened,
        )
