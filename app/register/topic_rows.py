"""Putting rows about items under the topics of the tree, each in full once."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from app.consensus.lines import ItemLine
from app.topics.models import Topic
from app.topics.queries import TopicNode
from app.trace.steps import natural


class AboutAnItem(Protocol):
    """What is printed of one item."""

    @property
    def line(self) -> ItemLine: ...


Row = TypeVar("Row", bound=AboutAnItem)


@dataclass(frozen=True)
class TopicRows(Generic[Row]):
    """The rows under one topic (None: under none), and those in full under another of theirs."""

    topic: Topic | None
    rows: tuple[Row, ...] = ()
    elsewhere: tuple[Row, ...] = ()


# So many rows are on one page; what goes beyond is said, and narrowed to by its topic.
MOST = 600


@dataclass(frozen=True)
class Cut(Generic[Row]):
    """What one page holds, and by topic how many rows it leaves out."""

    sections: tuple[TopicRows[Row], ...]
    left_out: tuple[tuple[Topic | None, int], ...] = ()


def cut(sections: Sequence[TopicRows[Row]], most: int = MOST) -> Cut[Row]:
    """The first rows, in the order of the topics."""
    kept: list[TopicRows[Row]] = []
    left_out: list[tuple[Topic | None, int]] = []
    room = most
    for section in sections:
        rows = section.rows[:room]
        room -= len(rows)
        if rows or not section.rows:
            kept.append(TopicRows(section.topic, rows, section.elsewhere))
        if beyond := len(section.rows) - len(rows):
            left_out.append((section.topic, beyond))
    return Cut(tuple(kept), tuple(left_out))


def in_reading_order(lines: Sequence[ItemLine]) -> list[ItemLine]:
    """By date, those without one last; then as references are counted."""
    return sorted(lines, key=lambda line: (str(line.happened or "~"), natural(line.ref)))


def with_sub_points(rows: Sequence[Row]) -> Iterator[Row]:
    """In the order given, each sub-point after its parent where that is among them."""
    there = {row.line.id for row in rows}
    below: dict[int | None, list[Row]] = defaultdict(list)
    for row in rows:
        below[row.line.parent_id if row.line.parent_id in there else None].append(row)
    done: set[int] = set()
    # After those that have no parent, any that are each other's.
    for root in (*below[None], *rows):
        waiting = [root]
        while waiting:
            row = waiting.pop()
            if row.line.id not in done:
                done.add(row.line.id)
                yield row
                waiting += reversed(below[row.line.id])


def by_topic(
    rows: Sequence[Row],
    nodes: Sequence[TopicNode],
    topics_of: Mapping[int, Collection[int]],
    within: Collection[int] = (),
) -> tuple[TopicRows[Row], ...]:
    """Topics with rows in the order of the tree, then the rows of none; `within` narrows them.

    An item of several topics is in full under the first; a sub-point wherever its parent is.
    """
    topics = [node.topic for node in nodes if not within or node.topic.id in within]
    in_full: dict[int | None, list[Row]] = defaultdict(list)
    homes: dict[int, int | None] = {}
    for row in with_sub_points(rows):
        own = topics_of.get(row.line.id, ())
        first = next((topic.id for topic in topics if topic.id in own), None)
        homes[row.line.id] = homes.get(row.line.parent_id or 0, first)
        in_full[homes[row.line.id]].append(row)
    found = [
        TopicRows(
            topic,
            tuple(in_full[topic.id]),
            tuple(
                row
                for row in rows
                if topic.id in topics_of.get(row.line.id, ()) and homes[row.line.id] != topic.id
            ),
        )
        for topic in topics
    ]
    if in_full[None]:
        found.append(TopicRows(None, tuple(in_full[None])))
    return tuple(section for section in found if section.rows or section.elsewhere)
