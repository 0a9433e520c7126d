"""Writing the entries of a file that was found to be right."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.audit.commands import snapshot
from app.db import Base
from app.exchange.entries import ORDER, RECORD_KINDS, Entry, meeting_of, row_id
from app.exchange.fields import Keys
from app.exchange.meaning import Whole, parent_key
from app.exchange.papers import Later
from app.exchange.parts import Rows
from app.exchange.record_shape import ABOUT

# The sorts whose rows may come under one of the same sort, which must then be there first.
UNDER = {
    "topics": "parent",
    "consensus": "parent",
    "handovers": "answers",
    "actions": "origin",
}

# The sorts that the audit trail tells of; what belongs to others is told with what it belongs to.
AUDITED = {"topics", "institutions", "people", "dialogues", "links", *RECORD_KINDS}


class Writer:
    """One import; `touched` are the rows to audit, each with what it was before, in order."""

    def __init__(self, db: Session, whole: Whole, keys: Keys) -> None:
        self.db, self.whole, self.keys = db, whole, keys
        self.touched: dict[Base, dict[str, Any] | None] = {}
        self.counts: dict[str, Counter[str]] = {
            name: Counter() for name in ("created", "changed", "unchanged")
        }
        self._rows: dict[tuple[str, Any], Any] = {
            known: entry.row for known, entry in whole.held.items()
        }
        self._places: Counter[Any] = Counter()
        self._revision_of: dict[Any, int] = {}

    def write(self) -> None:
        for word in ORDER:
            entries = self.whole.entries[word]
            if word == "links":
                self._attach()
                self._remember_revisions()
            for tier in _tiers(entries, UNDER.get(word)):
                self._write(tier)

    def _write(self, tier: list[Entry]) -> None:
        """Bring the rows of one sort to what their entries say, and make those that are missing."""
        held = {entry: self._rows.get((entry.word, entry.key)) for entry in tier}
        columns = {entry: self._columns(entry, row) for entry, row in held.items()}
        updated = {e: self._update(e, row, columns[e]) for e, row in held.items() if row}
        # What may be one row's alone is taken from the rows that had it before others get it.
        for entry, values in updated.items():
            for name, value in values.items():
                setattr(held[entry], name, [] if isinstance(value, list) else None)
        self.db.flush()
        for entry, values in updated.items():
            for name, value in values.items():
                setattr(held[entry], name, value)
        added = [entry for entry, row in held.items() if row is None]
        for entry in added:
            self._add(entry, columns[entry])
        self.db.flush()
        for entry in added:
            self._remember(entry)

    def _add(self, entry: Entry, columns: dict[str, Any]) -> None:
        for field in entry.type.fields:
            columns |= field.values(entry.given, self.keys, entry.slug)
        row = self._rows[entry.word, entry.key] = entry.type.model(**columns)
        self.db.add(row)
        self.counts["created"][entry.word] += 1
        self._touch(entry, None)

    def _update(self, entry: Entry, row: Any, columns: dict[str, Any]) -> dict[str, Any]:
        """Set what differs, but for what no two rows may have, which is returned."""
        differing = {k: value for k, value in columns.items() if getattr(row, k) != value}
        held = self.whole.held[entry.word, entry.key].given
        exclusive: dict[str, Any] = {}
        later = False
        for field in entry.type.fields:
            if not field.once and field.canonical(entry.given) != held.get(field.name):
                values = field.values(entry.given, self.keys, entry.slug)
                alone = isinstance(field, Rows) or (entry.word, field.name) == ("rounds", "number")
                (exclusive if alone else differing).update(values)
                later = later or isinstance(field, Later)
        changes = bool(differing or exclusive or later)
        self.counts["changed" if changes else "unchanged"][entry.word] += 1
        if changes:
            self._touch(entry, row)
        for name, value in differing.items():
            setattr(row, name, value)
        return exclusive

    def _remember(self, entry: Entry) -> None:
        row = self._rows[entry.word, entry.key]
        self.keys.add(entry.table, entry.key, row_id(row))
        if entry.word == "topics":
            self.keys.topics[entry.key] = row
        elif entry.word == "institutions":
            self.keys.institutions[entry.key] = row
        elif entry.word == "rounds":
            self.keys.rounds[entry.key] = row

    def _touch(self, entry: Entry, row: Base | None) -> None:
        audited = entry
        while audited.word not in AUDITED and audited.within:
            audited = audited.within
        subject = self._rows[audited.word, audited.key]
        if subject not in self.touched:
            is_new = audited is entry and row is None
            self.touched[subject] = None if is_new else snapshot(subject)

    def _columns(self, entry: Entry, row: Any) -> dict[str, Any]:
        """The columns that follow from where the entry stands."""
        columns: dict[str, Any] = {}
        if entry.within:
            columns[entry.type.owner] = self._rows[entry.within.word, entry.within.key].id
        if entry.word in RECORD_KINDS:
            columns["dialogue_id"] = self.keys.id("dialogues", entry.slug)
        if entry.word in ("topics", "sides", "team", "sessions", "agenda"):
            columns["position"] = self._place(entry, row)
        if entry.type.append_only and hasattr(entry.type.model, "number"):
            columns["number"] = entry.key[-1]
        return columns | self._columns_of_its_sort(entry, row)

    def _columns_of_its_sort(self, entry: Entry, row: Any) -> dict[str, Any]:
        match entry.word:
            case "rounds":
                return {"in_dialogue_id": self.keys.id("dialogues", entry.slug)}
            case "agenda":
                met = (entry.slug, meeting_of(entry))
                return {"meeting_id": self.keys.id("records", met)}
            case "consensus":
                return {"latest": max(len(entry.given["wordings"]), row.latest if row else 0)}
            case "renderings" | "bracket_notes" | "positions":
                return {"item_id": self._rows["consensus", entry.key[:2]].id}
            case "links":
                return self._revisions(entry, row)
            case _:
                return {}

    def _place(self, entry: Entry, row: Any) -> int:
        """A position after that of the sibling before it; the row's own, where that is so."""
        around: Any = entry.within.key if entry.within else entry.given.get("parent")
        siblings = (entry.word, around, entry.given["side"] if entry.word == "team" else None)
        if row is not None and row.position > self._places[siblings]:
            self._places[siblings] = row.position
        else:
            self._places[siblings] += 1
        return self._places[siblings]

    def _attach(self) -> None:
        """Say of each paper what it is attached to, now that it is there."""
        for entry in self.whole.entries["documents"]:
            about = ABOUT.id_of(entry.given, self.keys, entry.slug)
            if self._rows["documents", entry.key].about_id != about:
                self._rows["documents", entry.key].about_id = about
        self.db.flush()

    def _remember_revisions(self) -> None:
        self._revision_of |= {key: fact.revision for key, fact in self.keys.facts.items()}
        for (word, key), row in self._rows.items():
            if word in RECORD_KINDS:
                self._revision_of[key] = row.revision

    def _revisions(self, entry: Entry, row: Any) -> dict[str, Any]:
        """Those at which the link saw its ends: earlier ones than now where it is suspect."""
        columns: dict[str, Any] = {}
        for end in ("earlier", "later"):
            now = self._revision_of[tuple(entry.given[end].split("/", 1))]
            is_suspect = end in entry.given.get("suspect", ())
            seen = getattr(row, f"{end}_revision", now - is_suspect)
            columns[f"{end}_revision"] = seen if (seen < now) == is_suspect else now - is_suspect
        return columns


def _tiers(entries: Sequence[Entry], above: str | None) -> Iterator[list[Entry]]:
    """The entries in their order; those that come under others of them in a later list."""
    if above is None:
        yield list(entries)
        return
    parents = {entry.key: parent_key(entry, above) for entry in entries}
    depth: dict[Any, int] = {}
    tiers: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        key, chain = entry.key, []
        while key in parents and key not in depth:
            chain.append(key)
            key = parents[key]
        for below, each in enumerate(reversed(chain), depth.get(key, -1) + 1):
            depth[each] = below
        tiers[depth[entry.key]].append(entry)
    for _, tier in sorted(tiers.items()):
        yield tier
