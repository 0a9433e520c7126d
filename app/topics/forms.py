"""Forms about topics."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.fields import LocalizedTextField, RowField, WholeNumberField
from app.forms import EditForm, Form
from app.i18n import plain_text
from app.topics.models import Topic
from app.topics.queries import TopicNode

# Made before the others, so that it stands before them in the form.
CODE = StringField(
    _l("Code"),
    validators=[
        InputRequired(_l("Give the topic a code.")),
        Length(max=20, message=_l("At most %(max)d characters.")),
    ],
    description=_l("Short, in capitals, and never changed: AS-3."),
)


class TopicFields:
    """What is asked of every topic."""

    name = LocalizedTextField(_l("Name"), [DataRequired(_l("Give the topic its name."))])
    parent = RowField(_l("Below"), optional=_l("Nothing: a branch of its own"))
    position = WholeNumberField(
        _l("Place among its neighbours"),
        validators=[Optional(), NumberRange(1, 1000, message=_l("A number from 1 to 1000."))],
        description=_l("1 is the first. Left empty: the last."),
    )
    note = LocalizedTextField(_l("Note"), rows=3)

    def offer(self, tree: Sequence[TopicNode]) -> None:
        depth = {node.topic.id: node.depth for node in tree}

        def words(topic: Topic) -> str:
            return "– " * depth[topic.id] + f"{topic.code} {plain_text(topic.name)}"

        self.parent.offer([node.topic for node in tree], lambda topic: topic.code, words)


class NewTopicForm(TopicFields, Form):
    code = CODE

    def __init__(
        self, *, tree: Sequence[TopicNode], parent: Topic | None = None, **options: Any
    ) -> None:
        super().__init__(data={"parent": parent} if parent else None, **options)
        self.offer(tree)


class TopicForm(TopicFields, EditForm):
    def __init__(self, *, topic: Topic, tree: Sequence[TopicNode], **options: Any) -> None:
        super().__init__(row=topic, **options)
        self.offer(tree)

    def current(self, row: Any) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "parent", "position", "note")}
