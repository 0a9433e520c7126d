"""What changed between two wordings: word by word, in Chinese character by character.

Two texts of the longest that a form takes are compared in well under a second: `difflib` alone
takes minutes over them, so long texts are first held together by the runs that stand in each
only once, and what lies between those is looked at by itself.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.localized import LocalizedText

HAN = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
# What is set above or beside a character belongs to it.
MARKS = "\u0300-\u036f\ufe00-\ufe0f\U000e0100-\U000e01ef"
WORD = rf"(?:(?![{HAN}])[\w'’{MARKS}-])"
TOKEN = re.compile(
    # "e.g.", "U.S."; a number with its signs, "3.5", "1,000"; a word; white space; a character.
    rf"(?<![^\W\d_])(?:[A-Za-z]\.){{2,}}|\d+(?:[.,:/]\d+)+|{WORD}+|\s+|.[{MARKS}]*",
    re.DOTALL,
)
COUNTED = re.compile(rf"\w|[{HAN}]")

SAME, OLD, NEW = "same", "old", "new"

# How long a run must be to hold two long texts together, tried from long to short.
RUNS = (24, 12, 6, 3, 1)
# How many pairs of equal tokens `difflib` is given at once, and for two texts altogether.
MOST_PAIRS = 20_000
MOST_PAIRS_IN_ALL = 400_000

Tokens = Sequence[str]
# From and to in the old tokens, from and to in the new ones.
Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both wordings have (`same`), or only the `old` or the `new` one."""

    kind: str
    text: str


@dataclass(frozen=True)
class Tally:
    """In how many places two texts differ; the words, in Chinese the characters, of each kind."""

    places: int
    taken_out: int
    put_in: int


@dataclass(frozen=True)
class Changes:
    """What changed of a text in one language."""

    language: str
    pieces: Sequence[Piece]

    @property
    def tally(self) -> Tally:
        return tally(self.pieces)


def changes_between(old: LocalizedText, new: LocalizedText) -> list[Changes]:
    """In each language that one of the two has, the newer one's original first."""
    languages = dict.fromkeys([*dict(new), *dict(old)])
    return [
        Changes(lang, difference(old.texts.get(lang, ""), new.texts.get(lang, "")))
        for lang in languages
    ]


def difference(old: str, new: str) -> list[Piece]:
    """The pieces in reading order, the words taken out before those put in their place."""
    return list(_told(_joined(_Comparison(TOKEN.findall(old), TOKEN.findall(new)).spans())))


def tally(pieces: Sequence[Piece]) -> Tally:
    kinds = [piece.kind for piece in pieces]
    places = sum(
        kind != SAME and before == SAME for before, kind in zip([SAME, *kinds], kinds, strict=False)
    )
    return Tally(places, *(_words(pieces, kind) for kind in (OLD, NEW)))


def _words(pieces: Sequence[Piece], kind: str) -> int:
    tokens = (token for one in pieces if one.kind == kind for token in TOKEN.findall(one.text))
    return sum(COUNTED.search(token) is not None for token in tokens)


