"""The order in which a register prints its items, and its pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.register.entries import Entry


@dataclass(frozen=True)
class Placed:
    """An entry at its place in the order; `depth` is 0 for one that is no sub-point of another."""

    entry: Entry
    depth: int


def in_order(entries: Sequence[Entry]) -> list[Placed]:
    """The newest first and undated ones last, each followed by its sub-points as recorded."""
    by_id = {entry.id: entry for entry in entries}
    below: dict[int, list[Entry]] = {}
    roots = []
    for entry in entries:
        if entry.parent_id in by_id:
            below.setdefault(entry.parent_id, []).append(entry)
        else:
            roots.append(entry)
    roots.sort(key=lambda entry: (entry.happened, entry.id))
    waiting = [Placed(entry, 0) for entry in roots]
    if not below:
        waiting.reverse()
        return waiting
    placed: list[Placed] = []
    while waiting:
        one = waiting.pop()
        placed.append(one)
        points = sorted(below.get(one.entry.id, ()), key=lambda entry: -entry.id)
        waiting += [Placed(point, one.depth + 1) for point in points]
    if len(placed) < len(entries):
        # Sub-points of one another hang from no root.
        there = {one.entry.id for one in placed}
        placed += [Placed(entry, 0) for entry in entries if entry.id not in there]
    return placed


@dataclass(frozen=True)
class Page:
    """Some of a list: `first` counts from 1. The references lead to the pages beside it."""

    placed: Sequence[Placed]
    first: int
    total: int
    newer: str | None = None
    older: str | None = None

    @property
    def last(self) -> int:
        return self.first + len(self.placed) - 1


def page_of(
    ordered: Sequence[Placed],
    shown: frozenset[int],
    *,
    size: int | None,
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """The items of `shown` next after, or before, the one of a reference; None: the first.

    The item itself need not be shown: one that no longer matches keeps its place. Raises KeyError
    for a reference that is not among those in order.
    """
    listed = [one for one in ordered if one.entry.id in shown]
    start = 0 if size is None else _start(ordered, shown, size, after, before)
    if size is not None and start >= len(listed):
        start = max(0, len(listed) - size)
    placed = listed[start : None if size is None else start + size]
    return Page(
        placed,
        first=start + 1 if placed else 0,
        total=len(listed),
        newer=placed[0].entry.ref if start else None,
        older=placed[-1].entry.ref if start + len(placed) < len(listed) else None,
    )


def _start(
    ordered: Sequence[Placed],
    shown: frozenset[int],
    size: int,
    after: str | None,
    before: str | None,
) -> int:
    ref = after or before
    if not ref:
        return 0
    places = {one.entry.ref: number for number, one in enumerate(ordered)}
    ahead = sum(one.entry.id in shown for one in ordered[: places[ref]])
    if after:
        return ahead + (ordered[places[ref]].entry.id in shown)
    return max(0, ahead - size)
