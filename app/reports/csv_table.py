"""The listing as a CSV file: for other programs, and for spreadsheets that read nothing better.

The first line names the columns, and every line after it is a row of as many fields: a comment
would break what reads the file. What must be known of the whole therefore stands in columns of
its own at the end of *each* row, so that rows stay what they are where they are cut out, sorted or
pasted below those of another day. A listing without rows has one line that says so, with them.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO

from app.partial_date import PartialDate
from app.reports.listing import Listing, Value, text_of

# A spreadsheet computes what begins so, the full-width signs included; and where it takes the
# semicolon for the comma, as it does in half of Europe, also what begins so within a field.
COMPUTED = re.compile(
    r"((?:^|[;\t\n])[ \u00a0\u2000-\u200f\u2028-\u202f\u205f\u3000\ufeff]*)(?=[=+\-@＝＋－＠])"
)
# By this mark spreadsheets know the file for UTF-8, and do not spoil what is Chinese.
MARK = "\ufeff"


def write(listing: Listing) -> bytes:
    """Every field is quoted; numbers and dates (`2024-02`) are bare of any further sign."""
    out = StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL)
    terms = [fact.term for fact in listing.facts]
    lines.writerow([_safe(title) for title in (*_titles(listing), *terms)])
    known = [_safe(fact.text) for fact in listing.facts]
    for fields in _rows(listing):
        lines.writerow([*fields, *known])
    return (MARK + out.getvalue()).encode()


def _titles(listing: Listing) -> list[str]:
    return [column.title for column in listing.whole_columns]


def _rows(listing: Listing) -> Iterator[list[str]]:
    if not len(listing):
        yield [_safe(listing.empty.text), *("" for _column in listing.whole_columns[1:])]
    for row in listing.whole_rows:
        yield [_field(value) for value in row.cells]


def _field(value: Value) -> str:
    match value:
        case None:
            return ""
        case int() | PartialDate():
            return str(value)
        case _:
            return _safe(text_of(value))


def _safe(text: str) -> str:
    """The text, with an apostrophe where a spreadsheet would compute what follows."""
    return COMPUTED.sub(r"\1'", text)
