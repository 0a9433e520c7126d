"""Rounds, the sessions and agenda topics in them, and who took part."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Id, Revised, partial_date_check, text_column
from app.dialogues.models import Attribution, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution, Participant, Sector, may_name
from app.reading import SEES_EVERYTHING, PartOfRecord, may_read
from app.records.models import Record, RecordKind
from app.topics.models import Topic


class RoundKind(StrEnum):
    ROUND = "round"
    PRELIMINARY = "preliminary-meeting"
    WORKING_GROUP = "working-group-meeting"
    SUMMIT = "summit"
    CONSULTATION = "consultation"
    FORUM = "forum"


class RoundStatus(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CONFIRMED = "confirmed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class RoundMode(StrEnum):
    IN_PERSON = "in-person"
    VIRTUAL = "virtual"
    HYBRID = "hybrid"


class Round(Record):
    """One meeting of a dialogue.

    `happened` to `ended` is when it met. `number` is given to numbered rounds alone. `head_count`
    is the attendance as printed ("more than 30"), `head_count_least` the number it surely reaches.
    `confirmed_at` and `confirmed_by` tell when and by whom the minutes were last confirmed, where
    that was done here; `reopened_because` why they were last opened again.
    """

    __tablename__ = "round"
    __mapper_args__ = {"polymorphic_identity": RecordKind.ROUND}

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    in_dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"))
    number: Mapped[int | None]
    round_kind: Mapped[RoundKind] = mapped_column(default=RoundKind.ROUND)
    status: Mapped[RoundStatus] = mapped_column(default=RoundStatus.PLANNED)
    ended: Mapped[PartialDate | None]
    place: Mapped[LocalizedText] = text_column()
    mode: Mapped[RoundMode | None]
    attribution: Mapped[Attribution] = mapped_column(default=Attribution.CHATHAM_HOUSE)
    co_hosts: Mapped[LocalizedText] = text_column()
    head_count: Mapped[str] = mapped_column(default="")
    head_count_least: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str] = mapped_column(default="", server_default="")
    reopened_because: Mapped[str] = mapped_column(default="", server_default="")

    sessions: Mapped[list["DialogueSession"]] = relationship(
        primaryjoin="foreign(DialogueSession.meeting_id) == Round.id",
        order_by="(DialogueSession.position, DialogueSession.id)",
        viewonly=True,
    )
    attendances: Mapped[list["Attendance"]] = relationship(
        back_populates="round", order_by="Attendance.id"
    )

    __table_args__ = (
        sa.UniqueConstraint("in_dialogue_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint(
            "round_kind = 'round' OR number IS NULL", name="only_rounds_are_numbered"
        ),
        sa.CheckConstraint("head_count_least > 0", name="head_count_positive"),
        partial_date_check("ended"),
    )


class DialogueSession(Record):
    """One sitting within a round. (`Session` alone would be SQLAlchemy's, `session` Flask's.)

    `attribution` None: the round's rule holds.
    """

    __tablename__ = "dialogue_session"
    __mapper_args__ = {"polymorphic_identity": RecordKind.SESSION}

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=1)
    attribution: Mapped[Attribution | None]

    moderators: Mapped[list["SessionModerator"]] = relationship(
        back_populates="session", order_by="SessionModerator.id", cascade="all, delete-orphan"
    )
    agenda: Mapped[list["AgendaTopic"]] = relationship(
        back_populates="session",
        order_by="(AgendaTopic.position, AgendaTopic.id)",
        foreign_keys="AgendaTopic.session_id",
    )

    __table_args__ = (sa.CheckConstraint("position > 0", name="position_positive"),)


class TopicFormat(StrEnum):
    DISCUSSION = "discussion"
    CASE_STUDY = "case-study"
    SCENARIO = "scenario"
    TERM_REVIEW = "term-review"
    REVIEW_OF_TALKS = "review-of-talks"
    DRAFTING = "drafting"
    PROCEDURE = "procedure"


class TopicResult(StrEnum):
    DISCUSSED = "discussed"
    AGREED = "agreed"
    STALLED = "stalled"
    DEFERRED = "deferred"
    NOT_REACHED = "not-reached"


class TopicFault(StrEnum):
    """Why talks on a topic went wrong (the three faults of government talks)."""

    POLITICISED = "politicised"
    RISKS_OBSCURED = "risks-obscured"
    EXPECTATIONS_DIFFER = "expectations-differ"


class AgendaTopic(Record):
    """One item on a session's agenda. `result` None: not recorded, which is not "no result"."""

    __tablename__ = "agenda_topic"
    __mapper_args__ = {"polymorphic_identity": RecordKind.AGENDA_TOPIC}

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue_session.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    format: Mapped[TopicFormat] = mapped_column(default=TopicFormat.DISCUSSION)
    result: Mapped[TopicResult | None]
    fault: Mapped[TopicFault | None]
    summary: Mapped[LocalizedText] = text_column()

    # None where the viewer may not read the session.
    session: Mapped[DialogueSession | None] = relationship(
        back_populates="agenda", foreign_keys=[session_id]
    )
    topics: Mapped[list[Topic]] = relationship(
        secondary="agenda_topic_topic", order_by="Topic.code"
    )

    __table_args__ = (sa.CheckConstraint("position > 0", name="position_positive"),)


