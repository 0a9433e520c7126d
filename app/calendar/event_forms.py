"""Putting rounds into iCalendar (RFC 5545): no day that is not on record, no name of a person."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.calendar.queries import CalendarRound, Span
from app.labels import label
from app.localized import LocalizedText
from app.partial_date import PartialDate, printed_date, printed_span
from app.records.models import Disclosure
from app.reports.paper import UNPRINTABLE
from app.rounds.models import Round, RoundStatus

STATUS = {
    RoundStatus.PLANNED: "TENTATIVE",
    RoundStatus.HELD: "CONFIRMED",
    RoundStatus.CONFIRMED: "CONFIRMED",
    RoundStatus.POSTPONED: "CANCELLED",
    RoundStatus.CANCELLED: "CANCELLED",
}
EVERY = timedelta(hours=6)
# By a round's slug and reference: its address.
Address = Callable[[str, str], str]


def calendar_of(
    rounds: Sequence[CalendarRound],
    *,
    name: LocalizedText | str,
    locale: str,
    address: Address,
    now: datetime,
) -> bytes:
    """The rounds as a calendar, in a language. The same bytes all day, until something changes.

    A round of which not even the month is known is no event: they are counted in the description.
    """
    # Nobody waits for this library who asks for no calendar.
    from icalendar import Calendar

    with force_locale(locale.replace("-", "_")):
        calendar = Calendar()
        calendar.add("prodid", f"-//Throughline//Rounds//{locale.upper()}")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        title = name.text_for(locale) if isinstance(name, LocalizedText) else name
        for property_ in ("name", "x-wr-calname"):
            calendar.add(property_, _clean(title))
        if about := _about(rounds):
            for property_ in ("description", "x-wr-caldesc"):
                calendar.add(property_, about)
        calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT6H")
        for one in rounds:
            if span := one.span:
                calendar.add_component(_event(one, span, locale, address, now))
        return bytes(calendar.to_ical())


def _about(rounds: Sequence[CalendarRound]) -> str:
    """What the calendar does not show, by number."""
    without = sum(one.span is None for one in rounds)
    lines = []
    if without:
        lines.append(
            ngettext(
                "%(num)d round is not shown: its month is not on record.",
                "%(num)d rounds are not shown: their months are not on record.",
                without,
            )
        )
    if any(one.meeting.dialogue.illustrative for one in rounds):
        lines.append(_("Rounds marked as illustrative are fictional."))
    return " ".join(lines)


def _event(one: CalendarRound, span: Span, locale: str, address: Address, now: datetime) -> Any:
    from icalendar import Event

    meeting, event = one.meeting, Event()
    slug = meeting.dialogue.slug
    event.add("uid", f"{slug}-{meeting.ref}@throughline")
    event.add("dtstamp", one.changed or datetime.combine(now.date(), time(), UTC))
    if one.changed:
        event.add("last-modified", one.changed)
    event.add("sequence", meeting.revision)
    event.add("dtstart", span.first)
    if span.next_day > span.first:  # without an end, it is the one day
        event.add("dtend", span.next_day)
    event.add("summary", _clean(_summary(meeting, span, locale)))
    event.add("status", STATUS[meeting.status])
    # A day that is not known keeps nobody busy.
    event.add("transp", "OPAQUE" if _is_busy(meeting, span) else "TRANSPARENT")
    event.add("class", "PUBLIC" if meeting.disclosure is Disclosure.PUBLIC else "PRIVATE")
    if place := meeting.place.text_for(locale):
        event.add("location", _clean(place))
    event.add("description", _clean(_description(meeting, span, locale)))
    event.add("url", address(slug, meeting.ref))
    return event


def _is_busy(meeting: Round, span: Span) -> bool:
    return span.is_exact and STATUS[meeting.status] != "CANCELLED"


def _clean(text: str) -> str:
    """Without what no calendar can hold."""
    return UNPRINTABLE.sub("", text)


def _summary(meeting: Round, span: Span, locale: str) -> str:
    parts = [meeting.dialogue.name.text_for(locale), _named(meeting, locale)]
    words = (": " if locale == "en" else "：").join(part for part in parts if part)
    if meeting.dialogue.illustrative:
        words = _("%(round)s (illustrative)", round=words)
    if not span.is_exact:
        words = _("%(round)s, %(days)s", round=words, days=_floating(span, locale))
    return words


def _named(meeting: Round, locale: str) -> str:
    named = label(meeting.round_kind)
    if meeting.number is not None:
        named = _("Round %(number)d", number=meeting.number)
    title = meeting.title.text_for(locale)
    return f"{named}, {title}" if title not in ("", meeting.ref) else named


def _floating(span: Span, locale: str) -> str:
    """The days among which the round's own are, by as much as is known."""
    first, last = (PartialDate(str(day)[:7]) for day in (span.first, span.last))
    if first == last:
        return _("some day in %(month)s", month=printed_date(first, locale))
    return _("some days in %(months)s", months=printed_span(first, last, locale))


def _description(meeting: Round, span: Span, locale: str) -> str:
    """The facts of the round; who took part is not among them."""
    happened = meeting.happened
    dates = printed_span(happened, meeting.ended, locale) if happened else ""
    place = meeting.place.text_for(locale) or _("not recorded")
    lines = [
        f"{label(meeting.round_kind)} · {label(meeting.status)}",
        _("Date: %(date)s", date=dates),
        _("Place: %(place)s", place=place),
    ]
    if meeting.mode:
        lines.append(_("Mode: %(mode)s", mode=label(meeting.mode)))
    if not span.is_exact:
        lines.append(_("The days are not on record: the event spans all that they may be."))
    if meeting.dialogue.illustrative:
        lines.append(_("Illustrative: fictional"))
    return "\n".join(lines)
