"""Who works on which dialogue, in which role, for which side."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Role, User
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue, Membership, Side
from app.rules import Refused, _


def set_membership(
    db: Session,
    *,
    actor: User | None,
    user: User,
    dialogue: Dialogue,
    role: Role,
    side: Side | None = None,
) -> Membership:
    """Give a user a role in a dialogue, in place of the one they had in it.

    `side` None: they work for the dialogue as a whole, and read no side's own records.
    """
    if role is Role.ADMIN:
        raise Refused(_("An administrator has no role in a dialogue."), field="role")
    if side is not None and side.dialogue_id != dialogue.id:
        raise Refused(_("This is not a side of the dialogue."), field="side")
    member = membership(db, user, dialogue)
    if member is None:
        member = Membership(user=user, dialogue=dialogue, role=role, side=side)
        db.add(member)
        record(db, actor, "membership.given", member)
        return member
    before = snapshot(member)
    member.role, member.side = role, side
    record(db, actor, "membership.changed", member, before=before)
    return member


def membership(db: Session, user: User, dialogue: Dialogue) -> Membership | None:
    return db.scalar(
        sa.select(Membership).where(
            Membership.user_id == user.id, Membership.dialogue_id == dialogue.id
        )
    )


def end_membership(db: Session, *, actor: User, member: Membership) -> None:
    before = snapshot(member)
    db.delete(member)
    record(db, actor, "membership.ended", member, before=before)
