"""What the database holds, as the entries of a dialogue file, in the order of an export.

The number of statements does not depend on that of the rows.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer
from sqlalchemy.orm.attributes import set_committed_value

from app.actions.models import ActionOwner
from app.consensus.models import ConsensusItemTopic, Position, Wording
from app.db import Base
from app.dialogues.models import Dialogue, Side
from app.exchange.entries import ORDER, RECORD_KINDS, TYPES, Entries, Entry, Identity
from app.exchange.fields import Fact, Keys
from app.exchange.sorting import in_order
from app.groups.models import WorkingGroupMeeting
from app.handovers.models import Expectation, HandoverPaper, HandoverWording
from app.matters.models import MatterRecord, MatterTopic
from app.people.models import Affiliation, Institution, Person, PersonName, TeamMember
from app.records.models import Citation, DocumentFile, Record, Source
from app.rounds.models import (
    AgendaTopicTopic,
    Attendance,
    AttendanceInstitution,
    SessionModerator,
)
from app.topics.models import Topic
from app.trace.models import TraceLink

FACTS = (Record.kind, Record.happened, Record.revision)

# What stands in one dialogue and is about a record that may belong to another.
ABOUT_OTHERS = (("gathered", "record_id"), ("expectations", "record_id"))

# The sort of entry that a list holds, where it is called otherwise.
SORT_OF = {"meetings": "rounds"}

# More keys than this in one statement are no longer looked for: all rows are read.
MANY = 1000


@dataclass(frozen=True)
class Scope:
    """The dialogues that are read whole; those of which only the keys are; and whom else."""

    dialogues: Collection[int]
    keys_of: Collection[int]
    people: Collection[str] = ()
    institutions: Collection[str] = ()
    # Whether the bytes of the papers are read, too.
    bytes: bool = False


@dataclass(frozen=True)
class Stock:
    entries: Entries
    keys: Keys


def stock(db: Session, scope: Scope) -> Stock:
    keys = _keys(db, scope)
    found: Entries = {word: [] for word in ORDER}
    identity, by_id = Identity(), dict[tuple[str, int], Entry]()
    rows = _rows(db, scope)
    _fill_lists(db, scope, rows)
    # Asked of both ends at once, SQLite tries every pair of records.
    for word, attr in (("links", "later_id"), *ABOUT_OTHERS):
        rows[word] = [row for row in rows[word] if keys.key("records", getattr(row, attr))]
    sides = (expectation.side_id for expectation in rows["expectations"])
    known = {side_id for side_id in sides if keys.key("sides", side_id)}
    rows["expectations"] = [row for row in rows["expectations"] if row.side_id in known]
    keys.topics = {topic.code: topic for topic in rows["topics"]}
    keys.institutions = {each.key: each for each in rows["institutions"]}
    keys.rounds = {keys.key("records", each.id): each for each in rows["rounds"]}
    for word in ORDER:
        for entry in in_order(word, rows[word], by_id, keys):
            if word == "files" and not scope.bytes:
                # Bytes that happened to be loaded: the digest beside them says enough.
                entry.given.pop("content", None)  # type: ignore[attr-defined]
            key = identity.key(word, entry.given, entry.slug, entry.within)
            entry = replace(entry, key=key)
            by_id[word, entry.row_id] = entry
            found[word].append(entry)
            if word == "attendance":
                # The moderators of the sessions, which come later, are named by these.
                keys.add(word, key, entry.row_id)
    return Stock(found, keys)


def _keys(db: Session, scope: Scope) -> Keys:
    """The keys of all that the rows may refer to."""
    keys, slugs = Keys(), {}
    for row_id, slug in db.execute(
        sa.select(Dialogue.id, Dialogue.slug).where(Dialogue.id.in_(scope.keys_of))
    ):
        slugs[row_id] = slug
        keys.add("dialogues", slug, row_id)
    sides = sa.select(Side.id, Side.dialogue_id, Side.code, Side.position)
    for row_id, dialogue_id, code, position in db.execute(
        sides.where(Side.dialogue_id.in_(scope.keys_of))
    ):
        keys.add("sides", (slugs[dialogue_id], code), row_id)
        keys.side_order[row_id] = (position, code)
    sources = sa.select(Source.id, Source.dialogue_id, Source.key)
    for row_id, dialogue_id, key in db.execute(
        sources.where(Source.dialogue_id.in_(scope.keys_of))
    ):
        keys.add("sources", (slugs[dialogue_id], key), row_id)
    records = sa.select(Record.id, Record.dialogue_id, Record.ref, *FACTS)
    for row_id, dialogue_id, ref, kind, happened, revision in db.execute(
        records.where(Record.dialogue_id.in_(scope.keys_of))
    ):
        keys.add("records", (slugs[dialogue_id], ref), row_id)
        keys.facts[slugs[dialogue_id], ref] = Fact(kind, happened, revision)
    wordings = sa.select(Wording.id, Wording.number, Record.dialogue_id, Record.ref)
    of_items = wordings.join(Record, Record.id == Wording.item_id)
    for row_id, number, dialogue_id, ref in db.execute(
        of_items.where(Record.dialogue_id.in_(scope.keys_of))
    ):
        keys.add("wordings", (slugs[dialogue_id], ref, number), row_id)
    for table, model, name, where in (
        ("topics", Topic, Topic.code, sa.true()),
        ("institutions", Institution, Institution.key, _institutions(scope)),
        ("people", Person, Person.key, _people(scope)),
    ):
        for row_id, key in db.execute(sa.select(model.id, name).where(where)):
            keys.add(table, key, row_id)
    return keys


def _people(scope: Scope) -> sa.ColumnElement[bool]:
    """Kept by one of the dialogues, taking part in one, or asked for by key."""
    if len(scope.people) > MANY:
        return sa.true()
    within = Record.dialogue_id.in_(scope.dialogues)
    taking_part = (
        sa.select(Attendance.person_id).join(Record, Record.id == Attendance.round_id),
        sa.select(Position.person_id).join(Record, Record.id == Position.item_id),
        sa.select(ActionOwner.person_id).join(Record, Record.id == ActionOwner.action_id),
    )
    on_team = sa.select(TeamMember.person_id).where(TeamMember.dialogue_id.in_(scope.dialogues))
    return sa.or_(
        Person.key.in_(scope.people),
        Person.dialogue_id.in_(scope.dialogues),
        Person.id.in_(on_team),
        *(Person.id.in_(part.where(within)) for part in taking_part),
    )


def _institutions(scope: Scope) -> sa.ColumnElement[bool]:
    if len(scope.institutions) > MANY or len(scope.people) > MANY:
        return sa.true()
    of_people = sa.select(Affiliation.institution_id).join(Person).where(_people(scope))
    owning = (
        sa.select(ActionOwner.institution_id)
        .join(Record, Record.id == ActionOwner.action_id)
        .where(Record.dialogue_id.in_(scope.dialogues))
    )
    attending = (
        sa.select(AttendanceInstitution.institution_id)
        .join(Attendance, Attendance.id == AttendanceInstitution.attendance_id)
        .join(Record, Record.id == Attendance.round_id)
        .where(Record.dialogue_id.in_(scope.dialogues))
    )
    return sa.or_(
        Institution.key.in_(scope.institutions),
        Institution.id.in_(attending),
        Institution.id.in_(of_people),
        Institution.id.in_(owning),
    )


def _rows(db: Session, scope: Scope) -> dict[str, Sequence[Any]]:
    """The rows of every sort of entry, each whole."""
    rows: dict[str, Sequence[Any]] = {}
    for word in ORDER:
        model: Any = TYPES[word].model
        asked = sa.select(model)
        if word == "files" and scope.bytes:
            asked = asked.options(undefer(DocumentFile.content))
        rows[word] = db.scalars(_narrowed(word, asked, model, scope)).all()
    return rows


def _narrowed(word: str, statement: sa.Select[Any], model: Any, scope: Scope) -> sa.Select[Any]:
    within = Record.dialogue_id.in_(scope.dialogues)
    match word:
        case "institutions":
            return statement.where(_institutions(scope))
        case "people":
            return statement.where(_people(scope))
        case "dialogues":
            return statement.where(Dialogue.id.in_(scope.dialogues))
        case "links":
            ends = sa.select(Record.id).where(Record.dialogue_id.in_(scope.keys_of))
            return statement.where(TraceLink.earlier_id.in_(ends))
        case "expectations":
            return statement.where(Expectation.held_by_id.in_(scope.dialogues))
        case _ if (record_id := _record_of(model)) is not None:
            return statement.join(Record, Record.id == record_id).where(within)
        case "topics":
            return statement
        case _:
            return statement.where(model.dialogue_id.in_(scope.dialogues))


def _record_of(model: Any) -> Any:
    """The column that says to which record a row belongs; None: it is one, or belongs to none."""
    if model is MatterRecord:
        return MatterRecord.matter_id
    return getattr(model, model.belongs_to) if hasattr(model, "belongs_to") else None


def _fill_lists(db: Session, scope: Scope, rows: dict[str, Sequence[Any]]) -> None:
    """Load the lists that belong to rows, each with one statement."""
    records = [row for word in RECORD_KINDS for row in rows[word]]
    of_records = sa.select(Record.id).where(Record.dialogue_id.in_(scope.dialogues))
    people = sa.select(Person.id).where(_people(scope))
    for owners, name, model, owner, where in (
        (rows["people"], "names", PersonName, PersonName.person_id, people),
        (rows["people"], "affiliations", Affiliation, Affiliation.person_id, people),
        (records, "citations", Citation, Citation.record_id, of_records),
        (rows["sessions"], "moderators", SessionModerator, SessionModerator.session_id, of_records),
        (rows["actions"], "owners", ActionOwner, ActionOwner.action_id, of_records),
        (
            rows["handovers"],
            "wordings",
            HandoverWording,
            HandoverWording.handover_id,
            of_records,
        ),
        (rows["handovers"], "papers", HandoverPaper, HandoverPaper.handover_id, of_records),
    ):
        listed: dict[int, list[Any]] = defaultdict(list)
        parts: sa.Select[Any] = sa.select(model).where(owner.in_(where)).order_by(model.id)
        for part in db.scalars(parts):
            listed[getattr(part, owner.key)].append(part)
        _set_lists(owners, name, listed)
    attendances = sa.select(Attendance.id).where(Attendance.round_id.in_(of_records))
    for word, name, owner_id, other_id, among in (
        (
            "agenda",
            "topics",
            AgendaTopicTopic.agenda_topic_id,
            AgendaTopicTopic.topic_id,
            of_records,
        ),
        (
            "consensus",
            "topics",
            ConsensusItemTopic.item_id,
            ConsensusItemTopic.topic_id,
            of_records,
        ),
        ("matters", "topics", MatterTopic.matter_id, MatterTopic.topic_id, of_records),
        (
            "working_groups",
            "meetings",
            WorkingGroupMeeting.group_id,
            WorkingGroupMeeting.round_id,
            of_records,
        ),
        (
            "attendance",
            "institutions",
            AttendanceInstitution.attendance_id,
            AttendanceInstitution.institution_id,
            attendances,
        ),
    ):
        others = {row.id: row for row in rows[SORT_OF.get(name, name)]}
        listed = defaultdict(list)
        for one, other in db.execute(sa.select(owner_id, other_id).where(owner_id.in_(among))):
            listed[one].append(others[other])
        _set_lists(rows[word], name, listed)


def _set_lists(owners: Sequence[Base], name: str, listed: dict[int, list[Any]]) -> None:
    for owner in owners:
        set_committed_value(owner, name, listed.get(owner.id, []))  # type: ignore[attr-defined]
