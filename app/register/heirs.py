"""What took the place of items: superseded them, came out of them or merged them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.models import ConsensusItem, ItemKind
from app.consensus.standing import Standing, on_record, standing
from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.trace.models import LinkKind, TraceLink
from app.trace.succession import SUCCESSIONS, took_effect


@dataclass(frozen=True)
class Heir:
    """The item that stands in the place of another, as it stood at the moment asked about."""

    kind: LinkKind
    ref: str
    dialogue_slug: str
    title: LocalizedText
    item_kind: ItemKind
    standing: Standing


def heirs_of(
    db: Session, dialogue: Dialogue, as_of: PartialDate | None
) -> Mapping[int, tuple[Heir, ...]]:
    """By the id of the earlier item; one that may not be read is missing, as its link is."""
    earlier = aliased(ConsensusItem, flat=True)
    rows: Any = db.execute(
        sa.select(
            TraceLink.earlier_id,
            TraceLink.kind,
            ConsensusItem.ref,
            Dialogue.slug,
            ConsensusItem.title,
            ConsensusItem.item_kind,
            standing(as_of),
        )
        .select_from(TraceLink)
        .join(earlier, earlier.id == TraceLink.earlier_id)
        .join(ConsensusItem, ConsensusItem.id == TraceLink.later_id)
        .join(Dialogue, Dialogue.id == ConsensusItem.dialogue_id)
        .where(
            earlier.dialogue_id == dialogue.id,
            TraceLink.kind.in_(SUCCESSIONS),
            on_record(took_effect(ConsensusItem), as_of),
        )
        .order_by(TraceLink.id)
    )
    heirs: dict[int, tuple[Heir, ...]] = defaultdict(tuple)
    for earlier_id, *heir in rows:
        heirs[earlier_id] += (Heir(*heir),)
    return heirs
