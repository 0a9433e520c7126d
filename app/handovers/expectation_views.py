"""The page of what the sides expect of talks, and the forms that fill it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.dialogues.models import Dialogue, Side
from app.dialogues.queries import get_dialogue
from app.handovers import expectation_commands as commands
from app.handovers.expectation_forms import ExpectationsForm, FaultForm, OutcomesForm, SheetForm
from app.handovers.expectation_history import history_of_expectations
from app.handovers.expectations import (
    BySide,
    Comparison,
    Sheet,
    compared,
    expectations_for,
    holders_for,
)
from app.handovers.models import Dimension
from app.i18n import plain_text
from app.localized import EMPTY, LocalizedText
from app.records.models import Record
from app.records.queries import get_record
from app.rounds.models import AgendaTopic, Round, TopicFault
from app.rounds.page import TopicLine, agenda_lines
from app.rounds.queries import HELD, get_round
from app.rounds.views import side_names
from app.web import db, may, performed, requires, viewer

bp = Blueprint("expectations", __name__)


@dataclass(frozen=True)
class TopicRow:
    """One agenda topic of the talks, or the round as a whole, with what is expected of it."""

    ref: str
    title: LocalizedText
    fault: TopicFault | None
    is_whole: bool
    expected: BySide
    comparisons: dict[Dimension, Comparison]

    @property
    def is_recorded(self) -> bool:
        return any(self.expected.values())


@bp.get("/<dialogue>/<round:ref>/expectations")
@requires(Permission.READ)
def show_expectations(dialogue: str, ref: str) -> str:
    """Whoever reads the round opens it; what is expected is read by who took it down alone."""
    meeting = get_round(db, dialogue, ref)
    holders = holders_for(db, meeting.dialogue, viewer().secretariat_of)
    holder = _chosen(holders)
    found = expectations_for(db, meeting, holder) if holder else {}
    topics = [topic for held in agenda_lines(db, meeting) for topic in held.agenda.values()]
    return render_template(
        "handovers/expectations.html",
        dialogue=meeting.dialogue,
        meeting=meeting,
        holders=holders,
        holder=holder,
        rows=_rows(meeting, topics, found),
        sides=side_names(meeting.dialogue),
        is_over=meeting.status in HELD,
        history=history_of_expectations(db, meeting, holder, found) if holder else [],
        names={meeting.id: meeting.ref} | {topic.id: topic.ref for topic in topics},
    )


def _chosen(holders: list[Dialogue]) -> Dialogue | None:
    """The one that the address asks for, else the likeliest; None where there is none."""
    asked = request.args.get("held_by", "")
    return next((one for one in holders if one.slug == asked), next(iter(holders), None))


def _rows(meeting: Round, topics: list[TopicLine], found: dict[int, Any]) -> list[TopicRow]:
    """The topics in the order of the agenda, then the round as a whole."""
    sides = meeting.dialogue.sides
    rows = [_row(one.ref, one.title, one.fault, found.get(one.id, {}), sides) for one in topics]
    whole = _row(meeting.ref, EMPTY, None, found.get(meeting.id, {}), sides, is_whole=True)
    return [*rows, whole]


def _row(
    ref: str,
    title: LocalizedText,
    fault: TopicFault | None,
    expected: BySide,
    sides: list[Side],
    *,
    is_whole: bool = False,
) -> TopicRow:
    comparisons = {dimension: compared(expected, dimension, sides) for dimension in Dimension}
    return TopicRow(ref, title, fault, is_whole, expected, comparisons)


@bp.route("/<dialogue>/expectations/<talks>/<round:ref>", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_of_round(dialogue: str, talks: str, ref: str) -> ResponseReturnValue:
    """Here `dialogue` is the one whose secretariat holds what is taken down."""
    return _taken_down(dialogue, get_record(db, talks, ref))


@bp.route("/<dialogue>/expectations/<talks>/<topic:ref>", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_of_topic(dialogue: str, talks: str, ref: str) -> ResponseReturnValue:
    return _taken_down(dialogue, get_record(db, talks, ref))


@bp.route("/<dialogue>/expectations/<talks>/<round:ref>/outcomes", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_outcomes_of_round(dialogue: str, talks: str, ref: str) -> ResponseReturnValue:
    return _compared(dialogue, get_record(db, talks, ref))


@bp.route("/<dialogue>/expectations/<talks>/<topic:ref>/outcomes", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_outcomes_of_topic(dialogue: str, talks: str, ref: str) -> ResponseReturnValue:
    return _compared(dialogue, get_record(db, talks, ref))


def _taken_down(dialogue: str, about: Record) -> ResponseReturnValue:
    sheet = Sheet(db, about, get_dialogue(db, dialogue))
    form = ExpectationsForm.of(sheet, _side_name)
    if performed(form, commands.take_down_expectations, sheet=sheet):
        return redirect(_page(sheet))
    return _form_page("handovers/expectations_edit.html", form, sheet)


def _compared(dialogue: str, about: Record) -> ResponseReturnValue:
    sheet = Sheet(db, about, get_dialogue(db, dialogue))
    form = OutcomesForm.of(sheet, _side_name)
    if performed(form, commands.compare_expectations, sheet=sheet):
        return redirect(_page(sheet))
    return _form_page("handovers/expectation_outcomes.html", form, sheet)


def _side_name(side: Side) -> str:
    return plain_text(side.name)


def _form_page(template: str, form: SheetForm, sheet: Sheet) -> str:
    return render_template(
        template,
        form=form,
        sheet=sheet,
        about=sheet.about,
        dialogue=sheet.about.dialogue,
        holder=sheet.held_by,
        back=_page(sheet),
        expected={cell: row.expected for cell, row in sheet.rows().items()},
        is_whole=isinstance(sheet.about, Round),
    )


def _page(sheet: Sheet) -> str:
    """Back to the matrix, at the topic; of talks that may not be read, there is none."""
    talks, meeting = sheet.about.dialogue.slug, sheet.meeting
    if meeting is None:
        return url_for("dialogues.show_dialogue", dialogue=talks)
    return url_for(
        "expectations.show_expectations",
        dialogue=talks,
        ref=meeting.ref,
        held_by=sheet.held_by.slug,
        _anchor=sheet.about.ref,
    )


@bp.route("/<dialogue>/<topic:ref>/fault", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_fault(dialogue: str, ref: str) -> ResponseReturnValue:
    topic = get_record(db, dialogue, ref)
    if not isinstance(topic, AgendaTopic):
        abort(404)
    form = FaultForm(row=topic)
    back = url_for("rounds.show_topic", dialogue=dialogue, ref=ref)
    if may(Permission.TRACE) and topic.meeting is not None:
        meeting = topic.meeting.ref
        back = url_for("expectations.show_expectations", dialogue=dialogue, ref=meeting)
    if performed(form, commands.find_fault, topic=topic):
        return redirect(back)
    return render_template(
        "handovers/expectation_fault.html",
        form=form,
        topic=topic,
        dialogue=topic.dialogue,
        back=back,
    )
