"""Where the sides stand on one point, in which words."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Id, partial_date_check, text_column
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Person
from app.reading import PartOfRecord
from app.records.models import Record, RecordKind
from app.topics.models import Topic


class ItemKind(StrEnum):
    CONSENSUS = "consensus"
    DIVERGENCE = "divergence"
    COMMITMENT = "commitment"
    RECOMMENDATION = "recommendation"
    OPEN_QUESTION = "open-question"


class Level(StrEnum):
    PRELIMINARY = "preliminary"
    MACRO = "macro"
    OPERATIONAL = "operational"


class ConsensusItem(Record):
    """One point. What it says stands in its wordings, where it stands in their positions.

    `verb` is the verb of agreement as printed. `latest` is the number of the newest wording. An
    `open_list` of sub-points names some and excludes none ("include, but are not limited to").
    `review_round` is the number of the round at which it is to be looked at again, `review_on` the
    date from which.
    """

    __tablename__ = "consensus_item"
    __mapper_args__ = {"polymorphic_identity": RecordKind.CONSENSUS_ITEM}

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    item_kind: Mapped[ItemKind]
    level: Mapped[Level | None]
    verb: Mapped[str] = mapped_column(default="")
    agenda_topic_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("agenda_topic.id"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("consensus_item.id"), index=True)
    open_list: Mapped[bool] = mapped_column(default=False)
    latest: Mapped[int] = mapped_column(default=0)
    withdrawn_on: Mapped[PartialDate | None]
    withdrawn_because: Mapped[str] = mapped_column(default="")
    review_on: Mapped[PartialDate | None]
    review_round: Mapped[int | None]

    topics: Mapped[list[Topic]] = relationship(
        secondary="consensus_item_topic", order_by="Topic.code"
    )
    wordings: Mapped[list["Wording"]] = relationship(
        back_populates="item", order_by="Wording.number", foreign_keys="Wording.item_id"
    )

    __table_args__ = (
        sa.CheckConstraint("parent_id <> id", name="parent_is_another"),
        sa.CheckConstraint("latest >= 0", name="latest_not_negative"),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_because <> ''", name="withdrawn_for_a_reason"
        ),
        sa.CheckConstraint("review_round > 0", name="review_round_positive"),
        partial_date_check("withdrawn_on"),
        partial_date_check("review_on"),
    )


class ConsensusItemTopic(PartOfRecord, Base):
    """That an item is classified under a topic of the tree."""

    __tablename__ = "consensus_item_topic"
    belongs_to = "item_id"

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("consensus_item.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topic.id"), primary_key=True, index=True)


class Wording(PartOfRecord, Base):
    """One version of an item's text, by number from 1. It never changes.

    Words in square brackets are not yet agreed. `reported_by` is the side whose own account this
    is; None: it is the meeting's. `settled_at` is the round at which it was put in these words.
    """

    __tablename__ = "wording"
    append_only = True
    belongs_to = "item_id"

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("consensus_item.id"))
    number: Mapped[int]
    text: Mapped[LocalizedText]
    reason: Mapped[str] = mapped_column(default="")
    happened: Mapped[PartialDate | None]
    settled_at_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    reported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    item: Mapped[ConsensusItem] = relationship(back_populates="wordings", foreign_keys=[item_id])
    settled_at: Mapped[Record | None] = relationship(foreign_keys=[settled_at_id])
    reported_by: Mapped[Side | None] = relationship()
    positions: Mapped[list["Position"]] = relationship(
        back_populates="wording", order_by="(Position.side_id, Position.number)"
    )
    renderings: Mapped[list["Rendering"]] = relationship(
        back_populates="wording", order_by="Rendering.number"
    )
    bracket_notes: Mapped[list["BracketNote"]] = relationship(
        back_populates="wording", order_by="(BracketNote.place, BracketNote.number)"
    )

    @property
    def shown(self) -> LocalizedText:
        """The words with their translations as these stand now."""
        return self.renderings[-1].text if self.renderings else self.text

    __table_args__ = (
        sa.UniqueConstraint("item_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("text <> '{}'", name="says_something"),
        partial_date_check("happened"),
    )


class Rendering(PartOfRecord, Base):
    """A wording with its translations as they stood from `happened` on.

    The highest `number` is current, the others history. The text in the original language is the
    wording's own: who checks or adds a translation puts no new words to the sides.
    """

    __tablename__ = "rendering"
    append_only = True
    belongs_to = "item_id"

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("consensus_item.id"), index=True)
    wording_id: Mapped[int] = mapped_column(sa.ForeignKey("wording.id"))
    number: Mapped[int]
    text: Mapped[LocalizedText]
    happened: Mapped[PartialDate | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    wording: Mapped[Wording] = relationship(back_populates="renderings")

    __table_args__ = (
        sa.UniqueConstraint("wording_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("text <> '{}'", name="says_something"),
        partial_date_check("happened"),
    )


class BracketReason(StrEnum):
    """Why words stand in brackets."""

    ALTERNATIVE = "alternative"
    CONTENTIOUS = "contentious"
    AWAITING_INSTRUCTIONS = "awaiting-instructions"
    TRADING = "trading"


class BracketNote(PartOfRecord, Base):
    """Why one bracket of a wording is open. The highest `number` is current, the others history.

    `place` counts the brackets of the original text in the order in which they open, from 1, those
    that stand in others included. `side` is whose instructions, or whose trade, it waits for.
    """

    __tablename__ = "bracket_note"
    append_only = True
    belongs_to = "item_id"

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("consensus_item.id"), index=True)
    wording_id: Mapped[int] = mapped_column(sa.ForeignKey("wording.id"))
    place: Mapped[int]
    number: Mapped[int]
    reason: Mapped[BracketReason]
    side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    note: Mapped[str] = mapped_column(default="")
    happened: Mapped[PartialDate | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    wording: Mapped[Wording] = relationship(back_populates="bracket_notes")
    side: Mapped[Side | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("wording_id", "place", "number"),
        sa.CheckConstraint("place > 0", name="place_positive"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        partial_date_check("happened"),
    )


class Stance(StrEnum):
    NOT_SOUGHT = "not-sought"
    SOUGHT = "sought"
    AD_REFERENDUM = "ad-referendum"
    ENDORSED = "endorsed"
    ENDORSED_WITH_RESERVATION = "endorsed-with-reservation"
    NO_OBJECTION = "no-objection"
    OBJECTED = "objected"
    WITHDRAWN = "withdrawn"
    NOT_RECORDED = "not-recorded"


class Method(StrEnum):
    IN_SESSION = "in-session"
    BY_MAIL = "by-mail"
    SILENCE = "silence-procedure"
    REPORTED = "reported"


class Position(PartOfRecord, Base):
    """Where one side stood on one wording. The highest `number` is current, the others history.

    `statement` is in the side's words. `reason` says what a side reserves or objects to.
    """

    __tablename__ = "position"
    append_only = True
    belongs_to = "item_id"

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(sa.ForeignKey("consensus_item.id"), index=True)
    wording_id: Mapped[int] = mapped_column(sa.ForeignKey("wording.id"))
    side_id: Mapped[int] = mapped_column(sa.ForeignKey("side.id"), index=True)
    number: Mapped[int]
    stance: Mapped[Stance]
    statement: Mapped[LocalizedText] = text_column()
    reason: Mapped[LocalizedText] = text_column()
    body: Mapped[str] = mapped_column(default="")
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    happened: Mapped[PartialDate | None]
    method: Mapped[Method | None]
    deadline: Mapped[PartialDate | None]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    wording: Mapped[Wording] = relationship(back_populates="positions")
    side: Mapped[Side] = relationship()
    # None also where the viewer may not know of the person.
    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("wording_id", "side_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint(
            "stance NOT IN ('objected', 'endorsed-with-reservation') OR reason <> '{}'",
            name="dissent_has_a_reason",
        ),
        sa.CheckConstraint(
            "deadline IS NULL OR (method IS NOT NULL AND method = 'silence-procedure')",
            name="deadline_of_a_silence",
        ),
        partial_date_check("happened"),
        partial_date_check("deadline"),
    )
