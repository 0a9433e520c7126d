"""The topic tree by which agenda topics, consensus items and actions are classified."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Id, Revised, text_column
from app.localized import LocalizedText
from app.reading import SEES_EVERYTHING, SIGNED_IN


class Topic(Revised, Base):
    """One node. `code` is short and stable (`AS-3`); children print in the order of `position`."""

    __tablename__ = "topic"

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("topic.id"), index=True)
    position: Mapped[int] = mapped_column(default=1)
    name: Mapped[LocalizedText]
    note: Mapped[LocalizedText] = text_column()

    parent: Mapped["Topic | None"] = relationship(remote_side="Topic.id", back_populates="children")
    children: Mapped[list["Topic"]] = relationship(
        back_populates="parent", order_by="(Topic.position, Topic.id)"
    )

    __table_args__ = (
        sa.CheckConstraint("parent_id <> id", name="parent_is_another"),
        sa.CheckConstraint("name <> '{}'", name="named"),
        sa.CheckConstraint("length(code) BETWEEN 1 AND 20", name="code_length"),
        sa.CheckConstraint("position > 0", name="position_positive"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """One tree for all dialogues, so that a subject can be followed between them."""
        return sa.or_(SEES_EVERYTHING, SIGNED_IN)
