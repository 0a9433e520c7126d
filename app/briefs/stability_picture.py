"""The pictures of stability: how long something took, and who sat on both tracks.

A table that says the same stands beside each.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.briefs.stability_facts import Meeting, Sitter
from app.briefs.stability_spans import Span
from app.dialogues.models import Track
from app.rounds.queries import in_order
from app.trace.drawing import shortened, text_width

LABELS, BARS, WORDS = 134, 190, 156
# A longer label is cut.
LONGEST_LABEL = 420
LINE, BAR, TOP = 26, 14, 22
MOST_ROWS = 40
STEPS = (1, 3, 6, 12, 24, 60, 120)
MOST_TICKS = 7
OPEN_END = 8
NAMES, COLUMN, HEAD = 150, 30, 96
# Above the columns the words rise at half a right angle.
RISE = 0.71
HIGHEST_HEAD = 240


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """What is to be drawn as one bar. `is_open`: it has not ended; `is_solid`: it took place."""

    label: str
    words: str
    span: Span
    track: Track
    is_open: bool = False
    is_solid: bool = True


@dataclass(frozen=True, kw_only=True)
class Bar:
    """From `x` on: what it surely lasted (`sure`), and what it may have lasted beyond (`more`)."""

    y: float
    label: str
    words: str
    sure: float
    more: float
    words_x: float
    track: Track
    arrow: str
    is_solid: bool

    @property
    def text_y(self) -> float:
        return self.y + BAR - 3


@dataclass(frozen=True, kw_only=True)
class Bars:
    """All measures in pixels from the upper left corner; `ticks` are places and months."""

    width: float
    height: float
    x: float
    bar: float
    bars: Sequence[Bar]
    ticks: Sequence[tuple[float, int]]
    left_out: int

    @property
    def has_more(self) -> bool:
        return any(one.more for one in self.bars)

    @property
    def has_open(self) -> bool:
        return any(one.arrow for one in self.bars)

    @property
    def has_planned(self) -> bool:
        return any(not one.is_solid for one in self.bars)


def bars_picture(rows: Sequence[Lasting]) -> Bars | None:
    """One bar for each, the last MOST_ROWS of them; None where there is nothing to draw."""
    drawn = rows[-MOST_ROWS:]
    if not any(one.span.is_known for one in drawn):
        return None
    longest = max(max(_ends(one.span)) for one in drawn) or 1
    unit = BARS / longest
    labels = max(LABELS, *(min(text_width(one.label) + 10, LONGEST_LABEL) for one in drawn))
    step = next((one for one in STEPS if longest / one <= MOST_TICKS), STEPS[-1])
    return Bars(
        width=labels + BARS + WORDS,
        height=TOP + LINE * len(drawn) + 4,
        x=labels,
        bar=BAR,
        bars=[_bar(one, TOP + LINE * place + 6, unit, labels) for place, one in enumerate(drawn)],
        ticks=[(labels + unit * months, months) for months in range(0, longest + 1, step)],
        left_out=len(rows) - len(drawn),
    )


def _ends(span: Span) -> tuple[int, int]:
    """Whole months that it surely lasted, and that it may have lasted at the most."""
    least = span.least or 0
    return least, max(least, span.most or 0)


def _bar(one: Lasting, y: float, unit: float, labels: float) -> Bar:
    least, most = _ends(one.span)
    # What lasted less than a month is to be seen all the same.
    sure = max(least * unit, 2.0) if one.span.least is not None else 0.0
    more = max(most * unit - sure, 0.0)
    end = labels + sure + more
    arrow = ""
    if one.is_open and one.span.is_known:
        arrow = f"M{end:.1f},{y:g} l{OPEN_END},{BAR / 2:g} l-{OPEN_END},{BAR / 2:g} Z"
    return Bar(
        y=y,
        label=shortened(one.label, labels - 10),
        words=one.words,
        sure=sure,
        more=more,
        words_x=end + (OPEN_END if arrow else 0) + 6,
        track=one.track,
        arrow=arrow,
        is_solid=one.is_solid,
    )


@dataclass(frozen=True, kw_only=True)
class Seat:
    """That somebody sat at a meeting."""

    x: float
    ref: str
    track: Track


@dataclass(frozen=True, kw_only=True)
class SitterLine:
    y: float
    person_id: int
    name: str
    short: str
    seats: Sequence[Seat]


@dataclass(frozen=True, kw_only=True)
class Seats:
    """People by meetings, in the order of time; `columns` are places, references and tracks."""

    width: float
    height: float
    head: float
    columns: Sequence[tuple[float, str, Track]]
    people: Sequence[SitterLine]
    left_out: int


def seats_picture(
    sitters: Sequence[Sitter],
    meetings: Mapping[int, Meeting],
    tracks: Mapping[int, Track],
    refs: Mapping[int, str],
) -> Seats | None:
    """None where nobody is to be drawn. `tracks` and `refs` are those of the meetings."""
    if not sitters:
        return None
    drawn = sorted(sitters, key=lambda one: -len(one.at))[:MOST_ROWS]
    ids = {number for one in drawn for number in one.at}
    order = [one.id for one in in_order([meetings[number] for number in sorted(ids)])]
    places = {number: NAMES + (at + 0.5) * COLUMN for at, number in enumerate(order)}

    widest = max(text_width(refs[number]) for number in order)
    head = min(max(HEAD, RISE * widest + 16), HIGHEST_HEAD)

    def seats(one: Sitter) -> Iterator[Seat]:
        for number in order:
            if number in one.at:
                yield Seat(x=places[number], ref=refs[number], track=tracks[number])

    return Seats(
        width=NAMES + COLUMN * len(order) + head,
        height=head + LINE * len(drawn) + 4,
        head=head,
        columns=[
            (places[number], shortened(refs[number], head / RISE), tracks[number])
            for number in order
        ],
        people=[
            SitterLine(
                y=head + LINE * (place + 0.5),
                person_id=one.person_id,
                name=one.name,
                short=shortened(one.name, NAMES - 12),
                seats=list(seats(one)),
            )
            for place, one in enumerate(drawn)
        ],
        left_out=len(sitters) - len(drawn),
    )
