"""Who does what by when, and what became of it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Id, partial_date_check, text_column
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution, Person
from app.reading import PartOfRecord
from app.records.models import Record, RecordKind


class ActionStatus(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    WAITING = "waiting"
    DONE = "done"
    DROPPED = "dropped"


# What still asks for somebody's work.
UNFINISHED = (ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.WAITING)


class Action(Record):
    """One follow-up action; its title says what. Due by a date *or* before a round.

    `origin` is the record it follows from. `status` is what the last update left it at; `waiting`
    names the side that it waits for. `evidence` says how one can see that it is done.
    """

    __tablename__ = "action"

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    status: Mapped[ActionStatus] = mapped_column(default=ActionStatus.OPEN)
    due: Mapped[PartialDate | None]
    due_round: Mapped[int | None]
    waiting_for_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    origin_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    closed_on: Mapped[PartialDate | None]
    evidence: Mapped[LocalizedText] = text_column()

    waiting_for: Mapped[Side | None] = relationship(foreign_keys=[waiting_for_id])
    # None also where the viewer may not read it.
    origin: Mapped[Record | None] = relationship(foreign_keys=[origin_id], remote_side="Record.id")
    owners: Mapped[list["ActionOwner"]] = relationship(
        back_populates="action", order_by="ActionOwner.id", cascade="all, delete-orphan"
    )
    updates: Mapped[list["ActionUpdate"]] = relationship(
        back_populates="action",
        order_by="ActionUpdate.number",
        foreign_keys="ActionUpdate.action_id",
    )

    # The origin is a record too: the table extends its own by `id`.
    __mapper_args__ = {
        "polymorphic_identity": RecordKind.ACTION,
        "inherit_condition": id == Record.id,
    }

    __table_args__ = (
        sa.CheckConstraint("due IS NULL OR due_round IS NULL", name="due_once"),
        sa.CheckConstraint("due_round > 0", name="due_round_positive"),
        sa.CheckConstraint(
            "(status = 'waiting') = (waiting_for_id IS NOT NULL)", name="waits_for_a_side"
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR status IN ('done', 'dropped')", name="closed_when_finished"
        ),
        partial_date_check("due"),
        partial_date_check("closed_on"),
        sa.Index(None, "status", "due"),
    )


class ActionOwner(PartOfRecord, Base):
    """One who owes the action; a joint action has one for each side.

    At least one of side, person, institution and `body` (a working group, as written).
    """

    __tablename__ = "action_owner"
    belongs_to = "action_id"

    id: Mapped[Id]
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    side_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(sa.ForeignKey("institution.id"), index=True)
    body: Mapped[str] = mapped_column(default="")

    action: Mapped[Action] = relationship(back_populates="owners")
    side: Mapped[Side | None] = relationship()
    person: Mapped[Person | None] = relationship()
    institution: Mapped[Institution | None] = relationship()

    __table_args__ = (
        sa.CheckConstraint(
            "side_id IS NOT NULL OR person_id IS NOT NULL"
            " OR institution_id IS NOT NULL OR body <> ''",
            name="somebody",
        ),
    )


class ActionUpdate(PartOfRecord, Base):
    """What was reported of an action, by number from 1. `status` None: it did not change."""

    __tablename__ = "action_update"
    append_only = True
    belongs_to = "action_id"

    id: Mapped[Id]
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"))
    number: Mapped[int]
    text: Mapped[LocalizedText] = text_column()
    status: Mapped[ActionStatus | None]
    happened: Mapped[PartialDate | None]
    reported_at_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]

    action: Mapped[Action] = relationship(back_populates="updates", foreign_keys=[action_id])
    reported_at: Mapped[Record | None] = relationship(foreign_keys=[reported_at_id])

    __table_args__ = (
        sa.UniqueConstraint("action_id", "number"),
        sa.CheckConstraint("number > 0", name="number_positive"),
        sa.CheckConstraint("text <> '{}' OR status IS NOT NULL", name="says_something"),
        partial_date_check("happened"),
    )
