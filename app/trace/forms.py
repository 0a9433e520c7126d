"""Forms about links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.fields.choices import Choice

from app.dialogues.models import Side
from app.fields import EnumField, PartialDateField, RowField
from app.forms import Conflict, EditForm, Form, line, long_text, printed
from app.i18n import in_words, plain_text
from app.records.models import Record, Source
from app.rules import Refused
from app.trace.claiming import MAY_RUN_BACKWARDS, may_run_backwards, place_shown
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.steps import Direction

# What a link states beside its ends and its kind.
STATED = (
    "basis",
    "source",
    "evidence",
    "place",
    "reported_by",
    "rationale",
    "status",
    "disputed_by",
)


class RecordField(RowField):
    """One of some records, in a group for each dialogue."""

    def offer_records(self, records: Sequence[Record]) -> None:
        together = sorted(records, key=_places(records).__getitem__)
        self.offer(together, key=lambda record: record.id, name=named)

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


def named(record: Record) -> str:
    words = [record.ref, plain_text(record.title), in_words(record.happened)]
    return " · ".join(word for word in words if word and (word != record.ref or word is words[0]))


@dataclass(frozen=True)
class Offered:
    """What a link may rest on."""

    sides: Sequence[Side]
    sources: Sequence[Source]
    papers: Sequence[Record]


class BasisFields:
    """Why a link is believed: what a new link and an old one both state."""

    basis = EnumField(_("Why is it believed?"), Basis)
    source = RowField(
        _("Source"),
        optional="–",
        description=_("A documented link rests on a source, a document or a hand-over."),
    )
    evidence = RecordField(_("Document or hand-over"), optional="–")
    place = StringField(
        _("Page or place in it"), [line], default="", description=_("As in: paragraph 3.")
    )
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

    @property
    def why(self) -> list[Field]:
        return [
            self.basis,
            self.source,
            self.evidence,
            self.place,
            self.reported_by,
            self.rationale,
        ]

    def offer_grounds(self, grounds: Offered) -> None:
        self.reported_by.offer(grounds.sides, key=lambda side: side.id, name=_side_named)
        self.source.offer(grounds.sources, key=lambda source: source.id, name=_source_named)
        self.evidence.offer_records(grounds.papers)


def _side_named(side: Side) -> str:
    return f"{plain_text(side.name)} – {plain_text(side.dialogue.name)}"


def _source_named(source: Source) -> str:
    return f"{source.key} {source.title} – {plain_text(source.dialogue.name)}"


class LinkForm(BasisFields, Form):
    """A new link between `here` and one `other`: chosen, or given by its `address`.

    Where the dates may run backwards the form says so once; `in_order` holds the pair of which it
    was said, and saving once more is then meant.
    """

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
    status = EnumField(_("Status"), LinkStatus)
    disputed_by = RowField(_("Disputed by"), optional="–")
    in_order = HiddenField()

    def __init__(
        self,
        *,
        here: Record,
        direction: Direction,
        candidates: Sequence[Record],
        grounds: Offered,
        data: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        known = {"basis": Basis.INFERRED, "kind": LinkKind.GROUNDWORK, **(data or {})}
        super().__init__(data=known, **options)
        self.here, self.end = here, "earlier" if direction is Direction.FROM else "later"
        self.other.offer_records(candidates)
        self.offer_grounds(grounds)
        self.disputed_by.offer(grounds.sides, key=lambda side: side.id, name=_side_named)
        self.addressed: Record | None = None

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        return [
            (gettext("What is linked"), [self.other, self.address, self.kind, self.happened]),
            (gettext("Why"), self.why),
            (gettext("How sure"), [self.status, self.disputed_by]),
        ]

    def validate_address(self, field: Field) -> None:
        if field.data and self.addressed is None:
            raise ValidationError(gettext("There is no such record that you may read."))

    def validate_other(self, field: Field) -> None:
        if field.data is None and not self.address.data and not field.errors:
            raise ValidationError(gettext("Choose the other record or give its address."))

    def validate_in_order(self, field: Field) -> None:
        other = self.addressed or self.other.data
        if other is None:
            return
        ends = (other, self.here) if self.end == "earlier" else (self.here, other)
        pair = "-".join(str(end.id) for end in ends)
        if may_run_backwards(*ends) and field.data != pair:
            field.data = pair
            raise ValidationError(
                backwards_printed(*ends) + " " + gettext("If it is meant so, save once more.")
            )

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        chosen, _address = values.pop("other"), values.pop("address")
        values.pop("in_order")
        return values | {
            "earlier": self.here,
            "later": self.here,
            self.end: self.addressed or chosen,
        }

    def show(self, refusal: Refused) -> None:
        if refusal.field == "other" and self.addressed:
            refusal.field = "address"
        super().show(refusal)


class RedrawForm(LinkForm):
    """A link as it is, to be drawn between other ends; it carries the revision that it had."""

    revision = HiddenField()

    def __init__(self, *, row: TraceLink, data: Mapping[str, Any], **options: Any) -> None:
        known = {name: getattr(row, name) for name in ("kind", *STATED, "revision")}
        super().__init__(data={**known, "place": place_shown(row), **data}, **options)
        self.row = row
        self.conflict: list[Conflict] = []

    def validate_revision(self, field: Field) -> None:
        """Where somebody else was first, what stands now is set beside what was typed."""
        if field.data != str(self.row.revision):
            field.data = str(self.row.revision)
            for one in self.shown:
                if one is not self.other and one.object_data != one.data:
                    theirs, yours = (_as_read(one, value) for value in (one.object_data, one.data))
                    self.conflict.append(Conflict(str(one.label.text), theirs, yours))
            raise ValidationError(
                gettext("Someone else changed this while you were writing.")
                + " "
                + gettext("If it is meant so, save once more.")
            )

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "revision"}


def _as_read(field: Field, value: Any) -> str:
    """A row by the name that the form offers it under."""
    if isinstance(field, RowField) and value is not None:
        return field.names.get(str(field.key(value)), "")
    return printed(value)


def backwards_printed(earlier: Record, later: Record) -> str:
    return gettext(
        MAY_RUN_BACKWARDS, later=in_words(later.happened), earlier=in_words(earlier.happened)
    )


class LinkEditForm(BasisFields, EditForm):
    status = EnumField(_("Status"), LinkStatus)
    disputed_by = RowField(_("Disputed by"), optional="–")

    def __init__(self, *, row: TraceLink, grounds: Offered, **options: Any) -> None:
        super().__init__(row=row, **options)
        self.offer_grounds(grounds)
        self.disputed_by.offer(grounds.sides, key=lambda side: side.id, name=_side_named)

    def current(self, row: TraceLink) -> dict[str, Any]:
        return {name: getattr(row, name) for name in STATED} | {"place": place_shown(row)}
