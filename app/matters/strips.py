"""The picture of a loop in strips, some turns on each, so that one need not scroll across."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.matters.focus import Shown
from app.matters.loop import joined
from app.matters.models import Matter
from app.matters.picture import LoopPicture, Words, loop_picture
from app.trace.drawing import Picture

# What fits on a page across, on the screen and on A4 with its longer side below.
WIDEST_STRIP = 1240


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
    """In one strip what fits on one; else as many whole turns on each as do, and at least one."""
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
            yield last
            begun = []
            wider = loop_picture(_only(shown, [turn]), matter, words)
        begun.append(turn)
        last = wider
    if last is not None:
        yield last


def _only(shown: Shown, turns: Sequence[int]) -> Shown:
    boxes = tuple(box for box in shown.boxes if box.turn in turns)
    return replace(
        shown,
        boxes=boxes,
        links=joined(boxes, shown.loop.links),
        missing=tuple(each for each in shown.missing if each.turn in turns),
    )
