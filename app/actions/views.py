"""The action register, the page of an action, and its forms."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.actions import commands, queries
from app.actions.forms import ActionForm, EditActionForm, UpdateForm
from app.actions.found_views import STATES, found_actions
from app.actions.listing_views import actions_listing
from app.actions.models import Action, ActionStatus
from app.addresses import record_url
from app.consensus.moment_views import chosen_moment
from app.dialogues.queries import get_dialogue
from app.filters import next_page
from app.i18n import page_locale, plain_text
from app.matters.queries import matters_with
from app.people.naming import person_name
from app.people.queries import institutions, people
from app.records.models import Record
from app.records.papers import documents_of
from app.records.queries import citations_of, get_record, recorded_at
from app.reports.listing_forms import ListingPen
from app.reports.listing_views import sent
from app.rounds.queries import get_round, rounds_of
from app.rounds.views import today
from app.trace.queries import links_of
from app.web import db, performed, requires

bp = Blueprint("actions", __name__)


@bp.get("/<dialogue>/actions")
@requires(Permission.READ)
def show_register(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    found = found_actions(held_in, limit=queries.PAGE + 1)
    lines = found.lines
    return render_template(
        "actions/register.html",
        dialogue=held_in,
        found=found,
        lines=lines[: queries.PAGE],
        older=next_page(lines, queries.PAGE, lambda line: queries.due_first(line.action)),
        states=STATES,
        statuses=ActionStatus,
    )


@bp.get("/<dialogue>/actions/export/<any(xlsx, csv, docx, md):format_>")
@requires(Permission.READ)
def export_register(dialogue: str, format_: str) -> ResponseReturnValue:
    """The file; where something in the address cannot be read, the page, which says what."""
    found = found_actions(get_dialogue(db, dialogue), limit=None)
    if found.problems:
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{url_for('.show_register', dialogue=dialogue)}?{query}")
    return sent(actions_listing(ListingPen(page_locale()), found), format_)


def _action(dialogue: str, ref: str) -> Action:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, Action)  # the address says so
    return found


@bp.get("/<dialogue>/<action:ref>")
@requires(Permission.READ)
def show_action(dialogue: str, ref: str) -> str:
    """Now, or as it stood at a moment: with a problem, or before it was assigned, no line."""
    action = _action(dialogue, ref)
    moment = chosen_moment(rounds_of(db, action.dialogue))
    line = None if moment.problem else queries.line_of(db, action, today(), moment.as_of)
    return render_template(
        "actions/action.html",
        dialogue=action.dialogue,
        action=action,
        moment=moment,
        line=line,
        origin=action.origin,
        updates=queries.updates_of(db, action, moment.as_of) if line else (),
        links=links_of(db, action),
        matters=matters_with(db, action),
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
