"""The working groups of a dialogue, the page of one, and its forms."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus.item_views import side_name
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.groups import commands, queries
from app.groups.forms import EditGroupForm, GroupFields, GroupForm, MeetingForm, StatusForm
from app.groups.models import WorkingGroup
from app.matters.queries import matters_with
from app.printing import is_closed, round_name
from app.records.papers import documents_of
from app.records.queries import citations_of, get_record
from app.rounds.models import Round, RoundKind
from app.rounds.queries import get_round, rounds_of
from app.rounds.views import side_names, today
from app.trace.queries import links_of
from app.web import db, performed, refused, requires

bp = Blueprint("groups", __name__)


@bp.get("/<dialogue>/groups")
@requires(Permission.READ)
def show_groups(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    return render_template(
        "groups/groups.html", dialogue=held_in, lines=queries.groups_of(db, held_in)
    )


def _group(dialogue: str, ref: str) -> WorkingGroup:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, WorkingGroup)  # the address says so
    return found


@bp.get("/<dialogue>/<group:ref>")
@requires(Permission.READ)
def show_group(dialogue: str, ref: str) -> str:
    group = _group(dialogue, ref)
    line = queries.line_of(group)
    return render_template(
        "groups/group.html",
        dialogue=group.dialogue,
        group=group,
        line=line,
        items=queries.items_at_meetings(db, line),
        actions=queries.actions_of(db, group, today()),
        sides=side_names(group.dialogue),
        links=links_of(db, group),
        matters=matters_with(db, group),
        documents=documents_of(db, group),
        citations=citations_of(db, group.id),
    )


def _let_find(form: GroupFields, dialogue: Dialogue) -> None:
    form.find = lambda ref: queries.item_called(db, dialogue, ref) if ref else None
    form.offer_sides(dialogue.sides, side_name)


@bp.route("/<dialogue>/groups/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_group(dialogue: str) -> ResponseReturnValue:
    """Of an item recorded at a round whose minutes are confirmed, it is recorded at no round."""
    held_in = get_dialogue(db, dialogue)
    origin = queries.item_called(db, held_in, request.args.get("origin", ""))
    ref = request.args.get("meeting")
    meeting: Any = get_round(db, dialogue, ref) if ref else None
    if origin and meeting is None and not is_closed(origin):
        meeting = origin.meeting
    form = GroupForm(data={"origin": origin.ref, "title": origin.title} if origin else None)
    _let_find(form, held_in)
    if meeting:
        del form.happened
    if performed(form, commands.form_group, dialogue=held_in, meeting=meeting):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("groups/new_group.html", form=form, dialogue=held_in, meeting=meeting)


@bp.route("/<dialogue>/<group:ref>/edit", methods=["GET", "POST"])
@requires(Permission.AGREE)
def edit_group(dialogue: str, ref: str) -> ResponseReturnValue:
    group = _group(dialogue, ref)
    form = EditGroupForm(row=group)
    _let_find(form, group.dialogue)
    if group.meeting_id is not None:
        del form.happened
    if performed(form, commands.edit_group, group=group):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "groups/edit_group.html", form=form, dialogue=group.dialogue, group=group
    )


@bp.route("/<dialogue>/<group:ref>/status", methods=["GET", "POST"])
@requires(Permission.AGREE)
def report_status(dialogue: str, ref: str) -> ResponseReturnValue:
    group = _group(dialogue, ref)
    form = StatusForm(row=group)
    if performed(form, commands.report_status, group=group):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "groups/report_status.html", form=form, dialogue=group.dialogue, group=group
    )


@bp.route("/<dialogue>/<group:ref>/meetings/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def add_meeting(dialogue: str, ref: str) -> ResponseReturnValue:
    group, form = _group(dialogue, ref), MeetingForm()
    form.offer(_likely_first(group), lambda one: f"{one.ref}: {round_name(one)}")
    if performed(form, commands.add_meeting, group=group):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "groups/add_meeting.html", form=form, dialogue=group.dialogue, group=group
    )


def _likely_first(group: WorkingGroup) -> list[Round]:
    """The dialogue's meetings that are not the group's yet, newest first, those of groups before.

    What is the group's already is offered too once it was sent, so that the refusal can say so.
    """
    sent = request.form.get("meeting")
    known = {meeting.ref for meeting in group.meetings} - {sent}
    rounds = [one for one in reversed(rounds_of(db, group.dialogue)) if one.ref not in known]
    return sorted(rounds, key=lambda one: one.round_kind is not RoundKind.WORKING_GROUP)


@bp.post("/<dialogue>/<group:ref>/meetings/<round:meeting>/take-off")
@requires(Permission.AGREE)
def take_off_meeting(dialogue: str, ref: str, meeting: str) -> ResponseReturnValue:
    group = _group(dialogue, ref)
    refused(commands.take_off_meeting, group=group, meeting=get_round(db, dialogue, meeting))
    return redirect(record_url(dialogue, ref))
