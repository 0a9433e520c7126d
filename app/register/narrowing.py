"""Narrowing a register, and counting each of its facets under all the other filters."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from app.partial_date import PartialDate
from app.register.around import REACHED, Group, Links, Onward
from app.register.entries import Entry


class Facet(StrEnum):
    """What items are told apart by, by its name in the address."""

    STANDING = "standing"
    AGENDA = "agenda"
    AWAITED = "awaited"
    KIND = "kind"
    LEVEL = "level"
    TOPIC = "topic"
    ROUND = "round"
    GROUP = "group"
    MARK = "mark"


class Agenda(StrEnum):
    """What is known of an item on a government agenda; no record is not the same as no."""

    REACHED = "reached"
    NOT_REACHED = "not-reached"
    NO_RECORD = "no-record"


class Mark(StrEnum):
    OPEN_LIST = "open-list"
    SUB_POINT = "sub-point"
    REVIEW = "review"


# Stands for a level that is not recorded, and for no round; no code or reference is like it.
NONE = "none"


@dataclass(frozen=True)
class Bound:
    """An end of a range of rounds: a meeting by its place in the order of time, or a day."""

    day: PartialDate | None
    place: int | None = None


@dataclass(frozen=True)
class Narrowing:
    """The values chosen, by facet; none chosen: no narrowing by it."""

    chosen: Mapping[Facet, frozenset[str]] = field(default_factory=dict)
    start: Bound | None = None
    end: Bound | None = None


@dataclass(frozen=True)
class Ground:
    """What is known of a dialogue's items beside their entries.

    `topics` holds, by item, the codes of its topics and of all above them; `rounds` the reference
    and the place in the order of time of each meeting, by its id.
    """

    topics: Mapping[int, frozenset[str]]
    rounds: Mapping[int, tuple[str, int]]
    awaited: Mapping[int, tuple[str, ...]]
    uptakes: Links
    groups: Sequence[Group] = ()


@dataclass(frozen=True)
class Narrowed:
    """The ids of the items that match, and how many would by facet and value."""

    ids: frozenset[int]
    counts: Mapping[Facet, Mapping[str, int]]


NOTHING: tuple[str, ...] = ()
NOWHERE, UNKNOWN = (NONE,), (str(Agenda.NO_RECORD),)


def narrowed(entries: Sequence[Entry], ground: Ground, narrowing: Narrowing) -> Narrowed:
    """What matches, and each facet counted under all the other filters.

    An item that fails one facet alone is counted there, and nowhere else.
    """
    within = [
        entry
        for entry in entries
        if entry.says and entry.moved and _within(entry, ground, narrowing)
    ]
    values = _values(within, ground, {entry.id for entry in entries})
    failed: list[Facet | None] = [None] * len(within)
    out: set[int] = set()
    for facet, wanted in narrowing.chosen.items():
        for place, held in enumerate(values[facet]) if wanted else ():
            if wanted.isdisjoint(held):
                if failed[place] is not None:
                    out.add(place)
                failed[place] = facet
    matching = [place for place, facet in enumerate(failed) if facet is None]
    alone: dict[Facet, list[int]] = {facet: [] for facet in Facet}
    for place, only in enumerate(failed):
        if only is not None and place not in out:
            alone[only].append(place)
    return Narrowed(
        frozenset(within[place].id for place in matching),
        {facet: _counted(values[facet], matching, alone[facet]) for facet in Facet},
    )


def _counted(
    values: Sequence[Collection[str]], matching: Sequence[int], alone: Sequence[int]
) -> Mapping[str, int]:
    """How often each value is held, from how often each combination of them is."""
    tally = Counter(map(values.__getitem__, matching))
    tally.update(map(values.__getitem__, alone))
    counts: Counter[str] = Counter()
    for held, number in tally.items():
        for value in held:
            counts[value] += number
    return counts


def _values(
    entries: Sequence[Entry], ground: Ground, readable: Collection[int]
) -> Mapping[Facet, Sequence[Collection[str]]]:
    """The values that each item has of each facet; `readable` are the ids of all items there are
    for the reader."""
    rounds: dict[int | None, tuple[str]] = {
        id_: (ref,) for id_, (ref, _place) in ground.rounds.items()
    }
    agenda = {id_: (str(agenda_of(known)),) for id_, known in ground.uptakes.items()}
    members = _groups_by_item(entries, ground.groups)
    return {
        Facet.STANDING: [(entry.standing,) for entry in entries],
        Facet.AGENDA: [agenda.get(entry.id, UNKNOWN) for entry in entries],
        Facet.AWAITED: [ground.awaited.get(entry.id, NOTHING) for entry in entries],
        Facet.KIND: [(entry.kind,) for entry in entries],
        Facet.LEVEL: [(entry.level or NONE,) for entry in entries],
        Facet.TOPIC: [ground.topics.get(entry.id, NOTHING) for entry in entries],
        Facet.ROUND: [rounds.get(entry.meeting_id or 0, NOWHERE) for entry in entries],
        Facet.GROUP: [members.get(entry.id, NOTHING) for entry in entries],
        Facet.MARK: [_marks(entry, readable) for entry in entries],
    }


def _marks(entry: Entry, readable: Collection[int]) -> tuple[str, ...]:
    """A sub-point of an item that its reader may not read is none to them."""
    is_part = entry.parent_id in readable
    if not (entry.open_list or is_part or entry.is_reviewed):
        return NOTHING
    held = (
        (entry.open_list, Mark.OPEN_LIST),
        (is_part, Mark.SUB_POINT),
        (entry.is_reviewed, Mark.REVIEW),
    )
    return tuple(mark for holds, mark in held if holds)


def agenda_of(known: Sequence[Onward]) -> Agenda:
    if not known:
        return Agenda.NO_RECORD
    reached = any(link.kind in REACHED for link in known)
    return Agenda.REACHED if reached else Agenda.NOT_REACHED


def _groups_by_item(
    entries: Sequence[Entry], groups: Sequence[Group]
) -> Mapping[int, tuple[str, ...]]:
    if not groups:
        return {}
    return {
        entry.id: tuple(
            group.ref
            for group in groups
            if entry.meeting_id in group.meetings or entry.id == group.origin_id
        )
        for entry in entries
    }


def _within(entry: Entry, ground: Ground, narrowing: Narrowing) -> bool:
    start, end = narrowing.start, narrowing.end
    if start is None and end is None:
        return True
    meeting = ground.rounds.get(entry.meeting_id or 0)
    place = meeting[1] if meeting else None
    return (start is None or _is_after(entry.happened, place, start)) and (
        end is None or _is_before(entry.happened, place, end)
    )


def _is_after(happened: str, place: int | None, start: Bound) -> bool:
    """Whether it may have been then or later; what has neither date nor round is in no range."""
    if place is not None and start.place is not None:
        return place >= start.place
    if not happened or start.day is None:
        return False
    return _last_day(happened) >= start.day.first_day.isoformat()


def _is_before(happened: str, place: int | None, end: Bound) -> bool:
    if place is not None and end.place is not None:
        return place <= end.place
    if not happened or end.day is None:
        return False
    return happened <= end.day.last_day.isoformat()


@lru_cache(maxsize=4096)
def _last_day(happened: str) -> str:
    return PartialDate(happened).last_day.isoformat()
