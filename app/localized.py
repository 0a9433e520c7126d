"""Text in one or several languages, with the state of each translation."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

LANGUAGES = ("en", "zh-Hans", "zh-Hant")

# Where a text is missing, the nearest one is shown in its place, and said to be so by its `lang`.
FALLBACK = {
    "en": ("en", "zh-Hans", "zh-Hant"),
    "zh-Hans": ("zh-Hans", "zh-Hant", "en"),
    "zh-Hant": ("zh-Hant", "zh-Hans", "en"),
}


class Translation(StrEnum):
    """How far a translation can be relied on."""

    UNCHECKED = "unchecked"
    CHECKED = "checked"
    AGREED = "agreed"


@dataclass(frozen=True)
class LocalizedText:
    """`texts` by language; the `original` one; what is known of the others.

    `stale` holds the translations made of an earlier original. Languages without an entry in
    `translations` are unchecked. Raises ValueError for a language that the house does not keep.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    original: str | None = None
    translations: Mapping[str, Translation] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        kept = {lang: self.texts[lang] for lang in LANGUAGES if self.texts.get(lang)}
        unknown = {*self.texts, *self.translations, *self.stale} - set(LANGUAGES)
        if unknown or (self.original and self.original not in LANGUAGES):
            raise ValueError(f"unknown language: {', '.join(sorted(unknown)) or self.original}")
        original = self.original if self.original in kept else next(iter(kept), None)
        translated = {lang for lang in kept if lang != original}
        states = {
            lang: Translation(self.translations[lang])
            for lang in LANGUAGES
            if lang in translated and self.translations.get(lang)
        }
        set_ = object.__setattr__
        set_(self, "texts", MappingProxyType(kept))
        set_(self, "original", original)
        set_(self, "translations", MappingProxyType(states))
        set_(self, "stale", frozenset(self.stale) & translated)

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __hash__(self) -> int:
        return hash(self.to_json())

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Language and text, the original first."""
        return iter(sorted(self.texts.items(), key=lambda pair: pair[0] != self.original))

    def language_for(self, locale: str) -> str | None:
        """The language in which a reader of `locale` gets this text; None where it is empty."""
        nearest = FALLBACK.get(locale, LANGUAGES)[: 1 if locale == "en" else 2]
        wanted = (*nearest, self.original, *LANGUAGES)
        return next((lang for lang in wanted if lang in self.texts), None)

    def text_for(self, locale: str) -> str:
        lang = self.language_for(locale)
        return self.texts[lang] if lang else ""

    def translation(self, lang: str) -> Translation:
        return self.translations.get(lang, Translation.UNCHECKED)

    def revised(self, later: "LocalizedText") -> "LocalizedText":
        """`later`, in which each text that did not change while another was rewritten is stale.

        A language whose text was changed here is no longer stale; one that was stale has caught
        up, and makes no other stale. If only a translation was rewritten, it becomes the original.
        """
        moved = {lang for lang in LANGUAGES if self.texts.get(lang) != later.texts.get(lang)}
        rewritten = (moved & set(self.texts) & set(later.texts)) - self.stale
        stale = (self.stale | later.stale) - moved
        if not rewritten:
            return replace(later, stale=stale)
        if later.original not in moved:
            # The text that moved is the newer one: it becomes what the others are made from.
            lead = next(lang for lang in LANGUAGES if lang in rewritten)
            later = replace(later, original=lead, translations={})
        return replace(later, stale=stale | (set(later.texts) - moved))

    def to_dict(self) -> dict[str, Any]:
        """The form in dialogue files; keys in a fixed order."""
        out: dict[str, Any] = dict(self.texts)
        if len(self.texts) > 1 or (self.original and self.original != "en"):
            out["original"] = self.original
        if self.translations:
            out["translations"] = {lang: str(state) for lang, state in self.translations.items()}
        if self.stale:
            out["stale"] = [lang for lang in LANGUAGES if lang in self.stale]
        return out

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Self:
        return cls(
            texts={key: text for key, text in given.items() if key in LANGUAGES},
            original=given.get("original"),
            translations=given.get("translations", {}),
            stale=frozenset(given.get("stale", ())),
        )

    def to_json(self) -> str:
        """The form in the database, where a square bracket is always one of the text's own."""
        out = self.to_dict()
        if self.stale:
            out["stale"] = " ".join(out["stale"])
        return json.dumps(out, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        given = json.loads(text)
        return cls.from_dict({**given, "stale": given.get("stale", "").split()})


EMPTY = LocalizedText()
