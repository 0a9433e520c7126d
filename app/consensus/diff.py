"""What changed between two wordings: word by word, in Chinese character by character."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# A run of Latin letters and digits, a run of white space, or one character of anything else.
TOKEN = re.compile(r"[A-Za-z0-9À-ɏ'’-]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both wordings have (`same`), or only the `old` or the `new` one."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """The pieces in reading order, the words taken out before those put in their place."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    pieces = _pieces(before, after)
    return [Piece(kind, text) for kind, text in pieces if text]


def _pieces(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    # White space is junk: two texts are not alike because both have blanks.
    matcher = SequenceMatcher(lambda token: token.isspace(), before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(before[i:j])
        else:
            yield "old", "".join(before[i:j])
            yield "new", "".join(after[k:m])
