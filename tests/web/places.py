"""Every address of the application, built with rows that are there."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.accounts.models import User
from app.dialogues.models import Dialogue
from app.gaps.models import AcceptedGap
from app.groups.models import WorkingGroup
from app.matters.models import Matter, MatterRecord
from app.notes.models import NotesDraft
from app.people.models import Affiliation, Institution, Naming, Person, PersonName, TeamMember
from app.records.models import Citation, Disclosure, DocumentFile, Record, RecordKind, Source
from app.rounds.models import Attendance
from app.topics.models import Topic
from app.trace.models import OFFICIAL, TraceLink

KINDS = {
    "RoundReference": RecordKind.ROUND,
    "SessionReference": RecordKind.SESSION,
    "TopicReference": RecordKind.AGENDA_TOPIC,
    "ItemReference": RecordKind.CONSENSUS_ITEM,
    "ActionReference": RecordKind.ACTION,
    "DocumentReference": RecordKind.DOCUMENT,
    "GroupReference": RecordKind.WORKING_GROUP,
    "HandoverReference": RecordKind.HANDOVER,
    "MatterReference": RecordKind.MATTER,
}
# What an address chooses among.
CHOSEN = {"sheet": "agenda", "format_": "md"}
# Whose talks are looked back on.
TALKS = "harbour-talks"
# A gap of a dialogue that nobody accepted: a round that was held, and not confirmed.
NOT_CONFIRMED = {"harbour-dialogue": "round-not-confirmed:wg-scenarios-2023"}
FROM_WIDE_TO_NARROW = [
    Disclosure.PUBLIC,
    Disclosure.PARTICIPANTS,
    Disclosure.SECRETARIAT,
    Disclosure.SIDE,
]
LEVELS = {
    Naming.PUBLIC: Disclosure.PUBLIC,
    Naming.PARTICIPANTS: Disclosure.PARTICIPANTS,
    Naming.ROLE_AND_SIDE: Disclosure.SECRETARIAT,
    Naming.COUNTED: Disclosure.SECRETARIAT,
}


def narrower(one: Disclosure, other: Disclosure) -> Disclosure:
    return max(one, other, key=FROM_WIDE_TO_NARROW.index)


@dataclass(frozen=True)
class Place:
    """One address: of which endpoint, in which dialogue, and at what level its rows are read."""

    endpoint: str
    methods: frozenset[str]
    arguments: dict[str, Any] = field(hash=False)
    dialogue: Dialogue | None
    level: Disclosure
    url: str


def places(app: Flask, db: Session, slugs: Collection[str]) -> list[Place]:
    """One address for each endpoint, level and, of these, dialogue where there is one."""
    found: dict[Any, Place] = {}
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            for arguments, dialogue, level in _arguments(rule, db):
                key = rule.rule, dialogue, level
                wanted = {*slugs, TALKS} if _is_of_talks(rule) else slugs
                if key not in found and (dialogue is None or dialogue.slug in wanted):
                    _subdomain, url = rule.build(arguments)  # type: ignore[misc]
                    asked = asked_at(rule.endpoint, arguments, db)
                    url = f"{url}?{urlencode(asked)}" if asked else url
                    methods = frozenset(rule.methods or ()) & {"GET", "POST"}
                    place = Place(rule.endpoint, methods, arguments, dialogue, level, url)
                    found[key] = place
    return list(found.values())


def _is_of_talks(rule: Rule) -> bool:
    return rule.endpoint.startswith(("briefs.", "review_sheets."))


Arguments = tuple[dict[str, Any], Dialogue | None, Disclosure]


def _arguments(rule: Rule, db: Session) -> Iterator[Arguments]:
    wanted = frozenset(rule.arguments)
    if "person_id" in wanted:
        yield from _of_people(wanted, db)
    elif "ref" in wanted:
        yield from _of_records(rule, wanted, db)
    elif "dialogue" in wanted:
        yield from _of_dialogues(rule, wanted, db)
    else:
        yield from _of_the_house(wanted, db)


def _of_the_house(wanted: frozenset[str], db: Session) -> Iterator[Arguments]:
    """Pages about no dialogue. The samples' institutions are known through public people."""
    rows = {
        "institution_id": lambda: db.scalar(
            sa.select(Institution.id).where(Institution.key == "ciss")
        ),
        "user_id": lambda: db.scalar(sa.select(User.id).where(User.sign_in_name == "spare")),
        "code": lambda: db.scalar(sa.select(Topic.code).where(Topic.code == "AS-1")),
    }
    rows["secret"] = lambda: "unknown"
    yield {name: rows[name]() for name in wanted}, None, Disclosure.PUBLIC


def _of_dialogues(rule: Rule, wanted: frozenset[str], db: Session) -> Iterator[Arguments]:
    spare = db.scalar(sa.select(User.id).where(User.sign_in_name == "spare"))
    for dialogue in db.scalars(sa.select(Dialogue).order_by(Dialogue.id)):
        values = {"dialogue": dialogue.slug, "code": dialogue.sides[0].code, "format_": "md"}
        source = sa.select(Source.id).where(Source.dialogue_id == dialogue.id)
        member = sa.select(TeamMember.id).where(TeamMember.dialogue_id == dialogue.id)
        draft = sa.select(NotesDraft.user_id).where(NotesDraft.dialogue_id == dialogue.id)
        typed = db.scalar(draft.where(NotesDraft.meeting_id.is_(None)))
        rows = {"user_id": spare, "source_id": db.scalar(source), "member_id": db.scalar(member)}
        known, level = values | rows, Disclosure.PUBLIC
        if rule.endpoint == "drafts.show_of_new_round":
            known, level = known | {"user_id": typed}, Disclosure.SECRETARIAT
        if all(known[name] is not None for name in wanted):
            yield {name: known[name] for name in wanted}, dialogue, level


