"""A register as it is taken out of the house: what it is, its columns, its rows.

Every format writes the same one: a spreadsheet as one table, a paper as a table for each group.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.partial_date import PartialDate
from app.reports.paper import Cell, Line, Paragraph, Words, plain

# Words, or what a spreadsheet can count and sort; None: the column says nothing of the row.
Value = Cell | int | PartialDate | None


@dataclass(frozen=True)
class Column:
    """`width` is counted in letters.

    One that stands `below` is printed on paper in the cell of the column before it, after its
    own title where that is `named`: a page is narrower than a spreadsheet.
    """

    title: str
    width: int
    below: bool = False
    named: bool = False


@dataclass(frozen=True)
class Row:
    """`cells` are as many as the columns. `depth`: how deep a sub-point stands under others."""

    cells: tuple[Value, ...]
    depth: int = 0


@dataclass(frozen=True)
class Group:
    """The rows under one heading; without words, where the listing has no groups."""

    heading: Line
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Fact:
    """What must be known of the listing as a whole."""

    term: str
    words: Line

    @property
    def text(self) -> str:
        return plain(self.words)


@dataclass(frozen=True, kw_only=True)
class Listing:
    """`facts` are printed on every format: for whom, as of when, narrowed to what, how many.

    `notice` says that it is fictional. `grouped_by` heads the column of the groups' headings,
    `empty` stands in the place of rows where there are none, `about` heads the facts where they
    stand apart. `stem` names the file: the dialogue, the view and the day, and nobody.
    """

    title: Words
    dialogue: Words
    notice: Words | None
    marking: Words
    facts: tuple[Fact, ...]
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    empty: Words
    locale: str
    stem: str
    today: date
    about: str
    grouped_by: str = ""

    def __len__(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    def __bool__(self) -> bool:
        """A listing without rows is one all the same."""
        return True

    @property
    def whole_columns(self) -> tuple[Column, ...]:
        """The columns of a spreadsheet, in which the group stands in each row."""
        grouped = (Column(self.grouped_by, 24),) if self.grouped_by else ()
        return (*grouped, *self.columns)

    @property
    def whole_rows(self) -> Iterator[Row]:
        for group in self.groups:
            heading = ((Paragraph(group.heading),),) if self.grouped_by else ()
            for row in group.rows:
                yield Row((*heading, *row.cells), row.depth)


def text_of(cell: Cell) -> str:
    """The words of a cell, a line for each paragraph."""
    return "\n".join(plain(paragraph.line) for paragraph in cell)
