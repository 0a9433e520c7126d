"""Laying out the name cards of a round."""

import math
import unicodedata
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.people.models import Naming
from app.people.naming import Printed, nearest_name
from app.records.models import Disclosure
from app.reports.paper import Block, Card, Line, Paragraph, Points, Tone
from app.reports.report import short_name
from app.reports.words import Pen
from app.rounds.page import AttendeeLine
from app.sheets.sheet import FullName, Sheet
from app.sheets.words_forms import termed

# A card is 210 mm wide and stands 74 mm high; in points, what is left for the name.
ROOM, HEIGHT = 510, 90
SIZES = (66, 56, 48, 40, 34, 28, 24, 20, 16, 12, 8)
# Below this a name goes on a second line rather than become smaller still.
SMALLEST_ON_ONE_LINE = 28
# Half of it would be too small to be read from across a table, twice too large beside the name.
SHARE_OF_THE_OTHER_NAME = 2
WIDE = {"W": 1.0, "F": 1.0, "A": 0.8}


def points_for(name: str) -> int:
    """The largest of the sizes at which a name fits on a card, whatever the font."""
    width = sum(_width(letter) for letter in name)
    return next((size for size in SIZES if _fits(width, size)), SIZES[-1])


def _width(letter: str) -> float:
    """Of the size of the letters, at most."""
    kind = unicodedata.east_asian_width(letter)
    if kind in WIDE:
        return WIDE[kind]
    if letter in "MWmw@%":
        return 1.0
    return 0.78 if letter.isupper() else 0.6


def _fits(width: float, size: int) -> bool:
    if width * size <= ROOM:
        return True
    # Where a line breaks, some of it is left empty.
    lines = math.ceil(width * size * 1.15 / ROOM)
    return size <= SMALLEST_ON_ONE_LINE and lines * size * 1.25 <= HEIGHT


def has_a_card(line: AttendeeLine, printed: Printed) -> bool:
    """Whether the name may stand on the table: who is counted only has none, whoever prints it."""
    return bool(printed.name) and not printed.is_group and line.naming is not Naming.COUNTED


def cards(pen: Pen, sheet: Sheet) -> Iterator[Card]:
    """By side and order of entry."""
    for bench in sheet.benches.values():
        for line in bench.attendees:
            printed = sheet.printed[line.id]
            if has_a_card(line, printed):
                yield _card(pen, sheet, line, printed)


def _card(pen: Pen, sheet: Sheet, line: AttendeeLine, printed: Printed) -> Card:
    name = printed.name or ""
    also = other_name(sheet.names.get(line.person_id or 0, ()), name, pen.locale)
    sizes = [points_for(name)]
    if also:
        sizes.append(SHARE_OF_THE_OTHER_NAME * points_for(also))
    return Card(
        name=(pen.copied(name),),
        also=(pen.copied(also),) if also else (),
        below=_below(pen, sheet, line, printed),
        points=min(sizes),
    )


def other_name(names: Sequence[FullName], shown: str, locale: str) -> str:
    """The name in the other script than the page's; empty where there is none on record."""
    is_chinese = locale != "en"
    others = [
        (one.language, one.printed)
        for one in names
        if (one.language == "en") is is_chinese and one.printed != shown
    ]
    return nearest_name(others, "en" if is_chinese else "zh-Hans")


def _below(pen: Pen, sheet: Sheet, line: AttendeeLine, printed: Printed) -> Line:
    """The side, and the institution; where that is not on record apart, the post as printed."""
    side = pen.text(short_name(line.side)) if line.side else None
    institutions = [pen.text(name) for name in sheet.institutions.get(line.id, ())]
    if not institutions and printed.affiliation:
        institutions = [pen.text(line.affiliation)]
    return pen.line(side, *institutions)


def card_blocks(pen: Pen, sheet: Sheet) -> Iterator[Block]:
    """How many cards there are, and how many of those who came have none."""
    shown = [(line, sheet.printed[line.id]) for line in sheet.roster]
    made = sum(has_a_card(*each) for each in shown)
    without = [each for each in shown if each[0].person_id and not has_a_card(*each)]
    lines = [ngettext("%(num)d card", "%(num)d cards", made)]
    if without:
        lines.append(
            ngettext(
                "%(num)d person has no card: the name may not be shown.",
                "%(num)d people have no card: their names may not be shown.",
                len(without),
            )
        )
    if any(line.person_id is None for line, _printed in shown):
        lines.append(_("Groups without names have no card."))
    if not shown:
        lines.append(_("No roster is on record."))
    yield Points(tuple((Paragraph((pen.own(words),)),) for words in lines))
    if without and sheet.audience is Disclosure.SECRETARIAT:
        names = (pen.copied(printed.name or "", Tone.STRONG) for _line, printed in without)
        yield Paragraph(termed(pen, _("Without a card"), pen.line(*names, between="; ")))
