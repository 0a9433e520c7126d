"""What belongs to matters: records with what their stages are told from, and the links of these."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, with_polymorphic

from app.consensus.models import ConsensusItem
from app.consensus.standing import Standing, standing
from app.dialogues.models import Dialogue
from app.handovers.models import Handover
from app.matters.models import MatterRecord, Stage
from app.matters.passing import not_handed_over
from app.matters.stages import Facts, rule_of, stages_of
from app.records.models import Record, RecordKind
from app.rounds.models import AgendaTopic, Round, RoundStatus
from app.rounds.queries import HELD
from app.trace.columns import STEP, step_columns
from app.trace.models import LinkKind, TraceLink
from app.trace.steps import TraceNode, TraceStep


@dataclass(frozen=True, kw_only=True)
class Member:
    """A record of a matter. `meeting_id` and `meeting_ref`: of the round where it was recorded.

    `chosen` is the stage that somebody gave it. `number` is that of the round, or of its own, and
    `awaits_handover` says that it is agreed for governments, and that nothing on record tells that
    it came to one.
    """

    node: TraceNode
    facts: Facts
    chosen: Stage | None
    meeting_id: int | None
    meeting_ref: str | None
    number: int | None
    awaits_handover: bool = False

    @property
    def stage(self) -> Stage:
        return self.chosen or rule_of(self.facts).stage

    @property
    def stages(self) -> frozenset[Stage]:
        return frozenset({self.chosen}) if self.chosen else stages_of(self.facts)

    @property
    def round_id(self) -> int | None:
        """The round that it is or was recorded at, as far as the viewer may know."""
        return self.node.id if self.facts.kind is RecordKind.ROUND else self.meeting_id

    @property
    def is_held(self) -> bool:
        """Not of a round that is only planned, or was put off or called off."""
        return self.facts.round_status in (None, *HELD)

    @property
    def is_off(self) -> bool:
        return self.facts.round_status is RoundStatus.CANCELLED


@dataclass(frozen=True)
class MemberLink:
    """A link of which an end is in a matter, or is recorded at a round that is."""

    step: TraceStep
    earlier_meeting_id: int | None
    later_meeting_id: int | None


@dataclass(frozen=True)
class Gathered:
    """The members of some matters by the matter's id, and the links that touch any of them."""

    members: Mapping[int, Sequence[Member]]
    links: Sequence[MemberLink]


def gathered(db: Session, matter_ids: Collection[int]) -> Gathered:
    """What the viewer may read of the matters; three statements, however many they are."""
    links = _links(db, matter_ids)
    waiting = _waiting(db, matter_ids)
    told = _Told.by(links)
    members: dict[int, list[Member]] = defaultdict(list)
    for matter_id, chosen, *columns in _rows(db, matter_ids):
        members[matter_id].append(_member(chosen, columns, told, waiting))
    return Gathered(members, links)


Kinds = Mapping[int, frozenset[LinkKind]]


@dataclass(frozen=True)
class _Told:
    """By record, the kinds of the links from it and to it; `all_*` a round's with its parts'."""

    prepares: Kinds
    follows: Kinds
    all_prepares: Kinds
    all_follows: Kinds

    @classmethod
    def by(cls, links: Iterable[MemberLink]) -> "_Told":
        kinds: list[dict[int, set[LinkKind]]] = [defaultdict(set) for _each in range(4)]
        for link in links:
            step = link.step
            kinds[0][step.earlier_id].add(step.kind)
            kinds[1][step.later_id].add(step.kind)
            kinds[2][link.earlier_meeting_id or step.earlier_id].add(step.kind)
            kinds[3][link.later_meeting_id or step.later_id].add(step.kind)
        frozen = [{end: frozenset(each) for end, each in of.items()} for of in kinds]
        return cls(*frozen)

    def of(self, id_: int, kind: RecordKind, meeting_id: int | None) -> tuple[Any, Any]:
        nothing = frozenset[LinkKind]()
        if kind is RecordKind.ROUND:
            own = self.prepares.get(id_, nothing), self.follows.get(id_, nothing)
            of_parts = self.all_prepares.get(id_, nothing), self.all_follows.get(id_, nothing)
            return own[0] | of_parts[0], own[1] | of_parts[1]
        teller = id_ if id_ in self.prepares or id_ in self.follows else meeting_id or id_
        return self.prepares.get(teller, nothing), self.follows.get(teller, nothing)


