"""What is known before talks, topic by topic, before it is put into words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.actions.models import Action, ActionStatus
from app.consensus.lines import ItemLine
from app.consensus.models import Level
from app.consensus.standing import Standing
from app.dialogues.models import Side
from app.handovers.expectations import ExpectationLine
from app.handovers.lines import HandoverLine
from app.handovers.models import Dimension
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution
from app.records.models import Disclosure
from app.register.movement import Movement
from app.rounds.models import Round
from app.rounds.page import TopicLine
from app.trace.steps import RecordLink


@dataclass(frozen=True)
class Home:
    """The dialogue of an unofficial track that an item belongs to."""

    id: int
    slug: str
    name: LocalizedText
    sides: tuple[Side, ...]


# Hand-overs, each by its dialogue and its reference.
Passed = tuple[tuple[str, str], ...]


class Why(StrEnum):
    LINKED = "linked"
    UNDER_A_LINKED_TOPIC = "under-a-linked-topic"
    HANDED_OVER = "handed-over"
    SAME_TOPIC = "same-topic"


@dataclass(frozen=True)
class Reason:
    """Why an item stands under a topic of talks.

    `codes` are the topics of the tree that they share; `passed` the hand-overs that were meant for
    it.
    """

    why: Why
    link: RecordLink | None = None
    codes: tuple[str, ...] = ()
    passed: Passed = ()


@dataclass(frozen=True)
class Moved:
    """An item's last movement: it fell between two moments; `after` None: before any known."""

    movement: Movement
    after: PartialDate | None
    by: PartialDate | None


@dataclass(frozen=True)
class Owed:
    """An action that was unfinished then. An owner without a name stands by institution or side."""

    action: Action
    status: ActionStatus
    is_overdue: bool
    owners: tuple["OwedBy", ...]


@dataclass(frozen=True)
class OwedBy:
    name: str
    institution: Institution | None
    side: Side | None
    body: str


@dataclass(frozen=True, kw_only=True)
class Related:
    """An item of the unofficial track, and all that bears on it before the talks."""

    line: ItemLine
    home: Home
    reasons: tuple[Reason, ...]
    moved: Moved | None = None
    passed: tuple[HandoverLine, ...] = ()


class State(StrEnum):
    """In the order in which the items of a topic stand."""

    AGREED = "agreed"
    APART = "apart"
    OTHER = "other"


STATES = {
    Standing.AGREED: State.AGREED,
    Standing.AD_REFERENDUM: State.AGREED,
    Standing.DIVERGING: State.APART,
    Standing.OBJECTED: State.APART,
}


Expected = Mapping[int, Mapping[Dimension, ExpectationLine]]


@dataclass(frozen=True, kw_only=True)
class Part:
    """One topic of the talks, or, where `topic` is None, the talks as a whole.

    `groundwork` are the links that lead to it from whatever is no item. `more` counts the items
    under the same topics that are not printed.
    """

    topic: TopicLine | None
    items: tuple[Related, ...]
    more: int
    groundwork: tuple[RecordLink, ...]
    expected: Expected
    passed: tuple[HandoverLine, ...]
    actions: tuple[Owed, ...]
    terms: tuple[Related, ...]

    def in_state(self, state: State) -> list[Related]:
        """Of the agreed ones the preliminary first; else in the order of all."""
        found = [one for one in self.items if STATES.get(one.line.standing, State.OTHER) is state]
        if state is State.AGREED:
            found.sort(key=lambda one: one.line.level is not Level.PRELIMINARY)
        return found

    @property
    def all_passed(self) -> tuple[HandoverLine, ...]:
        """Each hand-over once, whatever brought it here."""
        return each_once((*self.passed, *(one for item in self.items for one in item.passed)))


def each_once(passed: Iterable[HandoverLine]) -> tuple[HandoverLine, ...]:
    return tuple({one.handover.id: one for one in passed}.values())


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A brief for talks to come, as the record stood at `as_of`, for an audience.

    `homes` are the dialogues of the unofficial track that the talks are linked with. Movements were
    looked for `since` a day; None: there was nothing to compare with. `terms` are the items
    under terminology whose text is agreed.
    """

    meeting: Round
    homes: tuple[Home, ...]
    as_of: PartialDate
    since: PartialDate | None
    audience: Disclosure
    locale: str
    today: date
    whole: Part
    topics: tuple[Part, ...]
    terms: tuple[Related, ...]
    is_illustrative: bool

    @property
    def file_stem(self) -> str:
        language = "" if self.locale == "en" else f"-{self.locale}"
        of = f"{self.meeting.dialogue.slug}-{self.meeting.ref}"
        return f"{of}-brief-{self.as_of}-{self.audience}{language}"
