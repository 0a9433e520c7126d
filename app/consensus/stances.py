"""As what a position counts at a moment: current or not, and what a silence meant.

Whoever may read an item may read its wordings and positions: see `app.consensus.standing` on why
this looks into their bare tables.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.consensus.models import Method, Stance
from app.db import Base
from app.partial_date import PartialDate

TABLES = Base.metadata.tables

# The kinds of link whose later item stands in the place of the earlier one.
ENDS_AN_ITEM = ("supersedes", "split-from", "merges")
FOR = (Stance.ENDORSED, Stance.ENDORSED_WITH_RESERVATION, Stance.NO_OBJECTION)
AGAINST = (Stance.OBJECTED, Stance.WITHDRAWN)
ANSWERED = (*FOR, *AGAINST, Stance.AD_REFERENDUM)

_supposed: ContextVar[date | None] = ContextVar("supposed_today", default=None)


@contextmanager
def supposing(day: date) -> Iterator[None]:
    """Whatever reads within reads as it will, or would have, on that day."""
    token = _supposed.set(day)
    try:
        yield
    finally:
        _supposed.reset(token)


def today() -> date:
    """The day by which a silence has passed or not, where nobody asks for another."""
    return _supposed.get() or datetime.now(UTC).date()


# Found when the statement runs: one that was compiled yesterday must know of today.
TODAY = sa.bindparam("day_of_reading", callable_=lambda: today().isoformat(), type_=sa.String(10))


def day_after(deadline: PartialDate) -> PartialDate:
    """The day on which a silence that lasted to the end of the deadline is no objection."""
    return PartialDate.of(deadline.last_day + timedelta(days=1))


def on_record(happened: Any, as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    """Whether a fact of this date counts at `as_of`; None: whatever is on record now.

    A date known to the month counts from the month's first day, an undated fact always.
    """
    return sa.true() if as_of is None else _by(happened, as_of.last_day.isoformat())


def _by(happened: Any, day: Any) -> sa.ColumnElement[bool]:
    return sa.or_(happened.is_(None), happened <= day)


def exists(own: Sequence[sa.FromClause], *conditions: Any) -> sa.ColumnElement[bool]:
    """Whether rows of its `own` tables fit; every other table is that of a statement around it."""
    return sa.exists().where(*conditions).correlate_except(*own)


def is_current(position: Any, as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    """Whether no later position of the same side on the same wording was on record."""
    later = TABLES["position"].alias()
    return ~exists(
        (later,),
        later.c.wording_id == position.wording_id,
        later.c.side_id == position.side_id,
        later.c.number > position.number,
        on_record(later.c.happened, as_of),
    )


def is_by_silence(position: Any) -> sa.ColumnElement[bool]:
    """Whether the side was asked to object by a day, or this only says what its silence meant.

    What was noted after the deadline is no word of the side's: `tick` writes it.
    """
    noted = sa.and_(position.stance == Stance.NO_OBJECTION, position.happened > position.deadline)
    by_silence = sa.and_(
        position.method == Method.SILENCE,
        sa.func.length(position.deadline) == len("2024-02-12"),
        sa.or_(position.stance == Stance.SOUGHT, noted),
    )
    return sa.func.coalesce(by_silence, sa.false())


def has_lapsed(position: Any) -> sa.ColumnElement[bool]:
    """Whether, by the deadline, a newer wording or the item's end left nothing to object to."""
    own, newer = TABLES["wording"].alias(), TABLES["wording"].alias()
    item = TABLES["consensus_item"].alias()
    overtaken = exists(
        (own, newer),
        own.c.id == position.wording_id,
        newer.c.item_id == own.c.item_id,
        newer.c.number > own.c.number,
        _by(newer.c.happened, position.deadline),
    )
    withdrawn = exists(
        (item,), item.c.id == position.item_id, item.c.withdrawn_on <= position.deadline
    )
    return sa.or_(overtaken, withdrawn, has_ended(position.item_id, position.deadline))


def has_ended(item_id: Any, day: Any) -> sa.ColumnElement[bool]:
    """Whether another item took this one's place by a day; None: whenever."""
    # It must not depend on whether the viewer may read the item that took this one's place.
    link, later = TABLES["trace_link"].alias(), TABLES["record"].alias()
    happened = sa.func.coalesce(link.c.happened, later.c.happened)
    return exists(
        (link, later),
        link.c.earlier_id == item_id,
        link.c.kind.in_(ENDS_AN_ITEM),
        later.c.id == link.c.later_id,
        sa.true() if day is None else _by(happened, day),
    )


def stance_of(position: Any, as_of: PartialDate | None) -> sa.ColumnElement[Stance]:
    """The stance as it counts: who kept silent to the end of the deadline does not object."""
    day = TODAY if as_of is None else _last_day(as_of)
    passed = sa.and_(sa.type_coerce(position.deadline, sa.String) < day, ~has_lapsed(position))
    silence = sa.case((passed, str(Stance.NO_OBJECTION)), else_=str(Stance.SOUGHT))
    stated = sa.type_coerce(position.stance, sa.String)
    found = sa.case((is_by_silence(position), silence), else_=stated)
    return sa.type_coerce(found, TABLES["position"].c.stance.type)


def _last_day(as_of: PartialDate) -> sa.BindParameter[str]:
    """The last day of a date, or today: on a day to come no silence has passed yet."""
    return sa.bindparam(
        "day_asked_about",
        callable_=lambda: min(as_of.last_day, today()).isoformat(),
        type_=sa.String(10),
        unique=True,
    )


def asked_on(position: Any, as_of: PartialDate | None) -> sa.ColumnElement[PartialDate | None]:
    """When the side was first asked for the answer that this is, or that is still owed."""
    asked, between = TABLES["position"].alias(), TABLES["position"].alias()
    same = (asked.c.wording_id == position.wording_id, asked.c.side_id == position.side_id)
    answered = exists(
        (between,),
        between.c.wording_id == asked.c.wording_id,
        between.c.side_id == asked.c.side_id,
        between.c.number > asked.c.number,
        between.c.number < position.number,
        between.c.stance.in_(ANSWERED),
        ~is_by_silence(between.c),
        on_record(between.c.happened, as_of),
    )
    first = (
        sa.select(sa.func.min(asked.c.happened))
        .where(
            *same,
            asked.c.stance == Stance.SOUGHT,
            asked.c.number <= position.number,
            on_record(asked.c.happened, as_of),
            ~answered,
        )
        .correlate_except(asked)
    )
    # Most sides are asked once, or answer unasked: that needs no second look.
    once = sa.case((position.stance == Stance.SOUGHT, position.happened))
    return sa.case((position.number == 1, once), else_=first.scalar_subquery())
