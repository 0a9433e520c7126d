"""Forms about who took part in a round."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Optional as MayBeEmpty

from app.dialogues.models import Side
from app.fields import (
    EnumField,
    LocalizedTextField,
    PartialDateField,
    RowField,
    WholeNumberField,
)
from app.forms import EditForm, Form, line
from app.people.models import Naming, Person, Sector
from app.rounds.forms import NOT_RECORDED, positive
from app.rounds.models import Attendance, AttendanceRole, Capacity


class ParticipantFields(Form):
    last: ClassVar[tuple[str, ...]] = ("consent", "consented")

    side = RowField(_l("Side"), optional=_l("None: on nobody's bench"))
    role = EnumField(_l("Role"), AttendanceRole, default=AttendanceRole.PARTICIPANT)
    capacity = EnumField(_l("Capacity"), Capacity, optional=NOT_RECORDED)
    sector = EnumField(_l("Sector"), Sector, optional=NOT_RECORDED)
    affiliation = LocalizedTextField(
        _l("Affiliation at the time"),
        description=_l("Left empty, the person's posts of the day are copied."),
    )
    naming = EnumField(
        _l("May be named"),
        Naming,
        default=Naming.ROLE_AND_SIDE,
        description=_l("That somebody attended does not say that they may be named."),
    )
    consent = StringField(_l("Consent"), [line], description=_l("How it was given."))
    consented = PartialDateField(_l("Consented on"))

    def offer_sides(self, sides: Sequence[Side], name: Any) -> None:
        self.side.offer(sides, key=lambda side: side.code, name=name)


class GroupFields(Form):
    group_label = LocalizedTextField(
        _l("Group that is not named"), description=_l("As it is to be printed.")
    )
    group_count = WholeNumberField(
        _l("Number in the group"),
        [MayBeEmpty(), positive],
        description=_l("Empty where it was not disclosed."),
        render_kw={"size": 6},
    )


class AttendeeForm(ParticipantFields, GroupFields):
    first = ("person", "side")
    last = ("consent", "consented", "group_label", "group_count")

    person = RowField(_l("Person"), optional=_l("– a group, below –"))

    def offer_people(self, people: Sequence[Person], name: Any) -> None:
        self.person.offer(people, key=lambda person: person.id, name=name)


class EditAttendeeForm(ParticipantFields, EditForm):
    def current(self, row: Attendance) -> dict[str, Any]:
        names = ("side", "role", "capacity", "sector", "affiliation", "naming")
        return {name: getattr(row, name) for name in (*names, "consent", "consented")}


class EditGroupForm(GroupFields, EditAttendeeForm):
    first = ("group_label", "group_count")

    def current(self, row: Attendance) -> dict[str, Any]:
        own = {"group_label": row.group_label, "group_count": row.group_count}
        return super().current(row) | own
