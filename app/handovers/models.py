"""What really passes between the tracks, and what each side expects of talks."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consensus.models import Wording
from app.db import Base, Id, Revised, partial_date_check, text_column
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import SECRETARIAT_OF, SEES_EVERYTHING, PartOfRecord, readable_record
from app.records.models import Document, Record, RecordKind, Source


class HandoverKind(StrEnum):
    MANDATE = "mandate"
    TRANSMITTAL = "transmittal"
    READ_OUT = "read-out"
    REQUEST = "request-for-review"
    REPLY = "reply"


class Direction(StrEnum):
    """To whom it passes: to a government, or from one to the unofficial track."""

    TO_GOVERNMENT = "to-government"
    FROM_GOVERNMENT = "from-government"


class Carrier(StrEnum):
    DOCUMENT = "document"
    BRIEFING = "briefing"
    PERSON = "person"


class Match(StrEnum):
    """How much of what was handed over is seen in a government's text."""

    NONE = "none"
    PARTIAL = "partial"
    FULL = "full"
    NO_INFORMATION = "no-information"


class Handover(Record):
    """Something handed from one track to the other; `happened` is when.

    `from_side` is the side of this dialogue that handed it over, `to_side` the one whose government
    received it; None: not recorded, or all. `to_body` and `from_body` are the bodies as written.
    `meant_for` is the meeting that it was to serve. `answers` is the hand-over to which this one
    replies. `match` None: nobody looked; `quoted` is the government's text, from `source`.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    handover_kind: Mapped[HandoverKind]
    direction: Mapped[Direction]
    carrier: Mapped[Carrier | None]
    carried_by: Mapped[str] = mapped_column(default="")
    channel: Mapped[str] = mapped_column(default="")
    from_side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    from_body: Mapped[str] = mapped_column(default="")
    to_side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    to_body: Mapped[str] = mapped_column(default="")
    meant_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    answers_id: Mapped[int | None] = mapped_column(sa.ForeignKey("handover.id"), index=True)
    reply_due: Mapped[PartialDate | None]
    acknowledged_on: Mapped[PartialDate | None]
    feedback: Mapped[LocalizedText] = text_column()
    match: Mapped[Match | None]
    quoted: Mapped[LocalizedText] = text_column()
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"), index=True)
    place: Mapped[str] = mapped_column(default="")

    from_side: Mapped[Side | None] = relationship(foreign_keys=[from_side_id])
    to_side: Mapped[Side | None] = relationship(foreign_keys=[to_side_id])
    # None also where the viewer may not read it.
    meant_for: Mapped[Record | None] = relationship(
        foreign_keys=[meant_for_id], remote_side="Record.id"
    )
    answers: Mapped["Handover | None"] = relationship(
        foreign_keys=[answers_id], remote_side="Handover.id"
    )
    source: Mapped[Source | None] = relationship(foreign_keys=[source_id])
    wordings: Mapped[list["HandoverWording"]] = relationship(
        back_populates="handover", order_by="HandoverWording.id", cascade="all, delete-orphan"
    )
    papers: Mapped[list["HandoverPaper"]] = relationship(
        back_populates="handover", order_by="HandoverPaper.id", cascade="all, delete-orphan"
    )

    # Other records are pointed at: the table extends its own by `id`.
    __mapper_args__ = {
        "polymorphic_identity": RecordKind.HANDOVER,
        "inherit_condition": id == Record.id,
    }

    __table_args__ = (
        sa.CheckConstraint("answers_id <> id", name="answers_another"),
        sa.CheckConstraint(
            "quoted = '{}' OR (match IS NOT NULL AND match IN ('partial', 'full'))",
            name="quoted_where_matched",
        ),
        partial_date_check("reply_due"),
        partial_date_check("acknowledged_on"),
    )


class HandoverWording(PartOfRecord, Base):
    """That this very wording of an item was handed over."""

    __tablename__ = "handover_wording"
    belongs_to = "handover_id"

    id: Mapped[Id]
    handover_id: Mapped[int] = mapped_column(sa.ForeignKey("handover.id"))
    wording_id: Mapped[int] = mapped_column(sa.ForeignKey("wording.id"), index=True)

    handover: Mapped[Handover] = relationship(back_populates="wordings")
    # None where the viewer may not read the item.
    wording: Mapped[Wording | None] = relationship()

    __table_args__ = (sa.UniqueConstraint("handover_id", "wording_id"),)


class HandoverPaper(PartOfRecord, Base):
    """That a paper was handed over; `version` is the number of its file then, where it had one."""

    __tablename__ = "handover_paper"
    belongs_to = "handover_id"

    id: Mapped[Id]
    handover_id: Mapped[int] = mapped_column(sa.ForeignKey("handover.id"))
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"), index=True)
    version: Mapped[int | None]

    handover: Mapped[Handover] = relationship(back_populates="papers")
    # None where the viewer may not read it.
    document: Mapped[Document | None] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("handover_id", "document_id"),
        sa.CheckConstraint("version > 0", name="version_positive"),
    )


class Dimension(StrEnum):
    """In what the sides' expectations of talks differ."""

    RISKS = "risk-assessment"
    GOVERNANCE = "governance-goals"
    DOMESTIC = "domestic-objectives"


class Outcome(StrEnum):
    """What became of an expectation."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not-met"
    OFF_AGENDA = "off-agenda"


class Expectation(PartOfRecord, Revised, Base):
    """What one side expects of an agenda topic, or of a round as a whole, in one dimension.

    `held_by_id` is the dialogue whose secretariat took it down: only that secretariat reads it.
    `outcome` None: not compared with the talks yet.
    """

    __tablename__ = "expectation"

    id: Mapped[Id]
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    side_id: Mapped[int] = mapped_column(sa.ForeignKey("side.id"), index=True)
    held_by_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"), index=True)
    dimension: Mapped[Dimension]
    expected: Mapped[LocalizedText]
    happened: Mapped[PartialDate | None]
    outcome: Mapped[Outcome | None]
    outcome_note: Mapped[LocalizedText] = text_column()

    record: Mapped[Record] = relationship()
    side: Mapped[Side] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("record_id", "side_id", "dimension", "held_by_id"),
        sa.CheckConstraint("expected <> '{}'", name="says_something"),
        sa.CheckConstraint("outcome_note = '{}' OR outcome IS NOT NULL", name="outcome_first"),
        partial_date_check("happened"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        kept = cls.held_by_id.in_(SECRETARIAT_OF)
        return sa.or_(SEES_EVERYTHING, sa.and_(kept, readable_record(cls.record_id)))
