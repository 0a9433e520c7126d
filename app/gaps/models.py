"""Gaps that were accepted, and what somebody saw of the board when they last looked."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.db import Base, Id, partial_date_check
from app.partial_date import PartialDate
from app.reading import SECRETARIAT_OF, SEES_EVERYTHING


class AcceptedGap(Base):
    """That a gap is known and left open, for a reason, until a day (None: until withdrawn).

    `key` is the gap's own, made of its rule and of the records that it is about. The newest row of
    a key counts; one with `withdrawn` ends the acceptance.
    """

    __tablename__ = "accepted_gap"
    append_only = True

    id: Mapped[Id]
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"))
    key: Mapped[str]
    because: Mapped[str]
    until: Mapped[PartialDate | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    __table_args__ = (
        sa.Index(None, "dialogue_id", "key"),
        sa.CheckConstraint("because <> ''", name="for_a_reason"),
        partial_date_check("until"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return sa.or_(SEES_EVERYTHING, cls.dialogue_id.in_(SECRETARIAT_OF))


class GapVisit(Base):
    """The keys of the gaps that a user saw on a dialogue's board, as a JSON list."""

    __tablename__ = "gap_visit"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey(User.id), primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"), primary_key=True)
    seen: Mapped[str] = mapped_column(default="[]", server_default="[]")
    seen_at: Mapped[datetime]

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return sa.or_(SEES_EVERYTHING, cls.dialogue_id.in_(SECRETARIAT_OF))