class AgendaTopicTopic(PartOfRecord, Base):
    """That an agenda topic is classified under a topic of the tree."""

    __tablename__ = "agenda_topic_topic"
    belongs_to = "agenda_topic_id"

    agenda_topic_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_topic.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(sa.ForeignKey("topic.id"), primary_key=True, index=True)


class AttendanceRole(StrEnum):
    CONVENER = "convener"
    CO_CHAIR = "co-chair"
    MODERATOR = "moderator"
    PRESENTER = "presenter"
    RAPPORTEUR = "rapporteur"
    PARTICIPANT = "participant"
    OBSERVER = "observer"
    INTERPRETER = "interpreter"
    SECRETARIAT = "secretariat"


class Capacity(StrEnum):
    OFFICIAL = "official"
    PRIVATE = "private"
    EXPERT = "expert"


class Attendance(Participant, PartOfRecord, Revised, Base):
    """Someone at a round, on a side's bench or, where `side` is None, on nobody's."""

    __tablename__ = "attendance"
    belongs_to = "round_id"

    id: Mapped[Id]
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"), index=True)
    role: Mapped[AttendanceRole] = mapped_column(default=AttendanceRole.PARTICIPANT)
    capacity: Mapped[Capacity | None]
    sector: Mapped[Sector | None]

    # None where the viewer may not read the round; then this row is not read either.
    round: Mapped[Round] = relationship(back_populates="attendances")
    side: Mapped[Side | None] = relationship()
    institutions: Mapped[list[Institution]] = relationship(
        secondary="attendance_institution", order_by="Institution.key"
    )

    __table_args__ = (*Participant.checks(), sa.UniqueConstraint("round_id", "person_id"))


class AttendanceInstitution(Base):
    """That an attendee worked at an institution when the round met; frozen with the affiliation."""

    __tablename__ = "attendance_institution"

    attendance_id: Mapped[int] = mapped_column(sa.ForeignKey("attendance.id"), primary_key=True)
    institution_id: Mapped[int] = mapped_column(
        sa.ForeignKey("institution.id"), primary_key=True, index=True
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """Where the viewer may be given the attendee's name: an institution can tell it."""
        tables = Base.metadata.tables
        attendance, record = tables["attendance"].alias(), tables["record"].alias()
        named = sa.exists().where(
            attendance.c.id == cls.attendance_id,
            record.c.id == attendance.c.round_id,
            may_name(attendance.c.naming, record.c.dialogue_id, may_read(record.c)),
        )
        return sa.or_(SEES_EVERYTHING, named)


class SessionModerator(PartOfRecord, Base):
    """That an attendee moderated a session; the name follows the attendance's naming level."""

    __tablename__ = "session_moderator"
    belongs_to = "session_id"

    id: Mapped[Id]
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue_session.id"))
    attendance_id: Mapped[int] = mapped_column(sa.ForeignKey("attendance.id"), index=True)

    session: Mapped[DialogueSession] = relationship(back_populates="moderators")
    attendance: Mapped[Attendance] = relationship()

    __table_args__ = (sa.UniqueConstraint("session_id", "attendance_id"),)
