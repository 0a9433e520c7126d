"""The roster of a round, and attendance over rounds."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.attendance import commands
from app.attendance.forms import AttendeeForm, EditAttendeeForm, EditGroupForm
from app.attendance.over_rounds import attendance_matrix
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale, plain_text
from app.people.models import Person
from app.people.naming import audience_of, current_line, person_name, printed_name
from app.rounds.queries import get_attendance, get_round, people_to_add
from app.web import db, performed, refused, requires, viewer

bp = Blueprint("attendance", __name__)


def _choice(person: Person) -> str:
    locale = page_locale()
    posts = plain_text(current_line(person))
    return " – ".join(part for part in (person_name(person, locale), posts) if part)


def _offer_sides(form: Any, meeting: Any) -> None:
    form.offer_sides(meeting.dialogue.sides, name=lambda side: plain_text(side.name))


@bp.route("/<dialogue>/<round:ref>/attendance/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_attendee(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form = AttendeeForm()
    form.offer_people(people_to_add(db, meeting), name=_choice)
    _offer_sides(form, meeting)
    if performed(form, commands.add_attendee, meeting=meeting):
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    return render_template(
        "attendance/new_attendee.html", form=form, dialogue=meeting.dialogue, meeting=meeting
    )


@bp.route("/<dialogue>/<round:ref>/attendance/<int:attendance_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_attendee(dialogue: str, ref: str, attendance_id: int) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    attendance = get_attendance(db, meeting, attendance_id)
    form: Any = (EditAttendeeForm if attendance.person_id else EditGroupForm)(row=attendance)
    _offer_sides(form, meeting)
    if performed(form, commands.edit_attendance, attendance=attendance):
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    audience = audience_of(viewer(), meeting.dialogue_id)
    return render_template(
        "attendance/edit_attendee.html",
        form=form,
        dialogue=meeting.dialogue,
        meeting=meeting,
        attendance=attendance,
        printed=printed_name(attendance, audience, page_locale()),
    )


@bp.post("/<dialogue>/<round:ref>/attendance/<int:attendance_id>/remove")
@requires(Permission.LOG)
def remove_attendee(dialogue: str, ref: str, attendance_id: int) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    attendance = get_attendance(db, meeting, attendance_id)
    refusal = refused(commands.remove_attendee, attendance=attendance)
    if refusal is None:
        return redirect(record_url(dialogue, ref, _anchor="attendance"))
    form: Any = (EditAttendeeForm if attendance.person_id else EditGroupForm)(row=attendance)
    _offer_sides(form, meeting)
    form.show(refusal)
    audience = audience_of(viewer(), meeting.dialogue_id)
    return render_template(
        "attendance/edit_attendee.html",
        form=form,
        dialogue=meeting.dialogue,
        meeting=meeting,
        attendance=attendance,
        printed=printed_name(attendance, audience, page_locale()),
    )


@bp.get("/<dialogue>/attendance")
@requires(Permission.READ)
def show_attendance(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    audience = audience_of(viewer(), held_in.id)
    return render_template(
        "attendance/show_attendance.html",
        dialogue=held_in,
        matrix=attendance_matrix(db, held_in, audience, page_locale()),
    )
