"""The picture of a loop: tracks as lanes, time from left to right, stages over it, empty boxes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.dialogues.models import Track
from app.matters.columns import Column, columns_of
from app.matters.focus import Shown
from app.matters.loop import Lack, LoopLink, Missing
from app.matters.members import Member
from app.matters.models import Matter
from app.matters.turns import Box
from app.partial_date import printed_date
from app.trace import drawing
from app.trace.drawing import Curve, Heading, Mark, Picture
from app.trace.layout import lay_out
from app.trace.models import OFFICIAL, UNOFFICIAL
from app.trace.picture import words_of
from app.trace.steps import TraceNode, TraceStep

# Room above the lanes for the turns and the stages.
TOP = 36
# With more columns than these, links are labelled by their titles alone, and stand closer.
MOST_WIDE = 6
WIDEST = 150


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the picture says, in the reader's language."""

    locale: str
    label: Callable[[StrEnum], str]
    undated: str
    no_record: str
    handover: str
    records: Callable[[int], str]
    turn: Callable[[int], str]
    claim: Callable[[TraceStep], str]
    short: Callable[[TraceStep], str]


@dataclass(frozen=True, kw_only=True)
class Band:
    """Where a stage begins in the drawing; `turn` stands over the first of a turn."""

    x: float
    words: str
    turn: str
    is_missing: bool


@dataclass(frozen=True, kw_only=True)
class Date:
    x: float
    words: str


@dataclass(frozen=True, kw_only=True)
class LoopPicture:
    """`records` and `missing` are drawn boxes with what each stands for."""

    drawn: Picture
    bands: tuple[Band, ...]
    dates: tuple[Date, ...]
    records: tuple[tuple[drawing.Box, Box], ...]
    missing: tuple[tuple[drawing.Box, Missing], ...]
    top: int = TOP

    @property
    def height(self) -> float:
        return self.drawn.height + self.top


def loop_picture(shown: Shown, matter: Matter, words: Words) -> LoopPicture:
    """Dates never run from right to left; a stage stands wherever its records do, turn by turn."""
    columns = columns_of(shown.boxes, shown.missing)
    lanes = list(_tracks(shown, matter))
    dialogues = _dialogues(shown.boxes, words.locale)
    marks: list[Mark] = []
    empty: dict[int, Missing] = {}
    for place, column in enumerate(columns):
        marks += [
            _mark(box, lanes, place, _home(box, matter, dialogues), words, shown.current)
            for box in column.boxes
        ]
        for each in column.missing:
            lane, id_ = lanes.index(_track_of(each, lanes, matter)), -1 - len(empty)
            empty[id_] = each
            marks.append(_empty(id_, each, lane, place, words, shown.boxes[0]))
    by_key = {box.key: box for box in shown.boxes}
    drawn = lay_out(
        marks,
        [_curve(link, by_key, matter.dialogue.slug, words) for link in shown.links],
        headings=[_heading(track, dialogues.get(track, {}).values(), words) for track in lanes],
        columns=[_room(columns, place, words) for place in range(len(columns))],
        widest=WIDEST,
        labelled=len(columns) <= MOST_WIDE,
        left_out=shown.left_out,
    )
    starts = _starts(drawn, marks)
    return LoopPicture(
        drawn=drawn,
        bands=tuple(_bands(columns, starts, words, several=shown.loop.turns > 1)),
        dates=tuple(_dates(columns, starts, words)),
        records=tuple((box, by_key[box.node.id]) for box in drawn.boxes if box.node.id > 0),
        missing=tuple((box, empty[box.node.id]) for box in drawn.boxes if box.node.id < 0),
    )


def _home(box: Box, matter: Matter, dialogues: Mapping[Track, Mapping[str, str]]) -> str:
    """From where a box's name is written: its lane names the dialogue where there is but one."""
    node = box.first.node
    return node.dialogue_slug if len(dialogues[node.track]) == 1 else matter.dialogue.slug


def _tracks(shown: Shown, matter: Matter) -> Iterator[Track]:
    here = {box.first.node.track for box in shown.boxes}
    wanted = {
        _track_of(each, sorted(here, key=list(Track).index), matter) for each in shown.missing
    }
    yield from (track for track in Track if track in here | wanted)


def _track_of(missing: Missing, tracks: Sequence[Track], matter: Matter) -> Track:
    """The lane on which a record of it would stand."""
    if missing.is_of_governments:
        return next((track for track in tracks if track in OFFICIAL), Track.GOVERNMENT)
    if matter.dialogue.track in UNOFFICIAL:
        return matter.dialogue.track
    return next((track for track in tracks if track in UNOFFICIAL), Track.TRACK_TWO)


