"""Forms about people and institutions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.dialogues.models import Dialogue
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField
from app.forms import EditForm, Form, line, long_text
from app.i18n import page_locale, plain_text
from app.labels import LANGUAGE_NAMES
from app.people.models import Affiliation, Institution, Sector


class NameForm(Form):
    """One form of a name."""

    language = SelectField(
        _l("Language"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()],
        default=page_locale,
    )
    printed = StringField(
        _l("Name as printed"),
        validators=[InputRequired(_l("Write the name as it is printed.")), line],
        description=_l("To the letter, with the capitals of the source."),
    )
    family = StringField(_l("Family name"), default="", validators=[line])
    given = StringField(_l("Given name"), default="", validators=[line])


class NewPersonForm(NameForm):
    dialogue = RowField(
        _l("Whose card this is"),
        description=_l("The secretariat of this dialogue keeps the card and may always read it."),
    )
    note = LocalizedTextField(
        _l("Note"), rows=3, description=_l("Read by the secretariat that keeps the card alone.")
    )

    def __init__(
        self, *, dialogues: Sequence[Dialogue], chosen: Dialogue | None = None, **options: Any
    ) -> None:
        super().__init__(data={"dialogue": chosen} if chosen else None, **options)
        self.dialogue.offer(dialogues, lambda kept: kept.slug, lambda kept: plain_text(kept.name))


class PersonForm(EditForm):
    note = LocalizedTextField(
        _l("Note"), rows=3, description=_l("Read by the secretariat that keeps the card alone.")
    )


class PostFields:
    """What is asked of every post."""

    institution = RowField(_l("Institution"), optional=_l("None, or not in the list"))
    post = LocalizedTextField(_l("Post"), description=_l("The title alone: Deputy Director."))
    printed = LocalizedTextField(
        _l("As printed"),
        description=_l("The whole line to the letter, where it was printed somewhere."),
    )
    since = PartialDateField(_l("Since"))

    def offer(self, institutions: Sequence[Institution]) -> None:
        self.institution.offer(
            sorted(institutions, key=lambda one: plain_text(one.name).casefold()),
            lambda one: one.key,
            lambda one: plain_text(one.name),
        )


class HeldPostFields(PostFields):
    """A post that may have ended."""

    until = PartialDateField(_l("Until"))
    former = BooleanField(
        _l("Former"), description=_l("Where a source says so and no date is known.")
    )


class NewAffiliationForm(HeldPostFields, Form):
    def __init__(self, *, institutions: Sequence[Institution], **options: Any) -> None:
        super().__init__(**options)
        self.offer(institutions)


class AffiliationForm(HeldPostFields, EditForm):
    """A post on a card; it carries the card's revision."""

    def __init__(
        self, *, affiliation: Affiliation, institutions: Sequence[Institution], **options: Any
    ) -> None:
        self.affiliation = affiliation
        super().__init__(row=affiliation.person, **options)
        self.offer(institutions)

    def current(self, row: Any) -> dict[str, Any]:
        names = ("institution", "post", "printed", "since", "until", "former")
        return {name: getattr(self.affiliation, name) for name in names}


class ChangePostForm(PostFields, EditForm):
    """The post that follows one on the card; it carries the card's revision."""

    def __init__(
        self, *, affiliation: Affiliation, institutions: Sequence[Institution], **options: Any
    ) -> None:
        self.affiliation = affiliation
        super().__init__(row=affiliation.person, **options)
        self.offer(institutions)
        self.since.description = _l("The post held until now ends then; unknown: it is former.")

    def current(self, row: Any) -> dict[str, Any]:
        return {"institution": self.affiliation.institution}


class InstitutionFields:
    """What is asked of every institution."""

    name = LocalizedTextField(_l("Name"), [DataRequired(_l("Give the institution its name."))])
    short_name = LocalizedTextField(_l("Short name"), description=_l("As papers abbreviate it."))
    other_names = TextAreaField(
        _l("Other names"),
        default="",
        validators=[long_text],
        description=_l("Other ways in which it is printed, one a line."),
    )
    country = StringField(_l("Country"), default="", validators=[line])
    sector = EnumField(_l("Sector"), Sector, optional=_l("Not recorded"))


class NewInstitutionForm(InstitutionFields, Form):
    pass


class InstitutionForm(InstitutionFields, EditForm):
    def current(self, row: Any) -> dict[str, Any]:
        names = ("name", "short_name", "other_names", "country", "sector")
        return {name: getattr(row, name) for name in names}
