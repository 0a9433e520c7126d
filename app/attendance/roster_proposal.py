"""What logging a roster would make, told before anything is written."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.attendance.choices import Choice
from app.attendance.printed_names import parts_of, without_titles
from app.rules import Said


class RosterFate(StrEnum):
    """What becomes of a line: `create` puts somebody on the roster, `update` completes or corrects
    their entry, `skip` says what is on record already, `error` says nothing that can be used."""

    CREATE = "create"
    UPDATE = "update"
    SKIP = "skip"
    ERROR = "error"


Fact = tuple[Said, str | Said | StrEnum]
"""What would be recorded: its label, and its words, which may be a fixed term of the house."""


@dataclass(frozen=True, kw_only=True)
class RosterRow:
    """One line of a roster. `words` is the name or label as printed, in `language`.

    `makes_person` tells that a card is started. `problem` says why the line cannot be written.
    `names` are all names on the line.
    """

    line: int
    fate: RosterFate
    words: str
    language: str = "en"
    names: Sequence[str] = ()
    is_group: bool = False
    makes_person: bool = False
    facts: Sequence[Fact] = ()
    choices: Sequence[Choice] = ()
    problem: Said | None = None
    note: Said | None = None


@dataclass(frozen=True, kw_only=True)
class RosterProposal:
    """The whole preview, and what a confirmation carries out.

    `fingerprint` is of what was read and what the record held, the same whatever was answered.
    `plan` is for `log_roster` alone.
    """

    rows: Sequence[RosterRow] = ()
    fingerprint: str = ""
    plan: Any = field(default=(), repr=False, compare=False)

    @property
    def choices(self) -> Sequence[Choice]:
        return [one for row in self.rows for one in row.choices]

    @property
    def asks(self) -> Sequence[Choice]:
        """The questions still open."""
        return [one for one in self.choices if one.is_open]

    @property
    def problems(self) -> int:
        return sum(row.problem is not None for row in self.rows)

    @property
    def makes(self) -> int:
        """How many entries it would write or change."""
        return sum(row.fate in (RosterFate.CREATE, RosterFate.UPDATE) for row in self.rows)

    @property
    def can_be_logged(self) -> bool:
        return bool(self.makes) and not self.asks and not self.problems

    def count(self, fate: RosterFate) -> int:
        return sum(row.fate is fate for row in self.rows)

    def find(self, printed: str) -> int | None:
        """The line on which this name stands; None also where it stands on several."""
        wanted = parts_of(without_titles(printed))
        lines = [
            row.line
            for row in self.rows
            if row.problem is None and any(_same(wanted, name) for name in row.names)
        ]
        return lines[0] if len(lines) == 1 else None


def _same(wanted: Sequence[str], name: str) -> bool:
    parts = parts_of(without_titles(name))
    orders = (parts, [*parts[1:], *parts[:1]], [*parts[-1:], *parts[:-1]])
    return bool(wanted) and "".join(wanted) in {"".join(order) for order in orders}


def fingerprint_of(*parts: object) -> str:
    """A digest of what a preview rests on; its parts are printed the same in every process."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
