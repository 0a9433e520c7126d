"""Reading accounts, and what stands against another try to sign in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import SignInAttempt, User

# After so many failures within so long a name waits; an address, which many may share, later.
TRIES = 8
TRIES_OF_AN_ADDRESS = 40
WINDOW = timedelta(minutes=10)


def user_by_name(db: Session, sign_in_name: str) -> User | None:
    return db.scalar(sa.select(User).where(User.sign_in_name == sign_in_name.strip().lower()))


def get_user(db: Session, user_id: int) -> User:
    """Also a closed account. Raises NoResultFound."""
    return db.scalars(sa.select(User).where(User.id == user_id)).one()


def users(db: Session) -> Sequence[User]:
    return db.scalars(sa.select(User).order_by(User.sign_in_name)).all()


def is_throttled(db: Session, limits: Mapping[str, int], now: datetime) -> bool:
    """Whether one of the hashed names or addresses failed as often lately as its limit says."""
    failures = (
        sa.select(SignInAttempt.subject, sa.func.count())
        .where(SignInAttempt.subject.in_(limits), SignInAttempt.at > now - WINDOW)
        .group_by(SignInAttempt.subject)
    )
    return any(count >= limits[subject] for subject, count in db.execute(failures))
