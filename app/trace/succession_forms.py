"""Forms that put items in the place of others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError

from app.consensus.models import ConsensusItem
from app.fields import LocalizedTextField, PartialDateField, RowField
from app.forms import EditForm, line, long_text, needed
from app.localized import LocalizedText
from app.records.models import Source
from app.rounds.models import Round
from app.rules import Refused
from app.trace.succession_commands import Act, NewItem, Successor

# So many parts at most: more are made in two steps.
MOST_PARTS = 9


def _reference(words: Any) -> StringField:
    return StringField(
        words,
        [line],
        default="",
        description=_("Its reference, as in R6-C2."),
        render_kw={"size": 12},
    )


def _words() -> LocalizedTextField:
    return LocalizedTextField(_("In new words"), rows=5, translated=True)


class ActForm(EditForm):
    """When and why; `started` is the wording from which the words of new items start.

    `known` are the items whose references were typed, as far as they are there and readable.
    """

    happened = PartialDateField(_("Date"), [needed])
    because = TextAreaField(_("Why"), [needed, long_text], render_kw={"rows": 3})
    meeting = RowField(_("Recorded at"), optional=_("No round in particular"))
    source = RowField(
        _("Source"),
        optional=_("None: it rests on the reason above"),
    )
    place = StringField(_("Place in the source"), [line], default="")

    def __init__(self, *, row: ConsensusItem, started: LocalizedText, **options: Any) -> None:
        self.started = started
        self.known: Mapping[str, ConsensusItem] = {}
        super().__init__(row=row, **options)

    def offer(self, rounds: Iterable[Round], sources: Iterable[Source], name: Any) -> None:
        self.meeting.offer(rounds, lambda one: one.ref, name)
        self.source.offer(sources, lambda one: one.id, lambda one: f"{one.key} {one.title}")

    @property
    def act(self) -> Act:
        fields = "happened", "because", "meeting", "source"
        given = {name: self[name].data for name in fields}
        return Act(place=self.place.data or "", **given)

    @property
    def when_and_why(self) -> tuple[str, list[Field]]:
        fields = [self.happened, self.because, self.meeting, self.source, self.place]
        return gettext("When and why"), fields

    def check(self, reference: Field, text: Field) -> None:
        """A reference is one of an item that is there, and its words are then its own."""
        if not reference.data:
            return
        if reference.data not in self.known:
            raise ValidationError(gettext("There is no such item that you may read."))
        if text.data and text.data.texts != self.started.texts:
            raise ValidationError(
                gettext("Words for a new item are typed above as well. Empty one of the two.")
            )

    def chosen(self, text: Field, title: Field, reference: Field) -> Successor:
        return self.known.get(reference.data) or NewItem(text.data, title.data)


class SupersedeForm(ActForm):
    by = _reference(_("Or an item that is there already"))
    title = LocalizedTextField(_("Short title"))
    text = _words()

    def current(self, row: ConsensusItem) -> dict[str, Any]:
        return {"text": self.started, "title": row.title}

    @property
    def references(self) -> list[str]:
        return [self.by.data or ""]

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        return [
            (gettext("What takes its place"), [self.text, self.title, self.by]),
            self.when_and_why,
        ]

    def validate_by(self, field: Field) -> None:
        self.check(field, self.text)

    @property
    def values(self) -> dict[str, Any]:
        return {"by": self.chosen(self.text, self.title, self.by), "act": self.act}


class MergeForm(ActForm):
    """`row` is the item from whose page it was opened."""

    into = _reference(_("Or an item that is there already"))
    title = LocalizedTextField(_("Short title"))
    text = _words()

    def current(self, row: ConsensusItem) -> dict[str, Any]:
        return {"text": self.started}

    @property
    def references(self) -> list[str]:
        return [self.into.data or ""]

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        return [
            (gettext("What they become"), [self.text, self.title, self.into]),
            self.when_and_why,
        ]

    def validate_into(self, field: Field) -> None:
        self.check(field, self.text)

    @property
    def values(self) -> dict[str, Any]:
        return {"into": self.chosen(self.text, self.title, self.into), "act": self.act}


class SplitForm(ActForm):
    """For a number of parts, see `of`; each is an item that is there, or words of a new one."""

    parts = HiddenField()
    count = 2

    @classmethod
    def of(cls, count: int) -> type["SplitForm"]:
        fields: dict[str, Any] = {"count": count}
        for number in range(1, count + 1):
            fields[f"item_{number}"] = _reference(_("Or an item that is there already"))
            fields[f"text_{number}"] = _words()
            fields[f"title_{number}"] = LocalizedTextField(_("Short title"))
        return type("SplitForm", (cls,), fields)

    def current(self, row: ConsensusItem) -> dict[str, Any]:
        starts = {f"text_{number}": self.started for number in self.numbers}
        return starts | {"parts": str(self.count)}

    @property
    def numbers(self) -> Sequence[int]:
        return range(1, self.count + 1)

    @property
    def references(self) -> list[str]:
        return [self[f"item_{number}"].data or "" for number in self.numbers]

    def fields_of(self, number: int) -> list[Field]:
        return [self[f"{name}_{number}"] for name in ("text", "title", "item")]

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        parts = [
            (gettext("Part %(number)d", number=number), self.fields_of(number))
            for number in self.numbers
        ]
        return [*parts, self.when_and_why]

    def validate(self, *arguments: Any, **options: Any) -> bool:
        is_right = super().validate(*arguments, **options)
        for number in self.numbers:
            text, _title, reference = self.fields_of(number)
            try:
                self.check(reference, text)
            except ValidationError as wrong:
                reference.errors = [*reference.errors, str(wrong)]
                is_right = False
        return is_right

    @property
    def values(self) -> dict[str, Any]:
        return {"into": [self.chosen(*self.fields_of(n)) for n in self.numbers], "act": self.act}

    def show(self, refusal: Refused) -> None:
        if (refusal.field or "").startswith("part_"):
            text, _title, reference = self.fields_of(int(str(refusal.field).removeprefix("part_")))
            refusal.field = (reference if reference.data else text).name
        super().show(refusal)
