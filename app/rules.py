"""How the domain says no, and what else it has to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def _(message: str) -> str:
    """Mark a refusal's message for the catalogues; it is translated when it is shown."""
    return message


@dataclass(frozen=True)
class Said:
    """Words for a page: a gettext message with `%(name)s` places, filled from `values`.

    Made in the domain, marked with `_`; a page prints it with the filter `said`.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.values


class Refused(Exception):
    """A command would break a rule of the secretariat. `field` is what the user should change.

    `message` is a gettext message with `%(name)s` places, filled from `values`.
    """

    def __init__(self, message: str, *, field: str | None = None, **values: object) -> None:
        super().__init__(message % values)
        self.message, self.values, self.field = message, values, field


class Outdated(Refused):
    """The row was changed by someone else since the form was opened."""

    def __init__(self) -> None:
        super().__init__(_("Someone else changed this while you were writing."))
