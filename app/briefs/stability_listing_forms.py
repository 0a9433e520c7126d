"""What the page of stability shows, as it is exported: one table for each of its measures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from app.briefs.stability import Interval, Lag, Stability, Way, apart
from app.briefs.stability_facts import End, Meeting, Sitter
from app.briefs.stability_promises import Promise
from app.briefs.stability_spans import Span
from app.briefs.stability_words_forms import (
    WAYS,
    cited,
    interval_note,
    interval_words,
    lag_note,
    named,
    promise_note,
    promise_words,
)
from app.dialogues.models import Dialogue
from app.i18n import in_the_pages_words
from app.labels import label
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.reports.listing import Column, Group, Listing, Row, Value
from app.reports.listing_forms import ListingPen, View, listed, narrowest_of, own_cell
from app.reports.paper import Cell


@dataclass(frozen=True, kw_only=True)
class Found:
    """What is exported: for which audience, as of when (None: today), narrowed to what."""

    dialogue: Dialogue
    stability: Stability
    audience: Disclosure
    as_of: str | None
    day: PartialDate | None
    filter_words: Sequence[str]
    today: date


def stability_listing(pen: ListingPen, found: Found) -> Listing:
    columns = [
        Column(_("From"), 34),
        Column(_("From: date"), 14, below=True),
        Column(_("Full name"), 24, below=True),
        Column(_("To"), 34),
        Column(_("To: date"), 14, below=True),
        Column(_("Meetings off the government track"), 34, below=True, named=True),
        Column(_("Meetings between governments"), 34, below=True, named=True),
        Column(_("How long"), 20),
        Column(_("Months at least"), 10, below=True, named=True),
        Column(_("Months at most"), 10, below=True, named=True),
        Column(_("Days at least"), 10, below=True, named=True),
        Column(_("Days at most"), 10, below=True, named=True),
        Column(_("Note"), 34),
        Column(_("May be named"), 20, below=True, named=True),
    ]
    view = View(
        title=_("Stability"),
        name="stability",
        dialogue=found.dialogue,
        filter_words=found.filter_words,
        as_of=found.as_of,
        day=found.day,
    )
    return listed(
        pen,
        view,
        columns,
        list(_groups(pen, found)),
        audience=found.audience,
        level=narrowest_of(_levels(found)),
        today=found.today,
        grouped_by=_("Measure"),
    )


def _groups(pen: ListingPen, found: Found) -> Iterator[Group]:
    told = found.stability
    for rhythm in told.rhythms:
        words = _("Months between rounds: %(name)s", name=rhythm.dialogue.name.text_for(pen.locale))
        yield _group(pen, words, (_interval(pen, found, one) for one in rhythm.intervals))
    for way in Way:
        yield _group(pen, str(WAYS[way]), (_lag(pen, found, one) for one in told.lags[way]))
    yield _group(pen, _("Sat on both tracks"), (_sitter(pen, found, one) for one in told.sitters))
    promises = told.promises or ()
    yield _group(
        pen, _("Meetings agreed or promised"), (_promise(pen, found, one) for one in promises)
    )


def _group(pen: ListingPen, words: str, rows: Iterator[Row]) -> Group:
    return Group((pen.own(words),), tuple(rows))


def _lasted(
    pen: ListingPen,
    ends: tuple[str, PartialDate | None, str, PartialDate | None],
    words: str,
    span: Span,
    note: str,
) -> Row:
    """Months where they are a range, and not the one number that the words give."""
    start, since, end, until = ends
    least, most = span.least, span.most
    cells: tuple[Value, ...] = (
        own_cell(pen, start),
        since,
        None,
        own_cell(pen, end),
        until,
        None,
        None,
        own_cell(pen, words),
        least if least != most else None,
        most if least != most else None,
        span.least_days,
        span.most_days,
        own_cell(pen, note),
        None,
    )
    return Row(cells)


def _interval(pen: ListingPen, found: Found, one: Interval) -> Row:
    family, later = found.stability.family, one.later
    ends = (
        named(one.earlier, found.dialogue, family),
        one.earlier.happened,
        named(later, found.dialogue, family) if later else "",
        later.happened if later else None,
    )
    return _lasted(pen, ends, interval_words(one), one.span, interval_note(one))


def _lag(pen: ListingPen, found: Found, one: Lag) -> Row:
    family, start, end = found.stability.family, one.link.earlier, one.link.later
    ends = (
        named(start, found.dialogue, family),
        start.happened,
        named(end, found.dialogue, family),
        end.happened,
    )
    return _lasted(pen, ends, in_the_pages_words(one.span.words), one.span, lag_note(one))


def _sitter(pen: ListingPen, found: Found, one: Sitter) -> Row:
    told = found.stability

    def refs(meetings: Sequence[Meeting]) -> Cell:
        words = "; ".join(cited(one, found.dialogue, told.family) for one in meetings)
        return own_cell(pen, words)

    unofficial, official = apart(one, told)
    people: tuple[Value, ...] = (None, None, own_cell(pen, one.name), None, None)
    level = own_cell(pen, label(one.naming) if one.naming else "")
    return Row((*people, refs(unofficial), refs(official), *[None] * 6, level))


def _promise(pen: ListingPen, found: Found, one: Promise) -> Row:
    family, agreed, meeting = found.stability.family, one.agreed, one.meeting
    ends = (
        named(agreed, found.dialogue, family) if agreed else "",
        agreed.happened if agreed else None,
        named(meeting, found.dialogue, family) if meeting else "",
        meeting.happened if meeting else None,
    )
    return _lasted(pen, ends, promise_words(one), one.span, promise_note(one))


def _levels(found: Found) -> Iterator[Disclosure]:
    """Of all that is in it; people are named to their reader alone."""
    told = found.stability
    pairs: list[tuple[End | Meeting | None, End | Meeting | None]] = []
    for rhythm in told.rhythms:
        pairs += [(one.earlier, one.later) for one in rhythm.intervals]
    for lags in told.lags.values():
        pairs += [(one.link.earlier, one.link.later) for one in lags]
    pairs += [(one.agreed, one.meeting) for one in told.promises or ()]
    yield from (end.disclosure for pair in pairs for end in pair if end is not None)
    if told.sitters:
        yield found.audience
