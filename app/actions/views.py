"""The action register, the page of an action, and its forms."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.actions import commands, queries
from app.actions.forms import ActionForm, EditActionForm, UpdateForm
from app.actions.models import Action, ActionStatus
from app.addresses import record_url
from app.dialogues.queries import get_dialogue
from app.filters import chosen_member, chosen_page, next_page
from app.i18n import page_locale, plain_text
from app.people.naming import person_name
from app.people.queries import institutions, people
from app.records.models import Record
from app.records.papers import documents_of
from app.records.queries import citations_of, get_record, recorded_at
from app.rounds.queries import get_round, rounds_of
from app.rounds.views import today
from app.trace.queries import links_of
from app.web import db, performed, requires

bp = Blueprint("actions", __name__)

STATES = ("unfinished", "overdue", "finished", "all")


@bp.get("/<dialogue>/actions")
@requires(Permission.READ)
def show_register(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    state = request.args.get("state", "")
    rounds = rounds_of(db, held_in)
    meeting = next((one for one in rounds if one.ref == request.args.get("round")), None)
    side = next((one for one in held_in.sides if one.code == request.args.get("side")), None)
    chosen = queries.Filter(
        state=state if state in STATES else "unfinished",
        status=chosen_member(ActionStatus, "status"),
        side_id=side.id if side else None,
        meeting_id=meeting.id if meeting else None,
        text=request.args.get("text", "").strip()[:200],
    )
    found = queries.register(
        db, held_in, chosen, today(), after=chosen_page(), limit=queries.PAGE + 1
    )
    return render_template(
        "actions/register.html",
        dialogue=held_in,
        lines=found[: queries.PAGE],
        older=next_page(found, queries.PAGE, lambda line: queries.due_first(line.action)),
        state=chosen.state,
        rounds=rounds,
        statuses=ActionStatus,
    )


def _action(dialogue: str, ref: str) -> Action:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, Action)  # the address says so
    return found


@bp.get("/<dialogue>/<action:ref>")
@requires(Permission.READ)
def show_action(dialogue: str, ref: str) -> str:
    action = _action(dialogue, ref)
    return render_template(
        "actions/action.html",
        dialogue=action.dialogue,
        action=action,
        line=queries.line_of(db, action, today()),
        origin=action.origin,
        updates=queries.updates_of(db, action),
        links=links_of(db, action),
        documents=documents_of(db, action),
        citations=citations_of(db, action.id),
    )


def _offer(form: Any, sides: Any) -> None:
    locale = page_locale()
    form.offer(
        sides,
        people(db),
        institutions(db),
        person_name=lambda person: person_name(person, locale),
        text=plain_text,
    )


@bp.route("/<dialogue>/actions/new", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP)
def new_action(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    ref = request.args.get("meeting")
    meeting = get_round(db, dialogue, ref) if ref else None
    origins: list[Record] = list(recorded_at(db, meeting)) if meeting else []
    if wanted := request.args.get("origin"):
        origin = get_record(db, dialogue, wanted)
        origins = origins if origin in origins else [origin, *origins]
    else:
        origin = None
    form = ActionForm(data={"origin": origin})
    _offer(form, held_in.sides)
    form.offer_origins(origins, plain_text)
    if performed(form, commands.assign_action, dialogue=held_in, meeting=meeting):
        if meeting:
            return redirect(record_url(dialogue, meeting.ref, _anchor=form.result.ref))
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("actions/new_action.html", form=form, dialogue=held_in, meeting=meeting)


@bp.route("/<dialogue>/<action:ref>/edit", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP)
def edit_action(dialogue: str, ref: str) -> ResponseReturnValue:
    action = _action(dialogue, ref)
    form = EditActionForm(row=action)
    _offer(form, action.dialogue.sides)
    if performed(form, commands.edit_action, action=action):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "actions/edit_action.html", form=form, dialogue=action.dialogue, action=action
    )


@bp.route("/<dialogue>/<action:ref>/updates/new", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP)
def new_update(dialogue: str, ref: str) -> ResponseReturnValue:
    action = _action(dialogue, ref)
    form = UpdateForm(row=action)
    sides = action.dialogue.sides
    form.waiting_for.offer(sides, lambda side: side.code, lambda side: plain_text(side.name))
    rounds = rounds_of(db, action.dialogue)
    form.reported_at.offer(rounds, lambda one: one.ref, lambda one: one.ref)
    if performed(form, commands.report_on, action=action):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "actions/new_update.html", form=form, dialogue=action.dialogue, action=action
    )
