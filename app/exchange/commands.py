"""Importing dialogue files: all of a file or nothing of it."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record
from app.db import Base
from app.dialogues.models import Dialogue
from app.exchange.checking import shape_problems
from app.exchange.entries import RECORD_KINDS, Entries, dated, entries_of, far_slugs
from app.exchange.fields import Keys
from app.exchange.meaning import Whole, meaning_problems, whole_of
from app.exchange.queries import VERSION
from app.exchange.stock import Scope, stock
from app.exchange.writing import Writer
from app.records.models import Record, ReferenceCounter
from app.rounds.references import RESERVED
from app.rules import Refused, _
from app.trace.models import TraceLink
from app.trace.tabs import tab_of

# The papers are in it, each a third longer than it is by itself.
LARGEST = 256 * 1024 * 1024
NUMBERED_REF = re.compile(r"(.*[STCADWHM])([0-9]+)")


class BadFile(Refused):
    """The file cannot be imported; `errors` say all that is wrong, each after its path."""

    def __init__(self, errors: list[str]) -> None:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(_("%(first)s%(more)s"), first=errors[0], more=more)
        self.errors = errors


@dataclass(frozen=True)
class Imported:
    """How many entries of each sort an import made, changed, and found as they were.

    The sorts are the names of the lists in the file; those of which there are none are left out.
    """

    created: Mapping[str, int]
    changed: Mapping[str, int]
    unchanged: Mapping[str, int]


def read_file(text: bytes | str) -> dict[str, Any]:
    """The file as it was written. Raises BadFile for what is no JSON object of this version.

    A name that stands twice in one object is refused, too: one of the two would be lost.
    """
    if len(text) > LARGEST:
        raise BadFile([f"file: is larger than {LARGEST // 1024**2} MB"])
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        file = json.loads(decoded, object_pairs_hook=_object, parse_constant=_no_number)
    except RecursionError:
        raise BadFile(["file: nested too deep"]) from None
    except ValueError as error:
        raise BadFile([f"file: is not JSON as it should be: {error}"]) from None
    version = file.get("throughline") if isinstance(file, dict) else None
    if version != VERSION or version is True:
        raise BadFile([f"throughline: the file is not a dialogue file of version {VERSION}"])
    return file


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:60]!r} stands twice in one object")
    return found


def _no_number(written: str) -> None:
    raise ValueError(f"{written} is no number")


def problems(db: Session, file: Mapping[str, Any]) -> list[str]:
    """All that is wrong with the file, each after its path; none: it can be imported.

    Whether it makes sense is asked once it has the right shape.
    """
    return _examined(db, file)[0]


def import_file(db: Session, *, actor: User | None, file: Mapping[str, Any]) -> Imported:
    """Make the database say what the file says; BadFile, and nothing written, where it cannot.

    What is there already, by its key, is brought to what the file says, lists such as names or
    citations as a whole; wordings, positions and updates are only ever added. Whatever the file
    does not name stays as it is. The caller commits, or rolls back to have tried only.
    """
    errors, whole, keys = _examined(db, file)
    if errors:
        raise BadFile(errors)
    assert whole is not None
    writer = Writer(db, whole, keys)
    writer.write()
    _count_on(db, whole, keys)
    for subject, before in writer.touched.items():
        action = f"{subject.__tablename__.replace('_', '-')}.imported"
        record(db, actor, action, subject, before=before, **_history_of(db, subject))
    # Lists that were loaded before do not know of the rows that were added.
    db.expire_all()
    return Imported(**{name: dict(counts) for name, counts in writer.counts.items()})


def _history_of(db: Session, subject: Base) -> dict[str, Any]:
    """Where the audit trail shows what it cannot place by itself: a link, as `tab_of` says."""
    if not isinstance(subject, TraceLink):
        return {}
    ids = (subject.later_id, subject.earlier_id, subject.evidence_id)
    return dict(tab_of(*(db.get_one(Record, id_) for id_ in ids if id_)))


def _examined(db: Session, file: Mapping[str, Any]) -> tuple[list[str], Whole | None, Keys]:
    if not db.info["viewer"].sees_everything:
        raise AssertionError("whoever does not see everything would make again what is there")
    if errors := shape_problems(file):
        return errors, None, Keys()
    entries = entries_of(file)
    own, named = _slugs(entries)
    found = sa.select(Dialogue).where(Dialogue.slug.in_(own | named))
    dialogues = db.scalars(found).all()
    held = stock(
        db,
        Scope(
            dialogues=[dialogue.id for dialogue in dialogues if dialogue.slug in own],
            keys_of=[dialogue.id for dialogue in dialogues],
            people=_named(entries, "people", "person", "moderators"),
            institutions=_named(entries, "institutions", "institution", "institutions"),
        ),
    )
    tracks = {dialogue.slug: dialogue.track for dialogue in dialogues}
    whole = whole_of(dated(entries, held.keys.facts), held.entries, held.keys, tracks)
    return [*meaning_problems(whole), *_reserved(entries)], whole, held.keys


def _reserved(entries: Entries) -> Iterator[str]:
    for entry in entries["rounds"]:
        if entry.given["ref"] in RESERVED:
            yield f"{entry.path}.ref: {entry.given['ref']!r} is the address of a page"


def _slugs(entries: Entries) -> tuple[set[str], set[str]]:
    """The dialogues that the file holds, and those that it names."""
    keepers = (person.given["kept_by"] for person in entries["people"])
    return {entry.key for entry in entries["dialogues"]}, {*far_slugs(entries), *keepers}


def _named(entries: Entries, word: str, *fields: str) -> set[str]:
    """The keys of this sort that the file defines or refers to."""
    named = {entry.key for entry in entries[word]}
    for entry in (entry for found in entries.values() for entry in found):
        lists = (entry.given.get(name, ()) for name in ("affiliations", "owners"))
        for part in (entry.given, *(part for parts in lists for part in parts)):
            for key in (part[field] for field in fields if field in part):
                named |= {key} if isinstance(key, str) else set(key)
    return named


def _count_on(db: Session, whole: Whole, keys: Keys) -> None:
    """See to it that no reference of the file is ever given again."""
    highest: dict[tuple[int, str], int] = {}
    for word in RECORD_KINDS:
        for entry in whole.entries[word]:
            if found := NUMBERED_REF.fullmatch(entry.given["ref"]):
                prefixed = (keys.id("dialogues", entry.slug), found[1])
                highest[prefixed] = max(highest.get(prefixed, 0), int(found[2]))
    dialogues = {dialogue_id for dialogue_id, _prefix in highest}
    counting = sa.select(ReferenceCounter).where(ReferenceCounter.dialogue_id.in_(dialogues))
    counters = {(row.dialogue_id, row.prefix): row for row in db.scalars(counting)}
    for (dialogue_id, prefix), number in highest.items():
        if (dialogue_id, prefix) in counters:
            counter = counters[dialogue_id, prefix]
            counter.last = max(counter.last, number)
        else:
            db.add(ReferenceCounter(dialogue_id=dialogue_id, prefix=prefix, last=number))
    db.flush()
