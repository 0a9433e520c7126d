"""The picture of a trace: its records on their dialogues' lanes, from left to right in time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.dialogues.models import Track
from app.partial_date import PartialDate, printed_date, printed_span
from app.trace.drawing import Curve, Heading, Mark, Picture
from app.trace.layout import lay_out
from app.trace.steps import (
    AnyNode,
    AnyStep,
    Direction,
    HiddenNode,
    Join,
    Trace,
    TraceStep,
    natural,
)

# Beyond this, only what is near is drawn unless all is asked for.
MOST_NODES = 60
NEAR = 2
HIGHEST_STACK = 12
# With more dates than this, neighbouring ones share a column as long as their stacks stay low.
MOST_COLUMNS = 40
HIGHEST_SHARED_STACK = 4

Labels = Callable[[StrEnum], str]
LaneKey = tuple[int, str]
Column = list[AnyNode]


@dataclass(frozen=True)
class Reach:
    """How many links away from its record a picture goes, against time and with it."""

    back: int = NEAR
    on: int = NEAR

    def holds(self, trace: Trace, node: AnyNode) -> bool:
        steps = self.back if trace.direction is Direction.FROM else self.on
        return trace.depths[node.id] <= steps


@dataclass(frozen=True, kw_only=True)
class Words:
    """How a picture says things in the language of its page.

    `line` is what stands at a link's line, `claim` why it is believed; `hidden` what is said of a
    record, and of its links, that may not be read.
    """

    locale: str
    label: Labels
    line: Callable[[TraceStep], str]
    claim: Callable[[TraceStep], str]
    hidden: str


def trace_picture(
    traces: Sequence[Trace], words: Words, *, reach: Reach | None = None, whole: bool = False
) -> Picture:
    """Both directions of one record's trace in one drawing.

    Dated records never stand left of those with an earlier date; those without one stand left of
    all, in the order of their references. Unless `whole`, it goes as far as `reach`; where none is
    given, a large trace is drawn as far as two links away, the nearest first. `left_out` counts
    the rest.
    """
    nodes, steps = _drawn(traces, None if whole else reach or _near(traces))
    everyone = {node.id for trace in traces for node in trace.everyone}
    lanes = {key: place for place, key in enumerate(sorted({_lane(node) for node in nodes}))}
    headings = {_lane(node): _heading(node, words) for node in nodes}
    columns = list(_columns(nodes))
    current = {trace.record_id for trace in traces}
    marks = [
        Mark(
            node=node,
            lane=lanes[_lane(node)],
            column=place,
            words=words.hidden if node.is_hidden else words_of(node, words.locale),
            is_current=node.id in current,
            is_hollow=_day(node) is None,
        )
        for place, column in enumerate(columns)
        for node in column
    ]
    by_id = {node.id: node for node in nodes}
    home = next((node.dialogue_slug for node in nodes if node.id in current), "")
    return lay_out(
        marks,
        [_curve(step, by_id, home, words) for step in steps],
        headings=[headings[key] for key in lanes],
        columns=list(_words_over(columns, words.locale)),
        left_out=len(everyone) - len(nodes),
    )


Near = Collection[int]


def _near(traces: Sequence[Trace]) -> Near | None:
    """The nearest records, where there are more than a picture holds; None: all of them."""
    if len({node.id for trace in traces for node in trace.everyone}) <= MOST_NODES:
        return None
    reach = Reach()
    near = [
        (trace.depths[node.id], node.sort_key, node.id)
        for trace in traces
        for node in trace.everyone
        if reach.holds(trace, node)
    ]
    return {id_ for _depth, _key, id_ in sorted(near)[:MOST_NODES]}


def _drawn(
    traces: Iterable[Trace], kept: Reach | Near | None
) -> tuple[list[AnyNode], list[AnyStep]]:
    nodes = {
        node.id: node
        for trace in traces
        for node in trace.everyone
        if kept is None or (kept.holds(trace, node) if isinstance(kept, Reach) else node.id in kept)
    }
    steps: dict[int, AnyStep] = {}
    for trace in traces:
        steps |= {step.id: step for step in trace.steps}
        steps |= {join.id: join for join in trace.joins}
    shown = [step for step in steps.values() if {step.earlier_id, step.later_id} <= nodes.keys()]
    return sorted(nodes.values(), key=_in_order), shown


def _in_order(node: AnyNode) -> tuple[Any, ...]:
    ref = () if isinstance(node, HiddenNode) else natural(node.ref)
    return ref, node.id


def _day(node: AnyNode) -> PartialDate | None:
    return None if isinstance(node, HiddenNode) else node.happened


def _lane(node: AnyNode) -> LaneKey:
    return list(Track).index(node.track), node.dialogue_slug


def _heading(node: AnyNode, words: Words) -> Heading:
    name = node.dialogue_name.text_for(words.locale)
    return Heading(track=node.track, words=f"{words.label(node.track)} · {name}")


def words_of(node: AnyNode, locale: str) -> str:
    """What stands below the reference: nothing where the title only repeats it."""
    if isinstance(node, HiddenNode):
        return ""
    title = node.title.text_for(locale)
    return "" if title == node.ref else title


def _curve(step: AnyStep, nodes: Mapping[int, AnyNode], home: str, words: Words) -> Curve:
    ends = " → ".join(_cited(nodes[id_], home, words) for id_ in (step.earlier_id, step.later_id))
    if isinstance(step, Join):
        return Curve(
            earlier_id=step.earlier_id, later_id=step.later_id, label="", title=ends, basis=None
        )
    return Curve(
        earlier_id=step.earlier_id,
        later_id=step.later_id,
        label=words.line(step),
        title=f"{ends}: {words.claim(step)}",
        basis=step.basis,
        is_suspect=step.is_suspect,
        status=step.status,
    )


def _cited(node: AnyNode, home: str, words: Words) -> str:
    return words.hidden if isinstance(node, HiddenNode) else node.cited_from(home)


def _columns(nodes: Iterable[AnyNode]) -> Iterator[Column]:
    by_date: dict[str, Column] = defaultdict(list)
    for node in nodes:
        by_date[str(_day(node) or "")].append(node)
    yield from _stacks(by_date.pop("", []))
    dates = [by_date[date] for date in sorted(by_date)]
    for column in _shared(dates) if len(dates) > MOST_COLUMNS else dates:
        yield from _stacks(column)


def _stacks(nodes: Column) -> Iterator[Column]:
    """Records of one date side by side, where they would make too high a stack."""
    stacks: dict[int, Column] = defaultdict(list)
    so_far: Counter[LaneKey] = Counter()
    for node in nodes:
        stacks[so_far[_lane(node)] // HIGHEST_STACK].append(node)
        so_far[_lane(node)] += 1
    yield from stacks.values()


def _shared(dates: Iterable[Column]) -> Iterator[Column]:
    """Neighbouring dates in one column, as far as no stack in it grows high."""
    column: Column = []
    for nodes in dates:
        high = max(Counter(_lane(node) for node in column + nodes).values())
        if column and high > HIGHEST_SHARED_STACK:
            yield column
            column = []
        column = column + nodes
    yield column


def _words_over(columns: Iterable[Column], locale: str) -> Iterator[str | None]:
    said: str | None = ""
    for column in columns:
        dates = sorted(day for node in column if (day := _day(node)))
        # Of a record that may not be read it is not told whether it has a date.
        words = "" if all(node.is_hidden for node in column) else None
        if dates and dates[0] == dates[-1]:
            words = printed_date(dates[0], locale)
        elif dates:
            words = printed_span(dates[0], dates[-1], locale)
        # The second column of a date continues the first.
        yield "" if words == said else words
        said = words
