"""The values of an entry that are more than one column: lists, pairs, and what links remember."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.db import Base
from app.exchange.fields import Field, Given, Keys, Known, Problem
from app.records.models import RecordKind
from app.rounds.models import SessionModerator


def _filled(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if value is not None}


@dataclass(frozen=True)
class Nested:
    """Several columns of the same row, in an object of their own."""

    name: str
    fields: tuple[Field, ...]
    once = False

    def dump(self, row: Any, keys: Keys) -> Any:
        return _filled((field.name, field.dump(row, keys)) for field in self.fields) or None

    def canonical(self, given: Given) -> Any:
        within = given.get(self.name, {})
        return _filled((field.name, field.canonical(within)) for field in self.fields) or None

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        within = given.get(self.name, {})
        parts = [field.values(within, keys, slug) for field in self.fields]
        return {attr: value for part in parts for attr, value in part.items()}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        for field in self.fields:
            yield from field.wrong(given.get(self.name, {}), f"{path}.{self.name}", slug, known)


@dataclass(frozen=True)
class Rows:
    """Rows that are nothing without theirs: the list as a whole is its value, in its order."""

    name: str
    model: type[Base]
    fields: tuple[Field, ...]
    always: bool = False
    once = False

    def dump(self, row: Any, keys: Keys) -> Any:
        return self._shown([self._dumped(part, keys) for part in getattr(row, self.name)])

    def canonical(self, given: Given) -> Any:
        parts = given.get(self.name, ())
        return self._shown(
            [_filled((f.name, f.canonical(part)) for f in self.fields) for part in parts]
        )

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        rows = []
        for part in given.get(self.name, ()):
            columns = [field.values(part, keys, slug) for field in self.fields]
            rows.append(self.model(**{k: v for each in columns for k, v in each.items()}))
        return {self.name: rows}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        for place, part in enumerate(given.get(self.name, ())):
            for field in self.fields:
                yield from field.wrong(part, f"{path}.{self.name}[{place}]", slug, known)

    def _dumped(self, part: Any, keys: Keys) -> Any:
        return _filled((field.name, field.dump(part, keys)) for field in self.fields)

    def _shown(self, parts: list[Any]) -> list[Any] | None:
        return parts if parts or self.always else None


@dataclass(frozen=True)
class Moderators(Rows):
    """The people who moderated a session, each standing for their attendance at its round."""

    name: str = "moderators"
    model: type[Base] = SessionModerator
    fields: tuple[Field, ...] = ()

    def dump(self, row: Any, keys: Keys) -> Any:
        attended = [keys.key("attendance", part.attendance_id) for part in row.moderators]
        return self._shown([key[2] for key in attended if key and isinstance(key[2], str)])

    def canonical(self, given: Given) -> Any:
        return self._shown(list(given.get(self.name, ())))

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        met = given["ref"].rpartition("-")[0]
        people = given.get(self.name, ())
        ids = [keys.id("attendance", (slug, met, person)) for person in people]
        return {self.name: [SessionModerator(attendance_id=each) for each in ids]}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        met = given["ref"].rpartition("-")[0]
        for place, person in enumerate(given.get(self.name, ())):
            if (slug, met, person) not in known.keys["attendance"]:
                yield f"{path}.{self.name}[{place}]", f"{person!r} is not in attendance at {met}"


@dataclass(frozen=True)
class Codes:
    """The topics that a record is classified under: a set, written in the order of the codes."""

    name: str = "topics"
    once = False

    def dump(self, row: Any, keys: Keys) -> Any:
        return sorted(topic.code for topic in row.topics) or None

    def canonical(self, given: Given) -> Any:
        return sorted(given.get(self.name, ())) or None

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        return {self.name: [keys.topics[code] for code in given.get(self.name, ())]}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        for place, code in enumerate(given.get(self.name, ())):
            if code not in known.keys["topics"]:
                yield f"{path}.{self.name}[{place}]", f"there is no topic {code!r}"


@dataclass(frozen=True)
class Institutions:
    """Where an attendee worked when the round met: a set, written in the order of the keys."""

    name: str = "institutions"
    once = False

    def dump(self, row: Any, keys: Keys) -> Any:
        return sorted(institution.key for institution in row.institutions) or None

    def canonical(self, given: Given) -> Any:
        return sorted(given.get(self.name, ())) or None

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        return {self.name: [keys.institutions[key] for key in given.get(self.name, ())]}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        for place, key in enumerate(given.get(self.name, ())):
            if key not in known.keys["institutions"]:
                yield f"{path}.{self.name}[{place}]", f"there is no institution {key!r}"


@dataclass(frozen=True)
class Meetings:
    """The meetings of a working group: a set, written in the order of the references."""

    name: str = "meetings"
    once = False

    def dump(self, row: Any, keys: Keys) -> Any:
        return sorted(meeting.ref for meeting in row.meetings) or None

    def canonical(self, given: Given) -> Any:
        return sorted(given.get(self.name, ())) or None

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        return {self.name: [keys.rounds[slug, ref] for ref in given.get(self.name, ())]}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        for place, ref in enumerate(given.get(self.name, ())):
            fact = known.records.get((slug, ref))
            if fact is None or fact.kind is not RecordKind.ROUND:
                yield f"{path}.{self.name}[{place}]", f"there is no meeting {ref!r}"


@dataclass(frozen=True)
class Suspect:
    """The ends of a link that changed since it was looked at; kept as their revisions then."""

    name: str = "suspect"
    once = False

    def dump(self, row: Any, keys: Keys) -> Any:
        ends = {"earlier": row.earlier_revision, "later": row.later_revision}
        facts = {end: keys.facts[keys.key("records", getattr(row, f"{end}_id"))] for end in ends}
        return [end for end, seen in ends.items() if seen < facts[end].revision] or None

    def canonical(self, given: Given) -> Any:
        return [end for end in ("earlier", "later") if end in given.get(self.name, ())] or None

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        """Nothing: the revisions are not known before all records are written."""
        return {}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        return iter(())


AnyField = Field | Nested | Rows | Codes | Institutions | Meetings | Suspect