def _of_records(rule: Rule, wanted: frozenset[str], db: Session) -> Iterator[Arguments]:
    kind = KINDS.get(type(rule._converters["ref"]).__name__)
    parts = {
        "attendance_id": partial(_attendances, db),
        "citation_id": partial(_citations, db),
        "link_id": partial(_links, db),
        "meeting": _meetings_of_group,
        "number": partial(_files, db),
        "user_id": partial(_drafts, db),
    }
    asked = sa.select(Record).order_by(Record.id)
    for record in db.scalars(asked.where(Record.kind == kind) if kind else asked):
        # Any secretariat may hold what it expects of talks; here, the one that keeps their record.
        slug = record.dialogue.slug
        known = {"dialogue": slug, "ref": record.ref, "talks": slug}
        known = {name: value for name, value in known.items() if name in wanted}
        if _is_of_talks(rule) and record.dialogue.track not in OFFICIAL:
            continue
        known |= {name: CHOSEN[name] for name in wanted & CHOSEN.keys()}
        [more] = [*(wanted - known.keys())] or [None]
        if more is None:
            yield known, record.dialogue, record.disclosure
        else:
            for part, level in parts[more](record):
                yield known | {more: part}, record.dialogue, level


def _attendances(db: Session, record: Record) -> Iterator[tuple[int, Disclosure]]:
    for number in db.scalars(sa.select(Attendance.id).where(Attendance.round_id == record.id)):
        yield number, record.disclosure


def _citations(db: Session, record: Record) -> Iterator[tuple[int, Disclosure]]:
    for number in db.scalars(sa.select(Citation.id).where(Citation.record_id == record.id)):
        yield number, record.disclosure


def _drafts(db: Session, record: Record) -> Iterator[tuple[int, Disclosure]]:
    """Whose draft it is: the secretariat reads it where it reads the round."""
    asked = sa.select(NotesDraft.user_id).where(NotesDraft.meeting_id == record.id)
    for number in db.scalars(asked):
        yield number, narrower(record.disclosure, Disclosure.SECRETARIAT)


def _files(db: Session, record: Record) -> Iterator[tuple[int, Disclosure]]:
    for number in db.scalars(
        sa.select(DocumentFile.number).where(DocumentFile.document_id == record.id)
    ):
        yield number, record.disclosure


def _links(db: Session, record: Record) -> Iterator[tuple[int, Disclosure]]:
    """A link is read where both its ends are."""
    for link in db.scalars(sa.select(TraceLink).where(TraceLink.earlier_id == record.id)):
        yield link.id, narrower(link.earlier.disclosure, link.later.disclosure)


def _meetings_of_group(record: Record) -> Iterator[tuple[str, Disclosure]]:
    assert isinstance(record, WorkingGroup)
    for meeting in record.meetings:
        yield meeting.ref, narrower(record.disclosure, meeting.disclosure)


def _of_people(wanted: frozenset[str], db: Session) -> Iterator[Arguments]:
    for person in db.scalars(sa.select(Person).order_by(Person.id)):
        named = db.scalars(sa.select(Attendance).where(Attendance.person_id == person.id))
        levels = [narrower(LEVELS[one.naming], one.round.disclosure) for one in named]
        on_team = db.scalars(sa.select(TeamMember).where(TeamMember.person_id == person.id))
        levels += [LEVELS[one.naming] for one in on_team]
        level = min(levels, key=FROM_WIDE_TO_NARROW.index, default=Disclosure.SECRETARIAT)
        name = db.scalar(sa.select(PersonName.id).where(PersonName.person_id == person.id))
        post = db.scalar(sa.select(Affiliation.id).where(Affiliation.person_id == person.id))
        rows = {"person_id": person.id, "name_id": name, "affiliation_id": post}
        if all(rows[each] is not None for each in wanted):
            yield {each: rows[each] for each in wanted}, person.dialogue, level


def asked_at(endpoint: str, arguments: dict[str, Any], db: Session) -> dict[str, str]:
    """What an address names behind its question mark, where there is no page without it."""
    match endpoint.split("."):
        case ["matters", "add_to_matter"]:
            return {"record": "R1"}
        case ["matters", "set_stage" | "remove_record"]:
            here = Matter.ref == arguments["ref"], Dialogue.slug == arguments["dialogue"]
            entry = db.scalars(
                sa.select(MatterRecord)
                .join(MatterRecord.matter)
                .join(Matter.dialogue)
                .where(*here)
                .order_by(MatterRecord.record_id)
            ).first()
            return {"record": f"{entry.record.dialogue.slug}/{entry.record.ref}"} if entry else {}
        case ["gaps", "withdraw_acceptance"]:
            accepted = sa.select(AcceptedGap.key).join(
                Dialogue, Dialogue.id == AcceptedGap.dialogue_id
            )
            kept = accepted.where(Dialogue.slug == arguments["dialogue"]).order_by(AcceptedGap.id)
            return {"gap": db.scalars(kept).first() or ""}
        case ["gaps", "accept_gap" | "act_on_gap"]:
            return {"gap": NOT_CONFIRMED.get(arguments["dialogue"], "round-not-confirmed:R1")}
    return {}
