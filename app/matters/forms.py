"""Forms about matters."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.fields import EnumField, LocalizedTextField, RowField, RowsField
from app.forms import EditForm, Form, long_text, needed
from app.i18n import plain_text
from app.matters.models import Matter, Stage
from app.records.forms import DisclosedFields
from app.records.models import Record
from app.topics.queries import TopicNode

# The records of addresses (`R9`, `harbour-talks/R1-T2`); those of which the reader may not know
# are missing.
Find = Callable[[Sequence[str]], Mapping[str, Record]]
# At once; a matter may hold many more.
MOST_AT_ONCE = 200


class RecordsField(TextAreaField):
    """Records of any dialogue, each by its reference or its address."""

    find: Find

    def __init__(self, text: Any = None, validators: Any = (), **options: Any) -> None:
        options.setdefault(
            "description",
            _l(
                "Their references, as in R9 or R9-C3; of another dialogue with its name in the"
                " address, as in harbour-talks/R1, or the whole address."
            ),
        )
        options.setdefault("render_kw", {"rows": 3})
        super().__init__(text, [*validators, long_text], **options)
        self.records: list[Record] = []

    def pre_validate(self, form: Any) -> None:
        addresses = list(dict.fromkeys(re.split(r"[\s,;、，；]+", self.data or "")))
        addresses = [one for one in addresses if one]
        if len(addresses) > MOST_AT_ONCE:
            raise ValidationError(gettext("At most %(count)d records at once.", count=MOST_AT_ONCE))
        found = self.find(addresses) if addresses else {}
        unknown = [one for one in addresses if one not in found]
        if unknown:
            raise ValidationError(
                gettext(
                    "There is no such record that you may read: %(refs)s",
                    refs=", ".join(one[:60] for one in unknown[:5]),
                )
            )
        self.records = [found[one] for one in addresses]


class AddRecordsForm(Form):
    records = RecordsField(_l("Records"), [needed])

    @property
    def values(self) -> dict[str, Any]:
        return {"records": self.records.records}


class MatterFields(DisclosedFields):
    first = ("title", "topics")

    title = LocalizedTextField(_l("Name of the matter"), [needed])
    topics = RowsField(
        _l("In the topic tree"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    note = LocalizedTextField(_l("Note"), rows=2)

    def offer_topics(self, tree: Sequence[TopicNode]) -> None:
        depth = {node.topic.id: node.depth for node in tree}
        self.topics.offer(
            [node.topic for node in tree],
            lambda topic: topic.code,
            lambda topic: "– " * depth[topic.id] + f"{topic.code} {plain_text(topic.name)}",
        )


class MatterForm(MatterFields):
    records = RecordsField(_l("Records that it begins with"))

    @property
    def values(self) -> dict[str, Any]:
        return {**super().values, "records": self.records.records}


class EditMatterForm(MatterFields, EditForm):
    pass


class ChooseMatterForm(Form):
    """To which matter a record is added."""

    matter = RowField(_l("Matter"))

    def offer(self, matters: Iterable[Matter]) -> None:
        self.matter.offer(
            matters,
            lambda one: f"{one.dialogue.slug}/{one.ref}",
            lambda one: f"{one.ref} {plain_text(one.title)} ({plain_text(one.dialogue.name)})",
        )


class StageForm(Form):
    """At which stage a record stands."""

    stage: EnumField

    @classmethod
    def with_told(cls, told: str, why: str) -> type["StageForm"]:
        """The form with the stage that the record itself tells, and from what it tells it."""
        stage = EnumField(
            _l("Stage"),
            Stage,
            optional=gettext("As the record tells: %(stage)s", stage=told),
            description=gettext("The record tells it from what it is: %(why)s.", why=why),
        )
        return type("StageForm", (cls,), {"stage": stage})