def _dialogues(boxes: Iterable[Box], locale: str) -> dict[Track, dict[str, str]]:
    """The names of those on each track, by their slugs."""
    names: dict[Track, dict[str, str]] = {}
    for box in boxes:
        node = box.first.node
        names.setdefault(node.track, {})[node.dialogue_slug] = node.dialogue_name.text_for(locale)
    return names


def _heading(track: Track, dialogues: Iterable[str], words: Words) -> Heading:
    return Heading(track=track, words=" · ".join([words.label(track), *dialogues]))


def _mark(
    box: Box,
    lanes: Sequence[Track],
    column: int,
    home: str,
    words: Words,
    current: Member | None,
) -> Mark:
    node = _named(box.first.node, box.cited_from(home))
    return Mark(
        node=node,
        lane=lanes.index(node.track),
        column=column,
        words=_below(box, words),
        is_current=current in box.members,
        is_hollow=node.happened is None,
    )


def _below(box: Box, words: Words) -> str:
    """What stands below a name; a meeting that did not simply take place says so."""
    status = box.first.facts.round_status
    if len(box.members) > 1:
        return words.records(len(box.members))
    if status is not None and not box.first.is_held:
        return words.label(status)
    return words_of(box.first.node, words.locale)


def _named(node: TraceNode, ref: str, id_: int | None = None) -> TraceNode:
    """The same record under another name, or a place of its own for what is missing there."""
    return TraceNode(
        id=id_ or node.id,
        ref=ref,
        kind=node.kind,
        title=node.title,
        happened=node.happened if id_ is None else None,
        number=node.number,
        dialogue_slug=node.dialogue_slug,
        dialogue_name=node.dialogue_name,
        track=node.track,
    )


def _empty(id_: int, missing: Missing, lane: int, column: int, words: Words, of: Box) -> Mark:
    handover = missing.lack is Lack.HANDOVER
    name = words.handover if handover else words.label(missing.stage)
    node = _named(of.first.node, name, id_)
    return Mark(node=node, lane=lane, column=column, words=words.no_record)


def _curve(link: LoopLink, boxes: dict[int, Box], home: str, words: Words) -> Curve:
    earlier, later = (boxes[key].cited_from(home) for key in (link.earlier_key, link.later_key))
    return Curve(
        earlier_id=link.earlier_key,
        later_id=link.later_key,
        label=_together(words.short, link),
        title=f"{earlier} → {later}: {_together(words.claim, link)}",
        basis=link.basis,
        status=link.status,
        is_suspect=link.is_suspect,
    )


def _together(say: Callable[[TraceStep], str], link: LoopLink) -> str:
    """What is said of all the links of a line, each thing once."""
    said = Counter(say(each.step) for each in link.links)
    return "; ".join(f"{words} ×{times}" if times > 1 else words for words, times in said.items())


def _room(columns: Sequence[Column], place: int, words: Words) -> str:
    """The longest of what stands over a column, so that there is room for it."""
    return max(_date_words(columns, place, words), words.label(columns[place].stage), key=len)


def _date_words(columns: Sequence[Column], place: int, words: Words) -> str:
    column = columns[place]
    if not column.boxes:
        return ""
    if place and columns[place - 1].boxes and columns[place - 1].happened == column.happened:
        return ""
    return printed_date(column.happened, words.locale) if column.happened else words.undated


def _starts(drawn: Picture, marks: Iterable[Mark]) -> dict[int, float]:
    columns = {mark.node.id: mark.column for mark in marks}
    return {columns[box.node.id]: box.x for box in drawn.boxes}


def _bands(
    columns: Sequence[Column], starts: dict[int, float], words: Words, *, several: bool
) -> Iterator[Band]:
    last: tuple[int, int] | None = None
    begun: set[int] = set()
    for place, column in enumerate(columns):
        if column.station == last:
            continue
        last = column.station
        turn = words.turn(column.turn) if several and column.turn not in begun else ""
        begun.add(column.turn)
        stage, is_missing = words.label(column.stage), not column.boxes
        yield Band(x=starts[place], words=stage, turn=turn, is_missing=is_missing)


def _dates(columns: Sequence[Column], starts: dict[int, float], words: Words) -> Iterator[Date]:
    for place in range(len(columns)):
        if said := _date_words(columns, place, words):
            yield Date(x=starts[place], words=said)
