"""What an address narrows the register to; what nobody can read in it is said, not dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request
from flask_babel import gettext

from app.consensus.moment_views import Moment
from app.dialogues.models import Dialogue
from app.i18n import page_locale
from app.partial_date import PartialDate, printed_date
from app.printing import round_name
from app.register.around import Meeting, last_report, meeting_elsewhere
from app.register.entries import Since
from app.register.facet_views import Chip, Values, address, asked_for, kept
from app.register.narrowing import Bound, Facet, Narrowing
from app.web import db

KNOWN = {*Facet, "text", "from", "to", "since", "as_of", "mode", "after", "before"}
REPORT = "report"


@dataclass(frozen=True)
class Chosen:
    """What is asked for, and by name of the field what is wrong with it."""

    narrowing: Narrowing
    text: str = ""
    since: Since | None = None
    chips: Sequence[Chip] = ()
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class End:
    """An end of a range as asked for; a `problem` leaves the range open on that side."""

    bound: Bound | None = None
    words: str = ""
    problem: str = ""


def asked(name: str) -> str:
    return request.args.get(name, "").strip()[:200]


def chosen(dialogue: Dialogue, rounds: Sequence[Meeting], values: Values, moment: Moment) -> Chosen:
    """What the address asks for, of the values that there are."""
    start, end = _end("from", rounds, is_last=False), _end("to", rounds, is_last=True)
    since, since_words, since_problem = _since(dialogue, rounds, moment)
    problems = {"from": start.problem, "to": end.problem, "since": since_problem}
    if not problems["to"] and _is_empty(start.bound, end.bound):
        problems["to"] = gettext("This is before the start of the range.")
    text = asked("text")
    chips = [
        _chip("text", gettext("Words: “%(words)s”", words=text)),
        _chip("from", start.words),
        _chip("to", end.words),
        _chip("since", since_words),
    ]
    return Chosen(
        Narrowing(
            {facet: frozenset(values[facet].keys() & set(asked_for(facet))) for facet in Facet},
            start.bound,
            end.bound,
        ),
        text,
        since,
        [chip for chip in chips if chip],
        {name: problem for name, problem in problems.items() if problem},
    )


def _chip(name: str, words: str) -> Chip | None:
    return Chip(words, address(kept(name))) if asked(name) and words else None


def unknown_names() -> list[str]:
    """Names in the address that mean nothing here."""
    return [name[:60] for name in request.args if name not in KNOWN]


def _end(name: str, rounds: Sequence[Meeting], *, is_last: bool) -> End:
    """`R6`, a meeting of another dialogue (`harbour-talks/R2`), or a date."""
    given = asked(name)
    if not given:
        return End()
    said = _to if is_last else _from
    refs = [one.ref for one in rounds]
    if given in refs:
        place = refs.index(given)
        return End(Bound(_day(rounds[place], is_last), place), said(round_name(rounds[place])))
    slug, slash, ref = given.partition("/")
    if slash and (meeting := meeting_elsewhere(db, slug, ref)):
        day = _day(meeting, is_last)
        if day is None:
            return End(problem=gettext("No date is recorded for %(round)s.", round=given))
        dated = f"{round_name(meeting)}, {printed_date(day, page_locale())}"
        return End(Bound(day), said(dated))
    try:
        day = PartialDate(given)
    except ValueError:
        return End(
            problem=gettext(
                "“%(value)s” is neither a round on record here nor a date.", value=given
            )
        )
    return End(Bound(day), said(printed_date(day, page_locale())))


def _from(words: str) -> str:
    return gettext("From: %(start)s", start=words)


def _to(words: str) -> str:
    return gettext("To: %(end)s", end=words)


def _day(meeting: Meeting, is_last: bool) -> PartialDate | None:
    return (meeting.ended or meeting.happened) if is_last else meeting.happened


def _is_empty(start: Bound | None, end: Bound | None) -> bool:
    """Whether nothing can lie between."""
    if start is None or end is None:
        return False
    if start.place is not None and end.place is not None:
        return start.place > end.place
    return bool(start.day and end.day and end.day.certainly_before(start.day))


def _since(
    dialogue: Dialogue, rounds: Sequence[Meeting], moment: Moment
) -> tuple[Since | None, str, str]:
    """The day from which on something is new, how the page says it, and what is wrong with it."""
    given = asked("since")
    if not given:
        return None, "", ""
    if given == REPORT:
        return _since_report(dialogue, moment)
    meeting = next((one for one in rounds if one.ref == given), None)
    if meeting:
        day = _day(meeting, is_last=True)
        if day is None:
            problem = gettext("No date is recorded for %(round)s.", round=round_name(meeting))
            return None, "", problem
        name = round_name(meeting)
        words = gettext("New since %(round)s, %(date)s", round=name, date=_printed(day))
        return Since(day), words, ""
    try:
        day = PartialDate(given)
    except ValueError:
        problem = gettext("Write a date (2024-02-12), a round (R9), or “report”.")
        return None, "", problem
    return Since(day), gettext("New since %(date)s", date=_printed(day)), ""


def _since_report(dialogue: Dialogue, moment: Moment) -> tuple[Since | None, str, str]:
    found = last_report(db, dialogue, moment.as_of)
    if found is None:
        return None, "", gettext("No dated interim report is on record here.")
    day, ref = found
    words = gettext("New since the interim report %(ref)s of %(date)s", ref=ref, date=_printed(day))
    return Since(day, is_report=True), words, ""


def _printed(day: PartialDate) -> str:
    return printed_date(day, page_locale())
