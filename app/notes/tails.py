"""What can stand at the end of a line: topics of the tree, what a topic came to, verbs, people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.notes import signs
from app.notes.escapes import Stretch
from app.notes.signs import any_of, meanings, one_word
from app.rounds.models import TopicFault, TopicFormat, TopicResult

# More of them at the end of one line belong to its words.
MOST_GROUPS = 6
_OPENS = {"}": "{", ")": "(", "]": "["}
LIST = re.compile(r"[,;、]")
NAMES = re.compile(r"[;、]")
_VERB = re.compile(rf"(?:{any_of(signs.VERB.every)})\s*:")
_MODERATOR = re.compile(rf"(?:{any_of(signs.MODERATOR.every)})\s*:")
_VERBS = re.compile(
    rf"(?:(?:{any_of(signs.SUBJECTS.every)})\s*(?:(?:have|has|also)\s+)?)?"
    rf"(?P<verb>{any_of(signs.VERBS.every)})(?![a-z0-9-])"
)
Finding = TopicFormat | TopicResult | TopicFault
_FORMATS, _RESULTS, _FAULTS = (
    meanings(signs.FORMATS),
    meanings(signs.RESULTS),
    meanings(signs.FAULTS),
)
FINDINGS: dict[str, Finding] = {**_FORMATS, **_RESULTS, **_FAULTS}


@dataclass(frozen=True)
class Group:
    """A bracket at the end of words: what is in it, and what stands before it."""

    sign: str
    inside: Stretch
    before: Stretch


def group_at_end(words: Stretch) -> Group | None:
    """The bracket with which the words end, in round or curly brackets, if it is whole."""
    folded = words.folded
    closes = folded[-1:]
    if closes not in ("}", ")"):
        return None
    start = opening_of(folded, closes)
    if start is None:
        return None
    inside = words.part(start + 1, len(folded) - 1)
    return Group(_OPENS[closes], inside, words.part(0, start))


def opening_of(folded: str, closes: str) -> int | None:
    """Where the bracket opens that closes at the end."""
    depth = 0
    for place in range(len(folded) - 1, -1, -1):
        if folded[place] == closes:
            depth += 1
        elif folded[place] == _OPENS[closes]:
            depth -= 1
            if not depth:
                return place
    return None


def groups_at_end(words: Stretch) -> Iterator[Group]:
    """The brackets with which the words end, the last first."""
    for _ in range(MOST_GROUPS):
        if not (group := group_at_end(words)):
            return
        yield group
        words = group.before


def tree_in(group: Group) -> tuple[str, ...]:
    """The topics of the tree that a group names."""
    return names_in(group.inside, LIST) if group.sign == "{" else ()


def names_in(words: Stretch, separators: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(name for part in words.split(separators) if (name := part.said.strip()))


def verb_in(group: Group) -> str:
    """The verb of agreement that a group names, for an item whose words do not begin with it."""
    found = _VERB.match(group.inside.folded) if group.sign == "(" else None
    return group.inside.part(found.end()).said.strip() if found else ""


def moderators_in(group: Group) -> tuple[str, ...]:
    found = _MODERATOR.match(group.inside.folded) if group.sign == "(" else None
    return names_in(group.inside.part(found.end()), NAMES) if found else ()


def findings_in(group: Group) -> list[Finding]:
    """What a topic's format, result and fault were, where the group says nothing but that."""
    if group.sign != "(":
        return []
    parts = [one_word(part.folded) for part in group.inside.split(LIST)]
    if not all(part in FINDINGS for part in parts):
        return []
    return [FINDINGS[part] for part in parts]


def verb_at_start(folded: str) -> tuple[int, int] | None:
    """The verb of agreement with which an item's words begin, whoever stands before it."""
    found = _VERBS.match(folded)
    return found.span("verb") if found else None
