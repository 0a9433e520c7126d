"""The facets of a register in words: what can be chosen, how many there are, what is not known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

from app.consensus.models import ItemKind, Level
from app.consensus.standing import Standing
from app.dialogues.models import Dialogue
from app.i18n import plain_text
from app.labels import label
from app.printing import round_name
from app.register.around import Group, Meeting
from app.register.narrowing import NONE, Agenda, Facet, Mark
from app.topics.queries import TopicNode
from app.trace.models import OFFICIAL

FACETS: Mapping[Facet, LazyString] = {
    Facet.STANDING: lazy_gettext("Standing"),
    Facet.AGENDA: lazy_gettext("Government agenda"),
    Facet.AWAITED: lazy_gettext("Answer awaited from"),
    Facet.KIND: lazy_gettext("Kind"),
    Facet.LEVEL: lazy_gettext("Level"),
    Facet.TOPIC: lazy_gettext("Topic"),
    Facet.ROUND: lazy_gettext("Round"),
    Facet.GROUP: lazy_gettext("Working group"),
    Facet.MARK: lazy_gettext("Marks"),
}
AGENDA: Mapping[str, LazyString] = {
    Agenda.REACHED: lazy_gettext("Reached"),
    Agenda.NOT_REACHED: lazy_gettext("Recorded as not reached"),
    Agenda.NO_RECORD: lazy_gettext("No record"),
}
MARKS: Mapping[str, LazyString] = {
    Mark.OPEN_LIST: lazy_gettext("Open list of sub-points"),
    Mark.SUB_POINT: lazy_gettext("Sub-point of another item"),
    Mark.REVIEW: lazy_gettext("To be looked at again"),
}
# More rounds than these, the newest, are asked for by a range.
ROUNDS_SHOWN = 60

Values = Mapping[Facet, Mapping[str, str]]


@dataclass(frozen=True)
class Option:
    """One value of a facet; following its address chooses it or, where it is chosen, drops it."""

    value: str
    words: str
    count: int
    url: str
    is_chosen: bool
    depth: int = 0


@dataclass(frozen=True)
class Choice:
    """A facet beside the register. `unknown` are the values asked for that are none of its own."""

    facet: Facet
    words: str
    options: Sequence[Option]
    unknown: Sequence[str]
    left_out: int = 0

    @property
    def is_narrowing(self) -> bool:
        return any(option.is_chosen for option in self.options)


@dataclass(frozen=True)
class Chip:
    """A filter in force; `url` leads to the page without it."""

    words: str
    url: str


def offered(
    dialogue: Dialogue,
    nodes: Sequence[TopicNode],
    rounds: Sequence[Meeting],
    groups: Sequence[Group],
) -> Values:
    """What can be chosen of each facet: values and their words, in the order of printing.

    Governments' own items have no government agenda to reach.
    """
    asked_of: dict[str, str] = {}
    if dialogue.track not in OFFICIAL:
        asked_of = {value: str(AGENDA[value]) for value in Agenda}
    newest = reversed(rounds)
    return {
        Facet.STANDING: {member: label(member) for member in Standing},
        Facet.AGENDA: asked_of,
        Facet.AWAITED: {side.code: plain_text(side.name) for side in dialogue.sides},
        Facet.KIND: {member: label(member) for member in ItemKind},
        Facet.LEVEL: {
            **{member: label(member) for member in Level},
            NONE: gettext("Not recorded"),
        },
        Facet.TOPIC: {
            node.topic.code: f"{node.topic.code} {plain_text(node.topic.name)}" for node in nodes
        },
        Facet.ROUND: {
            **{one.ref: round_name(one) for one in newest},
            NONE: gettext("No round"),
        },
        Facet.GROUP: {one.ref: f"{one.ref} {plain_text(one.title)}" for one in groups},
        Facet.MARK: {mark: str(MARKS[mark]) for mark in Mark},
    }


def asked_for(name: str) -> list[str]:
    """The values of a name in the address, each once, blanks left out."""
    given = (value.strip()[:60] for value in request.args.getlist(name))
    return list(dict.fromkeys(value for value in given if value))


def choices_of(
    values: Values,
    counts: Mapping[Facet, Mapping[str, int]],
    depths: Mapping[str, int],
) -> list[Choice]:
    """The facets that have a value to choose or an unknown one to speak of."""
    made = (
        _choice(facet, values[facet], counts[facet], depths if facet is Facet.TOPIC else {})
        for facet in Facet
    )
    return [choice for choice in made if choice.options or choice.unknown]


def _choice(
    facet: Facet, values: Mapping[str, str], counts: Mapping[str, int], depths: Mapping[str, int]
) -> Choice:
    asked = asked_for(facet)
    shown = [
        value
        for place, value in enumerate(values)
        if facet is not Facet.ROUND or place < ROUNDS_SHOWN or value in asked or value == NONE
    ]
    options = [
        Option(
            value,
            values[value],
            counts.get(value, 0),
            toggled(facet, value),
            value in asked,
            depths.get(value, 0),
        )
        for value in shown
    ]
    unknown = [value for value in asked if value not in values]
    return Choice(facet, str(FACETS[facet]), options, unknown, len(values) - len(shown))


def kept(*left_out: str) -> list[tuple[str, str]]:
    """What the address says, but for blanks, the place reached and the names left out."""
    dropped = {"after", "before", *left_out}
    given = request.args.items(multi=True)
    return [(name, value) for name, value in given if value.strip() and name not in dropped]


def address(pairs: Iterable[tuple[str, str]]) -> str:
    query = urlencode(list(pairs))
    return f"{request.path}?{query}" if query else request.path


def toggled(name: str, value: str) -> str:
    """The address with this value added, or without it where it is there."""
    pairs = kept()
    others = [(key, held) for key, held in pairs if (key, held.strip()) != (name, value)]
    return address(others if len(others) < len(pairs) else [*pairs, (name, value)])


def chips_of(values: Values) -> list[Chip]:
    """Every value in force or not known, as it was asked for."""
    return [
        Chip(
            gettext("%(filter)s: %(value)s", filter=FACETS[facet], value=words)
            if (words := values[facet].get(value))
            else unknown_words(str(FACETS[facet]), value),
            toggled(facet, value),
        )
        for facet in Facet
        for value in asked_for(facet)
    ]


def unknown_words(name: str, value: str) -> str:
    return gettext("%(filter)s: “%(value)s” is not known here", filter=name, value=value)
