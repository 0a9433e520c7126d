"""What a register knows of items beside their own rows: who is waited for, where they came to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.models import ConsensusItem, Position, Stance, Wording
from app.consensus.stances import is_current, on_record, stance_of
from app.consensus.standing import Standing, latest_number
from app.dialogues.models import Dialogue
from app.groups.models import WorkingGroup, WorkingGroupMeeting
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Document, DocumentKind, Record, RecordKind
from app.register.entries import Entry
from app.rounds.models import Round, RoundKind
from app.rounds.queries import in_order
from app.trace.models import OFFICIAL, Basis, LinkKind, LinkStatus, TraceLink
from app.trace.succession import SUCCESSIONS, took_effect

# No answer is waited for, or nothing says that any was asked for.
SETTLED = frozenset(
    str(one)
    for one in (Standing.AGREED, Standing.SUPERSEDED, Standing.WITHDRAWN, Standing.NOT_RECORDED)
)
ASKED = frozenset(str(one) for one in (Stance.SOUGHT, Stance.AD_REFERENDUM))


def sides_awaited(
    db: Session, dialogue: Dialogue, entries: Collection[Entry], as_of: PartialDate | None
) -> Mapping[int, tuple[str, ...]]:
    """By item, the codes of the sides whose answer on its latest wording is waited for.

    They were asked, or agreed ad referendum and have yet to confirm it; or nothing is recorded of
    them on a wording that awaits its answers. Nobody is waited for who has not been asked.
    """
    codes = {side.id: side.code for side in dialogue.sides}
    unsettled = [one for one in entries if one.standing not in SETTLED]
    asked = [one.id for one in unsettled if one.asked]
    silent = [
        one.id for one in unsettled if one.heard < len(codes) and one.standing == Standing.AWAITING
    ]
    stance = sa.type_coerce(stance_of(Position, as_of), sa.String)
    rows = db.execute(
        sa.select(Position.item_id, Position.side_id, stance)
        .join(Wording, Wording.id == Position.wording_id)
        .join(ConsensusItem, ConsensusItem.id == Wording.item_id)
        .where(
            sa.or_(
                _written_out(Position.item_id, "asked", asked) & stance.in_(ASKED),
                _written_out(Position.item_id, "silent", silent),
            ),
            Wording.number == latest_number(as_of),
            on_record(Position.happened, as_of),
            is_current(Position, as_of),
        )
    )
    owing: dict[int, set[int]] = defaultdict(set)
    for item_id in silent:
        owing[item_id] = set(codes)
    for item_id, side_id, stance_now in rows:
        if stance_now in ASKED:
            owing[item_id].add(side_id)
        elif stance_now != Stance.NOT_RECORDED:
            owing[item_id].discard(side_id)
    printed = {
        owed: tuple(code for side_id, code in codes.items() if side_id in owed)
        for owed in {frozenset(sides) for sides in owing.values()}
    }
    return {item_id: printed[frozenset(sides)] for item_id, sides in owing.items()}


def _written_out(column: Any, name: str, ids: Sequence[int]) -> sa.ColumnElement[bool]:
    """Whether a column is one of some, who stand in the statement itself.

    There may be more of them than a database takes as parameters.
    """
    listed = sa.bindparam(name, ids, type_=sa.Integer, expanding=True, literal_execute=True)
    return sa.type_coerce(column.in_(listed), sa.Boolean)


@dataclass(frozen=True)
class Onward:
    """A link from an item to the record that it came to, or that stands in its place."""

    kind: LinkKind
    basis: Basis
    status: LinkStatus
    ref: str
    dialogue_slug: str


REACHED = (LinkKind.RAISED, LinkKind.TAKEN_UP, LinkKind.PARTLY_TAKEN_UP)
UPTAKES = (*REACHED, LinkKind.SET_ASIDE)
Links = Mapping[int, Sequence[Onward]]


def links_onward(db: Session, dialogue: Dialogue, as_of: PartialDate | None) -> tuple[Links, Links]:
    """By item, oldest first: what is on record of it on an official track; what took its place.

    For whoever may not read the record at the other end, there is no link.
    """
    later, elsewhere, item = aliased(Record), aliased(Dialogue), aliased(Record)
    official = TraceLink.kind.in_(UPTAKES) & elsewhere.track.in_(OFFICIAL)
    rows = db.execute(
        sa.select(
            TraceLink.earlier_id,
            TraceLink.kind,
            TraceLink.basis,
            TraceLink.status,
            later.ref,
            elsewhere.slug,
        )
        .join(item, item.id == TraceLink.earlier_id)
        .join(later, later.id == TraceLink.later_id)
        .join(elsewhere, elsewhere.id == later.dialogue_id)
        .where(
            item.dialogue_id == dialogue.id,
            TraceLink.kind.in_((*UPTAKES, *SUCCESSIONS)),
            official | TraceLink.kind.in_(SUCCESSIONS),
            on_record(took_effect(later), as_of),
        )
        .order_by(later.happened, TraceLink.id)
    )
    uptakes: dict[int, list[Onward]] = defaultdict(list)
    heirs: dict[int, list[Onward]] = defaultdict(list)
    for item_id, kind, basis, status, ref, slug in rows:
        (heirs if kind in SUCCESSIONS else uptakes)[item_id].append(
            Onward(kind, basis, status, ref, slug)
        )
    return uptakes, heirs


@dataclass(frozen=True)
class Group:
    """A working group: the ids of its meetings and of the item that says it is to be formed."""

    ref: str
    title: LocalizedText
    origin_id: int | None
    meetings: frozenset[int]


def groups_of(db: Session, dialogue: Dialogue, as_of: PartialDate | None = None) -> list[Group]:
    """The working groups of a dialogue on record then, in the order of recording; one statement."""
    met = WorkingGroupMeeting
    found: dict[int, Group] = {}
    for id_, ref, title, origin_id, meeting_id in db.execute(
        sa.select(
            WorkingGroup.id,
            WorkingGroup.ref,
            WorkingGroup.title,
            WorkingGroup.origin_id,
            met.round_id,
        )
        .outerjoin(met, met.group_id == WorkingGroup.id)
        .where(
            WorkingGroup.dialogue_id == dialogue.id,
            WorkingGroup.kind == RecordKind.WORKING_GROUP,
            on_record(WorkingGroup.happened, as_of),
        )
        .order_by(WorkingGroup.id)
    ):
        known = found[id_].meetings if id_ in found else frozenset()
        found[id_] = Group(ref, title, origin_id, known | ({meeting_id} - {None}))
    return list(found.values())


class Meeting(NamedTuple):
    """A round in the few words in which a register speaks of it."""

    id: int
    ref: str
    number: int | None
    title: LocalizedText
    round_kind: RoundKind
    happened: PartialDate | None
    ended: PartialDate | None


def meetings_of(db: Session, dialogue: Dialogue) -> list[Meeting]:
    """The rounds of a dialogue in the order of time, as far as it is known."""
    rows = db.execute(
        sa.select(*(getattr(Round, name) for name in Meeting._fields))
        .where(Round.dialogue_id == dialogue.id, Round.kind == RecordKind.ROUND)
        .order_by(Round.id)
    )
    return in_order([Meeting(*row) for row in rows])


def last_report(
    db: Session, dialogue: Dialogue, as_of: PartialDate | None
) -> tuple[PartialDate, str] | None:
    """The date and reference of the latest dated interim report on record at `as_of`."""
    row = db.execute(
        sa.select(Document.happened, Document.ref)
        .where(
            Document.dialogue_id == dialogue.id,
            Document.document_kind == DocumentKind.INTERIM_REPORT,
            Document.happened.is_not(None),
            on_record(Document.happened, as_of),
        )
        .order_by(Document.happened.desc(), Document.id.desc())
        .limit(1)
    ).first()
    return None if row is None or row[0] is None else (row[0], row[1])


def meeting_elsewhere(db: Session, slug: str, ref: str) -> Meeting | None:
    """A meeting of another dialogue, where the viewer may read it."""
    row = db.execute(
        sa.select(*(getattr(Round, name) for name in Meeting._fields))
        .join(Dialogue, Dialogue.id == Round.dialogue_id)
        .where(Dialogue.slug == slug, Round.ref == ref)
    ).first()
    return None if row is None else Meeting(*row)
