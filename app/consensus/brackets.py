"""Square brackets in the words of an item: what stands in them, whose it is, what is left of it.

    [shall|CN: may|US: should]    alternatives, each with the sides whose it is, or nobody's
    [and [by day] in writing]     one bracket may stand in another
    \\[sic\\]                       the sign itself

Full-width signs mean the same.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from app.dialogues.models import Side
from app.localized import LANGUAGES, LocalizedText
from app.rules import Refused, _

# As deep as the house marks them.
DEEPEST = 2
OPENS, CLOSES, PARTS = "[［", "]］", "|｜"
# A sign, and what stands before it: after an odd number of backslashes it is taken literally.
SIGN = re.compile(r"(?<!\\)(\\*)([\[\]|［］｜])")
CODED = re.compile(r"\s*([^:：\[\]［］]{1,200}?)\s*[:：]\s*")
BETWEEN_CODES = re.compile(r"\s*[,，、]\s*")
# What the code of a side looks like where nobody says which there are.
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
# How much of a text is shown around the place at which it is wrong.
AROUND = 24

TOO_DEEP = _("A bracket stands in two others: one is enough.")
NOT_OPENED = _("No bracket opens before this one closes.")
NOT_CLOSED = _("This bracket does not close. For the sign itself, type \\[.")
# The names of the languages as they stand beside the fields.
IN = {"en": "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}

# By a name, as `folded`, the code of the side that it means.
Names = Mapping[str, str]


class Malformed(ValueError):
    """Brackets that do not fit together: at which `place` of the text, from 0, and `why`."""

    def __init__(self, place: int, why: str) -> None:
        super().__init__(f"{why} ({place})")
        self.place, self.why = place, why


@dataclass(frozen=True)
class Alternative:
    """One of the wordings that stand in a bracket, from `start` to `end` of the text.

    `sides` are the codes of those whose it is, none where it is nobody's in particular.
    """

    sides: tuple[str, ...]
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Bracket:
    """One bracket, its signs included, from `start` to `end` of the text.

    `place` counts the brackets of the text as they open, from 1; `depth` is 1 for one that stands
    in no other.
    """

    place: int
    start: int
    end: int
    depth: int
    alternatives: tuple[Alternative, ...]

    def of(self, code: str) -> Alternative | None:
        """What the side would have here, where it would have one thing."""
        own = [one for one in self.alternatives if code in one.sides]
        return own[0] if len(own) == 1 else None


def folded(name: str) -> str:
    """A side's name as it is recognised: whatever its case, width and spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def names_of(sides: Iterable[Side]) -> Names:
    """The names by which an alternative can say whose it is; the surer kind goes before."""
    found: dict[str, str] = {}
    rows = list(sides)
    kinds: tuple[Callable[[Side], Iterable[str]], ...] = (
        lambda side: [side.code],
        lambda side: side.name.texts.values(),
        lambda side: side.convener_short.texts.values(),
    )
    for kind in kinds:
        called: dict[str, set[str]] = {}
        for side in rows:
            for name in kind(side):
                called.setdefault(folded(name), set()).add(side.code)
        for name, codes in called.items():
            if len(codes) == 1 and name:
                found.setdefault(name, *codes)
    return found


def signs_in(text: str) -> Iterator[tuple[int, str]]:
    """The signs that are not taken literally, with their places."""
    for found in SIGN.finditer(text):
        if len(found[1]) % 2 == 0:
            yield found.start(2), found[2]


def first_malformed(text: str) -> Malformed | None:
    """The first bracket of a text that has no other, or stands too deep."""
    opened: list[int] = []
    for place, sign in signs_in(text):
        if sign in OPENS:
            opened.append(place)
            if len(opened) > DEEPEST:
                return Malformed(place, TOO_DEEP)
        elif sign in CLOSES:
            if not opened:
                return Malformed(place, NOT_OPENED)
            opened.pop()
    return Malformed(opened[-1], NOT_CLOSED) if opened else None


def read_brackets(text: str, names: Names | None = None) -> tuple[Bracket, ...]:
    """All brackets in the order in which they open, those in others included.

    Words before a colon say whose an alternative is where they are `names` of sides; without
    those, where they look like codes. Raises Malformed.
    """
    if (wrong := first_malformed(text)) is not None:
        raise wrong
    found: list[Bracket | None] = []
    # Of each open bracket: where it is in `found`, where it began, and its bars.
    opened: list[tuple[int, int, list[int]]] = []
    for place, sign in signs_in(text):
        if sign in OPENS:
            opened.append((len(found), place, []))
            found.append(None)
        elif sign in CLOSES:
            number, start, bars = opened.pop()
            parts = list(_parts(text, [start, *bars, place], names))
            found[number] = Bracket(number + 1, start, place + 1, len(opened) + 1, tuple(parts))
        elif opened:
            opened[-1][2].append(place)
    return tuple(one for one in found if one is not None)


def _parts(text: str, signs: list[int], names: Names | None) -> Iterator[Alternative]:
    """The alternatives between the signs; space around one of several means nothing."""
    for before, end in pairwise(signs):
        sides: tuple[str, ...] = ()
        start = before + 1
        if coded := CODED.match(text, start, end):
            sides = _sides_in(coded[1], names)
            start = coded.end() if sides else start
        if sides or len(signs) > 2:
            words = text[start:end]
            start += len(words) - len(words.lstrip())
            end = start + len(words.strip())
        yield Alternative(sides, text[start:end], start, end)


