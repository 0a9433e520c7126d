"""Putting consensus items under the topics of the tree, each in full once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.consensus.lines import ItemLine
from app.reports.report import Cited, Elsewhere, Entry, TopicLine, TopicSection

Citations = Mapping[int, tuple[Cited, ...]]


def entries_of(
    lines: Sequence[ItemLine], citations: Citations, refs: Mapping[int, str]
) -> list[Entry]:
    """The items in the order given, each sub-point under its parent where that is among them.

    Elsewhere it says whose it is: `refs` are the references of the items that may be told.
    """
    below: dict[int | None, list[ItemLine]] = defaultdict(list)
    there = {line.id for line in lines}
    for line in lines:
        below[line.parent_id if line.parent_id in there else None].append(line)
    done: set[int] = set()

    def entry(line: ItemLine, under: str | None = None) -> Entry:
        done.add(line.id)
        points = tuple(entry(point) for point in below[line.id] if point.id not in done)
        return Entry(line=line, citations=citations.get(line.id, ()), points=points, under=under)

    # After those that have no parent, any that are each other's.
    return [
        entry(line, refs.get(line.parent_id or 0))
        for line in (*below[None], *lines)
        if line.id not in done
    ]


def sections_of(
    entries: Sequence[Entry], tree: Sequence[TopicLine], topics_of: Mapping[int, set[int]]
) -> tuple[TopicSection, ...]:
    """The topics that hold an item, or hold one that does, in the order of the tree.

    An item of several topics is in full under the first; a sub-point wherever its parent is.
    """
    homes: dict[int, TopicLine | None] = {}
    full: dict[int | None, list[Entry]] = defaultdict(list)
    for root in entries:
        own = topics_of.get(root.line.id, set())
        home = next((topic for topic in tree if topic.id in own), None)
        full[home.id if home else None].append(root)
        homes |= dict.fromkeys((each.line.id for each in root), home)
    lines = [each.line for root in entries for each in root]
    found = [
        TopicSection(
            topic=topic,
            entries=tuple(full[topic.id]),
            elsewhere=tuple(_elsewhere(lines, topic, homes, topics_of)),
        )
        for topic in tree
    ]
    sections = list(_with_content(found))
    if full[None]:
        sections.append(TopicSection(topic=None, entries=tuple(full[None])))
    return tuple(sections)


def _elsewhere(
    lines: Iterable[ItemLine],
    topic: TopicLine,
    homes: Mapping[int, TopicLine | None],
    topics_of: Mapping[int, set[int]],
) -> Iterator[Elsewhere]:
    for line in lines:
        if topic.id in topics_of.get(line.id, ()) and homes[line.id] is not topic:
            yield Elsewhere(ref=line.ref, title=line.title, home=homes[line.id])


def _with_content(sections: Sequence[TopicSection]) -> Iterator[TopicSection]:
    """Those with items, and the nodes above them."""
    for place, section in enumerate(sections):
        below = sections[place + 1 :]
        if section.entries or section.elsewhere or _holds_some(section, below):
            yield section


def _holds_some(section: TopicSection, following: Sequence[TopicSection]) -> bool:
    for later in following:
        if not (section.topic and later.topic and later.topic.depth > section.topic.depth):
            return False
        if later.entries or later.elsewhere:
            return True
    return False
