"""Forms about what all records share: their level, their sources, papers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import URL, Length
from wtforms.validators import Optional as MayBeEmpty

from app.dialogues.models import Side
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField
from app.forms import EditForm, Form, line, long_text, needed
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
    happened = PartialDateField(_l("Date"))
    points = LocalizedTextField(
        _l("What it says"), rows=6, description=_l("In short, one point to a line.")
    )
    note = LocalizedTextField(_l("Note"), rows=2)

    def offer_sides(self, sides: Sequence[Side], name: Any) -> None:
        super().offer_sides(sides, name)
        self.issued_by.offer(sides, key=lambda side: side.code, name=name)


class DocumentForm(DocumentFields):
    pass


class EditDocumentForm(DocumentFields, EditForm):
    pass
