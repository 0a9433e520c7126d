"""Who may read what, said a second time, in Python, over a record that holds every case."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.actions.models import ActionOwner
from app.audit.models import AuditEntry, AuditHead
from app.consensus.models import ConsensusItem, Wording
from app.db import Base
from app.dialogues.models import Dialogue, Side, Track
from app.gaps.models import AcceptedGap, GapVisit
from app.handovers.models import Expectation
from app.matters.models import MatterRecord, MatterTopic, Stage
from app.notes.models import NotesDraft
from app.people.models import Affiliation, Institution, Naming, Person, PersonName, TeamMember
from app.reading import NOBODY, THE_HOUSE, PartOfRecord, Viewer
from app.records.models import Disclosure, Record, Source
from app.rounds.models import Attendance, AttendanceInstitution
from app.topics.models import Topic
from app.trace.models import Basis, TraceLink
from tests.make import NOW, Make

# A mapped class, or an alias of one.
Model = Any


class Oracle:
    """All rows of a database, and the rule of each. It must be asked before anything changes."""

    def __init__(self, db: Session) -> None:
        self.db = db
        mapped = [mapper.class_ for mapper in Base.registry.mappers]
        self.models: list[type[Base]] = sorted(mapped, key=lambda model: model.__name__)
        self.rows: dict[type[Base], list[Any]] = {
            model: list(db.scalars(sa.select(model))) for model in self.models
        }
        self.records: dict[int, Record] = {row.id: row for row in self.rows[Record]}
        self.rules: dict[type, Callable[[Viewer, Any], bool]] = {
            Record: self.record,
            Expectation: lambda viewer, row: (
                row.held_by_id in viewer.secretariat_of and self.of(viewer, row.record_id)
            ),
            PartOfRecord: lambda viewer, row: self.of(viewer, getattr(row, row.belongs_to)),
            Dialogue: lambda viewer, row: self.dialogue(viewer, row.id),
            Side: lambda viewer, row: self.dialogue(viewer, row.dialogue_id),
            Topic: lambda viewer, row: viewer.signed_in,
            Person: lambda viewer, row: self.person(viewer, row.id),
            PersonName: lambda viewer, row: self.person(viewer, row.person_id),
            Affiliation: lambda viewer, row: self.person(viewer, row.person_id),
            Institution: self.institution,
            TeamMember: self.team_member,
            Source: self.source,
            TraceLink: lambda viewer, row: (
                self.of(viewer, row.earlier_id) and self.of(viewer, row.later_id)
            ),
            AttendanceInstitution: self.attendance_institution,
            NotesDraft: lambda viewer, row: (
                row.dialogue_id in viewer.secretariat_of
                and (row.meeting_id is None or self.of(viewer, row.meeting_id))
            ),
            AuditEntry: self.audit_entry,
            MatterTopic: lambda viewer, row: self.of(viewer, row.matter_id),
            MatterRecord: lambda viewer, row: (
                self.of(viewer, row.matter_id) and self.of(viewer, row.record_id)
            ),
            AcceptedGap: lambda viewer, row: row.dialogue_id in viewer.secretariat_of,
            GapVisit: lambda viewer, row: row.dialogue_id in viewer.secretariat_of,
        }

    def may_read(self, viewer: Viewer, row: Base) -> bool:
        rule = next((rule for model, rule in self.rules.items() if isinstance(row, model)), None)
        return viewer.sees_everything or rule is None or rule(viewer, row)

    def readable(self, viewer: Viewer, model: type[Base]) -> set[Any]:
        return {key(row) for row in self.rows[model] if self.may_read(viewer, row)}

    def record(self, viewer: Viewer, row: Record) -> bool:
        match row.disclosure:
            case Disclosure.SIDE:
                return row.side_id in viewer.own_sides
            case Disclosure.SECRETARIAT:
                return row.dialogue_id in viewer.secretariat_of
            case Disclosure.PARTICIPANTS:
                return row.dialogue_id in viewer.participant_of
            case _:
                return viewer.signed_in

    def of(self, viewer: Viewer, record_id: int) -> bool:
        return self.record(viewer, self.records[record_id])

    def dialogue(self, viewer: Viewer, dialogue_id: int) -> bool:
        public = any(
            row.dialogue_id == dialogue_id and row.disclosure is Disclosure.PUBLIC
            for row in self.records.values()
        )
        return dialogue_id in viewer.participant_of or (public and viewer.signed_in)

    def named(self, viewer: Viewer, naming: Naming, dialogue_id: int, *, known: bool) -> bool:
        member = dialogue_id in viewer.participant_of
        wide = naming is Naming.PUBLIC and viewer.signed_in
        return dialogue_id in viewer.secretariat_of or (
            known and (wide or (naming is Naming.PARTICIPANTS and member))
        )

    def person(self, viewer: Viewer, person_id: int) -> bool:
        [card] = [row for row in self.rows[Person] if row.id == person_id]
        attended = [
            self.named(
                viewer,
                row.naming,
                self.records[row.round_id].dialogue_id,
                known=self.of(viewer, row.round_id),
            )
            for row in self.rows[Attendance]
            if row.person_id == person_id
        ]
        on_team = [
            self.named(viewer, row.naming, row.dialogue_id, known=viewer.signed_in)
            for row in self.rows[TeamMember]
            if row.person_id == person_id
        ]
        return card.dialogue_id in viewer.secretariat_of or any((*attended, *on_team))

    def attendance_institution(self, viewer: Viewer, row: AttendanceInstitution) -> bool:
        [attended] = [one for one in self.rows[Attendance] if one.id == row.attendance_id]
        meeting = self.records[attended.round_id]
        known = self.record(viewer, meeting)
        return self.named(viewer, attended.naming, meeting.dialogue_id, known=known)

    def institution(self, viewer: Viewer, row: Institution) -> bool:
        return bool(viewer.secretariat_of) or any(
            self.person(viewer, post.person_id)
            for post in self.rows[Affiliation]
            if post.institution_id == row.id
        )

    def team_member(self, viewer: Viewer, row: TeamMember) -> bool:
        wide = row.naming is Naming.PUBLIC and viewer.signed_in
        return row.dialogue_id in viewer.participant_of or wide

    def source(self, viewer: Viewer, row: Source) -> bool:
        citing = [record for record in self.records.values() for it in record.citations
                  if it.source_id == row.id]  # fmt: skip
        return row.dialogue_id in viewer.participant_of or any(
            self.record(viewer, record) for record in citing
        )

    def audit_entry(self, viewer: Viewer, row: AuditEntry) -> bool:
        if row.dialogue_id is None:
            return viewer.administers
        theirs = row.dialogue_id in viewer.secretariat_of
        return theirs and (row.record_id is None or self.of(viewer, row.record_id))


def keys(model: Model) -> list[Any]:
    """The columns of a class's, or its alias's, primary key."""
    mapper = sa.inspect(model).mapper
    return [getattr(model, mapper.get_property_by_column(it).key) for it in mapper.primary_key]


def bare(rows: Any) -> list[Any]:
    return [row[0] if len(row) == 1 else tuple(row) for row in rows]


def key(row: Any) -> Any:
    found = sa.inspect(row).identity
    return found[0] if len(found) == 1 else tuple(found)


def viewers(db: Session) -> Iterator[tuple[str, Viewer]]:
    """Every kind of viewer of the dialogue `many`, which `fill` makes, and some of others."""
    many, talks, hidden = db.scalars(sa.select(Dialogue).order_by(Dialogue.id))
    first, second = many.sides
    of_many = frozenset({many.id})
    yield "nobody", NOBODY
    yield "outsider", Viewer()
    yield "admin", Viewer(administers=True)
    yield "reader", Viewer(participant_of=of_many)
    yield "secretariat", Viewer(participant_of=of_many, secretariat_of=of_many)
    for side in (first, second):
        yield (
            f"secretariat of {side.code}",
            Viewer(participant_of=of_many, secretariat_of=of_many, own_sides=frozenset({side.id})),
        )
    elsewhere = frozenset({talks.id, hidden.id})
    yield "secretariat of others", Viewer(participant_of=elsewhere, secretariat_of=elsewhere)
    yield "house", THE_HOUSE


def fill(make: Make) -> None:
    """Records of all levels, at meetings of other levels, with people of all naming levels."""
    many = make.dialogue(slug="many")
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT, sides=("AV", "SN"))
    hidden = make.dialogue(slug="hidden", sides=("AV",))
    levels = [
        {"disclosure": level, "side": side}
        for level in Disclosure
        for side in (many.sides if level is Disclosure.SIDE else [None])
    ]
    meetings = [make.round(dialogue=many, **level) for level in levels]
    later = [make.round(dialogue=talks, disclosure=level) for level in list(Disclosure)[1:]]
    kept = make.round(dialogue=hidden, disclosure=Disclosure.SECRETARIAT)
    item = None
    for number, meeting in enumerate(meetings):
        turn = [levels[(number + shift) % len(levels)] for shift in range(5)]
        people = attend(make, meeting, cards=many if number % 2 else hidden)
        session = make.session(meeting=meeting, **turn[0])
        make.moderator(session=session, attendance=meeting.attendances[0])
        topic = make.agenda_topic(session=session, **turn[1])
        topic.topics.append(make.topic())
        parent = {"parent_id": item.id} if item else {}
        item = make.consensus_item(agenda_topic=topic, endorsed_by_all=True, **parent, **turn[2])
        item.topics.append(make.topic())
        wording = make.wording(item=item, text="The sides [shall] agree.")
        make.rendering(wording=wording)
        make.bracket_note(wording=wording, side=many.sides[0])
        met = [meetings[number - 1], kept]
        make.working_group(meeting=meeting, origin=item, meetings=met, **turn[4])
        action = make.action(meeting=meeting, origin=item, owners=[*people, "Group"], **turn[3])
        make.action_update(action=action, reported_at=meeting)
        paper = make.document(meeting=meeting, **turn[4])
        make.document_file(document=paper)
        make.notes_draft(meeting=meeting)
        make.citation(record=paper, source=make.source(dialogue=hidden))
        make.citation(record=item)
        for other in (*later, kept):
            make.link(earlier=item, later=other)
        make.link(earlier=paper, later=item)
    passed_on(make, many, [*meetings, *later, kept])
    for naming in Naming:
        make.team_member(dialogue=many, naming=naming, person=make.person(dialogue=hidden))
        make.team_member(dialogue=hidden, naming=naming)
    make.source(dialogue=hidden)
    make.membership(dialogue=many)
    make.notes_draft(meeting=None, dialogue=many)
    make.calendar_feed(dialogue=many)
    make.db.add(AuditHead(id=1))
    trail(make, [(None, None), (many.id, None), *((many.id, row.id) for row in meetings)])
    make.db.flush()
    assert make.db.scalar(sa.select(sa.func.count(ActionOwner.id)))


def passed_on(make: Make, many: Dialogue, meetings: list[Any]) -> None:
    """Between the tracks: of every level, about every meeting."""
    talks = meetings[-1].dialogue
    before = None
    for number, meeting in enumerate(meetings):
        level = {"disclosure": list(Disclosure)[1:][number % 3]}
        wordings = make.db.scalars(
            sa.select(Wording).join(Wording.item).where(ConsensusItem.meeting_id == meeting.id)
        )
        paper = make.document(meeting=meeting, **level)
        before = make.handover(
            dialogue=many, meant_for=meeting, answers=before, wordings=wordings, papers=[paper],
            from_side=many.sides[0], to_side=many.sides[1], source=make.source(dialogue=many),
            **level,
        )  # fmt: skip
        make.link(
            earlier=paper, later=meeting, basis=Basis.DOCUMENTED, source=None, evidence=before
        )
        for held_by in (many, talks):
            make.expectation(record=meeting, held_by=held_by)
        matter = make.matter(dialogue=many, topics=[make.topic()], **level)
        for record in (meeting, paper, before):
            make.matter_record(matter=matter, record=record, stage=Stage.TALKS)
    for dialogue in (many, talks):
        make.accepted_gap(dialogue=dialogue)
        make.gap_visit(dialogue=dialogue)


def attend(make: Make, meeting: Any, *, cards: Dialogue) -> list[Person]:
    people = [make.person(dialogue=cards) for _naming in Naming]
    for naming, person in zip(Naming, people, strict=True):
        attendance = make.attendance(round=meeting, person=person, naming=naming)
        attendance.institutions.append(make.affiliation(person=person).institution)
    make.attendance(round=meeting, group="a few", naming=Naming.COUNTED)
    return people


def trail(make: Make, of: list[tuple[int | None, int | None]]) -> None:
    for serial, (dialogue, record) in enumerate(of, start=1):
        make.db.add(
            AuditEntry(
                serial=serial,
                at=NOW,
                actor_name="Somebody",
                action="thing.done",
                subject="thing",
                subject_id=serial,
                dialogue_id=dialogue,
                record_id=record,
                previous=f"digest {serial - 1}",
                digest=f"digest {serial}",
            )
        )