def _sides_in(words: str, names: Names | None) -> tuple[str, ...]:
    """The codes of the sides that the words name; none unless all of them do."""
    parts = BETWEEN_CODES.split(words)
    if names is None:
        return tuple(parts) if all(CODE.fullmatch(part) for part in parts) else ()
    codes = [names.get(folded(part), "") for part in parts]
    return tuple(dict.fromkeys(codes)) if all(codes) else ()


def open_brackets(text: LocalizedText) -> int:
    """How many brackets are open in the original; of a malformed one, how many signs open."""
    words = text.texts[text.original] if text.original else ""
    return sum(1 for _place, sign in signs_in(words) if sign in OPENS)


def clean(text: str) -> bool:
    """Whether nothing in the text stands in brackets."""
    return not any(sign not in PARTS for _place, sign in signs_in(text))


def unescaped(text: str) -> str:
    """The words as they are read: a sign that is taken literally without its backslash."""
    return SIGN.sub(lambda found: "\\" * (len(found[1]) // 2) + found[2], text)


# What becomes of a bracket: one of its alternatives, other words, or None: it stays.
Pick = Callable[[Bracket], Alternative | str | None]


def put_together(text: str, brackets: Iterable[Bracket], pick: Pick) -> str:
    """The text with what `pick` chooses in place of each bracket, those in others included."""
    whole = list(brackets)
    starts = [one.start for one in whole]

    def part(start: int, end: int, within: bool) -> str:
        out: str = ""
        at = start
        for one in whole[bisect_left(starts, start) : bisect_left(starts, end)]:
            if one.start < at:
                continue  # it stands in one that was put in already
            out, at = out + text[at : one.start], one.end
            match pick(one):
                case Alternative() as chosen:
                    words = part(chosen.start, chosen.end, within)
                case str() as own:
                    words = _without_bars(own) if within else own
                case None:
                    inner = part(one.start + 1, one.end - 1, True)
                    words = text[one.start] + inner + text[one.end - 1]
            if not words:
                out, at = _closed_up(out, text, at, end)
            out += words
        return out + text[at:end]

    return part(0, len(text), False)


def _closed_up(before: str, text: str, at: int, end: int) -> tuple[str, int]:
    """Without the second of two spaces that stood around words which are gone."""
    after = text[at] if at < end else ""
    if before.endswith(" ") and after in " ,.;:?)|]":
        return before[:-1], at
    if after == " " and (not before or before[-1] in "\n[|("):
        return before, at + 1
    return before, at


def _without_bars(words: str) -> str:
    """Words for inside a bracket: a bar of their own must not part its alternatives."""
    depth, places = 0, []
    for place, sign in signs_in(words):
        depth += (sign in OPENS) - (sign in CLOSES)
        if sign in PARTS and depth <= 0:
            places.append(place)
    for place in reversed(places):
        words = f"{words[:place]}\\{words[place:]}"
    return words


def reading_of(text: str, side_code: str, names: Names | None = None) -> str:
    """The text as one side would have it, by its own alternatives alone.

    A bracket in which it has none, or several, stays. Raises Malformed.
    """
    return put_together(text, read_brackets(text, names), lambda one: one.of(side_code))


# One whole sentence for each reason, so that each can be translated.
REFUSALS = {
    TOO_DEEP: _(
        "%(language)s, line %(line)d, character %(column)d: a bracket stands in two others, "
        "and one is enough: “%(excerpt)s”."
    ),
    NOT_OPENED: _(
        "%(language)s, line %(line)d, character %(column)d: no bracket opens before this one "
        "closes: “%(excerpt)s”. For the sign itself, type \\]."
    ),
    NOT_CLOSED: _(
        "%(language)s, line %(line)d, character %(column)d: this bracket does not close: "
        "“%(excerpt)s”. For the sign itself, type \\[."
    ),
}


def refuse_malformed(text: LocalizedText, field: str = "text") -> None:
    """Raise Refused where brackets do not fit together, with the place marked by arrows."""
    for lang in LANGUAGES:
        words = text.texts.get(lang, "")
        if (wrong := first_malformed(words)) is not None:
            before = words[: wrong.place]
            raise Refused(
                REFUSALS[wrong.why],
                field=field,
                language=IN[lang],
                line=before.count("\n") + 1,
                column=wrong.place - (before.rfind("\n") + 1) + 1,
                excerpt=marked(words, wrong.place),
            )


def marked(text: str, place: int) -> str:
    """What stands around a place of a text on its line, with the sign there between arrows."""
    start = max(text.rfind("\n", 0, place) + 1, place - AROUND)
    stop = text.find("\n", place)
    end = min(len(text) if stop < 0 else stop, place + 1 + AROUND)
    begun = "" if start == 0 or text[start - 1] == "\n" else "…"
    cut = "" if end == len(text) or text[end] == "\n" else "…"
    return f"{begun}{text[start:place]}→{text[place]}←{text[place + 1 : end]}{cut}"