def _rows(db: Session, matter_ids: Collection[int]) -> Iterable[Any]:
    kinds = [Round, AgendaTopic, ConsensusItem, Handover]
    record: Any = with_polymorphic(Record, kinds, aliased=True, flat=True)
    meeting: Any = aliased(Round, flat=True)
    return db.execute(
        sa.select(
            MatterRecord.matter_id,
            MatterRecord.stage,
            record.meeting_id,
            meeting.ref,
            meeting.number,
            meeting.round_kind,
            meeting.status,
            record.Round.round_kind,
            record.Round.status,
            record.AgendaTopic.format,
            record.ConsensusItem.item_kind,
            record.ConsensusItem.level,
            record.Handover.handover_kind,
            record.Handover.direction,
            record.id,
            record.ref,
            record.kind,
            record.title,
            record.happened,
            record.Round.number,
            Dialogue.slug,
            Dialogue.name,
            Dialogue.track,
        )
        .join(MatterRecord.record.of_type(record))
        .join(record.dialogue)
        .outerjoin(meeting, meeting.id == record.meeting_id)
        .where(MatterRecord.matter_id.in_(matter_ids))
        .order_by(MatterRecord.matter_id, record.id)
    )


def _member(chosen: Stage | None, columns: Sequence[Any], told: _Told, waiting: set[int]) -> Member:
    meeting_id, ref, number, of_meeting, its_status, own_kind, own_status, *rest = columns
    format_, item_kind, level, handover_kind, direction, *of_node = rest
    node = TraceNode(*of_node)
    prepares, follows = told.of(node.id, node.kind, meeting_id if ref is not None else None)
    facts = Facts(
        kind=node.kind,
        track=node.track,
        round_kind=own_kind or of_meeting,
        round_status=own_status or its_status,
        format=format_,
        item_kind=item_kind,
        level=level,
        handover_kind=handover_kind,
        direction=direction,
        prepares=prepares,
        follows=follows,
    )
    return Member(
        node=node,
        facts=facts,
        chosen=chosen,
        meeting_id=meeting_id if ref is not None else None,
        meeting_ref=ref,
        number=node.number or number,
        awaits_handover=node.id in waiting,
    )


def _links(db: Session, matter_ids: Collection[int]) -> list[MemberLink]:
    """Also those of the rounds at which members were recorded, and of what else was there."""
    own = sa.select(MatterRecord.record_id).where(MatterRecord.matter_id.in_(matter_ids))
    rounds = sa.select(Record.meeting_id).where(Record.id.in_(own), Record.meeting_id.is_not(None))
    touched = sa.select(Record.id).where(
        sa.or_(Record.id.in_(own), Record.id.in_(rounds), Record.meeting_id.in_(own))
    )
    earlier, later = aliased(Record), aliased(Record)
    rows = db.execute(
        step_columns(earlier, later)
        .add_columns(earlier.meeting_id, later.meeting_id)
        .where(sa.or_(TraceLink.earlier_id.in_(touched), TraceLink.later_id.in_(touched)))
        .order_by(TraceLink.id)
    )
    return [MemberLink(TraceStep(*row[:STEP]), *row[STEP:]) for row in rows]


def _waiting(db: Session, matter_ids: Collection[int]) -> set[int]:
    """The items that are agreed for governments and did not come to one, as far as is known."""
    own = sa.select(MatterRecord.record_id).where(MatterRecord.matter_id.in_(matter_ids))
    return not_handed_over(db, sa.and_(ConsensusItem.id.in_(own), standing() == Standing.AGREED))
