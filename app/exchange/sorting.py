"""The order of an export: one that follows from what is said, never from the database's ids."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app.exchange.entries import TYPES, Entry
from app.exchange.fields import Given, Keys, natural
from app.handovers.models import Dimension
from app.rounds.models import AttendanceRole

OWNERS = {
    "attendance": "rounds",
    "sessions": "rounds",
    "files": "documents",
    "agenda": "sessions",
    "wordings": "consensus",
    "renderings": "wordings",
    "bracket_notes": "wordings",
    "positions": "wordings",
    "updates": "actions",
    "gathered": "matters",
}
ROLES = [role.value for role in AttendanceRole]
DIMENSIONS = [dimension.value for dimension in Dimension]
LAST = (1 << 30, "")


def in_order(
    word: str, rows: Sequence[Any], owners: Mapping[tuple[str, int], Entry], keys: Keys
) -> list[Entry]:
    """The rows as entries, in the order in which they are written; their keys are still to come."""
    what = TYPES[word]
    found = []
    for row in rows:
        shown = ((field.name, field.dump(row, keys)) for field in what.fields)
        given = {name: value for name, value in shown if value is not None}
        within = None
        if what.owner:
            within = owners[OWNERS.get(word, "dialogues"), getattr(row, what.owner)]
        slug = within.slug if within else given.get("slug", "")
        found.append(Entry(word, None, given, slug, within, row=row))
    if word == "topics":
        return _tree(found)
    order = SORTED[word]
    return sorted(found, key=lambda entry: order(entry.row, entry.given, keys))


def _tree(topics: list[Entry]) -> list[Entry]:
    """Each topic before its children, siblings as they are printed."""
    children: dict[str | None, list[Entry]] = defaultdict(list)
    for topic in topics:
        children[topic.given.get("parent")].append(topic)
    for siblings in children.values():
        siblings.sort(key=lambda topic: (_position(topic), natural(topic.given["code"])))
    waiting, found = children[None][::-1], []
    while waiting:
        found.append(waiting.pop())
        waiting += children[found[-1].given["code"]][::-1]
    return found


def _position(entry: Entry) -> int:
    return entry.row.position  # type: ignore[union-attr]


def _side(side_id: int | None, keys: Keys) -> tuple[int, str]:
    return LAST if side_id is None else keys.side_order[side_id]


def _who(given: Given) -> tuple[str, str]:
    """People by their keys, then the groups by their labels; then by all that is said."""
    return given.get("person", "\uffff"), json.dumps(given, sort_keys=True)


def _by_key(row: Any, given: Given, keys: Keys) -> Any:
    return natural(given["key"])


def _by_place(row: Any, given: Given, keys: Keys) -> Any:
    return row.position, natural(given["ref"])


def _by_date(row: Any, given: Given, keys: Keys) -> Any:
    return given.get("happened", ""), natural(given["ref"])


SORTED: dict[str, Callable[[Any, Given, Keys], Any]] = {
    "institutions": _by_key,
    "people": _by_key,
    "dialogues": lambda row, given, keys: given["slug"],
    "sides": lambda row, given, keys: (row.position, given["code"]),
    "sources": _by_key,
    "team": lambda row, given, keys: (_side(row.side_id, keys), row.position, _who(given)),
    "rounds": lambda row, given, keys: (
        given.get("happened", ""),
        given.get("number", 0),
        natural(given["ref"]),
    ),
    "attendance": lambda row, given, keys: (
        _side(row.side_id, keys),
        ROLES.index(given["role"]),
        _who(given),
    ),
    "sessions": _by_place,
    "agenda": _by_place,
    "documents": _by_date,
    "consensus": _by_date,
    "working_groups": _by_date,
    "actions": _by_date,
    "handovers": _by_date,
    "matters": _by_date,
    "gathered": lambda row, given, keys: natural(given["record"]),
    "expectations": lambda row, given, keys: (
        natural(given["record"]),
        given["side"],
        DIMENSIONS.index(given["dimension"]),
    ),
    # Of the same gap, the last that was said of it counts.
    "accepted_gaps": lambda row, given, keys: (natural(given["key"]), row.id),
    "files": lambda row, given, keys: row.number,
    "wordings": lambda row, given, keys: row.number,
    "renderings": lambda row, given, keys: row.number,
    "bracket_notes": lambda row, given, keys: (row.place, row.number),
    "positions": lambda row, given, keys: (_side(row.side_id, keys), row.number),
    "updates": lambda row, given, keys: row.number,
    "links": lambda row, given, keys: (
        natural(given["earlier"]),
        natural(given["later"]),
        given["kind"],
    ),
}
