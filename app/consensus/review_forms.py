"""The form that says when an item is looked at again."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import Optional as MayBeEmpty

from app.fields import PartialDateField, WholeNumberField
from app.forms import EditForm
from app.rounds.forms import positive


class ReviewForm(EditForm):
    review_round = WholeNumberField(
        _l("At round"),
        [MayBeEmpty(), positive],
        description=_l("Its number. It is offered for the agenda of that round, or of the next."),
        render_kw={"size": 6},
    )
    review_on = PartialDateField(
        _l("Or from this date"),
        description=_l("2027, 2027-02 or 2027-02-12: the first round then, or the next."),
    )
