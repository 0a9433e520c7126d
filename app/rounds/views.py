"""The round page, and the pages and forms of its sessions and agenda."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.actions.queries import actions_from, actions_of_meeting
from app.addresses import record_url
from app.attendance.post_commands import changed_posts
from app.consensus.lines import ItemLine, items_of_meeting, items_with
from app.consensus.models import ConsensusItem
from app.consensus.standing import Standing
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale, plain_text
from app.matters.around import around_round
from app.matters.queries import matters_with
from app.people.naming import audience_of, printed_name
from app.planning.queries import count_open_matters
from app.records.papers import documents_of
from app.records.queries import citations_of, get_record
from app.rounds import commands
from app.rounds.forms import (
    EditRoundForm,
    EditSessionForm,
    EditTopicForm,
    RoundForm,
    SessionForm,
    TopicForm,
)
from app.rounds.models import AgendaTopic, Attendance, DialogueSession, Round, RoundStatus
from app.rounds.page import (
    AttendeeLine,
    agenda_lines,
    before_and_after,
    benches,
    roster_lines,
)
from app.rounds.queries import attendance_of, get_round, next_number, sessions_of
from app.sheets.earlier import on_earlier_records
from app.topics.queries import tree
from app.trace.queries import links_of
from app.trace.succession import Place, took_their_place
from app.trace.suggestion_views import link_suggestions
from app.web import db, may, performed, requires, viewer

bp = Blueprint("rounds", __name__)


def today() -> date:
    return datetime.now(UTC).date()


def side_names(dialogue: Dialogue) -> dict[int, str]:
    return {side.id: plain_text(side.name) for side in dialogue.sides}


@bp.get("/<dialogue>/<round:ref>")
@requires(Permission.READ)
def show_round(dialogue: str, ref: str) -> str:
    meeting = get_round(db, dialogue, ref)
    sides = meeting.dialogue.sides
    audience, locale = audience_of(viewer(), meeting.dialogue_id), page_locale()
    roster = roster_lines(db, meeting, sides)
    printed = {line.id: printed_name(line, audience, locale) for line in roster}
    items = items_of_meeting(db, meeting, sides)
    actions = actions_of_meeting(db, meeting, today())
    before, after = before_and_after(db, meeting)
    sessions = agenda_lines(db, meeting)
    keeps, planned = may(Permission.LOG, dialogue), meeting.status is RoundStatus.PLANNED
    listed = {item.id for item in items} | {number for held in sessions for number in held.agenda}
    tops, points_of = _points_apart(items)
    reworded, reported = on_earlier_records(db, meeting)
    return render_template(
        "rounds/round.html",
        reworded=reworded,
        reported=reported,
        dialogue=meeting.dialogue,
        meeting=meeting,
        sessions=sessions,
        items_under=_grouped(tops, lambda item: item.agenda_topic_id),
        actions_under=_grouped(actions, lambda line: line.action.origin_id),
        loose_items=[item for item in tops if item.agenda_topic_id not in listed],
        points_of=points_of,
        places=_places(items),
        loose_actions=[line for line in actions if line.action.origin_id not in listed],
        benches=benches(roster, [side.id for side in sides]),
        printed=printed,
        moderators=_moderators(roster, printed),
        links=links_of(db, meeting),
        around=around_round(db, meeting),
        documents=documents_of(db, meeting),
        open_matters=count_open_matters(db, meeting) if keeps and planned else 0,
        changed_posts=changed_posts(db, meeting, locale) if keeps else [],
        citations=citations_of(db, meeting.id),
        before=before,
        after=after,
        sides=side_names(meeting.dialogue),
    )


def _points_apart(items: list[ItemLine]) -> tuple[list[ItemLine], dict[int | None, list[Any]]]:
    """The items that are nobody's sub-points here, and the sub-points by what they belong to."""
    there = {item.id for item in items}
    points = _grouped([item for item in items if item.parent_id in there], lambda i: i.parent_id)
    return [item for item in items if item.parent_id not in there], points


def _places(items: list[ItemLine]) -> Mapping[int, tuple[Place, ...]]:
    """What took the place of those that no longer stand."""
    ended = [item.id for item in items if item.standing is Standing.SUPERSEDED]
    return took_their_place(db, ended)


def _grouped(lines: list[Any], key: Any) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return found


def _moderators(roster: list[AttendeeLine], printed: dict[int, Any]) -> dict[int, list[Any]]:
    """Who moderated which session, by its id."""
    found: dict[int, list[Any]] = {}
    for line in roster:
        for session_id in line.moderates:
            found.setdefault(session_id, []).append(printed[line.id])
    return found


