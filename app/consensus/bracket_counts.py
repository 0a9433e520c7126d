"""How many brackets were open under each topic, at the end of each round.

Whoever may read an item may know when it ended, so it looks into the bare tables of what took its
place: see `standing`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consensus.brackets import open_brackets
from app.consensus.models import ConsensusItem, Wording
from app.consensus.queries import topics_of_items
from app.consensus.standing import ENDS_AN_ITEM
from app.db import Base
from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.rounds.models import Round
from app.rounds.queries import HELD
from app.topics.queries import TopicNode

TABLES = Base.metadata.tables


@dataclass(frozen=True)
class Bracketed:
    """One item that had brackets at some time.

    `wordings` are, in order, number, date and how many brackets were open; `ended` the dates of
    what ended the item, None for one that is not on record.
    """

    item_id: int
    happened: PartialDate | None
    wordings: Sequence[tuple[int, PartialDate | None, int]]
    ended: Sequence[PartialDate | None]
    topic_ids: frozenset[int] = frozenset()

    def open_at(self, last: str | None) -> int:
        """How many of its brackets were open at the end of a day; None: now.

        Not any where the item did not stand then. The rule is that of `standing.on_record`.
        """

        def is_known(day: PartialDate | None) -> bool:
            return last is None or day is None or day.iso <= last

        if not is_known(self.happened) or any(is_known(day) for day in self.ended):
            return 0
        known = (one for one in reversed(self.wordings) if is_known(one[1]))
        return next((brackets for _number, _day, brackets in known), 0)


@dataclass(frozen=True)
class RoundEnd:
    """The end of a dated round, or, without one, the moment that is asked about."""

    as_of: PartialDate | None
    round: Round | None = None


@dataclass(frozen=True)
class TopicCounts:
    """Of one topic with those below it, how many brackets were open at each of the moments.

    `node` None: of what is under no topic.
    """

    node: TopicNode | None
    counts: Sequence[int]


@dataclass(frozen=True)
class BracketCounts:
    """`total` counts each bracket once, whatever it is filed under; `undated` rounds are left out.

    So are topics `without` any bracket. `undated_wordings` count at every moment.
    """

    moments: Sequence[RoundEnd]
    total: Sequence[int]
    topics: Sequence[TopicCounts]
    without: Sequence[TopicNode]
    undated: Sequence[Round]
    undated_wordings: int = 0


def bracketed_items(db: Session, dialogue: Dialogue) -> list[Bracketed]:
    """All items of a dialogue that had a bracket in any wording; two statements."""
    text: Any = sa.type_coerce(Wording.text, sa.Text)
    ever = sa.select(Wording.item_id).where(sa.or_(text.like("%[%"), text.like("%［%")))
    rows = db.execute(
        sa.select(
            ConsensusItem.id,
            ConsensusItem.happened,
            ConsensusItem.withdrawn_on,
            _replaced(),
            Wording.number,
            Wording.happened,
            Wording.text,
        )
        .join(Wording, Wording.item_id == ConsensusItem.id)
        .where(ConsensusItem.dialogue_id == dialogue.id, ConsensusItem.id.in_(ever))
        .order_by(ConsensusItem.id, Wording.number)
    )
    topics = topics_of_items(db, dialogue)
    items: dict[int, Any] = {}
    wordings: dict[int, list[tuple[int, PartialDate | None, int]]] = defaultdict(list)
    for item_id, happened, withdrawn, replaced, number, day, words in rows:
        wordings[item_id].append((number, day, open_brackets(words or LocalizedText())))
        items[item_id] = (happened, _ends(withdrawn, replaced))
    return [
        Bracketed(item_id, happened, wordings[item_id], ended, frozenset(topics.get(item_id, ())))
        for item_id, (happened, ended) in items.items()
    ]


def _replaced() -> Any:
    """The earliest date on which another item took the place of this one; "" for one unknown."""
    link, later = TABLES["trace_link"].alias(), TABLES["record"].alias()
    day = sa.func.coalesce(link.c.happened, later.c.happened, "")
    return (
        sa.select(sa.func.min(sa.type_coerce(day, sa.Text)))
        .select_from(link)
        .join(later, later.c.id == link.c.later_id)
        .where(link.c.earlier_id == ConsensusItem.id, link.c.kind.in_(ENDS_AN_ITEM))
        .correlate(ConsensusItem)
        .scalar_subquery()
    )


def _ends(withdrawn: PartialDate | None, replaced: str | None) -> list[PartialDate | None]:
    ended: list[PartialDate | None] = [withdrawn] if withdrawn else []
    if replaced is not None:
        ended.append(PartialDate(replaced) if replaced else None)
    return ended


def bracket_counts(
    items: Sequence[Bracketed],
    rounds: Iterable[Round],
    nodes: Sequence[TopicNode],
    as_of: PartialDate | None,
    *,
    is_whole: bool = True,
) -> BracketCounts:
    """The open brackets at the end of each round held by `as_of`, and then.

    `nodes` are of the whole tree, where what is under no topic is counted apart, or of a branch.
    """
    held = [one for one in rounds if one.status in HELD]
    moments = _moments(held, as_of)
    days = [one.as_of.last_day.isoformat() if one.as_of else None for one in moments]
    open_at = {one.item_id: [one.open_at(day) for day in days] for one in items}
    lines = [
        TopicCounts(node, _summed(open_at, _under(items, _branch(nodes, place)), len(moments)))
        for place, node in enumerate(nodes)
    ]
    unfiled = [one.item_id for one in items if not one.topic_ids] if is_whole else []
    counted = [*unfiled, *_under(items, {node.topic.id for node in nodes})]
    lines.append(TopicCounts(None, _summed(open_at, unfiled, len(moments))))
    return BracketCounts(
        moments=moments,
        total=_summed(open_at, counted, len(moments)),
        topics=[line for line in lines if any(line.counts)],
        without=[line.node for line in lines if line.node and not any(line.counts)],
        undated=[one for one in held if not (one.ended or one.happened)],
        undated_wordings=sum(
            1 for one in items if one.item_id in counted for w in one.wordings if w[1] is None
        ),
    )


def _moments(held: Iterable[Round], as_of: PartialDate | None) -> list[RoundEnd]:
    """The ends of the dated rounds in the order of time, and the moment asked about."""
    dated = [(last, one) for one in held if (last := one.ended or one.happened)]
    dated.sort(key=lambda pair: pair[0].last_day)
    by_then = [
        RoundEnd(last, one)
        for last, one in dated
        if as_of is None or last.last_day <= as_of.last_day
    ]
    if by_then and by_then[-1].as_of == as_of:
        return by_then
    return [*by_then, RoundEnd(as_of)]


def _branch(nodes: Sequence[TopicNode], place: int) -> set[int]:
    """The ids of a topic and of those below it, which follow it in the tree."""
    ids = {nodes[place].topic.id}
    for node in nodes[place + 1 :]:
        if node.depth <= nodes[place].depth:
            break
        ids.add(node.topic.id)
    return ids


def _under(items: Iterable[Bracketed], topic_ids: set[int]) -> list[int]:
    return [one.item_id for one in items if one.topic_ids & topic_ids]


def _summed(
    open_at: Mapping[int, Sequence[int]], item_ids: Iterable[int], moments: int
) -> list[int]:
    each = [open_at[item_id] for item_id in item_ids]
    return [sum(counts[number] for counts in each) for number in range(moments)]
