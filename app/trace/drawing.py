"""What a picture is made of: marks and curves to draw, and what is drawn of them."""

from dataclasses import dataclass
from unicodedata import east_asian_width

from app.dialogues.models import Track
from app.records.models import RecordKind
from app.trace.models import Basis
from app.trace.steps import TraceNode

LETTER = 12
SMALL_LETTER = 11
MARK = 18
LINE = 15


def text_width(text: str, size: int = LETTER) -> float:
    """About how wide `text` is printed, rather more than less; a Chinese character is a square."""
    squares = sum(east_asian_width(letter) in "WFA" for letter in text)
    capitals = sum(letter.isupper() for letter in text)
    return size * (squares + 0.72 * capitals + 0.56 * (len(text) - squares - capitals))


def shortened(text: str, width: float, size: int = LETTER) -> str:
    """As much of the text as fits, with an ellipsis where that is not all of it."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What is to be drawn for one record: on which lane, in which column, beside which words."""

    node: TraceNode
    lane: int
    column: int
    words: str
    is_current: bool = False
    is_hollow: bool = False


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What is to be drawn for a link; `title` says it in full."""

    earlier_id: int
    later_id: int
    label: str
    title: str
    basis: Basis
    is_suspect: bool = False


@dataclass(frozen=True)
class Heading:
    """A lane to be drawn: `words` name its dialogue and its track."""

    track: Track
    words: str


@dataclass(frozen=True, kw_only=True)
class Lane:
    track: Track
    words: str
    y: float
    height: float
    text_x: float
    text_y: float


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A line across the lanes. `words` None: the date is not recorded; empty: said before."""

    x: float
    top: float
    words: str | None
    text_x: float
    text_y: float


SHAPES = {
    RecordKind.ROUND: "M{x},{y} m-7,0 a7,7 0 1,0 14,0 a7,7 0 1,0 -14,0 Z",
    RecordKind.SESSION: "M{x},{y} m-4.5,0 a4.5,4.5 0 1,0 9,0 a4.5,4.5 0 1,0 -9,0 Z",
    RecordKind.AGENDA_TOPIC: "M{x},{y} m-5.5,-5.5 h11 v11 h-11 Z",
    RecordKind.CONSENSUS_ITEM: "M{x},{y} m0,-7 l7,7 l-7,7 l-7,-7 Z",
    RecordKind.ACTION: "M{x},{y} m-5,-6 l11,6 l-11,6 Z",
    RecordKind.DOCUMENT: "M{x},{y} m-5,-6.5 h7 l3,3 v10 h-10 Z",
    RecordKind.WORKING_GROUP: "M{x},{y} m-6,0 l3,-5.5 h6 l3,5.5 l-3,5.5 h-6 Z",
    RecordKind.HANDOVER: "M{x},{y} m-7,-4 h9 l5,4 l-5,4 h-9 Z",
    RecordKind.MATTER: "M{x},{y} m-7,-6 h14 v12 h-14 Z",
}
SHAPE_CLASSES = {
    RecordKind.ROUND: "node-round",
    RecordKind.SESSION: "node-session",
    RecordKind.AGENDA_TOPIC: "node-topic",
    RecordKind.CONSENSUS_ITEM: "node-item",
    RecordKind.ACTION: "node-action",
    RecordKind.DOCUMENT: "node-document",
    RecordKind.WORKING_GROUP: "node-group",
    RecordKind.HANDOVER: "node-handover",
    RecordKind.MATTER: "node-matter",
}


def _shape(kind: RecordKind, x: float, y: float) -> str:
    return SHAPES[kind].format(x=f"{x:g}", y=f"{y:g}")


@dataclass(frozen=True, kw_only=True)
class Box:
    """A record's mark with the words beside it, and the room that both take."""

    node: TraceNode
    x: float
    y: float
    width: float
    height: float
    name: str
    words: str
    is_current: bool
    is_hollow: bool

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def text_x(self) -> float:
        return self.x + MARK

    @property
    def name_y(self) -> float:
        """The base line of the reference: in the middle where nothing stands below it."""
        return self.y + LINE - 3 if self.words else self.middle + 4

    @property
    def words_y(self) -> float:
        return self.y + 2 * LINE - 3

    @property
    def shape(self) -> str:
        return _shape(self.node.kind, self.x + 8, self.middle)

    @property
    def classes(self) -> str:
        kind = [] if self.is_hollow else [SHAPE_CLASSES[self.node.kind]]
        current = ["node-current"] if self.is_current else []
        return " ".join(["node", *kind, *current, f"track-{self.node.track}"])


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A drawn link: its `path`, its arrow's `head`, and its label where there is room for one."""

    path: str
    head: str
    basis: Basis
    is_suspect: bool
    title: str
    label: str
    label_x: float
    label_y: float

    @property
    def classes(self) -> str:
        return f"edge edge-{self.basis}{' edge-suspect' if self.is_suspect else ''}"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All measures of a drawing, in pixels from its upper left corner."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    today: Tick | None = None
    left_out: int = 0

    @property
    def bases(self) -> list[Basis]:
        """Those of the drawn links, for the key."""
        return [basis for basis in Basis if any(edge.basis is basis for edge in self.edges)]

    @property
    def kinds(self) -> list[tuple[RecordKind, str, str]]:
        """Those of the drawn records, each with its shape and class, for the key."""
        drawn = {box.node.kind for box in self.boxes}
        return [
            (kind, _shape(kind, 9, 9), SHAPE_CLASSES[kind]) for kind in RecordKind if kind in drawn
        ]

    @property
    def has_hollow(self) -> bool:
        return any(box.is_hollow for box in self.boxes)

    @property
    def has_suspect(self) -> bool:
        return any(edge.is_suspect for edge in self.edges)
