"""Dates as they are known: to the year, the month or the day."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Self

SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """An ISO 8601 calendar date at reduced precision: `2024`, `2024-02` or `2024-02-12`.

    Sorts by the earliest day it can mean, the less precise first; never invents a day.
    """

    iso: str

    def __post_init__(self) -> None:
        found = SHAPE.fullmatch(self.iso)
        if not found:
            raise ValueError(f"{self.iso!r} is not a date: write 2024, 2024-02 or 2024-02-12")
        year, month, day = (int(part or 1) for part in found.groups())
        date(year, month, day)  # raises ValueError where there is no such day

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.isoformat())

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, then month and day where they are known."""
        return tuple(int(part) for part in self.iso.split("-"))

    @property
    def first_day(self) -> date:
        year, month, day = (*self.parts, 1, 1)[:3]
        return date(year, month, day)

    @property
    def last_day(self) -> date:
        match self.parts:
            case (year,):
                return date(year, 12, 31)
            case (year, month):
                return date(year, month, calendar.monthrange(year, month)[1])
            case _:
                return self.first_day

    def certainly_before(self, other: "PartialDate") -> bool:
        """Whether every day this can mean precedes every day that `other` can."""
        return self.last_day < other.first_day

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self.iso < other.iso

    def __str__(self) -> str:
        return self.iso


MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def printed_date(day: PartialDate, locale: str) -> str:
    """The date in words, at its own precision: `12 February 2024`, `2024年2月`."""
    if locale.startswith("zh"):
        return "".join(f"{part}{unit}" for part, unit in zip(day.parts, "年月日", strict=False))
    match day.parts:
        case (year, month, number):
            return f"{number} {MONTHS[month - 1]} {year}"
        case (year, month):
            return f"{MONTHS[month - 1]} {year}"
        case _:
            return day.iso


def printed_span(start: PartialDate, end: PartialDate | None, locale: str) -> str:
    """A start and, where there is one, an end, without saying the same month or year twice.

    Both are printed whole where one is known less exactly: what it shares would be a guess.
    """
    if end is None or end == start:
        return printed_date(start, locale)
    shared = 0
    if len(start.parts) == len(end.parts):
        while start.parts[shared] == end.parts[shared]:
            shared += 1
    if locale.startswith("zh"):
        rest = zip(end.parts[shared:], "年月日"[shared:], strict=False)
        tail = "".join(f"{part}{unit}" for part, unit in rest)
        return f"{printed_date(start, locale)}至{tail}"
    if shared == 2:
        return f"{start.parts[2]}–{printed_date(end, locale)}"
    head = printed_date(start, locale)
    if shared == 1:
        head = head.removesuffix(f" {start.parts[0]}")
    return f"{head} – {printed_date(end, locale)}"
