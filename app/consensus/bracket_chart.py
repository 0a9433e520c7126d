"""Small charts of how many brackets were open at the end of each round, one for each topic."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 320, 104
LEFT, TOP, BASE = 4, 18, 84
BAR, LETTER, FIGURE = 28, 6.5, 15


@dataclass(frozen=True)
class Bar:
    """One moment: `figure` and `name` are drawn where there is room for them."""

    x: float
    y: float
    width: float
    height: float
    count: int
    name: str
    has_figure: bool
    has_name: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def name_middle(self) -> float:
        """The middle of the name, which does not go beyond the frame."""
        half = half_of(self.name)
        return max(half, min(self.middle, WIDTH - half))


@dataclass(frozen=True)
class Chart:
    bars: Sequence[Bar]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE


def chart(counts: Sequence[int], names: Sequence[str], highest: int) -> Chart:
    """One bar for each count, drawn to the scale on which `highest` is as high as it goes.

    Where the names do not fit side by side, some are left out, and never the last.
    """
    step = (WIDTH - 2 * LEFT) / max(len(counts), 1)
    width = min(BAR, step * 0.7)
    named = _with_room(names, step)
    bars = []
    for number, (count, name) in enumerate(zip(counts, names, strict=True)):
        height = (BASE - TOP) * count / max(highest, 1)
        before = counts[number - 1] if number else None
        from_last = len(counts) - 1 - number
        bars.append(
            Bar(
                x=LEFT + step * number + (step - width) / 2,
                y=BASE - height,
                width=width,
                height=height,
                count=count,
                name=name,
                has_figure=step >= FIGURE or (count != before and not from_last % 2),
                has_name=number in named,
            )
        )
    return Chart(bars)


def half_of(name: str) -> float:
    return len(name) * LETTER / 2


def _with_room(names: Sequence[str], step: float) -> set[int]:
    """Which of the names can stand under their bars without meeting, looked for from the last."""
    found: set[int] = set()
    end = float(WIDTH)
    for number in reversed(range(len(names))):
        half = half_of(names[number])
        middle = min(LEFT + step * (number + 0.5), WIDTH - half)
        if not found or (middle + half + LETTER <= end and middle >= half):
            found.add(number)
            end = middle - half
    return found
