"""What was done, by whom, when: a chain in which each entry seals the one before it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.db import Base, Id
from app.reading import ADMINISTERS, SECRETARIAT_OF, SEES_EVERYTHING, readable_record


class AuditEntry(Base):
    """One completed command.

    `serial` counts from 1 without a hole. `dialogue_id` and `record_id` say on whose History tab
    it stands; they are plain numbers, so that the chain outlives what it tells of. `before` and
    `after` hold the columns that the command changed; None where there was or is no row.
    `digest` is the SHA-256 of the entry with the digest of the one before it.
    """

    __tablename__ = "audit_entry"
    append_only = True

    id: Mapped[Id]
    serial: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey(User.id), index=True)
    actor_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]
    dialogue_id: Mapped[int | None] = mapped_column(index=True)
    record_id: Mapped[int | None] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    previous: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (
        sa.Index(None, "subject", "subject_id"),
        sa.CheckConstraint("serial > 0", name="serial_positive"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """The secretariat's of the dialogue, where the record is theirs to read; else an admin's.

        What an entry holds includes names, so nobody below the secretariat reads any.
        """
        return sa.or_(
            SEES_EVERYTHING,
            sa.and_(cls.dialogue_id.is_(None), ADMINISTERS),
            sa.and_(
                cls.dialogue_id.in_(SECRETARIAT_OF),
                sa.or_(cls.record_id.is_(None), readable_record(cls.record_id)),
            ),
        )


class AuditHead(Base):
    """The one row that says where the chain ends; locked by whoever writes the next entry."""

    __tablename__ = "audit_head"

    id: Mapped[Id]
    serial: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(default="")

    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    @classmethod
    def readable(cls) -> None:
        """A number and a digest."""
