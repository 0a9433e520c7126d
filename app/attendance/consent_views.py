"""To whom the attendees of a round may be named, for several at once."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.attendance.consent_commands import record_consents
from app.attendance.consent_forms import ConsentsForm
from app.i18n import page_locale
from app.people.naming import audience_of, printed_name
from app.rounds.queries import attendance_of, get_round
from app.web import db, performed, requires, viewer

bp = Blueprint("consents", __name__)


@bp.route("/<dialogue>/<round:ref>/roster/naming", methods=["GET", "POST"])
@requires(Permission.LOG)
def set_naming(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    attendees = attendance_of(db, meeting)
    audience, locale = audience_of(viewer(), meeting.dialogue_id), page_locale()
    lines = [(one, printed_name(one, audience, locale)) for one in attendees]
    form = ConsentsForm()
    form.chosen.offer(attendees, key=lambda one: one.id, name=lambda one: one.id)
    if performed(form, record_consents, meeting=meeting):
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    ticked = {one.id for one in form.chosen.data or ()}
    return render_template(
        "attendance/set_naming.html",
        form=form,
        lines=lines,
        ticked=ticked,
        dialogue=meeting.dialogue,
        meeting=meeting,
    )
