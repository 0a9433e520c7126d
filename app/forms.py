"""What every form shares: refusals beside the field, and edits that meet another's."""

import enum
from dataclasses import dataclass
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from app.fields import LONGEST_LINE, LONGEST_TEXT, PartialDateField, RowField, RowsField
from app.labels import label
from app.localized import LocalizedText
from app.rules import Refused

needed = InputRequired(_l("This is needed."))
line = Length(max=LONGEST_LINE, message=_l("At most %(max)d characters."))
long_text = Length(max=LONGEST_TEXT, message=_l("At most %(max)d characters."))


class Tidy:
    """Takes away what nobody means to type, in every text field; for the `Meta` of a form."""

    def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
        # White space around what was typed is never meant; a lone NUL fits no database.
        filters = list(unbound_field.kwargs.get("filters", ()))
        kind = unbound_field.field_class
        if issubclass(kind, StringField) and not issubclass(kind, PasswordField):
            filters.append(_tidy)
        return unbound_field.bind(form=form, filters=filters, **options)


class Form(FlaskForm):
    """`values` are the command's keyword arguments; `result` is what the command returned."""

    result: Any = None
    # Fields shown before and after the others; those stand in the order in which they are written.
    first: ClassVar[tuple[str, ...]] = ()
    last: ClassVar[tuple[str, ...]] = ("note", "disclosure", "side")

    class Meta(Tidy, FlaskForm.Meta):
        pass

    @property
    def values(self) -> dict[str, Any]:
        return {name: _said(self[name]) for name in self.data if name != "csrf_token"}

    @property
    def shown(self) -> list[Field]:
        fields = [field for field in self if not isinstance(field.widget, HiddenInput)]
        return sorted(fields, key=self._place)

    def _place(self, field: Field) -> int:
        if field.name in self.first:
            return self.first.index(field.name) - len(self.first)
        return self.last.index(field.name) + 1 if field.name in self.last else 0

    def show(self, refusal: Refused) -> None:
        message = gettext(refusal.message, **refusal.values)
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


def _said(field: Field) -> Any:
    """What a field says; a text that was not sent says nothing."""
    is_text = isinstance(field, StringField) and not isinstance(field, PartialDateField)
    return "" if is_text and field.data is None else field.data


def _tidy(value: Any) -> Any:
    return value.replace("\x00", "").strip() if isinstance(value, str) else value


@dataclass(frozen=True)
class Conflict:
    """One field of an edit that met another's: what stands there now, and what was typed."""

    label: str
    theirs: str
    yours: str


class EditForm(Form):
    """A form about a row that exists. It carries the revision that it was opened on."""

    revision = HiddenField()

    def __init__(self, *, row: Any, **options: Any) -> None:
        self.row = row
        super().__init__(data={**self.current(row), "revision": str(row.revision)}, **options)
        self.conflict: list[Conflict] = []

    def current(self, row: Any) -> dict[str, Any]:
        """The row's values by field; a form whose fields are named otherwise says so here."""
        fields = (n for n in dir(type(self)) if hasattr(getattr(type(self), n, None), "_formfield"))
        return {name: getattr(row, name) for name in fields if hasattr(row, name)}

    @property
    def is_outdated(self) -> bool:
        return bool(self.revision.data != str(self.row.revision))

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "revision"}

    def show_conflict(self) -> None:
        """Set both texts side by side; saving once more is then meant."""
        now = self.current(self.row)
        for field in self.shown:
            if field.name in now and now[field.name] != field.data:
                theirs, yours = (_printed_in(field, one) for one in (now[field.name], field.data))
                self.conflict.append(Conflict(str(field.label.text), theirs, yours))
        self.revision.data = str(self.row.revision)


def _printed_in(field: Field, value: Any) -> str:
    """A row by the name that the form offers it under; anything else as it is."""
    if isinstance(field, RowField | RowsField):
        rows = value if isinstance(value, list) else [] if value is None else [value]
        return ", ".join(field.names.get(str(field.key(row)), "") for row in rows) or "–"
    return printed(value)


def printed(value: Any) -> str:
    """A field's value as a person reads it."""
    match value:
        case None | "":
            return "–"
        case LocalizedText():
            return "\n".join(f"{label(lang)}: {text}" for lang, text in value) or "–"
        case enum.StrEnum():
            return label(value)
        case bool():
            return gettext("Yes") if value else gettext("No")
        case list() | tuple() | set() | frozenset():
            return ", ".join(printed(each) for each in value) or "–"
        case _:
            return str(getattr(value, "printed", value))
