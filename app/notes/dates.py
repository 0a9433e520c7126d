"""Dates as people type them in minutes, alone, from one to another, and as a due date."""

import re
from dataclasses import dataclass

from app.notes import signs
from app.partial_date import MONTHS, PartialDate

# Longer than any date: what is longer is not looked at.
LONGEST = 80

_MONTHS = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = f"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
# The parts that may be missing are those which the other end of a span says.
_SHAPES = [
    re.compile(shape, re.ASCII)
    for shape in (
        r"(?P<year>\d{4})(?:[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?)?",
        rf"(?:{_DAY}(?:\s+of)?\s+)?{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?",
        rf"{_MONTH}\s+{_DAY}(?:,?\s+(?P<year>\d{{4}}))?",
        r"(?:(?P<year>\d{4})\s*年\s*)?(?:(?P<month>\d{1,2})\s*月\s*)?(?:(?P<day>\d{1,2})\s*[日号號])?",
        r"(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<bare>\d{1,2})",
    )
]
_BETWEEN = re.compile(r"\s[-–—−~]+\s|[–—−~]+|\s(?:to|until)\s|[至到]|/|(?<=\d)-(?=\d)|^[-–—−~]+")

_ROUND = r"(?:round|第)\s*(?P<round>[1-9]\d{0,3})(?!\d)\s*[轮輪]?"
_YEAR_FIRST = r"\d{4}(?:[-./]\d{1,2}){0,2}"
_IN_WORDS = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?(?:\s+of)?\s+)?[a-z]{3,9}\.?,?\s+"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?\d{4}"
)
_CHINESE = r"\d{4}\s*年(?:\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号號])?)?"
_DATE = f"(?P<date>{_CHINESE}|{_YEAR_FIRST}|{_IN_WORDS})"
_DUE = [
    # by 30 April 2024, before round 10
    re.compile(
        rf"(?<![^\s(,;])\(?(?:by|before|until)\s+(?:the\s+)?(?:end\s+of\s+)?(?:{_ROUND}|{_DATE})"
        r"\s?\)?\.?$",
        re.ASCII,
    ),
    # 2024年4月30日前, 第10轮前
    re.compile(
        rf"\(?[于於在]?(?:{_ROUND}|{_DATE})\s?(?:之前|以前|前)\s?\)?\.?$",
        re.ASCII,
    ),
]


@dataclass(frozen=True)
class Due:
    """What an action's last words say of when it is due, and where they begin.

    Neither date nor round: they look like a date and are none.
    """

    start: int
    typed: str
    date: PartialDate | None = None
    round: int | None = None


def date_in(folded: str) -> PartialDate | None:
    """The date that these words are, if they are one."""
    return _made(_parts(folded))


def span_in(folded: str) -> tuple[PartialDate | None, PartialDate | None] | None:
    """The first and, where there is one, the last date; None where this is neither."""
    if len(folded) > LONGEST:
        return None
    if alone := date_in(folded):
        return alone, None
    for between in _BETWEEN.finditer(folded):
        first, last = folded[: between.start()].strip(), folded[between.end() :].strip()
        begun, done = _completed(_parts(first), _parts(last))
        start, end = _made(begun), _made(done)
        if end and (start or not first):
            return start, end
    return None


def due_in(folded: str) -> Due | None:
    """The due date or round at the end of these words."""
    offset = max(0, len(folded) - LONGEST)
    window = folded[offset:]
    for shape in _DUE:
        if found := shape.search(window):
            number = found["round"]
            if number:
                return Due(offset + found.start(), found[0], round=int(number))
            return Due(offset + found.start(), found["date"], date=date_in(found["date"]))
    return None


Parts = dict[str, int]


def _parts(words: str) -> Parts:
    """Year, month and day as far as they are said; a `bare` number may be either of these."""
    words = words.strip()
    if not words or len(words) > LONGEST:
        return {}
    for shape in _SHAPES:
        if found := shape.fullmatch(words):
            said = {name: part for name, part in found.groupdict().items() if part}
            return {name: _MONTHS.get(part) or int(part) for name, part in said.items()}
    return {}


def _completed(first: Parts, last: Parts) -> tuple[Parts, Parts]:
    """Both ends of a span, each with what only the other says."""
    first, last = dict(first), dict(last)
    if "bare" in first and "month" in last:
        first["day"] = first.pop("bare")
    if "bare" in last:
        last["day" if "day" in first else "month"] = last.pop("bare")
    for name, finer in (("month", "day"), ("year", "month")):
        if finer in first and name in last:
            first.setdefault(name, last[name])
        if finer in last and name in first:
            last.setdefault(name, first[name])
    return first, last


def _made(parts: Parts) -> PartialDate | None:
    known = [parts.get(name) for name in ("year", "month", "day")]
    while known and known[-1] is None:
        known.pop()
    if not known or None in known or "bare" in parts:
        return None
    iso = "-".join(f"{part:0{2 if place else 4}d}" for place, part in enumerate(known))
    try:
        return PartialDate(iso)
    except ValueError:
        return None


def chinese_number(words: str) -> int | None:
    """`第二场`: a number below a hundred in Chinese digits."""
    tens, ten, units = words.rpartition("十")
    if not set(words) <= set(signs.CHINESE_DIGITS) or len(tens) > 1 or len(units) > 1:
        return None
    first = signs.CHINESE_DIGITS.index(tens) if tens else 1
    last = signs.CHINESE_DIGITS.index(units) if units else 0
    return (first * 10 if ten else 0) + last or None
