"""What a sheet of a round says, before it is put into words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.actions.models import ActionStatus
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.naming import Printed
from app.records.models import Disclosure
from app.reports.report import Entry, LinkLine, Owner
from app.rounds.models import Round
from app.rounds.page import AttendeeLine, Benches, SessionLine


class SheetKind(StrEnum):
    AGENDA = "agenda"
    PARTICIPANTS = "participant-list"
    MINUTES = "minutes"
    CARDS = "name-cards"


# A card is folded: nothing but a page that is set for print can be turned on its head.
FORMATS: dict[SheetKind, tuple[str, ...]] = {
    kind: ("pdf", "html") if kind is SheetKind.CARDS else ("docx", "md", "html", "pdf")
    for kind in SheetKind
}


@dataclass(frozen=True)
class FullName:
    """One name of a person as printed, and what of it is the family name, where that is known."""

    language: str
    printed: str
    family: str


@dataclass(frozen=True, kw_only=True)
class Decided:
    """An action that was decided at the round; `origin_id` is the record it follows from."""

    ref: str
    title: LocalizedText
    origin_id: int | None
    owners: tuple[Owner, ...]
    due: PartialDate | None
    due_round: int | None


@dataclass(frozen=True)
class Reworded:
    """A wording settled at the round, of an item that was recorded before."""

    ref: str
    title: LocalizedText
    number: int
    text: LocalizedText


@dataclass(frozen=True)
class Reported:
    """What was reported at the round of an action; `status` None: it did not change."""

    ref: str
    title: LocalizedText
    status: ActionStatus | None
    text: LocalizedText


@dataclass(frozen=True, kw_only=True)
class Minuted:
    """What was recorded at the round, its items as they stood when it ended."""

    entries: Sequence[Entry] = ()
    actions: Sequence[Decided] = ()
    links: Sequence[LinkLine] = ()
    reworded: Sequence[Reworded] = ()
    reported: Sequence[Reported] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of a round for an audience, in a language.

    `printed`, by the attendance, is what the audience is shown of it. `names` are those of the
    people whom the viewer may know of: by themselves they say nothing of who may be named here.
    `institutions` are those at which an attendee worked then.
    """

    kind: SheetKind
    meeting: Round
    audience: Disclosure
    locale: str
    today: date
    sessions: Sequence[SessionLine]
    roster: Sequence[AttendeeLine]
    printed: Mapping[int, Printed]
    benches: Benches
    names: Mapping[int, Sequence[FullName]] = field(default_factory=dict)
    institutions: Mapping[int, Sequence[LocalizedText]] = field(default_factory=dict)
    minuted: Minuted = field(default_factory=Minuted)

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(self.meeting.dialogue.sides)

    @property
    def file_stem(self) -> str:
        language = "" if self.locale == "en" else f"-{self.locale}"
        of = f"{self.meeting.dialogue.slug}-{self.meeting.ref}"
        return f"{of}-{self.kind}-{self.audience}{language}"
