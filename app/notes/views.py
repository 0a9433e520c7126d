"""The pages on which the notes of a round are typed, previewed and logged."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.notes.desk_views import answers, opened_form, show_desk
from app.notes.draft_commands import log_typed_notes, save_draft
from app.notes.draft_queries import drafts_on
from app.notes.forms import ConfirmForm, NotesForm
from app.rounds.models import Round, RoundStatus
from app.rounds.queries import get_round
from app.web import db, performed, requires

bp = Blueprint("notes", __name__)


@bp.get("/notation")
@requires(Permission.SIGNED_IN)
def show_notation() -> str:
    return render_template("notes/show_notation.html")


@bp.route("/<dialogue>/rounds/notes", methods=["GET", "POST"])
@requires(Permission.LOG)
def log_new_round(dialogue: str) -> ResponseReturnValue:
    return _typed("notes/log_new_round.html", get_dialogue(db, dialogue), None)


@bp.route("/<dialogue>/<round:ref>/notes", methods=["GET", "POST"])
@requires(Permission.LOG)
def log_round_notes(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    held_in = meeting.dialogue
    if meeting.status is RoundStatus.CONFIRMED:
        # What was typed before the minutes were confirmed is kept, and shown among the drafts.
        if request.method == "POST" and not (form := NotesForm()).is_empty:
            given = answers(form)
            performed(form, save_draft, dialogue=held_in, meeting=meeting, answers=given)
        drafts = drafts_on(db, dialogue=held_in, meeting=meeting)
        return render_template(
            "notes/confirmed.html", dialogue=held_in, meeting=meeting, drafts=drafts
        )
    return _typed("notes/log_round_notes.html", held_in, meeting)


def _typed(template: str, dialogue: Dialogue, meeting: Round | None) -> ResponseReturnValue:
    """Previewing keeps the draft; confirming logs it and leads to the round."""
    form = opened_form(dialogue, meeting)
    if isinstance(form, ConfirmForm):
        known = {"dialogue": dialogue, "meeting": meeting, "answers": answers(form)}
        if performed(form, log_typed_notes, **known):
            return redirect(record_url(dialogue.slug, form.result.ref))
    elif form.is_empty:
        form.validate_on_submit()
    elif performed(form, save_draft, dialogue=dialogue, meeting=meeting, answers=answers(form)):
        form.revision.data = str(form.result.revision)
    return show_desk(template, form, dialogue, meeting)
