"""What an address asks of the ledger, of what is awaited and of the decision matrix."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext
from flask_login import current_user as signed_in

from app.consensus.moment_views import Moment, end_of, moment_of
from app.dialogues.models import Dialogue, Side
from app.i18n import plain_text
from app.printing import round_name
from app.register.ledger import last_round
from app.register.matrix import Span
from app.rounds.models import Round
from app.rounds.views import today
from app.topics.models import Topic
from app.topics.queries import TopicNode, with_subtopics
from app.web import db


@dataclass(frozen=True)
class Narrowed:
    """A topic with those below it. A `problem` says that what was asked for is not there."""

    topic: Topic | None = None
    ids: frozenset[int] = field(default_factory=frozenset)
    words: str = ""
    problem: str = ""


def asked(name: str) -> str:
    return request.args.get(name, "").strip()[:60]


def chosen_topic(nodes: Sequence[TopicNode]) -> Narrowed:
    """What `topic` in the address narrows to."""
    code = asked("topic")
    if not code:
        return Narrowed()
    topic = next((node.topic for node in nodes if node.topic.code == code), None)
    if topic is None:
        return Narrowed(problem=gettext("“%(code)s” is no topic of the tree.", code=code))
    named = f"{topic.code} {plain_text(topic.name)}"
    words = gettext("Topic: %(topic)s, with those below it", topic=named)
    return Narrowed(topic, with_subtopics(db, topic.id), words)


def chosen_since(rounds: Sequence[Round], moment: Moment) -> Moment:
    """From when on movement is shown: `since` in the address, else the end of the last round.

    `as_of` None: no earlier round that was held has a date, so that there is nothing to tell from.
    """
    given = asked("since")
    day = moment.as_of.last_day if moment.as_of else today()
    if not given:
        meeting = last_round(rounds, day)
        return end_of(meeting, meeting.ref) if meeting else Moment()
    found = moment_of(given, rounds)
    if found.as_of is not None and found.as_of.last_day >= day:
        later = gettext("Choose a moment before the one that is shown.")
        return Moment(asked=given, problem=later)
    return found


@dataclass(frozen=True)
class Us:
    """From whose place the page is written; None: from nobody's."""

    side: Side | None = None
    problem: str = ""


def chosen_us(dialogue: Dialogue) -> Us:
    """The side that `side` in the address names, else the one for which the viewer works."""
    code = asked("side")
    if code:
        side = next((one for one in dialogue.sides if one.code == code), None)
        if side is None:
            return Us(problem=gettext("“%(code)s” is no side of this dialogue.", code=code))
        return Us(side)
    member = signed_in.memberships.get(dialogue.slug)
    own = member.side_id if member else None
    return Us(next((one for one in dialogue.sides if one.id == own), None))


@dataclass(frozen=True)
class Range:
    """A range of rounds, how the page says it, and what is wrong with it by field."""

    span: Span
    words: Sequence[str] = ()
    problems: dict[str, str] = field(default_factory=dict)


def chosen_span(rounds: Sequence[Round]) -> Range:
    """The rounds that `from` and `to` in the address name, both included."""
    by_ref = {one.ref: one for one in rounds}
    first, last = by_ref.get(asked("from")), by_ref.get(asked("to"))
    problems = {
        name: gettext("“%(ref)s” is no round of this dialogue.", ref=asked(name))
        for name in ("from", "to")
        if asked(name) and asked(name) not in by_ref
    }
    if first and last and rounds.index(first) > rounds.index(last):
        problems["to"] = gettext("This is before the start of the range.")
    words = []
    if first:
        words.append(gettext("From: %(start)s", start=round_name(first)))
    if last:
        words.append(gettext("To: %(end)s", end=round_name(last)))
    return Range(Span(rounds, first, last), words, problems)
