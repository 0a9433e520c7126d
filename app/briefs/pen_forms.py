"""How the papers about talks cite records and call the sides."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.addresses import record_url
from app.dialogues.models import Side
from app.reports.paper import Tone, Words
from app.reports.words import Pen


@dataclass(frozen=True)
class Linked(Words):
    """Words that lead to the page of a record; in every file they are words alone."""

    address: str = ""


class TalksPen(Pen):
    """Cites a record of another dialogue than that of the talks, `home`, with its dialogue.

    `on_screen`, what was cited leads to its page, wherever it is printed.
    """

    def __init__(self, locale: str, home: str, *, on_screen: bool = False) -> None:
        super().__init__(locale)
        self.home = home
        self._on_screen = on_screen
        self._addresses: dict[str, str] = {}

    def cited(self, slug: str, ref: str) -> str:
        words = ref if slug == self.home else f"{slug}/{ref}"
        if self._on_screen:
            self._addresses[words] = record_url(slug, ref)
        return words

    def copied(self, text: str, tone: Tone = Tone.PLAIN) -> Words:
        words = super().copied(text, tone)
        address = self._addresses.get(text)
        return Linked(words.text, words.lang, tone, address) if address else words


def in_full(sides: Iterable[Side]) -> list[Side]:
    """The sides by their own names alone: reports call a side by its convener, another body."""
    return [
        Side(id=side.id, position=side.position, code=side.code, name=side.name) for side in sides
    ]
