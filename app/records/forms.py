"""Forms about what all records share: their level, their sources, papers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import URL, Length
from wtforms.validators import Optional as MayBeEmpty

from app.dialogues.models import Side
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField
from app.forms import EditForm, Form, line, long_text, needed
from app.labels import LANGUAGE_NAMES
from app.records.file_commands import Upload
from app.records.file_types import KEPT, LARGEST
from app.records.models import Disclosure, DocumentKind, DocumentStatus, Reading, Source


class DisclosedFields(Form):
    disclosure = EnumField(_l("Who may read it"), Disclosure, default=Disclosure.PARTICIPANTS)
    side = RowField(
        _l("Whose own"),
        optional=_l("–"),
        description=_l("Only for what is one side's own."),
    )

    def offer_sides(self, sides: Sequence[Side], name: Any) -> None:
        self.side.offer(sides, key=lambda side: side.code, name=name)


class SourceFields(Form):
    first = ("key",)

    title = StringField(_l("Title"), [needed, line])
    address = StringField(
        _l("Address"), [MayBeEmpty(), line, URL(message=_l("This is no web address."))]
    )
    published = PartialDateField(_l("Published"))
    note = TextAreaField(_l("Note"), [long_text])


class SourceForm(SourceFields):
    key = StringField(
        _l("Key"),
        [needed, Length(max=60, message=_l("At most %(max)d characters."))],
        description=_l("A short one, such as B or P22."),
    )


class EditSourceForm(SourceFields, EditForm):
    pass


class CitationForm(Form):
    source = RowField(_l("Source"))
    place = StringField(_l("Page or section"), [line])
    quote = TextAreaField(_l("In its words"), [long_text])
    reading = EnumField(_l("How sure"), Reading, default=Reading.STATED)
    note = TextAreaField(_l("Note"), [long_text])

    def offer_sources(self, sources: Sequence[Source]) -> None:
        self.source.offer(
            sources,
            key=lambda source: source.key,
            name=lambda source: f"{source.key}: {source.title}",
        )


class DocumentFields(DisclosedFields):
    title = LocalizedTextField(_l("Title"), [needed])
    document_kind = EnumField(_l("Kind"), DocumentKind, default=DocumentKind.OTHER)
    status = EnumField(_l("Status"), DocumentStatus, default=DocumentStatus.DRAFT)
    issued_by = RowField(_l("Issued by"), optional=_l("Joint, or not known"))
    language = SelectField(
        _l("Language"),
        choices=[
            SelectChoice("", _l("Several, or not known")),
            *(SelectChoice(code, name) for code, name in LANGUAGE_NAMES.items()),
        ],
        coerce=lambda code: code or None,
        invalid_choice_message=_l("Choose one of these."),
    )
    happened = PartialDateField(_l("Date"))
    points = LocalizedTextField(
        _l("What it says"), rows=6, description=_l("In short, one point to a line.")
    )
    note = LocalizedTextField(_l("Note"), rows=2)

    def offer_sides(self, sides: Sequence[Side], name: Any) -> None:
        super().offer_sides(sides, name)
        self.issued_by.offer(sides, key=lambda side: side.code, name=name)


class UploadField(FileField):
    """One file, read as far as one that is kept could reach."""

    data: Any

    def __init__(self, text: Any, validators: Any = None, **options: Any) -> None:
        options.setdefault(
            "description",
            _l("%(kept)s; at most %(count)d MB.", kept=KEPT, count=LARGEST // 1024**2),
        )
        super().__init__(text, validators, **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = Upload(self.data.filename or "", self.data.read(LARGEST + 1))


class DocumentForm(DocumentFields):
    file = UploadField(_l("File"))


class EditDocumentForm(DocumentFields, EditForm):
    pass


class VersionForm(Form):
    file = UploadField(_l("File"), [needed])


class LadderForm(EditForm):
    """Its choice is one button for each step."""

    status = EnumField(_l("Status"), DocumentStatus)
