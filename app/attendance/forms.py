"""Forms about who took part in a round."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectChoice, SelectField, StringField
from wtforms.validators import Optional as MayBeEmpty

from app.attendance.matching import Called
from app.attendance.named_commands import NEW
from app.attendance.printed_names import is_han, name_parts
from app.dialogues.models import Side
from app.fields import (
    EnumField,
    LocalizedTextField,
    PartialDateField,
    RowField,
    WholeNumberField,
)
from app.forms import EditForm, Form, line
from app.labels import LANGUAGE_NAMES
from app.people.models import Naming, Sector
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
    """Somebody by their name. Who is meant, and how a new person is called, is asked if need be."""

    first = ("name", "meant", "language", "family", "given", "side")
    last = ("consent", "consented", "group_label", "group_count")

    name = StringField(
        _l("Person"),
        [line],
        description=_l("A name in either script, family name first or last. Or a group, below."),
        render_kw={"list": "known-people", "autocomplete": "off"},
    )
    meant = SelectField(_l("Who is meant"), choices=[], default="", validate_choice=False)
    language = SelectField(
        _l("Language of the name"),
        choices=[SelectChoice(lang, words) for lang, words in LANGUAGE_NAMES.items()],
        default="en",
    )
    family = StringField(_l("Family name"), [line], description=_l("Of a new person."))
    given = StringField(_l("Given name"), [line], description=_l("Of a new person."))

    asks = False

    def ask(self, called: Sequence[Called]) -> None:
        """Ask who is meant; what the name itself tells of a new person is filled in once."""
        self.asks = True
        options = [SelectChoice(str(one.person_id), one.words) for one in called]
        new = SelectChoice(NEW, gettext("A new person, not on record yet"))
        self.meant.choices = [SelectChoice("", gettext("– choose –")), *options, new]
        if self.meant.raw_data:
            return
        self.meant.data = "" if called else NEW
        self.language.data = "zh-Hans" if is_han(self.name.data or "") else "en"
        self.family.data, self.given.data = name_parts(self.name.data or "")

    @property
    def shown(self) -> list[Field]:
        asked = () if self.asks else ("meant", "language", "family", "given")
        return [field for field in super().shown if field.name not in asked]


class EditAttendeeForm(ParticipantFields, EditForm):
    def current(self, row: Attendance) -> dict[str, Any]:
        names = ("side", "role", "capacity", "sector", "affiliation", "naming")
        return {name: getattr(row, name) for name in (*names, "consent", "consented")}


class EditGroupForm(GroupFields, EditAttendeeForm):
    first = ("group_label", "group_count")

    def current(self, row: Attendance) -> dict[str, Any]:
        own = {"group_label": row.group_label, "group_count": row.group_count}
        return super().current(row) | own
