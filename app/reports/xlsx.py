"""The listing as an XLSX file: what it is in one line, its columns, its rows; a second sheet says
for whom, as of when and narrowed to what. Whatever was recorded is text: nothing is computed.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from app.partial_date import PartialDate
from app.reports.listing import Column, Fact, Listing, Row, Value, text_of
from app.reports.paper import Cell, Words

# A cell has one font for all its letters: where some of them are Chinese, one that has these.
FONTS = {"zh-Hans": ("Microsoft YaHei", 134), "zh-Hant": ("Microsoft JhengHei", 136)}
FONT = ("Arial", 0)
# What no sheet may be called by, and how long its name may be.
UNNAMEABLE, LONGEST_NAME = re.compile(r"[\[\]:*?/\\']"), 31
# A cell holds no more letters; the rest is on the record's own page.
LONGEST, CUT = 32_767, " … [+%d]"
# A text that looks like the escape of a letter would be read as that letter.
LIKE_AN_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# What a page's head and foot hold at most; in them, a code begins with "&".
LONGEST_HEAD = 80
FIRST_DAY = date(1900, 3, 1)
LINE_HEIGHT = 14
HEAD = PatternFill("solid", fgColor="E7EAEE")
RULE = Border(bottom=Side("thin", color="B8C0C8"))


class Pages:
    """The workbook, and the styles of its cells: each is made once, whatever the number of rows."""

    def __init__(self) -> None:
        self.book = Workbook(write_only=True)
        self.styles: dict[Any, Any] = {}

    def sheet(self, name: str) -> Any:
        return self.book.create_sheet(UNNAMEABLE.sub(" ", name)[:LONGEST_NAME])

    def text(self, sheet: Any, text: str, lang: str, *, kind: str = "", depth: int = 0) -> Any:
        """A cell that holds these words and computes nothing, whatever they begin with."""
        cell = WriteOnlyCell(sheet, _fitting(text))
        # Set after the value, by which openpyxl would have taken it for a formula or an error.
        cell.data_type = "s"
        cell._style = self._style(sheet, lang, kind, depth)
        return cell

    def value(self, sheet: Any, value: Value, locale: str, depth: int) -> Any:
        match value:
            case None:
                return None
            case int():
                return self._typed(sheet, value, locale, "0")
            case PartialDate() as day:
                if len(day.parts) == 3 and day.first_day >= FIRST_DAY:
                    return self._typed(sheet, day.first_day, locale, "yyyy-mm-dd")
                # A month is no day: it stays the words it is, and sorts among its like.
                return self.text(sheet, str(day), locale)
            case words:
                return self.text(sheet, text_of(words), _lang(words, locale), depth=depth)

    def _typed(self, sheet: Any, value: int | date, locale: str, form: str) -> Any:
        cell = WriteOnlyCell(sheet, value)
        cell._style = self._style(sheet, locale, form, 0)
        return cell

    def _style(self, sheet: Any, lang: str, kind: str, depth: int) -> Any:
        if (known := self.styles.get((lang, kind, depth))) is not None:
            return known
        cell = WriteOnlyCell(sheet)
        family, charset = FONTS.get(lang, FONT)
        cell.font = Font(name=family, size=10, charset=charset, bold=kind in ("head", "facts"))
        cell.alignment = Alignment(vertical="top", wrap_text=True, indent=min(depth, 10))
        cell.border = RULE
        if kind in ("head", "facts"):
            cell.fill = HEAD
        elif kind:
            cell.number_format = kind
        # A spreadsheet that is told to take a text for what it is keeps it one when it is edited.
        cell.quotePrefix = kind not in ("0", "yyyy-mm-dd")
        self.styles[lang, kind, depth] = cell._style
        return cell._style


def write(listing: Listing) -> bytes:
    pages = Pages()
    _write_rows(pages, listing)
    _write_facts(pages, listing)
    properties = pages.book.properties
    properties.title = f"{listing.title.text}: {listing.dialogue.text}"[:255]
    properties.creator, properties.lastModifiedBy = "Throughline", None
    properties.subject = listing.marking.text[:255]
    day = datetime(listing.today.year, listing.today.month, listing.today.day)  # noqa: DTZ001 (the format has no zone)
    properties.created = day
    file = BytesIO()
    pages.book.save(file)
    return file.getvalue()


def _write_rows(pages: Pages, listing: Listing) -> None:
    columns, locale = listing.whole_columns, listing.locale
    sheet = pages.sheet(listing.title.text)
    last, facts = get_column_letter(len(columns)), _in_one_line(listing)
    # The rows stand still below what they are, on the screen as on every page of paper.
    sheet.freeze_panes = f"{get_column_letter(1 + _key_columns(listing))}3"
    sheet.print_title_rows = "1:2"
    sheet.auto_filter.ref = f"A2:{last}{2 + max(len(listing), 1)}"
    sheet.merged_cells.add(f"A1:{last}1")
    _set_widths(sheet, columns)
    _set_page(sheet, listing)
    across = sum(column.width for column in columns)
    sheet.row_dimensions[1].height = LINE_HEIGHT * (1 + _letters(facts) // across)
    sheet.append([pages.text(sheet, facts, locale, kind="facts")])
    sheet.append([pages.text(sheet, one.title, locale, kind="head") for one in columns])
    if not len(listing):
        sheet.append([pages.text(sheet, listing.empty.text, locale)])
    for row in listing.whole_rows:
        sheet.append(_cells(pages, sheet, row, listing))


def _key_columns(listing: Listing) -> int:
    return 2 if listing.grouped_by else 1


def _cells(pages: Pages, sheet: Any, row: Row, listing: Listing) -> Iterable[Any]:
    # What a sub-point is called by stands in as deep as the sub-point.
    key = _key_columns(listing) - 1
    return [
        pages.value(sheet, value, listing.locale, row.depth if place == key else 0)
        for place, value in enumerate(row.cells)
    ]


def _in_one_line(listing: Listing) -> str:
    facts = (f"{one.term}: {one.text}" for one in listing.facts)
    return " · ".join((listing.title.text, *facts))


def _write_facts(pages: Pages, listing: Listing) -> None:
    sheet = pages.sheet(listing.about)
    _set_widths(sheet, (Column("", 28), Column("", 90)))
    _set_page(sheet, listing)
    sheet.append([pages.text(sheet, listing.title.text, listing.title.lang, kind="head")])
    for fact in listing.facts:
        sheet.append(_fact(pages, sheet, fact, listing.locale))


def _fact(pages: Pages, sheet: Any, fact: Fact, locale: str) -> list[Any]:
    return [
        pages.text(sheet, fact.term, locale),
        pages.text(sheet, fact.text, _lang_of(fact.words, locale)),
    ]


def _set_widths(sheet: Any, columns: Iterable[Column]) -> None:
    for number, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width


def _set_page(sheet: Any, listing: Listing) -> None:
    """A4 on its side, as wide as the columns; for whom, and what it is, on every page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    notice = f"{listing.notice.text} · " if listing.notice else ""
    sheet.oddHeader.left.text = _heading(f"{listing.title.text} · {listing.dialogue.text}")
    sheet.oddHeader.right.text = _heading(f"{notice}{listing.marking.text}")
    sheet.oddFooter.left.text = _heading(listing.today.isoformat())
    sheet.oddFooter.right.text = "&P / &N"


def _heading(text: str) -> str:
    return text.replace("\n", " ")[:LONGEST_HEAD].replace("&", "&&")


def _fitting(text: str) -> str:
    text = LIKE_AN_ESCAPE.sub("_x005F_", text)
    if len(text) <= LONGEST:
        return text
    kept = LONGEST - len(CUT) - 10
    return text[:kept] + CUT % (len(text) - kept)


def _letters(text: str) -> int:
    """How wide a text is: a Chinese letter is as wide as two others."""
    return sum(2 if "\u2e80" <= letter <= "\uffef" else 1 for letter in text)


def _lang(cell: Cell, locale: str) -> str:
    return _lang_of((words for paragraph in cell for words in paragraph.line), locale)


def _lang_of(line: Iterable[Words], locale: str) -> str:
    """The Chinese among the languages of some words, else the first of them."""
    langs = [words.lang for words in line] or [locale]
    return next((lang for lang in langs if lang in FONTS), langs[0])
