"""Laying out one topic of talks to come: all that bears on it, on a page of its own."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from app.briefs.brief import Brief, Moved, Part, Reason, Related, Why
from app.briefs.words_forms import (
    actions_table,
    link_words,
    links_list,
    passed_table,
    quoted,
    ref_words,
    termed,
)
from app.consensus.models import ItemKind
from app.dialogues.models import Side
from app.handovers.expectations import Beside, ExpectationLine, gap_of
from app.handovers.models import Dimension
from app.labels import label
from app.localized import LocalizedText
from app.partial_date import printed_date
from app.register.movement import Direction
from app.register.words_forms import DIRECTIONS
from app.reports.items import divergence_parts, entry_parts
from app.reports.paper import Block, Cell, Heading, Line, Paragraph, Style, Table, Tone, Words, cell
from app.reports.report import Entry, short_name
from app.reports.words import Pen, joined
from app.rules import Said


def part_blocks(pen: Pen, brief: Brief, part: Part) -> Iterator[Block]:
    yield from _items(pen, brief, part)
    if part.groundwork:
        yield Heading((pen.own(_("Groundwork on record")),), 2)
        yield links_list(pen, part.groundwork)
    yield Heading((pen.own(_("What each side expects")),), 2)
    yield from _expected(pen, brief, part)
    yield Heading((pen.own(_("Handed over")),), 2)
    if part.all_passed:
        yield passed_table(pen, part.all_passed)
    else:
        yield pen.note(_("No hand-over is on record."))
    yield Heading((pen.own(_("Open actions")),), 2)
    if part.actions:
        yield actions_table(pen, part.actions)
    else:
        yield pen.note(_("No open action is on record."))
    if part.topic:
        yield Heading((pen.own(_("Terms to use")),), 2)
        yield from term_blocks(pen, brief, part)


def _items(pen: Pen, brief: Brief, part: Part) -> Iterator[Block]:
    yield Heading((pen.own(_("Where matters stand")),), 2)
    if not part.items:
        yield pen.note(_("No item of the unofficial track is on record for this."))
    for item in part.items:
        entry = Entry(line=item.line, citations=())
        is_divergence = item.line.kind is ItemKind.DIVERGENCE
        parts = divergence_parts if is_divergence else entry_parts
        yield from parts(pen, item.home.sides, entry)
        # Where all come from one dialogue, the first page names it.
        home = pen.text(item.home.name) if len(brief.homes) > 1 else None
        reasons = (_reason(pen, reason) for reason in item.reasons)
        yield Paragraph(pen.line(home, *reasons, _movement(pen, brief, item)), Style.NOTE)
    if part.more:
        more = ngettext(
            "%(num)s more item under these topics is in the register.",
            "%(num)s more items under these topics are in the register.",
            part.more,
        )
        yield pen.note(more)


def _reason(pen: Pen, reason: Reason) -> Line:
    if reason.why is Why.HANDED_OVER:
        refs = ", ".join(reason.codes)
        return (pen.own(_("handed over for this: %(refs)s", refs=refs)),)
    if reason.link is None or reason.why is Why.SAME_TOPIC:
        codes = ", ".join(reason.codes)
        return (pen.own(_("under the same topics of the tree: %(codes)s", codes=codes)),)
    words = link_words(pen, reason.link)
    if reason.why is Why.LINKED:
        return termed(pen, _("Linked"), words)
    above = _("Recorded under %(ref)s, which is linked", ref=reason.link.there.ref)
    return termed(pen, above, words)


def _movement(pen: Pen, brief: Brief, item: Related) -> Line:
    words = pen.own(_("no earlier round to compare with"))
    if item.moved is not None:
        return termed(pen, _("Movement"), _moved(pen, item.moved))
    if brief.since is not None:
        day = printed_date(brief.since, pen.locale)
        words = pen.own(_("none on record since %(date)s", date=day))
    return termed(pen, _("Movement"), (words,))


def _moved(pen: Pen, moved: Moved) -> Line:
    direction = moved.movement.direction
    why = pen.own("; ".join(_said(pen, said) for said in moved.movement.why))
    between = None
    if moved.after and moved.by:
        between = pen.own(
            _(
                "between %(after)s and %(by)s",
                after=printed_date(moved.after, pen.locale),
                by=printed_date(moved.by, pen.locale),
            )
        )
    named = DIRECTIONS[direction] if direction is not Direction.NEW else _("first on record")
    return pen.line(pen.own(named), why, between, between=", ")


def _said(pen: Pen, said: Said) -> str:
    def printed(value: object) -> object:
        if isinstance(value, LocalizedText):
            return value.text_for(pen.locale)
        return label(value).lower() if hasattr(value, "value") else value  # type: ignore[arg-type]

    return _(said.message, **{name: printed(value) for name, value in said.values.items()})


def _expected(pen: Pen, brief: Brief, part: Part) -> Iterator[Block]:
    """Side by side; whether the words differ is told, how far apart they are is not."""
    sides = brief.meeting.dialogue.sides
    if not part.expected:
        yield pen.note(_("No expectation is on record that these readers may see."))
        return
    head = ((pen.own(_("In")),), *((pen.text(short_name(side)),) for side in sides))
    rows = tuple(_dimension(pen, part, list(sides), dimension) for dimension in Dimension)
    widths = (2, *(3 for _side in sides), 3)
    beside = ((pen.own(_("Beside each other")),),)
    yield Table(_("What each side expects"), head + beside, rows, widths, is_comparison=True)


def _dimension(pen: Pen, part: Part, sides: list[Side], dimension: Dimension) -> tuple[Cell, ...]:
    lines = [part.expected.get(side.id, {}).get(dimension) for side in sides]
    names = {side.id: short_name(side).text_for(pen.locale) for side in sides}
    gap = gap_of(part.expected, dimension, sides)
    missing = joined((names[id_] for id_ in gap.missing), pen.locale)
    words = {
        Beside.DIFFERENT_WORDS: _("different words"),
        Beside.SAME_WORDS: _("the same words"),
        Beside.NOT_OF_ALL: _("not recorded of %(sides)s", sides=missing),
        Beside.NOT_RECORDED: _("not recorded"),
    }
    cells = (_expectation(pen, line) for line in lines)
    return (cell((pen.label(dimension),)), *cells, cell((pen.own(words[gap.beside]),)))


def _expectation(pen: Pen, line: ExpectationLine | None) -> Cell:
    if line is None:
        return cell(pen.known(""))
    day = Words(pen.date(line.happened).text, pen.locale, Tone.NOTE)
    return (quoted(pen, line.expected), Paragraph((day,)))


def term_blocks(pen: Pen, brief: Brief, part: Part) -> Iterator[Block]:
    if part.terms:
        for term in part.terms:
            yield from _term(pen, term)
    elif brief.terms:
        yield pen.note(_("No term is recorded under this topic; the agreed ones stand at the end."))
    else:
        yield pen.note(_("No term is recorded."))


def _term(pen: Pen, term: Related) -> Iterator[Block]:
    named = ref_words(pen, term.line.ref, term.line.title)
    yield Paragraph(pen.line(named, pen.text(term.home.name)), Style.LEAD)
    yield quoted(pen, term.line.text)


def all_terms(pen: Pen, brief: Brief) -> Iterator[Block]:
    """Every agreed text that is classified under terminology."""
    if not brief.terms:
        yield pen.note(_("No term is recorded."))
    for term in brief.terms:
        yield from _term(pen, term)
