"""The box in which notes are typed, and the one for the roster beside it."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectChoice, SelectField
from wtforms.validators import Length
from wtforms.widgets import TextArea

from app.forms import Form
from app.notes.draft_commands import LONGEST_NOTES, LONGEST_ROSTER

CHINESE = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文"}
NUMBER = re.compile(r"[0-9]{1,9}")
TOO_LONG = _l("At most %(max)d characters.")


class PastedField(Field):
    """A text of lines, kept as it was typed: a line keeps its number and its white space."""

    widget = TextArea()
    data = ""

    def _value(self) -> str:
        return self.data

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        # A browser ends lines as in mail; a NUL fits no database.
        self.data = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


class DiscardForm(Form):
    """Carries the revision of the draft that its page was opened on, as all forms about one do."""

    revision = HiddenField()

    @property
    def began_from(self) -> int | None:
        """The revision as a number; None: there was no draft."""
        typed = self.revision.data or ""
        return int(typed) if NUMBER.fullmatch(typed) else None

    @property
    def values(self) -> dict[str, Any]:
        return {"revision": self.began_from}


class NotesForm(DiscardForm):
    """What is previewed and kept as a draft."""

    notes = PastedField(
        _l("Notes"),
        [Length(max=LONGEST_NOTES, message=TOO_LONG)],
        render_kw={"rows": 24, "spellcheck": "true", "autocomplete": "off"},
    )
    roster = PastedField(
        _l("Roster"),
        [Length(max=LONGEST_ROSTER, message=TOO_LONG)],
        description=_l("One person to a line: name, post, institution. Or paste a table."),
        render_kw={"rows": 4, "spellcheck": "false", "autocomplete": "off"},
    )
    language = SelectField(
        _l("Chinese lines are in"),
        choices=[SelectChoice(code, name) for code, name in CHINESE.items()],
        default="zh-Hans",
    )

    @property
    def is_empty(self) -> bool:
        return not self.notes.data.strip() and not self.roster.data.strip()

    @property
    def can_be_read(self) -> bool:
        """Whether there is something to preview, of a size and in a language that can be."""
        fits = len(self.notes.data) <= LONGEST_NOTES and len(self.roster.data) <= LONGEST_ROSTER
        return fits and not self.is_empty and self.language.data in CHINESE

    @property
    def values(self) -> dict[str, Any]:
        return super().values | {"notes": self.notes.data, "roster": self.roster.data}


class ConfirmForm(NotesForm):
    """What is logged: the same text, as the preview of that fingerprint showed it."""

    fingerprint = HiddenField()

    @property
    def values(self) -> dict[str, Any]:
        shown = {"language": self.language.data, "fingerprint": self.fingerprint.data or ""}
        return super().values | shown
