"""The form that says of several attendees at once to whom they may be named."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.fields import EnumField, PartialDateField, RowsField
from app.forms import Form, line
from app.people.models import Naming


class ConsentsForm(Form):
    chosen = RowsField(_l("Attendees"))
    naming = EnumField(_l("May be named"), Naming, default=Naming.ROLE_AND_SIDE)
    consent = StringField(
        _l("Consent"),
        [line],
        description=_l("How it was given. It takes the place of what is on record for them."),
    )
    consented = PartialDateField(_l("Consented on"))
