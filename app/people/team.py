"""Who is on each side's team for a dialogue."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.dialogues.models import Dialogue
from app.people.models import Person, TeamMember


def team_of(db: Session, dialogue: Dialogue) -> Sequence[TeamMember]:
    """The team by side, in the order as printed."""
    return db.scalars(
        sa.select(TeamMember)
        .where(TeamMember.dialogue_id == dialogue.id)
        .options(
            joinedload(TeamMember.person).selectinload(Person.names), joinedload(TeamMember.side)
        )
        .order_by(TeamMember.side_id, TeamMember.position, TeamMember.id)
    ).all()
