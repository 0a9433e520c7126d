"""The hand-overs of a dialogue, the page of one, and its forms."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.handovers import commands, queries
from app.handovers.chains import chain_of, withheld_from
from app.handovers.forms import (
    AcknowledgeForm,
    EditHandoverForm,
    FeedbackForm,
    HandoverForm,
    MatchForm,
    PassingFields,
)
from app.handovers.lines import HandoverLine, Sent, lines_of, words_then
from app.handovers.models import Direction, Handover, HandoverKind
from app.handovers.naming_forms import choice_name, init_blueprint
from app.handovers.offered import (
    answerable,
    found_sent,
    meetings_served,
    offered,
    sources_seen,
    standings_of,
)
from app.matters.queries import matters_with
from app.records.models import Record, Source
from app.records.papers import documents_of
from app.records.queries import citations_of, get_record
from app.rounds.queries import rounds_of
from app.trace.queries import links_of
from app.web import db, performed, requires, viewer

bp = Blueprint("handovers", __name__)
init_blueprint(bp)

OTHER_WAY = {
    Direction.TO_GOVERNMENT: Direction.FROM_GOVERNMENT,
    Direction.FROM_GOVERNMENT: Direction.TO_GOVERNMENT,
}


def _handover(dialogue: str, ref: str) -> Handover:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, Handover)  # the address says so
    return found


def _line(handover: Handover) -> HandoverLine:
    """With the words of what was sent."""
    return queries.lines_where(db, Handover.id == handover.id, with_words=True)[0]


@bp.get("/<dialogue>/<handover:ref>")
@requires(Permission.READ)
def show_handover(dialogue: str, ref: str) -> str:
    handover = _handover(dialogue, ref)
    line = _line(handover)
    return render_template(
        "handovers/handover.html",
        dialogue=handover.dialogue,
        handover=handover,
        line=line,
        words={
            sent.key: words_then(sent.wording, handover.happened)
            for sent in line.wordings
            if sent.wording
        },
        chain=chain_of(db, handover),
        withheld=withheld_from(db, line),
        is_of_the_house=handover.dialogue_id in viewer().secretariat_of,
        links=links_of(db, handover),
        matters=matters_with(db, handover),
        documents=documents_of(db, handover),
        citations=citations_of(db, handover.id),
    )


def _let_find(form: PassingFields, home: Dialogue, things: list[Sent], row: Any = None) -> None:
    """Offer what there is, and first what the hand-over says already."""
    form.find = lambda typed: found_sent(db, home, typed)
    meetings: list[Any] = list(meetings_served(db, home))
    earlier = [one for one in answerable(db, home) if one is not row]
    if row is not None:
        meetings = list(dict.fromkeys([*filter(None, [row.meant_for]), *meetings]))
        earlier = list(dict.fromkeys([*filter(None, [row.answers]), *earlier]))
    form.offer(
        home,
        things=things,
        standings=standings_of(db, things),
        meetings=meetings,
        answerable=earlier,
    )
    if isinstance(form, HandoverForm):
        latest = list(reversed(rounds_of(db, home)))
        rounds = sorted(latest, key=lambda one: one.happened is None)
        form.meeting.offer(rounds, lambda one: one.ref, lambda one: choice_name(one, home))


@bp.route("/<dialogue>/handovers/new", methods=["GET", "POST"])
@requires(Permission.TRACE)
def new_handover(dialogue: str) -> ResponseReturnValue:
    """From the record that `of` names, its wordings and papers are offered."""
    home = get_dialogue(db, dialogue)
    ref = request.args.get("of")
    origin = get_record(db, dialogue, ref) if ref else None
    things = offered(db, origin) if origin else []
    form = HandoverForm(data={"things": _ticked(origin, things)})
    _let_find(form, home, things)
    if performed(form, commands.hand_over, dialogue=home):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("handovers/new_handover.html", form=form, dialogue=home, origin=origin)


def _ticked(origin: Record | None, things: list[Sent]) -> list[Sent]:
    """Of an item the latest wording, of a paper itself; of a round one chooses."""
    first = things[:1]
    return [one for one in first if origin is not None and one.record.id == origin.id]


@bp.route("/<dialogue>/<handover:ref>/reply", methods=["GET", "POST"])
@requires(Permission.TRACE)
def record_reply(dialogue: str, ref: str) -> ResponseReturnValue:
    """A reply is a hand-over that answers: it goes the other way, between the same two."""
    answered = _handover(dialogue, ref)
    known = {
        "handover_kind": HandoverKind.REPLY,
        "direction": OTHER_WAY[answered.direction],
        "from_side": answered.to_side,
        "from_body": answered.to_body,
        "to_side": answered.from_side,
        "to_body": answered.from_body,
        "answers": answered,
        "disclosure": answered.disclosure,
        "side": answered.side,
    }
    form = HandoverForm(data=known)
    _let_find(form, answered.dialogue, [])
    if performed(form, commands.hand_over, dialogue=answered.dialogue):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template(
        "handovers/record_reply.html", form=form, dialogue=answered.dialogue, handover=answered
    )


@bp.route("/<dialogue>/<handover:ref>/edit", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_handover(dialogue: str, ref: str) -> ResponseReturnValue:
    handover = _handover(dialogue, ref)
    line = _line(handover)
    form = EditHandoverForm(of=line)
    _let_find(form, handover.dialogue, list(line.sent), handover)
    return _form(form, commands.edit_handover, handover, "edit_handover")


@bp.route("/<dialogue>/<handover:ref>/acknowledge", methods=["GET", "POST"])
@requires(Permission.TRACE)
def acknowledge(dialogue: str, ref: str) -> ResponseReturnValue:
    handover = _handover(dialogue, ref)
    return _form(AcknowledgeForm(row=handover), commands.acknowledge, handover, "acknowledge")


@bp.route("/<dialogue>/<handover:ref>/feedback", methods=["GET", "POST"])
@requires(Permission.TRACE)
def record_feedback(dialogue: str, ref: str) -> ResponseReturnValue:
    handover = _handover(dialogue, ref)
    form = FeedbackForm(row=handover)
    return _form(form, commands.record_feedback, handover, "record_feedback")


@bp.route("/<dialogue>/<handover:ref>/match", methods=["GET", "POST"])
@requires(Permission.TRACE)
def record_match(dialogue: str, ref: str) -> ResponseReturnValue:
    handover = _handover(dialogue, ref)
    form = MatchForm(row=handover)
    form.offer_sources(handover.dialogue, _sources(handover))
    return _form(form, commands.record_match, handover, "record_match")


def _sources(handover: Handover) -> list[Source]:
    """Those that may be named, and the one that is, wherever it is of."""
    found = [handover.source] if handover.source else []
    return list(dict.fromkeys([*found, *sources_seen(db, handover.dialogue)]))


def _form(form: Any, command: Any, handover: Handover, template: str) -> ResponseReturnValue:
    if performed(form, command, handover=handover):
        return redirect(record_url(handover.dialogue.slug, handover.ref))
    return render_template(
        f"handovers/{template}.html",
        form=form,
        dialogue=handover.dialogue,
        handover=handover,
        line=lines_of(db, [handover])[0],
    )
