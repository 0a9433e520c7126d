"""What everything citable has in common, and where each statement comes from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.db import Base, Id, Revised, partial_date_check, text_column
from app.dialogues.models import Dialogue, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import PARTICIPANT_OF, SEES_EVERYTHING, PartOfRecord, may_read, readable_record


class RecordKind(StrEnum):
    ROUND = "round"
    SESSION = "session"
    AGENDA_TOPIC = "agenda-topic"
    CONSENSUS_ITEM = "consensus-item"
    ACTION = "action"
    DOCUMENT = "document"
    WORKING_GROUP = "working-group"
    HANDOVER = "handover"
    MATTER = "matter"


class Disclosure(StrEnum):
    """Who may read a record, from the narrowest to the widest."""

    SIDE = "side"
    SECRETARIAT = "secretariat"
    PARTICIPANTS = "participants"
    PUBLIC = "public"


class Record(Revised, Base):
    """Anything citable.

    `ref` is made by the system and never changes (`R9-C3`). `title` may be empty where the
    reference says enough. `happened` is when, as far as it is known; it is copied from the meeting
    for what was recorded at one, so that registers sort without a look at another row. `meeting`
    is the round at which it was recorded: None for a round itself, or where the viewer may not
    read that round. `side` owns a record of the level `side`.
    """

    __tablename__ = "record"

    id: Mapped[Id]
    kind: Mapped[RecordKind]
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"))
    ref: Mapped[str]
    title: Mapped[LocalizedText] = text_column()
    happened: Mapped[PartialDate | None]
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"))
    disclosure: Mapped[Disclosure] = mapped_column(default=Disclosure.PARTICIPANTS)
    side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    note: Mapped[LocalizedText] = text_column()

    dialogue: Mapped[Dialogue] = relationship()
    meeting: Mapped["Record | None"] = relationship(
        remote_side="Record.id", foreign_keys="Record.meeting_id"
    )
    side: Mapped[Side | None] = relationship(foreign_keys="Record.side_id")
    citations: Mapped[list["Citation"]] = relationship(
        back_populates="record", order_by="Citation.id", cascade="all, delete-orphan"
    )

    # Each table that extends this one states constraints of its own.
    __table_args__: Any = (
        sa.UniqueConstraint("dialogue_id", "ref"),
        sa.Index(None, "dialogue_id", "kind", "happened", "id"),
        sa.Index(None, "dialogue_id", "disclosure"),
        sa.Index(None, "meeting_id", "kind"),
        sa.CheckConstraint("length(ref) BETWEEN 2 AND 60", name="ref_length"),
        sa.CheckConstraint(
            "disclosure <> 'side' OR side_id IS NOT NULL", name="side_level_names_its_side"
        ),
        sa.CheckConstraint("meeting_id <> id", name="meeting_is_another"),
        partial_date_check("happened"),
    )

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        if cls.__name__ == "Record":
            return {"polymorphic_on": "kind", "version_id_col": cls.__table__.c.revision}
        return {}

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return may_read(cls)


class ReferenceCounter(Base):
    """The last number given under a prefix (`R9-C`), so that none is ever given twice."""

    __tablename__ = "reference_counter"

    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"), primary_key=True)
    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]

    @classmethod
    def readable(cls) -> None:
        """Numbers alone."""


class Source(Revised, Base):
    """A text that records rest on: cited by its `key` (`B`, `P22`) within the dialogue."""

    __tablename__ = "source"

    id: Mapped[Id]
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"))
    key: Mapped[str]
    title: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    published: Mapped[PartialDate | None]
    note: Mapped[str] = mapped_column(default="")

    dialogue: Mapped[Dialogue] = relationship()

    __table_args__ = (
        sa.UniqueConstraint("dialogue_id", "key"),
        sa.CheckConstraint("length(key) > 0 AND length(title) > 0", name="named"),
        partial_date_check("published"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """The dialogue's members', and everybody's for whom it backs a record they may read."""
        citation = Base.metadata.tables["citation"].alias()
        cited = sa.exists().where(
            citation.c.source_id == cls.id, readable_record(citation.c.record_id)
        )
        return sa.or_(SEES_EVERYTHING, cls.dialogue_id.in_(PARTICIPANT_OF), cited)


