"""Items as registers and papers print them: the words, where they stand, each side's position."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.models import (
    ConsensusItem,
    ItemKind,
    Level,
    Method,
    Position,
    Rendering,
    Stance,
    Wording,
)
from app.consensus.stances import asked_on, day_after, is_current, on_record, stance_of
from app.consensus.standing import (
    Standing,
    latest_number,
    latest_wordings,
    sides_concerned,
    standing,
)
from app.dialogues.models import Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.models import Disclosure, Record


@dataclass(frozen=True)
class Stand:
    """One side's current position on the latest wording.

    `stance` is as it counts: a silence procedure that has passed reads as no objection from the
    day after its `deadline`, whether or not that was noted. `since` is when the side was asked
    or, if nobody says that it was, when the wording was there to be answered.
    """

    stance: Stance
    statement: LocalizedText = EMPTY
    reason: LocalizedText = EMPTY
    happened: PartialDate | None = None
    method: Method | None = None
    deadline: PartialDate | None = None
    since: PartialDate | None = None


UNKNOWN = Stand(Stance.NOT_RECORDED)


@dataclass(frozen=True)
class ItemLine:
    """One item as registers and papers print it. `stands` holds every side of the dialogue."""

    id: int
    ref: str
    title: LocalizedText
    kind: ItemKind
    level: Level | None
    verb: str
    happened: PartialDate | None
    disclosure: Disclosure
    meeting_id: int | None
    agenda_topic_id: int | None
    parent_id: int | None
    open_list: bool
    meeting_ref: str | None
    wording_number: int
    text: LocalizedText
    reported_by: int | None
    standing: Standing
    stands: Mapping[int, Stand] = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    # The date of the latest wording, and the round at which it was settled.
    worded: PartialDate | None = None
    settled_ref: str | None = None

    @property
    def worded_at(self) -> str | None:
        """The round of the latest words; None: they are of none, or of none that may be read."""
        return self.settled_ref or (self.meeting_ref if self.wording_number < 2 else None)

    @property
    def dated(self) -> PartialDate | None:
        """When the latest words were settled; the item's own date where it has none."""
        return self.worded if self.wording_number > 1 else self.worded or self.happened

    @property
    def concerned(self) -> list[int]:
        """The ids of the sides that are waited for, object, or agree ad referendum."""
        return sides_concerned(self.standing, {s: stand.stance for s, stand in self.stands.items()})


COLUMNS = [one.name for one in fields(ItemLine) if one.name not in ("stands", "topics")]


def _position(as_of: PartialDate | None) -> tuple[Any, ...]:
    """The columns that `_stand` reads."""
    return (
        Position.side_id,
        Position.stance,
        Position.statement,
        Position.reason,
        Position.happened,
        Position.method,
        Position.deadline,
        stance_of(Position, as_of),
        asked_on(Position, as_of),
    )


def _stand(columns: Sequence[Any]) -> Stand:
    stated, statement, reason, happened, method, deadline, stance, since = columns
    if stance is Stance.NO_OBJECTION and stated is Stance.SOUGHT:
        return Stand(stance, EMPTY, EMPTY, day_after(deadline), method, deadline, since)
    return Stand(stance, statement, reason, happened, method, deadline, since)


def shown_text(as_of: PartialDate | None) -> Any:
    """The text of the enclosing statement's Wording, with its translations as they stood."""
    rendering = aliased(Rendering)
    newest = (
        sa.select(rendering.text)
        .where(rendering.wording_id == Wording.id, on_record(rendering.happened, as_of))
        .order_by(rendering.number.desc())
        .limit(1)
        .correlate(Wording)
        .scalar_subquery()
    )
    return sa.func.coalesce(newest, Wording.text, type_=Wording.text.type)


