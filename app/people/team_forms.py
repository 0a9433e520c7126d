"""Forms about a side's team."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as MayBeEmpty

from app.dialogues.models import Side
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField, WholeNumberField
from app.forms import EditForm, Form, line
from app.people.models import Naming, Person, TeamMember
from app.records.models import Source


class TeamFields(Form):
    side = RowField(_l("Side"))
    affiliation = LocalizedTextField(_l("As printed"))
    naming = EnumField(_l("May be named"), Naming, default=Naming.ROLE_AND_SIDE)
    consent = StringField(_l("Consent"), [line], description=_l("How it was given."))
    consented = PartialDateField(_l("Consented on"))
    as_of = PartialDateField(_l("As of"))
    source = RowField(_l("Source"), optional=_l("Not recorded"))

    last: ClassVar[tuple[str, ...]] = ("as_of", "source")

    def offer(self, sides: Sequence[Side], sources: Sequence[Source], name: Any) -> None:
        self.side.offer(sides, lambda side: side.code, name)
        self.source.offer(sources, lambda one: one.key, lambda one: f"{one.key}: {one.title}")


class GroupFields(Form):
    group_label = LocalizedTextField(
        _l("Group that is not named"), description=_l("As it is to be printed.")
    )
    group_count = WholeNumberField(
        _l("Number in the group"),
        [MayBeEmpty(), NumberRange(min=1, max=100_000, message=_l("A whole number from 1."))],
        description=_l("Empty where it was not disclosed."),
        render_kw={"size": 6},
    )


class TeamMemberForm(TeamFields, GroupFields):
    first = ("side", "person")
    last = ("as_of", "source", "group_label", "group_count")

    person = RowField(_l("Person"), optional=_l("– a group, below –"))

    def offer_people(self, people: Sequence[Person], name: Any) -> None:
        self.person.offer(people, lambda person: person.id, name)


class EditTeamMemberForm(TeamFields, EditForm):
    def __init__(self, *, row: TeamMember, source: Source | None, **options: Any) -> None:
        self._source = source
        super().__init__(row=row, **options)

    def current(self, row: TeamMember) -> dict[str, Any]:
        names = ("side", "affiliation", "naming", "consent", "consented", "as_of")
        return {name: getattr(row, name) for name in names} | {"source": self._source}


class EditTeamGroupForm(GroupFields, EditTeamMemberForm):
    first = ("side", "group_label", "group_count")

    def current(self, row: TeamMember) -> dict[str, Any]:
        own = {"group_label": row.group_label, "group_count": row.group_count}
        return super().current(row) | own
