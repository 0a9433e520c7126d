"""The page of what is waited for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, render_template
from flask_babel import gettext

from app.accounts.policy import Permission
from app.consensus.moment_views import Moment, chosen_moment
from app.dialogues.models import Dialogue, Side
from app.dialogues.queries import get_dialogue
from app.i18n import plain_text
from app.register.asking_views import chosen_us
from app.register.awaiting import AwaitedOf, awaiting, rows_of
from app.register.topic_rows import MOST
from app.register.words_forms import WANTS, waited_words
from app.rounds.models import Round
from app.rounds.queries import rounds_of
from app.rounds.views import side_names, today
from app.web import db, requires

bp = Blueprint("awaiting", __name__)
bp.add_app_template_filter(waited_words, "waited")


@dataclass(frozen=True)
class FoundAwaiting:
    """What is waited for as asked; with a problem, by the name of the field, nothing is shown.

    `us` is the side from whose place the page is written, None: nobody's. `others` are waited for
    by us; `ours` is what the others wait for from us. Without `us`, `others` holds every side.
    """

    dialogue: Dialogue
    moment: Moment
    filter_words: Sequence[str]
    us: Side | None = None
    others: tuple[AwaitedOf, ...] = ()
    ours: AwaitedOf | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    rounds: Sequence[Round] = ()


def found_awaiting(dialogue: Dialogue) -> FoundAwaiting:
    """What this request's address asks for, whole."""
    rounds = rounds_of(db, dialogue)
    moment, us = chosen_moment(rounds), chosen_us(dialogue)
    given = {"as_of": moment.problem, "side": us.problem}
    problems = {name: problem for name, problem in given.items() if problem}
    words = []
    if us.side:
        words.append(gettext("As seen from %(side)s", side=plain_text(us.side.name)))
    every = () if problems else awaiting(db, dialogue, today=today(), as_of=moment.as_of)
    own = us.side.id if us.side else 0
    return FoundAwaiting(
        dialogue,
        moment,
        words,
        us.side,
        tuple(one for one in every if one.side is None or one.side.id != own),
        next((one for one in every if one.side is not None and one.side.id == own), None),
        problems,
        rounds,
    )


@bp.get("/<dialogue>/awaiting")
@requires(Permission.READ)
def show_awaiting(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    return render_template(
        "register/show_awaiting.html",
        dialogue=held_in,
        found=found_awaiting(held_in),
        sides=side_names(held_in),
        rows_of=rows_of,
        most=MOST,
        want_words=WANTS,
    )
