"""What could be linked with a record, told from topics, dates, titles and other links."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, selectin_polymorphic

from app.consensus.models import ConsensusItem, ConsensusItemTopic
from app.dialogues.models import Dialogue
from app.people.models import Institution
from app.records.models import Record, RecordKind
from app.rounds.models import (
    AgendaTopic,
    AgendaTopicTopic,
    Attendance,
    AttendanceInstitution,
    Round,
    TopicFormat,
)
from app.rules import Said, _
from app.topics.models import Topic
from app.trace.claiming import likely_kind, may_run_backwards
from app.trace.ends import nearest_in_time
from app.trace.models import LinkKind, TraceLink
from app.trace.steps import Direction, natural

# What is looked at, nearest in time first, and what is shown of it.
MOST_LOOKED_AT = 150
MOST_SHOWN = 5
LEAST = 3
MONTHS = 12

BETWEEN = _("About %(months)d months lie between them.")
NEARBY = _("At most a month lies between them.")

# What a record of each kind is linked with more often than not.
LOOKED_FOR: dict[RecordKind, tuple[RecordKind, ...]] = {
    RecordKind.ROUND: (RecordKind.ROUND,),
    RecordKind.AGENDA_TOPIC: (RecordKind.AGENDA_TOPIC, RecordKind.CONSENSUS_ITEM),
    RecordKind.CONSENSUS_ITEM: (RecordKind.AGENDA_TOPIC, RecordKind.CONSENSUS_ITEM),
}
WORD = re.compile(r"[^\W\d_]{5,}|[\u3400-\u9fff]{2}")
# In so many titles of rounds that they tell nothing.
COMMON = frozenset({"round", "dialogue", "talks", "meeting", "session", "track", "review"})


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """That `other` may prepare, or look back on, `record`; `reasons` say why, the best first."""

    record: Record
    other: Record
    direction: Direction
    kind: LinkKind
    score: int
    reasons: tuple[Said, ...]

    @property
    def earlier(self) -> Record:
        return self.other if self.direction is Direction.FROM else self.record

    @property
    def later(self) -> Record:
        return self.record if self.direction is Direction.FROM else self.other


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of the records that are looked at, by id."""

    topics: Mapping[int, set[int]]
    codes: Mapping[int, str]
    institutions: Mapping[int, set[int]]
    names: Mapping[int, Any]
    linked_rounds: Collection[frozenset[int]]
    locale: str


def suggestions_for(
    db: Session,
    record: Record,
    *,
    locale: str,
    direction: Direction | None = None,
    limit: int = MOST_SHOWN,
) -> list[Suggestion]:
    """The likeliest links of a round, an agenda topic or an item with records of other tracks.

    The best first, of one `direction` or of both; none that certainly runs backwards, or of two
    that are linked already. The number of statements does not grow with the records.
    """
    if record.kind not in LOOKED_FOR:
        return []
    others = _others(db, record)
    if not others:
        return []
    known = _known(db, [record, *others], locale)
    found = [one for other in others if (one := _weighed(record, other, known)) is not None]
    found.sort(key=lambda one: (-one.score, one.other.dialogue.slug, natural(one.other.ref)))
    return [one for one in found if direction in (None, one.direction)][:limit]


def suggestion_of(db: Session, record: Record, other: Record, *, locale: str) -> Suggestion | None:
    """Why these two could be linked, where something speaks for it."""
    known = _known(db, [record, other], locale)
    return _weighed(record, other, known, least=1)


def _others(db: Session, record: Record) -> Sequence[Record]:
    linked = [
        sa.select(far).where(near == record.id)
        for near, far in (
            (TraceLink.earlier_id, TraceLink.later_id),
            (TraceLink.later_id, TraceLink.earlier_id),
        )
    ]
    return db.scalars(
        sa.select(Record)
        .join(Record.dialogue)
        .where(
            Dialogue.track != record.dialogue.track,
            # What is made up is never mixed with what is not.
            Dialogue.illustrative == record.dialogue.illustrative,
            Record.kind.in_(LOOKED_FOR[record.kind]),
            *(Record.id.not_in(ids) for ids in linked),
        )
        .options(
            contains_eager(Record.dialogue),
            selectin_polymorphic(Record, [AgendaTopic, ConsensusItem, Round]),
        )
        .order_by(*nearest_in_time(record), Record.id)
        .limit(MOST_LOOKED_AT)
    ).all()


def _weighed(
    record: Record, other: Record, known: _Known, *, least: int = LEAST
) -> Suggestion | None:
    direction = _direction(record, other)
    earlier, later = (other, record) if direction is Direction.FROM else (record, other)
    scored = list(_reasons(earlier, later, known))
    score = sum(points for points, _said in scored)
    if score < least:
        return None
    scored.sort(key=lambda one: -one[0])
    return Suggestion(
        record=record,
        other=other,
        direction=direction,
        kind=likely_kind(earlier.kind, earlier.dialogue.track, later.kind, later.dialogue.track),
        score=score,
        reasons=tuple(said for _points, said in scored),
    )


def _direction(record: Record, other: Record) -> Direction:
    """The earlier one first; where nothing tells, the other is taken for the earlier."""
    if record.happened and other.happened and record.happened < other.happened:
        return Direction.TO
    return Direction.FROM


