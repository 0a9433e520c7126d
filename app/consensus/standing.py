"""Where an item stands: computed from the sides' positions on its latest wording, in one place.

The rule is one SQL expression, so that the same words filter a register, count its facets and
print on the item's page. Whoever may read an item may read its wordings and positions, so it looks
into their bare tables: the reading rule, repeated for each, would make it ten times as long.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from app.consensus.models import ConsensusItem, ItemKind, Stance
from app.consensus.stances import (
    AGAINST,
    ANSWERED,
    ENDS_AN_ITEM,
    FOR,
    TABLES,
    exists,
    has_ended,
    is_by_silence,
    is_current,
    on_record,
    stance_of,
)
from app.partial_date import PartialDate

# What a standing rests on is asked for here, too.
__all__ = [
    "AGAINST",
    "ANSWERED",
    "ENDS_AN_ITEM",
    "FOR",
    "Standing",
    "StandingColumn",
    "is_current",
    "latest_number",
    "latest_wordings",
    "on_record",
    "sides_concerned",
    "standing",
    "standings_of_dialogue",
]

ITEM = TABLES["consensus_item"]


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


# A subquery that leaves out no row is worked out by itself, once, whatever is asked of it: either
# database would else work out its columns wherever they are named.
WORKED_OUT_ONCE = sa.literal_column("0", sa.Integer)

COUNTED = {
    "endorsing": FOR,
    "provisional": (Stance.AD_REFERENDUM,),
    "against": AGAINST,
    "sought": (Stance.SOUGHT,),
    "not_sought": (Stance.NOT_SOUGHT,),
}


def latest_number(as_of: PartialDate | None) -> Any:
    """The number of the wording that was the item's latest at `as_of`; 0 before the first."""
    if as_of is None:
        return ConsensusItem.latest
    wording = TABLES["wording"].alias()
    number = sa.func.coalesce(sa.func.max(wording.c.number), 0)
    conditions = (wording.c.item_id == ITEM.c.id, on_record(wording.c.happened, as_of))
    return sa.select(number).where(*conditions).correlate_except(wording).scalar_subquery()


def latest_wordings(as_of: PartialDate | None) -> sa.Subquery:
    """The `id` of each item's latest wording at `as_of`. It knows no reading rule: join it."""
    wording = TABLES["wording"].alias()
    number = ITEM.c.latest if as_of is None else latest_number(as_of)
    own = sa.and_(wording.c.item_id == ITEM.c.id, wording.c.number == number)
    return sa.select(wording.c.id).select_from(sa.join(ITEM, wording, own)).subquery()


def _opens(stored: Any) -> sa.ColumnElement[bool]:
    """Whether a bracket opens in a stored text; one after a backslash is the sign itself.

    In JSON each backslash is two; a pair of them before a bracket leaves it a bracket.
    """
    without = sa.func.replace(stored, "\\" * 4, "")
    for sign in "[［":
        without = sa.func.replace(without, "\\" * 2 + sign, "")
    return sa.or_(without.like("%[%"), without.like("%［%"))


def _each_side(as_of: PartialDate | None) -> sa.Select[Any]:
    """What each side says of ITEM's latest wording: a row for each, or one where none is known."""
    wording, position = TABLES["wording"].alias(), TABLES["position"].alias()
    number = ITEM.c.latest if as_of is None else latest_number(as_of)
    text = sa.type_coerce(wording.c.text, sa.Text)
    taken = sa.and_(
        position.c.wording_id == wording.c.id,
        on_record(position.c.happened, as_of),
        is_current(position.c, as_of),
    )
    return (
        sa.select(
            wording.c.item_id,
            stance_of(position.c, as_of).label("stance"),
            sa.case((_opens(text), 1), else_=0).label("bracketed"),
        )
        .select_from(sa.outerjoin(wording, position, taken))
        .where(wording.c.item_id == ITEM.c.id, wording.c.number == number)
        .offset(WORKED_OUT_ONCE)
    )


def _counts(each: Any) -> list[Any]:
    """How many sides take which stance, over the rows of `_each_side`."""
    kinds = [
        sa.func.count(sa.case((each.stance.in_(stances), 1))).label(name)
        for name, stances in COUNTED.items()
    ]
    bracketed = sa.func.coalesce(sa.func.max(each.bracketed), 0).label("bracketed")
    return [*kinds, bracketed, sa.func.count(each.item_id).label("worded")]


