"""Forms about calendars."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.calendar.models import CalendarFeed
from app.dialogues.models import Dialogue
from app.fields import RowField
from app.forms import Form, line
from app.i18n import plain_text


class FeedForm(Form):
    name = StringField(
        _l("Name"),
        validators=[line],
        description=_l("What will read it, so that you know later which to revoke: my telephone."),
        render_kw={"autocomplete": "off"},
    )
    dialogue = RowField(_l("Rounds of"), optional=_l("All that I read"))

    def offer(self, dialogues: Sequence[Dialogue]) -> None:
        self.dialogue.offer(dialogues, lambda one: one.slug, lambda one: plain_text(one.name))


class RevokeForm(Form):
    """One of the user's own feeds."""

    feed = RowField()

    def offer(self, feeds: Sequence[CalendarFeed]) -> None:
        self.feed.offer(feeds, lambda feed: feed.id, lambda feed: feed.name)
