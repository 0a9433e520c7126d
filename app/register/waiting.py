"""For how long something has been waited for, as exactly as its start is known."""

from dataclasses import dataclass
from datetime import date

from app.partial_date import PartialDate


@dataclass(frozen=True)
class Waited:
    """Whole years and months, or days where it is less than a month.

    `days` None: the start is not known to the day; `months` None: not to the month.
    """

    years: int = 0
    months: int | None = None
    days: int | None = None


def waited(since: PartialDate | None, until: date) -> Waited | None:
    """From a start to a day; None: the start is not recorded. A start to come has not begun.

    From a month or a year, months or years are counted as on a calendar: no day is filled in.
    """
    if since is None:
        return None
    match since.parts:
        case (year,):
            return Waited(years=max(0, until.year - year))
        case (year, month):
            passed = max(0, 12 * (until.year - year) + until.month - month)
            return Waited(*divmod(passed, 12))
        case (year, month, day):
            passed = 12 * (until.year - year) + until.month - month - (until.day < day)
            if passed > 0:
                return Waited(*divmod(passed, 12), days=0)
            return Waited(0, 0, max(0, (until - since.first_day).days))
    raise AssertionError(since)
