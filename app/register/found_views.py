"""What a register shows for an address: the same for its page and for its files."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import cast

from flask_babel import gettext

from app.consensus.brackets import open_brackets
from app.consensus.lines import ItemLine, items_with
from app.consensus.models import ConsensusItem
from app.consensus.moment_views import Moment, chosen_moment
from app.consensus.queries import topics_of_items
from app.dialogues.models import Dialogue
from app.register.around import (
    Links,
    Meeting,
    Onward,
    groups_of,
    links_onward,
    meetings_of,
    sides_awaited,
)
from app.register.choosing_views import asked, chosen, unknown_names
from app.register.entries import Entry, entries_of, searched_words
from app.register.facet_views import (
    ROUNDS_SHOWN,
    Chip,
    Choice,
    address,
    chips_of,
    choices_of,
    kept,
    offered,
)
from app.register.narrowing import Ground, Narrowed, narrowed
from app.register.ordering import Page, in_order, page_of
from app.rounds.models import Round
from app.topics.queries import TopicNode, tree
from app.web import db

PAGE = 50
# Beyond so many, all items of the dialogue are read and those asked for picked out.
PICKED = 500
READING = "reading"


@dataclass(frozen=True)
class Row:
    """One item of a register. In reading mode, those that do not match are there, too.

    `depth` counts the items above it that stand in the same list; `parent` is the reference of the
    one it is a sub-point of, wherever that stands. `topics` are codes, in the order of the tree.
    `uptakes` say what is on record of it on an official track, `heirs` what took its place.
    `brackets` counts those that are open in its wording.
    """

    line: ItemLine
    depth: int = 0
    matches: bool = True
    parent: str | None = None
    topics: Sequence[str] = ()
    uptakes: Sequence[Onward] = ()
    heirs: Sequence[Onward] = ()
    brackets: int = 0


@dataclass(frozen=True)
class Found:
    """A register as asked for. With a `moment.problem`, no rows and nothing counted.

    `total` is how many items match; `page` says which of them, or of all in reading mode, these
    rows are. `filter_words` say in the page's language what the register is narrowed to.
    """

    dialogue: Dialogue
    moment: Moment
    filter_words: Sequence[str]
    rows: Sequence[Row] = ()
    total: int = 0
    page: Page | None = None
    is_reading: bool = False
    choices: Sequence[Choice] = ()
    chips: Sequence[Chip] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[str] = ()
    recent: Sequence[Meeting] = ()


def found_register(dialogue: Dialogue, *, limit: int | None = PAGE) -> Found:
    """The register of this request's address: one page of it or, without a `limit`, the whole.

    The whole holds, in reading mode too, only what matches.
    """
    rounds = meetings_of(db, dialogue)
    moment = chosen_moment(cast(Sequence[Round], rounds))
    nodes = tree(db)
    groups = groups_of(db, dialogue, moment.as_of)
    values = offered(dialogue, nodes, rounds, groups)
    wanted = chosen(dialogue, rounds, values, moment)
    chips = [*chips_of(values), *wanted.chips]
    notices = [_unknown_name(name) for name in unknown_names()]
    known = Found(
        dialogue,
        moment,
        [*(chip.words for chip in chips), *wanted.problems.values(), *notices],
        chips=[*chips, *_moment_chip(moment)],
        problems=wanted.problems,
        notices=notices,
        is_reading=asked("mode") == READING,
        recent=rounds[: -ROUNDS_SHOWN - 1 : -1],
    )
    if moment.problem:
        return replace(known, problems={**wanted.problems, "as_of": moment.problem})
    if "since" in wanted.problems:
        # All there is would pass for what is new.
        return known
    entries = entries_of(
        db, dialogue, as_of=moment.as_of, words=searched_words(wanted.text), since=wanted.since
    )
    filed = topics_of_items(db, dialogue)
    onward, heirs = links_onward(db, dialogue, moment.as_of)
    ground = Ground(
        topics=_with_those_above(filed, nodes),
        rounds={one.id: (one.ref, place) for place, one in enumerate(rounds)},
        awaited=sides_awaited(db, dialogue, entries, moment.as_of),
        uptakes=onward,
        groups=groups,
    )
    found = narrowed(entries, ground, wanted.narrowing)
    refs = {entry.id: entry.ref for entry in entries}
    page, lost = _page(entries, found, known.is_reading, limit)
    return replace(
        known,
        rows=[
            replace(row, heirs=heirs.get(row.line.id, ()), matches=row.line.id in found.ids)
            for row in _rows(dialogue, page, Around(filed, onward, nodes, refs), moment)
        ],
        total=len(found.ids),
        page=page,
        choices=choices_of(values, found.counts, {n.topic.code: n.depth for n in nodes}),
        notices=[*notices, *lost],
    )


@dataclass(frozen=True)
class Around:
    """What rows say beside their lines: by item its topics' ids, its links, its reference."""

    filed: Mapping[int, AbstractSet[int]]
    uptakes: Links
    nodes: Sequence[TopicNode]
    refs: Mapping[int, str]


