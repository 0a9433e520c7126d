"""What a hand-over carried, in a dialogue file: sets, written in the order of the references."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.db import Base
from app.exchange.fields import WHOLE, Field, Given, Keys, Known, Problem, Reference, natural
from app.exchange.parts import Rows
from app.handovers.models import HandoverWording


@dataclass(frozen=True)
class RowSet(Rows):
    """Rows without an order of their own; `by` is the reference that tells them apart."""

    by: str = ""

    def _shown(self, parts: list[Any]) -> list[Any] | None:
        # What stands in a dialogue that is not read along is left out.
        known = [part for part in parts if self.by in part]
        return super()._shown(sorted(known, key=lambda part: natural(part[self.by])))

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        yield from super().wrong(given, path, slug, known)
        named = [part[self.by] for part in given.get(self.name, ())]
        for place, one in enumerate(named):
            if one in named[:place]:
                yield f"{path}.{self.name}[{place}]", "the same again"


@dataclass(frozen=True)
class Wordings(Rows):
    """The very wordings that were handed over, each by its item and its number there."""

    name: str = "wordings"
    model: type[Base] = HandoverWording
    fields: tuple[Field, ...] = (
        Reference("item", table="records", far=True),
        Field("number", WHOLE),
    )

    def dump(self, row: Any, keys: Keys) -> Any:
        handed = [keys.key("wordings", part.wording_id) for part in row.wordings]
        return self._listed([key for key in handed if key])

    def canonical(self, given: Given) -> Any:
        return self._listed([_key(part) for part in given.get(self.name, ())])

    def values(self, given: Given, keys: Keys, slug: str) -> dict[str, Any]:
        ids = [keys.id("wordings", _key(part)) for part in given.get(self.name, ())]
        return {self.name: [HandoverWording(wording_id=each) for each in ids]}

    def wrong(self, given: Given, path: str, slug: str, known: Known) -> Iterator[Problem]:
        handed = [_key(part) for part in given.get(self.name, ())]
        for place, key in enumerate(handed):
            if key not in known.keys["wordings"]:
                said = f"{'/'.join(key[:2])!r} has no wording {key[2]}"
                yield f"{path}.{self.name}[{place}]", said
            if key in handed[:place]:
                yield f"{path}.{self.name}[{place}]", "the same again"

    def _listed(self, keys: list[tuple[str, str, int]]) -> list[Any] | None:
        keys = sorted(keys, key=lambda key: (natural("/".join(key[:2])), key[2]))
        return self._shown([{"item": f"{slug}/{ref}", "number": n} for slug, ref, n in keys])


def _key(part: Given) -> tuple[str, str, int]:
    slug, ref = part["item"].split("/", 1)
    return slug, ref, part["number"]
