"""The drafts behind the notes: kept by the page's script, read by others, thrown away."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.notes.desk_views import answers, opened_desk
from app.notes.draft_commands import discard_draft, save_draft
from app.notes.draft_queries import draft_of, get_draft
from app.notes.forms import DiscardForm, NotesForm
from app.rounds.models import Round
from app.rounds.queries import get_round
from app.web import current_user, db, performed, requires

bp = Blueprint("drafts", __name__)


@bp.post("/<dialogue>/rounds/notes/draft")
@requires(Permission.LOG)
def save_of_new_round(dialogue: str) -> ResponseReturnValue:
    return _save(get_dialogue(db, dialogue), None)


@bp.post("/<dialogue>/<round:ref>/notes/draft")
@requires(Permission.LOG)
def save_of_round(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    return _save(meeting.dialogue, meeting)


def _save(dialogue: Dialogue, meeting: Round | None) -> ResponseReturnValue:
    """Keep what was typed and answer for the script: what it makes, and who else types.

    409: another tab saved another text, which is answered with; 422: it cannot be kept.
    """
    form = NotesForm()
    given = answers(form)
    if not performed(form, save_draft, dialogue=dialogue, meeting=meeting, answers=given):
        if wrong := [*form.notes.errors, *form.roster.errors, *form.language.errors]:
            return jsonify(refused=[str(one) for one in wrong]), 422
        other = draft_of(db, current_user(), dialogue=dialogue, meeting=meeting)
        texts = (other.notes, other.roster, other.revision) if other else ("", "", None)
        return jsonify(dict(zip(("notes", "roster", "revision"), texts, strict=True))), 409
    form.revision.data = str(form.result.revision)
    desk = opened_desk(form, dialogue, meeting)
    return jsonify(
        revision=form.result.revision,
        saved_at=form.result.saved_at.isoformat(),
        others=render_template("notes/others.html", desk=desk),
        preview=render_template("notes/preview.html", desk=desk),
    )


@bp.post("/<dialogue>/rounds/notes/discard")
@requires(Permission.LOG)
def discard_of_new_round(dialogue: str) -> ResponseReturnValue:
    _discard(get_dialogue(db, dialogue), None)
    return redirect(url_for("notes.log_new_round", dialogue=dialogue))


@bp.post("/<dialogue>/<round:ref>/notes/discard")
@requires(Permission.LOG)
def discard_of_round(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    _discard(meeting.dialogue, meeting)
    return redirect(url_for("notes.log_round_notes", dialogue=dialogue, ref=ref))


def _discard(dialogue: Dialogue, meeting: Round | None) -> None:
    if not performed(DiscardForm(), discard_draft, dialogue=dialogue, meeting=meeting):
        flash(_("Nothing was discarded: another tab saved another text meanwhile."), "error")


@bp.get("/<dialogue>/rounds/notes/drafts/<int:user_id>")
@requires(Permission.READ)
def show_of_new_round(dialogue: str, user_id: int) -> str:
    held_in = get_dialogue(db, dialogue)
    draft = get_draft(db, user_id, dialogue=held_in, meeting=None)
    return render_template("notes/draft.html", dialogue=held_in, meeting=None, draft=draft)


@bp.get("/<dialogue>/<round:ref>/notes/drafts/<int:user_id>")
@requires(Permission.READ)
def show_of_round(dialogue: str, ref: str, user_id: int) -> str:
    meeting = get_round(db, dialogue, ref)
    draft = get_draft(db, user_id, dialogue=meeting.dialogue, meeting=meeting)
    return render_template(
        "notes/draft.html", dialogue=meeting.dialogue, meeting=meeting, draft=draft
    )
