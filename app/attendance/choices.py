"""What a preview asks before anything is written: of whom, or of what, a line speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.rules import Said

Answers = Mapping[str, str]
"""What was answered, by the key of the choice; keys of questions no longer asked are ignored."""


@dataclass(frozen=True)
class Option:
    """`value` is what the form sends; `words` is what is read: data as it stands, or our words."""

    value: str
    words: str | Said


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One question about one line, answered by one of its options.

    `key` names the form's field and is the same whenever the same text is read again. `chosen` is
    an option's value, "" while the question is open; an open one keeps everything from being
    written. What is very likely is chosen beforehand, and still asked.
    """

    key: str
    question: Said
    options: Sequence[Option] = field(default_factory=tuple)
    chosen: str = ""

    @property
    def is_open(self) -> bool:
        return not self.chosen
