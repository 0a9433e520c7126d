"""A paper as every format prints it: headings, paragraphs, points and tables of marked words."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# No format can hold these; what separates lines and columns stays.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Tone(StrEnum):
    PLAIN = "plain"
    STRONG = "strong"
    VERB = "verb"
    NOTE = "note"


@dataclass(frozen=True)
class Words:
    """Words in one language. They are never markup, whatever stands in them."""

    text: str
    lang: str
    tone: Tone = Tone.PLAIN

    def __post_init__(self) -> None:
        clean = UNPRINTABLE.sub("", self.text.replace("\r\n", "\n").replace("\r", "\n"))
        object.__setattr__(self, "text", clean)


Line = tuple[Words, ...]


def plain(line: Line) -> str:
    return "".join(words.text for words in line)


class Style(StrEnum):
    """A `lead` opens what follows it; a `wording` is quoted to the letter, line by line."""

    PLAIN = "plain"
    LEAD = "lead"
    WORDING = "wording"
    NOTE = "note"


@dataclass(frozen=True)
class Heading:
    """`level` counts from 1 below the title; with `new_page`, a page begins with it."""

    line: Line
    level: int
    kind: str = "heading"
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    line: Line
    style: Style = Style.PLAIN
    kind: str = "paragraph"


@dataclass(frozen=True)
class Points:
    """A list; each point holds paragraphs and further lists."""

    items: tuple[tuple["Paragraph | Points", ...], ...]
    kind: str = "points"


Cell = tuple[Paragraph, ...]


def cell(*lines: Line) -> Cell:
    return tuple(Paragraph(line) for line in lines if line)


@dataclass(frozen=True)
class Table:
    """`name` says what it is to those who do not see it. The first cell of a row heads it.

    `widths` are the columns' shares of the page.
    """

    name: str
    head: tuple[Line, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    is_comparison: bool = False
    kind: str = "table"


Block = Heading | Paragraph | Points | Table


@dataclass(frozen=True)
class Card:
    """A card that stands folded before somebody: both its faces say the same.

    `points` is the size at which the name fits on one line or, where it is very long, on several.
    """

    name: Line
    also: Line
    below: Line
    points: int


@dataclass(frozen=True, kw_only=True)
class Paper:
    """`marking` says for whom it is, `notice` what must be known first: that it is fictional, or
    a draft. None: it is neither.

    `day` dates the file. `cards` follow the blocks, two to a page; HTML and PDF alone have them.
    A paper of wide tables lies on its side. `foot` stands at the foot of each page; DOCX alone has
    it.
    """

    title: Line
    subtitle: Line
    notice: Words | None
    marking: Words
    blocks: tuple[Block, ...]
    locale: str
    day: date
    cards: tuple[Card, ...] = ()
    foot: Line = ()
    is_wide: bool = False

    @property
    def sections(self) -> list[list[Block]]:
        """The blocks, from each heading of the first level to the next."""
        sections: list[list[Block]] = [[]]
        for block in self.blocks:
            if isinstance(block, Heading) and block.level == 1:
                sections.append([])
            sections[-1].append(block)
        return sections

    @property
    def running_head(self) -> Line:
        return (*([self.notice, Words(" · ", self.locale)] if self.notice else []), self.marking)
