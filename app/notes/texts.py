"""A text as it is put together from lines, in one language after another."""

import re
from dataclasses import dataclass, field

from app.localized import EMPTY, LocalizedText
from app.notes import signs
from app.notes.escapes import Stretch
from app.rules import _

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_LATIN_WORD = re.compile("[A-Za-zÀ-ɏ]+")
_TAG = re.compile(rf"(?P<tag>{signs.any_of(signs.meanings(signs.TAGS))})\s*:")
# Of a line that names a language and says nothing in it.
NO_WORDS = _("No words stand after the language.")
_LANGUAGES = signs.meanings(signs.TAGS)


def chinese_of(language: str) -> str:
    """Which Chinese is meant where nothing says so, in notes whose language this is."""
    return language if language.startswith("zh") else "zh-Hans"


def language_of(words: str, language: str) -> str:
    """What the script tells: English, or the Chinese of the notes' `language`.

    A Chinese term in an English sentence leaves it English, an acronym in a Chinese one Chinese.
    """
    han = sum(1 for _ in _HAN.finditer(words))
    if not han:
        return "en"
    latin = sum(1 for _ in _LATIN_WORD.finditer(words))
    return chinese_of(language) if han >= latin else "en"


def tag_in(folded: str) -> tuple[str, int] | None:
    """The language that words begin by naming (`zh` for either Chinese), and where they go on."""
    found = _TAG.match(folded)
    return (_LANGUAGES[found["tag"]], found.end()) if found else None


def says(stretch: Stretch) -> bool:
    """Whether there are words, after the language that they may begin by naming."""
    tagged = tag_in(stretch.folded)
    return bool(stretch.part(tagged[1]) if tagged else stretch)


@dataclass
class _Piece:
    language: str | None
    lines: list[Stretch]

    @property
    def words(self) -> str:
        return "\n".join(line.said for line in self.lines).strip()


@dataclass
class Text:
    """What is known so far of one text: pieces in languages that were named, or None."""

    pieces: list[_Piece] = field(default_factory=list)

    @property
    def lines(self) -> list[Stretch]:
        return [line for piece in self.pieces for line in piece.lines]

    def begin(self, stretch: Stretch) -> bool:
        """Go on in the language that the stretch names, if it does. False: there it ends."""
        language, words = None, stretch
        if tagged := tag_in(stretch.folded):
            language, words = tagged[0], stretch.part(tagged[1])
        self.pieces.append(_Piece(language, [words]))
        return bool(words)

    def more(self, stretch: Stretch) -> None:
        """One line more of what was said last."""
        if self.pieces:
            self.pieces[-1].lines.append(stretch)
        else:
            self.pieces.append(_Piece(None, [stretch]))

    def pause(self) -> None:
        """What comes next is in the language that its script tells, whatever was said last."""
        self.pieces.append(_Piece(None, []))

    def finished(self, language: str) -> LocalizedText:
        texts: dict[str, str] = {}
        for piece in self.pieces:
            if not (words := piece.words):
                continue
            named = chinese_of(language) if piece.language == "zh" else piece.language
            lang = named or language_of(words, language)
            texts[lang] = f"{texts[lang]}\n{words}" if lang in texts else words
        return LocalizedText(texts, next(iter(texts))) if texts else EMPTY

    @property
    def plain(self) -> str:
        """Its lines, whatever language they are in."""
        return "\n".join(piece.words for piece in self.pieces).strip()
