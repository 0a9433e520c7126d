"""Forms about consensus items, wordings and positions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField, TextAreaField

from app.consensus.models import ConsensusItem, ItemKind, Level, Method, Stance
from app.dialogues.models import Side
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField, RowsField
from app.forms import EditForm, Form, line, long_text, needed
from app.people.models import Person
from app.records.forms import DisclosedFields
from app.records.models import Record
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


class WordingFields(Form):
    text = LocalizedTextField(
        _l("Wording"),
        [needed],
        rows=6,
        translated=True,
        description=_l("The exact words. What is not yet agreed stands in [square brackets]."),
    )
    happened = PartialDateField(_l("Date"))
    reported_by = RowField(_l("Whose account this is"), optional=_l("The meeting's own record"))


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


class WordingForm(WordingFields, EditForm):
    """A new wording; it starts from the latest, and from the item's revision."""

    reason = TextAreaField(_l("Why it changes"), [needed, long_text], render_kw={"rows": 2})
    settled_at = RowField(_l("Settled at"), optional=_l("No round in particular"))

    def __init__(self, *, row: ConsensusItem, text: Any, **options: Any) -> None:
        self._latest = text
        super().__init__(row=row, **options)

    def current(self, row: ConsensusItem) -> dict[str, Any]:
        return {"text": self._latest()}

    def offer(self, sides: Sequence[Side], rounds: Sequence[Record], name: Any) -> None:
        self.reported_by.offer(sides, key=lambda side: side.code, name=name)
        self.settled_at.offer(rounds, key=lambda one: one.ref, name=lambda one: one.ref)


class PositionForm(Form):
    side = RowField(_l("Side"))
    stance = EnumField(_l("Stance"), Stance, default=Stance.ENDORSED)
    wording = RowField(_l("On wording"))
    statement = LocalizedTextField(_l("In the side's words"), rows=3)
    reason = LocalizedTextField(
        _l("Reservation or objection"),
        rows=2,
        description=_l("Needed where a side objects or reserves; otherwise leave it empty."),
    )
    happened = PartialDateField(_l("Date"))
    method = EnumField(_l("How it was taken"), Method, optional=NOT_RECORDED)
    deadline = PartialDateField(_l("Deadline"), description=_l("Of a silence procedure."))
    body = StringField(_l("By which body"), [line])
    person = RowField(_l("By whom"), optional=NOT_RECORDED)

    last = ()

    def offer_people(self, people: Sequence[Person], name: Any) -> None:
        self.person.offer(people, key=lambda person: person.id, name=name)


class WithdrawForm(EditForm):
    withdrawn_on = PartialDateField(_l("Withdrawn on"), [needed])
    because = TextAreaField(_l("Why"), [needed, long_text], render_kw={"rows": 3})
