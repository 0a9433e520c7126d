"""Working groups of a dialogue: what was agreed to be formed, and the meetings at which it met."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.consensus.models import ConsensusItem
from app.db import Base, text_column
from app.localized import LocalizedText
from app.reading import PartOfRecord
from app.records.models import Record, RecordKind
from app.rounds.models import Round


class GroupStatus(StrEnum):
    """ "Agreed to form" does not say that the group was formed, nor that it met."""

    AGREED = "agreed"
    FORMED = "formed"
    ENDED = "ended"
    NOT_FORMED = "not-formed"


class WorkingGroup(Record):
    """A group that the sides agreed to form; its title is its name.

    `happened` is when that was agreed, `meeting` at which round. `origin` is the item that says so:
    None also where the viewer may not read it. `mandate` is what it is to do.
    """

    __tablename__ = "working_group"
    __mapper_args__ = {"polymorphic_identity": RecordKind.WORKING_GROUP}

    id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), primary_key=True)
    status: Mapped[GroupStatus] = mapped_column(default=GroupStatus.AGREED)
    mandate: Mapped[LocalizedText] = text_column()
    origin_id: Mapped[int | None] = mapped_column(sa.ForeignKey("consensus_item.id"), index=True)

    origin: Mapped[ConsensusItem | None] = relationship(foreign_keys=[origin_id])
    meetings: Mapped[list[Round]] = relationship(
        secondary="working_group_meeting", order_by=(Round.happened, Round.id)
    )


class WorkingGroupMeeting(PartOfRecord, Base):
    """That a meeting was this group's; a meeting can be several groups' at once."""

    __tablename__ = "working_group_meeting"
    belongs_to = "group_id"

    group_id: Mapped[int] = mapped_column(sa.ForeignKey("working_group.id"), primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), primary_key=True, index=True)
