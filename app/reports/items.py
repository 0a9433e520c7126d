"""Laying out consensus items: under their topics, and divergences side by side."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.consensus.lines import Stand
from app.consensus.models import Stance
from app.consensus.standing import Standing
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.reports.paper import (
    Block,
    Cell,
    Heading,
    Line,
    Paragraph,
    Points,
    Style,
    Table,
    Tone,
    cell,
)
from app.reports.report import Elsewhere, Entry, Report, TopicLine, short_name
from app.reports.words import Pen, citation_words, standing_words, translation_note

# The parts of an item are paragraphs and lists: tables stand beside items, not in them.
Part = Paragraph | Points
DEEPEST_HEADING = 4
WITH_RESERVES = (Stance.OBJECTED, Stance.ENDORSED_WITH_RESERVATION, Stance.WITHDRAWN)


def topic_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    if not report.topics:
        yield pen.note(_("Nothing is on record by this date."))
    for section in report.topics:
        depth = section.topic.depth if section.topic else 0
        yield Heading(topic_words(pen, section.topic), min(depth + 2, DEEPEST_HEADING))
        for entry in section.entries:
            yield from entry_parts(pen, report.sides, entry)
        if section.elsewhere:
            yield Points(tuple((_reference(pen, other),) for other in section.elsewhere))


def topic_words(pen: Pen, topic: TopicLine | None) -> Line:
    if topic is None:
        return (pen.own(_("Without a topic")),)
    return (pen.own(f"{topic.code} "), pen.text(topic.name))


def _reference(pen: Pen, other: Elsewhere) -> Paragraph:
    home = "".join(words.text for words in topic_words(pen, other.home))
    note = pen.own(_("in full under “%(topic)s”", topic=home), Tone.NOTE)
    return Paragraph(pen.line(_named(pen, other.ref, other.title), note))


def _named(pen: Pen, ref: str, title: LocalizedText) -> Line:
    named = pen.text(title, Tone.STRONG) if title else None
    return pen.line(pen.copied(ref, Tone.STRONG), named, between=" ")


def entry_parts(pen: Pen, sides: Sequence[Side], entry: Entry) -> Iterator[Part]:
    """An item in full, then its sub-points."""
    yield from _item(pen, sides, entry)
    yield from _before_points(pen, entry)
    if entry.points:
        yield Points(tuple(tuple(entry_parts(pen, sides, point)) for point in entry.points))


def _before_points(pen: Pen, entry: Entry) -> Iterator[Paragraph]:
    """An open list is said to be one whether or not its sub-points stand below it."""
    if entry.points:
        words = _("including, but not limited to:") if entry.line.open_list else _("namely:")
        yield Paragraph((pen.own(words),), Style.LEAD)
    elif entry.line.open_list:
        yield pen.note(
            _("An open list: the sub-points are included, but it is not limited to them.")
        )


def _item(pen: Pen, sides: Sequence[Side], entry: Entry) -> Iterator[Part]:
    line = entry.line
    yield Paragraph(_named(pen, line.ref, line.title), Style.LEAD)
    yield from _quoted(pen, line.text)
    standing = standing_words(line, sides, pen.locale)
    recorded = pen.copied(line.meeting_ref) if line.meeting_ref else None
    facts = pen.line(
        pen.label(line.kind),
        pen.copied(line.verb, Tone.VERB) if line.verb else None,
        pen.label(line.level) if line.level else None,
        pen.own(standing) if line.standing is not Standing.DIVERGING else None,
        pen.own(_("sub-point of %(ref)s", ref=entry.under)) if entry.under else None,
        recorded,
        pen.date(line.happened),
        citation_words(pen, entry.citations),
    )
    yield Paragraph(facts, Style.NOTE)
    for side in sides:
        stand = line.stands.get(side.id)
        if stand and stand.reason and stand.stance in WITH_RESERVES:
            named = (pen.text(short_name(side)), pen.own(": "))
            stance = pen.label(stand.stance)
            yield Paragraph((*named, *pen.line(stance, pen.text(stand.reason))), Style.NOTE)


def _quoted(pen: Pen, text: LocalizedText) -> Iterator[Paragraph]:
    if not text:
        yield pen.note(_("No wording is on record."))
        return
    yield Paragraph((pen.text(text),), Style.WORDING)
    if note := translation_note(text, pen.locale):
        yield pen.note(note)


def divergence_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    """Each divergence with what each side says of it in a column of its own."""
    if not report.divergences:
        yield pen.note(_("No divergence is on record by this date."))
    for entry in report.divergences:
        yield from divergence_parts(pen, report.sides, entry)


def divergence_parts(pen: Pen, sides: Sequence[Side], entry: Entry) -> Iterator[Block]:
    """A divergence, and what each side says of it."""
    yield from _item(pen, sides, entry)
    stands = [entry.line.stands[side.id] for side in sides]
    rows = {
        _("Position"): [cell((pen.label(stand.stance),)) for stand in stands],
        _("In its words"): [_statement(pen, stand) for stand in stands],
        _("Reason"): [cell(pen.known(stand.reason)) for stand in stands],
        _("Date"): [cell((pen.date(stand.happened),)) for stand in stands],
    }
    yield Table(
        _("The positions on %(ref)s", ref=entry.line.ref),
        ((pen.own(_("Side")),), *((pen.text(short_name(side)),) for side in sides)),
        tuple((cell((pen.own(name),)), *cells) for name, cells in rows.items()),
        (1, *(3 for _side in sides)),
        is_comparison=True,
    )
    yield from _before_points(pen, entry)


def _statement(pen: Pen, stand: Stand) -> Cell:
    if not stand.statement:
        return cell(pen.known(stand.statement))
    note = translation_note(stand.statement, pen.locale)
    quoted = Paragraph((pen.text(stand.statement),), Style.WORDING)
    return (quoted, pen.note(note)) if note else (quoted,)


def ended_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    for entry in report.ended:
        yield from _item(pen, report.sides, entry)
