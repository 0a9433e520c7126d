"""Laying out one topic of talks to come: all that bears on it, on a page of its own."""

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from app.briefs.brief import Brief, Moved, Part, Reason, Related, State, Why
from app.briefs.pen_forms import TalksPen, in_full
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
from app.handovers.expectations import Beside, ExpectationLine, compared
from app.handovers.models import Dimension
from app.labels import label
from app.localized import LocalizedText
from app.partial_date import printed_date
from app.register.movement import Direction
from app.register.words_forms import DIRECTIONS
from app.reports.items import divergence_parts, entry_parts
from app.reports.paper import Block, Cell, Heading, Line, Paragraph, Style, Table, Tone, Words, cell
from app.reports.report import Entry
from app.reports.words import Pen, joined
from app.rules import Said


def part_blocks(pen: TalksPen, brief: Brief, part: Part) -> Iterator[Block]:
    yield from _items(pen, brief, part)
    yield Heading((pen.own(_("Groundwork on record")),), 2)
    if part.groundwork:
        yield links_list(pen, part.groundwork)
    else:
        yield pen.note(_("Besides items, none is on record that these readers may see."))
    yield Heading((pen.own(_("What each side expects")),), 2)
    yield from _expected(pen, brief, part)
    yield Heading((pen.own(_("Handed over")),), 2)
    if part.all_passed:
        yield passed_table(pen, part.all_passed)
    else:
        yield pen.note(_("No hand-over is on record that these readers may see."))
    yield Heading((pen.own(_("Open actions")),), 2)
    if part.actions:
        yield actions_table(pen, part.actions)
    else:
        yield pen.note(_("No open action is on record that these readers may see."))
    if part.topic:
        yield Heading((pen.own(_("Terms to use")),), 2)
        yield from term_blocks(pen, brief, part)


def _items(pen: TalksPen, brief: Brief, part: Part) -> Iterator[Block]:
    yield Heading((pen.own(_("Where the items stand")),), 2)
    if not part.items:
        words = _("No item of the unofficial track is on record that these readers may see.")
        yield pen.note(words)
    titles = {State.AGREED: _("Agreed"), State.APART: _("Apart"), State.OTHER: _("Other items")}
    for state, words in titles.items():
        items = part.in_state(state)
        if items:
            yield Heading((pen.own(words),), 3)
        for item in items:
            yield from _item(pen, brief, item)
    if part.more:
        more = ngettext(
            "%(num)s more item under these topics is in the register.",
            "%(num)s more items under these topics are in the register.",
            part.more,
        )
        yield pen.note(more)


def _item(pen: TalksPen, brief: Brief, item: Related) -> Iterator[Block]:
    line, slug = item.line, item.home.slug
    at = pen.cited(slug, line.meeting_ref) if line.meeting_ref else None
    cited = replace(line, ref=pen.cited(slug, line.ref), meeting_ref=at)
    parts = divergence_parts if line.kind is ItemKind.DIVERGENCE else entry_parts
    yield from parts(pen, in_full(item.home.sides), Entry(line=cited, citations=()))
    # Where all come from one dialogue, the first page names it.
    home = pen.text(item.home.name) if len(brief.homes) > 1 else None
    reasons = (_reason(pen, reason) for reason in item.reasons)
    yield Paragraph(pen.line(home, *reasons, _movement(pen, brief, item)), Style.NOTE)


def _reason(pen: TalksPen, reason: Reason) -> Line:
    if reason.why is Why.HANDED_OVER:
        refs = ", ".join(pen.cited(slug, ref) for slug, ref in reason.passed)
        return (pen.own(_("handed over for this: %(refs)s", refs=refs)),)
    if reason.link is None or reason.why is Why.SAME_TOPIC:
        codes = ", ".join(reason.codes)
        return (pen.own(_("under the same topics of the tree: %(codes)s", codes=codes)),)
    words = link_words(pen, reason.link)
    if reason.why is Why.LINKED:
        return termed(pen, _("Linked"), words)
    there = reason.link.there
    above = _(
        "Recorded under %(ref)s, which is linked", ref=pen.cited(there.dialogue_slug, there.ref)
    )
    return termed(pen, above, words)


def _movement(pen: TalksPen, brief: Brief, item: Related) -> Line:
    words = pen.own(_("no earlier round that these readers may see to compare with"))
    if item.moved is not None:
        return termed(pen, _("Movement"), _moved(pen, item, item.moved))
    if brief.since is not None:
        day = printed_date(brief.since, pen.locale)
        words = pen.own(_("none on record since %(date)s", date=day))
    return termed(pen, _("Movement"), (words,))


def _moved(pen: TalksPen, item: Related, moved: Moved) -> Line:
    direction = moved.movement.direction
    at = item.line.meeting_ref
    if direction is Direction.NEW and at:
        return (pen.own(_("new at %(ref)s", ref=pen.cited(item.home.slug, at))),)
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
    head = ((pen.own(_("In")),), *((pen.text(side.name),) for side in sides))
    rows = tuple(_dimension(pen, part, list(sides), dimension) for dimension in Dimension)
    widths = (2, *(3 for _side in sides), 3)
    beside = ((pen.own(_("Side by side")),),)
    yield Table(_("What each side expects"), head + beside, rows, widths, is_comparison=True)


def _dimension(pen: Pen, part: Part, sides: list[Side], dimension: Dimension) -> tuple[Cell, ...]:
    lines = [part.expected.get(side.id, {}).get(dimension) for side in sides]
    names = {side.id: side.name.text_for(pen.locale) for side in sides}
    found = compared(part.expected, dimension, sides)
    missing = joined((names[id_] for id_ in found.missing), pen.locale)
    words = {
        Beside.DIFFERENT_WORDS: _("different words"),
        Beside.SAME_WORDS: _("the same words"),
        Beside.NOT_OF_ALL: _("not recorded of %(sides)s", sides=missing),
        Beside.NOT_RECORDED: _("not recorded"),
    }
    cells = (_expectation(pen, line) for line in lines)
    return (cell((pen.label(dimension),)), *cells, cell((pen.own(words[found.beside]),)))


def _expectation(pen: Pen, line: ExpectationLine | None) -> Cell:
    if line is None:
        return cell(pen.known(""))
    day = Words(pen.date(line.happened).text, pen.locale, Tone.NOTE)
    return (quoted(pen, line.expected), Paragraph((day,)))


def term_blocks(pen: TalksPen, brief: Brief, part: Part) -> Iterator[Block]:
    if part.terms:
        for term in part.terms:
            yield from _term(pen, term)
    elif brief.terms:
        yield pen.note(_("No term is recorded under this topic; the agreed ones stand at the end."))
    else:
        yield pen.note(_("No term is recorded."))


def _term(pen: TalksPen, term: Related) -> Iterator[Block]:
    named = ref_words(pen, pen.cited(term.home.slug, term.line.ref), term.line.title)
    yield Paragraph(pen.line(named, pen.text(term.home.name)), Style.LEAD)
    yield quoted(pen, term.line.text)


def all_terms(pen: TalksPen, brief: Brief) -> Iterator[Block]:
    """Every agreed text that is classified under terminology."""
    if not brief.terms:
        yield pen.note(_("No term is recorded."))
    for term in brief.terms:
        yield from _term(pen, term)
