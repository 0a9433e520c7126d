"""A loop as a table: turn by turn and stage by stage, what stands there and what is missing."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.matters.focus import Shown
from app.matters.loop import Lack, LoopLink, Missing
from app.matters.models import Stage
from app.matters.turns import ORDER, Box

# Of a record that is linked with hundreds, its own page tells the others.
MOST_LINKS = 6


@dataclass(frozen=True, kw_only=True)
class Linked:
    """One line of links as a box's row tells it: the box at its other end, and which way."""

    link: LoopLink
    there: Box
    is_earlier: bool


@dataclass(frozen=True, kw_only=True)
class Row:
    """One box with its links, or what is missing; `spans`: how many rows its stage begins."""

    stage: Stage
    box: Box | None = None
    missing: Missing | None = None
    links: Sequence[Linked] = ()
    more_links: int = 0
    spans: int = 0

    @property
    def is_handover(self) -> bool:
        return self.missing is not None and self.missing.lack is Lack.HANDOVER


@dataclass(frozen=True)
class Turn:
    number: int
    rows: Sequence[Row]


@dataclass
class _Stage:
    boxes: list[Box] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


def turns_of(shown: Shown) -> list[Turn]:
    """The turns in order; in each the stages in theirs, whatever came first in time."""
    stages: dict[tuple[int, int], _Stage] = defaultdict(_Stage)
    for box in shown.boxes:
        stages[box.turn, ORDER[box.stage]].boxes.append(box)
    for each in shown.missing:
        stages[each.turn, ORDER[each.stage]].missing.append(each)
    linked = _linked(shown)
    turns: dict[int, list[Row]] = defaultdict(list)
    for (turn, place), here in sorted(stages.items()):
        turns[turn] += _rows(list(Stage)[place], here, linked)
    return [Turn(number, rows) for number, rows in turns.items()]


def _rows(stage: Stage, here: _Stage, linked: dict[int, list[Linked]]) -> Iterator[Row]:
    spans = len(here.boxes) + len(here.missing)
    for box in here.boxes:
        links = linked.get(box.key, [])
        more: dict[str, Any] = {
            "links": links[:MOST_LINKS],
            "more_links": max(0, len(links) - MOST_LINKS),
        }
        yield Row(stage=stage, box=box, spans=spans, **more)
        spans = 0
    for missing in here.missing:
        yield Row(stage=stage, missing=missing, spans=spans)
        spans = 0


def _linked(shown: Shown) -> dict[int, list[Linked]]:
    boxes = {box.key: box for box in shown.boxes}
    found: dict[int, list[Linked]] = defaultdict(list)
    for link in shown.links:
        earlier, later = boxes[link.earlier_key], boxes[link.later_key]
        found[later.key].append(Linked(link=link, there=earlier, is_earlier=True))
        found[earlier.key].append(Linked(link=link, there=later, is_earlier=False))
    return found
