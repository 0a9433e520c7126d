"""Reading the action register: what is open, overdue, carried over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.actions.models import UNFINISHED, Action, ActionOwner, ActionStatus, ActionUpdate
from app.actions.moments import status_at, was_assigned
from app.consensus.standing import on_record
from app.db import says
from app.dialogues.models import Dialogue, Side
from app.partial_date import PartialDate
from app.people.models import Person
from app.records.models import Record
from app.rounds.models import Round
from app.rounds.queries import HELD

PAGE = 50


def is_unfinished(as_of: PartialDate | None = None) -> sa.ColumnElement[bool]:
    return status_at(as_of).in_(UNFINISHED)


def overdue(today: date, as_of: PartialDate | None = None) -> sa.ColumnElement[bool]:
    """Whether an action is unfinished although its day, month or year has passed.

    One that was due before a round is overdue once that round, or a later one, has been held.
    At an `as_of` yet to come, no more than today is known to have passed.
    """
    day = min(as_of.last_day, today) if as_of else today
    due: sa.ColumnElement[str] = sa.type_coerce(Action.due, sa.String)
    passed = due < sa.func.substr(sa.literal(day.isoformat(), sa.String), 1, sa.func.length(due))
    meeting = aliased(Round)
    round_held = sa.exists().where(
        meeting.in_dialogue_id == Action.dialogue_id,
        meeting.number >= Action.due_round,
        meeting.status.in_(HELD),
        on_record(meeting.happened, as_of),
    )
    return is_unfinished(as_of) & sa.or_(sa.func.coalesce(passed, sa.false()), round_held)


def carried_over(as_of: PartialDate | None = None) -> sa.ColumnElement[int]:
    """How many later rounds of the dialogue have been held with the action still unfinished."""
    meeting, origin = aliased(Round, flat=True), aliased(Round, flat=True)
    undated = meeting.happened.is_(None) | origin.happened.is_(None)
    later = (
        sa.select(sa.func.count(meeting.id))
        .join(origin, origin.id == Action.meeting_id)
        .where(
            meeting.dialogue_id == Action.dialogue_id,
            meeting.status.in_(HELD),
            (meeting.happened > origin.happened) | (undated & (meeting.number > origin.number)),
            on_record(meeting.happened, as_of),
        )
        .correlate(Action)
        .scalar_subquery()
    )
    return sa.case((is_unfinished(as_of), later), else_=0)


def last_update_round(as_of: PartialDate | None = None) -> sa.ColumnElement[str | None]:
    """The reference of the round at which the action was last reported on."""
    update, meeting = aliased(ActionUpdate), aliased(Record)
    return (
        sa.select(meeting.ref)
        .join(update, update.reported_at_id == meeting.id)
        .where(update.action_id == Action.id, on_record(update.happened, as_of))
        .order_by(update.number.desc())
        .limit(1)
        .correlate(Action)
        .scalar_subquery()
    )


def with_owners() -> tuple[ExecutableOption, ...]:
    """What loads, with an action, all that a line of it names."""
    owners = joinedload(Action.owners).options(
        joinedload(ActionOwner.side),
        joinedload(ActionOwner.institution),
        joinedload(ActionOwner.person).joinedload(Person.names),
    )
    return joinedload(Action.dialogue), joinedload(Action.waiting_for), owners


@dataclass(frozen=True)
class ActionLine:
    """One action as registers print it; `action` comes with its owners.

    `then` is what it stood at on the day that was asked for; None: now was asked for.
    """

    action: Action
    is_overdue: bool
    carried_over: int
    last_update: str | None
    meeting_ref: str | None
    then: ActionStatus | None = None

    @property
    def status(self) -> ActionStatus:
        return self.then or self.action.status

    @property
    def waiting_for(self) -> Side | None:
        """Of an earlier day, None: the record keeps for whom it waits, not for whom it waited."""
        return None if self.then else self.action.waiting_for


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What the register is narrowed to; `state` is unfinished, overdue, finished or all."""

    state: str = "unfinished"
    status: ActionStatus | None = None
    side_id: int | None = None
    meeting_id: int | None = None
    text: str = ""


