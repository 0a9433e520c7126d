"""What a picture is made of: marks and curves to draw, and what is drawn of them."""

from dataclasses import dataclass
from unicodedata import east_asian_width

from app.dialogues.models import Track
from app.records.models import RecordKind
from app.trace.models import Basis, LinkStatus
from app.trace.steps import AnyNode, HiddenNode
from app.trace.words import line_classes

LETTER = 12
SMALL_LETTER = 11
MARK = 18
LINE = 15
# As wide as words can still be read on A4; what stands at an edge stands on both pages.
SHEET, SHEETS_SHARE = 1040, 160
# More is no picture any more, and takes a browser minutes to print.
MOST_SHEETS = 8


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

    node: AnyNode
    lane: int
    column: int
    words: str
    is_current: bool = False
    is_hollow: bool = False

    @property
    def name(self) -> str:
        """The reference; a record that may not be read has none to show."""
        return "" if isinstance(self.node, HiddenNode) else self.node.ref


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What is to be drawn for a link; `title` says it in full.

    `basis` None: nothing may be told of the link.
    """

    earlier_id: int
    later_id: int
    label: str
    title: str
    basis: Basis | None
    is_suspect: bool = False
    status: LinkStatus = LinkStatus.CONFIRMED


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


HIDDEN_SHAPE = "M{x},{y} m-6,-6 h12 v12 h-12 Z"


def _shape(kind: RecordKind | None, x: float, y: float) -> str:
    shape = SHAPES[kind] if kind else HIDDEN_SHAPE
    return shape.format(x=f"{x:g}", y=f"{y:g}")


@dataclass(frozen=True, kw_only=True)
class Box:
    """A record's mark with the words beside it, and the room that both take."""

    node: AnyNode
    x: float
    y: float
    width: float
    height: float
    name: str
    words: str
    is_current: bool
    is_hollow: bool

    @property
    def kind(self) -> RecordKind | None:
        """None: the record may not be read, nor may its kind be told."""
        return None if isinstance(self.node, HiddenNode) else self.node.kind

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
        """The base line of what stands below it, or of what stands alone."""
        return self.y + 2 * LINE - 3 if self.name else self.middle + 4

    @property
    def shape(self) -> str:
        return _shape(self.kind, self.x + 8, self.middle)

    @property
    def classes(self) -> str:
        kind = [SHAPE_CLASSES[self.kind]] if self.kind and not self.is_hollow else []
        kind += [] if self.kind else ["node-hidden"]
        current = ["node-current"] if self.is_current else []
        return " ".join(["node", *kind, *current, f"track-{self.node.track}"])


@dataclass(frozen=True, kw_only=True)
class Edge:
    """A drawn link: its `path`, its arrow's `head`, and its label where there is room for one."""

    path: str
    head: str
    basis: Basis | None
    is_suspect: bool
    title: str
    label: str
    label_x: float
    label_y: float
    status: LinkStatus = LinkStatus.CONFIRMED

    @property
    def classes(self) -> str:
        if self.basis is None:
            return "edge edge-hidden"
        return line_classes(self.basis, status=self.status, is_suspect=self.is_suspect)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The part of a drawing that is printed on one page."""

    x: float
    width: float


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
    def statuses(self) -> list[LinkStatus]:
        """Those of the drawn links that are not confirmed, for the key."""
        drawn = {edge.status for edge in self.edges if edge.basis}
        return [one for one in LinkStatus if one in drawn - {LinkStatus.CONFIRMED}]

    @property
    def kinds(self) -> list[tuple[RecordKind, str, str]]:
        """Those of the drawn records, each with its shape and class, for the key."""
        drawn = {box.kind for box in self.boxes}
        return [
            (kind, _shape(kind, 9, 9), SHAPE_CLASSES[kind]) for kind in RecordKind if kind in drawn
        ]

    @property
    def has_hollow(self) -> bool:
        return any(box.is_hollow and box.kind for box in self.boxes)

    @property
    def has_suspect(self) -> bool:
        return any(edge.is_suspect for edge in self.edges)

    @property
    def is_too_wide(self) -> bool:
        return self.width > MOST_SHEETS * (SHEET - SHEETS_SHARE)

    @property
    def sheets(self) -> list[Sheet]:
        """The drawing cut into pieces that can be read on paper.

        Empty where it fits on one sheet, and where it is too wide for paper.
        """
        if self.width <= SHEET or self.is_too_wide:
            return []
        return [
            Sheet(x=start, width=min(SHEET, self.width - start))
            for start in range(0, int(self.width), SHEET - SHEETS_SHARE)
            if self.width - start > SHEETS_SHARE
        ]
