"""What is on record of the round that some notes speak of, and of all that they refer to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.actions.models import Action, ActionOwner, ActionUpdate
from app.attendance.matching import Roll, roll_of
from app.consensus.models import ConsensusItem, Wording
from app.dialogues.models import Dialogue, Side
from app.localized import EMPTY
from app.notes.notation import Entry, ItemNote, LinkNote, Notes, ReportNote
from app.people.models import Institution, Person
from app.people.queries import institutions
from app.records.models import Record, Source
from app.rounds.models import (
    AgendaTopic,
    Attendance,
    DialogueSession,
    Round,
    SessionModerator,
)
from app.topics.models import Topic
from app.trace.ends import sides_for, sources_for
from app.trace.models import TraceLink

# No round refers to more; a database takes so many values in one statement, and not any number.
MOST_REFERENCES = 5_000
REFERENCE = re.compile(r"(?:(?P<slug>[^/\s]+)/)?(?P<ref>[^/\s]{2,60})")


@dataclass
class OnRecord:
    """Everything a preview compares notes with: as far as the viewer may read it, loaded once.

    `items` and `actions` hold those of the round and, by their references, those of others that
    the notes name; `wordings` of these come with positions. `records` are all that is referred
    to, by slug and reference.
    """

    dialogue: Dialogue
    meeting: Round | None
    roll: Roll
    sides: Sequence[Side] = ()
    sessions: Sequence[DialogueSession] = ()
    topics: Sequence[AgendaTopic] = ()
    items: Sequence[ConsensusItem] = ()
    actions: Sequence[Action] = ()
    attendances: Sequence[Attendance] = ()
    tree: Sequence[Topic] = ()
    institutions: Sequence[Institution] = ()
    links: Sequence[TraceLink] = ()
    sources: Sequence[Source] = ()
    sides_anywhere: Sequence[Side] = ()
    records: dict[tuple[str, str], Record] = field(default_factory=dict)

    def is_here(self, record: Record) -> bool:
        """Whether the record was made at this very round."""
        return self.meeting is not None and record.meeting_id == self.meeting.id

    def record_called(self, reference: str) -> Record | None:
        return self.records.get(_parts(reference, self.dialogue.slug))


def on_record(db: Session, dialogue: Dialogue, meeting: Round | None, notes: Notes) -> OnRecord:
    """In a number of statements that does not depend on how much the notes say."""
    known = list(dict.fromkeys(_parts(ref, dialogue.slug) for ref in references_in(notes)))
    known = known[:MOST_REFERENCES]
    refs = sorted({ref for slug, ref in known if slug == dialogue.slug})
    records = _records(db, known)
    dialogues = {dialogue.id, *(record.dialogue_id for record in records.values())}
    return OnRecord(
        dialogue=dialogue,
        meeting=meeting,
        roll=roll_of(db),
        sides=dialogue.sides,
        sessions=_sessions(db, meeting),
        topics=_topics(db, meeting),
        items=_items(db, dialogue, meeting, refs),
        actions=_actions(db, dialogue, meeting, refs),
        attendances=_attendances(db, meeting),
        tree=db.scalars(sa.select(Topic).order_by(Topic.code)).all(),
        institutions=institutions(db),
        links=_links(db, dialogue, meeting, refs),
        sources=sources_for(db, dialogues),
        sides_anywhere=sides_for(db, dialogues),
        records=records,
    )


def _parts(reference: str, slug: str) -> tuple[str, str]:
    found = REFERENCE.fullmatch(reference.strip())
    if not found:
        return "", ""
    return found["slug"] or slug, found["ref"]


def references_in(notes: Notes) -> Iterator[str]:
    """Every reference that the notes name, in whatever capacity."""
    for held in notes.sessions:
        yield from (held.ref, *_linked(held.links))
        for topic in held.topics:
            yield from (topic.ref, *_linked(topic.links))
            for entry in topic.entries:
                yield from _named_in(entry)


def _named_in(entry: Entry) -> Iterator[str]:
    yield entry.ref
    if not isinstance(entry, ReportNote):
        yield from _linked(entry.links)
    if isinstance(entry, ItemNote):
        below: list[Entry] = [*entry.parts, *entry.actions]
        for one in below:
            yield from _named_in(one)


def _linked(links: Sequence[LinkNote]) -> Iterator[str]:
    yield from (one.ref for one in links)


def _records(db: Session, known: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Record]:
    slugs = sorted({slug for slug, _ref in known if slug})
    refs = sorted({ref for _slug, ref in known if ref})
    found = db.scalars(
        sa.select(Record)
        .join(Record.dialogue)
        .where(Dialogue.slug.in_(slugs), Record.ref.in_(refs))
        .options(joinedload(Record.dialogue))
    )
    return {(record.dialogue.slug, record.ref): record for record in found}


def _at(model: Any, meeting: Round | None) -> sa.ColumnElement[bool]:
    return model.meeting_id == (meeting.id if meeting else -1)


def _sessions(db: Session, meeting: Round | None) -> Sequence[DialogueSession]:
    """A round that is not logged yet will have a first one, without a title."""
    if meeting is None:
        return [DialogueSession(ref="", title=EMPTY)]
    return db.scalars(
        sa.select(DialogueSession)
        .where(_at(DialogueSession, meeting))
        .options(
            selectinload(DialogueSession.moderators)
            .joinedload(SessionModerator.attendance)
            .joinedload(Attendance.person)
            .selectinload(Person.names)
        )
        .order_by(DialogueSession.position, DialogueSession.id)
    ).all()


def _topics(db: Session, meeting: Round | None) -> Sequence[AgendaTopic]:
    return db.scalars(
        sa.select(AgendaTopic)
        .where(_at(AgendaTopic, meeting))
        .options(selectinload(AgendaTopic.topics))
        .order_by(AgendaTopic.position, AgendaTopic.id)
    ).all()


def _attendances(db: Session, meeting: Round | None) -> Sequence[Attendance]:
    return db.scalars(
        sa.select(Attendance)
        .where(Attendance.round_id == (meeting.id if meeting else -1))
        .options(joinedload(Attendance.person).selectinload(Person.names))
        .order_by(Attendance.id)
    ).all()


def _named(model: Any, dialogue: Dialogue, refs: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.and_(model.dialogue_id == dialogue.id, model.ref.in_(refs))


def _items(
    db: Session, dialogue: Dialogue, meeting: Round | None, refs: Sequence[str]
) -> Sequence[ConsensusItem]:
    """In the order of recording; also those of other rounds that were reworded at this one."""
    settled_here = sa.select(Wording.item_id).where(
        Wording.settled_at_id == (meeting.id if meeting else -1)
    )
    return db.scalars(
        sa.select(ConsensusItem)
        .where(
            sa.or_(
                _at(ConsensusItem, meeting),
                _named(ConsensusItem, dialogue, refs),
                ConsensusItem.id.in_(settled_here),
            )
        )
        .options(
            selectinload(ConsensusItem.topics),
            selectinload(ConsensusItem.wordings).options(
                selectinload(Wording.positions), selectinload(Wording.renderings)
            ),
        )
        .order_by(ConsensusItem.id)
    ).all()


def _actions(
    db: Session, dialogue: Dialogue, meeting: Round | None, refs: Sequence[str]
) -> Sequence[Action]:
    """In the order of recording; also those of other rounds that were reported on at this one."""
    reported_here = sa.select(ActionUpdate.action_id).where(
        ActionUpdate.reported_at_id == (meeting.id if meeting else -1)
    )
    return db.scalars(
        sa.select(Action)
        .where(
            sa.or_(
                _at(Action, meeting),
                _named(Action, dialogue, refs),
                Action.id.in_(reported_here),
            )
        )
        .options(
            selectinload(Action.owners).options(
                joinedload(ActionOwner.institution),
                joinedload(ActionOwner.person).selectinload(Person.names),
            ),
            selectinload(Action.updates),
        )
        .order_by(Action.id)
    ).all()


def _links(
    db: Session, dialogue: Dialogue, meeting: Round | None, refs: Sequence[str]
) -> Sequence[TraceLink]:
    """Those that lead to the round's records, and to those that the notes name."""
    later = aliased(Record)
    return db.scalars(
        sa.select(TraceLink)
        .join(TraceLink.later.of_type(later))
        .where(sa.or_(_at(later, meeting), _named(later, dialogue, refs)))
        .options(
            joinedload(TraceLink.earlier).joinedload(Record.dialogue),
            joinedload(TraceLink.source),
            joinedload(TraceLink.reported_by),
        )
        .order_by(TraceLink.id)
    ).all()
