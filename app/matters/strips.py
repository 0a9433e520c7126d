"""The picture of a loop in strips, some turns on each, so that one need not scroll across much."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from app.matters.columns import Column, columns_of
from app.matters.focus import Shown
from app.matters.loop import Missing, joined
from app.matters.models import Matter
from app.matters.picture import LoopPicture, Words, loop_picture
from app.matters.turns import Box
from app.trace.drawing import MOST_SHEETS, SHEET, SHEETS_SHARE, Picture

# What fits on a page across, on the screen and on A4 with its longer side below.
WIDEST_STRIP = 1240
# A turn is cut only where it is wider: between what is cut apart no link is drawn.
WIDEST_TURN = MOST_SHEETS * (SHEET - SHEETS_SHARE)


@dataclass(frozen=True)
class Strips:
    """`pictures` one below the other; `between` counts the lines that lead from one to another."""

    pictures: tuple[LoopPicture, ...]
    between: int

    @property
    def legend(self) -> Picture:
        """All that is drawn, for the key."""
        drawn = [picture.drawn for picture in self.pictures]
        return Picture(
            width=0,
            height=0,
            lanes=(),
            ticks=(),
            boxes=tuple(box for each in drawn for box in each.boxes),
            edges=tuple(edge for each in drawn for edge in each.edges),
        )


def strips_of(shown: Shown, matter: Matter, words: Words) -> Strips:
    """In one strip what fits on one; else as many whole turns on each as do, and at least one.

    A turn wider than WIDEST_TURN is cut where a stage begins, such a stage where a date does.
    """
    if not shown.boxes:
        return Strips((), 0)
    pictures = tuple(_strips(shown, matter, words))
    drawn = sum(len(picture.drawn.edges) for picture in pictures)
    return Strips(pictures, len(shown.links) - drawn)


def _strips(shown: Shown, matter: Matter, words: Words) -> Iterator[LoopPicture]:
    last, begun = None, list[int]()
    for turn in sorted({box.turn for box in shown.boxes}):
        wider = loop_picture(_only(shown, [*begun, turn]), matter, words)
        if last is not None and wider.drawn.width > WIDEST_STRIP:
            yield from _cut(last, _only(shown, begun), matter, words)
            begun = []
            wider = loop_picture(_only(shown, [turn]), matter, words)
        begun.append(turn)
        last = wider
    if last is not None:
        yield from _cut(last, _only(shown, begun), matter, words)


def _cut(picture: LoopPicture, shown: Shown, matter: Matter, words: Words) -> Iterator[LoopPicture]:
    """A picture as it is where it fits, or cannot be cut; else in two that are cut again."""
    columns = columns_of(shown.boxes, shown.missing)
    parts = ceil(picture.drawn.width / WIDEST_TURN)
    borders = _borders(columns) if parts > 1 else []
    if not borders:
        yield picture
        return
    middle = len(columns) * (parts // 2) / parts
    cut = min(borders, key=lambda place: abs(place - middle))
    for some in (columns[:cut], columns[cut:]):
        part = _of(shown, some)
        yield from _cut(loop_picture(part, matter, words), part, matter, words)


def _borders(columns: Sequence[Column]) -> list[int]:
    """Before which columns one may cut: something is on record on either side."""
    filled = [place for place, column in enumerate(columns) if column.boxes]
    places = range(filled[0] + 1, filled[-1] + 1)
    stages = [at for at in places if columns[at].station != columns[at - 1].station]
    return stages or list(places)


def _only(shown: Shown, turns: Sequence[int]) -> Shown:
    boxes = tuple(box for box in shown.boxes if box.turn in turns)
    missing = (each for each in shown.missing if each.turn in turns)
    return _part(shown, boxes, missing)


def _of(shown: Shown, columns: Sequence[Column]) -> Shown:
    boxes = tuple(box for column in columns for box in column.boxes)
    return _part(shown, boxes, (each for column in columns for each in column.missing))


def _part(shown: Shown, boxes: tuple[Box, ...], missing: Iterable[Missing]) -> Shown:
    known = [one for link in shown.links for one in link.links]
    return replace(shown, boxes=boxes, links=joined(boxes, known), missing=tuple(missing))
