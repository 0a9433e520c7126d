"""What was agreed for governments, and of which no record tells that it came to one."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.models import ConsensusItem, ItemKind, Level, Wording
from app.handovers.models import Direction, Handover, HandoverWording
from app.trace.models import Basis, LinkKind, TraceLink

# Of these it is on record that they came to the governments, by whatever way.
ARRIVED = (LinkKind.RAISED, LinkKind.TAKEN_UP, LinkKind.PARTLY_TAKEN_UP, LinkKind.SET_ASIDE)


def not_handed_over(db: Session, agreed: sa.ColumnElement[bool]) -> set[int]:
    """The recommendations and the preliminary consensus, as far as `agreed` names them, of which
    no wording was handed to a government and no link that is more than inferred says that they
    came there. One statement; `agreed` is a condition on ConsensusItem.
    """
    kind, level = ConsensusItem.item_kind, ConsensusItem.level
    preliminary = sa.and_(kind == ItemKind.CONSENSUS, level == Level.PRELIMINARY)
    given = aliased(Handover, flat=True)
    handed = (
        sa.select(Wording.item_id)
        .join(HandoverWording, HandoverWording.wording_id == Wording.id)
        .join(given, given.id == HandoverWording.handover_id)
        .where(given.direction == Direction.TO_GOVERNMENT)
    )
    arrived = sa.select(TraceLink.earlier_id).where(
        TraceLink.kind.in_(ARRIVED), TraceLink.basis != Basis.INFERRED
    )
    return set(
        db.scalars(
            sa.select(ConsensusItem.id).where(
                agreed,
                sa.or_(kind == ItemKind.RECOMMENDATION, preliminary),
                ConsensusItem.id.not_in(handed),
                ConsensusItem.id.not_in(arrived),
            )
        )
    )
