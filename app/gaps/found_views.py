"""What the gap board shows for an address: the same for its page and for its files."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, fields
from typing import Any

from flask import request
from flask_babel import gettext

from app.dialogues.models import Dialogue
from app.filters import chosen_member
from app.gaps.finding import Gap, found_in
from app.gaps.look import Limits, Look
from app.gaps.queries import Filter, Shown, Visit, last_visit, narrowed
from app.gaps.rules import BY_KEY, RULES, Rule, groundless
from app.gaps.words_forms import SHOWN, limit_words, rule_words
from app.i18n import plain_text
from app.register.asking_views import Narrowed, chosen_topic
from app.rounds.views import today
from app.topics.models import Topic
from app.topics.queries import TopicNode, tree
from app.web import current_user, db

# What can be asked for as a number of days or rounds.
MOST_DAYS = 36_500
LIMITS = tuple(one.name for one in fields(Limits))


@dataclass(frozen=True)
class FoundGaps:
    """The gaps as asked for; with a problem, by the name of the field, nothing is shown.

    `every` are those of all rules, whatever they are narrowed to.
    """

    dialogue: Dialogue
    chosen: Filter
    limits: Limits
    filter_words: Sequence[str]
    visit: Visit | None = None
    topic: Topic | None = None
    gaps: Sequence[Gap] = ()
    every: Sequence[Gap] = ()
    look: Look | None = None
    problems: Mapping[str, str] = field(default_factory=dict)
    nodes: Sequence[TopicNode] = ()
    groundless: Set[Rule] = frozenset()

    @property
    def rules(self) -> Sequence[Rule]:
        return (self.chosen.rule,) if self.chosen.rule else RULES


def found_gaps(dialogue: Dialogue) -> FoundGaps:
    """The gaps of this request's address, whole."""
    nodes = tree(db)
    topic = chosen_topic(nodes)
    chosen, words, problems = _chosen(dialogue, topic)
    limits, wrong = chosen_limits()
    problems |= wrong
    visit = last_visit(db, current_user(), dialogue)
    if problems:
        return FoundGaps(
            dialogue, chosen, limits, words, visit, topic.topic, problems=problems, nodes=nodes
        )
    look = Look(db, dialogue, today(), limits)
    every = found_in(look, seen=visit.seen if visit else None)
    gaps = narrowed(every, chosen)
    words += limit_words(limits)
    return FoundGaps(
        dialogue,
        chosen,
        limits,
        words,
        visit,
        topic.topic,
        gaps,
        every,
        look,
        nodes=nodes,
        groundless=groundless(look),
    )


def _chosen(dialogue: Dialogue, topic: Narrowed) -> tuple[Filter, list[str], dict[str, str]]:
    """The filter of the address, in words, and what in it is not known here by its field."""
    asked = {name: request.args.get(name, "").strip()[:60] for name in ("rule", "side", "show")}
    rule = BY_KEY.get(asked["rule"])
    side = next((one for one in dialogue.sides if one.code == asked["side"]), None)
    shown = chosen_member(Shown, "show")
    known = {"rule": rule, "side": side, "show": shown}
    problems = {
        name: gettext("“%(value)s” is not known here.", value=asked[name])
        for name, found in known.items()
        if asked[name] and not found
    }
    if topic.problem:
        problems["topic"] = topic.problem
    shown = shown or Shown.OPEN
    words = [gettext("Show: %(state)s", state=SHOWN[shown])]
    if rule:
        words.append(gettext("Rule: %(rule)s", rule=rule_words(rule)))
    if topic.words:
        words.append(topic.words)
    if side:
        words.append(gettext("Side: %(side)s", side=plain_text(side.name)))
    chosen = Filter(rule=rule, topics=topic.ids, side_id=side.id if side else None, shown=shown)
    return chosen, words, problems


def chosen_limits() -> tuple[Limits, dict[str, str]]:
    """The limits of the address, the house's where it names none, and what is no number."""
    asked = {name: request.args.get(name, "").strip()[:60] for name in LIMITS}
    given = {
        name: int(value)
        for name, value in asked.items()
        if value.isascii() and value.isdecimal() and len(value) < 9 and int(value) <= MOST_DAYS
    }
    problems = {
        name: gettext("Write a whole number from 0 to %(most)d.", most=MOST_DAYS)
        for name, value in asked.items()
        if value and name not in given
    }
    return Limits(**given), problems


def narrowed_to() -> dict[str, Any]:
    """What the address narrows the board to, but for what became of the gaps."""
    asked = {name: request.args[name] for name in ("rule", "topic", "side") if name in request.args}
    return asked | limits_asked()


def limits_asked() -> dict[str, Any]:
    """Those that the address names, to be kept in the addresses of a page."""
    return {name: request.args[name] for name in LIMITS if request.args.get(name)}
