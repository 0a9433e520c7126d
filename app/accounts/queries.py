"""Reading accounts, and what stands against another try to sign in."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import SignInAttempt, User

# After so many failures within so long, a name or an address waits.
TRIES = 8
WINDOW = timedelta(minutes=10)


def user_by_name(db: Session, sign_in_name: str) -> User | None:
    return db.scalar(sa.select(User).where(User.sign_in_name == sign_in_name.strip().lower()))


def get_user(db: Session, user_id: int) -> User:
    """Also a closed account. Raises NoResultFound."""
    return db.scalars(sa.select(User).where(User.id == user_id)).one()


def users(db: Session) -> Sequence[User]:
    return db.scalars(sa.select(User).order_by(User.sign_in_name)).all()


def is_throttled(db: Session, subjects: Sequence[str], now: datetime) -> bool:
    """Whether one of the hashed names or addresses failed too often in the last minutes."""
    failures = (
        sa.select(sa.func.count())
        .where(SignInAttempt.subject.in_(subjects), SignInAttempt.at > now - WINDOW)
        .group_by(SignInAttempt.subject)
        .having(sa.func.count() >= TRIES)
    )
    return db.scalar(sa.select(failures.exists())) or False
