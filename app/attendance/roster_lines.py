"""Reading a pasted roster: a line for each person or group, under the names of their sides."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.attendance.printed_names import HAN, folded, is_han, name_parts
from app.attendance.roster_entries import Entry
from app.attendance.roster_words import group_count, marked, member_called, tidy
from app.dialogues.models import Side
from app.people.models import Naming, Sector
from app.rounds.models import AttendanceRole, Capacity
from app.rules import Said, _

LONGEST_NAME = 200
LONGEST_AFFILIATION = 500
MOST_LINES = 500

_BULLET = re.compile(
    r"^(?:[-–—•·*●▪◦]\s*|\(?\d{1,3}[.)、．）]\s*|\d{1,3}\s+(?=[A-Z\u3400-\u9fff]))"
)
_MARK = re.compile(r"\s*[(（\[［【]([^()（）\[\]［］【】]*)[)）\]］】]\s*$")
_PREFIX = re.compile(r"^([^:：,，;；]{1,80})[:：]\s*(.*)$")
_COUNTED = re.compile(r"\s*[(（]\s*\d+\s*[)）]\s*$")
_NAME_ENDS = re.compile(r"\s*[,，;；|]\s*|\s+[–—-]\s+|\s*(?:——|--)\s*")
_SIDE_WORDS = re.compile(
    r"(?:\s*(?:the\s+)?(?:side|delegation|participants|team|members))$|"
    r"(?:方面|方|代表团|代表團|与会者|與會者)$",
    re.IGNORECASE,
)
_LATIN_RUN = re.compile(r"[^\u3400-\u9fff()（）]*[A-Za-zÀ-ž][^\u3400-\u9fff()（）]*")

KINDS: Mapping[str, Any] = {
    "role": AttendanceRole, "capacity": Capacity, "sector": Sector, "naming": Naming
}  # fmt: skip

NOBODY_NAMED = Said(_("Nobody is named here. Begin the line with a name."))
NO_SIDE = _("No side of this dialogue is called “%(name)s”.")
TOO_LONG = Said(_("This is longer than a name or a line of posts can be."))


class Sides:
    """The sides of a dialogue, by their codes and their names in each language."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self._by_name = {folded(name): side for side in sides for name in _called(side)}

    def find(self, words: str) -> Side | None:
        """The side that is called so, also "the Averra side (6)" or "中方"."""
        words = heading(words)
        bare = re.sub(r"^the\s+", "", _SIDE_WORDS.sub("", words), flags=re.IGNORECASE)
        return self._by_name.get(folded(words)) or self._by_name.get(folded(bare))


def heading(line: str) -> str:
    """The words of a heading, without its colon and the number of people under it."""
    return _COUNTED.sub("", line.strip().rstrip(":：").strip()).rstrip(":： ")


def _called(side: Side) -> Iterator[str]:
    yield side.code
    yield from side.name.texts.values()


@dataclass(frozen=True)
class _Heading:
    """What holds for the lines beneath, until the next heading."""

    side: Side | None = None
    side_said: bool = False
    role: AttendanceRole | None = None


def read_lines(text: str, sides: Sequence[Side], *, chinese: str = "zh-Hans") -> list[Entry]:
    """What each line says, in order. `chinese` is the language of lines in Han characters.

    Whatever cannot be read comes back as an entry with its problem; headings and empty lines give
    none.
    """
    reading = _Reading(Sides(sides), chinese)
    entries: list[Entry] = []
    for number, typed in enumerate(text.splitlines(), start=1):
        if (entry := reading.read(number, typed)) is not None:
            entries.append(entry)
    return entries


