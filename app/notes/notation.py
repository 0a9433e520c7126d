"""What notes can say, line by line: the tree that is read from a text, and printed as one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level, Stance
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.rounds.models import TopicFault, TopicFormat, TopicResult
from app.rules import Said
from app.trace.models import LinkKind


@dataclass(frozen=True)
class Unreadable:
    """A line that says nothing the notation knows, and why. `column` counts from 1."""

    line: int
    text: str
    why: Said
    column: int | None = None


@dataclass(kw_only=True)
class LinkNote:
    """`< R8-C2`: what stands above follows from, or looks back on, an earlier record.

    `ref` is a reference of this dialogue or `slug/REF` of another. `kind` None: whichever the two
    ends allow. The claim rests on a `source` (its key, and the `place` in it), on what a side
    reported, or on a `rationale`; on none of them: on the notes.
    """

    line: int = 0
    ref: str
    kind: LinkKind | None = None
    source: str = ""
    place: str = ""
    reported_by: str = ""
    rationale: str = ""


@dataclass(kw_only=True)
class PositionNote:
    """`| CN: …`: where a side stands, in its words. `side` as typed; `stance` None: not said."""

    line: int = 0
    side: str
    stance: Stance | None = None
    words: LocalizedText = EMPTY


@dataclass(kw_only=True)
class ItemNote:
    """One point on which the sides stand somewhere.

    `ref` names an item that is on record. `agreed` (`==`): every side endorsed these very words in
    the session. `tree` holds topics of the tree as typed: codes or names. `parts` are sub-points;
    an `open_list` of them excludes none.
    """

    line: int = 0
    ref: str = ""
    kind: ItemKind = ItemKind.CONSENSUS
    level: Level | None = None
    verb: str = ""
    text: LocalizedText = EMPTY
    agreed: bool = False
    positions: list[PositionNote] = field(default_factory=list)
    tree: tuple[str, ...] = ()
    open_list: bool = False
    parts: list["ItemNote"] = field(default_factory=list)
    links: list[LinkNote] = field(default_factory=list)
    actions: list["ActionNote"] = field(default_factory=list)


@dataclass(kw_only=True)
class ActionNote:
    """`! CISS: circulate the list by 2024-04-30`: owners as typed; due by a date or a round."""

    line: int = 0
    ref: str = ""
    owners: tuple[str, ...] = ()
    title: LocalizedText = EMPTY
    due: PartialDate | None = None
    due_round: int | None = None
    links: list[LinkNote] = field(default_factory=list)


@dataclass(kw_only=True)
class ReportNote:
    """`! R8-A2 done: …`: what became of an action that is on record."""

    line: int = 0
    ref: str
    status: ActionStatus | None = None
    waiting_for: str = ""
    text: LocalizedText = EMPTY


Entry = ItemNote | ActionNote | ReportNote


@dataclass(kw_only=True)
class TopicNote:
    """`- Joint glossary {terminology}`: an agenda topic; `summary` is the prose under it."""

    line: int = 0
    ref: str = ""
    title: LocalizedText = EMPTY
    tree: tuple[str, ...] = ()
    format: TopicFormat | None = None
    result: TopicResult | None = None
    fault: TopicFault | None = None
    summary: LocalizedText = EMPTY
    entries: list[Entry] = field(default_factory=list)
    links: list[LinkNote] = field(default_factory=list)


@dataclass(kw_only=True)
class SessionNote:
    """`# Session 1: Core terms (moderator: XIAO Qian)`; `number` is its place in the round.

    A text that begins with a topic has a first session without a header: `line` is 0.
    """

    line: int = 0
    ref: str = ""
    number: int | None = None
    title: LocalizedText = EMPTY
    moderators: tuple[str, ...] = ()
    topics: list[TopicNote] = field(default_factory=list)
    links: list[LinkNote] = field(default_factory=list)


@dataclass(kw_only=True)
class RoundNote:
    """What the lines before the first session say of the round; empty where they say nothing."""

    line: int = 0
    number: int | None = None
    title: LocalizedText = EMPTY
    happened: PartialDate | None = None
    ended: PartialDate | None = None
    place: LocalizedText = EMPTY
    co_hosts: LocalizedText = EMPTY
    head_count: str = ""


@dataclass(kw_only=True)
class Notes:
    """A text that was read, as far as it could be."""

    meeting: RoundNote = field(default_factory=RoundNote)
    sessions: list[SessionNote] = field(default_factory=list)
    unreadable: Sequence[Unreadable] = ()
