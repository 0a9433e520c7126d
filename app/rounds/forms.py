"""Forms about rounds, sessions, agendas and rosters."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import NumberRange
from wtforms.validators import Optional as MayBeEmpty

from app.dialogues.models import Attribution
from app.fields import (
    EnumField,
    LocalizedTextField,
    PartialDateField,
    RowField,
    RowsField,
    WholeNumberField,
)
from app.forms import EditForm, Form, line, needed
from app.records.forms import DisclosedFields
from app.rounds.models import (
    Attendance,
    DialogueSession,
    RoundKind,
    RoundMode,
    RoundStatus,
    TopicFault,
    TopicFormat,
    TopicResult,
)
from app.topics.models import Topic

NOT_RECORDED = _l("Not recorded")
positive = NumberRange(min=1, max=100_000, message=_l("A whole number from 1."))


class RoundFields(DisclosedFields):
    first = ("round_kind", "number", "happened", "ended", "status", "mode")

    round_kind = EnumField(_l("Kind"), RoundKind, default=RoundKind.ROUND)
    number = WholeNumberField(
        _l("Number"),
        [MayBeEmpty(), positive],
        description=_l("For rounds of the series; other meetings have none."),
        render_kw={"size": 6},
    )
    # Minutes are confirmed on a page of their own.
    status = EnumField(
        _l("Status"),
        [status for status in RoundStatus if status is not RoundStatus.CONFIRMED],
        default=RoundStatus.HELD,
    )
    happened = PartialDateField(_l("Began"))
    ended = PartialDateField(_l("Ended"))
    place = LocalizedTextField(_l("Place"))
    mode = EnumField(_l("Mode"), RoundMode, optional=NOT_RECORDED)
    title = LocalizedTextField(
        _l("Title"), description=_l("Where the meeting has a name of its own.")
    )
    co_hosts = LocalizedTextField(_l("Co-hosts"))
    attribution = EnumField(_l("Attribution"), Attribution, default=Attribution.CHATHAM_HOUSE)
    head_count = StringField(
        _l("Attendance as printed"), [line], description=_l('For example "more than 30".')
    )
    head_count_least = WholeNumberField(
        _l("At least"), [MayBeEmpty(), positive], render_kw={"size": 6}
    )
    note = LocalizedTextField(_l("Note"), rows=3)


class RoundForm(RoundFields, Form):
    pass


class EditRoundForm(RoundFields, EditForm):
    pass


class SessionForm(Form):
    title = LocalizedTextField(_l("Theme"))
    attribution = EnumField(_l("Attribution"), Attribution, optional=_l("As for the whole round"))
    moderators = RowsField(_l("Moderators"), description=_l("Of those on the round's roster."))
    note = LocalizedTextField(_l("Note"), rows=2)

    def offer(self, roster: Sequence[tuple[Attendance, str]]) -> None:
        names = {attendance.id: name for attendance, name in roster}
        self.moderators.offer(
            [attendance for attendance, _name in roster],
            key=lambda attendance: attendance.id,
            name=lambda attendance: names[attendance.id],
        )


class EditSessionForm(DisclosedFields, SessionForm, EditForm):
    position = WholeNumberField(_l("Place in the round"), [needed, positive])

    def current(self, row: DialogueSession) -> dict[str, Any]:
        return {
            "title": row.title,
            "attribution": row.attribution,
            "moderators": [one.attendance for one in row.moderators],
            "position": row.position,
            "disclosure": row.disclosure,
            "side": row.side,
            "note": row.note,
        }


class TopicFields(Form):
    title = LocalizedTextField(_l("Topic"), [needed])
    format = EnumField(_l("Format"), TopicFormat, default=TopicFormat.DISCUSSION)
    topics = RowsField(_l("In the topic tree"))
    summary = LocalizedTextField(_l("What was discussed"), rows=3)
    result = EnumField(_l("Result"), TopicResult, optional=NOT_RECORDED)
    fault = EnumField(_l("What went wrong"), TopicFault, optional=_l("Nothing recorded"))
    note = LocalizedTextField(_l("Note"), rows=2)

    def offer_topics(self, topics: Sequence[Topic], name: Any) -> None:
        self.topics.offer(topics, key=lambda topic: topic.code, name=name)


class TopicForm(TopicFields):
    pass


class EditTopicForm(DisclosedFields, TopicFields, EditForm):
    held = RowField(_l("Session"))
    position = WholeNumberField(_l("Place on the agenda"), [needed, positive])

    def current(self, row: Any) -> dict[str, Any]:
        return super().current(row) | {"held": row.session, "topics": list(row.topics)}
