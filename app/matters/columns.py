"""The columns of a loop's picture: what stands below each other, in the order of time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.dialogues.models import Track
from app.matters.loop import Lack, Missing
from app.matters.models import Stage
from app.matters.turns import ORDER, Box
from app.partial_date import PartialDate

HIGHEST_STACK = 8


@dataclass
class Column:
    """What stands below each other: boxes of one date and stage, and what is missing there."""

    turn: int
    stage: Stage
    date: str
    boxes: list[Box] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    @property
    def happened(self) -> PartialDate | None:
        return self.boxes[0].first.node.happened if self.boxes else None

    @property
    def station(self) -> tuple[int, int]:
        return self.turn, ORDER[self.stage]


def columns_of(boxes: Iterable[Box], missing: Iterable[Missing]) -> list[Column]:
    """Of one date, stage and turn each, as long as the stacks in it stay low."""
    return _with_missing(list(_columns(boxes)), missing)


def _columns(boxes: Iterable[Box]) -> Iterator[Column]:
    column: Column | None = None
    high: Counter[Track] = Counter()
    for box in boxes:
        node = box.first.node
        same = column is not None and (
            (column.turn, column.stage, column.date, column.happened)
            == (box.turn, box.stage, box.date, node.happened)
        )
        if column is None or not same or high[node.track] == HIGHEST_STACK:
            if column:
                yield column
            column, high = Column(box.turn, box.stage, box.date), Counter()
        column.boxes.append(box)
        high[node.track] += 1
    if column:
        yield column


def _with_missing(columns: list[Column], missing: Iterable[Missing]) -> list[Column]:
    """Each where it would have stood: after the last that comes before it in the loop.

    What was not handed over stands in the column of what should have been.
    """
    for each in missing:
        empty = Column(each.turn, each.stage, "", missing=[each])
        before = (place for place, one in enumerate(columns) if one.station <= empty.station)
        place = max(before, default=-1)
        if each.lack is Lack.HANDOVER and place >= 0:
            columns[place].missing.append(each)
        else:
            columns.insert(place + 1, empty)
    return columns