class _Comparison:
    """Two lists of tokens, as the spans in which they are equal or differ, in order."""

    def __init__(self, before: Tokens, after: Tokens) -> None:
        self.before, self.after = before, after
        self.left = MOST_PAIRS_IN_ALL

    def spans(self) -> Iterator[tuple[bool, str, str]]:
        """Whether they are equal there, and what each says."""
        for is_same, (i, j, k, m) in self._spans((0, len(self.before), 0, len(self.after)), RUNS):
            yield is_same, "".join(self.before[i:j]), "".join(self.after[k:m])

    def _spans(self, span: Span, runs: Sequence[int]) -> Iterator[tuple[bool, Span]]:
        i, j, k, m = span
        if i == j or k == m:
            yield False, span
        elif self._is_cheap(span):
            yield from self._matched(span)
        else:
            start = _common(self.before[i:j], self.after[k:m])
            yield True, (i, i + start, k, k + start)
            i, k = i + start, k + start
            end = _common(self.before[i:j][::-1], self.after[k:m][::-1])
            yield from self._between((i, j - end, k, m - end), runs)
            yield True, (j - end, j, m - end, m)

    def _between(self, span: Span, runs: Sequence[int]) -> Iterator[tuple[bool, Span]]:
        i, j, k, m = span
        if i < j and k < m and self._is_cheap(span):
            yield from self._matched(span)
        elif i < j and k < m and runs:
            yield from self._held_together(span, runs)
        else:
            yield False, span

    def _is_cheap(self, span: Span) -> bool:
        i, j, k, m = span
        ours, theirs = Counter(self.before[i:j]), Counter(self.after[k:m])
        pairs = sum(count * theirs[token] for token, count in ours.items() if not token.isspace())
        if pairs > min(MOST_PAIRS, self.left):
            return False
        self.left -= pairs
        return True

    def _matched(self, span: Span) -> Iterator[tuple[bool, Span]]:
        i, j, k, m = span
        # White space is junk: two texts are not alike because both have blanks.
        matcher = SequenceMatcher(
            lambda token: token.isspace(), self.before[i:j], self.after[k:m], autojunk=False
        )
        for kind, a, b, c, d in matcher.get_opcodes():
            yield kind == "equal", (i + a, i + b, k + c, k + d)

    def _held_together(self, span: Span, runs: Sequence[int]) -> Iterator[tuple[bool, Span]]:
        """By the runs of one length that stand in each once, in the same order."""
        i, j, k, m = span
        size, shorter = runs[0], runs[1:]
        for a, c in _in_order(_single(self.before[i:j], size), _single(self.after[k:m], size)):
            a, c = span[0] + a, span[2] + c
            if a < i or c < k:
                continue  # it begins within the run before it
            yield from self._spans((i, a, k, c), shorter)
            yield True, (a, a + size, c, c + size)
            i, k = a + size, c + size
        yield from self._spans((i, j, k, m), shorter)


def _common(one: Tokens, other: Tokens) -> int:
    """How many tokens both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _single(tokens: Tokens, size: int) -> dict[tuple[str, ...], int]:
    """The runs of that length that stand there once, with their places; no mere white space."""
    runs = list(zip(*(tokens[n:] for n in range(size)), strict=False))
    counts = Counter(runs)
    return {
        run: place
        for place, run in enumerate(runs)
        if counts[run] == 1 and (size > 1 or not run[0].isspace())
    }


def _in_order(
    one: dict[tuple[str, ...], int], other: dict[tuple[str, ...], int]
) -> list[tuple[int, int]]:
    """The most pairs of places of the runs that both have, in which both places rise."""
    pairs = [(place, other[run]) for run, place in one.items() if run in other]
    ends: list[int] = []  # the lowest place at which a chain of each length ends
    last: list[int] = []  # which pair that is
    before: list[int] = []
    for number, (_place, there) in enumerate(pairs):
        length = bisect_left(ends, there)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [there]
        last[length : length + 1] = [number]
    chain, number = list[tuple[int, int]](), last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _joined(spans: Iterator[tuple[bool, str, str]]) -> Iterator[tuple[bool, str, str]]:
    """Neighbours of one kind as one; words replaced one after the other as one replacement."""
    found: list[tuple[bool, str, str]] = []
    for is_same, old, new in spans:
        if not (old or new):
            continue
        if found and found[-1][0] == is_same:
            found[-1] = (is_same, found[-1][1] + old, found[-1][2] + new)
        elif not is_same and _is_gap(found) and old and new:
            _same, blank, _blank = found.pop()
            _same, old_so_far, new_so_far = found.pop()
            found.append((False, old_so_far + blank + old, new_so_far + blank + new))
        else:
            found.append((is_same, old, new))
    return iter(found)


def _is_gap(found: Sequence[tuple[bool, str, str]]) -> bool:
    """Whether they end with white space after a replacement."""
    if len(found) < 2 or not found[-1][1].isspace() or "\n" in found[-1][1]:
        return False
    return bool(found[-2][1] and found[-2][2])


def _told(spans: Iterator[tuple[bool, str, str]]) -> Iterator[Piece]:
    for is_same, old, new in spans:
        kinds = ((SAME, old),) if is_same else ((OLD, old), (NEW, new))
        yield from (Piece(kind, text) for kind, text in kinds if text)
