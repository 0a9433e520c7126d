"""Keeping what is typed of the notes on a round until it is logged: working papers, no record."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.dialogues.models import Dialogue
from app.notes.commands import log_notes
from app.notes.draft_queries import draft_of
from app.notes.models import NotesDraft
from app.rounds.models import Round
from app.rules import Refused, _

LONGEST_NOTES = 200_000
LONGEST_ROSTER = 100_000
LONGEST_ANSWERS = 100_000
NO_ANSWERS: Mapping[str, str] = MappingProxyType({})

NEWER = _("Another tab saved another text of these notes. Both are kept: look at them.")
ENDED = _("These notes were logged or discarded in another tab. What you typed is still here.")


class Overtaken(Refused):
    """Saving would put this text in place of one that its writer has not seen."""


def save_draft(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    meeting: Round | None,
    notes: str,
    roster: str,
    revision: int | None,
    answers: Mapping[str, str] = NO_ANSWERS,
) -> NotesDraft:
    """Keep what the actor typed. `revision` is that of the text it began from; None: of none.

    `answers` are those given to what the preview asked, by the key of the choice.

    Raises Overtaken where the actor saved another text since, from another tab. The same text
    twice is one: whoever did not hear that it was saved may say it again.
    """
    _refuse_too_long(notes, roster)
    draft = draft_of(db, actor, dialogue=dialogue, meeting=meeting)
    given = _as_kept(answers)
    if draft is not None and (draft.notes, draft.roster) == (notes, roster):
        if draft.answers != given:
            draft.answers = given
            db.flush()
        return draft
    _refuse_overtaken(draft, revision)
    if draft is None:
        draft = NotesDraft(user=actor, dialogue=dialogue, meeting=meeting)
        db.add(draft)
    draft.notes, draft.roster, draft.answers = notes, roster, given
    draft.saved_at = datetime.now(UTC)
    db.flush()
    return draft


def _as_kept(answers: Mapping[str, str]) -> str:
    """As JSON; more than any preview asks is nobody's answer, and not kept."""
    given = json.dumps(dict(answers), sort_keys=True)
    return given if len(given) <= LONGEST_ANSWERS else "{}"


def _refuse_too_long(notes: str, roster: str) -> None:
    for field, text, most in (("notes", notes, LONGEST_NOTES), ("roster", roster, LONGEST_ROSTER)):
        if len(text) > most:
            raise Refused(_("At most %(count)d characters."), field=field, count=most)


def _refuse_overtaken(draft: NotesDraft | None, revision: int | None) -> None:
    if draft is None and revision is not None:
        raise Overtaken(ENDED)
    if draft is not None and draft.revision != revision:
        raise Overtaken(NEWER)


def discard_draft(
    db: Session, *, actor: User, dialogue: Dialogue, meeting: Round | None, revision: int | None
) -> None:
    """Throw away what the actor typed. Raises Overtaken where they have not seen all of it."""
    draft = draft_of(db, actor, dialogue=dialogue, meeting=meeting)
    if draft is None:
        return
    _refuse_overtaken(draft, revision)
    db.delete(draft)
    db.flush()


def log_typed_notes(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    meeting: Round | None,
    notes: str,
    roster: str,
    revision: int | None,
    language: str,
    answers: Mapping[str, str],
    fingerprint: str,
) -> Round:
    """Log what was typed and shown, which ends the draft of it.

    Raises Overtaken rather than end a draft that holds another text, from another tab.
    """
    _refuse_too_long(notes, roster)
    draft = draft_of(db, actor, dialogue=dialogue, meeting=meeting)
    if draft is not None and (draft.notes, draft.roster) != (notes, roster):
        _refuse_overtaken(draft, revision)
    return log_notes(
        db,
        actor=actor,
        dialogue=dialogue,
        meeting=meeting,
        notes=notes,
        roster=roster,
        language=language,
        answers=answers,
        fingerprint=fingerprint,
    )
