"""Which items of the unofficial track bear on a topic of talks, and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.briefs.brief import Home, Passed, Reason, Why
from app.consensus.lines import ItemLine, items_with
from app.consensus.models import ConsensusItem, ConsensusItemTopic
from app.consensus.standing import Standing, on_record
from app.dialogues.models import Dialogue
from app.partial_date import PartialDate
from app.records.models import RecordKind
from app.rounds.models import Round
from app.rounds.queries import HELD
from app.topics.models import Topic
from app.trace.models import UNOFFICIAL, LinkKind
from app.trace.queries import linked_dialogues
from app.trace.steps import RecordLink

# Where the words on which the sides agree to speak are kept.
TERMINOLOGY = "GP-1"
# Under one topic, of those that nothing but the topic brings there.
MOST_BY_TOPIC = 8
# Looked at, newest first, before it is known where they stand.
MOST_LOOKED_AT = 300
ENDED = (Standing.SUPERSEDED, Standing.WITHDRAWN)
# How a record of the unofficial track comes to bear on talks.
PREPARING = (
    LinkKind.RAISED,
    LinkKind.GROUNDWORK,
    LinkKind.TAKEN_UP,
    LinkKind.PARTLY_TAKEN_UP,
    LinkKind.SET_ASIDE,
    LinkKind.REFINES,
    LinkKind.IMPLEMENTS,
    LinkKind.FOLLOWS_FROM,
)


@dataclass(frozen=True)
class Place:
    """Where an item was recorded, and the ids of the topics that it is classified under."""

    id: int
    dialogue_id: int
    agenda_topic_id: int | None
    topics: set[int] = field(default_factory=set)


def homes_of(db: Session, talks: Dialogue) -> tuple[tuple[Home, ...], bool]:
    """The dialogues of an unofficial track linked with these; and whether any is illustrative."""
    linked = [one for one in linked_dialogues(db, talks) if one.track in UNOFFICIAL]
    found = db.scalars(
        sa.select(Dialogue)
        .where(Dialogue.id.in_([one.id for one in linked]))
        .options(selectinload(Dialogue.sides))
        .order_by(Dialogue.slug)
    ).all()
    homes = tuple(Home(one.id, one.slug, one.name, tuple(one.sides)) for one in found)
    return homes, any(one.illustrative for one in found)


def places_of(db: Session, homes: Sequence[Home], as_of: PartialDate | None) -> Mapping[int, Place]:
    """Every item of these dialogues on record then, newest first; one statement."""
    happened: Any = sa.func.coalesce(sa.type_coerce(ConsensusItem.happened, sa.String), "")
    rows = db.execute(
        sa.select(
            ConsensusItem.id,
            ConsensusItem.dialogue_id,
            ConsensusItem.agenda_topic_id,
            ConsensusItemTopic.topic_id,
        )
        .outerjoin(ConsensusItemTopic, ConsensusItemTopic.item_id == ConsensusItem.id)
        .where(
            ConsensusItem.dialogue_id.in_([home.id for home in homes]),
            on_record(ConsensusItem.happened, as_of),
        )
        .order_by(happened.desc(), ConsensusItem.id.desc())
    )
    places: dict[int, Place] = {}
    for id_, dialogue_id, agenda_topic_id, topic_id in rows:
        place = places.setdefault(id_, Place(id_, dialogue_id, agenda_topic_id))
        if topic_id is not None:
            place.topics.add(topic_id)
    return places


class Tree:
    """The topic tree by code: which topics stand below one, itself among them."""

    def __init__(self, db: Session) -> None:
        self.codes: dict[int, str] = {}
        self._ids: dict[str, int] = {}
        self._below: dict[int | None, list[int]] = defaultdict(list)
        for id_, parent_id, code in db.execute(sa.select(Topic.id, Topic.parent_id, Topic.code)):
            self.codes[id_], self._ids[code] = code, id_
            self._below[parent_id].append(id_)

    def branch(self, codes: Iterable[str]) -> frozenset[int]:
        waiting = [self._ids[code] for code in codes if code in self._ids]
        found: set[int] = set()
        while waiting:
            found.add(one := waiting.pop())
            waiting += [below for below in self._below[one] if below not in found]
        return frozenset(found)

    def codes_of(self, ids: Collection[int]) -> tuple[str, ...]:
        return tuple(sorted(self.codes[one] for one in ids))


def prepared(links: Iterable[RecordLink], as_of: PartialDate | None) -> list[RecordLink]:
    """The links by which something of an unofficial track had prepared the talks by then."""
    return [
        link
        for link in links
        if link.there.track in UNOFFICIAL
        and link.step.kind in PREPARING
        and was_by(link.there.happened, as_of)
    ]


def was_by(day: PartialDate | None, as_of: PartialDate | None) -> bool:
    """Whether a fact of this date counts then; an undated one always does."""
    return day is None or as_of is None or day.first_day <= as_of.last_day


def reasons_for(
    links: Iterable[RecordLink],
    places: Mapping[int, Place],
    branch: frozenset[int],
    tree: Tree,
    passed: Mapping[int, Passed],
) -> dict[int, list[Reason]]:
    """By item, why it bears on one topic: by links first, by hand-overs (`passed`), by topic."""
    reasons: dict[int, list[Reason]] = defaultdict(list)
    for link in links:
        if link.there.kind is RecordKind.CONSENSUS_ITEM:
            reasons[link.there.id].append(Reason(Why.LINKED, link))
        for place in places.values() if link.there.kind is RecordKind.AGENDA_TOPIC else ():
            if place.agenda_topic_id == link.there.id:
                reasons[place.id].append(Reason(Why.UNDER_A_LINKED_TOPIC, link))
    for item_id in passed.keys() & places.keys():
        reasons[item_id].append(Reason(Why.HANDED_OVER, passed=passed[item_id]))
    for place in places.values():
        if same := place.topics & branch:
            reasons[place.id].append(Reason(Why.SAME_TOPIC, codes=tree.codes_of(same)))
    return reasons


def is_brought(reasons: Iterable[Reason]) -> bool:
    return any(reason.why is not Why.SAME_TOPIC for reason in reasons)


def lines_of(
    db: Session, ids: Collection[int], homes: Sequence[Home], as_of: PartialDate | None
) -> dict[int, ItemLine]:
    """Items of several dialogues, each with the positions of its own sides; one statement."""
    sides = [side for home in homes for side in home.sides]
    wanted = ConsensusItem.id.in_(sorted(ids))
    return {line.id: line for line in items_with(db, sides, wanted, as_of=as_of)}


def of_its_sides(line: ItemLine, home: Home) -> ItemLine:
    own = {side.id for side in home.sides}
    return replace(line, stands={id_: one for id_, one in line.stands.items() if id_ in own})


def looked_at(found: Iterable[Mapping[int, Sequence[Reason]]]) -> set[int]:
    """Of all topics: every item that a link brings, and the newest of those by topic alone."""
    ids: set[int] = set()
    for reasons in found:
        ids |= {item_id for item_id, why in reasons.items() if is_brought(why)}
        ids |= set(
            [item_id for item_id, why in reasons.items() if not is_brought(why)][:MOST_LOOKED_AT]
        )
    return ids


def meetings_before(db: Session, homes: Sequence[Home], as_of: PartialDate) -> list[PartialDate]:
    """The last days of the rounds of these dialogues that were over by then, newest first."""
    rows = db.execute(
        sa.select(Round.happened, Round.ended).where(
            Round.dialogue_id.in_([home.id for home in homes]),
            Round.happened.is_not(None),
            Round.status.in_(HELD),
        )
    )
    days = {ended or happened for happened, ended in rows}
    over = [day for day in days if day is not None and day.last_day < as_of.last_day]
    return sorted(over, key=lambda day: day.last_day, reverse=True)
