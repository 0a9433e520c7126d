"""Where an item stands: computed from the sides' positions on its latest wording, in one place.

The rule is one SQL expression, so that the same words filter a register, count its facets and
print on the item's page. Whoever may read an item may read its wordings and positions, so it looks
into their bare tables: the reading rule, repeated for each, would make it ten times as long.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.consensus.models import ConsensusItem, ItemKind, Stance
from app.db import Base
from app.partial_date import PartialDate

TABLES = Base.metadata.tables

# The kinds of link whose later item stands in the place of the earlier one.
ENDS_AN_ITEM = ("supersedes", "split-from", "merges")


class Standing(StrEnum):
    DRAFT = "draft"
    BRACKETED = "bracketed"
    AWAITING = "awaiting"
    AD_REFERENDUM = "ad-referendum"
    AGREED = "agreed"
    OBJECTED = "objected"
    DIVERGING = "diverging"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    NOT_RECORDED = "not-recorded"


FOR = (Stance.ENDORSED, Stance.ENDORSED_WITH_RESERVATION, Stance.NO_OBJECTION)
AGAINST = (Stance.OBJECTED, Stance.WITHDRAWN)
ANSWERED = (*FOR, *AGAINST, Stance.AD_REFERENDUM)


def on_record(happened: Any, as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    """Whether a fact of this date counts at `as_of`; None: whatever is on record now.

    A date known to the month counts from the month's first day, an undated fact always.
    """
    if as_of is None:
        return sa.true()
    return sa.or_(happened.is_(None), happened <= as_of.last_day.isoformat())


def latest_number(as_of: PartialDate | None) -> Any:
    """The number of the wording that was the item's latest at `as_of`; 0 before the first."""
    if as_of is None:
        return ConsensusItem.latest
    wording = TABLES["wording"].alias()
    return (
        sa.select(sa.func.coalesce(sa.func.max(wording.c.number), 0))
        .where(wording.c.item_id == ConsensusItem.id, on_record(wording.c.happened, as_of))
        .correlate(ConsensusItem)
        .scalar_subquery()
    )


def is_current(position: Any, as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    """Whether no later position of the same side on the same wording was on record."""
    later = TABLES["position"].alias()
    return ~sa.exists().where(
        later.c.wording_id == position.wording_id,
        later.c.side_id == position.side_id,
        later.c.number > position.number,
        on_record(later.c.happened, as_of),
    )


def _sides_that(as_of: PartialDate | None, *stances: Stance) -> sa.ColumnElement[int]:
    """How many sides take one of these stances on the latest wording."""
    position, wording = TABLES["position"].alias(), TABLES["wording"].alias()
    return (
        sa.select(sa.func.count())
        .select_from(position)
        .join(wording, wording.c.id == position.c.wording_id)
        .where(
            position.c.item_id == ConsensusItem.id,
            wording.c.number == latest_number(as_of),
            position.c.stance.in_(stances),
            on_record(position.c.happened, as_of),
            is_current(position.c, as_of),
        )
        .correlate(ConsensusItem)
        .scalar_subquery()
    )


def _answered_before(as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    """Whether a side answered an earlier wording: it is then waited for on the new one."""
    position, wording = TABLES["position"].alias(), TABLES["wording"].alias()
    return sa.exists().where(
        position.c.item_id == ConsensusItem.id,
        wording.c.id == position.c.wording_id,
        wording.c.number < latest_number(as_of),
        position.c.stance.in_(ANSWERED),
        on_record(position.c.happened, as_of),
    )


def _has_brackets(as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    wording = TABLES["wording"].alias()
    text = sa.type_coerce(wording.c.text, sa.Text)
    return sa.exists().where(
        wording.c.item_id == ConsensusItem.id,
        wording.c.number == latest_number(as_of),
        sa.or_(text.like("%[%"), text.like("%［%")),
    )


def _is_superseded(as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    # It must not depend on whether the viewer may read the item that took this one's place.
    link, later = TABLES["trace_link"].alias(), TABLES["record"].alias()
    return sa.exists().where(
        link.c.earlier_id == ConsensusItem.id,
        link.c.kind.in_(ENDS_AN_ITEM),
        later.c.id == link.c.later_id,
        on_record(sa.func.coalesce(link.c.happened, later.c.happened), as_of),
    )


def standing(as_of: PartialDate | None = None) -> sa.ColumnElement[Standing]:
    """The standing of the enclosing statement's ConsensusItem, now or as it was at `as_of`."""
    side = TABLES["side"].alias()
    sides = (
        sa.select(sa.func.count(side.c.id))
        .where(side.c.dialogue_id == ConsensusItem.dialogue_id)
        .correlate(ConsensusItem)
        .scalar_subquery()
    )
    endorsing = _sides_that(as_of, *FOR)
    provisional = _sides_that(as_of, Stance.AD_REFERENDUM)
    withdrawn = ConsensusItem.withdrawn_on
    withdrawn_by_then = withdrawn.is_not(None) & on_record(withdrawn, as_of)
    rules: Sequence[tuple[Any, Standing]] = (
        (withdrawn_by_then, Standing.WITHDRAWN),
        (_is_superseded(as_of), Standing.SUPERSEDED),
        (ConsensusItem.item_kind == ItemKind.DIVERGENCE, Standing.DIVERGING),
        (latest_number(as_of) == 0, Standing.DRAFT),
        (_sides_that(as_of, *AGAINST) > 0, Standing.OBJECTED),
        (_has_brackets(as_of), Standing.BRACKETED),
        ((sides > 0) & (endorsing == sides), Standing.AGREED),
        ((provisional > 0) & (provisional + endorsing == sides), Standing.AD_REFERENDUM),
        (_sides_that(as_of, *ANSWERED, Stance.SOUGHT) > 0, Standing.AWAITING),
        (_answered_before(as_of), Standing.AWAITING),
        (_sides_that(as_of, Stance.NOT_SOUGHT) > 0, Standing.DRAFT),
    )
    words = sa.case(*((rule, str(name)) for rule, name in rules), else_=str(Standing.NOT_RECORDED))
    return sa.type_coerce(words, StandingColumn())


class StandingColumn(sa.TypeDecorator[Standing]):
    """A standing that a statement computed; no table has such a column."""

    impl = sa.String(20)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> Standing | None:
        return None if value is None else Standing(value)


def sides_concerned(found: Standing, stances: Mapping[int, Stance]) -> list[int]:
    """The sides that make the standing what it is, in the order given.

    `stances` holds every side of the dialogue by id, `NOT_RECORDED` where none is known.
    """
    asked = {
        Standing.OBJECTED: lambda stance: stance in AGAINST,
        Standing.AD_REFERENDUM: lambda stance: stance is Stance.AD_REFERENDUM,
        Standing.AWAITING: lambda stance: stance not in (*FOR, Stance.AD_REFERENDUM),
    }
    concerns = asked.get(found, lambda _stance: False)
    return [side for side, stance in stances.items() if concerns(stance)]
