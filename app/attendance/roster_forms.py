"""Forms by which a roster is pasted, uploaded or copied."""

import json
import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, HiddenField, SelectChoice, SelectField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import HiddenInput, TextArea

from app.attendance.roster_columns import guessed
from app.attendance.upload import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Table
from app.fields import LONGEST_TEXT, RowField, RowsField
from app.forms import Form, needed
from app.rounds.models import Round

# What no database holds, and no page can send.
UNFIT = re.compile(r"[\x00\ud800-\udfff]")

COLUMNS = {
    "": _l("– not used –"),
    "name": _l("Name"),
    "family": _l("Family name"),
    "given": _l("Given name"),
    "chinese": _l("Chinese name"),
    "side": _l("Side"),
    "role": _l("Role"),
    "post": _l("Post"),
    "institution": _l("Institution"),
    "affiliation": _l("Affiliation as printed"),
    "sector": _l("Sector"),
    "capacity": _l("Capacity"),
    "naming": _l("May be named"),
    "consent": _l("Consent"),
    "consented": _l("Consented on"),
    "count": _l("Number in the group"),
}


class LinesField(Field):
    """Lines as they were typed: each keeps its number, and the tabs in it."""

    widget = TextArea()
    data = ""

    def _value(self) -> str:
        return self.data or ""

    def process_data(self, value: Any) -> None:
        self.data = value or ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")

    def pre_validate(self, form: Any) -> None:
        if not self.data.strip():
            raise ValidationError(gettext("Paste or type the roster first."))


class PasteForm(Form):
    text = LinesField(
        _l("Roster"),
        [needed, Length(max=LONGEST_TEXT, message=_l("At most %(max)d characters."))],
        description=_l("One person or group a line, under the name of their side."),
        render_kw={"rows": 14, "spellcheck": "false", "autocomplete": "off"},
    )
    fingerprint = HiddenField()

    @property
    def can_be_read(self) -> bool:
        """Whether there is something to preview, of a size that can be."""
        return bool(self.text.data.strip()) and len(self.text.data) <= LONGEST_TEXT


class UploadForm(Form):
    file = FileField(
        _l("File"),
        description=_l("CSV, or an Excel workbook (.xlsx) of which the first sheet is read."),
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


class TableField(Field):
    """The rows of an uploaded table on their way from one step to the next, as JSON."""

    widget = HiddenInput()
    data: Table | None = None

    def _value(self) -> str:
        if self.data is None:
            return ""
        return json.dumps([self.data.numbers, self.data.rows], ensure_ascii=False)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = _table(valuelist[0]) if valuelist else None


def _table(sent: str) -> Table | None:
    """The table, or None for anything that is not of the shape and size that was sent out."""
    try:
        numbers, rows = json.loads(sent)
    except (ValueError, TypeError, RecursionError):
        return None
    if not _is_list(numbers, int, MOST_ROWS) or not _is_list(rows, list, MOST_ROWS):
        return None
    fits = all(_is_list(row, str, MOST_COLUMNS) for row in rows) and all(
        len(cell) <= LONGEST_CELL + 1 for row in rows for cell in row
    )
    whole = rows and len(rows) == len(numbers) and all(type(one) is int for one in numbers)
    fit_for_pages = fits and not any(UNFIT.search(cell) for row in rows for cell in row)
    return Table(rows, numbers) if fit_for_pages and whole else None


def _is_list(given: Any, of: type, most: int) -> bool:
    return isinstance(given, list) and len(given) <= most + 1 and all(
        isinstance(one, of) for one in given
    )  # fmt: skip


class MappingForm(Form):
    """One select for each column of the table, guessed from its heading until it is chosen."""

    table = TableField()
    fingerprint = HiddenField()

    @classmethod
    def of_table(cls, table: Table | None, *, is_new: bool) -> "MappingForm":
        """A form with a select for each column; `is_new`: nothing was chosen yet."""
        width = min(table.width, MOST_COLUMNS) if table is not None else 0
        headings = list(table.rows[0]) if table is not None else []
        likely = guessed([*headings, *[""] * (width - len(headings))])
        fields = {
            f"column_{place}": SelectField(
                choices=[SelectChoice(value, words) for value, words in COLUMNS.items()],
                default=likely[place],
                validate_choice=False,
            )
            for place in range(width)
        }
        form = type("MappingForm", (cls,), fields)
        made: MappingForm = form(formdata=None) if is_new else form()
        if table is not None:
            made.table.data = table
        return made

    @property
    def columns(self) -> list[Any]:
        return [field for field in self if field.name.startswith("column_")]

    @property
    def mapping(self) -> list[str]:
        """What each column holds; a thing that was chosen twice is in the first of the columns."""
        found: list[str] = []
        for field in self.columns:
            chosen = field.data if field.data in COLUMNS else ""
            found.append("" if chosen in found else chosen)
        return found

    @property
    def values(self) -> dict[str, Any]:
        fingerprint = self.fingerprint.data or ""
        return {"table": self.table.data, "mapping": self.mapping, "fingerprint": fingerprint}


class EarlierForm(Form):
    """Whose roster is taken over."""

    earlier = RowField(_l("Roster of"))

    def offer_rounds(self, rounds: Sequence[Round], name: Any) -> None:
        self.earlier.offer(rounds, key=lambda one: one.ref, name=name)


class CopyForm(EarlierForm):
    chosen = RowsField(_l("Whom to take over"))
    fingerprint = HiddenField()

    @property
    def values(self) -> dict[str, Any]:
        return {
            "earlier": self.earlier.data,
            "chosen": {one.earlier.id for one in self.chosen.data or ()},
            "fingerprint": self.fingerprint.data or "",
        }
