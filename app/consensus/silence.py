"""Silence procedures: whom one asks, how long yet, and what became of it.

A procedure is positions: `sought` with a deadline; extended by a further one with a later
deadline; broken by an objection. What the silence meant may be noted after the deadline, and is
read in the same way where it is not: see `app.consensus.stances`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consensus.earlier import was_on_record
from app.consensus.lines import UNKNOWN, Stand
from app.consensus.models import ConsensusItem, Method, Position, Stance, Wording
from app.consensus.stances import AGAINST, FOR, has_lapsed, today
from app.dialogues.models import Side
from app.partial_date import PartialDate


class Fate(StrEnum):
    """What became of one request for silence, as far as the moment asked about knows."""

    PENDING = "pending"
    PASSED = "passed"
    EXTENDED = "extended"
    BROKEN = "broken"
    BROKEN_LATE = "broken-late"
    ANSWERED = "answered"
    # A newer wording, or the item's end, came first.
    OVERTAKEN = "overtaken"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True)
class Asked:
    """One position, and for a request by silence what became of it; `until` is the next deadline,
    `overtaken_by` the number of the wording that came first."""

    position: Position
    fate: Fate | None = None
    until: PartialDate | None = None
    overtaken_by: int | None = None


@dataclass(frozen=True)
class SideSaid:
    """A side on an item: where it stands now, how many days it has yet, and all it ever said.

    `history` goes by wording, the newest first, the oldest position first.
    """

    side: Side
    stand: Stand
    days_left: int | None
    history: Sequence[tuple[Wording, Sequence[Asked]]]
    # The last position on the latest wording, as it was taken down.
    newest: Asked | None = None

    @property
    def is_asked(self) -> bool:
        """Whether it may yet break a silence, in time or late."""
        return in_procedure(self.stand)

    @property
    def is_noted(self) -> bool:
        """Whether its having no objection is what its silence meant."""
        return is_noted(self.stand)

    @property
    def is_waited_for(self) -> bool:
        """Whether one waits for its word. Nobody knows that where it was never asked."""
        return self.stand.stance is Stance.SOUGHT


def is_asked(stance: Stance, method: Method | None, deadline: PartialDate | None) -> bool:
    """Whether a position asks a side to object by a day."""
    whole = deadline is not None and deadline.first_day == deadline.last_day
    return stance is Stance.SOUGHT and method is Method.SILENCE and whole


def is_noted(position: Position | Stand) -> bool:
    """Whether a position is no word of the side's, but says what its silence meant."""
    return (
        position.stance is Stance.NO_OBJECTION
        and position.method is Method.SILENCE
        and position.deadline is not None
        and position.happened is not None
        and position.happened > position.deadline
    )


def in_procedure(stand: Stand) -> bool:
    """Whether the side was asked by silence and has not spoken since, in time or not."""
    return is_asked(stand.stance, stand.method, stand.deadline) or is_noted(stand)


def may_be_asked(stand: Stand) -> bool:
    """Whether a wording may be circulated to a side: it has not answered, and is not asked yet."""
    return stand.stance not in (*FOR, *AGAINST) and not in_procedure(stand)


def days_left(stand: Stand, day: date) -> int | None:
    """From `day` to the deadline, 0 on the day itself; None: no silence procedure is running."""
    if not is_asked(stand.stance, stand.method, stand.deadline) or stand.deadline is None:
        return None
    left = (stand.deadline.last_day - day).days
    return left if left >= 0 else None


def all_said(
    db: Session,
    item: ConsensusItem,
    wordings: Sequence[Wording],
    stands: Mapping[int, Stand],
    as_of: PartialDate | None,
) -> list[SideSaid]:
    """What each side of the dialogue said of an item, as on record at `as_of`; one statement.

    `wordings` are those on record then, with their positions, the newest first.
    """
    lapsed = set(
        db.scalars(
            sa.select(Position.id).where(
                Position.item_id == item.id,
                Position.deadline.is_not(None),
                has_lapsed(Position),
            )
        )
    )
    day = min(as_of.last_day, today()) if as_of else today()
    reader = _Reader(item, wordings, lapsed, as_of, day)
    said = []
    for side in item.dialogue.sides:
        stand = stands.get(side.id, UNKNOWN)
        history = [(one, asked) for one in wordings if (asked := reader.history(one, side))]
        on_latest = next((asked for one, asked in history if one is wordings[0]), None)
        newest = on_latest[-1] if on_latest else None
        runs = newest is not None and newest.fate is Fate.PENDING
        left = days_left(stand, day) if runs else None
        said.append(SideSaid(side, stand, left, history, newest))
    return said


@dataclass(frozen=True)
class _Reader:
    item: ConsensusItem
    wordings: Sequence[Wording]
    lapsed: set[int]
    as_of: PartialDate | None
    day: date

    def history(self, wording: Wording, side: Side) -> list[Asked]:
        own = [
            one
            for one in wording.positions
            if one.side_id == side.id and was_on_record(one.happened, self.as_of)
        ]
        own.sort(key=lambda one: one.number)
        return [self._asked(one, own[place + 1 :], wording) for place, one in enumerate(own)]

    def _asked(self, one: Position, after: Sequence[Position], wording: Wording) -> Asked:
        if not is_asked(one.stance, one.method, one.deadline) or one.deadline is None:
            return Asked(one)
        later = next((other for other in after if not is_noted(other)), None)
        if later is not None:
            return Asked(one, _answered(one.deadline, later), later.deadline)
        end = self._end(one, one.deadline, wording)
        if end is not None:
            return end
        passed = one.deadline.last_day < self.day
        return Asked(one, Fate.PASSED if passed else Fate.PENDING)

    def _end(self, one: Position, deadline: PartialDate, wording: Wording) -> Asked | None:
        """What came before the deadline was over, and left nothing to object to."""
        newer = [
            other.number
            for other in self.wordings
            if other.number > wording.number and was_on_record(other.happened, deadline)
        ]
        if newer:
            return Asked(one, Fate.OVERTAKEN, overtaken_by=min(newer))
        withdrawn = self.item.withdrawn_on
        if withdrawn and withdrawn <= deadline and was_on_record(withdrawn, self.as_of):
            return Asked(one, Fate.WITHDRAWN)
        if one.id in self.lapsed and deadline.last_day < self.day and not withdrawn:
            return Asked(one, Fate.SUPERSEDED)
        return None


def _answered(deadline: PartialDate, later: Position) -> Fate:
    if is_asked(later.stance, later.method, later.deadline):
        return Fate.EXTENDED
    if later.stance is not Stance.OBJECTED:
        return Fate.ANSWERED
    late = later.happened is not None and later.happened > deadline
    return Fate.BROKEN_LATE if late else Fate.BROKEN
