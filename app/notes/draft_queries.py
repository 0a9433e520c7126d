"""Reading the notes that are still being typed, one's own and those of others."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import User
from app.dialogues.models import Dialogue
from app.notes.models import NotesDraft
from app.rounds.models import Round


def _of(dialogue: Dialogue, meeting: Round | None) -> sa.ColumnElement[bool]:
    """The drafts on one round; without one, those on the dialogue's round to come."""
    if meeting is not None:
        return NotesDraft.meeting_id == meeting.id
    return sa.and_(NotesDraft.dialogue_id == dialogue.id, NotesDraft.meeting_id.is_(None))


def draft_of(
    db: Session, user: User, *, dialogue: Dialogue, meeting: Round | None
) -> NotesDraft | None:
    """What this user has typed, as it was last saved."""
    return db.scalars(
        sa.select(NotesDraft)
        .where(_of(dialogue, meeting), NotesDraft.user_id == user.id)
        .options(joinedload(NotesDraft.user))
        # What another tab saved in the meantime, not what this session read before.
        .execution_options(populate_existing=True)
    ).one_or_none()


def drafts_on(db: Session, *, dialogue: Dialogue, meeting: Round | None) -> Sequence[NotesDraft]:
    """What everybody has typed on a round, the latest first."""
    return db.scalars(
        sa.select(NotesDraft)
        .where(_of(dialogue, meeting))
        .options(joinedload(NotesDraft.user))
        .order_by(NotesDraft.saved_at.desc(), NotesDraft.id)
    ).all()


def others_drafts(
    db: Session, user: User, *, dialogue: Dialogue, meeting: Round | None
) -> Sequence[NotesDraft]:
    """What everybody else has typed on the same round, the latest first."""
    found = drafts_on(db, dialogue=dialogue, meeting=meeting)
    return [draft for draft in found if draft.user_id != user.id]


def get_draft(
    db: Session, user_id: int, *, dialogue: Dialogue, meeting: Round | None
) -> NotesDraft:
    """Raises NoResultFound."""
    return db.scalars(
        sa.select(NotesDraft)
        .where(_of(dialogue, meeting), NotesDraft.user_id == user_id)
        .options(joinedload(NotesDraft.user))
    ).one()
