"""Reading a table that somebody uploads: CSV in whatever encoding, or a workbook's first sheet.

Nothing in it is ever run: a formula is its own text, and marked as one.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.attendance.roster_words import tidy
from app.rules import Refused, _

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 40
LONGEST_CELL = 1000

NOT_A_TABLE = _("This is neither a CSV file nor an Excel workbook (.xlsx).")
OLD_EXCEL = _("This is a workbook of the old kind (.xls). Save it as .xlsx or CSV first.")
TOO_LARGE = _("The file is larger than %(megabytes)d MB.")
TOO_MUCH = _("The table has more than %(rows)d rows or %(columns)d columns.")
TOO_LONG = _("Row %(row)d holds a text of more than %(count)d characters.")
EMPTY_TABLE = _("There is nothing in this file.")
BROKEN = _("This workbook cannot be read. Save it again, or as CSV.")
UNKNOWN_LETTERS = _("The letters of this file cannot be told. Save it as CSV UTF-8.")

FORMULA = "\ue000"
"""Stands before the text of a cell that a workbook would have computed."""

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Table:
    """Its rows as printed, without empty ones; `numbers` are theirs in the file, from 1."""

    rows: Sequence[Sequence[str]]
    numbers: Sequence[int]

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


def read_table(content: bytes) -> Table:
    """Raises Refused, with field "file", for whatever is no such table, or too large to be one."""
    if len(content) > LARGEST_FILE:
        raise _refused(TOO_LARGE, megabytes=LARGEST_FILE // 1024 // 1024)
    if content.startswith(_OLD_EXCEL):
        raise _refused(OLD_EXCEL)
    rows = _of_workbook(content) if content.startswith(b"PK\x03\x04") else _of_csv(content)
    table = _within_limits(rows)
    if not table.rows:
        raise _refused(EMPTY_TABLE)
    return table


def _refused(message: str, **values: object) -> Refused:
    return Refused(message, field="file", **values)


def _within_limits(rows: Iterable[Sequence[str]]) -> Table:
    kept: list[Sequence[str]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows, start=1):
        cells = list(tidy(row))
        while cells and not cells[-1]:
            cells.pop()
        # A sheet may have a million rows without anything in them.
        if number > 50 * MOST_ROWS or len(kept) > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise _refused(TOO_MUCH, rows=MOST_ROWS, columns=MOST_COLUMNS)
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise _refused(TOO_LONG, row=number, count=LONGEST_CELL)
        if cells:
            kept.append(cells)
            numbers.append(number)
    return Table(kept, numbers)


def _of_csv(content: bytes) -> Iterator[Sequence[str]]:
    text = _decoded(content)
    if "\x00" in text or _is_binary(text):
        raise _refused(NOT_A_TABLE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    try:
        yield from reader
    except csv.Error as wrong:
        raise _refused(NOT_A_TABLE) from wrong


def _decoded(content: bytes) -> str:
    """By its mark; else as UTF-8 where it is that, else as GB18030, which Excel writes in China."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)]
    for encoding in encodings or ["utf-8", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(UNKNOWN_LETTERS)


def _is_binary(text: str) -> bool:
    """Whether there are signs that no text has; a PDF or a picture decodes as GB18030 at times."""
    sample = text[:4000]
    return sum(not (sign.isprintable() or sign in "\t\r\n\x0b\x0c\u3000\u00a0\u200b\ufeff\u2028")
               for sign in sample) > len(sample) // 50  # fmt: skip


def _delimiter(text: str) -> str:
    """The one of which the first lines have most outside of quotes; a comma where none has."""
    head = "".join(text.splitlines(keepends=True)[:10])
    bare = "".join(head.split('"')[::2])
    counted = {mark: bare.count(mark) for mark in ("\t", ";", ",")}
    best = max(counted, key=lambda mark: counted[mark])
    return best if counted[best] else ","


def _of_workbook(content: bytes) -> Iterator[Sequence[str]]:
    _refuse_to_unpack_too_much(content)
    try:
        # As formulas, not as the values last computed: they are shown for what they are.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a sheet says of its own size need not be so
            for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
                yield [_printed(cell) for cell in row]
        finally:
            book.close()
    except Refused:
        raise
    except (*_BROKEN,) as wrong:
        raise _refused(BROKEN) from wrong


# What openpyxl and the libraries beneath it raise on a file that is not what it says it is.
_BROKEN = (
    InvalidFileException, DefusedXmlException, zipfile.BadZipFile, OSError, EOFError, KeyError,
    ValueError, TypeError, AttributeError, IndexError, SyntaxError, AssertionError,
    OverflowError, NotImplementedError, RuntimeError, LookupError, ArithmeticError,
)  # fmt: skip


def _refuse_to_unpack_too_much(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            sizes = [part.file_size for part in parts.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
        raise _refused(NOT_A_TABLE) from wrong
    if "xl/workbook.xml" not in names:
        raise _refused(NOT_A_TABLE)
    if sum(sizes) > LARGEST_UNPACKED or len(sizes) > 2000:
        raise _refused(TOO_LARGE, megabytes=LARGEST_FILE // 1024 // 1024)


def _printed(cell: Any) -> str:
    """What a cell says; a date without its midnight, a whole number without its point."""
    value = cell.value
    match value:
        case None:
            return ""
        case datetime() if value.time().isoformat() == "00:00:00":
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            words = str(getattr(value, "text", value))
            is_formula = cell.data_type == "f"
            return (FORMULA if is_formula else "") + words[: LONGEST_CELL + 1]
