"""The divergence ledger: agreements and divergences side by side, and how each has moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from app.consensus.brackets import open_brackets
from app.consensus.lines import ItemLine
from app.consensus.models import ItemKind, Stance
from app.consensus.queries import Filter, register, topics_of_items
from app.consensus.standing import Standing
from app.dialogues.models import Dialogue
from app.partial_date import PartialDate
from app.register.heirs import Heir, heirs_of
from app.register.movement import ENDED, Movement, Reading, movement
from app.register.topic_rows import TopicRows, by_topic, in_reading_order
from app.rounds.models import Round, RoundKind
from app.rounds.queries import HELD
from app.topics.queries import TopicNode


class Part(StrEnum):
    """Where a row stands within its topic."""

    AGREEMENTS = "agreements"
    NOT_RECORDED = "not-recorded"
    UNSETTLED = "unsettled"
    DIVERGENCES = "divergences"
    ENDED = "ended"


@dataclass(frozen=True)
class LedgerRow:
    """One item. `movement` None: there is no earlier moment to compare with."""

    line: ItemLine
    part: Part
    movement: Movement | None
    heirs: tuple[Heir, ...] = ()
    parent_ref: str | None = None

    @property
    def shows_each_side(self) -> bool:
        """Whether the sides' own positions say more than the standing of the item."""
        if self.part is not Part.AGREEMENTS:
            return self.part not in (Part.NOT_RECORDED, Part.ENDED)
        plain = (Stance.ENDORSED, Stance.NO_OBJECTION)
        stands = self.line.stands.values()
        return any(s.stance not in plain or s.statement or s.reason for s in stands)


def _part(line: ItemLine) -> Part:
    if line.standing in ENDED:
        return Part.ENDED
    if line.kind is ItemKind.DIVERGENCE:
        return Part.DIVERGENCES
    if line.standing is Standing.NOT_RECORDED:
        return Part.NOT_RECORDED
    is_agreed = line.standing is Standing.AGREED and line.kind is not ItemKind.OPEN_QUESTION
    return Part.AGREEMENTS if is_agreed else Part.UNSETTLED


def last_round(rounds: Sequence[Round], day: date) -> Round | None:
    """The last of the rounds held that had surely ended before a day.

    Meetings of another kind, as those of a working group, count where there was no round.
    """
    ended = [(one.ended or one.happened, one) for one in rounds if one.status in HELD]
    over = [(end, one) for end, one in ended if end is not None and end.last_day < day]
    proper = [pair for pair in over if pair[1].round_kind is RoundKind.ROUND]
    latest = max(proper or over, key=lambda pair: (pair[0].last_day, pair[1].id), default=None)
    return latest[1] if latest else None


def ledger(
    db: Session,
    dialogue: Dialogue,
    nodes: Sequence[TopicNode],
    *,
    topic_ids: frozenset[int] = frozenset(),
    as_of: PartialDate | None = None,
    since: PartialDate | None = None,
) -> tuple[TopicRows[LedgerRow], ...]:
    """By topic, what stands at `as_of`, and what has ended since `since`.

    The number of statements does not grow with the items.
    """
    chosen = Filter(topic_ids=topic_ids)
    now = in_reading_order(register(db, dialogue, chosen, as_of=as_of, limit=None))
    then = register(db, dialogue, chosen, as_of=since, limit=None) if since else []
    before = {line.id: _reading(line) for line in then}
    heirs = heirs_of(db, dialogue, as_of)
    refs = {line.id: line.ref for line in now}
    rows = [
        LedgerRow(
            line,
            _part(line),
            _moved(before.get(line.id), line, heirs.get(line.id, ()), dialogue) if since else None,
            heirs.get(line.id, ()),
            refs.get(line.parent_id or 0),
        )
        for line in now
        if line.standing not in ENDED or _has_ended_since(before.get(line.id))
    ]
    return by_topic(rows, nodes, topics_of_items(db, dialogue), topic_ids)


def _reading(line: ItemLine, heirs: tuple[Heir, ...] = ()) -> Reading:
    return Reading(line, open_brackets(line.text), heirs)


def _moved(
    before: Reading | None, line: ItemLine, heirs: tuple[Heir, ...], dialogue: Dialogue
) -> Movement:
    return movement(before, _reading(line, heirs), dialogue.sides)


def _has_ended_since(before: Reading | None) -> bool:
    return before is not None and before.line.standing not in ENDED


def of_part(rows: Collection[LedgerRow], part: Part) -> list[LedgerRow]:
    """Those of one part, in the order given."""
    return [row for row in rows if row.part is part]
