"""The picture of a trace: its records on their dialogues' lanes, from left to right in time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

from app.dialogues.models import Track
from app.partial_date import printed_date, printed_span
from app.trace.drawing import Curve, Heading, Mark, Picture
from app.trace.layout import lay_out
from app.trace.steps import Trace, TraceNode, TraceStep, natural

# Beyond this, only what is near is drawn unless all is asked for.
MOST_NODES = 60
NEAR = 2
HIGHEST_STACK = 12
# With more dates than this, neighbouring ones share a column as long as their stacks stay low.
MOST_COLUMNS = 40
HIGHEST_SHARED_STACK = 4

Labels = Callable[[StrEnum], str]
LaneKey = tuple[int, str]
Column = list[TraceNode]


def trace_picture(
    traces: Sequence[Trace], *, locale: str, label: Labels, whole: bool = False
) -> Picture:
    """Both directions of one record's trace in one drawing.

    Dated records never stand left of those with an earlier date; those without one stand left of
    all, in the order of their references. Unless `whole`, a large trace is drawn as far as two
    links away, and `left_out` counts the rest.
    """
    nodes, steps = _drawn(traces, whole=whole)
    everyone = {node.id for trace in traces for node in trace.nodes}
    lanes = {key: place for place, key in enumerate(sorted({_lane(node) for node in nodes}))}
    headings = {_lane(node): _heading(node, locale, label) for node in nodes}
    columns = list(_columns(nodes))
    current = {trace.record_id for trace in traces}
    marks = [
        Mark(
            node=node,
            lane=lanes[_lane(node)],
            column=place,
            words=words_of(node, locale),
            is_current=node.id in current,
            is_hollow=node.happened is None,
        )
        for place, column in enumerate(columns)
        for node in column
    ]
    by_id = {node.id: node for node in nodes}
    home = next((node.dialogue_slug for node in nodes if node.id in current), "")
    return lay_out(
        marks,
        [_curve(step, by_id, home, label) for step in steps],
        headings=[headings[key] for key in lanes],
        columns=list(_words_over(columns, locale)),
        left_out=len(everyone) - len(nodes),
    )


def _drawn(traces: Iterable[Trace], *, whole: bool) -> tuple[list[TraceNode], list[TraceStep]]:
    nodes = {node.id: node for trace in traces for node in trace.nodes}
    steps = {step.id: step for trace in traces for step in trace.steps}
    if len(nodes) > MOST_NODES and not whole:
        near = {id_ for trace in traces for id_, away in trace.depths.items() if away <= NEAR}
        nodes = {id_: node for id_, node in nodes.items() if id_ in near}
    shown = [step for step in steps.values() if {step.earlier_id, step.later_id} <= nodes.keys()]
    return sorted(nodes.values(), key=lambda node: (natural(node.ref), node.id)), shown


def _lane(node: TraceNode) -> LaneKey:
    return list(Track).index(node.track), node.dialogue_slug


def _heading(node: TraceNode, locale: str, label: Labels) -> Heading:
    name = node.dialogue_name.text_for(locale)
    return Heading(track=node.track, words=f"{label(node.track)} · {name}")


def words_of(node: TraceNode, locale: str) -> str:
    """What stands below the reference: nothing where the title only repeats it."""
    title = node.title.text_for(locale)
    return "" if title == node.ref else title


def _curve(step: TraceStep, nodes: dict[int, TraceNode], home: str, label: Labels) -> Curve:
    earlier, later = (nodes[id_].cited_from(home) for id_ in (step.earlier_id, step.later_id))
    return Curve(
        earlier_id=step.earlier_id,
        later_id=step.later_id,
        label=label(step.kind),
        title=f"{earlier} → {later}: {label(step.kind)} – {label(step.basis)}",
        basis=step.basis,
        is_suspect=step.is_suspect,
    )


def _columns(nodes: Iterable[TraceNode]) -> Iterator[Column]:
    by_date: dict[str, Column] = defaultdict(list)
    for node in nodes:
        by_date[str(node.happened or "")].append(node)
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
        dates = sorted(node.happened for node in column if node.happened)
        words = None
        if dates and dates[0] == dates[-1]:
            words = printed_date(dates[0], locale)
        elif dates:
            words = printed_span(dates[0], dates[-1], locale)
        # The second column of a date continues the first.
        yield "" if words == said else words
        said = words
