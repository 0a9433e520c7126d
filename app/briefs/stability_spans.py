"""How many months lie between two dates, as far as the dates are known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any, NamedTuple

from app.partial_date import PartialDate
from app.rules import Said, _


class Window(NamedTuple):
    """The first and the last day that a date can mean; None: there is no bound."""

    first: date | None = None
    last: date | None = None


UNKNOWN = Window()


def window(happened: PartialDate | None) -> Window:
    return Window(happened.first_day, happened.last_day) if happened else UNKNOWN


@dataclass(frozen=True)
class Span:
    """Whole months that had passed, and days: the least and the most that they can be.

    None: no bound is known. `under` is the least number of months that they surely do not exceed.
    """

    least: int | None = None
    most: int | None = None
    under: int | None = None
    least_days: int | None = None
    most_days: int | None = None

    @property
    def is_known(self) -> bool:
        return self.least is not None or self.most is not None

    @property
    def words(self) -> Said:
        """In months; a bound that is not known is left out and never made up."""
        if self.least is None:
            return self._at_most
        if self.most is None:
            return self._at_least
        if self.least != self.most:
            return Said(_("%(least)d to %(most)d months"), {"least": self.least, "most": self.most})
        return _months(self.least)

    @property
    def _at_most(self) -> Said:
        if self.under is None:
            return Said(_("not recorded"))
        if self.under <= 1:
            return Said(_("at most a month"))
        return Said(_("at most %(months)d months"), {"months": self.under})

    @property
    def _at_least(self) -> Said:
        if self.least == 0:
            return Said(_("no full month for certain"))
        if self.least == 1:
            return Said(_("at least a month"))
        return Said(_("at least %(months)d months"), {"months": self.least})


def _months(number: int) -> Said:
    if number == 0:
        return Said(_("less than a month"))
    if number == 1:
        return Said(_("1 month"))
    return Said(_("%(months)d months"), {"months": number})


NOT_KNOWN = Span()


def between(earlier: Window, later: Window) -> Span:
    """From a day within one window to a day within the other.

    Where the later one surely comes first, nothing is said of how long it was.
    """
    if earlier.first and later.last and later.last < earlier.first:
        return NOT_KNOWN
    least = most = under = least_days = most_days = None
    if earlier.first and later.last:
        most = _whole_months(earlier.first, later.last)
        under = most + (earlier.first.day != later.last.day)
        most_days = (later.last - earlier.first).days
    # Of two windows that overlap, the dates bound nothing from below.
    if earlier.last and later.first and (earlier.last < later.first or most_days == 0):
        least = _whole_months(earlier.last, later.first)
        least_days = (later.first - earlier.last).days
    return Span(least, most, under, least_days, most_days)


def so_far(earlier: Window, day: date) -> Span:
    """At least as long as from the last day of `earlier` to `day`: it has not ended."""
    if earlier.last is None or (earlier.first and day < earlier.first):
        return NOT_KNOWN
    # What took place, took place by then.
    last = min(earlier.last, day)
    return Span(least=_whole_months(last, day), least_days=(day - last).days)


def _whole_months(start: date, end: date) -> int:
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (end.day < start.day)


@dataclass(frozen=True)
class Summary:
    """Of `known` spans out of `count`: from the shortest to the longest, and the one between.

    Spans that are bounded on one side alone are not counted as known.
    """

    count: int
    known: int
    whole: Span
    middle: Span


def summary_of(spans: Iterable[Span]) -> Summary:
    every = list(spans)
    known = [one for one in every if one.least is not None and one.most is not None]
    if not known:
        return Summary(len(every), 0, NOT_KNOWN, NOT_KNOWN)
    least, most = [one.least or 0 for one in known], [one.most or 0 for one in known]
    return Summary(
        count=len(every),
        known=len(known),
        whole=Span(min(least), max(most)),
        # Each lies within its bounds: so does the middle one.
        middle=Span(int(median(least)), int(median(most))),
    )


def windows_of(rounds: Sequence[Any]) -> Mapping[int, Window]:
    """Of rounds of one dialogue in the order of time, by id; with `number` and `happened`.

    A numbered one without a date of its own lies between the dated ones of the numbers around it.
    """
    numbered = [(one.number, window(one.happened)) for one in rounds if one.number is not None]
    dated = [(number, found) for number, found in numbered if found.first]

    def place(one: Any) -> Window:
        if one.happened is not None or one.number is None:
            return window(one.happened)
        before = [found for number, found in dated if number < one.number]
        after = [found for number, found in dated if number > one.number]
        return Window(
            max((found.first for found in before if found.first), default=None),
            min((found.last for found in after if found.last), default=None),
        )

    return {one.id: place(one) for one in rounds}
