"""Which record on record each line of some notes was found to speak of."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from app.actions.models import Action
from app.consensus.models import ConsensusItem
from app.notes.notation import SessionNote
from app.records.models import Record
from app.rounds.models import AgendaTopic, DialogueSession

R = TypeVar("R", bound=Record)


@dataclass
class Found(Generic[R]):
    """Records by the line that speaks of them; `near`: that nearly says what they say."""

    exact: dict[int, R] = field(default_factory=dict)
    near: dict[int, R] = field(default_factory=dict)

    def of(self, note: object) -> R | None:
        return self.exact.get(id(note))

    def near_to(self, note: object) -> R | None:
        return self.near.get(id(note))


@dataclass
class Matches:
    """What is on record, by the line of the notes that speaks of it.

    `again` holds the line that heads the session, for another one on the same session.
    """

    sessions: Found[DialogueSession] = field(default_factory=Found)
    topics: Found[AgendaTopic] = field(default_factory=Found)
    items: Found[ConsensusItem] = field(default_factory=Found)
    actions: Found[Action] = field(default_factory=Found)
    again: dict[int, SessionNote] = field(default_factory=dict)


def take(found: Found[R], note: object, record: R | None, free: list[R]) -> None:
    if record is not None:
        found.exact[id(note)] = record
        if record in free:
            free.remove(record)
