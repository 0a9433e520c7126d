"""What is on record of a dialogue's rhythm: its meetings, and the links between the tracks."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming, PersonName
from app.people.naming import may_be_named, nearest_name
from app.records.models import Disclosure, Record
from app.rounds.models import Attendance, Round, RoundKind, RoundStatus
from app.rounds.queries import HELD
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink


class Meeting(NamedTuple):
    """One meeting of one of the dialogues."""

    id: int
    dialogue_id: int
    ref: str
    number: int | None
    title: LocalizedText
    round_kind: RoundKind
    status: RoundStatus
    happened: PartialDate | None
    disclosure: Disclosure

    @property
    def is_held(self) -> bool:
        return self.status in HELD


class End(NamedTuple):
    """A record at one end of a link, or one in which something was agreed."""

    id: int
    dialogue_id: int
    ref: str
    title: LocalizedText
    happened: PartialDate | None
    meeting_id: int | None
    disclosure: Disclosure


END = len(End._fields)


class Joined(NamedTuple):
    """A link between two records."""

    kind: LinkKind
    basis: Basis
    status: LinkStatus
    earlier: End
    later: End


def meetings_of(db: Session, dialogues: Collection[int]) -> list[Meeting]:
    """In no order."""
    rows = db.execute(
        sa.select(
            Round.id,
            Round.dialogue_id,
            Round.ref,
            Round.number,
            Round.title,
            Round.round_kind,
            Round.status,
            Round.happened,
            Round.disclosure,
        )
        .where(Round.dialogue_id.in_(dialogues))
        .order_by(Round.id)
    )
    return [Meeting(*row) for row in rows]


def _end(record: Any) -> list[Any]:
    return [getattr(record, name) for name in End._fields]


LAG_KINDS = (LinkKind.GROUNDWORK, LinkKind.RAISED, LinkKind.REVIEW, LinkKind.MANDATE)


def links_of_family(db: Session, dialogues: Collection[int]) -> list[Joined]:
    """The links of the kinds that carry something from a track to the other, oldest end first."""
    earlier, later = aliased(Record), aliased(Record)
    rows = db.execute(
        sa.select(TraceLink.kind, TraceLink.basis, TraceLink.status, *_end(earlier), *_end(later))
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .where(
            TraceLink.kind.in_(LAG_KINDS),
            earlier.dialogue_id.in_(dialogues),
            later.dialogue_id.in_(dialogues),
        )
        .order_by(earlier.happened, TraceLink.id)
    )
    return [
        Joined(row[0], row[1], row[2], End(*row[3 : 3 + END]), End(*row[3 + END :])) for row in rows
    ]


def ends_of(db: Session, ids: Collection[int]) -> Sequence[End]:
    """Records by date, those without one last."""
    rows = db.execute(
        sa.select(*_end(Record))
        .where(Record.id.in_(ids))
        .order_by(Record.happened.nulls_last(), Record.id)
    )
    return [End(*row) for row in rows]


@dataclass(frozen=True)
class Sitter:
    """A person named to the viewer at meetings on both tracks, by the meetings' ids.

    `naming` is the narrowest level among them; None: the viewer is not told.
    """

    person_id: int
    name: str
    at: frozenset[int]
    naming: Naming | None


def sat_on_both(
    db: Session,
    meetings: Mapping[int, Meeting],
    official: Collection[int],
    audiences: Mapping[int, Disclosure],
    locale: str,
) -> list[Sitter]:
    """Who was named at a meeting of each of the two sorts of track; by name.

    `official` are the dialogues between governments. Whoever may not be named at a meeting is not
    known to be the same as anybody at another.
    """
    seen: dict[int, list[tuple[int, Naming]]] = {}
    names: dict[int, dict[tuple[str, str], None]] = {}
    for row in _attendances(db, set(audiences)):
        meeting = meetings.get(row.round_id)
        if meeting is None or row.printed is None:
            continue
        if may_be_named(row.naming, audiences[meeting.dialogue_id]):
            seen.setdefault(row.person_id, []).append((row.round_id, row.naming))
            names.setdefault(row.person_id, {})[row.language, row.printed] = None
    found = [
        Sitter(
            person_id,
            nearest_name(names[person_id], locale),
            frozenset(number for number, _naming in at),
            _narrowest(at, meetings, audiences),
        )
        for person_id, at in seen.items()
        if len({meetings[number].dialogue_id in official for number, _naming in at}) > 1
    ]
    return sorted(found, key=lambda one: (one.name, one.person_id))


def _attendances(db: Session, dialogues: Collection[int]) -> Iterable[Any]:
    return db.execute(
        sa.select(
            Attendance.round_id,
            Attendance.person_id,
            Attendance.naming,
            PersonName.language,
            PersonName.printed,
        )
        .select_from(Attendance)
        .join(Attendance.round)
        .join(PersonName, PersonName.person_id == Attendance.person_id)
        .where(Round.dialogue_id.in_(dialogues))
        .order_by(Attendance.id, PersonName.id)
    )


def _narrowest(
    at: Iterable[tuple[int, Naming]],
    meetings: Mapping[int, Meeting],
    audiences: Mapping[int, Disclosure],
) -> Naming | None:
    """Only a secretariat is told at which level somebody is named at its meetings."""
    levels = list(at)
    readers = {audiences[meetings[number].dialogue_id] for number, _naming in levels}
    if readers != {Disclosure.SECRETARIAT}:
        return None
    return max((naming for _number, naming in levels), key=list(Naming).index)


def of_kind(links: Iterable[Joined], *kinds: LinkKind) -> Iterator[Joined]:
    return (one for one in links if one.kind in kinds)


def by_id(dialogues: Iterable[Dialogue]) -> dict[int, Dialogue]:
    return {one.id: one for one in dialogues}
