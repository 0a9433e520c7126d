"""Notes as they are being typed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.db import Base, Id, Revised
from app.dialogues.models import Dialogue
from app.reading import SECRETARIAT_OF, SEES_EVERYTHING, readable_record
from app.records.models import Record


class NotesDraft(Revised, Base):
    """What one user has typed of the notes on one round, and of its roster; not yet the record.

    `meeting` None: of a round that is not logged yet. `answers` is what was chosen in the preview,
    by the key of the choice, as JSON. A draft ends when its notes are logged.
    """

    __tablename__ = "notes_draft"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id"), index=True)
    dialogue_id: Mapped[int] = mapped_column(sa.ForeignKey("dialogue.id"))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    roster: Mapped[str] = mapped_column(sa.Text, default="")
    answers: Mapped[str] = mapped_column(sa.Text, default="{}", server_default="{}")
    saved_at: Mapped[datetime]

    user: Mapped[User] = relationship()
    dialogue: Mapped[Dialogue] = relationship()
    meeting: Mapped[Record | None] = relationship()

    # One of each user and round, and one of each user and dialogue for the round to come.
    __table_args__ = (
        sa.UniqueConstraint("user_id", "meeting_id"),
        sa.Index(
            "uq_notes_draft_user_id_dialogue_id",
            "user_id",
            "dialogue_id",
            unique=True,
            sqlite_where=sa.text("meeting_id IS NULL"),
            postgresql_where=sa.text("meeting_id IS NULL"),
        ),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """The secretariat's, whoever of it typed; of a round, where its reader may read that."""
        of_a_round = sa.or_(cls.meeting_id.is_(None), readable_record(cls.meeting_id))
        return sa.or_(SEES_EVERYTHING, sa.and_(cls.dialogue_id.in_(SECRETARIAT_OF), of_a_round))
