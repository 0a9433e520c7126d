"""Two lists of points side by side: what is in both, only here, only there.

Only the words are compared. That two points mean the same is for people to say: what is merely
near is a suggestion, which a person may undo, and any two may be put side by side by hand.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# From here on two points are suggested to be one: half of their words are shared.
NEAR = 0.5
# Of longer lists only points in the same words are found.
MOST_COMPARED = 60
# A word of letters, or one Chinese character.
WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
# Two points that share one word of weight are not one: two of "constructive" differ in the rest.
LEAST_SHARED = 2.0
# Most Chinese words have two characters.
CHARACTER = 0.5
WITHOUT_WEIGHT = re.compile(
    "a|all|an|and|any|are|as|at|be|been|both|by|each|every|for|from|had|has|have|in|is|it|its|no"
    "|not|of|on|or|that|the|their|they|this|to|was|were|will|with|[的和与及与于在将]"
)

Pair = tuple[int, int]


class Likeness(StrEnum):
    SAME = "same-words"
    NEAR = "near-words"
    BY_HAND = "by-hand"
    ONLY_HERE = "only-here"
    ONLY_THERE = "only-there"


@dataclass(frozen=True)
class Row:
    """A point of each list, or of one; the places count from 0, None: it is not in that list."""

    here: int | None
    there: int | None
    likeness: Likeness


def words_of(text: str) -> tuple[str, ...]:
    """The words alone, whatever their case and what stands between them."""
    return tuple(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def nearness(one: Sequence[str], other: Sequence[str]) -> float:
    """From 0 to 1: how many of their words the two have in common, in one order.

    Others than the same words share more than one word of weight; else they are not near at all.
    """
    if one and tuple(one) == tuple(other):
        return 1.0
    # No two lists share more than the shorter one holds.
    if not one or not other or 2 * min(len(one), len(other)) < NEAR * (len(one) + len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # Never less than the ratio itself, and far quicker.
    if matcher.quick_ratio() < NEAR:
        return 0.0
    shared = (
        word
        for place, _there, length in matcher.get_matching_blocks()
        for word in one[place : place + length]
    )
    return matcher.ratio() if sum(map(_weight, shared)) >= LEAST_SHARED else 0.0


def _weight(word: str) -> float:
    if WITHOUT_WEIGHT.fullmatch(word):
        return 0.0
    return CHARACTER if "\u3400" <= word <= "\u9fff" else 1.0


def lined_up(
    here: Sequence[str],
    there: Sequence[str],
    *,
    together: Collection[Pair] = (),
    apart: Collection[Pair] = (),
) -> list[Row]:
    """The points of the first list in its order, then those of the second alone.

    Each point stands once. `together` are put side by side by hand, `apart` are never suggested;
    places that do not exist, or that are taken twice, are left out.
    """
    found: dict[int, tuple[int, Likeness]] = {}
    _take(found, together, Likeness.BY_HAND, sizes=(len(here), len(there)))
    mine, theirs = [words_of(text) for text in here], [words_of(text) for text in there]
    kept_apart = set(apart)
    same = list(_same(mine, theirs, kept_apart, found))
    _take(found, same, Likeness.SAME, sizes=(len(here), len(there)))
    near = _near(mine, theirs, kept_apart, found)
    _take(found, near, Likeness.NEAR, sizes=(len(here), len(there)))
    rows = [
        Row(place, *found[place]) if place in found else Row(place, None, Likeness.ONLY_HERE)
        for place in range(len(here))
    ]
    taken = {there_ for there_, _likeness in found.values()}
    rest = (place for place in range(len(there)) if place not in taken)
    return rows + [Row(None, place, Likeness.ONLY_THERE) for place in rest]


def _same(
    mine: Sequence[tuple[str, ...]],
    theirs: Sequence[tuple[str, ...]],
    apart: Collection[Pair],
    found: Mapping[int, tuple[int, Likeness]],
) -> Iterator[Pair]:
    """What is free and has the same words; what stands twice in a list is paired in its order."""
    taken = {there for there, _likeness in found.values()}
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for there, words in enumerate(theirs):
        if words and there not in taken:
            places[words].append(there)
    for here, words in enumerate(mine):
        waiting = [] if here in found else places.get(words, [])
        place = next((one for one in waiting if (here, one) not in apart), None)
        if place is not None:
            waiting.remove(place)
            yield here, place


def _take(
    found: dict[int, tuple[int, Likeness]],
    pairs: Collection[Pair],
    likeness: Likeness,
    *,
    sizes: tuple[int, int],
) -> None:
    taken = {there for there, _likeness in found.values()}
    for here, there in pairs:
        exists = 0 <= here < sizes[0] and 0 <= there < sizes[1]
        if exists and here not in found and there not in taken:
            found[here] = there, likeness
            taken.add(there)


def _near(
    mine: Sequence[Sequence[str]],
    theirs: Sequence[Sequence[str]],
    apart: Collection[Pair],
    found: dict[int, tuple[int, Likeness]],
) -> list[Pair]:
    """The nearest first."""
    taken = {there for there, _likeness in found.values()}
    free = [place for place in range(len(theirs)) if place not in taken][:MOST_COMPARED]
    own = [place for place in range(len(mine)) if place not in found][:MOST_COMPARED]
    rated = [
        (-nearness(mine[here], theirs[there]), here, there)
        for here in own
        for there in free
        if (here, there) not in apart
    ]
    return [(here, there) for rate, here, there in sorted(rated) if -rate >= NEAR]