class Reading(StrEnum):
    """How sure a statement is of its source."""

    STATED = "stated"
    EXCERPT = "excerpt"
    INFERRED = "inferred"


class Citation(PartOfRecord, Base):
    """That a record rests on a source; `place` is the page or section, `quote` its words."""

    __tablename__ = "citation"

    id: Mapped[Id]
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"))
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("source.id"), index=True)
    place: Mapped[str] = mapped_column(default="")
    quote: Mapped[str] = mapped_column(default="")
    reading: Mapped[Reading] = mapped_column(default=Reading.STATED)
    note: Mapped[str] = mapped_column(default="")

    record: Mapped[Record] = relationship(back_populates="citations")
    source: Mapped[Source] = relationship()

    __table_args__ = (sa.UniqueConstraint("record_id", "source_id", "place"),)


class DocumentKind(StrEnum):
    CONCEPT_NOTE = "concept-note"
    AGENDA = "agenda"
    PARTICIPANT_LIST = "participant-list"
    NON_PAPER = "non-paper"
    CHAIRS_SUMMARY = "chairs-summary"
    READ_OUT = "read-out"
    JOINT_STATEMENT = "joint-statement"
    INTERIM_REPORT = "interim-report"
    GLOSSARY = "glossary"
    NOTES = "notes"
    OTHER = "other"


class DocumentStatus(StrEnum):
    DRAFT = "draft"
    CIRCULATED = "circulated"
    AD_REFERENDUM = "ad-referendum"
    JOINT = "joint"
    PUBLISHED = "published"


class Document(Record):
    """A paper of a meeting or of the dialogue: a read-out is one side's own account.

    `issued_by` is the side that wrote it; None where it is joint or not known. `points` are what
    it says, in short, one to a line. `about` is the record it is attached to, where that is not
    its meeting. `language` is the one it is written in, None where that is mixed or not known.
    """

    __tablename__ = "document"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    document_kind: Mapped[DocumentKind]
    issued_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    status: Mapped[DocumentStatus] = mapped_column(default=DocumentStatus.DRAFT)
    points: Mapped[LocalizedText] = text_column()
    about_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    language: Mapped[str | None]

    issued_by: Mapped[Side | None] = relationship(foreign_keys="Document.issued_by_id")
    # None also where the viewer may not read it.
    about: Mapped[Record | None] = relationship(foreign_keys=[about_id], remote_side="Record.id")
    files: Mapped[list["DocumentFile"]] = relationship(
        back_populates="document", order_by="DocumentFile.number"
    )

    # What it is about is a record too: the table extends its own by `id`.
    __mapper_args__ = {
        "polymorphic_identity": RecordKind.DOCUMENT,
        "inherit_condition": id == Record.id,
    }

    __table_args__ = (
        sa.CheckConstraint("about_id <> id", name="about_another"),
        sa.CheckConstraint("language IN ('en', 'zh-Hans', 'zh-Hant')", name="language_known"),
        sa.CheckConstraint(
            "status <> 'joint' OR issued_by_id IS NULL", name="joint_has_no_one_side"
        ),
    )


class DocumentFile(PartOfRecord, Base):
    """The bytes of a paper, by number from 1: the highest is the paper as it stands.

    `media_type` was decided by what the bytes are, never by what the file was called. `digest` is
    their SHA-256 in hexadecimal, `size` their number. The bytes are loaded only when asked for.
    """

    __tablename__ = "document_file"
    append_only = True
    belongs_to = "document_id"

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(sa.ForeignKey("document.id"))
    number: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    content: Mapped[bytes] = mapped_column(deferred=True)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    document: Mapped[Document] = relationship(back_populates="files")

    __table_args__ = (
        sa.UniqueConstraint("document_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("length(name) > 0", name="named"),
        sa.CheckConstraint("length(digest) = 64", name="digest_length"),
        sa.CheckConstraint("size >= 0 AND size <= 26214400", name="size_within_25_mb"),
    )
