"""What logging some notes would make, told before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.attendance.choices import Choice
from app.rules import Said


class Fate(StrEnum):
    """What becomes of a line: `new` is made, `filled` completes what is on record and empty
    there, `same` is on record as it is, `differs` is on record otherwise and stays so."""

    NEW = "new"
    FILLED = "filled"
    SAME = "same"
    DIFFERS = "differs"


class Sort(StrEnum):
    """Of what a proposed row is a preview."""

    ROUND = "round"
    SESSION = "session"
    AGENDA_TOPIC = "agenda-topic"
    CONSENSUS_ITEM = "consensus-item"
    WORDING = "wording"
    POSITION = "position"
    ACTION = "action"
    REPORT = "report"
    LINK = "link"


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """One record or part of one that a line of the notes stands for.

    `depth` is how far it is indented below the session it is in. `ref` is that of a record that
    is there already, "" for a new one (references are given when it is written). `facts` are
    what else would be recorded, each as label and words, in the words of the page's language
    where they are ours. `problem` says why this line cannot be written as it stands: nothing can
    be, until it is mended. `note` says what the reader should know (why it differs, what a link
    will rest on).
    """

    line: int
    sort: Sort
    fate: Fate
    depth: int = 0
    ref: str = ""
    words: str = ""
    language: str = "en"
    facts: Sequence[tuple[Said, str | Said]] = ()
    choices: Sequence[Choice] = ()
    problem: Said | None = None
    note: Said | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """The whole preview, and what a confirmation carries out.

    `fingerprint` tells this proposal from any other: what is confirmed is what was shown. `plan`
    is for `commands.log_notes` alone.
    """

    rows: Sequence[Proposed] = ()
    unreadable: Sequence[Any] = ()
    fingerprint: str = ""
    plan: Any = field(default=None, repr=False, compare=False)

    @property
    def asks(self) -> Sequence[Choice]:
        """The questions still open."""
        return [one for row in self.rows for one in row.choices if one.is_open]

    @property
    def problems(self) -> int:
        return len(self.unreadable) + sum(row.problem is not None for row in self.rows)

    @property
    def makes(self) -> int:
        """How many rows it would write."""
        return sum(row.fate in (Fate.NEW, Fate.FILLED) for row in self.rows)

    @property
    def can_be_logged(self) -> bool:
        return bool(self.makes) and not self.asks and not self.problems
