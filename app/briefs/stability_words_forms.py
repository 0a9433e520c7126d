"""The words in which the stability of a mechanism is told, on its page and in its files."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.briefs.stability import Interval, Lag, Way
from app.briefs.stability_facts import End, Joined, Meeting
from app.briefs.stability_promises import Kept, Promise
from app.dialogues.models import Dialogue
from app.i18n import in_the_pages_words, plain_text
from app.labels import label
from app.rules import Said
from app.trace.words import short_words

WAYS = {
    Way.TO_AGENDA: _l("From what was prepared to the government agenda"),
    Way.TO_REVIEW: _l("From talks to their review"),
}
KEPT = {
    Kept.NONE_ON_RECORD: _l("a commitment; no later meeting is on record"),
    Kept.OVERDUE: _l("planned; its date has passed, and it is not on record as held"),
    Kept.CANCELLED: _l("cancelled"),
    Kept.POSTPONED: _l("postponed"),
    Kept.TO_COME: _l("planned, still to come"),
    Kept.HELD: _l("held"),
}


def cited(one: End | Meeting, home: Dialogue, family: Mapping[int, Dialogue]) -> str:
    """The reference, with its dialogue where that is another than the page's."""
    if one.dialogue_id == home.id:
        return one.ref
    return f"{family[one.dialogue_id].slug}/{one.ref}"


def named(one: End | Meeting, home: Dialogue, family: Mapping[int, Dialogue]) -> str:
    return f"{cited(one, home, family)} {plain_text(one.title)}".strip()


def interval_note(one: Interval) -> str:
    """What must be known of an interval beside its length."""
    notes = []
    if one.later is None:
        notes.append(gettext("so far; no later round is on record as held"))
    if one.is_planned:
        notes.append(gettext("planned"))
    if one.missing:
        refs = ", ".join(f"R{number}" for number in one.missing)
        notes.append(gettext("not among the rounds shown here: %(refs)s", refs=refs))
    return "; ".join(notes)


def interval_words(one: Interval) -> str:
    return in_the_pages_words(one.span.words)


def link_note(link: Joined) -> str:
    """The kind as far as its basis lets it be claimed."""
    words = short_words(link.kind, link.basis)
    kind = in_the_pages_words(words) if isinstance(words, Said) else label(words)
    return gettext(", ").join((kind, label(link.basis), label(link.status)))


def lag_note(one: Lag) -> str:
    """The kind of the link and why it is believed; of what has not been held, its status."""
    notes = [link_note(one.link)]
    if one.status is not None and one.span.is_known and one.is_planned:
        notes.append(gettext("the meeting is planned"))
    return gettext(", ").join(notes)


def lag_words(one: Lag) -> str:
    """How long, and on what basis it is said: a bar never stands without that."""
    words, basis = in_the_pages_words(one.span.words), label(one.link.basis)
    return gettext("%(months)s (%(basis)s)", months=words, basis=basis)


def promise_note(one: Promise) -> str:
    """What became of it and, where a link says what it was said in, how surely that is."""
    return "; ".join([str(KEPT[one.kept]), *([link_note(one.mandate)] if one.mandate else [])])


def promise_words(one: Promise) -> str:
    """How long: to the meeting, or so far."""
    if not one.span.is_known:
        is_to_come = one.agreed is None and one.meeting is not None and one.meeting.happened
        says_nothing = is_to_come or one.kept in (Kept.CANCELLED, Kept.TO_COME)
        return "" if says_nothing else gettext("not recorded")
    words = in_the_pages_words(one.span.words)
    return gettext("%(months)s so far", months=words) if one.is_open else words
