"""Lines that were read as plain words and look as if they were meant for more."""

import re

from app.localized import LocalizedText
from app.notes.tails import FINDINGS
from app.rules import Said, _

IN_TITLE = _("Read as part of the title: “%(words)s”.")
NO_DUE = _("No due date was read in these words. Write it as 2024-04-30, April 2024 or round 10.")
IN_SUMMARY = _(
    "Read as part of the summary: “%(words)s”. An action begins with “!”, a result with “=”."
)

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WHEN = rf"{_MONTHS}|end\s+of|next|spring|summer|autumn|winter|week"
_DUE = re.compile(
    rf"\b(?:by|before|until|no later than)\s+(?:\S+\s+){{0,3}}?(?:{_WHEN}|\d)"
    r"|[月日年底轮会][之以]?前",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"\s*(?:o\s+\S|§|(?:actions?|action items?|follow-?up|decisions?|todo|agreed|ap|"
    r"行动|后续行动|待办|决定)\s*\d*\s*[:：])",
    re.IGNORECASE,
)
_GROUP = re.compile(r"(?P<sign>[({（｛])(?P<inside>[^(){}（）｛｝]*)[)}）｝]")
_PARTS = re.compile("[,;、，；]")
LONGEST_QUOTE = 80


def doubt_of_title(title: LocalizedText) -> Said | None:
    """Brackets that name topics of the tree, or what came of it, and stayed in the title."""
    for _lang, text in title:
        for found in _GROUP.finditer(text):
            inside = {part.strip().lower() for part in _PARTS.split(found["inside"])}
            if found["sign"] in "{｛" or inside & set(FINDINGS):
                return Said(IN_TITLE, {"words": text[found.start() :]})
    return None


def doubt_of_action(title: LocalizedText, *, has_due: bool) -> Said | None:
    if not has_due and any(_DUE.search(text) for _lang, text in title):
        return Said(NO_DUE)
    return None


def doubt_of_summary(summary: LocalizedText) -> Said | None:
    """A line of the discussion that begins as an action, a decision or a point of a list does."""
    for _lang, text in summary:
        for line in text.split("\n"):
            if _MARKED.match(line):
                return Said(IN_SUMMARY, {"words": line.strip()[:LONGEST_QUOTE]})
    return None
