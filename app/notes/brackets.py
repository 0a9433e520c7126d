"""Square brackets in the words of an item, which stand around what is not agreed yet."""

from collections.abc import Sequence
from typing import NamedTuple

from app.rules import _

# As deep as the house marks them.
DEEPEST = 2


class Wrong(NamedTuple):
    """On which of some lines, and where in it, a bracket is wrong, and why."""

    line: int
    place: int
    why: str


def first_wrong(folded: Sequence[str]) -> Wrong | None:
    """The first bracket in the lines of one text that has no other, or stands too deep."""
    opened: list[tuple[int, int]] = []
    for number, line in enumerate(folded):
        for place, char in enumerate(line):
            if char == "[":
                opened.append((number, place))
                if len(opened) > DEEPEST:
                    return Wrong(number, place, _("A bracket stands in two others: one is enough."))
            elif char == "]":
                if not opened:
                    return Wrong(number, place, _("No bracket opens before this one closes."))
                opened.pop()
    if opened:
        return Wrong(*opened[-1], _("This bracket does not close. For the sign itself, type \\[."))
    return None
