"""Which way each item moved last, and between which two moments that was."""

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from sqlalchemy.orm import Session

from app.briefs.brief import Home, Moved
from app.briefs.related import lines_of, meetings_before, of_its_sides
from app.consensus.brackets import open_brackets
from app.consensus.lines import ItemLine
from app.partial_date import PartialDate
from app.register.movement import Direction, Reading, movement

# Each moment that is looked back to is one more reading of all the items.
LOOKS_BACK = 4

Readings = Mapping[int, ItemLine]


def last_moved(
    db: Session,
    now: Readings,
    homes: Sequence[Home],
    home_of: Mapping[int, Home],
    as_of: PartialDate,
) -> tuple[dict[int, Moved], PartialDate | None]:
    """By item, over the last rounds of its track, and since when that is; None: there was none.

    An item that did not move since then is missing.
    """
    days = meetings_before(db, homes, as_of)[:LOOKS_BACK]
    ids = frozenset(now)
    readings: list[tuple[PartialDate, Readings]] = [(as_of, now)]
    readings += [(day, lines_of(db, ids, homes, day)) for day in days]
    moved: dict[int, Moved] = {}
    for (by, later), (after, earlier) in pairwise(readings):
        moved |= _moves(ids - set(moved), earlier, later, home_of, after=after, by=by)
    return moved, days[-1] if days else None


def _moves(
    ids: Collection[int],
    earlier: Readings,
    later: Readings,
    home_of: Mapping[int, Home],
    *,
    after: PartialDate,
    by: PartialDate,
) -> dict[int, Moved]:
    found = {}
    for id_ in ids & later.keys():
        home = home_of[id_]
        before = _reading(earlier[id_], home) if id_ in earlier else None
        made = movement(before, _reading(later[id_], home), home.sides)
        if made.direction is not Direction.UNCHANGED:
            found[id_] = Moved(made, after, by)
    return found


def _reading(line: ItemLine, home: Home) -> Reading:
    return Reading(of_its_sides(line, home), open_brackets(line.text))
