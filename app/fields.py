"""The fields of the house: partial dates, texts in several languages, choices of rows."""

import enum
from collections.abc import Callable, Iterable
from typing import Any

from flask import render_template
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import Field, IntegerField, SelectChoice, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError

from app.labels import LABELS
from app.localized import EMPTY, LANGUAGES, LocalizedText, Translation
from app.partial_date import PartialDate

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
# Longer than any that a column holds.
LONGEST_NUMBER = 15


class PartialDateField(StringField):
    """A date as far as it is known."""

    def __init__(self, label: Any = None, validators: Any = None, **options: Any) -> None:
        options.setdefault("description", _l("2024, 2024-02 or 2024-02-12: as far as it is known."))
        options.setdefault("render_kw", {"inputmode": "numeric", "autocomplete": "off", "size": 12})
        super().__init__(label, validators, **options)

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else str(self.data or "")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and (typed := valuelist[0].strip()):
            try:
                self.data = PartialDate(typed)
            except ValueError as wrong:
                raise ValueError(
                    gettext("This is no date. Write 2024, 2024-02 or 2024-02-12.")
                ) from wrong


class WholeNumberField(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and len(valuelist[0]) > LONGEST_NUMBER:
            raise ValueError(gettext("A whole number is needed."))
        try:
            super().process_formdata(valuelist)
        except ValueError as wrong:
            raise ValueError(gettext("A whole number is needed.")) from wrong


class LocalizedTextField(Field):
    """One input per language, named `title-en`, `title-zh-Hans`, …

    With `translated`, also the original's language and how far each translation can be relied on.
    """

    in_group = True

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        rows: int = 1,
        longest: int | None = None,
        translated: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.rows, self.translated = rows, translated
        self.longest = longest or (LONGEST_LINE if rows == 1 else LONGEST_TEXT)
        self.typed: dict[str, str] = {}

    def process(self, formdata: Any, data: Any = EMPTY, extra_filters: Any = None) -> None:
        given = data if isinstance(data, LocalizedText) else EMPTY
        self.process_errors: list[str] = []
        self.object_data, self.data = given, given
        self.typed = dict(given.texts)
        self.translations = {lang: given.translation(lang) for lang in LANGUAGES}
        self.original = given.original or ""
        if formdata and any(f"{self.name}-{lang}" in formdata for lang in LANGUAGES):
            self._read(formdata, given)

    def _read(self, formdata: Any, given: LocalizedText) -> None:
        for lang in LANGUAGES:
            self.typed[lang] = (formdata.get(f"{self.name}-{lang}") or "").replace("\x00", "")
        texts = {lang: text.strip().replace("\r\n", "\n") for lang, text in self.typed.items()}
        self.original = formdata.get(f"{self.name}-original") or given.original or ""
        for lang in LANGUAGES:
            state = formdata.get(f"{self.name}-translation-{lang}")
            if state in list(Translation):
                self.translations[lang] = Translation(state)
        original = self.original if texts.get(self.original) else None
        kept = {k: v for k, v in self.translations.items() if v is not Translation.UNCHECKED}
        self.data = LocalizedText(texts, original, kept, given.stale)
        self.raw_data = list(self.data.texts.values())

    def pre_validate(self, form: Any) -> None:
        if any(len(text) > self.longest for text in self.typed.values()):
            message = gettext("At most %(count)d characters in each language.", count=self.longest)
            raise ValidationError(message)

    def __call__(self, **_attributes: Any) -> Markup:
        page = render_template("macros/localized_field.html", field=self, languages=LANGUAGES)
        return Markup(page)  # noqa: S704 (the template escapes what was typed)


class EnumField(SelectField):
    """One of an enum's members, by their labels; with `optional` (its words) also None."""

    def __init__(
        self, text: Any, members: Iterable[enum.StrEnum], *, optional: Any = None, **options: Any
    ) -> None:
        by_value = {str(member): member for member in members}
        choices = [SelectChoice("", optional)] if optional is not None else []
        choices += [SelectChoice(value, LABELS[member]) for value, member in by_value.items()]

        def coerce(value: Any) -> enum.StrEnum | None:
            return None if value in (None, "") and optional is not None else by_value[str(value)]

        super().__init__(text, choices=choices, coerce=coerce, **options)

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist:
            try:
                self.data = self.coerce(valuelist[0])
            except KeyError:
                raise ValueError(gettext("Choose one of these.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.data is None and self.choices[0].value != "":
            raise ValidationError(gettext("Choose one of these."))

    def iter_choices(self) -> Iterable[Choice]:
        chosen = "" if self.data is None else str(self.data)
        for choice in self.choices:
            yield Choice(choice.value, choice.label, choice.value == chosen, choice.render_kw)


class RowField(SelectField):
    """One of some rows, handed over when the form is made: `form.side.offer(sides, …)`."""

    def __init__(self, text: Any = None, *, optional: Any = None, **options: Any) -> None:
        self.optional, self.rows = optional, dict[str, Any]()
        # What the form sent; None where it was not sent.
        self.sent: str | None = None
        super().__init__(text, choices=[], coerce=str, validate_choice=False, **options)

    def offer(
        self, rows: Iterable[Any], key: Callable[[Any], Any], name: Callable[[Any], Any]
    ) -> None:
        """Offer `rows`; `key` is what the form sends for one, `name` what the user reads."""
        self.rows = {str(key(row)): row for row in rows}
        self.names = {str(key(row)): str(name(row)) for row in self.rows.values()}
        self.key = key
        self.choices = [SelectChoice("", str(self.optional))] if self.optional is not None else []
        self.choices += [SelectChoice(value, text) for value, text in self.names.items()]

    def process_data(self, value: Any) -> None:
        self.data = value

    def process_formdata(self, valuelist: list[str]) -> None:
        self.sent = valuelist[0] if valuelist else ""
        self.data = None

    def pre_validate(self, form: Any) -> None:
        if self.sent is not None:
            self.data = self.rows.get(self.sent)
        if self.data is None and (self.optional is None or self.sent):
            raise ValidationError(gettext("Choose one of these."))

    def iter_choices(self) -> Iterable[Choice]:
        chosen = self.sent
        if chosen is None:
            chosen = str(self.key(self.data)) if self.data is not None else ""
        for choice in self.choices:
            yield Choice(choice.value, choice.label, choice.value == chosen, choice.render_kw)


class RowsField(SelectMultipleField):
    """Some of some rows."""

    def __init__(self, text: Any = None, **options: Any) -> None:
        self.sent: list[str] | None = None
        self.rows = dict[str, Any]()
        super().__init__(text, choices=[], coerce=str, validate_choice=False, **options)

    def offer(
        self, rows: Iterable[Any], key: Callable[[Any], Any], name: Callable[[Any], Any]
    ) -> None:
        self.rows = {str(key(row)): row for row in rows}
        self.names = {value: str(name(row)) for value, row in self.rows.items()}
        self.key = key
        self.choices = [SelectChoice(value, text) for value, text in self.names.items()]

    def process_data(self, value: Any) -> None:
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        self.sent = valuelist
        self.data = []

    def pre_validate(self, form: Any) -> None:
        if self.sent is not None:
            if any(value not in self.rows for value in self.sent):
                raise ValidationError(gettext("Choose among these."))
            self.data = [self.rows[value] for value in self.sent]

    def iter_choices(self) -> Iterable[Choice]:
        chosen = set(self.sent or ())
        if self.sent is None:
            chosen = {str(self.key(row)) for row in self.data or ()}
        for choice in self.choices:
            yield Choice(choice.value, choice.label, choice.value in chosen, choice.render_kw)
