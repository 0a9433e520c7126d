"""Forms about dialogues and their sides."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from app.dialogues.models import Attribution, Track
from app.fields import EnumField, LocalizedTextField, PartialDateField
from app.forms import EditForm, Form, line, needed


class DialogueFields(Form):
    first = ("slug", "track", "name")

    track = EnumField(_l("Track"), Track, default=Track.TRACK_TWO)
    name = LocalizedTextField(_l("Name"), [needed])
    summary = LocalizedTextField(_l("What it is about"), rows=3)
    began = PartialDateField(_l("Began"))
    attribution = EnumField(_l("Attribution"), Attribution, default=Attribution.CHATHAM_HOUSE)


class DialogueForm(DialogueFields):
    slug = StringField(
        _l("Address"),
        [needed, line],
        description=_l("Lower-case words joined by hyphens. It never changes."),
    )


class EditDialogueForm(DialogueFields, EditForm):
    pass


class SideFields(Form):
    code = StringField(_l("Code"), [needed, line], description=_l("Short, in capitals: CN."))
    name = LocalizedTextField(_l("Side"), [needed])
    dialogue_name = LocalizedTextField(_l("What it calls the dialogue"))
    convener = LocalizedTextField(_l("Convener"))
    convener_short = LocalizedTextField(_l("Convener, in short"))


class SideForm(SideFields):
    pass


class EditSideForm(SideFields, EditForm):
    pass
