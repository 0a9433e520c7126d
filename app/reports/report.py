"""What an interim report says, before it is put into words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.actions.models import ActionStatus
from app.consensus.lines import ItemLine
from app.consensus.models import ItemKind
from app.consensus.standing import Standing
from app.dialogues.models import Dialogue, Side, Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming
from app.records.models import Disclosure, Reading
from app.rounds.models import RoundKind
from app.trace.models import Basis, LinkKind, LinkStatus


def short_name(side: Side) -> LocalizedText:
    """As papers name a side: by its convener's abbreviation, else by its own name."""
    return side.convener_short or side.name


@dataclass(frozen=True)
class SourceLine:
    """A source that the report cites; `dialogue` is the slug of another dialogue that keeps it."""

    key: str
    title: str
    address: str
    published: PartialDate | None
    dialogue: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cited:
    key: str
    place: str
    reading: Reading
    note: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A consensus item with its sub-points.

    `under` is the reference of the item whose sub-point it is, where it is not printed below that.
    """

    line: ItemLine
    citations: tuple[Cited, ...]
    points: tuple["Entry", ...] = ()
    under: str | None = None

    def __iter__(self) -> Iterator["Entry"]:
        """Itself and all below it."""
        yield self
        for point in self.points:
            yield from point


@dataclass(frozen=True, kw_only=True)
class TopicLine:
    """A node of the topic tree; `depth` counts from 0."""

    id: int
    code: str
    name: LocalizedText
    depth: int


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """An item that is printed in full under another topic; None: among those without one."""

    ref: str
    title: LocalizedText
    home: TopicLine | None


@dataclass(frozen=True, kw_only=True)
class TopicSection:
    """The items under one topic; `topic` None: the items without one."""

    topic: TopicLine | None
    entries: tuple[Entry, ...]
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RoundLine:
    id: int
    ref: str
    number: int | None
    kind: RoundKind
    title: LocalizedText
    happened: PartialDate | None
    ended: PartialDate | None
    place: LocalizedText
    co_hosts: LocalizedText
    head_count: str
    citations: tuple[Cited, ...]


@dataclass(frozen=True, kw_only=True)
class Owner:
    """One who owes an action; with nothing but empty fields, somebody who is not named."""

    name: str = ""
    institution: LocalizedText | None = None
    side: LocalizedText | None = None
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenAction:
    """An action that was unfinished at the date of the report. `waiting_for` is a side."""

    id: int
    ref: str
    title: LocalizedText
    status: ActionStatus
    waiting_for: LocalizedText | None
    due: PartialDate | None
    due_round: int | None
    meeting_ref: str | None
    is_overdue: bool
    owners: tuple[Owner, ...]
    citations: tuple[Cited, ...]


@dataclass(frozen=True, kw_only=True)
class LinkEnd:
    ref: str
    title: LocalizedText
    happened: PartialDate | None
    dialogue: LocalizedText
    track: Track
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class LinkLine:
    """A link between this dialogue and one on another track, and why it is believed.

    `evidence` names the paper or the hand-over on record that shows it.
    """

    kind: LinkKind
    basis: Basis
    status: LinkStatus
    earlier: LinkEnd
    later: LinkEnd
    source: SourceLine | None
    evidence: LocalizedText | None
    place: str
    rationale: str
    reported_by: LocalizedText | None
    disputed_by: LocalizedText | None


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody whom the report may name. `naming` is to whom they may be named at all."""

    name: str
    affiliation: LocalizedText
    naming: Naming


@dataclass(frozen=True, kw_only=True)
class UnnamedGroup:
    """Its label as printed; `count` None: how many they are was not given."""

    label: LocalizedText
    count: int | None


@dataclass(frozen=True, kw_only=True)
class Team:
    """One side's team as recorded, the people named first and the unnamed last.

    `holds_others`: that there are some whom the audience may not be named. `dates` and `sources`
    are those of its lines.
    """

    side: Side
    members: tuple[Member, ...] = ()
    holds_others: bool = False
    groups: tuple[UnnamedGroup, ...] = ()
    dates: tuple[PartialDate, ...] = ()
    sources: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.members or self.holds_others or self.groups)


@dataclass(frozen=True, kw_only=True)
class Report:
    """An interim report as of a date, for an audience, in a language.

    `topics` hold everything but divergences and what no longer stands (`ended`): superseded or
    withdrawn by the date.
    """

    dialogue: Dialogue
    sides: tuple[Side, ...]
    as_of: PartialDate
    audience: Disclosure
    locale: str
    today: date
    rounds: tuple[RoundLine, ...]
    items: tuple[ItemLine, ...]
    topics: tuple[TopicSection, ...]
    divergences: tuple[Entry, ...]
    ended: tuple[Entry, ...]
    actions: tuple[OpenAction, ...]
    links: tuple[LinkLine, ...]
    teams: tuple[Team, ...]
    sources: tuple[SourceLine, ...]

    @property
    def kinds(self) -> dict[ItemKind, int]:
        """How many items there are of each kind that there is."""
        counts = {kind: sum(line.kind is kind for line in self.items) for kind in ItemKind}
        return {kind: count for kind, count in counts.items() if count}

    @property
    def standings(self) -> dict[Standing, int]:
        """How many items stand where there are any."""
        counts = {each: sum(line.standing is each for line in self.items) for each in Standing}
        return {each: count for each, count in counts.items() if count}

    @property
    def file_stem(self) -> str:
        language = "" if self.locale == "en" else f"-{self.locale}"
        return f"{self.dialogue.slug}-interim-report-{self.as_of}-{self.audience}{language}"
