"""Forms about the words of an item: a new wording, and the translations of one there is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import TextAreaField

from app.consensus.diff import Changes, changes_between
from app.consensus.models import ConsensusItem, Wording
from app.dialogues.models import Side
from app.fields import LocalizedTextField, PartialDateField, RowField
from app.forms import EditForm, Form, long_text, needed
from app.localized import EMPTY, LANGUAGES, LocalizedText, Translation
from app.records.models import Record


class Basis:
    """What a form about words began from: a wording with its translations as they then stood.

    `number` None: the item's latest. The `revision` names both, so that whoever edits how the
    item is filed is not in the way.
    """

    def __init__(self, item: ConsensusItem, number: int | None = None) -> None:
        self.item, self.number = item, number

    @property
    def wording(self) -> Wording | None:
        if self.number is None:
            return self.item.wordings[-1] if self.item.wordings else None
        return next((one for one in self.item.wordings if one.number == self.number), None)

    @property
    def text(self) -> LocalizedText:
        return self.wording.shown if self.wording else EMPTY

    @property
    def revision(self) -> str:
        return f"{self.wording.number}.{len(self.wording.renderings)}" if self.wording else ""

    def text_at(self, revision: str) -> LocalizedText:
        """The text as it stood at an earlier revision; empty where there was none."""
        for one in self.item.wordings:
            texts = [one.text, *(rendering.text for rendering in one.renderings)]
            for place, text in enumerate(texts):
                if revision == f"{one.number}.{place}":
                    return text
        return EMPTY


class WordsForm(EditForm):
    """An edit of words. Where it met another's, both are shown, and what is left of the typed
    ones is what the user changed: the other's texts in the other languages stay."""

    def __init__(self, *, row: Basis, **options: Any) -> None:
        super().__init__(row=row, **options)
        # Where two met: what stands there now, what was typed, and what that changes of it.
        self.theirs: Wording | None = None
        self.typed = EMPTY
        self.changes: list[Changes] = []

    def current(self, row: Basis) -> dict[str, Any]:
        return {"text": row.text}

    def show_conflict(self) -> None:
        began = self.row.text_at(self.revision.data or "")
        now, field = self.row.text, self["text"]
        self.theirs, self.typed = self.row.wording, field.data
        kept = {lang for lang in LANGUAGES if self._left(lang, began)}
        merged = _on_top_of(now, self.typed, kept)
        if self.typed.original == began.original and now.original in merged.texts:
            merged = replace(merged, original=now.original)
        self.changes = changes_between(now, merged)
        field.data, field.typed = merged, dict(merged.texts)
        field.original = merged.original or ""
        field.translations = {lang: merged.translation(lang) for lang in LANGUAGES}
        self.revision.data = self.row.revision

    def _left(self, lang: str, began: LocalizedText) -> bool:
        """Whether the user left the text in a language, and its state, as they found it."""
        states = began.translation(lang), self.typed.translation(lang)
        return began.texts.get(lang) == self.typed.texts.get(lang) and states[0] is states[1]


def _on_top_of(now: LocalizedText, typed: LocalizedText, kept: set[str]) -> LocalizedText:
    texts = {**typed.texts, **{lang: now.texts.get(lang, "") for lang in kept}}
    states = {**typed.translations, **{lang: now.translation(lang) for lang in kept}}
    known = {lang: state for lang, state in states.items() if state is not Translation.UNCHECKED}
    return LocalizedText(texts, typed.original, known, now.stale)


class WordingFields(Form):
    text = LocalizedTextField(
        _l("Wording"),
        [needed],
        rows=6,
        translated=True,
        description=_l(
            "The exact words. What is not yet agreed stands in [square brackets], alternatives"
            " like this: [shall|CODE: may], with the code of a side."
        ),
    )
    happened = PartialDateField(_l("Date"))
    reported_by = RowField(_l("Whose account this is"), optional=_l("The meeting's own record"))


class WordingForm(WordingFields, WordsForm):
    """A new wording; it starts from the latest."""

    happened = PartialDateField(
        _l("Date"),
        description=_l(
            "2024, 2024-02 or 2024-02-12: as far as it is known. Left empty, it is that of the "
            "round at which it was settled or, of none, the day on which it is recorded."
        ),
    )
    reason = TextAreaField(_l("Why it changes"), [needed, long_text], render_kw={"rows": 2})
    settled_at = RowField(_l("Settled at"), optional=_l("No round in particular"))

    def offer(self, sides: Sequence[Side], rounds: Sequence[Record], name: Any) -> None:
        self.reported_by.offer(sides, key=lambda side: side.code, name=name)
        self.settled_at.offer(rounds, key=lambda one: one.ref, name=lambda one: one.ref)


class TranslationsField(LocalizedTextField):
    """The texts beside the original, which is shown and not sent.

    Of each is said how far it can be relied on: what is not said of a text that is rewritten is
    unchecked, of another as it was. Where one is stale, it can be said to be up to date.
    """

    def process(self, formdata: Any, data: Any = EMPTY, extra_filters: Any = None) -> None:
        self.chosen: dict[str, str] = {}
        self.up_to_date: set[str] = set()
        super().process(formdata, data, extra_filters)

    def _read(self, formdata: Any, given: LocalizedText) -> None:
        super()._read(formdata, given)
        states = {lang: formdata.get(f"{self.name}-translation-{lang}") for lang in LANGUAGES}
        self.chosen = {lang: one for lang, one in states.items() if one in list(Translation)}
        self.up_to_date = {lang for lang in LANGUAGES if f"{self.name}-latest-{lang}" in formdata}
        original = given.original or ""
        texts = {**self.data.texts, original: given.texts.get(original, "")}
        states = {lang: self._state(lang, texts[lang], given) for lang in texts}
        kept = {lang: one for lang, one in states.items() if one is not Translation.UNCHECKED}
        self.data = LocalizedText(texts, given.original, kept, given.stale - self.up_to_date)

    def _state(self, lang: str, words: str, given: LocalizedText) -> Translation:
        if lang in self.chosen:
            return Translation(self.chosen[lang])
        return given.translation(lang) if words == given.texts.get(lang) else Translation.UNCHECKED

    def __call__(self, **_attributes: Any) -> Markup:
        languages = [lang for lang in LANGUAGES if lang != self.object_data.original]
        page = render_template("consensus/translate_field.html", field=self, languages=languages)
        return Markup(page)  # noqa: S704 (the template escapes what was typed)


class TranslateForm(WordsForm):
    """The translations of one wording."""

    text = TranslationsField(_l("Translations"), rows=6)
    happened = PartialDateField(
        _l("Date"),
        description=_l(
            "From when they stand so: 2024, 2024-02 or 2024-02-12. Left empty, it is the day on "
            "which this is recorded."
        ),
    )

    def _left(self, lang: str, began: LocalizedText) -> bool:
        same = began.texts.get(lang) == self.typed.texts.get(lang)
        return same and lang not in self.text.chosen
