"""Forms about gaps."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from app.fields import PartialDateField
from app.forms import Form, long_text, needed


class AcceptForm(Form):
    because = TextAreaField(_l("Why it is left open"), [needed, long_text], render_kw={"rows": 3})
    until = PartialDateField(
        _l("Until"),
        description=_l("After this day it returns. Left empty: until the acceptance is withdrawn."),
    )


class WithdrawForm(Form):
    because = TextAreaField(
        _l("Why it is no longer accepted"), [needed, long_text], render_kw={"rows": 3}
    )


class SeenForm(Form):
    """`looked` tells which gaps the page showed."""

    looked = HiddenField()
