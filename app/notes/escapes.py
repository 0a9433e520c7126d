"""Characters that are taken literally, and how a line is looked at without them.

A line is *hidden* first: each character after a backslash gives way to a stand-in, which is no
sign, no space and no part of a word. Everything is recognised on that, at the end it is restored.
Surrogates cannot stand in a text, so they are free to be stand-ins.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from app.localized import LocalizedText
from app.notes import signs

_SPACES = "".join(char for char in map(chr, range(0x10000)) if char.isspace())
_TABLES = (
    *signs.KINDS.values(),
    *signs.LEVELS.values(),
    *signs.FORMATS.values(),
    *signs.RESULTS.values(),
    *signs.FAULTS.values(),
    *signs.STANCES.values(),
    *signs.STATUSES.values(),
    *signs.LINK_KINDS.values(),
    *signs.FACTS.values(),
    *signs.TAGS.values(),
    *(signs.MODERATOR, signs.VERB, signs.PER, signs.VERBS, signs.SUBJECTS),
)
_TELLING = {
    *map(chr, range(0x20, 0x7F)),
    *map(chr, range(0xFF01, 0xFF5F)),
    *_SPACES,
    *signs.BULLETS,
    *signs.DASHES,
    *"≠…、。〜∼第轮輪场場节節年月日号號前至到和与與及于在由",
    *signs.CHINESE_DIGITS,
    *(char for spoken in _TABLES for words in spoken for char in words),
}
_STAND_INS = {char: chr(0xD800 + number) for number, char in enumerate(sorted(_TELLING))}
# A backslash with nothing after it: alone on a line it is an empty line, else it is itself.
LAST = chr(0xDFFF)
_RESTORED = str.maketrans({stand_in: char for char, stand_in in _STAND_INS.items()} | {LAST: "\\"})
_SPELLED = str.maketrans({stand_in: f"\\{char}" for char, stand_in in _STAND_INS.items()})
_FOLDED = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0).lower() for wide in range(0xFF01, 0xFF5F)}
    | {chr(upper): chr(upper).lower() for upper in range(ord("A"), ord("Z") + 1)}
    | dict.fromkeys(_SPACES, " ")
    | {"。": ".", "〜": "~", "∼": "~"}
)
_HALVES = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(.?)", re.DOTALL)


def normal(text: str) -> str:
    """The text as notes can hold it, before its lines are looked at.

    As in the house's fields, there is no NUL; lines end in a line feed; and what no database takes
    (half a character) gives way to U+FFFD.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", lines)


def as_read(text: LocalizedText) -> LocalizedText:
    """The text as it comes back from printed notes: without outer space, nor any word on how far
    a translation can be relied on."""
    texts = {lang: normal(words).strip() for lang, words in text.texts.items()}
    return LocalizedText(texts, text.original)


def hidden(line: str) -> str:
    return _ESCAPED.sub(lambda found: _STAND_INS.get(found[1], found[1]) or LAST, line)


def hidden_at(line: str, place: int) -> str:
    """The hidden line with one character more taken literally, which must be a telling one."""
    return line[:place] + _STAND_INS[line[place]] + line[place + 1 :]


def hidden_backslashes(text: str) -> str:
    """A text that nobody escaped, as a hidden one."""
    return text.replace("\\", _STAND_INS["\\"])


def hidden_all(text: str, chars: str) -> str:
    """The hidden text with each of `chars`, and their full-width twins, taken literally."""
    return "".join(
        _STAND_INS[char] if char in _STAND_INS and folded(char) in chars else char for char in text
    )


def restored(text: str) -> str:
    """What a hidden text says."""
    return text.translate(_RESTORED)


def spelled(text: str) -> str:
    """The hidden text as one types it."""
    return text.translate(_SPELLED)


def folded(text: str) -> str:
    """A hidden text as its signs and words are recognised: narrow, in lower case, spaces alike.

    It is as long as what was given: places found in one are places in the other.
    """
    return text.translate(_FOLDED)


@dataclass(frozen=True)
class Line:
    """One line that was typed. `hidden` is the whole of it, outer space included."""

    number: int
    typed: str

    @cached_property
    def hidden(self) -> str:
        return hidden(self.typed)

    @cached_property
    def folded(self) -> str:
        return folded(self.hidden)

    @cached_property
    def indent(self) -> int:
        """How far it is indented, a tab being four wide."""
        space = self.hidden[: len(self.hidden) - len(self.hidden.lstrip())]
        return sum({"\t": 4, "\u3000": 2}.get(char, 1) for char in space)

    def column(self, place: int) -> int:
        """The column, from 1, at which a place of the hidden line was typed."""
        at = 0
        for _ in range(place):
            at += 2 if self.typed[at] == "\\" else 1
        return at + 1

    @property
    def whole(self) -> "Stretch":
        return Stretch(self, 0, len(self.hidden)).stripped()


@dataclass(frozen=True)
class Stretch:
    """A part of a line, from one place of its hidden form to another."""

    line: Line
    start: int
    end: int

    def __bool__(self) -> bool:
        """Whether it says anything: space says nothing, even taken literally."""
        return bool(self.said.strip())

    @cached_property
    def hidden(self) -> str:
        return self.line.hidden[self.start : self.end]

    @cached_property
    def folded(self) -> str:
        return self.line.folded[self.start : self.end]

    @property
    def said(self) -> str:
        """What it says; space at its ends is there where it was taken literally."""
        return restored(self.hidden)

    @property
    def column(self) -> int:
        return self.line.column(self.start)

    def part(self, start: int, end: int | None = None) -> "Stretch":
        """From one place in it to another, without outer space."""
        stop = self.end if end is None else self.start + end
        return Stretch(self.line, self.start + start, stop).stripped()

    def stripped(self) -> "Stretch":
        left = len(self.hidden) - len(self.hidden.lstrip())
        right = len(self.hidden.rstrip())
        if left >= right:
            return Stretch(self.line, self.end, self.end)
        return Stretch(self.line, self.start + left, self.start + right)

    def split(self, separators: re.Pattern[str]) -> "list[Stretch]":
        """The parts between separators that say something."""
        found, start = [], 0
        for mark in separators.finditer(self.folded):
            found.append(self.part(start, mark.start()))
            start = mark.end()
        return [part for part in (*found, self.part(start)) if part]