class _Reading:
    def __init__(self, sides: Sides, chinese: str) -> None:
        self.sides, self.chinese = sides, chinese
        self.heading = _Heading()

    def read(self, number: int, typed: str) -> Entry | None:
        cells = [cell for cell in tidy(typed.split("\t")) if cell]
        if len(cells) > 1 and re.fullmatch(r"\d{1,3}[.)]?", cells[0]):
            del cells[0]
        if not any(letter.isalnum() for cell in cells for letter in cell):
            return None
        if len(cells) == 1 and self._is_heading(cells[0]):
            return None
        entry = Entry(
            line=number,
            text=" ".join(typed.split()),
            side=self.heading.side,
            side_said=self.heading.side_said,
            role=self.heading.role,
        )
        return self._row(entry, cells) if len(cells) > 1 else self._line(entry, cells[0])

    def _is_heading(self, line: str) -> bool:
        bare = heading(line)
        if (side := self.sides.find(line)) is not None:
            self.heading = _Heading(side, side_said=True)
            return True
        role = member_called(AttendanceRole, bare)
        if isinstance(role, AttendanceRole) and bare != line:
            self.heading = _Heading(role=role)
            return True
        return False

    def _line(self, entry: Entry, line: str) -> Entry:
        found = _PREFIX.match(line)
        if found and (side := self.sides.find(found[1])) is not None:
            entry, line = replace(entry, side=side, side_said=True), found[2]
        elif found and not found[2]:
            # It would have told the side of the lines beneath: they are not given another's.
            self.heading = _Heading()
            return replace(entry, problem=Said(NO_SIDE, {"name": found[1]}))
        line = _BULLET.sub("", line, count=1)
        entry, line = taking_marks(entry, line)
        is_group, count = group_count(line)
        if is_group:
            return self.as_group(entry, line, count)
        name, _sep, rest = _cut(line)
        entry, name = taking_marks(entry, name)
        return self.named(entry, name, rest)

    def _row(self, entry: Entry, cells: list[str]) -> Entry:
        """A line of cells: the name first, or after the side; marks in cells of their own."""
        if (side := self.sides.find(cells[0])) is not None:
            entry, cells = replace(entry, side=side, side_said=True), cells[1:]
        name, others = _BULLET.sub("", cells[0], count=1), []
        for cell in cells[1:]:
            said = marked(cell)
            if said is None and (side := self.sides.find(cell)) is not None:
                entry = replace(entry, side=side, side_said=True)
            elif said is None:
                others.append(cell)
            else:
                entry = replace(entry, **_by_field(said))
        entry, name = taking_marks(entry, name)
        is_group, count = group_count(name)
        if is_group:
            return self.as_group(entry, ", ".join([name, *others]), count)
        if others and is_han(others[0]) and not is_han(name) and _is_han_name(others[0]):
            name = f"{name} {others.pop(0)}"
        # "Deputy Director", "CISS": in Chinese, the institution is printed before the post.
        return self.named(entry, name, ("，" if is_han("".join(others)) else ", ").join(others))

    def as_group(self, entry: Entry, label: str, count: int | None) -> Entry:
        language = self.language(label)
        problem = TOO_LONG if len(label) > LONGEST_AFFILIATION else None
        return replace(entry, group=label, count=count, language=language, problem=problem)

    def named(self, entry: Entry, name: str, affiliation: str) -> Entry:
        names = self.names(name)
        if not any(letter.isalpha() for letter in name):
            return replace(entry, problem=NOBODY_NAMED)
        if len(name) > LONGEST_NAME or len(affiliation) > LONGEST_AFFILIATION:
            return replace(entry, problem=TOO_LONG)
        family, given = name_parts(names[0][1])
        return replace(
            entry,
            names=names,
            family=family,
            given=given,
            affiliation=affiliation,
            language=self.language(affiliation or names[0][1]),
        )

    def names(self, printed: str) -> Sequence[tuple[str, str]]:
        """By language: "XIAO Qian (肖茜)" is one person by two names."""
        latin = _LATIN_RUN.search(printed)
        if not latin or not is_han(printed):
            return ((self.language(printed), printed),)
        han = "".join(one for one in printed if HAN.match(one) or one in "·・")
        first, second = ("en", latin[0].strip(" ,，/|")), (self.chinese, han)
        return (first, second) if not HAN.match(printed) else (second, first)

    def language(self, text: str) -> str:
        return self.chinese if is_han(text) else "en"


def taking_marks(entry: Entry, text: str) -> tuple[Entry, str]:
    """The entry with what the words in brackets at the end of `text` say, and the rest of it.

    Brackets that hold anything else are part of the text: "(Ret.)".
    """
    while (found := _MARK.search(text)) and (said := marked(found[1])):
        entry, text = replace(entry, **_by_field(said)), text[: found.start()]
    return entry, text.strip()


def _by_field(said: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: said[kind] for name, kind in KINDS.items() if kind in said}


def _cut(line: str) -> tuple[str, str, str]:
    """The name, what divides it from the rest, and the rest."""
    found = _NAME_ENDS.search(line)
    if found is None:
        return line, "", ""
    return line[: found.start()].strip(), found[0], line[found.end() :].strip(" ,，;；")


def _is_han_name(cell: str) -> bool:
    return bool(name_parts(cell)[0])
