"""How the domain says no."""


def _(message: str) -> str:
    """Mark a refusal's message for the catalogues; it is translated when it is shown."""
    return message


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
