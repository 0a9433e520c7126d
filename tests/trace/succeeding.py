"""What tests of succession say: when and why, new words, where all items stand."""

from typing import Any

from app.consensus.queries import Filter, register
from app.consensus.standing import Standing
from app.partial_date import PartialDate
from app.trace.succession_commands import Act, NewItem
from tests.make import text

DAY = PartialDate("2025-05-12")


def act(**given: Any) -> Act:
    return Act(**{"happened": DAY, "because": "One sentence held two promises."} | given)


def new(words: str = "Other words.") -> NewItem:
    return NewItem(text(words))


def standings(db, dialogue, day: str | None) -> dict[str, Standing]:
    as_of = PartialDate(day) if day else None
    return {line.ref: line.standing for line in register(db, dialogue, Filter(), as_of=as_of)}
