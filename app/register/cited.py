"""How confidential what a listing cites is."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consensus.models import ConsensusItem
from app.dialogues.models import Dialogue
from app.records.models import Disclosure, Record

# A record by its dialogue's name in addresses and its reference.
Cited = tuple[str, str]


def levels_of(db: Session, cited: Collection[Cited]) -> set[Disclosure]:
    """The levels of some records; one statement, or none where there are none."""
    if not cited:
        return set()
    wanted = frozenset(cited)
    rows = db.execute(
        sa.select(Dialogue.slug, Record.ref, Record.disclosure)
        .join(Dialogue, Dialogue.id == Record.dialogue_id)
        .where(
            Dialogue.slug.in_(sorted({slug for slug, _ref in wanted})),
            Record.ref.in_(sorted({ref for _slug, ref in wanted})),
        )
    )
    return {level for slug, ref, level in rows if (slug, ref) in wanted}


def levels_of_items(db: Session, dialogue: Dialogue) -> set[Disclosure]:
    """The levels of all items of a dialogue, for what counts them without naming one."""
    statement = sa.select(ConsensusItem.disclosure).where(ConsensusItem.dialogue_id == dialogue.id)
    return set(db.scalars(statement.distinct()))
