"""Forms about actions and what is reported of them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, StringField
from wtforms import Form as PlainForm
from wtforms.validators import NumberRange
from wtforms.validators import Optional as MayBeEmpty

from app.actions.commands import Owner
from app.actions.models import Action, ActionStatus
from app.dialogues.models import Side
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField, WholeNumberField
from app.forms import EditForm, Tidy, line, needed
from app.people.models import Institution, Person
from app.records.forms import DisclosedFields
from app.records.models import Record

NOBODY = _l("–")
# A joint action has an owner for each side; three lines are there without any script.
OWNERS = 3


class OwnerFields(PlainForm):
    """One owner: a side, a person, an institution, or a body as written."""

    class Meta(Tidy, PlainForm.Meta):
        pass

    side = RowField(_l("Side"), optional=NOBODY)
    person = RowField(_l("Person"), optional=NOBODY)
    institution = RowField(_l("Institution"), optional=NOBODY)
    body = StringField(_l("Working group or other body"), [line])


class ActionFields(DisclosedFields):
    last = ("owners", "due", "due_round", "origin", "note", "disclosure", "side")

    title = LocalizedTextField(_l("What is to be done"), [needed])
    owners = FieldList(FormField(OwnerFields), _l("Who is to do it"), min_entries=OWNERS)
    due = PartialDateField(_l("Due"))
    due_round = WholeNumberField(
        _l("Or before round"),
        [MayBeEmpty(), NumberRange(min=1, max=100_000, message=_l("A whole number from 1."))],
        render_kw={"size": 6},
    )
    note = LocalizedTextField(_l("Note"), rows=2)

    def offer(
        self,
        sides: Sequence[Side],
        people: Sequence[Person],
        institutions: Sequence[Institution],
        *,
        person_name: Callable[[Person], str],
        text: Callable[[Any], str],
    ) -> None:
        self.offer_sides(sides, lambda side: text(side.name))
        for number, entry in enumerate(self.owners, start=1):
            entry.label.text = gettext("Owner %(number)d", number=number)
            fields = entry.form
            fields.side.offer(sides, lambda side: side.code, lambda side: text(side.name))
            fields.person.offer(people, lambda person: person.id, person_name)
            fields.institution.offer(institutions, lambda one: one.id, lambda one: text(one.name))

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        found["owners"] = [
            Owner(
                side=entry.form.side.data,
                person=entry.form.person.data,
                institution=entry.form.institution.data,
                body=entry.form.body.data or "",
            )
            for entry in self.owners
        ]
        return found


class ActionForm(ActionFields):
    origin = RowField(_l("Follows from"), optional=_l("The meeting as a whole"))

    def offer_origins(self, records: Iterable[Record], text: Callable[[Any], str]) -> None:
        self.origin.offer(records, lambda one: one.ref, lambda one: f"{one.ref} {text(one.title)}")


class EditActionForm(ActionFields, EditForm):
    def current(self, row: Action) -> dict[str, Any]:
        owners = [
            {name: getattr(owner, name) for name in ("side", "person", "institution", "body")}
            for owner in row.owners
        ]
        return super().current(row) | {"owners": owners}


class UpdateForm(EditForm):
    """What was reported; it starts from the action's revision, so that two reports both count."""

    last = ()

    text = LocalizedTextField(_l("What was reported"), rows=3)
    status = EnumField(_l("Status now"), ActionStatus, optional=_l("Unchanged"))
    waiting_for = RowField(_l("Waiting for"), optional=NOBODY)
    happened = PartialDateField(_l("Date"))
    reported_at = RowField(_l("Reported at"), optional=_l("No round in particular"))
    evidence = LocalizedTextField(
        _l("Evidence"), description=_l("How one can see that it is done.")
    )

    def current(self, row: Action) -> dict[str, Any]:
        return {}