@bp.route("/<dialogue>/rounds/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_round(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    given: dict[str, Any] = {"number": next_number(db, held_in)}
    form = RoundForm(data=given | {"attribution": held_in.attribution})
    form.offer_sides(held_in.sides, name=lambda side: plain_text(side.name))
    if performed(form, commands.log_round, dialogue=held_in):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("rounds/new_round.html", form=form, dialogue=held_in)


@bp.route("/<dialogue>/<round:ref>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_round(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form = EditRoundForm(row=meeting)
    form.offer_sides(meeting.dialogue.sides, name=lambda side: plain_text(side.name))
    if performed(form, commands.edit_round, meeting=meeting):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "rounds/edit_round.html", form=form, dialogue=meeting.dialogue, meeting=meeting
    )


def _roster_names(meeting: Round) -> list[tuple[Attendance, str]]:
    audience, locale = audience_of(viewer(), meeting.dialogue_id), page_locale()
    named = []
    for attendance in attendance_of(db, meeting):
        name = printed_name(attendance, audience, locale).name
        if attendance.person_id is not None and name:
            named.append((attendance, name))
    return named


@bp.get("/<dialogue>/<meeting:ref>")
@requires(Permission.READ)
def show_session(dialogue: str, ref: str) -> str:
    held = _session(dialogue, ref)
    meeting = held.meeting
    lines = agenda_lines(db, meeting) if isinstance(meeting, Round) else []
    roster = roster_lines(db, meeting, held.dialogue.sides) if isinstance(meeting, Round) else []
    audience, locale = audience_of(viewer(), held.dialogue_id), page_locale()
    printed = {line.id: printed_name(line, audience, locale) for line in roster}
    return render_template(
        "rounds/session.html",
        dialogue=held.dialogue,
        held=held,
        agenda=[topic for line in lines if line.id == held.id for topic in line.agenda.values()],
        moderators=_moderators(roster, printed).get(held.id, []),
        links=links_of(db, held),
        matters=matters_with(db, held),
        documents=documents_of(db, held),
        citations=citations_of(db, held.id),
    )


def _session(dialogue: str, ref: str) -> DialogueSession:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, DialogueSession)  # the address says so
    return found


@bp.route("/<dialogue>/<round:ref>/sessions/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_session(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form = SessionForm()
    form.offer(_roster_names(meeting))
    if performed(form, commands.add_session, meeting=meeting):
        return redirect(record_url(dialogue, ref, _anchor=form.result.ref))
    return render_template(
        "rounds/new_session.html", form=form, dialogue=meeting.dialogue, meeting=meeting
    )


@bp.route("/<dialogue>/<meeting:ref>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_session(dialogue: str, ref: str) -> ResponseReturnValue:
    held = _session(dialogue, ref)
    form = EditSessionForm(row=held)
    form.offer_sides(held.dialogue.sides, name=lambda side: plain_text(side.name))
    form.offer(_roster_names(held.meeting) if isinstance(held.meeting, Round) else [])
    if performed(form, commands.edit_session, held=held):
        return redirect(record_url(dialogue, ref))
    return render_template("rounds/edit_session.html", form=form, dialogue=held.dialogue, held=held)


@bp.get("/<dialogue>/<topic:ref>")
@requires(Permission.READ)
def show_topic(dialogue: str, ref: str) -> str:
    topic = _topic(dialogue, ref)
    sides = topic.dialogue.sides
    items = items_with(db, sides, ConsensusItem.agenda_topic_id == topic.id)
    tops, points_of = _points_apart(items)
    return render_template(
        "rounds/topic.html",
        dialogue=topic.dialogue,
        topic=topic,
        items=tops,
        points_of=points_of,
        places=_places(items),
        actions=actions_from(db, topic, today()),
        links=links_of(db, topic),
        suggestions=link_suggestions(topic),
        matters=matters_with(db, topic),
        documents=documents_of(db, topic),
        citations=citations_of(db, topic.id),
        sides=side_names(topic.dialogue),
    )


def _topic(dialogue: str, ref: str) -> AgendaTopic:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, AgendaTopic)  # the address says so
    return found


def _tree_name(node: Any) -> str:
    return f"{node.code} {plain_text(node.name)}"


@bp.route("/<dialogue>/<meeting:ref>/topics/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_topic(dialogue: str, ref: str) -> ResponseReturnValue:
    held = _session(dialogue, ref)
    form = TopicForm()
    form.offer_topics([node.topic for node in tree(db)], name=_tree_name)
    if performed(form, commands.add_topic, held=held):
        meeting = held.meeting
        home = record_url(dialogue, meeting.ref, _anchor=form.result.ref) if meeting else None
        return redirect(home or record_url(dialogue, form.result.ref))
    return render_template("rounds/new_topic.html", form=form, dialogue=held.dialogue, held=held)


@bp.route("/<dialogue>/<topic:ref>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_topic(dialogue: str, ref: str) -> ResponseReturnValue:
    topic = _topic(dialogue, ref)
    form = EditTopicForm(row=topic)
    form.offer_sides(topic.dialogue.sides, name=lambda side: plain_text(side.name))
    form.offer_topics([node.topic for node in tree(db)], name=_tree_name)
    held = sessions_of(db, topic.meeting) if isinstance(topic.meeting, Round) else []
    form.held.offer(held, lambda one: one.ref, lambda one: f"{one.ref} {plain_text(one.title)}")
    if performed(form, commands.edit_topic, topic=topic):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "rounds/edit_topic.html", form=form, dialogue=topic.dialogue, topic=topic
    )
