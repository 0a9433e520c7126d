"""Spelling words so that they are read back as words: backslashes where a sign would be seen.

What is spelled is a hidden text, as in `escapes`. A guard finds the place of a character in it
that must be taken literally; it is asked again until it finds none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.localized import LocalizedText
from app.notes.brackets import first_wrong
from app.notes.dates import due_in
from app.notes.escapes import (
    Line,
    Stretch,
    as_read,
    folded,
    hidden_all,
    hidden_at,
    hidden_backslashes,
    normal,
    spelled,
)
from app.notes.headers import session_prefix
from app.notes.heads import (
    is_open_list,
    item_head,
    kind_in,
    marked_in,
    name_in,
    reported_in,
    sign_in,
    stance_in,
)
from app.notes.items import bars
from app.notes.tails import (
    findings_in,
    group_at_end,
    moderators_in,
    tree_in,
    verb_at_start,
    verb_in,
)
from app.notes.tasks import OWNERS
from app.notes.texts import language_of, tag_in

Guard = Callable[[str], int | None]


def guarded(text: str, guards: Iterable[Guard]) -> str:
    guards = tuple(guards)
    # What one guard takes literally may let another see what it did not see before.
    while found := [place for guard in guards if (place := guard(text)) is not None]:
        text = hidden_at(text, found[0])
    return text


def starting_with(sees: Callable[[str], object]) -> Guard:
    """Takes the first character literally where `sees` would see something there."""
    return lambda text: None if sees(folded(text)) in (None, False) else 0


TAG = starting_with(tag_in)
KIND = starting_with(kind_in)
HEAD = starting_with(item_head)
REF = starting_with(marked_in)
SIDE = starting_with(lambda words: tag_in(f"{words}:"))
REPORTED = starting_with(reported_in)
OPEN_LIST = starting_with(is_open_list)
STANCE = starting_with(stance_in)
SESSION = starting_with(session_prefix)
WAITS = starting_with(lambda words: words.startswith(("for ", "on ")))


def prose(text: str) -> int | None:
    return 0 if text and sign_in(text, folded(text))[0] != "prose" else None


def after_bullet(text: str) -> int | None:
    line = f"- {text}"
    return 0 if text and sign_in(line, folded(line))[0] != "topic" else None


def name(text: str) -> int | None:
    return name_in(folded(text))


def bar(text: str) -> int | None:
    words = folded(text)
    return next((place for place in bars(words) if name_in(words, place + 1) is not None), None)


def verb(text: str) -> int | None:
    found = verb_at_start(folded(text))
    return found[0] if found else None


def due(text: str) -> int | None:
    found = due_in(folded(text))
    return found.start if found else None


def and_(text: str) -> int | None:
    found = OWNERS.search(f" {folded(text)} ")
    return found.end() - len(found[0].lstrip()) - 1 if found else None


def item_groups(text: str) -> int | None:
    group = group_at_end(_stretch(text))
    return len(text) - 1 if group and (tree_in(group) or verb_in(group)) else None


def topic_groups(text: str) -> int | None:
    group = group_at_end(_stretch(text))
    return len(text) - 1 if group and (tree_in(group) or findings_in(group)) else None


def session_groups(text: str) -> int | None:
    group = group_at_end(_stretch(text))
    return len(text) - 1 if group and moderators_in(group) else None


def _stretch(text: str) -> Stretch:
    return Line(0, spelled(text)).whole


def named(words: str, literal: str, *guards: Guard) -> str:
    """A name, spelled for a place where each of the `literal` signs would end it."""
    line = hidden_all(hidden_backslashes(one_line(words)), literal)
    return spelled(guarded(line, guards))


def one_line(words: str) -> str:
    return normal(words).replace("\n", " ").strip()


def listed(names: Iterable[str], literal: str, *guards: Guard) -> list[str]:
    return [words for one in names if (words := named(one, literal, *guards))]


@dataclass(frozen=True)
class Block:
    """A text in one language: `tag` where its script does not tell which, and hidden lines."""

    tag: str
    lines: list[str]

    @property
    def first(self) -> str:
        return self.tag + spelled(self.lines[0])

    @property
    def others(self) -> list[str]:
        return [spelled(line) for line in self.lines[1:]]


@dataclass(frozen=True)
class Speller:
    """Spells the texts of one sort of note.

    `starts` guard the beginning of the text, `ends` the end of each line of it at which the
    note's own marks can stand. `bracketed` texts have brackets that must be whole.
    """

    language: str
    starts: tuple[Guard, ...] = ()
    ends: tuple[Guard, ...] = ()
    bracketed: bool = False

    def blocks(self, text: LocalizedText) -> list[Block]:
        """The original, then the others, which are always tagged."""
        return [
            self._block(lang, words, first=not number)
            for number, (lang, words) in enumerate(as_read(text))
        ]

    def _block(self, lang: str, words: str, *, first: bool) -> Block:
        tagged = not first or language_of(words, self.language) != lang
        lines = lines_of(words)
        if self.bracketed and first_wrong([folded(line) for line in lines]):
            lines = [hidden_all(line, "[]") for line in lines]
        if first:
            starts = () if tagged else (TAG,)
            lines[0] = guarded(lines[0], (*starts, *self.starts, *self.ends))
        lines[1:] = [guarded(line, (TAG, name, *self.ends)) for line in lines[1:]]
        return Block(f"{lang}: " if tagged else "", lines)

    def summary(self, text: LocalizedText) -> list[str]:
        """Prose, each line as it is typed; a backslash alone is an empty one."""
        found: list[str] = []
        for number, (lang, words) in enumerate(as_read(text)):
            lines = lines_of(words)
            if number or language_of(words, self.language) != lang:
                found += [] if number else ["\\"]
                found.append(f"{lang}: {spelled(lines.pop(0))}")
            found += [spelled(guarded(line, (prose, TAG))) or "\\" for line in lines]
        return found

    def rationale(self, words: str) -> list[str]:
        """The lines of a text in no language in particular: one, if it is empty."""
        first, *others = lines_of(normal(words).strip())
        return [spelled(first), *(spelled(guarded(line, (TAG, name))) for line in others)]


def lines_of(words: str) -> list[str]:
    """The lines of a text, hidden; space at their ends is taken literally."""
    return [_outer_space_kept(line) for line in hidden_backslashes(words).split("\n")]


def _outer_space_kept(line: str) -> str:
    if line[:1].isspace():
        line = hidden_at(line, 0)
    if line[-1:].isspace():
        line = hidden_at(line, len(line) - 1)
    return line


def is_verb(line: str, words: str) -> bool:
    """Whether the line, hidden, begins with just this verb of agreement."""
    found = verb_at_start(folded(line))
    return bool(found) and line[slice(*(found or ()))] == words