def _moment_chip(moment: Moment) -> list[Chip]:
    if not moment.as_of:
        return []
    words = gettext("As it stood on %(moment)s", moment=moment.words)
    return [Chip(words, address(kept("as_of")))]


def _unknown_name(name: str) -> str:
    return gettext("The address asks for “%(name)s”, which means nothing here.", name=name)


def _with_those_above(
    filed: Mapping[int, AbstractSet[int]], nodes: Sequence[TopicNode]
) -> Mapping[int, frozenset[str]]:
    """By item, the codes of its topics and of all topics above them."""
    above: dict[int, frozenset[str]] = {}
    for node in nodes:  # each stands after the one above it
        higher = above.get(node.topic.parent_id or 0, frozenset())
        above[node.topic.id] = higher | {node.topic.code}
    alike: dict[frozenset[int], frozenset[str]] = {}
    found = {}
    for item_id, topics in filed.items():
        ids = frozenset(topics)
        if ids not in alike:
            alike[ids] = frozenset().union(*(above[id_] for id_ in ids))
        found[item_id] = alike[ids]
    return found


def _page(
    entries: Sequence[Entry], found: Narrowed, is_reading: bool, limit: int | None
) -> tuple[Page, list[str]]:
    ordered = in_order(entries)
    shown = found.ids
    if is_reading and limit is not None:
        shown = frozenset(entry.id for entry in entries)
    after, before = asked("after"), asked("before")
    try:
        return page_of(ordered, shown, size=limit, after=after, before=before), []
    except KeyError:
        notice = gettext(
            "“%(ref)s” is no item of this list: it begins at its start.", ref=after or before
        )
        return page_of(ordered, shown, size=limit), [notice]


def _rows(dialogue: Dialogue, page: Page, around: Around, moment: Moment) -> Iterator[Row]:
    ids = [one.entry.id for one in page.placed]
    few = ConsensusItem.id.in_(ids)
    some = few if len(ids) <= PICKED else ConsensusItem.dialogue_id == dialogue.id
    lines = {line.id: line for line in items_with(db, dialogue.sides, some, as_of=moment.as_of)}
    order = {node.topic.id: place for place, node in enumerate(around.nodes)}
    depths: dict[int | None, int] = {}
    for id_ in ids:
        line = lines[id_]
        depths[id_] = depths[line.parent_id] + 1 if line.parent_id in depths else 0
        topics = sorted(order[topic] for topic in around.filed.get(id_, ()))
        yield Row(
            line,
            depth=depths[id_],
            parent=around.refs.get(line.parent_id or 0),
            topics=[around.nodes[place].topic.code for place in topics],
            uptakes=around.uptakes.get(id_, ()),
            brackets=open_brackets(line.text),
        )
