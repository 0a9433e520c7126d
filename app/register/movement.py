"""Which way an item moved between two readings of the record, and why.

Only what is on record moves an item. That a side was asked, was not asked, or that its position
is not recorded tells no direction: a new wording for which no position is known yet is not a step
back, and what is not known is never a "no".
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.consensus.lines import ItemLine, Stand
from app.consensus.models import ItemKind, Stance
from app.consensus.standing import Standing
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.register.heirs import Heir
from app.rules import Said, _
from app.trace.models import LinkKind


class Direction(StrEnum):
    NEW = "new"
    CLOSER = "closer"
    UNCHANGED = "unchanged"
    APART = "apart"
    # Where one thing moved closer and another apart, and the standing does not decide.
    BOTH_WAYS = "both-ways"
    # Where the words changed and nothing tells a direction.
    REWORDED = "reworded"
    # Where it was superseded or withdrawn and nothing tells a direction.
    ENDED = "ended"


# How near an answer is to agreement. A stance that is not here is no answer.
STANCES: Mapping[Stance, int] = {
    Stance.OBJECTED: 0,
    Stance.WITHDRAWN: 0,
    Stance.AD_REFERENDUM: 1,
    Stance.ENDORSED_WITH_RESERVATION: 2,
    Stance.NO_OBJECTION: 3,
    Stance.ENDORSED: 3,
}

# How near an item is to an agreed text. A standing that is not here cannot be compared.
STANDINGS: Mapping[Standing, int] = {
    Standing.OBJECTED: 0,
    Standing.DIVERGING: 0,
    Standing.DRAFT: 1,
    Standing.BRACKETED: 1,
    Standing.AWAITING: 1,
    Standing.AD_REFERENDUM: 2,
    Standing.AGREED: 3,
}

# Words on which the sides have not all spoken: those in whose place they stand moved nowhere yet.
UNDECIDED = (Standing.DRAFT, Standing.BRACKETED, Standing.AWAITING)
ENDED = (Standing.SUPERSEDED, Standing.WITHDRAWN)
NEARLY_AGREED = (Standing.AGREED, Standing.AD_REFERENDUM)

PLACE_TAKEN = {
    LinkKind.SUPERSEDES: _("superseded by %(ref)s (%(standing)s)"),
    LinkKind.SPLIT_FROM: _("split into %(ref)s (%(standing)s)"),
    LinkKind.MERGES: _("merged into %(ref)s (%(standing)s)"),
}


@dataclass(frozen=True)
class Reading:
    """An item as it stood at one moment; `brackets` counts those that were open."""

    line: ItemLine
    brackets: int = 0
    heirs: tuple[Heir, ...] = ()


@dataclass(frozen=True)
class Movement:
    """`why` in the domain's words: a value may be a stance, a standing or a side's name."""

    direction: Direction
    why: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Sign:
    """One thing that changed; `direction` None: it tells none."""

    direction: Direction | None
    words: Said


Step = TypeVar("Step", Stance, Standing)


def _step(ladder: Mapping[Step, int], before: Step, now: Step) -> Direction | None:
    """Up the ladder is closer; between places that are not both on it there is no direction."""
    if before not in ladder or now not in ladder or ladder[before] == ladder[now]:
        return None
    return Direction.CLOSER if ladder[now] > ladder[before] else Direction.APART


def _answer(kind: ItemKind, before: Stance, now: Stance) -> Direction | None:
    """Where an answer takes the item; a first answer takes it as far as it goes.

    On a divergence a first answer tells nothing: a side may confirm that it differs.
    """
    if now not in STANCES or before in STANCES:
        return _step(STANCES, before, now)
    if kind is ItemKind.DIVERGENCE:
        return None
    return Direction.CLOSER if STANCES[now] else Direction.APART


def _sides(before: Reading, now: Reading, sides: Sequence[Side]) -> Iterator[Sign]:
    for side in sides:
        old, new = before.line.stands[side.id], now.line.stands[side.id]
        direction = _answer(now.line.kind, old.stance, new.stance)
        values = {"side": side.name, "before": old.stance, "now": new.stance}
        if direction and old.stance is Stance.NOT_RECORDED:
            yield Sign(direction, Said(_("%(side)s %(now)s, before that not recorded"), values))
        elif direction:
            yield Sign(direction, Said(_("%(side)s from %(before)s to %(now)s"), values))


def _brackets(before: Reading, now: Reading, _sides: Sequence[Side]) -> Iterator[Sign]:
    if not before.line.wording_number:
        return
    settled = before.brackets - now.brackets
    if settled > 0 and not now.brackets:
        yield Sign(Direction.CLOSER, Said(_("all brackets settled")))
    elif settled > 0:
        values = {"settled": settled, "all": before.brackets}
        yield Sign(Direction.CLOSER, Said(_("%(settled)d of %(all)d brackets settled"), values))
    elif settled == -1:
        yield Sign(Direction.APART, Said(_("1 more bracket")))
    elif settled:
        yield Sign(Direction.APART, Said(_("%(number)d more brackets"), {"number": -settled}))


def _words(before: Reading, now: Reading, sides: Sequence[Side]) -> Iterator[Sign]:
    if now.line.wording_number != before.line.wording_number:
        yield Sign(None, Said(_("new wording (%(number)d)"), {"number": now.line.wording_number}))
    for side in sides:
        old, new = before.line.stands[side.id], now.line.stands[side.id]
        if new.statement and _said(new) != _said(old):
            yield Sign(None, Said(_("new words of %(side)s"), {"side": side.name}))


def _said(stand: Stand) -> str:
    """A side's words in the language in which it said them."""
    text: LocalizedText = stand.statement
    return text.texts[text.original] if text.original else ""


def _end(before: Reading, now: Reading) -> Iterator[Sign]:
    """An item moves as far as what took its place stands from where it stood itself."""
    if now.line.standing is Standing.WITHDRAWN:
        was_near = before.line.standing in NEARLY_AGREED
        yield Sign(Direction.APART if was_near else None, Said(_("withdrawn")))
        return
    for heir in now.heirs:
        values = {"ref": heir.ref, "standing": heir.standing}
        is_told = heir.standing not in UNDECIDED
        direction = _step(STANDINGS, before.line.standing, heir.standing) if is_told else None
        yield Sign(direction, Said(PLACE_TAKEN[heir.kind], values))


# What is looked at, in the order in which it is said.
SIGNS: tuple[Callable[[Reading, Reading, Sequence[Side]], Iterator[Sign]], ...] = (
    _sides,
    _brackets,
    _words,
)


def movement(before: Reading | None, now: Reading, sides: Sequence[Side]) -> Movement:
    """From `before` to `now`; None: it was not on record then."""
    if before is None:
        return Movement(Direction.NEW)
    if now.line.standing in ENDED and before.line.standing is not now.line.standing:
        signs = list(_end(before, now))
        otherwise = Direction.ENDED
    else:
        signs = [sign for look in SIGNS for sign in look(before, now, sides)]
        otherwise = Direction.REWORDED if signs else Direction.UNCHANGED
    told = {sign.direction for sign in signs if sign.direction}
    if len(told) > 1:
        told = {_step(STANDINGS, before.line.standing, now.line.standing) or Direction.BOTH_WAYS}
    return Movement(next(iter(told), otherwise), tuple(sign.words for sign in signs))
