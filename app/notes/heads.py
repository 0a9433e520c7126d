"""What can stand at the start of a line or of its words: signs, references, kinds, stances."""

import re
from dataclasses import dataclass

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level, Stance
from app.notes import signs
from app.notes.signs import any_of, meanings, one_word

_KINDS, _LEVELS = meanings(signs.KINDS), meanings(signs.LEVELS)
_STANCES, _STATUSES = meanings(signs.STANCES), meanings(signs.STATUSES)

_SIGN = re.compile(
    r"(?P<item>==?(?![=>])|~|≠|!=|<>|\?)|(?P<part>\++)|(?P<action>!)|(?P<link><)|(?P<more>\|)"
    r"|(?P<session>\#)"
)
_DASHES_OR_BULLETS = re.escape(signs.DASHES + signs.BULLETS)
_BULLET = re.compile(f"[{_DASHES_OR_BULLETS}](?![{_DASHES_OR_BULLETS}])")
_KIND = re.compile(rf"(?:(?P<level>{any_of(_LEVELS)})\s*)?(?P<kind>{any_of(_KINDS)})\s*:")
_OPEN_LIST = re.compile(r"(?:…+|⋯+|\.{3,})")
REFERENCE = r"(?:[a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9-]*"
_MARKED = re.compile(rf"@({REFERENCE})(?=\s|$)", re.ASCII)
_REPORTED = re.compile(
    r"(?:[a-z0-9][a-z0-9-]*/)?(?:[a-z0-9][a-z0-9-]*-)?a[1-9]\d{0,5}(?=[\s:]|$)", re.ASCII
)
_STANCE = re.compile(rf"(?P<stance>{any_of(_STANCES)})\s*(?:[:;,]|\.?$)")
_STATUS = re.compile(rf"(?P<status>{any_of(_STATUSES)})(?![a-z])\s*(?:(?:for|on)\s)?")
_NAME_ENDS = re.compile(r"[:|\[\]{};,!?]")

ITEM_SIGNS: dict[str, tuple[ItemKind, Level | None, bool]] = {
    "=": (ItemKind.CONSENSUS, None, False),
    "==": (ItemKind.CONSENSUS, None, True),
    "~": (ItemKind.CONSENSUS, Level.PRELIMINARY, False),
    "≠": (ItemKind.DIVERGENCE, None, False),
    "!=": (ItemKind.DIVERGENCE, None, False),
    "<>": (ItemKind.DIVERGENCE, None, False),
    "?": (ItemKind.OPEN_QUESTION, None, False),
}


@dataclass(frozen=True)
class ItemHead:
    """Of what sort an item is, and where its words begin."""

    kind: ItemKind
    level: Level | None
    agreed: bool
    end: int


def sign_in(hidden: str, folded: str) -> tuple[str, int]:
    """What a line is by its sign, and where the sign ends; of an item, where it begins.

    A bullet before another sign is only the bullet of a list that was pasted.
    """
    start, bullet = 0, _BULLET.match(folded)
    if bullet or hidden.startswith(("o\t", "§\t")):
        start = 1
        while start < len(folded) and folded[start] == " ":
            start += 1
    found = _SIGN.match(folded, start) if start != 1 else None
    if found and found.lastgroup:
        return found.lastgroup, found.start() if found["item"] else found.end()
    if start:
        return "topic", start
    return ("item", 0) if _KIND.match(folded) else ("prose", 0)


def item_head(folded: str) -> ItemHead | None:
    """The sign or the words that say of what sort an item is."""
    sign = _SIGN.match(folded)
    if not sign or not sign["item"]:
        return kind_in(folded)
    kind, level, agreed = ITEM_SIGNS[sign["item"]]
    end = sign.end() + _spaces(folded, sign.end())
    if sign["item"] in ("=", "==", "~") and (worded := kind_in(folded[end:])):
        return ItemHead(worded.kind, worded.level or level, agreed, end + worded.end)
    return ItemHead(kind, level, agreed, end)


def kind_in(folded: str) -> ItemHead | None:
    """`macro consensus:` and its like."""
    if not (found := _KIND.match(folded)):
        return None
    level = _LEVELS[one_word(found["level"])] if found["level"] else None
    return ItemHead(_KINDS[one_word(found["kind"])], level, False, found.end())


def marked_in(folded: str) -> int | None:
    """Where the reference ends that stands first, as in `@R9-C3 `."""
    found = _MARKED.match(folded)
    return found.end() if found else None


def reported_in(folded: str) -> int | None:
    """Where the reference of an action ends that stands first without a sign, as in `R8-A2 `."""
    found = _REPORTED.match(folded)
    return found.end() if found else None


def is_open_list(folded: str) -> bool:
    return bool(_OPEN_LIST.fullmatch(folded))


def name_in(folded: str, start: int = 0) -> int | None:
    """Where the name of a side ends, of words that begin with one and a colon."""
    found = _NAME_ENDS.search(folded, start)
    if found and found[0] == ":" and folded[start : found.start()].strip():
        return found.start()
    return None


def stance_in(folded: str) -> tuple[Stance, int] | None:
    """The stance that words begin with, and where they go on; it stands alone or apart."""
    found = _STANCE.match(folded)
    return (_STANCES[one_word(found["stance"])], found.end()) if found else None


def status_in(folded: str) -> tuple[ActionStatus, int] | None:
    """The status that a report begins with, and where it goes on."""
    found = _STATUS.match(folded)
    return (_STATUSES[one_word(found["status"])], found.end()) if found else None


def _spaces(folded: str, start: int) -> int:
    return len(folded) - start - len(folded[start:].lstrip())