def _reasons(earlier: Record, later: Record, known: _Known) -> Iterator[tuple[int, Said]]:
    shared = known.topics.get(earlier.id, set()) & known.topics.get(later.id, set())
    if shared:
        codes = ", ".join(sorted(known.codes[topic] for topic in shared))
        yield min(3 * len(shared), 9), Said(_("Both are under %(topics)s."), {"topics": codes})
    rounds = frozenset({earlier.meeting_id or earlier.id, later.meeting_id or later.id})
    if rounds in known.linked_rounds and earlier.meeting_id:
        yield 3, Said(_("Their rounds are linked."))
    looks_back = isinstance(later, AgendaTopic) and later.format is TopicFormat.REVIEW_OF_TALKS
    if looks_back:
        yield 3, Said(_("The later one is a review of talks."))
    words = _words(earlier, known.locale) & _words(later, known.locale)
    if words:
        said = ", ".join(sorted(words)[:4])
        yield 1 + min(len(words), 2), Said(_("Both titles say “%(words)s”."), {"words": said})
    both = known.institutions.get(earlier.id, set()) & known.institutions.get(later.id, set())
    if both:
        names = sorted(known.names[one].text_for(known.locale) for one in both)
        said = ", ".join(names[:3])
        yield min(len(both), 2), Said(_("At both: %(institutions)s."), {"institutions": said})
    yield from _nearness(earlier, later)


def _nearness(earlier: Record, later: Record) -> Iterator[tuple[int, Said]]:
    if earlier.happened is None or later.happened is None:
        return
    if may_run_backwards(earlier, later):
        yield 1, Said(_("Their dates may overlap."))
        return
    one, other = earlier.happened.first_day, later.happened.first_day
    months = (other.year - one.year) * 12 + other.month - one.month
    if months <= MONTHS:
        points = 3 if months <= MONTHS // 4 else 2 if months <= MONTHS // 2 else 1
        yield points, Said(BETWEEN, {"months": months}) if months > 1 else Said(NEARBY)


def _words(record: Record, locale: str) -> set[str]:
    title = record.title.text_for(locale).lower()
    return {word for word in WORD.findall(title) if word not in COMMON}


def _known(db: Session, records: Sequence[Record], locale: str) -> _Known:
    topics = _topics(db, records)
    codes = db.execute(
        sa.select(Topic.id, Topic.code).where(
            Topic.id.in_({topic for found in topics.values() for topic in found})
        )
    )
    institutions, names = _institutions(db, records)
    return _Known(
        topics=topics,
        codes=dict(codes.all()),
        institutions=institutions,
        names=names,
        linked_rounds=_linked_rounds(db, records),
        locale=locale,
    )


def _topics(db: Session, records: Sequence[Record]) -> Mapping[int, set[int]]:
    """By record, what it is classified under; a round by what was recorded at it."""
    ids = [record.id for record in records]
    rounds = {record.id for record in records if record.kind is RecordKind.ROUND}
    found: dict[int, set[int]] = defaultdict(set)
    for of, classified, part in (
        (AgendaTopic, AgendaTopicTopic, AgendaTopicTopic.agenda_topic_id),
        (ConsensusItem, ConsensusItemTopic, ConsensusItemTopic.item_id),
    ):
        rows = db.execute(
            sa.select(of.id, of.meeting_id, classified.topic_id)
            .join(of, of.id == part)
            .where(sa.or_(of.id.in_(ids), of.meeting_id.in_(rounds)))
        )
        for record_id, meeting_id, topic_id in rows:
            found[record_id].add(topic_id)
            if meeting_id in rounds:
                found[meeting_id].add(topic_id)
    return found


def _institutions(
    db: Session, records: Sequence[Record]
) -> tuple[Mapping[int, set[int]], Mapping[int, Any]]:
    """By round, whose people were there, as far as the viewer may know; and their names."""
    rounds = [record.id for record in records if record.kind is RecordKind.ROUND]
    found: dict[int, set[int]] = defaultdict(set)
    names = dict[int, Any]()
    if rounds:
        rows = db.execute(
            sa.select(Attendance.round_id, Institution.id, Institution.name)
            .select_from(AttendanceInstitution)
            .join(Attendance, Attendance.id == AttendanceInstitution.attendance_id)
            .join(Institution, Institution.id == AttendanceInstitution.institution_id)
            .where(Attendance.round_id.in_(rounds))
        )
        for round_id, institution_id, name in rows:
            found[round_id].add(institution_id)
            names[institution_id] = name
    return found, names


def _linked_rounds(db: Session, records: Sequence[Record]) -> Collection[frozenset[int]]:
    """Pairs of rounds of which something is linked with something of the other."""
    first = records[0].meeting_id or records[0].id
    earlier, later = aliased(Record), aliased(Record)
    ends = [sa.func.coalesce(end.meeting_id, end.id) for end in (earlier, later)]
    rows = db.execute(
        sa.select(*ends)
        .select_from(TraceLink)
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .where(sa.or_(*(end == first for end in ends)))
        .distinct()
    )
    return {frozenset(row) for row in rows}
