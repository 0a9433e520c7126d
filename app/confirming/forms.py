"""Forms about confirming a round and opening it again."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TextAreaField

from app.forms import EditForm, long_text, needed


class ConfirmForm(EditForm):
    """`seen` carries the digest of the findings on the page."""

    seen = HiddenField()
    despite = BooleanField(
        _l("I have looked through this list, and confirm the minutes all the same")
    )


class ReopenForm(EditForm):
    because = TextAreaField(
        _l("Why the minutes are opened again"),
        [needed, long_text],
        description=_l("It stays in the history of the round."),
        render_kw={"rows": 3},
    )
