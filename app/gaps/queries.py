"""Narrowing gaps, and what somebody saw of them when they last looked."""

import json
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.dialogues.models import Dialogue
from app.gaps.finding import Gap
from app.gaps.models import AcceptedGap, GapVisit
from app.gaps.rules import Rule


class Shown(StrEnum):
    """Which gaps are asked for, by what became of them."""

    OPEN = "open"
    NEW = "new"
    ACCEPTED = "accepted"
    ALL = "all"


@dataclass(frozen=True)
class Filter:
    """What a list of gaps is narrowed to; an empty `topics`: to none of the tree."""

    rule: Rule | None = None
    topics: Set[int] = frozenset()
    side_id: int | None = None
    shown: Shown = Shown.OPEN


def narrowed(gaps: Collection[Gap], chosen: Filter) -> list[Gap]:
    """In the order given."""
    return [gap for gap in gaps if _answers(gap, chosen)]


def _answers(gap: Gap, chosen: Filter) -> bool:
    wanted = {
        Shown.OPEN: not gap.is_accepted,
        Shown.NEW: gap.is_new and not gap.is_accepted,
        Shown.ACCEPTED: gap.is_accepted,
        Shown.ALL: True,
    }
    return (
        wanted[chosen.shown]
        and chosen.rule in (None, gap.rule)
        and (not chosen.topics or bool(gap.topics & chosen.topics))
        and (chosen.side_id is None or chosen.side_id in gap.sides)
    )


def by_rule(gaps: Sequence[Gap], rules: Sequence[Rule]) -> Mapping[Rule, list[Gap]]:
    """Every rule asked for, those that found nothing too."""
    found: dict[Rule, list[Gap]] = {rule: [] for rule in rules}
    for gap in gaps:
        found[gap.rule].append(gap)
    return found


def digest_of(gaps: Collection[Gap]) -> str:
    """Tells one state of the board from another."""
    return sha256("\n".join(sorted(gap.key for gap in gaps)).encode()).hexdigest()


@dataclass(frozen=True)
class Visit:
    """When somebody last said that they had seen the board, and the keys that it then showed."""

    at: datetime
    seen: Set[str]


def last_visit(db: Session, user: User, dialogue: Dialogue) -> Visit | None:
    """None: never."""
    row = visit_row(db, user, dialogue)
    return Visit(row.seen_at, frozenset(json.loads(row.seen))) if row else None


def visit_row(db: Session, user: User, dialogue: Dialogue) -> GapVisit | None:
    return db.scalar(
        sa.select(GapVisit).where(GapVisit.user_id == user.id, GapVisit.dialogue_id == dialogue.id)
    )


def last_visits(db: Session, user: User) -> Mapping[int, Visit]:
    """By dialogue, of the gaps those that were open then; two statements, so that a page of many
    dialogues can tell of each."""
    visits = db.scalars(sa.select(GapVisit).where(GapVisit.user_id == user.id)).all()
    said = db.scalars(sa.select(AcceptedGap).order_by(AcceptedGap.id)).all()
    return {
        row.dialogue_id: Visit(
            row.seen_at, frozenset(json.loads(row.seen)) - _accepted_then(row, said)
        )
        for row in visits
    }


def _accepted_then(visit: GapVisit, said: Sequence[AcceptedGap]) -> Set[str]:
    newest = {
        one.key: one
        for one in said
        if one.dialogue_id == visit.dialogue_id and one.recorded_at <= visit.seen_at
    }
    day = visit.seen_at.date()
    return {
        key
        for key, one in newest.items()
        if not one.withdrawn and (one.until is None or one.until.last_day >= day)
    }
