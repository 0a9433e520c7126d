"""How many came, in the words in which a roster is summed up."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.people.naming import Printed
from app.rules import Said, _

# By whether some are named, some not named, and some came whose number was not disclosed.
WORDS = {
    (True, False, False): _("%(named)d named"),
    (True, False, True): _("%(named)d named + a few, number not disclosed"),
    (True, True, False): _("%(named)d named + %(unnamed)d not named"),
    (True, True, True): _("%(named)d named + %(unnamed)d not named + a few, number not disclosed"),
    (False, True, False): _("%(unnamed)d not named"),
    (False, True, True): _("%(unnamed)d not named + a few, number not disclosed"),
    (False, False, True): _("a few, number not disclosed"),
    (False, False, False): _("not recorded"),
}


@dataclass(frozen=True)
class Tally:
    """How many of a roster are named to an audience, and how many are not.

    `undisclosed`: a group of unknown number came too. A roster is never recorded to be empty: a
    tally of nobody is one that is not recorded.
    """

    named: int = 0
    unnamed: int = 0
    undisclosed: bool = False

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.named + other.named,
            self.unnamed + other.unnamed,
            self.undisclosed or other.undisclosed,
        )

    @property
    def is_recorded(self) -> bool:
        return bool(self.named or self.unnamed or self.undisclosed)

    @property
    def least(self) -> int:
        """How many there were for certain."""
        return self.named + self.unnamed

    @property
    def words(self) -> Said:
        return Said(
            WORDS[bool(self.named), bool(self.unnamed), self.undisclosed],
            {"named": self.named, "unnamed": self.unnamed},
        )


def tally_of(roster: Iterable[Printed]) -> Tally:
    """The sum of what an audience is shown of a roster."""
    return sum((_of_one(shown) for shown in roster), Tally())


def _of_one(shown: Printed) -> Tally:
    if shown.number is None:
        return Tally(undisclosed=True)
    if shown.person_id is None:
        return Tally(unnamed=shown.number)
    return Tally(named=shown.number)
