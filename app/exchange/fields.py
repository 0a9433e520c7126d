"""How each value of a dialogue file stands in the columns of a row."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from app.localized import EMPTY, LANGUAGES, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution
from app.records.models import RecordKind
from app.rounds.models import Round
from app.topics.models import Topic

Given = Mapping[str, Any]
Problem = tuple[str, str]
"""A path within the file, and what is wrong there."""

# What is named within its dialogue: its key is the dialogue's slug and its own code.
SCOPED = frozenset({"sides", "sources", "records"})


@dataclass(frozen=True)
class Fact:
    """What other rows must know of a record: `happened` is its own date or its meeting's."""

    kind: RecordKind
    happened: PartialDate | None
    revision: int = 0


class Keys:
    """What stands for a row in a dialogue file, by table and id; and the reverse."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, int], Any] = {}
        self._ids: dict[tuple[str, Any], int] = {}
        self.topics: dict[str, Topic] = {}
        self.institutions: dict[str, Institution] = {}
        self.rounds: dict[tuple[str, str], Round] = {}
        self.facts: dict[Any, Fact] = {}
        self.side_order: dict[int, tuple[int, str]] = {}

    def add(self, table: str, key: Any, row_id: int) -> None:
        self._keys[table, row_id], self._ids[table, key] = key, row_id

    def key(self, table: str, row_id: int | None) -> Any:
        """None where there is no such row, or none that this file may speak of."""
        return None if row_id is None else self._keys.get((table, row_id))

    def id(self, table: str, key: Any) -> int:
        return self._ids[table, key]

    def of(self, table: str) -> Iterator[Any]:
        return (key for kept_in, key in self._ids if kept_in == table)


@dataclass(frozen=True)
class Known:
    """All that a reference may name: what the file holds and what the database does."""

    keys: Mapping[str, frozenset[Any]]
    records: Mapping[Any, Fact]


@dataclass(frozen=True)
class Kind:
    """A sort of value; `empty` is what its absence from a file means."""

    dump: Callable[[Any], Any]
    load: Callable[[Any], Any]
    empty: Any = None


def _stamp(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


TEXT = Kind(LocalizedText.to_dict, LocalizedText.from_dict, EMPTY)
STRING = Kind(str, str, "")
CODE = Kind(str, str)
WHOLE = Kind(int, int)
FLAG = Kind(bool, bool, False)
DATE = Kind(str, PartialDate)
STAMP = Kind(lambda at: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), _stamp)
LINES = Kind(_lines, "\n".join, "")


def natural(text: str) -> tuple[Any, ...]:
    """Sorts `R9-C2` before `R9-C10`."""
    parts = re.split(r"([0-9]+)", text)
    return tuple(int(part) if place % 2 else part for place, part in enumerate(parts)), text


def one_of(choices: type[StrEnum], empty: StrEnum | None = None) -> Kind:
    return Kind(str, choices, empty)


@dataclass(frozen=True)
class Field:
    """One value of an entry, kept in the column `attr`; None: the column of the same name."""

    name: str
    kind: Kind = STRING
    attr: str | None = None
    # Whether the value counts only when the row is made.
    once = False

    def dump(self, row: Any, keys: Keys) -> Any:
        """The value as the file has it; None: left out."""
        return self._shown(getattr(row, self.attr or self.name))

    def canonical(self, given: Given) -> Any:
        """The given value as `dump` would write it."""
        return self._shown(self._loaded(given))

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        """What belongs in the columns."""
        return {self.attr or self.name: self._loaded(given)}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        if self.kind is TEXT and self.name in given:
            yield from wrong_text(given[self.name], f"{path}.{self.name}")

    def _loaded(self, given: Given) -> Any:
        return self.kind.load(given[self.name]) if self.name in given else self.kind.empty

    def _shown(self, value: Any) -> Any:
        return None if value is None or value == self.kind.empty else self.kind.dump(value)


def wrong_text(text: Given, path: str) -> Iterator[Problem]:
    """What a LocalizedText would silently drop."""
    texts = [lang for lang in LANGUAGES if lang in text]
    original = text.get("original", next(iter(texts), None))
    if original and original not in texts:
        yield f"{path}.original", f"there is no text in {original}"
    for lang in text.get("translations", ()):
        if lang not in texts or lang == original:
            yield f"{path}.translations.{lang}", "there is no translation in this language"
    for place, lang in enumerate(text.get("stale", ())):
        if lang not in texts or lang == original:
            yield f"{path}.stale[{place}]", f"there is no translation in {lang}"


@dataclass(frozen=True)
class Reference(Field):
    """The key of another row, kept as its id.

    `far`: of any dialogue, as `slug/key`. `kinds`: the records that will do; empty: all.
    """

    table: str = ""
    far: bool = False
    kinds: tuple[RecordKind, ...] = ()
    once: bool = False

    def dump(self, row: Any, keys: Keys) -> Any:
        key = keys.key(self.table, getattr(row, self.attr or self.name))
        if not isinstance(key, tuple):
            return key
        return "/".join(key) if self.far else key[-1]

    def canonical(self, given: Given) -> Any:
        return given.get(self.name)

    def key(self, named: str, slug: str) -> Any:
        if self.far:
            return tuple(named.split("/", 1))
        return (slug, named) if self.table in SCOPED else named

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        return {self.attr or self.name: self.id_of(given, keys, slug)}

    def id_of(self, given: Given, keys: Keys, slug: str) -> int | None:
        named = given.get(self.name)
        return None if named is None else keys.id(self.table, self.key(named, slug))

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        if self.name not in given:
            return
        named, path = given[self.name], f"{path}.{self.name}"
        key = self.key(named, slug)
        if key not in known.keys[self.table]:
            yield path, f"nothing under {self.table} is called {named!r}"
        elif self.kinds and known.records[key].kind not in self.kinds:
            wanted = " or ".join(kind.value for kind in self.kinds)
            yield path, f"{named!r} is no {wanted}"
