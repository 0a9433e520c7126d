"""The moment that a page is asked about: now, a date, or the end of a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext

from app.i18n import page_locale
from app.partial_date import PartialDate, printed_date
from app.printing import round_name
from app.rounds.models import Round


@dataclass(frozen=True)
class Moment:
    """`as_of` None: now, or, where there is a `problem`, nothing that can be shown.

    `asked` is as it stood in the address, `words` how the page says it.
    """

    as_of: PartialDate | None = None
    asked: str = ""
    words: str = ""
    problem: str = ""


def chosen_moment(rounds: Sequence[Round]) -> Moment:
    """What `as_of` in the address means: `2024-02-14`, as much of it as is known, or `R9`.

    A round stands for the end of its last day. What cannot be read is a problem, and never taken
    for now: a page must not show today's standing as that of another day.
    """
    asked = request.args.get("as_of", "").strip()[:60]
    return moment_of(asked, rounds) if asked else Moment()


def moment_of(asked: str, rounds: Sequence[Round]) -> Moment:
    """What somebody means who writes a date, as much of it as is known, or a round."""
    meeting = next((one for one in rounds if one.ref == asked), None)
    if meeting is not None:
        return end_of(meeting, asked)
    try:
        day = PartialDate(asked)
    except ValueError:
        problem = gettext("Write a date (2024, 2024-02 or 2024-02-12) or a round (R9).")
        return Moment(asked=asked, problem=problem)
    return Moment(day, asked, printed_date(day, page_locale()))


def end_of(meeting: Round, asked: str) -> Moment:
    """The end of a round's last day; a problem where that is not recorded."""
    name = round_name(meeting)
    day_of_round = meeting.ended or meeting.happened
    if day_of_round is None:
        problem = gettext("No date is recorded for %(round)s: ask for a date.", round=name)
        return Moment(asked=asked, problem=problem)
    printed = printed_date(day_of_round, page_locale())
    words = gettext("%(date)s, after %(round)s", date=printed, round=name)
    return Moment(day_of_round, asked, words)
