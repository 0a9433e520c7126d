"""Putting questions about lines of notes, under names that stay while the lines do."""

from collections import Counter
from collections.abc import Sequence
from zlib import crc32

from app.attendance.choices import Answers, Choice, Option
from app.rules import Said


class Asking:
    """The questions of one preview, with what was answered so far."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._asked: Counter[str] = Counter()

    def ask(
        self,
        what: str,
        words: str,
        question: Said,
        options: Sequence[Option],
        *,
        chosen: str = "",
    ) -> Choice:
        """A question about these `words`; `chosen` beforehand until it is answered.

        An answer that is no longer among the options leaves the question open.
        """
        key = f"notes-{what}-{crc32(words.encode()):08x}"
        self._asked[key] += 1
        if self._asked[key] > 1:
            key = f"{key}-{self._asked[key]}"
        if key in self._answers:
            given = self._answers[key]
            chosen = given if any(option.value == given for option in options) else ""
        return Choice(key=key, question=question, options=tuple(options), chosen=chosen)
