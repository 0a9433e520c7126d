"""The form of many links at once, from two lists side by side."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.dialogues.models import Dialogue
from app.fields import EnumField, RowField, RowsField
from app.forms import Form
from app.i18n import plain_text
from app.records.models import Record
from app.trace.forms import BasisFields, Offered, named
from app.trace.models import Basis, LinkKind, LinkStatus
from app.trace.succession import SUCCESSIONS

MOST_PAIRS = 100
KINDS = tuple(kind for kind in LinkKind if kind not in SUCCESSIONS)
SETTLED = (LinkStatus.PROPOSED, LinkStatus.CONFIRMED)


class TickedField(RowsField):
    """Some of a list of records, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def offer_records(self, dialogue: Dialogue, records: Sequence[Record]) -> None:
        self.offer(records, key=lambda record: record.id, name=named)
        self.label.text = plain_text(dialogue.name)


class BulkForm(BasisFields, Form):
    """Each record ticked `here` with each ticked `there`, in one way and on the same grounds.

    `seen` tells which pairs were shown: only those are made.
    """

    here = TickedField()
    there = TickedField()
    first = RowField(_("Which come first?"))
    kind = EnumField(_("Kind of link"), KINDS)
    status = EnumField(_("Status"), SETTLED)
    seen = HiddenField()

    def __init__(
        self,
        *,
        here: tuple[Dialogue, Sequence[Record]],
        there: tuple[Dialogue, Sequence[Record]],
        grounds: Offered,
        data: Mapping[str, Any],
        **options: Any,
    ) -> None:
        super().__init__(data={"basis": Basis.INFERRED, **data}, **options)
        self.here.offer_records(*here)
        self.there.offer_records(*there)
        self.here.flags.required = self.there.flags.required = True
        self.first.offer(
            [here[0], there[0]], key=lambda one: one.slug, name=lambda one: plain_text(one.name)
        )
        self.home = here[0]
        self.offer_grounds(grounds)

    @property
    def fields_below(self) -> list[Field]:
        return [self.first, self.kind, *self.why, self.status]

    @property
    def pairs(self) -> list[tuple[Record, Record]]:
        """As they are ticked, the earlier record first."""
        return list(self._pairs())

    def _pairs(self) -> Iterator[tuple[Record, Record]]:
        for one in self.here.data or ():
            for other in self.there.data or ():
                yield (one, other) if self.first.data is self.home else (other, one)

    @property
    def token(self) -> str:
        """Of the pairs, as they stand, and of the kind."""
        ends = (f"{one.id}.{one.revision}-{two.id}.{two.revision}" for one, two in self.pairs)
        return sha256(" ".join([str(self.kind.data), *ends]).encode()).hexdigest()[:16]

    def validate_here(self, field: Field) -> None:
        if not field.data and not field.errors:
            raise ValidationError(gettext("Tick at least one."))

    validate_there = validate_here

    def validate_seen(self, field: Field) -> None:
        if len(self.pairs) > MOST_PAIRS:
            raise ValidationError(
                gettext(
                    "These are %(count)d pairs. Link at most %(most)d at once.",
                    count=len(self.pairs),
                    most=MOST_PAIRS,
                )
            )

    @property
    def values(self) -> dict[str, Any]:
        apart = ("here", "there", "first", "seen")
        given = {name: value for name, value in super().values.items() if name not in apart}
        return given | {"pairs": self.pairs}