def _narrowed(
    statement: sa.Select[Any], chosen: Filter, today: date, as_of: PartialDate | None
) -> sa.Select[Any]:
    states = {
        "unfinished": is_unfinished(as_of),
        "overdue": overdue(today, as_of),
        "finished": ~is_unfinished(as_of),
    }
    if chosen.state in states:
        statement = statement.where(states[chosen.state])
    if chosen.status:
        statement = statement.where(status_at(as_of) == chosen.status)
    if chosen.meeting_id:
        statement = statement.where(Action.meeting_id == chosen.meeting_id)
    if chosen.side_id:
        owner = sa.exists().where(
            ActionOwner.action_id == Action.id, ActionOwner.side_id == chosen.side_id
        )
        waits = Action.waiting_for_id == chosen.side_id if as_of is None else sa.false()
        statement = statement.where(sa.or_(owner, waits))
    if chosen.text:
        statement = statement.where(says(Action.title, chosen.text))
    return statement


def _lines(
    db: Session,
    statement: sa.Select[Any],
    today: date,
    *,
    as_of: PartialDate | None = None,
    followed_up: bool = True,
) -> list[ActionLine]:
    """The actions of a statement; how far they were carried over only where it is shown."""
    how_far: Any = (sa.literal(0), sa.null())
    if followed_up:
        how_far = (carried_over(as_of), last_update_round(as_of))
    meeting = aliased(Record)
    then = status_at(as_of).label("then") if as_of else sa.null()
    asked = (Action, overdue(today, as_of), *how_far, meeting.ref, then)
    rows = db.execute(
        statement.with_only_columns(*asked)
        .outerjoin(meeting, meeting.id == Action.meeting_id)
        .options(*with_owners())
    )
    return [
        ActionLine(
            action=action,
            is_overdue=bool(is_late),
            carried_over=rounds or 0,
            last_update=last,
            meeting_ref=meeting_ref,
            then=then,
        )
        for action, is_late, rounds, last, meeting_ref, then in rows.unique()
    ]


def register(
    db: Session,
    dialogue: Dialogue,
    chosen: Filter,
    today: date,
    *,
    as_of: PartialDate | None = None,
    after: tuple[str, int] | None = None,
    limit: int | None = PAGE,
) -> list[ActionLine]:
    """The actions of a dialogue by due date, the undated last; `after` is the last one seen.

    At `as_of`, those that had been assigned by then, as they stood.
    """
    due = sa.func.coalesce(sa.type_coerce(Action.due, sa.String), "9999-99-99")
    of_dialogue = sa.select(Action).where(Action.dialogue_id == dialogue.id, was_assigned(as_of))
    statement = _narrowed(of_dialogue, chosen, today, as_of)
    if after:
        statement = statement.where(sa.tuple_(due, Action.id) > sa.tuple_(*after))
    return _lines(db, statement.order_by(due, Action.id).limit(limit), today, as_of=as_of)


def actions_of_meeting(db: Session, meeting: Record, today: date) -> list[ActionLine]:
    """What was decided at a round to be done, in the order of recording."""
    statement = sa.select(Action).where(Action.meeting_id == meeting.id).order_by(Action.id)
    return _lines(db, statement, today, followed_up=False)


def actions_from(db: Session, record: Record, today: date) -> list[ActionLine]:
    """The actions that follow from one record."""
    statement = sa.select(Action).where(Action.origin_id == record.id).order_by(Action.id)
    return _lines(db, statement, today)


def urgent(db: Session, today: date, *, limit: int = 15) -> list[ActionLine]:
    """Overdue actions of all dialogues, the longest overdue first, then those due by a round."""
    due = sa.func.coalesce(sa.type_coerce(Action.due, sa.String), "9999-99-99")
    statement = sa.select(Action).where(overdue(today)).order_by(due, Action.id)
    return _lines(db, statement.limit(limit), today)


def line_of(
    db: Session, action: Action, today: date, as_of: PartialDate | None = None
) -> ActionLine | None:
    """None: it had not been assigned by then."""
    statement = sa.select(Action).where(Action.id == action.id, was_assigned(as_of))
    return next(iter(_lines(db, statement, today, as_of=as_of)), None)


def updates_of(
    db: Session, action: Action, as_of: PartialDate | None = None
) -> Sequence[ActionUpdate]:
    """What was reported of an action, newest first."""
    return db.scalars(
        sa.select(ActionUpdate)
        .where(ActionUpdate.action_id == action.id, on_record(ActionUpdate.happened, as_of))
        .options(joinedload(ActionUpdate.reported_at))
        .order_by(ActionUpdate.number.desc())
    ).all()


def due_first(action: Action) -> tuple[str, int]:
    """The place of an action in its register, to go on from."""
    due: PartialDate | None = action.due
    return (str(due or "9999-99-99"), action.id)
