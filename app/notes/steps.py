"""What a confirmed preview carries out, step by step, in the order of the text.

A step that builds on what an earlier one makes holds that step in its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.actions.models import Action, ActionStatus
from app.consensus.models import ConsensusItem, ItemKind, Level, Method, Stance, Wording
from app.dialogues.models import Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.people.models import Institution, Person
from app.records.models import Record, Source
from app.rounds.models import (
    AgendaTopic,
    Attendance,
    DialogueSession,
    TopicFault,
    TopicFormat,
    TopicResult,
)
from app.topics.models import Topic
from app.trace.models import Basis, LinkKind


@dataclass(frozen=True)
class RosterLine:
    """Whoever stands on this line of the roster that is logged together with the notes."""

    line: int


@dataclass(frozen=True)
class OwnerFound:
    """Who owes an action, as far as the name that was typed tells."""

    side: Side | None = None
    person: Person | None = None
    institution: Institution | None = None
    body: str = ""


Moderator = Attendance | RosterLine


@dataclass(eq=False, kw_only=True)
class Step:
    """One thing to write; `line` is that of the notes which asks for it."""

    line: int


@dataclass(eq=False, kw_only=True)
class LogRound(Step):
    facts: Mapping[str, Any]


@dataclass(eq=False, kw_only=True)
class FillRound(Step):
    """Of the round on record, what is empty there."""

    facts: Mapping[str, Any]


@dataclass(eq=False, kw_only=True)
class AddSession(Step):
    """`first`: the one with which a new round begins."""

    title: LocalizedText = EMPTY
    moderators: Sequence[Moderator] = ()
    first: bool = False


@dataclass(eq=False, kw_only=True)
class FillSession(Step):
    session: DialogueSession
    title: LocalizedText
    moderators: Sequence[Moderator]


@dataclass(eq=False, kw_only=True)
class AddTopic(Step):
    session: DialogueSession | AddSession
    title: LocalizedText
    format: TopicFormat
    result: TopicResult | None
    fault: TopicFault | None
    summary: LocalizedText
    tree: Sequence[Topic] = ()


@dataclass(eq=False, kw_only=True)
class FillTopic(Step):
    """What is here takes the place of what the topic holds: all that it did, and more."""

    topic: AgendaTopic
    title: LocalizedText
    result: TopicResult | None
    fault: TopicFault | None
    summary: LocalizedText
    tree: Sequence[Topic] = ()


@dataclass(eq=False, kw_only=True)
class RecordItem(Step):
    topic: AgendaTopic | AddTopic | None
    parent: "ConsensusItem | RecordItem | None"
    kind: ItemKind
    level: Level | None
    verb: str
    text: LocalizedText
    open_list: bool
    tree: Sequence[Topic] = ()


@dataclass(eq=False, kw_only=True)
class FileItem(Step):
    """How an item is filed, where that was left open."""

    item: ConsensusItem
    level: Level | None
    open_list: bool
    tree: Sequence[Topic] = ()


@dataclass(eq=False, kw_only=True)
class AdoptWording(Step):
    item: ConsensusItem
    text: LocalizedText
    reason: str


@dataclass(eq=False, kw_only=True)
class TakePosition(Step):
    """`wording` None: the first one of an item that is made."""

    item: ConsensusItem | RecordItem
    wording: Wording | AdoptWording | None
    side: Side
    stance: Stance
    statement: LocalizedText = EMPTY
    reason: LocalizedText = EMPTY
    method: Method | None = None


@dataclass(eq=False, kw_only=True)
class AssignAction(Step):
    origin: Record | Step | None
    title: LocalizedText
    owners: Sequence[OwnerFound]
    due: PartialDate | None
    due_round: int | None


@dataclass(eq=False, kw_only=True)
class ReportOn(Step):
    action: Action
    text: LocalizedText
    status: ActionStatus | None
    waiting_for: Side | None


@dataclass(eq=False, kw_only=True)
class MakeLink(Step):
    earlier: Record
    later: Record | Step
    kind: LinkKind
    basis: Basis
    source: Source | None
    place: str
    reported_by: Side | None
    rationale: str


@dataclass(kw_only=True)
class Plan:
    """The steps, and the records on record that the notes were matched with."""

    steps: list[Step] = field(default_factory=list)
    seen: list[Record] = field(default_factory=list)
