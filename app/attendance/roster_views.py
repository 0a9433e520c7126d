"""Getting a roster in: pasted as lines, or taken over from an earlier round."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.attendance.copy_commands import copy_roster
from app.attendance.copying import Copied, copied_roster, earlier_rosters, fingerprint_of_copies
from app.attendance.roster_commands import log_lines
from app.attendance.roster_forms import CopyForm, EarlierForm, PasteForm
from app.attendance.rostering import propose_roster
from app.i18n import page_locale
from app.printing import round_name
from app.rounds.models import Round
from app.rounds.queries import get_round
from app.web import db, performed, requires

bp = Blueprint("roster", __name__)


def answers_sent() -> dict[str, str]:
    """What was chosen in the preview, by the key of the choice."""
    return {key: value for key, value in request.form.items() if key.startswith("roster-")}


@bp.route("/<dialogue>/<round:ref>/roster", methods=["GET", "POST"])
@requires(Permission.LOG)
def paste_roster(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form, answers, locale = PasteForm(), answers_sent(), page_locale()
    if "confirm" not in request.form:
        form.validate_on_submit()
    elif performed(form, log_lines, meeting=meeting, answers=answers, locale=locale):
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    proposal = None
    if form.can_be_read:
        proposal = propose_roster(
            db,
            dialogue=meeting.dialogue,
            meeting=meeting,
            text=form.text.data,
            answers=answers,
            locale=locale,
        )
        form.fingerprint.data = proposal.fingerprint
    return render_template(
        "attendance/paste_roster.html",
        form=form,
        proposal=proposal,
        dialogue=meeting.dialogue,
        meeting=meeting,
    )


@bp.route("/<dialogue>/<round:ref>/roster/copy", methods=["GET", "POST"])
@requires(Permission.LOG)
def copy_earlier_roster(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    rounds = earlier_rosters(db, meeting)
    earlier = _chosen(rounds)
    copies = copied_roster(db, meeting, earlier, page_locale()) if earlier else []
    choosing: Any = EarlierForm(formdata=None, data={"earlier": earlier}) if rounds else None
    form = CopyForm(data={"earlier": earlier, "chosen": [c for c in copies if not c.is_there]})
    for each in filter(None, (choosing, form)):
        each.offer_rounds(rounds, name=round_name)
    form.chosen.offer(copies, key=lambda one: one.earlier.id, name=lambda one: one.name)
    if performed(form, copy_roster, meeting=meeting, locale=page_locale()):
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    form.fingerprint.data = fingerprint_of_copies(copies)
    return render_template(
        "attendance/copy_earlier_roster.html",
        form=form,
        choosing=choosing,
        earlier=earlier,
        copies=copies,
        ticked=_ticked(form, copies),
        dialogue=meeting.dialogue,
        meeting=meeting,
    )


def _chosen(rounds: list[Round]) -> Round | None:
    """The earlier round that the form or the address names; else the last one."""
    wanted = request.form.get("earlier") or request.args.get("earlier")
    return next((one for one in rounds if one.ref == wanted), rounds[0] if rounds else None)


def _ticked(form: CopyForm, copies: list[Copied]) -> set[int]:
    if form.is_submitted():
        return {one.earlier.id for one in form.chosen.data or ()}
    return {one.earlier.id for one in copies if not one.is_there}
