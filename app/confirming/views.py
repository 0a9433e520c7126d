"""The pages on which minutes are confirmed, and opened again."""

from functools import partial

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.confirming import commands
from app.confirming.findings import look_through
from app.confirming.forms import ConfirmForm, ReopenForm
from app.i18n import in_the_pages_words, page_locale, plain_text
from app.localized import LocalizedText
from app.people.naming import audience_of, printed_name
from app.rounds.models import Round
from app.rounds.queries import get_round
from app.rules import Said
from app.web import db, performed, requires, viewer

bp = Blueprint("confirming", __name__)


@bp.route("/<dialogue>/<round:ref>/confirm", methods=["GET", "POST"])
@requires(Permission.LOG)
def confirm_round(dialogue: str, ref: str) -> ResponseReturnValue:
    """The list of what is missing, each with its link, and the one button below it."""
    meeting = get_round(db, dialogue, ref)
    form = ConfirmForm(row=meeting)
    if performed(form, commands.confirm_round, meeting=meeting):
        return redirect(record_url(dialogue, ref))
    looked = look_through(db, meeting)
    form.seen.data = looked.digest
    audience = audience_of(viewer(), meeting.dialogue_id)
    attendees = [one.attendance for part in looked.found for one in part.findings if one.attendance]
    return render_template(
        "confirming/confirm_round.html",
        form=form,
        dialogue=meeting.dialogue,
        meeting=meeting,
        found=looked.found,
        finding_url=partial(_mended_at, meeting),
        finding_words=_in_words,
        printed={one.id: printed_name(one, audience, page_locale()) for one in attendees},
    )


# Where a check's findings are mended, where that is not on the record's own form.
PLACES = {
    "nobody": "roster.paste_roster",
    "side-absent": "roster.paste_roster",
    "drafts": "notes.log_round_notes",
    "undated": "rounds.edit_round",
    "yet-to-come": "rounds.edit_round",
    "empty-session": "rounds.new_topic",
    "no-result": "rounds.edit_topic",
    "no-item": "rounds.edit_topic",
    "no-wording": "wordings.new_wording",
    "no-owner": "actions.edit_action",
    "no-due": "actions.edit_action",
    "due-before": "actions.edit_action",
}


def _mended_at(meeting: Round, key: str, ref: str) -> str:
    return record_url(meeting.dialogue.slug, ref, PLACES[key])


def _in_words(words: LocalizedText | Said | None) -> str:
    match words:
        case Said():
            return in_the_pages_words(words)
        case LocalizedText():
            return plain_text(words)
        case _:
            return ""


@bp.route("/<dialogue>/<round:ref>/reopen", methods=["GET", "POST"])
@requires(Permission.LOG)
def reopen_round(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form = ReopenForm(row=meeting)
    if performed(form, commands.reopen_round, meeting=meeting):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "confirming/reopen_round.html", form=form, dialogue=meeting.dialogue, meeting=meeting
    )
