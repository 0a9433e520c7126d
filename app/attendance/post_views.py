"""Taking over the posts that people hold by now, on the roster of a planned round."""

from flask import Blueprint, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.addresses import record_url
from app.attendance.post_commands import take_over_posts
from app.rounds.queries import get_attendance, get_round
from app.web import db, refused, requires

bp = Blueprint("posts", __name__)


@bp.post("/<dialogue>/<round:ref>/attendance/posts")
@requires(Permission.LOG)
def take_over_all(dialogue: str, ref: str) -> ResponseReturnValue:
    return _taken_over(dialogue, ref, None)


@bp.post("/<dialogue>/<round:ref>/attendance/<int:attendance_id>/posts")
@requires(Permission.LOG)
def take_over(dialogue: str, ref: str, attendance_id: int) -> ResponseReturnValue:
    return _taken_over(dialogue, ref, attendance_id)


def _taken_over(dialogue: str, ref: str, attendance_id: int | None) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    one = get_attendance(db, meeting, attendance_id) if attendance_id is not None else None
    refusal = refused(take_over_posts, meeting=meeting, attendance=one)
    if refusal is None:
        flash(_("The roster says the posts held now."))
    else:
        flash(_(refusal.message, **refusal.values))
    return redirect(record_url(dialogue, ref, _anchor="attendance"))
