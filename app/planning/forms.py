"""Forms that plan a round, put its agenda in order, and bring open matters back to it."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import Optional as MayBeEmpty

from app.fields import LocalizedTextField, PartialDateField, RowField, WholeNumberField
from app.forms import Form
from app.planning.arrangement import Arrangement
from app.rounds.forms import positive
from app.rounds.models import DialogueSession, Round

# Of a row: what is longer is nobody's.
NUMBER = re.compile(r"[0-9]{1,10}")


class PlanForm(Form):
    last = RowField(_l("Start from"), optional=_l("No earlier round"))
    number = WholeNumberField(
        _l("Number"),
        [MayBeEmpty(), positive],
        description=_l("For rounds of the series; other meetings have none."),
        render_kw={"size": 6},
    )
    happened = PartialDateField(_l("Begins"))
    place = LocalizedTextField(_l("Place"))
    sessions = BooleanField(
        _l("Sessions"), description=_l("Their themes, order and rules of attribution.")
    )
    chairs = BooleanField(
        _l("Chairs"), description=_l("Who moderated or co-chaired; they come onto the roster.")
    )
    roster = BooleanField(
        _l("Roster"),
        description=_l(
            "Everybody with role, capacity, sector and the posts of the day. Who may be named is "
            "asked anew: until then, role and side only."
        ),
    )

    def offer_rounds(self, rounds: Sequence[Round], name: Callable[[Any], str]) -> None:
        self.last.offer(rounds, lambda one: one.ref, name)


class OrderForm(Form):
    """The agenda as it was seen, and the one move or the whole order that is wanted.

    A move is `topic-31-up`, `topic-31-down`, `topic-31-to` (the session chosen beside it),
    `session-12-up` or `session-12-down`.
    """

    based_on = HiddenField()
    order = HiddenField()
    move = HiddenField()

    @property
    def values(self) -> dict[str, Any]:
        based_on = Arrangement.read(self.based_on.data or "")
        return {"based_on": based_on, "order": self._order(based_on)}

    def _order(self, based_on: Arrangement | None) -> Arrangement | None:
        kind, _dash, rest = (self.move.data or "").partition("-")
        number, _dash, way = rest.partition("-")
        if not kind:
            return Arrangement.read(self.order.data or "")
        if based_on is None or not NUMBER.fullmatch(number):
            return None
        return _moved(based_on, kind, int(number), way)


def _moved(agenda: Arrangement, kind: str, number: int, way: str) -> Arrangement | None:
    """None where there is nothing of the kind to move, or no such way."""
    known = {"topic": agenda.topics, "session": agenda.order}.get(kind, [])
    if number not in known:
        return None
    if way == "to" and kind == "topic":
        return agenda.topic_moved(number, request.form.get(f"session-{number}", 0, type=int))
    if way not in ("up", "down"):
        return None
    step = agenda.topic_stepped if kind == "topic" else agenda.session_stepped
    return step(number, up=way == "up")


class BringBackForm(Form):
    """`only` is the one matter whose own button was pressed; `all` any value for all of them."""

    held = RowField(_l("To session"))
    together = BooleanField(
        _l("Actions together, under one topic"),
        description=_l("With the actions listed below it."),
    )
    matters = SelectMultipleField(choices=[], validate_choice=False)
    only = HiddenField()
    all = HiddenField()

    def offer(self, sessions: Sequence[DialogueSession], name: Callable[[Any], str]) -> None:
        self.held.offer(sessions, lambda held: held.ref, name)

    @property
    def values(self) -> dict[str, Any]:
        refs = [self.only.data] if self.only.data else self.matters.data or []
        return {
            "held": self.held.data,
            "together": self.together.data and not self.only.data,
            "refs": None if self.all.data else [ref.replace("\x00", "") for ref in refs],
        }
