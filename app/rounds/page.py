"""What the round page shows of the meeting itself, in few statements and no ORM rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.dialogues.models import Attribution, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming, PersonName, Sector
from app.people.naming import Printed
from app.records.models import Disclosure
from app.rounds.models import (
    AgendaTopic,
    AgendaTopicTopic,
    Attendance,
    AttendanceRole,
    Capacity,
    DialogueSession,
    Round,
    SessionModerator,
    TopicFault,
    TopicFormat,
    TopicResult,
)
from app.rounds.queries import in_order
from app.rounds.tally import Tally, tally_of
from app.topics.models import Topic


@dataclass
class TopicLine:
    """One agenda topic; `topics` are the nodes of the tree by code."""

    id: int
    ref: str
    title: LocalizedText
    disclosure: Disclosure
    format: TopicFormat
    result: TopicResult | None
    fault: TopicFault | None
    summary: LocalizedText
    topics: dict[str, LocalizedText] = field(default_factory=dict)


@dataclass
class SessionLine:
    """One session; `moderators` are attendance ids."""

    id: int
    ref: str
    title: LocalizedText
    attribution: Attribution | None
    agenda: dict[int, TopicLine] = field(default_factory=dict)


@dataclass(frozen=True)
class NameLine:
    language: str
    printed: str


@dataclass
class AttendeeLine:
    """One line of the roster, as `printed_name` takes it.

    `names` are the person's, in order, where the viewer may know of the person at all; whether
    they are printed for this attendance is `printed_name`'s to say.
    """

    id: int
    person_id: int | None
    side_id: int | None
    role: AttendanceRole
    capacity: Capacity | None
    sector: Sector | None
    affiliation: LocalizedText
    naming: Naming
    group_label: LocalizedText
    group_count: int | None
    consent: str
    consented: PartialDate | None
    side: Side | None = None
    names: dict[NameLine, None] = field(default_factory=dict)
    moderates: set[int] = field(default_factory=set)

    @property
    def person(self) -> Self | None:
        return self if self.names else None

    @property
    def lacks_consent(self) -> bool:
        """Whether a person may be named though nothing says that they agreed to it."""
        may_be_named = self.naming in (Naming.PUBLIC, Naming.PARTICIPANTS)
        return may_be_named and bool(self.person_id) and not (self.consent or self.consented)


def agenda_lines(db: Session, meeting: Round) -> list[SessionLine]:
    """The sessions in order, each with its agenda in order."""
    agenda = aliased(AgendaTopic, flat=True)
    rows: Iterable[Any] = db.execute(
        sa.select(
            DialogueSession.id,
            DialogueSession.ref,
            DialogueSession.title,
            DialogueSession.attribution,
            agenda.id,
            agenda.ref,
            agenda.title,
            agenda.disclosure,
            agenda.format,
            agenda.result,
            agenda.fault,
            agenda.summary,
            Topic.code,
            Topic.name,
        )
        .select_from(DialogueSession)
        .outerjoin(agenda, agenda.session_id == DialogueSession.id)
        .outerjoin(AgendaTopicTopic, AgendaTopicTopic.agenda_topic_id == agenda.id)
        .outerjoin(Topic, Topic.id == AgendaTopicTopic.topic_id)
        .where(DialogueSession.meeting_id == meeting.id)
        .order_by(
            DialogueSession.position,
            DialogueSession.id,
            agenda.position,
            agenda.id,
            Topic.code,
        )
    )
    sessions: dict[int, SessionLine] = {}
    for row in rows:
        held = sessions.setdefault(row[0], SessionLine(*row[:4]))
        if row[4] is not None:
            topic = held.agenda.setdefault(row[4], TopicLine(*row[4:12]))
            if row[12] is not None:
                topic.topics[row[12]] = row[13]
    return list(sessions.values())


def roster_lines(db: Session, meeting: Round, sides: Sequence[Side]) -> list[AttendeeLine]:
    """Who took part, by side and order of entry, with the sessions that they moderated."""
    rows: Iterable[Any] = db.execute(
        sa.select(
            Attendance.id,
            Attendance.person_id,
            Attendance.side_id,
            Attendance.role,
            Attendance.capacity,
            Attendance.sector,
            Attendance.affiliation,
            Attendance.naming,
            Attendance.group_label,
            Attendance.group_count,
            Attendance.consent,
            Attendance.consented,
            PersonName.language,
            PersonName.printed,
            SessionModerator.session_id,
        )
        .select_from(Attendance)
        .outerjoin(PersonName, PersonName.person_id == Attendance.person_id)
        .outerjoin(SessionModerator, SessionModerator.attendance_id == Attendance.id)
        .where(Attendance.round_id == meeting.id)
        .order_by(Attendance.id, PersonName.id)
    )
    lines: dict[int, AttendeeLine] = {}
    for row in rows:
        line = lines.setdefault(row[0], AttendeeLine(*row[:12]))
        if row[12] is not None:
            line.names[NameLine(row[12], row[13])] = None
        if row[14] is not None:
            line.moderates.add(row[14])
    by_id = {side.id: side for side in sides}
    for line in lines.values():
        line.side = by_id.get(line.side_id or 0)
    return list(lines.values())


def before_and_after(db: Session, meeting: Round) -> tuple[Any, Any]:
    """The rounds before and after this one in its dialogue: `ref` and `number`, or None."""
    happened = sa.type_coerce(Round.happened, sa.String)
    every = sa.select(Round.ref, Round.number, happened.label("happened")).where(
        Round.dialogue_id == meeting.dialogue_id
    )
    rounds = in_order(db.execute(every).all())
    place = next(place for place, one in enumerate(rounds) if one.ref == meeting.ref)
    return rounds[place - 1] if place else None, next(iter(rounds[place + 1 :]), None)


@dataclass(frozen=True)
class Bench:
    """One side's roster; with nobody on it, it was not recorded."""

    attendees: Sequence[AttendeeLine]

    def tally(self, printed: Mapping[int, Printed]) -> Tally:
        """How many they are; `printed`, by the line, is what the audience is shown of each."""
        return tally_of(printed[line.id] for line in self.attendees)


class Benches(dict[int | None, Bench]):
    """The roster of a round by side."""

    def tally(self, printed: Mapping[int, Printed]) -> Tally:
        """Of all benches; those that were not recorded are not in it."""
        return sum((bench.tally(printed) for bench in self.values()), Tally())

    @property
    def are_all_recorded(self) -> bool:
        return all(bench.attendees for bench in self.values())


def benches(roster: Sequence[AttendeeLine], sides: Sequence[int]) -> Benches:
    """The roster by side, every side there whether or not its roster was recorded."""
    by_side: dict[int | None, list[AttendeeLine]] = {side: [] for side in sides}
    for line in roster:
        by_side.setdefault(line.side_id, []).append(line)
    return Benches({side: Bench(lines) for side, lines in by_side.items()})
