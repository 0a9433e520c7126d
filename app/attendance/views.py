"""The roster of a round."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.attendance import commands
from app.attendance.forms import AttendeeForm, EditAttendeeForm, EditGroupForm
from app.attendance.issued_papers import (
    MAY_BE_GIVEN,
    IssuedPaper,
    level_by_consent,
    papers_that_may_name,
)
from app.attendance.matching import roll_of
from app.attendance.named_commands import add_named, who_may_be_meant
from app.attendance.post_commands import changed_posts
from app.i18n import page_locale, plain_text
from app.people.models import Naming
from app.people.naming import audience_of, printed_name
from app.rounds.models import Attendance, Round
from app.rounds.queries import get_attendance, get_round
from app.web import db, performed, refused, requires, viewer

bp = Blueprint("attendance", __name__)

# A browser offers the first few that fit; who is not offered is found all the same.
MOST_NAMES = 1000


def _offer_sides(form: Any, meeting: Any) -> None:
    form.offer_sides(meeting.dialogue.sides, name=lambda side: plain_text(side.name))


@bp.route("/<dialogue>/<round:ref>/attendance/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_attendee(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form = AttendeeForm()
    _offer_sides(form, meeting)
    if performed(form, add_named, meeting=meeting):
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    roll = roll_of(db, page_locale())
    if name := form.name.data:
        person, called = who_may_be_meant(roll, name)
        if person is None or form.meant.data:
            form.ask(called)
    return render_template(
        "attendance/new_attendee.html",
        form=form,
        dialogue=meeting.dialogue,
        meeting=meeting,
        known=roll.everybody[:MOST_NAMES],
    )


@bp.route("/<dialogue>/<round:ref>/attendance/<int:attendance_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_attendee(dialogue: str, ref: str, attendance_id: int) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    attendance = get_attendance(db, meeting, attendance_id)
    form: Any = _edit_form(meeting, attendance)
    allowed = MAY_BE_GIVEN[_level(attendance)]
    if not performed(form, commands.edit_attendance, attendance=attendance):
        return _edit_page(form, meeting, attendance)
    if MAY_BE_GIVEN[_level(attendance)] < allowed and any(
        paper.is_too_wide for paper in _papers(meeting, attendance)
    ):
        return redirect(
            record_url(
                dialogue,
                ref,
                "attendance.edit_attendee",
                attendance_id=attendance_id,
                _anchor="issued",
            )
        )
    return redirect(record_url(dialogue, ref, _anchor="attendance"))


def _edit_form(meeting: Round, attendance: Attendance) -> Any:
    form: Any = (EditAttendeeForm if attendance.person_id else EditGroupForm)(row=attendance)
    _offer_sides(form, meeting)
    return form


def _level(attendance: Attendance) -> Naming:
    """To whom they may be named, once it is heeded whether they agreed to it."""
    consents = bool(attendance.consent or attendance.consented)
    return level_by_consent(attendance.naming, consents=consents)


def _papers(meeting: Round, attendance: Attendance) -> list[IssuedPaper]:
    if attendance.person is None:
        return []
    return papers_that_may_name(db, attendance.person, meeting, _level(attendance))


def _edit_page(form: Any, meeting: Round, attendance: Attendance) -> str:
    audience, locale = audience_of(viewer(), meeting.dialogue_id), page_locale()
    return render_template(
        "attendance/edit_attendee.html",
        form=form,
        dialogue=meeting.dialogue,
        meeting=meeting,
        attendance=attendance,
        printed=printed_name(attendance, audience, locale),
        papers=_papers(meeting, attendance),
        level=_level(attendance),
        changed_posts=changed_posts(db, meeting, locale, attendance_id=attendance.id),
    )


@bp.post("/<dialogue>/<round:ref>/attendance/<int:attendance_id>/remove")
@requires(Permission.LOG)
def remove_attendee(dialogue: str, ref: str, attendance_id: int) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    attendance = get_attendance(db, meeting, attendance_id)
    refusal = refused(commands.remove_attendee, attendance=attendance)
    if refusal is None:
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    form = _edit_form(meeting, attendance)
    form.show(refusal)
    return _edit_page(form, meeting, attendance)
