"""Reading dialogues and who works on them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.accounts.models import User
from app.accounts.policy import SECRETARIAT
from app.dialogues.models import Dialogue, Membership, Side
from app.reading import AS_THE_HOUSE, Viewer


def get_dialogue(db: Session, slug: str) -> Dialogue:
    """The dialogue with its sides. Raises NoResultFound."""
    return (
        db.scalars(
            sa.select(Dialogue).where(Dialogue.slug == slug).options(joinedload(Dialogue.sides))
        )
        .unique()
        .one()
    )


def dialogues(db: Session) -> Sequence[Dialogue]:
    """Those the viewer may know of, with their sides; by slug."""
    return db.scalars(
        sa.select(Dialogue).options(selectinload(Dialogue.sides)).order_by(Dialogue.slug)
    ).all()


def get_side(db: Session, dialogue: Dialogue, code: str) -> Side:
    """Raises NoResultFound."""
    return db.scalars(
        sa.select(Side).where(Side.dialogue_id == dialogue.id, Side.code == code)
    ).one()


def account(db: Session, user_id: int) -> tuple[User, list[tuple[Membership, str]]] | None:
    """An open account, and its memberships with the slugs of their dialogues."""
    rows = db.execute(
        sa.select(User, Membership, Dialogue.slug)
        .outerjoin(Membership, Membership.user_id == User.id)
        .outerjoin(Dialogue, Dialogue.id == Membership.dialogue_id)
        .where(User.id == user_id, User.is_active),
        # Who somebody is must be known before it can be said what they read.
        execution_options=AS_THE_HOUSE,
    ).all()
    if not rows:
        return None
    return rows[0][0], [(member, slug) for _user, member, slug in rows if member is not None]


def viewer_of(user: User, memberships: Sequence[Membership]) -> Viewer:
    """What the holder of these memberships may read."""
    secretariat = [member for member in memberships if member.role in SECRETARIAT]
    return Viewer(
        administers=user.is_admin,
        participant_of=frozenset(member.dialogue_id for member in memberships),
        secretariat_of=frozenset(member.dialogue_id for member in secretariat),
        own_sides=frozenset(member.side_id for member in secretariat if member.side_id),
    )


def memberships_of(db: Session, user: User) -> Sequence[Membership]:
    """All of one account's, for whoever administers; by the dialogue's slug."""
    return db.scalars(
        sa.select(Membership)
        .join(Membership.dialogue)
        .where(Membership.user_id == user.id)
        .options(joinedload(Membership.dialogue), joinedload(Membership.side))
        .order_by(Dialogue.slug),
        execution_options=AS_THE_HOUSE,
    ).all()


def all_dialogues(db: Session) -> Sequence[Dialogue]:
    """Every dialogue by name, for whoever hands out memberships."""
    return db.scalars(
        sa.select(Dialogue).options(selectinload(Dialogue.sides)).order_by(Dialogue.slug),
        execution_options=AS_THE_HOUSE,
    ).all()
