"""Setting marks on lanes over time, and curves between them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.trace.drawing import (
    LINE,
    MARK,
    SMALL_LETTER,
    Box,
    Curve,
    Edge,
    Heading,
    Lane,
    Mark,
    Picture,
    Tick,
    shortened,
    text_width,
)

# Room for the words over columns whose date is not recorded, in any language.
UNDATED_WIDTH = 104
BOX = 2 * LINE + 2
ROW = BOX + 10
HEAD = 30
LANE_HEAD = 22
LANE_GAP = 6
MARGIN = 12
NARROW_GAP, WIDE_GAP = 32, 92
# A curve swings three quarters as far as its inner points stand: enough to clear a box.
DIP = 28
# More labels than this would hide what they name: the title of each edge still says its kind.
MOST_LABELS = 24

Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]


def lay_out(
    marks: Sequence[Mark],
    curves: Sequence[Curve],
    *,
    headings: Sequence[Heading],
    columns: Sequence[str | None],
    widest: float = 156,
    labelled: bool = True,
    today_before: int | None = None,
    left_out: int = 0,
) -> Picture:
    """Place the marks, columns from left to right and marks of one column and lane in a stack.

    `columns` are the words over each, None where no date is recorded. Today's line stands left of
    the column `today_before`.
    """
    labelled = labelled and len(curves) <= MOST_LABELS
    gap = WIDE_GAP if labelled and curves else NARROW_GAP
    widths = _widths(marks, columns, widest)
    starts = [MARGIN + sum(widths[:place]) + gap * place for place in range(len(widths) + 1)]
    stacks: dict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        stacks[mark.lane, mark.column].append(mark)
    deepest = [
        max((len(stack) for (at, _column), stack in stacks.items() if at == lane), default=1)
        for lane in range(len(headings))
    ]
    lanes = _lanes(headings, deepest)
    boxes = tuple(
        _box(mark, x=starts[column], y=lanes[lane].y + LANE_HEAD + place * ROW, widest=widest)
        for (lane, column), stack in sorted(stacks.items())
        for place, mark in enumerate(stack)
    )
    longest = max((text_width(lane.words) for lane in lanes), default=0)
    return Picture(
        width=max(starts[-1] - gap + NARROW_GAP, longest + 2 * MARGIN),
        height=lanes[-1].y + lanes[-1].height + MARGIN if lanes else HEAD,
        lanes=lanes,
        ticks=_ticks(columns, starts),
        boxes=boxes,
        edges=_edges(curves, boxes, labelled=labelled),
        today=_today(today_before, starts, gap),
        left_out=left_out,
    )


def _widths(marks: Iterable[Mark], columns: Sequence[str | None], widest: float) -> list[float]:
    widths = [
        UNDATED_WIDTH if words is None else text_width(words, SMALL_LETTER) + 4 for words in columns
    ]
    for mark in marks:
        widths[mark.column] = max(widths[mark.column], _box(mark, x=0, y=0, widest=widest).width)
    return widths


def _box(mark: Mark, *, x: float, y: float, widest: float) -> Box:
    room = widest - MARK
    # What stands in the place of a reference is said whole.
    words = shortened(mark.words, room) if mark.name else mark.words
    name = shortened(mark.name, room)
    return Box(
        node=mark.node,
        x=x,
        y=y,
        width=MARK + max(text_width(name), text_width(words)),
        height=BOX,
        name=name,
        words=words,
        is_current=mark.is_current,
        is_hollow=mark.is_hollow,
    )


def _lanes(headings: Sequence[Heading], deepest: Sequence[int]) -> tuple[Lane, ...]:
    lanes, y = [], float(HEAD)
    for heading, rows in zip(headings, deepest, strict=True):
        height = LANE_HEAD + rows * ROW
        lanes.append(
            Lane(
                track=heading.track,
                words=heading.words,
                y=y,
                height=height,
                text_x=MARGIN,
                text_y=y + LINE,
            )
        )
        y += height + LANE_GAP
    return tuple(lanes)


def _ticks(columns: Sequence[str | None], starts: Sequence[float]) -> tuple[Tick, ...]:
    # An empty heading continues the one before it, and has no line of its own.
    return tuple(
        Tick(x=x - 4, top=HEAD - 18, words=words, text_x=x, text_y=HEAD - 8)
        for words, x in zip(columns, starts, strict=False)
        if words != ""
    )


def _today(before: int | None, starts: Sequence[float], gap: float) -> Tick | None:
    if before is None:
        return None
    x = max(starts[before] - min(gap, NARROW_GAP) / 2, 2)
    return Tick(x=x, top=0, words=None, text_x=x + 4, text_y=HEAD - 20)


def _edges(curves: Sequence[Curve], boxes: Sequence[Box], *, labelled: bool) -> tuple[Edge, ...]:
    places = {box.node.id: box for box in boxes}
    taken: list[Rectangle] = [(box.x, box.y, box.right, box.y + box.height) for box in boxes]
    rows: dict[float, list[float]] = defaultdict(list)
    for box in sorted(boxes, key=lambda box: box.x):
        rows[box.y].append(box.x)
    edges = []
    for curve in curves:
        earlier, later = places[curve.earlier_id], places[curve.later_id]
        points, points_left = _points(earlier, later, _dip(earlier, later, rows[earlier.y]))
        spot = None
        if labelled:
            spot = _free_spot(points, text_width(curve.label, SMALL_LETTER), taken)
        edges.append(
            Edge(
                path=_path(points),
                head=_head(points[3], points_left=points_left),
                basis=curve.basis,
                is_suspect=curve.is_suspect,
                title=curve.title,
                label=curve.label if spot else "",
                label_x=spot[0] if spot else 0,
                label_y=spot[1] if spot else 0,
                status=curve.status,
            )
        )
    return tuple(edges)


def _dip(earlier: Box, later: Box, row: Sequence[float]) -> float:
    """How far a curve must swing down to pass below the boxes between two of one row."""
    if earlier.y != later.y:
        return 0
    first, last = sorted((earlier.x, later.x))
    return DIP if bisect_left(row, last) - bisect_right(row, first) > 0 else 0


def _points(earlier: Box, later: Box, dip: float) -> tuple[tuple[Point, Point, Point, Point], bool]:
    """The four points of a Bézier curve, and whether it arrives from the right."""
    start, end = earlier.right + 3, later.x - 2
    if start <= end:
        bend = min(70, (end - start) / 2)
        points = (
            (start, earlier.middle),
            (start + bend, earlier.middle + dip),
            (end - bend, later.middle + dip),
            (end, later.middle),
        )
        return points, False
    if earlier.x == later.x:
        # Of one date: round the outside, so that no words are crossed.
        end = later.right + 3
        outside = max(start, end) + 24
        points = (
            (start, earlier.middle),
            (outside, earlier.middle),
            (outside, later.middle),
            (end, later.middle),
        )
        return points, True
    # Backwards only towards a record without a date.
    start, end = earlier.x - 2, later.right + 3
    bend = max(20, (start - end) / 2)
    points = (
        (start, earlier.middle),
        (start - bend, earlier.middle + dip),
        (end + bend, later.middle + dip),
        (end, later.middle),
    )
    return points, True


def _path(points: Iterable[Point]) -> str:
    (x, y), *others = points
    return f"M{x:g},{y:g} C" + " ".join(f"{x:g},{y:g}" for x, y in others)


def _head(point: Point, *, points_left: bool) -> str:
    x, y = point
    back = 7 if points_left else -7
    return f"{x:g},{y:g} {x + back:g},{y - 3.5:g} {x + back:g},{y + 3.5:g}"


def _free_spot(
    points: tuple[Point, Point, Point, Point], width: float, taken: list[Rectangle]
) -> Point | None:
    """Where a label's middle and base line may stand; what it takes is then taken."""
    for along in (0.5, 0.62, 0.38, 0.74, 0.26, 0.84):
        x, y = _on_curve(points, along)
        spot = (x - width / 2, y - SMALL_LETTER - 3, x + width / 2, y + 1)
        if not any(_overlap(spot, other) for other in taken):
            taken.append(spot)
            return x, y - 3
    return None


def _on_curve(points: tuple[Point, Point, Point, Point], along: float) -> Point:
    rest = 1 - along
    weights = (rest**3, 3 * rest**2 * along, 3 * rest * along**2, along**3)
    x, y = (sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
