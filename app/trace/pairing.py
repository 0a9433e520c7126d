"""Two lists side by side, and what keeps a pair of them from being linked."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectin_polymorphic

from app.consensus.models import ConsensusItem
from app.dialogues.models import Dialogue
from app.records.models import Record, RecordKind
from app.rules import Refused, Said, _
from app.trace.claiming import may_run_backwards, refuse_ends
from app.trace.models import OFFICIAL, LinkKind, TraceLink

# What is listed at most: a round's own records, or the newest of a dialogue.
MOST_LISTED = 100
LISTED = (
    RecordKind.ROUND,
    RecordKind.AGENDA_TOPIC,
    RecordKind.CONSENSUS_ITEM,
    RecordKind.DOCUMENT,
    RecordKind.HANDOVER,
)


@dataclass(frozen=True)
class Pair:
    """Two records as they would be linked. `refusal` says why they cannot be."""

    earlier: Record
    later: Record
    refusal: Said | None
    may_run_backwards: bool


def usual_kind(dialogue: Dialogue) -> RecordKind:
    """What of a dialogue is linked in bulk more often than not."""
    official = dialogue.track in OFFICIAL
    return RecordKind.AGENDA_TOPIC if official else RecordKind.CONSENSUS_ITEM


def listed(
    db: Session, dialogue: Dialogue, *, kind: RecordKind, meeting_id: int | None = None
) -> Sequence[Record]:
    """The records of a kind, of one round or of all, newest first, undated last."""
    there = sa.or_(Record.id == meeting_id, Record.meeting_id == meeting_id)
    return db.scalars(
        sa.select(Record)
        .join(Record.dialogue)
        .where(Record.dialogue_id == dialogue.id, Record.kind == kind)
        .where(sa.true() if meeting_id is None else there)
        .options(contains_eager(Record.dialogue), selectin_polymorphic(Record, [ConsensusItem]))
        .order_by(Record.happened.desc().nulls_last(), Record.id)
        .limit(MOST_LISTED)
    ).all()


def looked_over(db: Session, pairs: Sequence[tuple[Record, Record]], kind: LinkKind) -> list[Pair]:
    """Each pair, earlier first, with what keeps it from being linked; one statement for all."""
    earlier = {one.id for one, _other in pairs}
    rows = db.execute(
        sa.select(TraceLink.earlier_id, TraceLink.later_id).where(
            TraceLink.kind == kind, TraceLink.earlier_id.in_(earlier)
        )
    )
    linked = {(first, last) for first, last in rows}
    return [
        Pair(one, other, _refusal(one, other, kind, linked), may_run_backwards(one, other))
        for one, other in pairs
    ]


def _refusal(
    earlier: Record, later: Record, kind: LinkKind, linked: set[tuple[int, int]]
) -> Said | None:
    try:
        refuse_ends(earlier, later, kind)
    except Refused as refusal:
        return Said(refusal.message, refusal.values)
    if (earlier.id, later.id) in linked:
        return Said(_("These two are linked in this way already."))
    return None
