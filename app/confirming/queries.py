"""Reading a round's minutes as a whole, as its checks look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actions.models import Action
from app.consensus.models import ConsensusItem, Position, Wording
from app.localized import LocalizedText
from app.notes.models import NotesDraft
from app.planning.reviewing import reviews_missed
from app.rounds.models import AgendaTopic, Attendance, DialogueSession, Round
from app.rounds.queries import attendance_of, sessions_of, topics_of


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """What a viewer may read of a round; `wordings` are the first and the latest by item.

    `reviews` are items, of whatever round, that were to be looked at again and were not.
    """

    meeting: Round
    today: date
    sessions: Sequence[DialogueSession]
    topics: Sequence[AgendaTopic]
    roster: Sequence[Attendance]
    items: Sequence[ConsensusItem]
    wordings: Mapping[int, tuple[LocalizedText, LocalizedText]]
    actions: Sequence[Action]
    drafts: Sequence[NotesDraft]
    reviews: Sequence[ConsensusItem]
    last_position: int


def minutes_of(db: Session, meeting: Round) -> Minutes:
    items = db.scalars(
        sa.select(ConsensusItem)
        .where(ConsensusItem.meeting_id == meeting.id, ConsensusItem.withdrawn_on.is_(None))
        .order_by(ConsensusItem.id)
    ).all()
    actions = db.scalars(
        sa.select(Action)
        .where(Action.meeting_id == meeting.id)
        .options(selectinload(Action.owners))
        .order_by(Action.id)
    ).all()
    drafts = db.scalars(
        sa.select(NotesDraft)
        .where(NotesDraft.meeting_id == meeting.id)
        .options(joinedload(NotesDraft.user))
        .order_by(NotesDraft.id)
    ).all()
    return Minutes(
        meeting=meeting,
        today=datetime.now(UTC).date(),
        sessions=sessions_of(db, meeting),
        topics=topics_of(db, meeting),
        roster=attendance_of(db, meeting),
        items=items,
        wordings=_first_and_latest(db, [item.id for item in items]),
        actions=actions,
        drafts=drafts,
        reviews=reviews_missed(db, meeting),
        last_position=_last_position(db, [item.id for item in items]),
    )


def _last_position(db: Session, item_ids: Sequence[int]) -> int:
    """The newest position on any of the items; 0: there is none."""
    newest = sa.select(sa.func.max(Position.id)).where(Position.item_id.in_(item_ids))
    return db.scalar(newest) or 0


def _first_and_latest(
    db: Session, item_ids: Sequence[int]
) -> Mapping[int, tuple[LocalizedText, LocalizedText]]:
    wordings = db.execute(
        sa.select(Wording.item_id, Wording.text)
        .where(Wording.item_id.in_(item_ids))
        .order_by(Wording.item_id, Wording.number)
    )
    found: dict[int, tuple[LocalizedText, LocalizedText]] = {}
    for item_id, text in wordings:
        first, _latest = found.get(item_id, (text, text))
        found[item_id] = (first, text)
    return found
