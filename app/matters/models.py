"""One subject followed through many meetings on several tracks."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.reading import SEES_EVERYTHING, readable_record
from app.records.models import Record, RecordKind
from app.topics.models import Topic


class Stage(StrEnum):
    """The stations of the loop between the tracks, in the order of the workflow."""

    MANDATE = "mandate"
    GROUNDWORK = "groundwork"
    PRELIMINARY = "preliminary-meeting"
    TALKS = "talks"
    REVIEW = "review"
    IMPLEMENTATION = "implementation"


class Matter(Record):
    """A subject; its title names it. The dialogue is the one whose secretariat follows it."""

    __tablename__ = "matter"
    __mapper_args__ = {"polymorphic_identity": RecordKind.MATTER}

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)

    topics: Mapped[list[Topic]] = relationship(secondary="matter_topic", order_by="Topic.code")


class MatterTopic(Base):
    """That a matter is classified under a topic of the tree."""

    __tablename__ = "matter_topic"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topic.id"), primary_key=True, index=True)

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return sa.or_(SEES_EVERYTHING, readable_record(cls.matter_id))


class MatterRecord(Base):
    """That a record, of whichever dialogue, belongs to a matter.

    `stage` None: told from the record's track, kind and links.
    """

    __tablename__ = "matter_record"

    matter_id: Mapped[int] = mapped_column(sa.ForeignKey("matter.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True, index=True)
    stage: Mapped[Stage | None]

    matter: Mapped[Matter] = relationship(foreign_keys=[matter_id])
    record: Mapped[Record] = relationship(foreign_keys=[record_id])

    __table_args__ = (sa.CheckConstraint("matter_id <> record_id", name="another"),)

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """Read by whoever may read both."""
        both = sa.and_(readable_record(cls.matter_id), readable_record(cls.record_id))
        return sa.or_(SEES_EVERYTHING, both)
