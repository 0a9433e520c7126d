"""Forms about consensus items, wordings and positions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from app.consensus.models import ItemKind, Level, Stance
from app.consensus.wording_forms import WordingFields
from app.dialogues.models import Side
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField, RowsField
from app.forms import EditForm, line, long_text, needed
from app.records.forms import DisclosedFields
from app.topics.models import Topic

NOT_RECORDED = _l("Not recorded")


class ItemFields(DisclosedFields):
    item_kind = EnumField(_l("Kind"), ItemKind, default=ItemKind.CONSENSUS)
    title = LocalizedTextField(_l("Short title"))
    verb = StringField(
        _l("Verb of agreement"), [line], description=_l("As printed: agreed, concur, believe …")
    )
    level = EnumField(_l("Level"), Level, optional=NOT_RECORDED)
    topics = RowsField(_l("In the topic tree"))
    open_list = BooleanField(
        _l("Its sub-points are an open list"),
        description=_l('"Include, but are not limited to".'),
    )
    note = LocalizedTextField(_l("Note"), rows=2)

    def offer_topics(self, topics: Sequence[Topic], name: Any) -> None:
        self.topics.offer(topics, key=lambda topic: topic.code, name=name)


class ItemForm(ItemFields, WordingFields):
    """A new item in its first wording, with what each side is known to say of it."""

    first = ("item_kind", "text", "verb", "title")
    last = ("note", "happened", "reported_by", "parent", "disclosure", "side")

    agenda_topic = RowField(_l("Under agenda topic"), optional=_l("None"))
    parent = RowField(_l("Sub-point of"), optional=_l("None"))

    @classmethod
    def for_sides(cls, sides: Sequence[Side], name: Any) -> type["ItemForm"]:
        """The form with one choice of stance for each side of the dialogue."""
        stances = {
            f"stance_{side.code}": EnumField(
                _l("Position of %(side)s", side=name(side)),
                Stance,
                default=Stance.NOT_RECORDED,
            )
            for side in sides
        }
        return type("ItemForm", (cls,), {**stances, "sides": list(sides)})

    sides: Sequence[Side] = ()

    @property
    def values(self) -> dict[str, Any]:
        found = super().values
        stances = {side: found.pop(f"stance_{side.code}") for side in self.sides}
        return {**found, "stances": stances}

    def offer_sides(self, sides: Sequence[Side], name: Any) -> None:
        super().offer_sides(sides, name)
        self.reported_by.offer(sides, key=lambda side: side.code, name=name)


class EditItemForm(ItemFields, EditForm):
    pass


class WithdrawForm(EditForm):
    withdrawn_on = PartialDateField(_l("Withdrawn on"), [needed])
    because = TextAreaField(_l("Why"), [needed, long_text], render_kw={"rows": 3})
