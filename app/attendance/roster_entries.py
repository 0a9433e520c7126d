"""One line of a roster as it was read, from wherever it came."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.dialogues.models import Side
from app.partial_date import PartialDate
from app.people.models import Naming, Sector
from app.rounds.models import AttendanceRole, Capacity
from app.rules import Said


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A person by one name or two, or a group by its `group` label. None or "": not said.

    `text` is the whole line and stands for it where it is asked about again. `side` None with
    `side_said`: on nobody's bench. `affiliation` is the line of posts as printed. `institution`
    is what a table says in a column of its own. `family` and `given` are of the first name.
    """

    line: int
    text: str
    names: Sequence[tuple[str, str]] = ()
    family: str = ""
    given: str = ""
    group: str = ""
    count: int | None = None
    language: str = "en"
    side: Side | None = None
    side_said: bool = False
    affiliation: str = ""
    institution: str = ""
    role: AttendanceRole | None = None
    capacity: Capacity | None = None
    sector: Sector | None = None
    naming: Naming | None = None
    consent: str = ""
    consented: PartialDate | None = None
    problem: Said | None = None

    @property
    def words(self) -> str:
        """The name or label as printed; the line itself where neither was read."""
        return " ".join(name for _lang, name in self.names) or self.group or self.text
