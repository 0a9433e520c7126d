"""Whether two texts say the same, as far as pasting and typing may have changed them."""

import unicodedata
from difflib import SequenceMatcher

from app.localized import LANGUAGES, LocalizedText

# What a word processor puts in place of what was typed.
TYPED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
LONGEST_COMPARED = 400
NEARLY = 0.85


def squeezed(words: str) -> str:
    """The words without a difference of width, quotation marks, dashes and spacing."""
    return " ".join(unicodedata.normalize("NFKC", words).translate(TYPED).split())


def folded(words: str) -> str:
    """The words without a difference of case either, and without spaces."""
    return squeezed(words).casefold().replace(" ", "")


def says_so(text: LocalizedText, given: LocalizedText) -> bool:
    """Whether all that is given stands in `text` to the letter, under whatever language."""
    there = {squeezed(words) for words in text.texts.values()}
    return all(squeezed(words) in there for words in given.texts.values())


def says_otherwise(text: LocalizedText, given: LocalizedText) -> bool:
    """Whether something is given that stands otherwise in `text` in the same language."""
    there = {squeezed(words) for words in text.texts.values()}
    return any(
        lang in text.texts and squeezed(words) not in there for lang, words in given.texts.items()
    )


def completed(text: LocalizedText, given: LocalizedText) -> LocalizedText:
    """`text` with what is given in languages that it lacks, and does not hold otherwise."""
    there = {squeezed(words) for words in text.texts.values()}
    lacking = {
        lang: words
        for lang, words in given.texts.items()
        if lang not in text.texts and squeezed(words) not in there
    }
    if not lacking:
        return text
    original = text.original or given.original
    texts = {**text.texts, **lacking}
    return LocalizedText(texts, original, text.translations, text.stale)


def fresh(text: LocalizedText) -> LocalizedText:
    """Without the translations that are stale: notes have no sign that would say so of them."""
    texts = {lang: words for lang, words in text if lang not in text.stale}
    states = {lang: state for lang, state in text.translations.items() if lang in texts}
    return LocalizedText(texts, text.original, states)


def rewritten(text: LocalizedText, given: LocalizedText) -> LocalizedText:
    """What is given, with the other languages of `text` as they were."""
    return LocalizedText({**text.texts, **given.texts}, given.original)


def keys_of(text: LocalizedText) -> set[str]:
    """The forms under which a text is found again, whatever the language."""
    return {key for words in text.texts.values() if (key := folded(words))}


def is_near(one: LocalizedText, other: LocalizedText) -> bool:
    """Whether two texts that differ are nearly the same in a language that both have."""
    return any(
        _near(folded(one.texts[lang]), folded(other.texts[lang]))
        for lang in LANGUAGES
        if lang in one.texts and lang in other.texts
    )


def _near(one: str, other: str) -> bool:
    one, other = one[:LONGEST_COMPARED], other[:LONGEST_COMPARED]
    if not one or not other:
        return False
    found = SequenceMatcher(None, one, other, autojunk=False)
    return (
        found.real_quick_ratio() >= NEARLY
        and found.quick_ratio() >= NEARLY
        and found.ratio() >= NEARLY
    )
