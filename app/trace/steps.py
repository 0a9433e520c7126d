"""What queries over links return: records as seen from a link, links, and whole traces."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

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
class TraceStep:
    """A link as a trace shows it. `source` None: none, or not the viewer's to read."""

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

    def near(self, direction: Direction) -> int:
        return self.later_id if direction is Direction.FROM else self.earlier_id

    def far(self, direction: Direction) -> int:
        return self.earlier_id if direction is Direction.FROM else self.later_id


@dataclass(frozen=True, kw_only=True)
class RecordLink:
    """One link of a record: its end `here`, the record or a part of it, and the one `there`."""

    step: TraceStep
    here: TraceNode
    there: TraceNode

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
    """A line of the indented table: `links` are those that lead from it back towards the start."""

    node: TraceNode
    depth: int
    links: tuple[RecordLink, ...]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What `record_id` came from, or what became of it.

    `depths` are the least numbers of links from it; a part of a round stands where the round
    does. `steps` join two of `nodes`, each. `total` counts what a limit cut off, too.
    """

    record_id: int
    direction: Direction
    nodes: tuple[TraceNode, ...]
    depths: Mapping[int, int]
    steps: tuple[TraceStep, ...]
    total: int

    def __bool__(self) -> bool:
        return bool(self.steps)

    @cached_property
    def origins(self) -> frozenset[int]:
        """The record itself and the parts of it from which links lead."""
        return frozenset(id_ for id_, depth in self.depths.items() if depth == 0)

    @cached_property
    def rows(self) -> tuple[TraceRow, ...]:
        """Each record once, under one of those nearest to the start through which it is reached."""
        nodes = {node.id: node for node in self.nodes}
        leading: dict[int, list[RecordLink]] = defaultdict(list)
        below: dict[int, list[TraceNode]] = defaultdict(list)
        for step in self.steps:
            near, far = nodes[step.near(self.direction)], nodes[step.far(self.direction)]
            leading[far.id].append(RecordLink(step=step, here=far, there=near))
        for node in self.nodes:
            links = sorted(leading[node.id], key=lambda link: self._nearness(link.there))
            leading[node.id] = links
            if self.depths[node.id] and links:
                below[links[0].there.id].append(node)
        return tuple(self._walk(below, leading))

    def _nearness(self, node: TraceNode) -> tuple[Any, ...]:
        return self.depths[node.id], node.sort_key

    def _walk(
        self, below: Mapping[int, list[TraceNode]], leading: Mapping[int, list[RecordLink]]
    ) -> Iterator[TraceRow]:
        # A stack and no recursion: a chain may be longer than Python's.
        waiting = [node for node in reversed(self.nodes) if node.id in self.origins]
        while waiting:
            node = waiting.pop()
            yield TraceRow(
                node=node, depth=self.depths[node.id], links=tuple(leading.get(node.id, ()))
            )
            waiting.extend(reversed(below.get(node.id, ())))


@dataclass(frozen=True, kw_only=True)
class TimelineRound:
    node: TraceNode
    status: RoundStatus


@dataclass(frozen=True, kw_only=True)
class RoundLink:
    """Everything that links two rounds or parts of them, one way: how many, of which kinds.

    `basis` is the best there is for any of them.
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
