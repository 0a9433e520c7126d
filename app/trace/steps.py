"""What queries over links return: records as seen from a link, links, and whole traces."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, ClassVar, NamedTuple

from app.dialogues.models import Dialogue, Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import RecordKind
from app.rounds.models import RoundStatus
from app.trace.models import Basis, LinkKind, LinkStatus


class Direction(StrEnum):
    """Against time, to where a record came from, or with it, to what became of it."""

    FROM = "from"
    TO = "to"


@lru_cache(maxsize=4000)
def natural(ref: str) -> tuple[Any, ...]:
    """A key by which R9 precedes R10."""
    parts = re.split(r"([0-9]+)", ref)
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts))


@dataclass(frozen=True)
class TraceNode:
    """A record as a trace shows it. `number` is a numbered round's."""

    id: int
    ref: str
    kind: RecordKind
    title: LocalizedText
    happened: PartialDate | None
    number: int | None
    dialogue_slug: str
    dialogue_name: LocalizedText
    track: Track
    is_hidden: ClassVar[bool] = False

    def cited_from(self, dialogue_slug: str) -> str:
        """The reference, with its dialogue's name in addresses where that is another one."""
        return (
            self.ref if self.dialogue_slug == dialogue_slug else f"{self.dialogue_slug}/{self.ref}"
        )

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """By date, those without one last; then as references are counted."""
        date = str(self.happened) if self.happened else "~"
        return date, self.dialogue_slug, natural(self.ref), self.id


@dataclass(frozen=True)
class HiddenNode:
    """A record that the viewer may not read, and may be told of: see `app.trace.hidden`."""

    id: int
    dialogue_slug: str
    dialogue_name: LocalizedText
    track: Track
    is_hidden: ClassVar[bool] = True

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return "~", self.dialogue_slug, (), self.id


AnyNode = TraceNode | HiddenNode


class Join(NamedTuple):
    """A link of which an end is hidden: nothing else is told of it."""

    id: int
    earlier_id: int
    later_id: int

    def near(self, direction: Direction) -> int:
        return self.later_id if direction is Direction.FROM else self.earlier_id

    def far(self, direction: Direction) -> int:
        return self.earlier_id if direction is Direction.FROM else self.later_id


# There are thousands: tuples are made several times as fast as frozen dataclasses.
class TraceStep(NamedTuple):
    """A link as a trace shows it.

    `source` None: none, or not the viewer's to read. `evidence` is what is on record for it, as
    far as it may be read.
    """

    id: int
    earlier_id: int
    later_id: int
    kind: LinkKind
    basis: Basis
    status: LinkStatus
    is_suspect: bool
    source: str | None
    place: str
    rationale: str
    reported_by: LocalizedText | None
    disputed_by: LocalizedText | None
    evidence_ref: str | None = None
    evidence_title: LocalizedText | None = None

    def near(self, direction: Direction) -> int:
        return self.later_id if direction is Direction.FROM else self.earlier_id

    def far(self, direction: Direction) -> int:
        return self.earlier_id if direction is Direction.FROM else self.later_id


AnyStep = TraceStep | Join


@dataclass(frozen=True, kw_only=True)
class RecordLink:
    """One link of a record: its end `here`, the record or a part of it, and the one `there`.

    `further` are the links that lead on from `there`, where they were asked for.
    """

    step: TraceStep
    here: TraceNode
    there: TraceNode
    further: tuple["RecordLink", ...] = ()

    @property
    def earlier(self) -> TraceNode:
        return self.here if self.here.id == self.step.earlier_id else self.there

    @property
    def later(self) -> TraceNode:
        return self.there if self.here.id == self.step.earlier_id else self.here

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return *self.there.sort_key, self.step.id


@dataclass(frozen=True, kw_only=True)
class Links:
    """A record's links: the answers to where it came from and to what became of it."""

    came_from: tuple[RecordLink, ...]
    became_of: tuple[RecordLink, ...]

    def __bool__(self) -> bool:
        return bool(self.came_from or self.became_of)


