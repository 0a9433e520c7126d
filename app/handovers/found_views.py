"""What the address of a page of hand-overs asks for: the same for the page and for its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.dialogues.models import Dialogue
from app.handovers import queries
from app.handovers.models import Direction, HandoverKind, Match
from app.handovers.queries import Filter, Register, State, Unanswered
from app.i18n import plain_text
from app.labels import label
from app.rounds.views import today
from app.web import db

STATES = {
    State.UNACKNOWLEDGED: _l("Unacknowledged"),
    State.NO_REPLY: _l("No reply on record"),
    State.OVERDUE: _l("Reply overdue"),
    State.ONE_SIDE_ONLY: _l("One side only"),
}
DAYS = 30
MOST_DAYS = 36_500
NO_DAYS = _l("Write a whole number of days, from 0 to 36,500.")


@dataclass(frozen=True)
class FoundHandovers:
    """The register as asked for; with a problem, by the name of the field, nothing is shown."""

    dialogue: Dialogue
    chosen: Filter
    filter_words: Sequence[str]
    problems: Mapping[str, str]
    register: Register

    @property
    def lines(self) -> Sequence[Any]:
        return () if self.problems else self.register.lines


def found_handovers(dialogue: Dialogue) -> FoundHandovers:
    """The register of this request's address."""
    sides = {side.code: plain_text(side.name) for side in dialogue.sides}
    terms: dict[str, Mapping[str, tuple[Any, str]]] = {
        "direction": _labelled(Direction),
        "kind": _labelled(HandoverKind),
        "side": {code: (code, name) for code, name in sides.items()},
        "match": _labelled(Match),
        "state": {str(state): (state, str(words)) for state, words in STATES.items()},
    }
    said = {
        "direction": _l("Direction: %(chosen)s"),
        "kind": _l("Kind: %(chosen)s"),
        "side": _l("Government of: %(chosen)s"),
        "match": _l("Match: %(chosen)s"),
        "state": _l("State: %(chosen)s"),
    }
    asked = {name: request.args.get(name, "").strip()[:200] for name in terms}
    problems = {
        name: gettext("“%(value)s” is not known here.", value=value)
        for name, value in asked.items()
        if value and value not in terms[name]
    }
    found = {name: terms[name][value] for name, value in asked.items() if value in terms[name]}
    chosen = Filter(**{name: member for name, (member, _words) in found.items()})
    words = [str(said[name]) % {"chosen": words} for name, (_member, words) in found.items()]
    register = queries.handover_register(db, dialogue, chosen, today())
    return FoundHandovers(dialogue, chosen, words, problems, register)


def _labelled(members: type[StrEnum]) -> dict[str, tuple[Any, str]]:
    return {str(member): (member, label(member)) for member in members}


@dataclass(frozen=True)
class FoundUnanswered:
    """What waits for a reply; with a `problem`, nothing is shown. `asked` is as it was typed."""

    dialogue: Dialogue
    asked: str
    days: int = DAYS
    problem: str = ""
    rows: Sequence[Unanswered] = field(default=())


def found_unanswered(dialogue: Dialogue) -> FoundUnanswered:
    """Those of this request's address: `?days=30`, which it is where nothing is said."""
    asked = request.args.get("days", "").strip()[:20]
    days = int(asked or DAYS) if not asked or (asked.isascii() and asked.isdigit()) else None
    if days is None or days > MOST_DAYS:
        return FoundUnanswered(dialogue, asked, problem=str(NO_DAYS))
    rows = queries.unanswered(db, dialogue, today(), days)
    return FoundUnanswered(dialogue, asked or str(days), days, rows=rows)
