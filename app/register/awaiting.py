"""What is waited for, from which side, and since when."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from app.actions.queries import ActionLine
from app.consensus.lines import ItemLine, Stand
from app.consensus.models import Method, Stance
from app.consensus.queries import Filter, register
from app.consensus.standing import FOR, Standing
from app.dialogues.models import Dialogue, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.register.instructions import Instruction, instructions_awaited
from app.register.movement import ENDED
from app.register.owed import Owed, owed_actions
from app.register.waiting import Waited, waited
from app.trace.steps import natural


class Want(StrEnum):
    """What is waited for, in the order in which it is listed."""

    POSITION = "position"
    SILENCE = "silence"
    CONFIRMATION = "confirmation"
    INSTRUCTIONS = "instructions"
    ACTION = "action"


@dataclass(frozen=True, kw_only=True)
class AwaitedRow:
    """One thing that a side is waited for.

    `since` None: no date is recorded. `asked_by` holds the ids of the sides that wait, where the
    record names them; `stance` is what the side's position reads now. `days_left` is to a
    silence's `deadline`. The `action` comes with its owners, its status and whether it is overdue.
    """

    want: Want
    ref: str
    title: LocalizedText
    since: PartialDate | None
    waited: Waited | None
    asked_by: tuple[int, ...] = ()
    line: ItemLine | None = None
    stance: Stance | None = None
    deadline: PartialDate | None = None
    days_left: int | None = None
    instruction: Instruction | None = None
    action: ActionLine | None = None


@dataclass(frozen=True)
class AwaitedOf:
    """What is waited for from one side; None: from whom is not recorded."""

    side: Side | None
    rows: tuple[AwaitedRow, ...]


def awaiting(
    db: Session,
    dialogue: Dialogue,
    *,
    today: date,
    as_of: PartialDate | None = None,
) -> tuple[AwaitedOf, ...]:
    """By side, the longest wait first and those of no known date last.

    Every side is there, whether or not it is waited for. The number of statements does not grow
    with the record.
    """
    day = min(as_of.last_day, today) if as_of else today
    lines = register(db, dialogue, Filter(), as_of=as_of, limit=None)
    standing = {line.id: line for line in lines if line.standing not in ENDED}
    found: dict[int | None, list[AwaitedRow]] = defaultdict(list)
    for line in standing.values():
        for side_id, row in _positions(line, day):
            found[side_id].append(row)
    for noted in instructions_awaited(db, dialogue, as_of):
        if noted.item_id in standing:
            row = _instructions(standing[noted.item_id], noted, day)
            found[noted.side_id].append(row)
    for owed in owed_actions(db, dialogue, today=today, as_of=as_of):
        for turn in owed.by:
            found[turn].append(_action(owed, turn, day))
    every = [AwaitedOf(side, _in_order(found[side.id])) for side in dialogue.sides]
    nobody = AwaitedOf(None, _in_order(found[None]))
    return (*every, nobody) if nobody.rows else tuple(every)


def _in_order(rows: Sequence[AwaitedRow]) -> tuple[AwaitedRow, ...]:
    wants = list(Want)
    return tuple(
        sorted(
            rows,
            key=lambda row: (wants.index(row.want), str(row.since or "~"), natural(row.ref)),
        )
    )


def _positions(line: ItemLine, day: date) -> Iterator[tuple[int, AwaitedRow]]:
    """One row for each side whose answer on the latest wording is waited for.

    Whose position is not recorded is waited for where others have spoken or were asked; whose is
    not sought, is not.
    """
    answered = tuple(s for s, stand in line.stands.items() if stand.stance in FOR)
    for side_id, stand in line.stands.items():
        want = _want(line, side_id, stand)
        if want is None:
            continue
        is_silence = want is Want.SILENCE
        deadline = stand.deadline if is_silence else None
        since = stand.happened if want is Want.CONFIRMATION else stand.since
        yield (
            side_id,
            AwaitedRow(
                want=want,
                ref=line.ref,
                title=line.title,
                since=since,
                waited=waited(since, day),
                asked_by=answered,
                line=line,
                stance=stand.stance,
                deadline=deadline,
                days_left=(deadline.last_day - day).days if deadline else None,
            ),
        )


def _want(line: ItemLine, side_id: int, stand: Stand) -> Want | None:
    match stand.stance:
        case Stance.SOUGHT if stand.method is Method.SILENCE and stand.deadline:
            return Want.SILENCE
        case Stance.SOUGHT:
            return Want.POSITION
        case Stance.AD_REFERENDUM:
            return Want.CONFIRMATION
        case Stance.NOT_RECORDED if line.standing is Standing.AWAITING:
            return Want.POSITION if side_id in line.concerned else None
    return None


def _instructions(line: ItemLine, noted: Instruction, day: date) -> AwaitedRow:
    return AwaitedRow(
        want=Want.INSTRUCTIONS,
        ref=line.ref,
        title=line.title,
        since=noted.since,
        waited=waited(noted.since, day),
        line=line,
        instruction=noted,
    )


def _action(owed: Owed, turn: int | None, day: date) -> AwaitedRow:
    action = owed.line.action
    return AwaitedRow(
        want=Want.ACTION,
        ref=action.ref,
        title=action.title,
        since=owed.since,
        waited=waited(owed.since, day),
        asked_by=tuple(side for side in owed.sides if side != turn),
        action=owed.line,
    )


def rows_of(wanted: Sequence[AwaitedRow]) -> Mapping[Want, list[AwaitedRow]]:
    """The rows by what is wanted, in the order of what is listed."""
    return {want: rows for want in Want if (rows := [row for row in wanted if row.want is want])}
