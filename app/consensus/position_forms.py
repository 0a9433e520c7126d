"""Forms about where the sides stand, and about silence procedures."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, RadioInput

from app.consensus.models import Method, Stance
from app.dialogues.models import Side
from app.fields import (
    EnumField,
    LocalizedTextField,
    PartialDateField,
    RowField,
    RowsField,
)
from app.forms import Form, line, needed
from app.people.models import Person

NOT_RECORDED = _l("Not recorded")
WHOLE_DAY = _l("One whole day: 2024-02-12. Silence to the end of that day is no objection.")


class CarriedNumber(IntegerField):
    """A number that the page carries along, unseen; anything that is none says nothing."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else ""
        self.data = int(typed) if typed.isdecimal() and len(typed) < 10 else None
        self.raw_data = None


class PositionForm(Form):
    """A position of a side. Where an older wording was chosen, it asks which one is meant."""

    side = RowField(_l("Side"))
    # None beforehand: a form sent as it was opened must not record that a side endorsed.
    stance = EnumField(_l("Stance"), Stance, optional=_l("– choose –"), validators=[needed])
    wording = RowField(_l("On wording"))
    statement = LocalizedTextField(_l("In the side's words"), rows=3)
    reason = LocalizedTextField(
        _l("Reservation or objection"),
        rows=2,
        description=_l("Needed where a side objects or reserves; otherwise leave it empty."),
    )
    happened = PartialDateField(
        _l("Date"),
        description=_l(
            "2024, 2024-02 or 2024-02-12: as far as it is known. Left empty: the day of the"
            " wording, or today, where the side has a position on it already."
        ),
    )
    method = EnumField(_l("How it was taken"), Method, optional=NOT_RECORDED)
    deadline = PartialDateField(
        _l("Deadline"), description=_l("Of a silence procedure: one whole day, 2024-02-12.")
    )
    body = StringField(_l("By which body"), [line])
    person = RowField(_l("By whom"), optional=NOT_RECORDED)
    newest_known = CarriedNumber()
    # The wording that was chosen when it turned out not to be the newest.
    older = CarriedNumber()

    last = ()

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "older"}

    def offer_people(self, people: Sequence[Person], name: Any) -> None:
        self.person.offer(people, key=lambda person: person.id, name=name)

    def ask_which(self, older: Any, newest: Any, name: Any) -> None:
        """Offer these two wordings alone, and choose neither beforehand."""
        self.wording.offer([older, newest], lambda one: one.number, name)
        self.wording.widget = ListWidget(prefix_label=False)
        self.wording.option_widget = RadioInput()
        self.wording.sent = "neither"
        self.newest_known.data, self.older.data = newest.number, older.number


class SilenceFields(Form):
    happened = PartialDateField(_l("Date"), [needed])
    deadline = PartialDateField(_l("Deadline"), [needed], description=WHOLE_DAY)

    sides: RowsField

    def offer_sides(self, sides: Sequence[Side], name: Any) -> None:
        self.sides.offer(sides, key=lambda side: side.code, name=name)


def _sides(label: Any) -> RowsField:
    return RowsField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class CirculateForm(SilenceFields):
    sides = _sides(_l("Put to"))
    newest_known = CarriedNumber()

    first = ("sides", "happened", "deadline")
    last = ()


class ExtendForm(SilenceFields):
    sides = _sides(_l("For"))
    reason = LocalizedTextField(_l("Why"), [needed], rows=2)

    first = ("sides", "happened", "deadline", "reason")
    last = ()


class BreakForm(Form):
    side = RowField(_l("Side"))
    happened = PartialDateField(
        _l("Date"),
        [needed],
        description=_l(
            "When it objected: 2024, 2024-02 or 2024-02-12. After the deadline, too, it is kept."
        ),
    )
    reason = LocalizedTextField(_l("What it objects to"), [needed], rows=3)
    statement = LocalizedTextField(_l("In the side's words"), rows=3)
    body = StringField(_l("By which body"), [line])
    person = RowField(_l("By whom"), optional=NOT_RECORDED)

    last = ()

    def offer_people(self, people: Sequence[Person], name: Any) -> None:
        self.person.offer(people, key=lambda person: person.id, name=name)
