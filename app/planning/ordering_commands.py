"""Putting a round's agenda in order."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.planning.arrangement import Arrangement, arrangement_of, out_of_order
from app.reading import AS_THE_HOUSE
from app.records.models import Record
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import AgendaTopic, DialogueSession, Round
from app.rules import Refused, _
from app.trace.models import TraceLink


def order_agenda(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    based_on: Arrangement | None,
    order: Arrangement | None,
) -> None:
    """Arrange sessions and agenda topics anew, seen as `based_on` when the order was made.

    Raises Refused where the agenda is no longer what was seen, or the order leaves something out.
    What the viewer may not read keeps its place. An entry is left for each that was moved, not
    for those that made room.
    """
    refuse_confirmed(db, meeting.id, to_change=True)
    now = arrangement_of(db, meeting)
    if order is None or based_on is None or not order.holds_the_same(based_on):
        raise Refused(_("This is no order of this agenda. Look again."))
    if based_on != now:
        raise Refused(_("Someone else changed the agenda meanwhile. Nothing was moved."))
    if not (moved := _moved(now, order)):
        return
    sessions = _all(db, DialogueSession, DialogueSession.meeting_id == meeting.id)
    topics = _all(db, AgendaTopic, AgendaTopic.session_id.in_(list(sessions)))
    before = {one: snapshot(sessions.get(one) or topics[one]) for one in moved}
    places = _places(sessions, topics, order)
    _keep_links_as_seen(db, [one for one, place in places.items() if _place(one) != place])
    for one, (held, position) in places.items():
        one.position = position
        if isinstance(one, AgendaTopic) and one.session_id != held:
            one.session = sessions[held]
    for id_ in moved:
        subject = sessions.get(id_) or topics[id_]
        done = "session.moved" if id_ in sessions else "agenda-topic.moved"
        record(db, actor, done, subject, before=before[id_])


def _all(db: Session, kind: type[Any], of_the_round: sa.ColumnElement[bool]) -> dict[int, Any]:
    """In the order in which they stand; also those that may not be read, for they have places."""
    found = db.scalars(
        sa.select(kind)
        .where(of_the_round)
        .order_by(kind.position, kind.id)
        .execution_options(populate_existing=True, **AS_THE_HOUSE)
    )
    return {one.id: one for one in found}


def _moved(now: Arrangement, order: Arrangement) -> list[int]:
    stood = dict(now.sessions)
    moved = out_of_order(now.order, order.order)
    for held, topics in order.sessions:
        moved |= out_of_order(stood[held], topics)
    return sorted(moved)


def _place(one: Any) -> tuple[int, int]:
    """The session of a topic (for a session, itself), and the place in the order."""
    return (one.session_id if isinstance(one, AgendaTopic) else one.id), one.position


def _places(
    sessions: Mapping[int, Any], topics: Mapping[int, Any], order: Arrangement
) -> dict[Any, tuple[int, int]]:
    """Where everything stands in the new order, counted from 1."""
    lines: dict[int, list[int]] = {held: [] for held in sessions}
    for topic in topics.values():
        lines[topic.session_id].append(topic.id)
    shown, wanted = set(order.topics), dict(order.sessions)
    places: dict[Any, tuple[int, int]] = {}
    for place, held in enumerate(_among(list(sessions), order.order, set(order.order)), start=1):
        places[sessions[held]] = (held, place)
        line = _among(lines[held], wanted.get(held, ()), shown)
        places |= {topics[one]: (held, number) for number, one in enumerate(line, start=1)}
    return places


def _among(stood: Sequence[int], wanted: Sequence[int], shown: set[int]) -> list[int]:
    """The wanted order, in which what was not shown stands where it stood."""
    line = list(wanted)
    for place, one in enumerate(stood):
        if one not in shown:
            line.insert(place, one)
    return line


def _keep_links_as_seen(db: Session, changed: Sequence[Record]) -> None:
    """Another place on the agenda is no reason to look at a link of the topic again."""
    ids = [one.id for one in changed]
    for end, seen in (
        (TraceLink.earlier_id, TraceLink.earlier_revision),
        (TraceLink.later_id, TraceLink.later_revision),
    ):
        revision = sa.select(Record.revision).where(Record.id == end).scalar_subquery()
        db.execute(
            sa.update(TraceLink)
            .where(end.in_(ids), seen == revision)
            .values({seen: seen + 1})
            .execution_options(synchronize_session=False, **AS_THE_HOUSE)
        )
