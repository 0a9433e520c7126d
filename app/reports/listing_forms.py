"""Putting a listing together for its reader, and laying it out as a paper or as a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import Any, cast

from flask_babel import gettext as _

from app.dialogues.models import Dialogue
from app.labels import label
from app.localized import LocalizedText
from app.partial_date import PartialDate, printed_date
from app.records.models import Disclosure
from app.reports.files import FORMATS, paper_written
from app.reports.listing import Column, Fact, Group, Listing, Row, Value
from app.reports.paper import (
    Block,
    Cell,
    Heading,
    Line,
    Paper,
    Paragraph,
    Points,
    Table,
    Tone,
    Words,
    cell,
)
from app.reports.words import Pen

# By the name that the address uses: the type of what is written.
LISTED = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": FORMATS["docx"][1],
    "md": FORMATS["md"][1],
}
TABLES = {"xlsx": "xlsx", "csv": "csv_table"}
FROM_WIDE_TO_NARROW = (
    Disclosure.PUBLIC,
    Disclosure.PARTICIPANTS,
    Disclosure.SECRETARIAT,
    Disclosure.SIDE,
)
STEP = "\u2003"
# A paper names the dialogue and its readers at its head, apart from the other facts.
HEADED = 2


class ListingPen(Pen):
    """Keeps the cells that it made: thousands of rows repeat a few words."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale)
        self.made: dict[Any, Cell] = {}


@dataclass(frozen=True, kw_only=True)
class View:
    """What was looked at: the page's title and short name, and what its address narrowed it to.

    `as_of` is the moment in words, `day` the one that names the file; both None: as it stands.
    """

    title: str
    name: str
    dialogue: Dialogue
    filter_words: Sequence[str] = ()
    as_of: str | None = None
    day: PartialDate | None = None


def narrowest_of(levels: Iterable[Disclosure]) -> Disclosure:
    """The level of the most confidential of some things; of none, what is public."""
    return max(levels, key=FROM_WIDE_TO_NARROW.index, default=Disclosure.PUBLIC)


def listed(
    pen: ListingPen,
    view: View,
    columns: Sequence[Column],
    groups: Sequence[Group],
    *,
    audience: Disclosure,
    level: Disclosure,
    today: date,
    grouped_by: str = "",
) -> Listing:
    """`audience` is as whom its reader reads, `level` that of the narrowest thing in it."""
    readers = _readers(view.dialogue, audience, level, pen.locale)
    count = sum(len(group.rows) for group in groups)
    notice = pen.own(_("Illustrative: fictional")) if view.dialogue.illustrative else None
    facts = (
        Fact(_("Dialogue"), (pen.text(view.dialogue.name),)),
        Fact(_("Printed for"), (pen.own(readers),)),
        Fact(_("As it stood on"), (pen.own(_moment(view, today, pen.locale)),)),
        Fact(_("Filter"), (pen.own(_filter(view)),)),
        Fact(_("Rows"), (pen.own(count),)),
        Fact(_("Printed on"), (pen.own(printed_date(PartialDate.of(today), pen.locale)),)),
        *((Fact(_("Notice"), (notice,)),) if notice else ()),
        Fact(_("Note"), (pen.own(_note(view)),)),
    )
    language = "" if pen.locale == "en" else f"-{pen.locale}"
    day = view.day or PartialDate.of(today)
    return Listing(
        title=pen.own(view.title),
        dialogue=pen.text(view.dialogue.name),
        notice=notice,
        marking=pen.own(_("For: %(audience)s", audience=readers)),
        facts=facts,
        columns=tuple(columns),
        groups=tuple(groups),
        empty=pen.own(_("No row answers this filter."), Tone.NOTE),
        locale=pen.locale,
        stem=f"{view.dialogue.slug}-{view.name}-{day}{language}",
        today=today,
        about=_("About"),
        grouped_by=grouped_by,
    )


def _readers(dialogue: Dialogue, audience: Disclosure, level: Disclosure, locale: str) -> str:
    name = dialogue.name.text_for(locale)
    readers = {
        Disclosure.SECRETARIAT: _("the secretariat of %(dialogue)s", dialogue=name),
        Disclosure.PARTICIPANTS: _("the participants of %(dialogue)s", dialogue=name),
        Disclosure.PUBLIC: _("anyone who signs in"),
    }
    holds = {
        Disclosure.SIDE: _("confidential: it holds one side's own records"),
        Disclosure.SECRETARIAT: _("confidential: it holds what is kept for the secretariat"),
        Disclosure.PARTICIPANTS: _("not public: it holds what is open to participants alone"),
        Disclosure.PUBLIC: _("all that it holds is public"),
    }
    return _("%(readers)s; %(holds)s", readers=readers[audience], holds=holds[level])


