"""Planning a round, and the page on which its agenda is arranged."""

from typing import Any

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.dialogues.queries import get_dialogue
from app.i18n import plain_text
from app.planning import commands, ordering_commands, plan_commands
from app.planning.arrangement import Arrangement
from app.planning.forms import BringBackForm, OrderForm, PlanForm
from app.planning.queries import TO_COME, open_matters
from app.printing import round_name
from app.rounds.models import Round
from app.rounds.page import SessionLine, agenda_lines
from app.rounds.queries import HELD, get_round, next_number, rounds_of, sessions_of
from app.rounds.views import side_names, today
from app.web import db, performed, requires

bp = Blueprint("planning", __name__)


@bp.route("/<dialogue>/rounds/plan", methods=["GET", "POST"])
@requires(Permission.LOG)
def plan_round(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    rounds = list(reversed(rounds_of(db, held_in)))
    taken_over = dict.fromkeys(("sessions", "chairs", "roster"), True)
    form = PlanForm(
        data={"last": _latest(rounds), "number": next_number(db, held_in), **taken_over}
    )
    form.offer_rounds(rounds, name=lambda one: f"{one.ref}: {round_name(one)}")
    if performed(form, plan_commands.plan_next_round, dialogue=held_in):
        return redirect(record_url(dialogue, form.result.ref, "planning.show_agenda"))
    return render_template("planning/plan_round.html", form=form, dialogue=held_in)


def _latest(rounds: list[Round]) -> Round | None:
    """The newest that was held, for one that is planned may be empty; else the newest there is."""
    return next((one for one in rounds if one.status in HELD), next(iter(rounds), None))


@bp.route("/<dialogue>/<round:ref>/agenda", methods=["GET", "POST"])
@requires(Permission.LOG)
def show_agenda(dialogue: str, ref: str) -> ResponseReturnValue:
    """The agenda to arrange; a move or a whole order is sent to the same address."""
    meeting = get_round(db, dialogue, ref)
    form = OrderForm()
    if performed(form, ordering_commands.order_agenda, meeting=meeting):
        return redirect(record_url(dialogue, ref, "planning.show_agenda", _anchor=form.move.data))
    return _agenda_page(meeting, form, BringBackForm(formdata=None, data={"together": True}))


@bp.post("/<dialogue>/<round:ref>/agenda/bring-back")
@requires(Permission.LOG)
def bring_back(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form = BringBackForm()
    _offer_sessions(form, meeting)
    if performed(form, commands.bring_back):
        first = form.result[0].ref
        return redirect(record_url(dialogue, ref, "planning.show_agenda", _anchor=first))
    return _agenda_page(meeting, OrderForm(formdata=None), form)


def _offer_sessions(form: BringBackForm, meeting: Round) -> None:
    sessions = sessions_of(db, meeting)
    form.offer(sessions, name=lambda held: f"{held.ref} {plain_text(held.title)}".strip())


def _agenda_page(meeting: Round, order: OrderForm, back: BringBackForm) -> str:
    sessions = agenda_lines(db, meeting)
    now = _arrangement(sessions)
    wanted = order.values["order"] if order.form_errors else None
    if not back.held.choices:
        _offer_sessions(back, meeting)
    return render_template(
        "planning/show_agenda.html",
        dialogue=meeting.dialogue,
        meeting=meeting,
        is_open=meeting.status in TO_COME,
        sessions=sessions,
        now=now,
        order=order,
        wanted=_as_lines(wanted.laid_over(now), sessions) if wanted else None,
        wanted_order=str(wanted.laid_over(now)) if wanted else "",
        back=back,
        found=open_matters(db, meeting, today()),
        sides=side_names(meeting.dialogue),
    )


def _arrangement(sessions: list[SessionLine]) -> Arrangement:
    return Arrangement(tuple((held.id, tuple(held.agenda)) for held in sessions))


def _as_lines(order: Arrangement, sessions: list[SessionLine]) -> list[tuple[Any, list[Any]]]:
    """The sessions in an order, each with the topics that it puts there."""
    by_id = {held.id: held for held in sessions}
    topics = {topic.id: topic for held in sessions for topic in held.agenda.values()}
    return [(by_id[held], [topics[one] for one in line]) for held, line in order.sessions]
