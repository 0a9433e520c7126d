"""The entries of a dialogue file, one by one, each with what identifies it everywhere."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db import Base
from app.exchange.fields import TEXT, Fact, Given
from app.exchange.record_shape import FILE
from app.exchange.shape import Type
from app.partial_date import PartialDate
from app.records.models import RecordKind


def _types(types: Sequence[Type]) -> Iterator[Type]:
    for what in types:
        yield what
        yield from _types(what.parts)


# Whatever an entry stands in, or refers to in its own dialogue, comes before it.
TYPES: dict[str, Type] = {what.word: what for what in _types(FILE)}
ORDER = (
    "topics",
    "institutions",
    "dialogues",
    "sides",
    "sources",
    "people",
    "rounds",
    "team",
    "attendance",
    "documents",
    "files",
    "sessions",
    "agenda",
    "consensus",
    "wordings",
    "renderings",
    "bracket_notes",
    "positions",
    "working_groups",
    "actions",
    "updates",
    "links",
)

RECORD_KINDS = {
    "rounds": RecordKind.ROUND,
    "sessions": RecordKind.SESSION,
    "agenda": RecordKind.AGENDA_TOPIC,
    "documents": RecordKind.DOCUMENT,
    "consensus": RecordKind.CONSENSUS_ITEM,
    "working_groups": RecordKind.WORKING_GROUP,
    "actions": RecordKind.ACTION,
}


@dataclass(frozen=True, eq=False)
class Entry:
    """One object of a file, or the row that would be written as it.

    `key` tells it from all others of its `word`, in any file and in the database. `path` is where
    it stands in the file, empty for a row.
    """

    word: str
    key: Any
    given: Given
    slug: str = ""
    within: "Entry | None" = None
    path: str = ""
    row: Base | None = None

    @property
    def type(self) -> Type:
        return TYPES[self.word]

    @property
    def row_id(self) -> int:
        return self.row.id  # type: ignore[union-attr]

    @property
    def table(self) -> str:
        """Under which its key is one of a kind: all records share one."""
        return "records" if self.word in RECORD_KINDS else self.word

    def canonical(self) -> dict[str, Any]:
        """What is given, as an export would write it; parts are entries of their own."""
        shown = ((field.name, field.canonical(self.given)) for field in self.type.fields)
        return {name: value for name, value in shown if value is not None}


Entries = dict[str, list[Entry]]


class Identity:
    """Makes the keys of entries that are met in their order."""

    def __init__(self) -> None:
        self._seen: Counter[Any] = Counter()

    def key(self, word: str, given: Given, slug: str, within: Entry | None) -> Any:
        """Unnamed groups, and what is written once, are told apart by counting."""
        around = within.key if within else ()
        match word:
            case "topics":
                return given["code"]
            case "institutions" | "people":
                return given["key"]
            case "dialogues":
                return given["slug"]
            case "sides":
                return slug, given["code"]
            case "sources":
                return slug, given["key"]
            case "links":
                return given["earlier"], given["later"], given["kind"]
            case _ if word in RECORD_KINDS:
                return slug, given["ref"]
            case _:
                return self._counted(word, given, around if word != "team" else (slug,))

    def _counted(self, word: str, given: Given, around: tuple[Any, ...]) -> Any:
        if "group" in given:
            label = TEXT.dump(TEXT.load(given["group"].get("label", {})))
            around = (*around, (given.get("side"), json.dumps(label, sort_keys=True)))
        elif word in ("team", "attendance"):
            return (*around, given.get("person"))
        elif word == "positions":
            around = (*around, given["side"])
        elif word == "bracket_notes":
            around = (*around, given["place"])
        self._seen[word, around] += 1
        return (*around, self._seen[word, around])


def entries_of(file: Mapping[str, Any]) -> Entries:
    """All entries of a file that has the right shape, by word, in the file's order."""
    found: Entries = {word: [] for word in ORDER}
    identity = Identity()

    def walk(what: Type, holder: Given, path: str, slug: str, within: Entry | None) -> None:
        for place, given in enumerate(holder.get(what.word, ())):
            here = f"{path}{what.word}[{place}]"
            inside = given["slug"] if what.word == "dialogues" else slug
            key = identity.key(what.word, given, inside, within)
            entry = Entry(what.word, key, given, inside, within, here)
            found[what.word].append(entry)
            for part in what.parts:
                walk(part, given, f"{here}.", inside, entry)

    for what in FILE:
        walk(what, file, "", "", None)
    return found


def dated(found: Entries, records: Mapping[Any, Fact]) -> Entries:
    """The entries with the dates that they take from their meetings.

    `records` says when the meetings were that are not among the entries.
    """
    met = {key: str(fact.happened) for key, fact in records.items() if fact.happened}
    met |= {entry.key: entry.given.get("happened") for entry in found["rounds"]}
    now: dict[Entry, Entry] = {}

    def with_date(entry: Entry) -> Entry:
        given, within = entry.given, now.get(entry.within) if entry.within else None
        date = met.get((entry.slug, meeting_of(entry)))
        if date and entry.word in RECORD_KINDS and "happened" not in given:
            given = {**given, "happened": date}
        now[entry] = Entry(entry.word, entry.key, given, entry.slug, within, entry.path, entry.row)
        return now[entry]

    return {word: [with_date(entry) for entry in found[word]] for word in ORDER}


def meeting_of(entry: Entry) -> str | None:
    """The reference of the round at which a record was recorded."""
    if entry.word in ("sessions", "agenda"):
        return str(entry.given["ref"]).rpartition("-")[0]
    return entry.given.get("meeting")


def facts_of(found: Entries) -> dict[Any, Fact]:
    return {
        entry.key: Fact(kind, PartialDate(day) if (day := entry.given.get("happened")) else None)
        for word, kind in RECORD_KINDS.items()
        for entry in found[word]
    }


def natural(text: str) -> tuple[Any, ...]:
    """Sorts `R9-C2` before `R9-C10`."""
    parts = re.split(r"([0-9]+)", text)
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts)), text