def item_columns(as_of: PartialDate | None, stands: Any = None) -> Any:
    """Select what an ItemLine holds, apart from positions, of the items on record at `as_of`.

    `stands` is the column of a standing that the statement has already; by default, each item's
    own is looked up, which is quick for a page and slow for a whole dialogue.
    """
    meeting, settled = aliased(Record), aliased(Record)
    return (
        sa.select(
            ConsensusItem.id,
            ConsensusItem.ref,
            ConsensusItem.title,
            ConsensusItem.item_kind,
            ConsensusItem.level,
            ConsensusItem.verb,
            ConsensusItem.happened,
            ConsensusItem.disclosure,
            ConsensusItem.meeting_id,
            ConsensusItem.agenda_topic_id,
            ConsensusItem.parent_id,
            ConsensusItem.open_list,
            meeting.ref,
            sa.func.coalesce(Wording.number, 0),
            shown_text(as_of),
            Wording.reported_by_id,
            standing(as_of) if stands is None else stands,
            Wording.happened,
            settled.ref,
        )
        .select_from(ConsensusItem)
        .outerjoin(
            Wording,
            sa.and_(Wording.item_id == ConsensusItem.id, Wording.number == latest_number(as_of)),
        )
        .outerjoin(meeting, meeting.id == ConsensusItem.meeting_id)
        .outerjoin(settled, settled.id == Wording.settled_at_id)
        .where(on_record(ConsensusItem.happened, as_of))
    )


def items_of_meeting(db: Session, meeting: Record, sides: Sequence[Side]) -> list[ItemLine]:
    """What was recorded at a round, in the order of recording; one statement."""
    return items_with(db, sides, ConsensusItem.meeting_id == meeting.id)


def items_with(
    db: Session,
    sides: Sequence[Side],
    condition: sa.ColumnElement[bool],
    *,
    as_of: PartialDate | None = None,
) -> list[ItemLine]:
    """Some items with the positions on their latest wordings; one statement.

    At `as_of`, items that were not on record then are left out.
    """
    taken = sa.and_(
        Position.wording_id == Wording.id,
        on_record(Position.happened, as_of),
        is_current(Position, as_of),
    )
    statement = (
        item_columns(as_of)
        .add_columns(*_position(as_of))
        .outerjoin(Position, taken)
        .where(condition)
        .order_by(ConsensusItem.id)
    )
    stands: dict[int, dict[int, Stand]] = defaultdict(dict)
    rows: dict[int, Any] = {}
    for row in db.execute(statement):
        rows[row[0]] = row[: len(COLUMNS)]
        side_id, *stand = row[len(COLUMNS) :]
        if side_id is not None:
            stands[row[0]][side_id] = _stand(stand)
    return _item_lines(rows.values(), stands, sides)


def with_positions(
    db: Session,
    sides: Sequence[Side],
    statement: Any,
    as_of: PartialDate | None,
    *,
    among: Any = None,
) -> list[ItemLine]:
    """The lines that a statement made of `item_columns` finds, with the sides' positions.

    `among` selects the ids of these items, and perhaps others: quicker, where there are many.
    """
    rows = db.execute(statement).all()
    items = [row[0] for row in rows] if among is None or not rows else among
    return _item_lines(rows, stands_of(db, items, as_of), sides)


def stands_of(
    db: Session, items: Any, as_of: PartialDate | None = None
) -> Mapping[int, Mapping[int, Stand]]:
    """By item and side, the current positions on the latest wordings; others are not recorded.

    `items` are their ids, or a statement that selects these.
    """
    stands: dict[int, dict[int, Stand]] = defaultdict(dict)
    asked = db.execute(_positions(items, as_of)) if not isinstance(items, list) or items else ()
    for item_id, side_id, *stand in asked:
        stands[item_id][side_id] = _stand(stand)
    return stands


def _item_lines(
    rows: Iterable[Any], stands: Mapping[int, Mapping[int, Stand]], sides: Sequence[Side]
) -> list[ItemLine]:
    lines = []
    for row in rows:
        known = stands.get(row[0], {})
        columns: dict[str, Any] = dict(zip(COLUMNS, row, strict=True))
        every = {side.id: _waited_for(known.get(side.id, UNKNOWN), columns) for side in sides}
        lines.append(ItemLine(**{**columns, "text": columns["text"] or EMPTY, "stands": every}))
    return lines


def _waited_for(stand: Stand, columns: Mapping[str, Any]) -> Stand:
    """Nobody is asked before there is something to say: at the latest, since the wording."""
    worded = columns["worded"]
    return replace(stand, since=worded) if stand.since is None and worded else stand


def _positions(items: Any, as_of: PartialDate | None) -> Any:
    latest = latest_wordings(as_of)
    return (
        sa.select(Position.item_id, *_position(as_of))
        .join(latest, latest.c.id == Position.wording_id)
        .where(
            Position.item_id.in_(items),
            on_record(Position.happened, as_of),
            is_current(Position, as_of),
        )
    )
