"""What the columns of a table of attendees hold, and what each row then says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.attendance.printed_names import folded, is_han, name_parts
from app.attendance.roster_entries import Entry
from app.attendance.roster_lines import (
    KINDS,
    LONGEST_AFFILIATION,
    LONGEST_NAME,
    NO_SIDE,
    NOBODY_NAMED,
    Sides,
    taking_marks,
)
from app.attendance.roster_words import group_count, member_called, tidy
from app.attendance.upload import FORMULA, Table
from app.dialogues.models import Side
from app.partial_date import PartialDate
from app.rules import Said, _

# What a column may hold, and how its heading may read.
HEADINGS: Mapping[str, str] = {
    "name": "name|full name|participant|attendee|delegate|english name|姓名|英文姓名|英文名|与会者",
    "family": "family name|surname|last name|family|姓|姓氏",
    "given": "given name|given names|first name|given|名|名字",
    "chinese": "chinese name|name in chinese|中文姓名|中文名|名（中文）|姓名（中文）",
    "side": "side|delegation|country|party|方|所属方|代表团|代表團|国家|國家|国别",
    "role": "role|role at the meeting|角色|身份|会议角色",
    "post": "title|post|function|position|job title|职务|職務|职位|職位|职称|職稱|头衔",
    "institution": "institution|org|organisation|organization|employer"
    "|单位|單位|机构|機構|工作单位",
    "affiliation": "affiliation|affiliation as printed|单位及职务|单位职务|單位及職務|职务单位",
    "sector": "sector|界别|界別|领域|領域|部门类别",
    "capacity": "capacity|以何身份|身份性质|参会身份",
    "naming": "naming|may be named|named|naming level|具名|是否具名|公开范围|可否公开",
    "consent": "consent|consent given|同意|同意方式",
    "consented": "consented on|consent date|date of consent|同意日期|同意时间",
    "count": "count|number|number in the group|how many|人数|人數",
}
_BY_HEADING = {folded(word): name for name, words in HEADINGS.items() for word in words.split("|")}
NAMES = ("name", "family", "given", "chinese")

FORMULA_FOUND = _("Column %(column)s holds a formula, and formulas are not computed: %(text)s")
NOT_KNOWN = _("Column %(column)s says “%(text)s”, which is none of its words.")
NO_DATE = _("Column %(column)s says “%(text)s”: write 2024, 2024-02 or 2024-02-12.")
NO_NUMBER = _("Column %(column)s says “%(text)s”, which is no whole number.")
CELL_TOO_LONG = _("Column %(column)s holds more than a name or a line of posts can be.")
_DATE = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?$")


def guessed(headings: Sequence[str]) -> list[str]:
    """What each column likely holds, by its heading; each thing once, "" for what is unknown."""
    found: list[str] = []
    for heading in headings:
        name = _BY_HEADING.get(folded(heading), "")
        found.append("" if name in found else name)
    return found


def without_titles_above(table: Table) -> Table:
    """The table from the row on that names its columns, where titles stand above that."""
    for place, row in enumerate(table.rows[:10]):
        named = {name for name in guessed(row) if name}
        if len(named) > 1 and named & set(NAMES):
            return Table(table.rows[place:], table.numbers[place:])
    return table


def has_headings(table: Table) -> bool:
    """Whether the first row names columns rather than somebody."""
    return any(guessed(table.rows[0])) if table.rows else False


def pasted_table(text: str) -> Table | None:
    """The table that was pasted with its headings, from Excel or Word; None for other lines."""
    cut = [[cell.strip() for cell in line.split("\t")] for line in text.splitlines()]
    kept = [(number, row) for number, row in enumerate(cut, start=1) if any(row)]
    if not kept or any(len(row) < 2 for _number, row in kept):
        return None
    headings = {name for name in guessed(kept[0][1]) if name}
    if len(headings) < 2 or not headings & set(NAMES):
        return None
    return Table([tidy(row) for _number, row in kept], [number for number, _row in kept])


def column_name(number: int) -> str:
    """As a workbook counts them: A, B, … Z, AA."""
    letters = ""
    while number >= 0:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
    return letters


def table_entries(
    table: Table, mapping: Sequence[str], sides: Sequence[Side], *, chinese: str = "zh-Hans"
) -> list[Entry]:
    """What each row says where column n holds `mapping[n]`; headings are left out."""
    reading = _Rows(mapping, Sides(sides), chinese)
    first = 1 if has_headings(table) else 0
    return [
        reading.read(number, row)
        for number, row in zip(table.numbers[first:], table.rows[first:], strict=True)
    ]


class _Rows:
    def __init__(self, mapping: Sequence[str], sides: Sides, chinese: str) -> None:
        self.columns = {name: place for place, name in enumerate(mapping) if name}
        self.sides, self.chinese = sides, chinese

    def read(self, number: int, row: Sequence[str]) -> Entry:
        said = {
            name: row[place] for name, place in self.columns.items() if place < len(row)
        }  # fmt: skip
        entry = Entry(
            line=number, text=" | ".join(cell.replace(FORMULA, "") for cell in row if cell)
        )
        for name, words in said.items():
            if words.startswith(FORMULA):
                return self._wrong(entry, FORMULA_FOUND, name, words.removeprefix(FORMULA))
            if len(words) > (LONGEST_NAME if name in NAMES else LONGEST_AFFILIATION):
                return self._wrong(entry, CELL_TOO_LONG, name, "")
        said = {name: words for name, words in said.items() if words}
        for step in (self._side, self._terms, self._numbers):
            entry = step(entry, said)
            if entry.problem is not None:
                return entry
        return self._posts(self._who(entry, said), said)

    def _wrong(self, entry: Entry, message: str, name: str, words: str) -> Entry:
        places = {"column": column_name(self.columns[name]), "text": words[:80]}
        return replace(entry, problem=Said(message, places))

    def _side(self, entry: Entry, said: Mapping[str, str]) -> Entry:
        if "side" not in said:
            return entry
        side = self.sides.find(said["side"])
        if side is None:
            return replace(entry, problem=Said(NO_SIDE, {"name": said["side"][:80]}))
        return replace(entry, side=side, side_said=True)

    def _terms(self, entry: Entry, said: Mapping[str, str]) -> Entry:
        for name, kind in KINDS.items():
            if name in said:
                member: Any = member_called(kind, said[name])
                if member is None:
                    return self._wrong(entry, NOT_KNOWN, name, said[name])
                entry = replace(entry, **{name: member})
        return entry

    def _numbers(self, entry: Entry, said: Mapping[str, str]) -> Entry:
        if words := said.get("consented"):
            try:
                entry = replace(entry, consented=_date(words))
            except ValueError:
                return self._wrong(entry, NO_DATE, "consented", words)
        if words := said.get("count"):
            if not (words.isascii() and words.isdecimal() and 0 < int(words) < 10_000):
                return self._wrong(entry, NO_NUMBER, "count", words)
            entry = replace(entry, count=int(words))
        return replace(entry, consent=said.get("consent", ""))

    def _who(self, entry: Entry, said: Mapping[str, str]) -> Entry:
        name = said.get("name", "")
        entry, name = taking_marks(entry, name)
        is_group, count = group_count(name)
        one_only = not any(said.get(other) for other in NAMES[1:])
        if name and one_only and (is_group or entry.count is not None):
            language = self.chinese if is_han(name) else "en"
            return replace(entry, group=name, count=entry.count or count, language=language)
        family, given = said.get("family", ""), said.get("given", "")
        if not name and (family or given):
            name = f"{family}{given}" if is_han(family + given) else f"{family} {given}".strip()
        written = (one for one in (name, said.get("chinese", "")) if any(map(str.isalpha, one)))
        names = [(self.chinese if is_han(one) else "en", one) for one in written]
        if not names:
            return replace(entry, problem=NOBODY_NAMED)
        if not family or not given:
            family, given = name_parts(names[0][1])
        return replace(
            entry, names=tuple(dict.fromkeys(names)), family=family, given=given, count=None
        )

    def _posts(self, entry: Entry, said: Mapping[str, str]) -> Entry:
        affiliation = said.get("affiliation") or said.get("post", "")
        place = said.get("institution", "")
        if entry.group:
            label = ", ".join(part for part in (entry.group, affiliation, place) if part)
            return replace(entry, group=label)
        words = affiliation or place
        first = entry.names[0][0] if entry.names else "en"
        language = (self.chinese if is_han(words) else "en") if words else first
        return replace(entry, affiliation=affiliation, institution=place, language=language)


def _date(words: str) -> PartialDate:
    """As the house writes dates, or 2024/5/3, 2024年5月."""
    if found := _DATE.fullmatch(words):
        parts = [found[1], *(part.zfill(2) for part in found.groups()[1:] if part)]
        return PartialDate("-".join(parts))
    return PartialDate(words)


TEMPLATE = (
    "Name", "Chinese name", "Side", "Role", "Title", "Institution", "Sector", "Capacity",
    "Naming", "Consent", "Consented on", "Count",
)  # fmt: skip
"""The headings of a table to be filled in."""
