"""The facts in which gaps are looked for: each read once, in one statement, for all rules."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.models import ConsensusItem, ConsensusItemTopic, ItemKind, Level
from app.dialogues.models import Dialogue
from app.partial_date import PartialDate
from app.records.models import Record
from app.rounds.models import (
    AgendaTopic,
    AgendaTopicTopic,
    Round,
    RoundKind,
    RoundStatus,
    TopicFormat,
    TopicResult,
)
from app.rounds.queries import HELD
from app.trace.models import OFFICIAL, UNOFFICIAL, Basis, LinkKind, TraceLink
from app.trace.queries import linked_dialogues
from app.trace.succession import SUCCESSIONS
from app.trace.suspicion import suspect

# What prepares talks, and what works between meetings, is not talks.
NO_TALKS = (RoundKind.PRELIMINARY, RoundKind.WORKING_GROUP)
TO_COME = (RoundStatus.PLANNED, *HELD)


@dataclass(frozen=True)
class Limits:
    """How long something may be missing before it is a gap.

    Talks may be without a review, and their outcomes without one, for `review_days`; a hand-over
    unacknowledged for `reply_days`; a divergence unmoved over fewer than `rounds` rounds held.
    """

    review_days: int = 90
    reply_days: int = 30
    rounds: int = 3


class Meeting(NamedTuple):
    id: int
    dialogue_id: int
    ref: str
    number: int | None
    kind: RoundKind
    status: RoundStatus
    happened: PartialDate | None
    ended: PartialDate | None

    @property
    def end(self) -> PartialDate | None:
        return self.ended or self.happened

    @property
    def is_held(self) -> bool:
        return self.status in HELD


class Agenda(NamedTuple):
    """One topic on an agenda."""

    id: int
    dialogue_id: int
    meeting_id: int | None
    format: TopicFormat
    result: TopicResult | None
    happened: PartialDate | None


class Item(NamedTuple):
    id: int
    dialogue_id: int
    meeting_id: int | None
    agenda_topic_id: int | None
    kind: ItemKind
    level: Level | None
    happened: PartialDate | None
    withdrawn_on: PartialDate | None


class Claim(NamedTuple):
    """One link, with the dialogues of its ends and the meetings at which they were recorded."""

    id: int
    kind: LinkKind
    basis: Basis
    is_suspect: bool
    rationale: str
    earlier_id: int
    earlier_dialogue: int
    earlier_meeting: int | None
    later_id: int
    later_dialogue: int
    later_meeting: int | None
    later_happened: PartialDate | None


def _as_written(happened: Any) -> Any:
    """Thousands of records share the day of a few meetings: each is read once, by `_day`."""
    return sa.type_coerce(happened, sa.String)


@lru_cache(maxsize=10_000)
def _day(written: str | None) -> PartialDate | None:
    return PartialDate(written) if written else None


@dataclass(frozen=True, eq=False)
class Look:
    """One dialogue, looked at on a day. Of the others, those that it is linked with count.

    Whatever is asked for is read once and as its viewer: what the viewer may not read is not on
    record for them.
    """

    db: Session
    dialogue: Dialogue
    today: date
    limits: Limits

    @cached_property
    def family(self) -> tuple[Dialogue, ...]:
        """The dialogue first, then those that it is linked with."""
        return (self.dialogue, *linked_dialogues(self.db, self.dialogue))

    @cached_property
    def talks(self) -> Set[int]:
        """The dialogues between governments, by id."""
        return frozenset(one.id for one in self.family if one.track in OFFICIAL)

    @cached_property
    def unofficial(self) -> Set[int]:
        return frozenset(one.id for one in self.family if one.track in UNOFFICIAL)

    def is_own(self, fact: Any) -> bool:
        return bool(fact.dialogue_id == self.dialogue.id)

    def _within(self, kind: Any) -> Any:
        return kind.dialogue_id.in_([one.id for one in self.family])

    @cached_property
    def meetings(self) -> Mapping[int, Meeting]:
        rows = self.db.execute(
            sa.select(
                Round.id,
                Round.dialogue_id,
                Round.ref,
                Round.number,
                Round.round_kind,
                Round.status,
                Round.happened,
                Round.ended,
            )
            .where(self._within(Round))
            .order_by(Round.id)
        )
        return {row[0]: Meeting(*row) for row in rows}

    @cached_property
    def agenda(self) -> Mapping[int, Agenda]:
        rows: Any = self.db.execute(
            sa.select(
                AgendaTopic.id,
                AgendaTopic.dialogue_id,
                AgendaTopic.meeting_id,
                AgendaTopic.format,
                AgendaTopic.result,
                _as_written(AgendaTopic.happened),
            )
            .where(self._within(AgendaTopic))
            .order_by(AgendaTopic.id)
        )
        return {id_: Agenda._make((id_, *own, _day(day))) for id_, *own, day in rows}

    @cached_property
    def items(self) -> Mapping[int, Item]:
        rows: Any = self.db.execute(
            sa.select(
                ConsensusItem.id,
                ConsensusItem.dialogue_id,
                ConsensusItem.meeting_id,
                ConsensusItem.agenda_topic_id,
                ConsensusItem.item_kind,
                ConsensusItem.level,
                _as_written(ConsensusItem.happened),
                ConsensusItem.withdrawn_on,
            )
            .where(self._within(ConsensusItem))
            .order_by(ConsensusItem.id)
        )
        return {id_: Item._make((id_, *own, _day(day), ended)) for id_, *own, day, ended in rows}

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The links of the family, both ends of which the viewer reads."""
        earlier, later = aliased(Record), aliased(Record)
        rows: Any = self.db.execute(
            sa.select(
                TraceLink.id,
                TraceLink.kind,
                TraceLink.basis,
                suspect(earlier, later),
                TraceLink.rationale,
                earlier.id,
                earlier.dialogue_id,
                earlier.meeting_id,
                later.id,
                later.dialogue_id,
                later.meeting_id,
                _as_written(later.happened),
            )
            .join(TraceLink.earlier.of_type(earlier))
            .join(TraceLink.later.of_type(later))
            .where(self._within(earlier), self._within(later))
            .order_by(TraceLink.id)
        )
        return tuple(Claim._make((*own, _day(day))) for *own, day in rows)

    @cached_property
    def ended(self) -> Set[int]:
        """Items that were withdrawn, or in whose place another stands."""
        followed = {one.earlier_id for one in self.claims if one.kind in SUCCESSIONS}
        return followed | {item.id for item in self.items.values() if item.withdrawn_on}

    @cached_property
    def topics_of(self) -> Mapping[int, Set[int]]:
        """The topics of the tree of each agenda topic and item, and of each round by its parts."""
        found: dict[int, set[int]] = defaultdict(set)
        for kind, link, own in (
            (AgendaTopic, AgendaTopicTopic, AgendaTopicTopic.agenda_topic_id),
            (ConsensusItem, ConsensusItemTopic, ConsensusItemTopic.item_id),
        ):
            rows = self.db.execute(
                sa.select(kind.id, kind.meeting_id, link.topic_id)
                .join(link, own == kind.id)
                .where(self._within(kind))
            )
            for record_id, meeting_id, topic_id in rows:
                found[record_id].add(topic_id)
                if meeting_id is not None:
                    found[meeting_id].add(topic_id)
        return found

    def meeting_of(self, record_id: int) -> Meeting | None:
        """The round that a record is, or at which it was recorded."""
        part = self.agenda.get(record_id) or self.items.get(record_id)
        return self.meetings.get(part.meeting_id or 0 if part else record_id)

    @cached_property
    def _mandates(self) -> Set[int]:
        """Where a mandate was given, and what preceded talks rather than was talks."""
        return {
            one.earlier_meeting or one.earlier_id
            for one in self.claims
            if one.kind is LinkKind.MANDATE
        }

    def is_talks(self, meeting: Meeting | None) -> bool:
        """Whether governments talk at a meeting that was held or is planned.

        One that is no round, and gave a mandate, stands before the talks.
        """
        return (
            meeting is not None
            and meeting.dialogue_id in self.talks
            and meeting.kind not in NO_TALKS
            and meeting.status in TO_COME
            and (meeting.kind is RoundKind.ROUND or meeting.id not in self._mandates)
        )

    def days_since(self, day: PartialDate | None) -> int | None:
        """How many days surely passed; None where that is not known."""
        return (self.today - day.last_day).days if day else None

    def is_older(self, day: PartialDate | None, days: int) -> bool:
        passed = self.days_since(day)
        return passed is not None and passed > days
