"""What somebody needs to see first: what comes next, what is late, what awaits whom."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.audit.models import AuditEntry
from app.consensus.lines import UNKNOWN, stands_of
from app.consensus.models import ConsensusItem
from app.consensus.standing import Standing, sides_concerned, standing
from app.dialogues.models import Dialogue, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Record
from app.rounds.models import Round, RoundStatus
from app.rounds.queries import HELD


def next_rounds(db: Session, *, limit: int = 6) -> Sequence[Round]:
    """The rounds planned, soonest first; those without a date last."""
    return db.scalars(
        sa.select(Round)
        .join(Round.dialogue)
        .where(Round.status.in_((RoundStatus.PLANNED, RoundStatus.POSTPONED)))
        .options(contains_eager(Round.dialogue))
        .order_by(Round.happened.is_(None), Round.happened, Round.id)
        .limit(limit)
    ).all()


def last_rounds(db: Session, *, limit: int = 6) -> Sequence[Round]:
    """The rounds held last, the latest first."""
    return db.scalars(
        sa.select(Round)
        .where(Round.status.in_(HELD), Round.happened.is_not(None))
        .options(joinedload(Round.dialogue))
        .order_by(Round.happened.desc(), Round.id.desc())
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class Awaited:
    """An item whose latest wording waits for an answer."""

    dialogue_slug: str
    ref: str
    title: LocalizedText
    standing: Standing
    happened: PartialDate | None
    # The sides that are waited for, object, or have agreed ad referendum alone.
    concerned: tuple[Side, ...]


UNSETTLED = (Standing.AWAITING, Standing.AD_REFERENDUM, Standing.OBJECTED, Standing.BRACKETED)


def unsettled(
    db: Session, known: Sequence[Dialogue], *, limit: int = 200
) -> dict[Standing, list[Awaited]]:
    """The items of the `known` dialogues that are not settled, by what they want; newest first."""
    found = standing()
    rows = db.execute(
        sa.select(
            ConsensusItem.id,
            ConsensusItem.dialogue_id,
            ConsensusItem.ref,
            ConsensusItem.title,
            found,
            ConsensusItem.happened,
        )
        .where(found.in_(UNSETTLED))
        .order_by(ConsensusItem.happened.desc(), ConsensusItem.id.desc())
        .limit(limit)
    ).all()
    stands = stands_of(db, [row[0] for row in rows])
    dialogues = {dialogue.id: dialogue for dialogue in known}
    by_standing: dict[Standing, list[Awaited]] = defaultdict(list)
    for item_id, dialogue_id, ref, title, where, happened in rows:
        dialogue = dialogues[dialogue_id]
        stances = {
            side.id: stands.get(item_id, {}).get(side.id, UNKNOWN).stance for side in dialogue.sides
        }
        asked = sides_concerned(where, stances)
        concerned = tuple(side for side in dialogue.sides if side.id in asked)
        by_standing[where].append(Awaited(dialogue.slug, ref, title, where, happened, concerned))
    return by_standing


@dataclass(frozen=True)
class Change:
    """One entry of the audit trail, with the record that it is about."""

    entry: AuditEntry
    ref: str
    title: LocalizedText
    dialogue_slug: str


def latest_changes(db: Session, *, limit: int = 12) -> list[Change]:
    """What was done last to the records of which the viewer's secretariats keep the history."""
    rows = db.execute(
        sa.select(AuditEntry, Record.ref, Record.title, Dialogue.slug)
        .join(Record, Record.id == AuditEntry.record_id)
        .join(Dialogue, Dialogue.id == Record.dialogue_id)
        .order_by(AuditEntry.serial.desc())
        .limit(limit)
    )
    return [Change(*row) for row in rows]
