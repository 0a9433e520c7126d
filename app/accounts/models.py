"""Who uses the tracker, and how often somebody failed to sign in."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Id, Revised


class Role(StrEnum):
    """What somebody does in one dialogue; an `admin` looks after the installation."""

    READER = "reader"
    AUTHOR = "author"
    SECRETARY = "secretary"
    LEAD = "lead"
    ADMIN = "admin"


class User(Revised, Base):
    """A person of the secretariat, or somebody it lets read. `name` signs what they record."""

    __tablename__ = "user_account"

    id: Mapped[Id]
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(default="en")
    # Part of every signed-in cookie: a new one ends all sessions of this account.
    session_key: Mapped[str]

    __table_args__ = (
        sa.CheckConstraint("sign_in_name = lower(sign_in_name)", name="sign_in_name_lower"),
        sa.CheckConstraint("locale IN ('en', 'zh-Hans', 'zh-Hant')", name="locale_known"),
    )

    @classmethod
    def readable(cls) -> None:
        """Accounts hold nothing of a dialogue; which pages show them is a permission."""


class SignInAttempt(Base):
    """A failed sign-in, kept to slow down guessing; `subject` is a name or an address, hashed."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[Id]
    subject: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (sa.Index(None, "subject", "at"),)

    @classmethod
    def readable(cls) -> None:
        """Read only while signing in, when nobody is known yet."""
