"""The dialogue file: dialogues as a text that a person can read and another house can import."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.actions.models import Action
from app.consensus.models import Wording
from app.dialogues.models import Dialogue, Side
from app.exchange.entries import Entries, Entry, meeting_of
from app.exchange.record_shape import FILE
from app.exchange.shape import Type
from app.exchange.stock import Scope, stock
from app.handovers.models import Expectation, Handover, HandoverPaper, HandoverWording
from app.matters.models import MatterRecord
from app.records.models import Record, Source
from app.trace.models import TraceLink

VERSION = 1

Pair = sa.Select[*tuple[Any, ...]]


def dialogue_file(db: Session, dialogues: Sequence[Dialogue]) -> dict[str, Any]:
    """All that is on record of the dialogues, with the topics, institutions and people in them.

    What would need another dialogue to be understood is left out: a link with an end, a source,
    evidence or a side there, an expectation of talks there, what a matter gathers from there, the
    origin of an action. `family_of` says which dialogues hold together. A
    person whose card is kept elsewhere is said to be kept by the first of these dialogues that
    names them. Dialogues, institutions, people and sources are in the order of their keys; topics,
    sides, sessions and agenda topics in their own; rounds by date (an unknown one first), number
    and reference; other records by date and reference; links by their ends; expectations by what
    they are about; accepted gaps by their keys.
    """
    ids = [dialogue.id for dialogue in dialogues]
    held = stock(db, Scope(dialogues=ids, keys_of=ids, bytes=True)).entries
    held["topics"] = _used_topics(held)
    held["links"] = [link for link in held["links"] if _stands_alone(link)]
    met = {entry.key: entry.given.get("happened") for entry in held["rounds"]}
    keepers = _keepers(held)
    parts: dict[Entry | None, list[Entry]] = defaultdict(list)
    for found in held.values():
        for entry in found:
            parts[entry.within].append(entry)

    def written(entry: Entry) -> dict[str, Any]:
        given = dict(entry.given)
        if entry.word == "people" and "kept_by" not in given:
            given = {"key": given.pop("key"), "kept_by": keepers[entry.key], **given}
        if given.get("happened") == met.get((entry.slug, meeting_of(entry)), ""):
            del given["happened"]
        return given | lists(entry.type.parts, parts[entry])

    def lists(types: Sequence[Type], entries: Sequence[Entry]) -> dict[str, Any]:
        listed: dict[str, list[Any]] = {what.word: [] for what in types}
        for entry in entries:
            listed[entry.word].append(written(entry))
        always = {what.word for what in types if what.always}
        return {word: found for word, found in listed.items() if found or word in always}

    return {"throughline": VERSION} | lists(FILE, parts[None])


def json_pieces(file: Mapping[str, Any]) -> Iterator[str]:
    """The file as it is written, piece by piece: with papers in it, it can be long."""
    yield from json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(file)
    yield "\n"


def to_json(file: Mapping[str, Any]) -> str:
    return "".join(json_pieces(file))


def _used_topics(held: Entries) -> list[Entry]:
    """Those that something is classified under, and all above them."""
    parents = {topic.key: topic.given.get("parent") for topic in held["topics"]}
    used: set[str] = set()
    for entry in (*held["agenda"], *held["consensus"], *held["matters"]):
        for code in entry.given.get("topics", ()):
            above: str | None = code
            while above and above not in used:
                used.add(above)
                above = parents[above]
    return [topic for topic in held["topics"] if topic.key in used]


def _stands_alone(link: Entry) -> bool:
    """Whether nothing that the link needs is kept by a dialogue outside of the file."""
    row: Any = link.row
    return all(
        field in link.given or getattr(row, f"{field}_id") is None
        for field in ("source", "evidence", "reported_by", "disputed_by")
    )


def _keepers(held: Entries) -> dict[str, str]:
    """For each person that the dialogues name, the first of these."""
    found: dict[str, str] = {}
    named = [
        (entry.slug, named.get("person"))
        for word in ("attendance", "team", "positions", "actions")
        for entry in held[word]
        for named in (entry.given, *entry.given.get("owners", ()))
    ]
    for slug, person in named:
        if person:
            found[person] = min(slug, found.get(person, slug))
    return found


def family_of(db: Session, dialogue: Dialogue) -> list[Dialogue]:
    """The dialogue and all that can only be understood together with it, by slug.

    Those are joined, directly or by others, by a trace link, the source, record or side that a
    link rests on, an action that follows from a record of the other, a hand-over that carried or
    names something of the other, a matter that gathers a record of it, an expectation of it.
    """
    joined: dict[int, set[int]] = defaultdict(set)
    for near in (row for statement in _pairs() for row in db.execute(statement)):
        for one in near:
            joined[one] |= {*near}
    family, waiting = {dialogue.id}, [dialogue.id]
    while waiting:
        more = joined[waiting.pop()] - family
        family |= more
        waiting += more
    members = sa.select(Dialogue).where(Dialogue.id.in_(family))
    return sorted(db.scalars(members), key=lambda member: member.slug)


def _pairs() -> list[Pair]:
    """Which dialogues stand next to which."""
    return [*_pairs_of_links(), *_pairs_of_handovers(), *_pairs_of_secretariats()]


def _pairs_of_links() -> list[Pair]:
    earlier, later, evidence = aliased(Record), aliased(Record), aliased(Record)
    link = sa.select(earlier.dialogue_id, later.dialogue_id).distinct()
    ends = link.select_from(TraceLink).join(earlier, TraceLink.earlier_id == earlier.id)
    both = ends.join(later, TraceLink.later_id == later.id)
    resting = sa.select(later.dialogue_id).distinct().select_from(TraceLink)
    rest = resting.join(later, TraceLink.later_id == later.id)
    shown = rest.join(evidence, TraceLink.evidence_id == evidence.id)
    return [
        both,
        shown.add_columns(evidence.dialogue_id),
        rest.join(Source, TraceLink.source_id == Source.id).add_columns(Source.dialogue_id),
        rest.join(Side, TraceLink.reported_by_id == Side.id).add_columns(Side.dialogue_id),
        rest.join(Side, TraceLink.disputed_by_id == Side.id).add_columns(Side.dialogue_id),
    ]


def _pairs_of_handovers() -> list[Pair]:
    other = aliased(Record)
    handed = sa.select(Handover.dialogue_id, other.dialogue_id).distinct().select_from(Handover)
    worded = handed.join(HandoverWording, HandoverWording.handover_id == Handover.id)
    papers = handed.join(HandoverPaper, HandoverPaper.handover_id == Handover.id)
    sourced = sa.select(Handover.dialogue_id, Source.dialogue_id).distinct()
    return [
        handed.join(other, Handover.meant_for_id == other.id),
        handed.join(other, Handover.answers_id == other.id),
        worded.join(Wording, HandoverWording.wording_id == Wording.id).join(
            other, Wording.item_id == other.id
        ),
        papers.join(other, HandoverPaper.document_id == other.id),
        sourced.select_from(Handover).join(Source, Handover.source_id == Source.id),
    ]


def _pairs_of_secretariats() -> list[Pair]:
    """What a secretariat follows, expects and owes because of another dialogue."""
    own, other = aliased(Record), aliased(Record)
    follows = sa.select(Action.dialogue_id, other.dialogue_id).distinct()
    gathers = sa.select(own.dialogue_id, other.dialogue_id).distinct().select_from(MatterRecord)
    expects = sa.select(Expectation.held_by_id, other.dialogue_id, Side.dialogue_id).distinct()
    return [
        follows.select_from(Action).join(other, Action.origin_id == other.id),
        gathers.join(own, MatterRecord.matter_id == own.id).join(
            other, MatterRecord.record_id == other.id
        ),
        expects.select_from(Expectation)
        .join(other, Expectation.record_id == other.id)
        .join(Side, Expectation.side_id == Side.id),
    ]
