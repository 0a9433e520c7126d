"""Forms about links."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import Choice

from app.dialogues.models import Side
from app.fields import EnumField, PartialDateField, RowField
from app.forms import EditForm, Form, line, long_text
from app.i18n import in_words, plain_text
from app.records.models import Record, Source
from app.rules import Refused
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.steps import Direction

SETTLED = (LinkStatus.PROPOSED, LinkStatus.CONFIRMED)


class RecordField(RowField):
    """One of some records, in a group for each dialogue."""

    def offer_records(self, records: Sequence[Record]) -> None:
        together = sorted(records, key=_places(records).__getitem__)
        self.offer(together, key=lambda record: record.id, name=_named)

    def has_groups(self) -> bool:
        return True

    def iter_groups(self) -> Iterator[tuple[str | None, list[Choice]]]:
        def heading(choice: Choice) -> str | None:
            record = self.rows.get(choice.value)
            return plain_text(record.dialogue.name) if record else None

        for words, choices in groupby(self.iter_choices(), key=heading):
            yield words, list(choices)


def _places(records: Sequence[Record]) -> dict[Record, tuple[int, int]]:
    """Dialogues in the order in which their first record was offered."""
    dialogues = list(dict.fromkeys(record.dialogue_id for record in records))
    return {record: (dialogues.index(record.dialogue_id), i) for i, record in enumerate(records)}


def _named(record: Record) -> str:
    words = [record.ref, plain_text(record.title), in_words(record.happened)]
    return " · ".join(word for word in words if word and (word != record.ref or word is words[0]))


class BasisFields:
    """Why a link is believed: what a new link and an old one both state."""

    basis = EnumField(_("Why is it believed?"), Basis)
    source = RowField(
        _("Source"), optional="–", description=_("A documented link rests on a source.")
    )
    place = StringField(_("Place in the source"), [line], default="")
    reported_by = RowField(
        _("Reported by"), optional="–", description=_("A reported link rests on a side's word.")
    )
    rationale = TextAreaField(
        _("Rationale"),
        [long_text],
        default="",
        description=_("An inferred link says why: claim a contribution, not a cause."),
        render_kw={"rows": 3},
    )

    def offer_bases(self, sides: Iterable[Side], sources: Iterable[Source]) -> None:
        self.reported_by.offer(sides, key=lambda side: side.id, name=_side_named)
        self.source.offer(sources, key=lambda source: source.id, name=_source_named)


def _side_named(side: Side) -> str:
    return f"{plain_text(side.name)} – {plain_text(side.dialogue.name)}"


def _source_named(source: Source) -> str:
    return f"{source.key} {source.title} – {plain_text(source.dialogue.name)}"


class LinkForm(BasisFields, Form):
    """A new link between a record and one `other`: chosen, or given by its `address`."""

    other = RecordField(_("Other record"), optional=_("Choose a record"))
    address = StringField(
        _("or its address"),
        [line],
        default="",
        description=_("As in harbour-talks/R1-T2. Where it is given, it counts."),
    )
    kind = EnumField(_("Kind of link"), LinkKind)
    happened = PartialDateField(
        _("Date"),
        description=_("When an item was superseded, split or merged, if not with the later one."),
    )
    status = EnumField(_("Status"), SETTLED)

    def __init__(
        self,
        *,
        direction: Direction,
        candidates: Sequence[Record],
        sides: Sequence[Side],
        sources: Sequence[Source],
        **options: Any,
    ) -> None:
        options.setdefault("data", {"basis": Basis.INFERRED, "kind": LinkKind.GROUNDWORK})
        super().__init__(**options)
        self.end = "earlier" if direction is Direction.FROM else "later"
        self.other.offer_records(candidates)
        self.offer_bases(sides, sources)
        self.addressed: Record | None = None

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        return [
            (gettext("What is linked"), [self.other, self.address, self.kind, self.happened]),
            (
                gettext("Why"),
                [self.basis, self.source, self.place, self.reported_by, self.rationale],
            ),
            (gettext("How sure"), [self.status]),
        ]

    def validate_address(self, field: Field) -> None:
        if field.data and self.addressed is None:
            raise ValidationError(gettext("There is no such record that you may read."))

    def validate_other(self, field: Field) -> None:
        if field.data is None and not self.address.data and not field.errors:
            raise ValidationError(gettext("Choose the other record or give its address."))

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        chosen, _address = values.pop("other"), values.pop("address")
        return values | {self.end: self.addressed or chosen}

    def show(self, refusal: Refused) -> None:
        if refusal.field == "other" and self.addressed:
            refusal.field = "address"
        super().show(refusal)


class LinkEditForm(BasisFields, EditForm):
    status = EnumField(_("Status"), LinkStatus)
    disputed_by = RowField(_("Disputed by"), optional="–")

    def __init__(
        self, *, row: TraceLink, sides: Sequence[Side], sources: Sequence[Source], **options: Any
    ) -> None:
        super().__init__(row=row, **options)
        self.offer_bases(sides, sources)
        self.disputed_by.offer(sides, key=lambda side: side.id, name=_side_named)

    def current(self, row: TraceLink) -> dict[str, Any]:
        names = "basis", "source", "place", "reported_by", "rationale", "status", "disputed_by"
        return {name: getattr(row, name) for name in names}