@dataclass(frozen=True, kw_only=True)
class TraceRow:
    """A line of the indented table: `links` are those that lead from it back towards the start.

    `joined` are the records at the other ends of links of which nothing may be told.
    """

    node: AnyNode
    depth: int
    links: tuple[RecordLink, ...]
    joined: tuple[AnyNode, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What `record_id` came from, or what became of it.

    `depths` are the least numbers of links from it; a part of a round stands where the round
    does. `steps` join two of `nodes`, each. `total` counts what a limit cut off, too. `hidden` and
    `joins` are what may be told of records that the viewer may not read: on no other terms does
    the trace go on beyond them.
    """

    record_id: int
    direction: Direction
    nodes: tuple[TraceNode, ...]
    depths: Mapping[int, int]
    steps: tuple[TraceStep, ...]
    total: int
    hidden: tuple[HiddenNode, ...] = ()
    joins: tuple[Join, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.steps or self.joins)

    @cached_property
    def everyone(self) -> tuple[AnyNode, ...]:
        """All that is told of, nearest first."""
        return tuple(sorted((*self.nodes, *self.hidden), key=self._nearness))

    @cached_property
    def origins(self) -> frozenset[int]:
        """The record itself and the parts of it from which links lead."""
        return frozenset(id_ for id_, depth in self.depths.items() if depth == 0)

    @cached_property
    def rows(self) -> tuple[TraceRow, ...]:
        """Each record once, under one of those nearest to the start through which it is reached."""
        nodes: dict[int, AnyNode] = {node.id: node for node in self.everyone}
        leading: dict[int, list[AnyStep]] = defaultdict(list)
        every: list[AnyStep] = [*self.steps, *self.joins]
        for step in every:
            leading[step.far(self.direction)].append(step)
        below: dict[int, list[TraceRow]] = defaultdict(list)
        for node in self.everyone:
            row = self._row(node, leading[node.id], nodes)
            back = [link.there for link in row.links] + list(row.joined)
            if row.depth and back:
                below[min(back, key=self._nearness).id].append(row)
            elif not row.depth:
                below[0].append(row)
        return tuple(self._walk(below))

    def _row(
        self, node: AnyNode, leading: Iterable[AnyStep], nodes: Mapping[int, AnyNode]
    ) -> TraceRow:
        links, joined = [], []
        for step in leading:
            there = nodes[step.near(self.direction)]
            if isinstance(step, TraceStep):
                links.append(RecordLink(step=step, here=_told(node), there=_told(there)))
            else:
                joined.append(there)
        return TraceRow(
            node=node,
            depth=self.depths[node.id],
            links=tuple(sorted(links, key=lambda link: self._nearness(link.there))),
            joined=tuple(sorted(joined, key=self._nearness)),
        )

    def _nearness(self, node: AnyNode) -> tuple[Any, ...]:
        return self.depths[node.id], node.sort_key

    def _walk(self, below: Mapping[int, list[TraceRow]]) -> Iterator[TraceRow]:
        # A stack and no recursion: a chain may be longer than Python's. No record has the id 0.
        waiting = list(reversed(below.get(0, ())))
        while waiting:
            row = waiting.pop()
            yield row
            waiting.extend(reversed(below.get(row.node.id, ())))


def _told(node: AnyNode) -> TraceNode:
    """The readable end of a readable link: a `Join` is what may be told of any other."""
    if isinstance(node, HiddenNode):
        raise TypeError(f"{node!r} is an end of no readable link")
    return node


@dataclass(frozen=True, kw_only=True)
class TimelineRound:
    node: TraceNode
    status: RoundStatus


@dataclass(frozen=True, kw_only=True)
class RoundLink:
    """Everything that links two rounds or parts of them, one way: how many, of which kinds.

    `basis` is the weakest of them: no line claims more than each of its links does.
    """

    earlier_id: int
    later_id: int
    kinds: tuple[LinkKind, ...]
    basis: Basis
    count: int


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """A dialogue's rounds with those of the dialogues it is linked with, itself first."""

    dialogues: tuple[Dialogue, ...]
    rounds: tuple[TimelineRound, ...]
    links: tuple[RoundLink, ...]
