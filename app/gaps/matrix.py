"""Topics, and matters, by the stations of the loop: what is on record at each, and where it breaks.

A record stands at the stage that `matters` tells of it; a gap at the one that it leaves open.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from app.dialogues.models import Track
from app.gaps.finding import Gap
from app.gaps.look import Agenda, Item, Look
from app.localized import LocalizedText
from app.matters.members import gathered
from app.matters.models import Matter, Stage
from app.matters.stages import Facts, stage_of
from app.records.models import RecordKind
from app.topics.queries import tree
from app.trace.models import LinkKind

Part = Agenda | Item


class Worst(StrEnum):
    """The worst that is known of a cell."""

    GAP = "gap"
    ACCEPTED = "accepted"
    ON_RECORD = "on-record"
    NO_RECORD = "no-record"


@dataclass(frozen=True)
class Cell:
    """How many records there are, and how many gaps that are open or were accepted."""

    stage: Stage
    records: int = 0
    gaps: int = 0
    accepted: int = 0

    @property
    def worst(self) -> Worst:
        if self.gaps:
            return Worst.GAP
        if self.accepted:
            return Worst.ACCEPTED
        return Worst.ON_RECORD if self.records else Worst.NO_RECORD


@dataclass(frozen=True)
class MatrixRow:
    """One topic of the tree, by its `code`, or one matter, by its `ref`."""

    code: str
    name: LocalizedText
    cells: tuple[Cell, ...]
    is_matter: bool = False


def topic_rows(look: Look, gaps: Sequence[Gap]) -> list[MatrixRow]:
    """In the order of the tree; topics of which nothing is on record are left out.

    A record of a topic is not one of those above it. A round's gap counts for what was on its
    agenda.
    """
    records: dict[int, Counter[Stage]] = defaultdict(Counter)
    for part, stage in _stages(look):
        for topic_id in look.topics_of.get(part.id, ()):
            records[topic_id][stage] += 1
    found = _by_row((gap, gap.topics) for gap in gaps)
    return [
        MatrixRow(one.code, one.name, _cells(records[one.id], found[one.id]))
        for one in (node.topic for node in tree(look.db))
        if one.id in records or one.id in found
    ]


def matter_rows(look: Look, gaps: Sequence[Gap]) -> list[MatrixRow]:
    """The matters that the dialogue's secretariat follows, as they were opened."""
    matters = look.db.execute(
        sa.select(Matter.id, Matter.ref, Matter.title)
        .where(Matter.dialogue_id == look.dialogue.id)
        .order_by(Matter.id)
    ).all()
    if not matters:
        return []
    members = gathered(look.db, [row[0] for row in matters]).members
    records: dict[int, Counter[Stage]] = defaultdict(Counter)
    belongs: dict[int, set[int]] = defaultdict(set)
    for matter_id, own in members.items():
        for member in own:
            belongs[member.node.id].add(matter_id)
            records[matter_id][member.stage] += 1
    found = _by_row(
        (gap, {id_ for one in gap.records for id_ in belongs.get(one.id, ())}) for gap in gaps
    )
    return [
        MatrixRow(ref, title, _cells(records[id_], found[id_]), is_matter=True)
        for id_, ref, title in matters
    ]


def _by_row(pairs: Iterable[tuple[Gap, Set[int]]]) -> dict[int, list[Gap]]:
    found: dict[int, list[Gap]] = defaultdict(list)
    for gap, rows in pairs:
        for row in rows:
            found[row].append(gap)
    return found


def _cells(records: Mapping[Stage, int], gaps: Iterable[Gap]) -> tuple[Cell, ...]:
    still, accepted = Counter[Stage](), Counter[Stage]()
    for gap in gaps:
        if gap.stage is not None:
            (accepted if gap.is_accepted else still)[gap.stage] += 1
    return tuple(Cell(s, records.get(s, 0), still[s], accepted[s]) for s in Stage)


def _stages(look: Look) -> Iterator[tuple[Part, Stage]]:
    """Of every agenda topic and item; thousands of them share a few sets of facts."""
    links = _Links(look)
    known: dict[tuple[object, ...], Stage] = {}
    parts: list[Part] = [*look.agenda.values(), *look.items.values()]
    for part in parts:
        facts = _facts(look, part, links)
        key = tuple(vars(facts).values())
        if key not in known:
            known[key] = stage_of(facts)
        yield part, known[key]


class _Links:
    """By record, the kinds of the links that lead from it and to it."""

    def __init__(self, look: Look) -> None:
        self.prepares: dict[int, set[LinkKind]] = defaultdict(set)
        self.follows: dict[int, set[LinkKind]] = defaultdict(set)
        for one in look.claims:
            self.prepares[one.earlier_id].add(one.kind)
            self.follows[one.later_id].add(one.kind)
        self.linked = self.prepares.keys() | self.follows.keys()

    def of(self, id_: int) -> tuple[frozenset[LinkKind], frozenset[LinkKind]]:
        return frozenset(self.prepares.get(id_, ())), frozenset(self.follows.get(id_, ()))


def _facts(look: Look, part: Part, links: _Links) -> Facts:
    meeting = look.meetings.get(part.meeting_id or 0)
    # What has no link of its own is told from its round's.
    teller = part.id if part.id in links.linked or meeting is None else meeting.id
    prepares, follows = links.of(teller)
    is_item = isinstance(part, Item)
    return Facts(
        kind=RecordKind.CONSENSUS_ITEM if is_item else RecordKind.AGENDA_TOPIC,
        track=_track(look, part.dialogue_id),
        round_kind=meeting.kind if meeting else None,
        round_status=meeting.status if meeting else None,
        format=None if isinstance(part, Item) else part.format,
        item_kind=part.kind if isinstance(part, Item) else None,
        level=part.level if isinstance(part, Item) else None,
        prepares=prepares,
        follows=follows,
    )


def _track(look: Look, dialogue_id: int) -> Track:
    return next(one.track for one in look.family if one.id == dialogue_id)
