"""Calendars that subscribe to the rounds a user may read."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.db import Base, Id
from app.dialogues.models import Dialogue


class CalendarFeed(Base):
    """An address at which a calendar program reads rounds as its user, until it is revoked.

    The address holds a secret of which `digest` is the SHA-256 in hexadecimal: the secret itself
    is shown once and kept nowhere. `dialogue` None: the rounds of all that the user reads.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    dialogue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("dialogue.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()
    dialogue: Mapped[Dialogue | None] = relationship()

    __table_args__ = (sa.CheckConstraint("length(digest) = 64", name="digest_length"),)

    @classmethod
    def readable(cls) -> None:
        """Nothing of a record; each page asks for its own user's alone."""
