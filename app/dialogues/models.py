"""Dialogues, their sides, and who works on which dialogue for whom."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Role, User
from app.db import Base, Id, Revised, partial_date_check, text_column
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import PARTICIPANT_OF, SEES_EVERYTHING, holds_public_records


class Track(StrEnum):
    GOVERNMENT = "government"
    TRACK_ONE_FIVE = "track-one-five"
    TRACK_TWO = "track-two"
    MULTILATERAL = "multilateral"


class Attribution(StrEnum):
    """What may be said outside about who said what."""

    OPEN = "open"
    CHATHAM_HOUSE = "chatham-house"
    CLOSED = "closed"
    # Treated as the Chatham House Rule: what is not known is not licence.
    NOT_RECORDED = "not-recorded"


class Dialogue(Revised, Base):
    """A named process between parties on one track.

    `name` is the house's; a side may use another. `began` is the earliest date on record.
    `summary` says in a sentence or two what the dialogue is about.
    """

    __tablename__ = "dialogue"

    id: Mapped[Id]
    slug: Mapped[str] = mapped_column(unique=True)
    track: Mapped[Track]
    name: Mapped[LocalizedText]
    summary: Mapped[LocalizedText] = text_column()
    began: Mapped[PartialDate | None]
    attribution: Mapped[Attribution] = mapped_column(default=Attribution.CHATHAM_HOUSE)
    illustrative: Mapped[bool] = mapped_column(default=False)

    sides: Mapped[list["Side"]] = relationship(
        back_populates="dialogue", order_by="(Side.position, Side.id)"
    )

    __table_args__ = (
        sa.CheckConstraint("slug = lower(slug) AND length(slug) > 1", name="slug_lower"),
        sa.CheckConstraint("name <> '{}'", name="named"),
        partial_date_check("began"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """Its members' and, where something in it is public, everybody's who signs in."""
        return sa.or_(SEES_EVERYTHING, cls.id.in_(PARTICIPANT_OF), holds_public_records(cls.id))


class Side(Revised, Base):
    """A party to a dialogue. `dialogue_name` is what this side calls the dialogue.

    `code` stands for the side in tables and notes (`CN`); `convener_short` is the institution as
    papers abbreviate it (`CISS`).
    """

    __tablename__ = "side"

    id: Mapped[Id]
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"))
    position: Mapped[int] = mapped_column(default=1)
    code: Mapped[str]
    name: Mapped[LocalizedText]
    dialogue_name: Mapped[LocalizedText] = text_column()
    convener: Mapped[LocalizedText] = text_column()
    convener_short: Mapped[LocalizedText] = text_column()

    dialogue: Mapped[Dialogue] = relationship(back_populates="sides")

    __table_args__ = (
        sa.UniqueConstraint("dialogue_id", "code"),
        sa.CheckConstraint("code = upper(code) AND length(code) > 0", name="code_upper"),
        sa.CheckConstraint("name <> '{}'", name="named"),
        sa.CheckConstraint("position > 0", name="position_positive"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        public = holds_public_records(cls.dialogue_id)
        return sa.or_(SEES_EVERYTHING, cls.dialogue_id.in_(PARTICIPANT_OF), public)


class Membership(Base):
    """One user's role in one dialogue, and the side they work for; None: for the dialogue."""

    __tablename__ = "membership"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"))
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"), index=True)
    role: Mapped[Role]
    side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))

    user: Mapped[User] = relationship()
    dialogue: Mapped[Dialogue] = relationship()
    side: Mapped[Side | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("user_id", "dialogue_id"),
        sa.CheckConstraint("role <> 'admin'", name="role_in_a_dialogue"),
    )

    @classmethod
    def readable(cls) -> None:
        """Who works on what; the pages that show it need the permission to administer."""
