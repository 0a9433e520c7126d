"""The brackets of an item as they stood at a moment: whose words, why open, since which wording."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.consensus.brackets import (
    Bracket,
    Malformed,
    Names,
    clean,
    first_malformed,
    names_of,
    open_brackets,
    put_together,
    read_brackets,
    reading_of,
)
from app.consensus.earlier import was_on_record
from app.consensus.models import BracketNote, ConsensusItem, Wording
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate

# What becomes of a bracket: one of its alternatives by number, or other words, none at all too.
Choice = int | str
# By language and place.
Choices = Mapping[str, Mapping[int, Choice]]


@dataclass(frozen=True)
class OpenBracket:
    """One bracket of the original, with the whole of it as `words`.

    `since` is the first wording of those in which this very bracket stands up to now; `reasons`
    are all that were given for it in them, the last being the one that holds.
    """

    bracket: Bracket
    words: str
    since: Wording
    reasons: Sequence[BracketNote] = ()

    @property
    def reason(self) -> BracketNote | None:
        return self.reasons[-1] if self.reasons else None


@dataclass(frozen=True)
class ItemBrackets:
    """What there is to say of the brackets of one item.

    `readings` are by language, the original first, and the code of the side. `malformed` are the
    languages whose brackets do not fit together. `were_open`: an earlier wording had brackets.
    """

    wording: Wording | None = None
    text: LocalizedText = EMPTY
    brackets: Sequence[OpenBracket] = ()
    readings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    malformed: Mapping[str, Malformed] = field(default_factory=dict)
    were_open: bool = False

    @property
    def is_clean(self) -> bool:
        return all(clean(words) for words in self.text.texts.values())


def brackets_of(
    item: ConsensusItem, wordings: Sequence[Wording], as_of: PartialDate | None = None
) -> ItemBrackets:
    """Of the latest of the item's wordings at `as_of`; these come with notes and renderings.

    Nothing is wrong enough to raise: what cannot be read is `malformed`.
    """
    known = [one for one in wordings if was_on_record(one.happened, as_of)]
    known.sort(key=lambda one: one.number, reverse=True)
    if not known:
        return ItemBrackets()
    latest, names = known[0], names_of(item.dialogue.sides)
    text = _shown(latest, as_of)
    wrong = {lang: first_malformed(words) for lang, words in text}
    malformed = {lang: one for lang, one in wrong.items() if one is not None}
    codes = [side.code for side in item.dialogue.sides]
    readings = {
        lang: {code: reading_of(words, code, names) for code in codes}
        for lang, words in text
        if lang not in malformed and not clean(words)
    }
    return ItemBrackets(
        wording=latest,
        text=text,
        brackets=_open(known, names, as_of) if text.original not in malformed else (),
        readings=readings,
        malformed=malformed,
        were_open=any(open_brackets(one.text) for one in known[1:]),
    )


def _shown(wording: Wording, as_of: PartialDate | None) -> LocalizedText:
    """The wording with its translations as they stood."""
    current = [one for one in wording.renderings if was_on_record(one.happened, as_of)]
    return current[-1].text if current else wording.text


def _open(
    wordings: Sequence[Wording], names: Names, as_of: PartialDate | None
) -> list[OpenBracket]:
    """The brackets of the first of the wordings, followed back through the others."""
    found = read_brackets(original(wordings[0]), names)
    # Where each of them stands in the wording that is looked at.
    there = {one.place: one.place for one in found}
    since = {one.place: wordings[0] for one in found}
    reasons: dict[int, list[BracketNote]] = defaultdict(list)
    for number, wording in enumerate(wordings):
        if number:
            newer = wordings[number - 1]
            same = same_brackets(original(wording), original(newer))
            alike = wording.text.original == newer.text.original
            there = {p: same[at] for p, at in there.items() if alike and at in same}
        for place, at in there.items():
            since[place] = wording
            given = [
                note
                for note in wording.bracket_notes
                if note.place == at and was_on_record(note.happened, as_of)
            ]
            reasons[place] = [*given, *reasons[place]]
    text = original(wordings[0])
    return [
        OpenBracket(one, text[one.start : one.end], since[one.place], reasons[one.place])
        for one in found
    ]


def original(wording: Wording) -> str:
    return wording.text.texts.get(wording.text.original or "", "")


def same_brackets(older: str, newer: str) -> Mapping[int, int]:
    """By their places in `newer`, the places in `older` of the brackets that are the very same.

    Of several that say the same it is known which is which only where there are as many of them.
    """
    try:
        before, after = _by_words(older), _by_words(newer)
    except Malformed:
        return {}
    return {
        new: old
        for words, places in after.items()
        if len(before.get(words, ())) == len(places)
        for old, new in zip(before[words], places, strict=True)
    }


def _by_words(text: str) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for one in read_brackets(text):
        found[text[one.start : one.end]].append(one.place)
    return found


def resolved(text: LocalizedText, choices: Choices, names: Names) -> LocalizedText:
    """The text with what was chosen in place of brackets; other languages stay as they are.

    A choice within an alternative that is not taken falls away with it. Raises Malformed.
    """
    texts = dict(text.texts)
    for lang, chosen in choices.items():
        if lang in texts and chosen:
            texts[lang] = _resolved(texts[lang], chosen, names)
    return LocalizedText(texts, text.original, text.translations, text.stale)


def _resolved(words: str, chosen: Mapping[int, Choice], names: Names) -> str:
    def pick(bracket: Bracket) -> Any:
        choice = chosen.get(bracket.place)
        return bracket.alternatives[choice] if isinstance(choice, int) else choice

    return put_together(words, read_brackets(words, names), pick)
