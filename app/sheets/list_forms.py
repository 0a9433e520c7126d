"""Laying out the participant list of a round."""

import re
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.people.naming import Printed
from app.records.models import Disclosure
from app.reports.paper import (
    Block,
    Cell,
    Heading,
    Line,
    Paragraph,
    Style,
    Table,
    Tone,
    Words,
    cell,
)
from app.reports.words import Pen
from app.rounds.page import AttendeeLine, Bench
from app.sheets.sheet import FullName, Sheet
from app.sheets.words_forms import facts, tally_words, termed

Shown = tuple[AttendeeLine, Printed]


def list_blocks(pen: Pen, sheet: Sheet) -> Iterator[Block]:
    """Each side with those who may be named to the audience, and how many others there were."""
    yield facts(pen, sheet)
    names = {side.id: side.name for side in sheet.sides}
    for side_id, bench in sheet.benches.items():
        name = names.get(side_id or 0)
        yield Heading((pen.text(name) if name else pen.own(_("On nobody's bench")),), 1)
        yield from _bench(pen, sheet, bench)
    yield Heading((pen.own(_("Total")),), 1)
    yield Paragraph((tally_words(pen, sheet.benches.tally(sheet.printed)),))
    if not sheet.benches.are_all_recorded:
        yield pen.note(_("Of some sides no roster is on record: they are not in this total."))
    if sheet.meeting.head_count:
        as_printed = (pen.copied(sheet.meeting.head_count),)
        yield Paragraph(termed(pen, _("Attendance as printed"), as_printed))


def _bench(pen: Pen, sheet: Sheet, bench: Bench) -> Iterator[Block]:
    shown = [(line, sheet.printed[line.id]) for line in bench.attendees]
    if not shown:
        yield Paragraph((pen.own(_("not recorded"), Tone.NOTE),))
        return
    # Those named first; their order is that of entry.
    rows = [
        *(_named(pen, sheet, each) for each in shown if each[1].name),
        *(_not_named(pen, sheet, each) for each in shown if _has_a_row(each[1])),
    ]
    if rows:
        yield Table(_("Participants"), _head(pen, sheet), tuple(rows), _widths(sheet))
    others = [printed for _line, printed in shown if printed.is_counted]
    if others:
        yield Paragraph((pen.own(_others(others, alone=not rows)),))
    tally = bench.tally(sheet.printed)
    yield Paragraph(termed(pen, _("Together"), (tally_words(pen, tally),)), Style.NOTE)


def _has_a_row(printed: Printed) -> bool:
    return not printed.name and not printed.is_counted


def _head(pen: Pen, sheet: Sheet) -> tuple[Line, ...]:
    titles = [_("Full name"), _("Affiliation at the time"), _("Role")]
    if sheet.audience is Disclosure.SECRETARIAT:
        titles.append(_("May be named"))
    return pen.head(*titles)


def _widths(sheet: Sheet) -> tuple[int, ...]:
    return (5, 7, 3, 3) if sheet.audience is Disclosure.SECRETARIAT else (5, 8, 3)


def _named(pen: Pen, sheet: Sheet, each: Shown) -> tuple[Cell, ...]:
    line, printed = each
    name = _full_name(pen, printed, sheet.names.get(printed.person_id or 0, ()))
    number = pen.own(f"({_number(printed)})", Tone.NOTE) if printed.is_group else None
    affiliation = pen.text(line.affiliation) if printed.affiliation else None
    role = pen.line(
        pen.label(line.role), pen.label(line.capacity) if line.capacity else None, between=", "
    )
    cells = [cell(pen.line(name, number, between=" ")), cell(pen.line(affiliation)), cell(role)]
    return _with_level(pen, sheet, line, cells)


def _number(printed: Printed) -> str:
    return _("number not disclosed") if printed.number is None else str(printed.number)


def _full_name(pen: Pen, printed: Printed, names: Sequence[FullName]) -> Line:
    """The name as printed, its family name marked where it is recorded which part that is."""
    name = printed.name or ""
    family = next((one.family for one in names if one.printed == name and one.family), "")
    # A word of its own, where the script has words: the given name may begin with the same letters.
    forms = (rf"(?<!\w){re.escape(family)}(?!\w)", re.escape(family))
    found = next(filter(None, (re.search(form, name, re.IGNORECASE) for form in forms)), None)
    lang = pen.copied(name).lang
    if not (family and found):
        return (Words(name, lang),)
    marked = Words(found[0], lang, Tone.STRONG)
    parts = (Words(name[: found.start()], lang), marked, Words(name[found.end() :], lang))
    return tuple(part for part in parts if part.text)


def _not_named(pen: Pen, sheet: Sheet, each: Shown) -> tuple[Cell, ...]:
    """Somebody of whom the audience is told the role and the side."""
    line, printed = each
    name = _("name not disclosed")
    if printed.is_group:
        name = _("a group, number not disclosed")
        if printed.number is not None:
            name = ngettext("a group of %(num)d", "a group of %(num)d", printed.number)
    cells = [cell((pen.own(name, Tone.NOTE),)), (), cell((pen.label(line.role),))]
    return _with_level(pen, sheet, line, cells)


def _with_level(pen: Pen, sheet: Sheet, line: AttendeeLine, cells: list[Cell]) -> tuple[Cell, ...]:
    """The secretariat also reads to whom somebody may be named."""
    if sheet.audience is Disclosure.SECRETARIAT:
        cells.append(cell((pen.label(line.naming),)))
    return tuple(cells)


def _others(counted: Sequence[Printed], *, alone: bool) -> str:
    """Those of whom nothing but the number is told: "and 3 others"."""
    number = sum(printed.number or 0 for printed in counted)
    undisclosed = any(printed.number is None for printed in counted)
    if not number:
        words = _("a few, number not disclosed")
    else:
        words = ngettext("%(num)d other", "%(num)d others", number)
        if alone:
            words = ngettext("%(num)d participant", "%(num)d participants", number)
        if undisclosed:
            words = _("%(others)s, and a few, number not disclosed", others=words)
    return words if alone else _("and %(others)s", others=words)
