"""Logging notes: from what was previewed to what is on record, all of it or nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.attendance.choices import Answers
from app.attendance.roster_commands import log_roster
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.notes.carrying_commands import Carrying
from app.notes.draft_queries import draft_of
from app.notes.parsing import read_notes
from app.notes.proposing import Preview, language_of, previewed, storable
from app.notes.words import PAPER, written
from app.records.commands import add_document
from app.records.file_commands import add_file
from app.records.models import Disclosure, DocumentKind, DocumentStatus
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import Attendance, Round
from app.rules import Refused, _

CHANGED = _("The record has changed since this preview: look again.")
NOT_YET = _("Nothing can be written yet: look at the lines that are marked.")


def log_notes(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    meeting: Round | None,
    notes: str,
    roster: str,
    language: str,
    answers: Answers,
    fingerprint: str,
) -> Round:
    """Write what the preview of this `fingerprint` showed; `meeting` None: with a new round.

    The text stays with the round as a paper, and the actor's draft of it ends. Raises Refused
    where the preview would be another one now, or leaves something open.
    """
    refuse_confirmed(db, meeting.id if meeting else None, to_change=True)
    # What others wrote before the lock was ours, not what this session read before.
    db.flush()
    db.expire_all()
    preview = previewed(
        db,
        dialogue=dialogue,
        meeting=meeting,
        text=notes,
        roster_text=roster,
        language=language,
        answers=answers,
    )
    if preview.fingerprint != fingerprint:
        raise Refused(CHANGED, field="notes")
    if not preview.can_be_logged:
        raise Refused(NOT_YET, field="notes")
    held = _carried_out(db, actor, dialogue, meeting, preview)
    if storable(notes).strip():
        _keep_text(db, actor, held, storable(notes), language)
    if (draft := draft_of(db, actor, dialogue=dialogue, meeting=meeting)) is not None:
        db.delete(draft)
    db.flush()
    return held


def _carried_out(
    db: Session, actor: User, dialogue: Dialogue, meeting: Round | None, preview: Preview
) -> Round:
    """The round itself first, then who was there, then the rest, which may name them."""
    carrying = Carrying(db, actor, dialogue, meeting)
    plan = preview.notes.plan
    if plan is not None:
        carrying.carry_out(plan, only_round=True)
    if preview.roster is not None:
        by_line: Mapping[int, Attendance] = log_roster(
            db, actor=actor, meeting=carrying.round, proposal=preview.roster
        )
        carrying.roster = by_line
    if plan is not None:
        carrying.carry_out(plan)
    return carrying.round


def _keep_text(db: Session, actor: User, held: Round, notes: str, language: str) -> None:
    before = snapshot(held)
    main = language_of(read_notes(notes, language=language), language)
    today = datetime.now(UTC).date().isoformat()
    paper = add_document(
        db,
        actor=actor,
        dialogue=held.dialogue,
        meeting=held,
        title=LocalizedText({main: written(PAPER, main, meeting=held.ref, day=today)}),
        document_kind=DocumentKind.NOTES,
        status=DocumentStatus.DRAFT,
        language=main,
        disclosure=Disclosure.SECRETARIAT,
    )
    name = f"{held.ref}-notes.txt"
    add_file(db, actor=actor, document=paper, name=name, content=notes.encode())
    record(db, actor, "notes.logged", held, before=before, together=paper)