def _moment(view: View, today: date, locale: str) -> str:
    return view.as_of or printed_date(PartialDate.of(today), locale)


def _filter(view: View) -> str:
    return "; ".join(view.filter_words) or _("none: all that its reader may read")


def _note(view: View) -> str:
    withheld = _(
        "What its reader may not be told is not part of it, whether or not there is any."
        " “Not recorded” does not mean “no”."
    )
    if view.as_of is None:
        return withheld
    undated = _("What has no date on record counts as on record always.")
    return f"{undated} {withheld}"


def text_cell(pen: ListingPen, text: LocalizedText) -> Cell:
    """A text in the reader's language; nothing, where there is none."""
    return cell((pen.text(text),)) if text else ()


def own_cell(pen: ListingPen, *lines: str) -> Cell:
    """The house's own words, a paragraph each."""
    if lines not in pen.made:
        pen.made[lines] = cell(*((pen.own(line),) for line in lines if line))
    return pen.made[lines]


def label_cell(pen: ListingPen, term: StrEnum | None) -> Cell:
    """A term of the house; nothing, where it is not recorded."""
    if term is None:
        return ()
    # Members of two enums with one value are equal.
    key = type(term), term
    if key not in pen.made:
        pen.made[key] = own_cell(pen, label(term))
    return pen.made[key]


def listing_written(listing: Listing, format_: str) -> bytes:
    """The listing in one of the formats of `LISTED`."""
    if format_ in TABLES:
        # A writer's library is loaded when a file is asked for: start-up stays fast.
        writer = import_module(f"app.reports.{TABLES[format_]}")
        return cast(bytes, writer.write(listing))
    return paper_written(on_paper(listing), format_)


def on_paper(listing: Listing) -> Paper:
    """The facts first, then a table for each group; what stands below others joins their cell."""
    return Paper(
        title=(listing.title,),
        subtitle=(listing.dialogue,),
        notice=listing.notice,
        marking=listing.marking,
        blocks=tuple(_blocks(listing)),
        locale=listing.locale,
        day=listing.today,
        is_wide=True,
        foot=_foot(listing),
    )


def _foot(listing: Listing) -> Line:
    facts = " · ".join(f"{fact.term}: {fact.text}" for fact in listing.facts[HEADED:-1])
    return (Words(facts, listing.locale),)


def _blocks(listing: Listing) -> Iterator[Block]:
    def termed(fact: Fact) -> Paragraph:
        term = Words(fact.term, listing.locale, Tone.STRONG)
        between = Words(": " if listing.locale == "en" else "：", listing.locale)
        return Paragraph((term, between, *fact.words))

    yield Points(tuple((termed(fact),) for fact in listing.facts[HEADED:]))
    if not len(listing):
        yield Paragraph((listing.empty,))
    for group in listing.groups:
        if group.rows:
            if listing.grouped_by:
                yield Heading(group.heading, 1)
            yield _table(listing, group)


def _table(listing: Listing, group: Group) -> Table:
    standing = [place for place, one in enumerate(listing.columns) if not one.below]
    columns = [listing.columns[place] for place in standing]
    return Table(
        listing.title.text,
        tuple((Words(one.title, listing.locale),) for one in columns),
        tuple(tuple(_cells(listing, row, standing)) for row in group.rows),
        tuple(one.width for one in columns),
    )


def _cells(listing: Listing, row: Row, standing: Sequence[int]) -> Iterator[Cell]:
    ends = [*standing[1:], len(listing.columns)]
    for start, end in zip(standing, ends, strict=True):
        paragraphs: list[Paragraph] = []
        for place in range(start, end):
            paragraphs += _paragraphs(listing, listing.columns[place], row.cells[place])
        if start == 0 and row.depth and paragraphs:
            indent = Words(STEP * row.depth + "– ", listing.locale)
            paragraphs[0] = Paragraph((indent, *paragraphs[0].line), paragraphs[0].style)
        yield tuple(paragraphs)


def _paragraphs(listing: Listing, column: Column, value: Value) -> Cell:
    match value:
        case None:
            return ()
        case int():
            words: Cell = cell((Words(str(value), listing.locale),))
        case PartialDate() as day:
            words = cell((Words(printed_date(day, listing.locale), listing.locale),))
        case paragraphs:
            words = paragraphs
    if not (column.named and words):
        return words
    mark = ": " if listing.locale == "en" else "："
    term = Words(column.title + mark, listing.locale, Tone.NOTE)
    return (Paragraph((term, *words[0].line), words[0].style), *words[1:])
