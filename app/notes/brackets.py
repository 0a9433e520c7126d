"""Square brackets in the words of an item as notes take them down."""

from collections.abc import Sequence
from typing import NamedTuple

from app.consensus.brackets import first_malformed


class Wrong(NamedTuple):
    """On which of some lines, and where in it, a bracket is wrong, and why."""

    line: int
    place: int
    why: str


def first_wrong(folded: Sequence[str]) -> Wrong | None:
    """The first bracket in the lines of one text that has no other, or stands too deep."""
    whole = "\n".join(folded)
    if (wrong := first_malformed(whole)) is None:
        return None
    before = whole[: wrong.place].split("\n")
    return Wrong(len(before) - 1, len(before[-1]), wrong.why)
