"""The entries of a dialogue file, one by one, each with what identifies it everywhere."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import Base
from app.exchange.fields import TEXT, Fact, Given, Reference
from app.exchange.parts import AnyField, Rows
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
    "handovers",
    "matters",
    "actions",
    "updates",
    "gathered",
    "expectations",
    "accepted_gaps",
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
    "handovers": RecordKind.HANDOVER,
    "matters": RecordKind.MATTER,
}
# What tells an entry from all others of its sort; or from those of its dialogue.
NAMED_BY_ITSELF = {"topics": "code", "institutions": "key", "people": "key", "dialogues": "slug"}
NAMED_IN_A_DIALOGUE = {
    "sides": ("code",),
    "sources": ("key",),
    "expectations": ("record", "side", "dimension"),
    **dict.fromkeys(RECORD_KINDS, ("ref",)),
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
    def row_id(self) -> Any:
        return row_id(self.row)

    @property
    def table(self) -> str:
        """Under which its key is one of a kind: all records share one."""
        return "records" if self.word in RECORD_KINDS else self.word

    def canonical(self) -> dict[str, Any]:
        """What is given, as an export would write it; parts are entries of their own."""
        shown = ((field.name, field.canonical(self.given)) for field in self.type.fields)
        return {name: value for name, value in shown if value is not None}


Entries = dict[str, list[Entry]]


def row_id(row: Any) -> Any:
    """Of a row that only joins two others, the ids of both."""
    identity = sa.inspect(row).identity
    return identity[0] if len(identity) == 1 else identity


class Identity:
    """Makes the keys of entries that are met in their order."""

    def __init__(self) -> None:
        self._seen: Counter[Any] = Counter()

    def key(self, word: str, given: Given, slug: str, within: Entry | None) -> Any:
        """Unnamed groups, and what is written once, are told apart by counting."""
        around = within.key if within else ()
        if word in NAMED_BY_ITSELF:
            return given[NAMED_BY_ITSELF[word]]
        if word in NAMED_IN_A_DIALOGUE:
            return slug, *(given[name] for name in NAMED_IN_A_DIALOGUE[word])
        match word:
            case "links":
                return given["earlier"], given["later"], given["kind"]
            case "gathered":
                return *around, given["record"]
            case "accepted_gaps":
                return self._counted(word, given, (slug, given["key"]))
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


def far_slugs(found: Entries) -> Iterator[str]:
    """The dialogues that entries name because they refer to what is theirs."""
    for word in ("handovers", "actions", "gathered", "expectations", "links"):
        for entry in found[word]:
            yield from (named.split("/", 1)[0] for named in _far(entry.type.fields, entry.given))


def _far(fields: Sequence[AnyField], given: Given) -> Iterator[str]:
    for field in fields:
        if isinstance(field, Rows):
            for part in given.get(field.name, ()):
                yield from _far(field.fields, part)
        elif isinstance(field, Reference) and field.far and field.name in given:
            yield given[field.name]