def _answered_before(as_of: PartialDate | None) -> sa.ColumnElement[bool]:
    """Whether a side answered an earlier wording: it is then waited for on the new one."""
    position, wording = TABLES["position"].alias(), TABLES["wording"].alias()
    number = ITEM.c.latest if as_of is None else latest_number(as_of)
    return exists(
        (position, wording),
        position.c.item_id == ITEM.c.id,
        wording.c.id == position.c.wording_id,
        wording.c.number < number,
        stance_of(position.c, as_of).in_(ANSWERED),
        # A silence that was extended passes at the later deadline.
        ~is_by_silence(position.c) | is_current(position.c, as_of),
        on_record(position.c.happened, as_of),
    )


def _standing(item: Any, as_of: PartialDate | None, heard: Any) -> Any:
    """The rules in the order in which they are told; the first that holds says the standing."""
    withdrawn = item.withdrawn_on
    rules: Sequence[tuple[Any, Standing]] = (
        (withdrawn.is_not(None) & on_record(withdrawn, as_of), Standing.WITHDRAWN),
        (has_ended(item.id, as_of and as_of.last_day.isoformat()), Standing.SUPERSEDED),
        (item.item_kind == ItemKind.DIVERGENCE, Standing.DIVERGING),
    )
    words = sa.case(*((rule, str(name)) for rule, name in rules), else_=heard)
    return sa.type_coerce(words, StandingColumn())


def _by_what_is_heard(counts: Any, sides: Any, as_of: PartialDate | None) -> Any:
    """The rest of the rules: where an item that has not ended stands by its sides' positions."""
    heard = counts.endorsing + counts.provisional
    rules: Sequence[tuple[Any, Standing]] = (
        (sa.func.coalesce(counts.worded, 0) == 0, Standing.DRAFT),
        (counts.against > 0, Standing.OBJECTED),
        (counts.bracketed > 0, Standing.BRACKETED),
        ((sides > 0) & (counts.endorsing == sides), Standing.AGREED),
        ((counts.provisional > 0) & (heard == sides), Standing.AD_REFERENDUM),
        (heard + counts.against + counts.sought > 0, Standing.AWAITING),
        (_answered_before(as_of), Standing.AWAITING),
        (counts.not_sought > 0, Standing.DRAFT),
    )
    return sa.case(*((rule, str(name)) for rule, name in rules), else_=str(Standing.NOT_RECORDED))


def _sides_of(dialogue_id: Any) -> Any:
    side = TABLES["side"].alias()
    count = sa.select(sa.func.count(side.c.id)).where(side.c.dialogue_id == dialogue_id)
    return count.correlate_except(side).scalar_subquery()


# An expression is never changed, and making this one takes longer than many a statement.
@lru_cache(maxsize=64)
def standing(as_of: PartialDate | None = None) -> sa.ColumnElement[Standing]:
    """The standing of the enclosing statement's ConsensusItem, now or as it was at `as_of`."""
    each = _each_side(as_of).correlate(ITEM).subquery()
    counts = sa.select(*_counts(each.c)).correlate(ITEM).subquery()
    sides = _sides_of(TABLES["record"].c.dialogue_id)
    heard = sa.select(_by_what_is_heard(counts.c, sides, as_of)).select_from(counts)
    return _standing(ConsensusItem, as_of, heard.correlate_except(counts).scalar_subquery())


@lru_cache(maxsize=64)
def standings_of_dialogue(dialogue_id: int, as_of: PartialDate | None = None) -> sa.Subquery:
    """The standing of every item of a dialogue at once, for registers that count or filter all.

    Its columns: item_id, standing, and how many sides are `endorsing`, `provisional` (ad
    referendum), `against`, `sought` and `not_sought`. It knows no reading rule and no item's own
    date: join it to ConsensusItem.
    """
    record, own = TABLES["record"].alias(), TABLES["record"].alias()
    here = (own.c.id == ITEM.c.id, own.c.dialogue_id == dialogue_id)
    each = _each_side(as_of).where(*here).subquery()
    counts = sa.select(each.c.item_id, *_counts(each.c)).group_by(each.c.item_id).subquery()
    heard = _by_what_is_heard(counts.c, _sides_of(dialogue_id), as_of)
    return (
        sa.select(
            ITEM.c.id.label("item_id"),
            _standing(ITEM.c, as_of, heard).label("standing"),
            *(sa.func.coalesce(counts.c[name], 0).label(name) for name in COUNTED),
        )
        .select_from(sa.join(ITEM, record, record.c.id == ITEM.c.id))
        .outerjoin(counts, counts.c.item_id == ITEM.c.id)
        .where(record.c.dialogue_id == dialogue_id)
        .offset(WORKED_OUT_ONCE)
        .subquery()
    )


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
