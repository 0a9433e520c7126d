"""Items that are to be looked at again: at which round they are due, and whether it did so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.models import ConsensusItem
from app.consensus.standing import Standing, on_record, standing
from app.partial_date import PartialDate
from app.records.models import Record, RecordKind
from app.rounds.models import Round
from app.trace.models import TraceLink


@dataclass(frozen=True)
class Review:
    """When an item was to be looked at again: at a round, or at the first from a date."""

    at_round: int | None
    on: PartialDate | None


def is_to_be_reviewed(meeting: Round) -> sa.ColumnElement[bool]:
    """Whether the enclosing statement's item is due at this round, or at one before that left it.

    It is off when it stood on the agenda of a round at which it was due. A round whose date is
    not known may be the first from any date. What was withdrawn or superseded is not due.
    """
    number, day = ConsensusItem.review_round, ConsensusItem.review_on
    at_number = number <= meeting.number if meeting.number is not None else sa.false()
    return sa.and_(
        sa.or_(
            number.is_not(None) & at_number,
            day.is_not(None) & on_record(day, meeting.happened),
        ),
        ~_was_looked_at(),
        standing().not_in((Standing.SUPERSEDED, Standing.WITHDRAWN)),
    )


def _was_looked_at() -> sa.ColumnElement[bool]:
    topic, held = aliased(Record), aliased(Round, flat=True)
    happened: Any = sa.type_coerce(held.happened, sa.String)
    day: Any = sa.type_coerce(ConsensusItem.review_on, sa.String)
    # As much of the day as is known of the round's date: 2025-03 may be the 15th.
    first = sa.func.substr(day, 1, sa.func.length(happened))
    return sa.exists().where(
        TraceLink.earlier_id == ConsensusItem.id,
        TraceLink.later_id == topic.id,
        topic.kind == RecordKind.AGENDA_TOPIC,
        topic.meeting_id == held.id,
        held.dialogue_id == ConsensusItem.dialogue_id,
        sa.or_(held.number >= ConsensusItem.review_round, happened >= first),
    )


def on_agenda_of(kind: Any, meeting: Round) -> sa.ColumnElement[bool]:
    """Whether the enclosing statement's record leads to a topic on the agenda of a round."""
    topic = aliased(Record)
    return sa.exists().where(
        TraceLink.earlier_id == kind.id,
        TraceLink.later_id == topic.id,
        topic.kind == RecordKind.AGENDA_TOPIC,
        topic.meeting_id == meeting.id,
    )


def reviews_of(db: Session, meeting: Round, items: Sequence[int]) -> Mapping[int, Review]:
    """Those of the items that are to be reviewed, and when they were to be; one statement."""
    rows = db.execute(
        sa.select(ConsensusItem.id, ConsensusItem.review_round, ConsensusItem.review_on).where(
            ConsensusItem.id.in_(items), is_to_be_reviewed(meeting)
        )
    )
    return {id_: Review(at_round, on) for id_, at_round, on in rows}


def reviews_missed(db: Session, meeting: Round) -> Sequence[ConsensusItem]:
    """The items that were due at this round and are not on its agenda, in order of entry."""
    return db.scalars(
        sa.select(ConsensusItem)
        .where(
            ConsensusItem.dialogue_id == meeting.dialogue_id,
            # What it recorded itself comes back to a later one.
            ConsensusItem.meeting_id.is_distinct_from(meeting.id),
            is_to_be_reviewed(meeting),
            ~on_agenda_of(ConsensusItem, meeting),
        )
        .order_by(ConsensusItem.id)
    ).all()
