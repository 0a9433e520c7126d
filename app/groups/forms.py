"""Forms about working groups."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, ValidationError

from app.consensus.models import ConsensusItem
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField
from app.forms import EditForm, Form, line, needed
from app.groups.models import GroupStatus, WorkingGroup
from app.records.forms import DisclosedFields
from app.rounds.models import Round

# Its item, by the reference that was typed; None where nobody may read such an item.
Find = Callable[[str], ConsensusItem | None]


class GroupFields(DisclosedFields):
    """`find` looks an item up by its reference."""

    first = ("title", "mandate", "origin", "happened", "status")
    find: Find

    title = LocalizedTextField(_l("Name of the group"), [needed])
    mandate = LocalizedTextField(_l("Mandate"), rows=3, description=_l("What the group is to do."))
    origin = StringField(
        _l("Agreed in item"),
        [line],
        default="",
        description=_l("Its reference, as in R6-C2."),
        render_kw={"size": 12},
    )
    happened = PartialDateField(_l("Agreed on"))
    note = LocalizedTextField(_l("Note"), rows=2)

    def validate_origin(self, field: Field) -> None:
        if field.data and self.find(field.data) is None:
            raise ValidationError(gettext("There is no such item that you may read."))

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "origin": self.find(self.origin.data or "")}


class GroupForm(GroupFields):
    status = EnumField(_l("Status"), GroupStatus, default=GroupStatus.AGREED)


class EditGroupForm(GroupFields, EditForm):
    def current(self, row: WorkingGroup) -> dict[str, Any]:
        return super().current(row) | {"origin": row.origin.ref if row.origin else ""}


class StatusForm(EditForm):
    """What became of a group; it starts from the group's revision."""

    status = EnumField(_l("Status"), GroupStatus)


class MeetingForm(Form):
    meeting = RowField(_l("Meeting"))

    def offer(self, rounds: Iterable[Round], name: Callable[[Round], str]) -> None:
        self.meeting.offer(rounds, lambda one: one.ref, name)
