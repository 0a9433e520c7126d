"""The pictures of attendance: who came to which round, and how each round was composed.

A table that says the same stands beside them.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.attendance.balance import Balance, Share
from app.attendance.over_rounds import Attendee, OverRounds
from app.rounds.models import AttendanceRole
from app.rounds.tally import Tally
from app.trace.drawing import shortened

MOST_PEOPLE = 60
MOST_ROUNDS = 24
NAMES, COLUMN, NARROW = 138, 40, 26
LINE, TOP = 22, 26
BAR, BARS_WIDTH, OPEN_END = 18, 340, 16
MOST_PARTS = 8


class MarkKind(StrEnum):
    """What a mark in the picture says of the role."""

    CHAIR = "chair"
    SPEAKER = "speaker"
    PARTICIPANT = "participant"
    BESIDE = "beside"


MARKS = {
    AttendanceRole.CONVENER: MarkKind.CHAIR,
    AttendanceRole.CO_CHAIR: MarkKind.CHAIR,
    AttendanceRole.MODERATOR: MarkKind.SPEAKER,
    AttendanceRole.PRESENTER: MarkKind.SPEAKER,
    AttendanceRole.PARTICIPANT: MarkKind.PARTICIPANT,
    AttendanceRole.RAPPORTEUR: MarkKind.BESIDE,
    AttendanceRole.OBSERVER: MarkKind.BESIDE,
    AttendanceRole.INTERPRETER: MarkKind.BESIDE,
    AttendanceRole.SECRETARIAT: MarkKind.BESIDE,
}
SHAPES = {
    MarkKind.CHAIR: "M{x},{y} m-6,-6 h12 v12 h-12 Z",
    MarkKind.SPEAKER: "M{x},{y} m0,-7 l7,7 l-7,7 l-7,-7 Z",
    MarkKind.PARTICIPANT: "M{x},{y} m-5,0 a5,5 0 1,0 10,0 a5,5 0 1,0 -10,0 Z",
    MarkKind.BESIDE: "M{x},{y} m-5,0 a5,5 0 1,0 10,0 a5,5 0 1,0 -10,0 Z",
}


def shape(kind: MarkKind, x: float, y: float) -> str:
    return SHAPES[kind].format(x=f"{x:g}", y=f"{y:g}")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody was, or would stand: `kind` None says that no roster is on record."""

    x: float
    ref: str
    kind: MarkKind | None
    shape: str = ""
    role: AttendanceRole | None = None


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    y: float
    person_id: int
    name: str
    short: str
    places: Sequence[Place]


@dataclass(frozen=True, kw_only=True)
class SideLine:
    y: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """All measures in pixels from the upper left corner. `columns`: each with its round."""

    width: float
    height: float
    columns: Sequence[tuple[float, str]]
    sides: Sequence[SideLine]
    people: Sequence[PersonLine]
    left_out: int
    left_out_rounds: int

    @property
    def key(self) -> list[tuple[MarkKind, str, list[AttendanceRole]]]:
        """The kinds of mark that are drawn, each with a shape and the roles it stands for."""
        roles = {place.role for line in self.people for place in line.places}
        drawn = {kind: [r for r in MARKS if MARKS[r] is kind and r in roles] for kind in MarkKind}
        return [(kind, shape(kind, 9, 9), found) for kind, found in drawn.items() if found]


def matrix_picture(found: OverRounds, sides: Mapping[int | None, str]) -> Matrix:
    """People by rounds, grouped by side; of very many, those who came most often."""
    rounds = found.rounds[-MOST_ROUNDS:]
    column = COLUMN if len(rounds) <= 5 else NARROW
    places = {one.id: NAMES + (at + 0.5) * column for at, one in enumerate(rounds)}
    often = sorted(found.attendees, key=len, reverse=True)[:MOST_PEOPLE]
    drawn = {one.person_id for one in often}
    y: float = TOP
    headings: list[SideLine] = []
    people: list[PersonLine] = []
    for side_id, words in sides.items():
        line = [one for one in found.attendees if one.side_id == side_id]
        line = [one for one in line if one.person_id in drawn]
        if line:
            headings.append(SideLine(y=y + LINE / 2, words=words))
            y += LINE
        for one in line:
            people.append(_person(one, found, places, y + LINE / 2))
            y += LINE
    return Matrix(
        width=NAMES + column * len(rounds) + 8,
        height=y + 4,
        columns=[(places[one.id], one.ref) for one in rounds],
        sides=headings,
        people=people,
        left_out=len(found.attendees) - len(people),
        left_out_rounds=len(found.rounds) - len(rounds),
    )


