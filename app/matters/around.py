"""What stands around a round: its hand-overs and working groups, and the matters it belongs to."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, with_polymorphic

from app.groups.models import WorkingGroup
from app.groups.queries import GroupLine, belongs_to, line_of
from app.handovers.models import Handover
from app.handovers.queries import has_to_do_with
from app.matters.models import Matter, MatterRecord
from app.records.models import Record
from app.rounds.models import Round


@dataclass(frozen=True)
class Around:
    """Hand-overs the newest first, the undated last; groups the oldest; matters by dialogue."""

    handovers: tuple[Handover, ...]
    groups: tuple[GroupLine, ...]
    matters: tuple[Matter, ...]


def around_round(db: Session, meeting: Round) -> Around:
    """In one statement, without what was handed over: the page of a round needs no more."""
    either: Any = with_polymorphic(
        Record, [Handover, Matter, WorkingGroup], aliased=True, flat=True
    )
    handed = sa.select(Handover.id).where(has_to_do_with(meeting))
    gathered = sa.select(MatterRecord.matter_id).where(MatterRecord.record_id == meeting.id)
    agreed = sa.select(WorkingGroup.id).where(belongs_to(meeting))
    found = (
        db.scalars(
            sa.select(either)
            .where(sa.or_(*(either.id.in_(ids) for ids in (handed, gathered, agreed))))
            .options(
                joinedload(either.dialogue),
                joinedload(either.Handover.from_side),
                joinedload(either.Handover.to_side),
                joinedload(either.WorkingGroup.meeting),
                joinedload(either.WorkingGroup.origin),
                joinedload(either.WorkingGroup.meetings),
            )
            .order_by(either.happened.desc().nulls_last(), either.id.desc())
        )
        .unique()
        .all()
    )
    matters = [one for one in found if isinstance(one, Matter)]
    return Around(
        tuple(one for one in found if isinstance(one, Handover)),
        tuple(line_of(one) for one in reversed(found) if isinstance(one, WorkingGroup)),
        tuple(sorted(matters, key=lambda one: (one.dialogue.slug, one.id))),
    )
