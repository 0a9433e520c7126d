"""The paper as Markdown (CommonMark with tables). Nothing recorded can become markup."""

import re
from collections.abc import Iterator

from app.reports.paper import (
    Block,
    Cell,
    Heading,
    Line,
    Paper,
    Paragraph,
    Points,
    Style,
    Table,
    Tone,
    Words,
)

ACTIVE = re.compile(r"([\\`*_\[\]<>#|~&^$])")
# What opens a block at the start of a line: lists, rules, underlined headings.
OPENS = re.compile(r"^(\d+)?([-+=:.)])")
MARKS = {Tone.STRONG: "**", Tone.VERB: "*"}


def write(paper: Paper) -> bytes:
    parts = [f"**{_escaped(paper.notice.text)}**"] if paper.notice else []
    parts += [f"# {_on_one_line(paper.title)}", _paragraph(paper.subtitle)]
    parts.append(_paragraph((paper.marking,)))
    parts += [_block(block) for block in paper.blocks]
    return ("\n\n".join(parts) + "\n").encode()


def _escaped(text: str) -> str:
    return ACTIVE.sub(r"\\\1", text)


def _words(words: Words) -> str:
    # Marks hold only where no space is on their inner side: it stays outside them.
    body, mark = words.text.strip(), MARKS.get(words.tone, "")
    if not (mark and body):
        return _escaped(words.text)
    before, after = words.text.split(body, 1)
    return f"{before}{mark}{_escaped(body)}{mark}{after}"


def _line(line: Line) -> str:
    return "".join(_words(words) for words in line)


def _lines(line: Line) -> list[str]:
    """Without empty ones, which would end the paragraph, and without the spaces of a code block."""
    parts = (part.strip(" \t") for part in _line(line).split("\n"))
    return [part for part in parts if part]


def _on_one_line(line: Line) -> str:
    return " ".join(_lines(line))


def _paragraph(line: Line) -> str:
    r"""A line of its own stays one by the `\` before its end."""
    return "\\\n".join(OPENS.sub(r"\1\\\2", part) for part in _lines(line))


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_on_one_line(block.line)}"
        case Paragraph():
            return _styled(block)
        case Points():
            return "\n".join(_point(item) for item in block.items)
        case Table():
            return "\n".join(_table(block))


def _styled(block: Paragraph) -> str:
    text = _paragraph(block.line)
    if block.style is Style.WORDING:
        return "\n".join(f"> {line}" for line in text.split("\n"))
    return text


def _point(item: tuple[Paragraph | Points, ...]) -> str:
    text = "\n\n".join(_block(part) for part in item)
    return "- " + "\n".join(f"  {line}" if line else "" for line in text.split("\n")).lstrip(" ")


def _table(table: Table) -> Iterator[str]:
    yield _row(_on_one_line(line) for line in table.head)
    yield _row("---" for _column in table.head)
    for row in table.rows:
        yield _row(_cell(content) for content in row)


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(content: Cell) -> str:
    return "<br>".join(part for paragraph in content for part in _lines(paragraph.line))
