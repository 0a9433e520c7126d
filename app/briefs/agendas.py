"""On which agendas to come talks may be reviewed."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from app.dialogues.models import Dialogue
from app.rounds.models import DialogueSession, Round, RoundStatus
from app.trace.models import UNOFFICIAL


def agendas_to_come(
    db: Session, talks: Dialogue, homes: Collection[int]
) -> Sequence[DialogueSession]:
    """The sessions of planned rounds of the unofficial track, by date, for reviewing these talks.

    Of `homes`, the dialogues that they are linked with, or of all where there are none; of
    fictional talks only fictional ones, and the reverse. Each with its round and its dialogue.
    """
    of_homes = DialogueSession.dialogue_id.in_(homes) if homes else sa.true()
    held_at = aliased(Round, flat=True)
    happened: Any = sa.func.coalesce(sa.type_coerce(held_at.happened, sa.String), "9999")
    return db.scalars(
        sa.select(DialogueSession)
        .join(held_at, held_at.id == DialogueSession.meeting_id)
        .join(DialogueSession.dialogue)
        .where(
            held_at.status == RoundStatus.PLANNED,
            Dialogue.track.in_(UNOFFICIAL),
            Dialogue.illustrative == talks.illustrative,
            of_homes,
        )
        .options(contains_eager(DialogueSession.dialogue), joinedload(DialogueSession.meeting))
        .order_by(happened, held_at.id, DialogueSession.position, DialogueSession.id)
    ).all()