def _person(one: Attendee, found: OverRounds, places: Mapping[int, float], y: float) -> PersonLine:
    return PersonLine(
        y=y,
        person_id=one.person_id,
        name=one.name,
        short=shortened(one.name, NAMES - 12),
        places=list(_places(one, found, places, y)),
    )


def _places(
    one: Attendee, found: OverRounds, places: Mapping[int, float], y: float
) -> Iterator[Place]:
    refs = {meeting.id: meeting.ref for meeting in found.rounds}
    for round_id, x in places.items():
        role = one.at[round_id].role if round_id in one.at else None
        if role is not None:
            kind = MARKS[role]
            yield Place(x=x, ref=refs[round_id], kind=kind, shape=shape(kind, x, y), role=role)
        elif not found.is_recorded(round_id, one.side_id):
            yield Place(x=x, ref=refs[round_id], kind=None)


@dataclass(frozen=True, kw_only=True)
class Part:
    """A stretch of a bar. `number` None: how many they were was not disclosed."""

    x: float
    width: float
    number: int | None
    words: str
    classes: str

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def is_wide_enough(self) -> bool:
        return self.number is None or self.width >= 9 * len(str(self.number)) + 2


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One round, under its reference and its total; `unrecorded` are sides without a roster."""

    y: float
    ref: str
    total: Tally
    parts: Sequence[Part]
    unrecorded: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Bars:
    width: float
    height: float
    bars: Sequence[Bar]
    key: Sequence[tuple[str, str]]


Words = Callable[[Hashable], str]


def bars_picture(
    found: OverRounds, shares: Sequence[Share], balance: Balance, words: Words, unnamed: str
) -> Bars:
    """A stacked bar for each round, of these shares of its balance.

    `unnamed` are the words for whoever is only counted where the shares leave them out, else
    empty. From the ninth share on, the last look alike.
    """
    stacks = [(one, words(one.key), _class(one.key, at)) for at, one in enumerate(shares)]
    if unnamed and balance.unnamed.by_round:
        stacks.append((balance.unnamed, unnamed, "part-unnamed"))
    most = max((_least(balance.total, one.id) for one in found.rounds), default=0)
    unit = (BARS_WIDTH - OPEN_END) / max(most, 1)
    rounds = found.rounds[-MOST_ROUNDS:]
    bars = [
        Bar(
            y=at * (BAR + 2 * LINE),
            ref=one.ref,
            total=balance.total.by_round.get(one.id, Tally()),
            parts=list(_parts(one.id, stacks, unit)),
            unrecorded=[] if unnamed else [words(key) for key in balance.unrecorded_at(one.id)],
        )
        for at, one in enumerate(rounds)
    ]
    return Bars(
        width=BARS_WIDTH + 8,
        height=len(bars) * (BAR + 2 * LINE),
        bars=bars,
        key=[(each, name) for share, name, each in stacks if share.by_round],
    )


def _class(key: Hashable, at: int) -> str:
    return "part-none" if key is None else f"part-{min(at, MOST_PARTS - 1) + 1}"


def _least(share: Share, round_id: int) -> int:
    return share.by_round.get(round_id, Tally()).least


def _parts(round_id: int, stacks: Iterable[tuple[Share, str, str]], unit: float) -> Iterator[Part]:
    x = 0.0
    undisclosed: list[str] = []
    for share, words, classes in stacks:
        number = _least(share, round_id)
        if number:
            yield Part(x=x, width=number * unit, number=number, words=words, classes=classes)
            x += number * unit
        if share.by_round.get(round_id, Tally()).undisclosed:
            undisclosed.append(words)
    if undisclosed:
        said = ", ".join(undisclosed)
        yield Part(x=x, width=OPEN_END, number=None, words=said, classes="part-open")
