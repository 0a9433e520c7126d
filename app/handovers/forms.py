"""Forms about hand-overs and what became of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.consensus.standing import Standing
from app.dialogues.models import Dialogue
from app.fields import EnumField, LocalizedTextField, PartialDateField, RowField, RowsField
from app.forms import EditForm, line, long_text
from app.handovers.lines import HandoverLine, Sent, place_shown
from app.handovers.models import Carrier, Direction, Handover, HandoverKind, Match
from app.handovers.naming_forms import (
    choice_name,
    handover_name,
    sent_name,
    source_name,
    stands_words,
)
from app.handovers.passing_commands import Passing
from app.i18n import plain_text
from app.records.forms import DisclosedFields
from app.records.models import Disclosure, Source
from app.rounds.models import Round
from app.rules import Refused

# What was typed on one line; None where it names nothing that its reader may read.
Find = Callable[[str], Sent | None]
MOST_LINES = 50
ALL_TOGETHER = _l("Where it was all sides together, say so here: “both co-chairs”.")


class PassingFields(DisclosedFields):
    """`find` looks up what was typed; what is offered to be ticked comes before."""

    find: Find

    handover_kind = EnumField(_l("Kind"), HandoverKind, default=HandoverKind.TRANSMITTAL)
    direction = EnumField(_l("Direction"), Direction, default=Direction.TO_GOVERNMENT)
    happened = PartialDateField(_l("Handed over on"))
    answers = RowField(_l("Answers"), optional=_l("No hand-over on record"))
    things = RowsField(
        _l("What was handed over"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_l("The exact wordings, and papers in the version that was sent."),
    )
    further = TextAreaField(
        _l("Further wordings and papers"),
        [long_text],
        default="",
        description=_l(
            "One to a line: R6-C2 for its latest wording, R6-C2 1 for its first, R6-D1 for a paper,"
            " harbour-talks/R2-D1 for one of another dialogue."
        ),
        render_kw={"rows": 3},
    )
    title = LocalizedTextField(
        _l("What it was, in short"),
        description=_l("Needed where no wording, no paper and no note is given."),
    )
    from_side = RowField(_l("From side"), optional=_l("Not recorded"))
    from_body = StringField(
        _l("From body, as written"), [line], default="", description=ALL_TOGETHER
    )
    to_side = RowField(_l("To side"), optional=_l("Not recorded"))
    to_body = StringField(_l("To body, as written"), [line], default="", description=ALL_TOGETHER)
    carrier = EnumField(_l("Carrier"), Carrier, optional=_l("Not recorded"))
    carried_by = StringField(
        _l("Carried by"),
        [line],
        default="",
        description=_l(
            "Whoever reads the hand-over reads this: name nobody whom they may not know."
        ),
    )
    channel = StringField(_l("Channel"), [line], default="")
    meant_for = RowField(_l("Meant for the meeting"), optional=_l("None in particular"))
    reply_due = PartialDateField(_l("Reply due"))
    note = LocalizedTextField(_l("Note"), rows=2)
    disclosure = EnumField(_l("Who may read it"), Disclosure, default=Disclosure.SECRETARIAT)

    @property
    def sections(self) -> list[tuple[str, list[Field]]]:
        named = {field.name: field for field in self.shown}
        parts = [
            (gettext("What passed"), ("handover_kind", "direction", "title", "things", "further")),
            (gettext("From whom, to whom"), ("from_side", "from_body", "to_side", "to_body")),
            (gettext("When and how"), ("happened", "meeting", "carrier", "carried_by", "channel")),
            (gettext("What it serves"), ("meant_for", "answers", "reply_due")),
            (gettext("Note and readers"), ("note", "disclosure", "side")),
        ]
        return [(heading, [named[n] for n in names if n in named]) for heading, names in parts]

    def offer(
        self,
        home: Dialogue,
        *,
        things: Sequence[Sent],
        standings: Mapping[int, Standing],
        meetings: Iterable[Round],
        answerable: Iterable[Handover],
    ) -> None:
        sides = home.sides
        self.offer_sides(sides, lambda side: plain_text(side.name))
        for field in (self.from_side, self.to_side):
            field.offer(sides, lambda side: side.code, lambda side: plain_text(side.name))
        self.meant_for.offer(meetings, lambda one: one.id, lambda one: choice_name(one, home))
        self.answers.offer(
            answerable, lambda one: one.ref, lambda one: f"{one.ref} · {handover_name(one)}"
        )
        self.things.offer(
            things,
            lambda one: "{}.{}".format(*one.key),
            lambda one: choice_name(
                one.record, home, sent_name(one), stands_words(one, standings.get(one.record.id))
            ),
        )
        if not things:
            del self.things
            self.further.label.text = gettext("What was handed over")

    def validate_further(self, field: Field) -> None:
        typed = _lines(field.data)
        if len(typed) > MOST_LINES:
            raise ValidationError(gettext("At most %(count)d lines.", count=MOST_LINES))
        unknown = next((one for one in typed if self.find(one) is None), None)
        if unknown is not None:
            raise ValidationError(
                gettext(
                    "“%(typed)s” names no wording and no paper that you may read.",
                    typed=unknown[:60],
                )
            )

    @property
    def values(self) -> dict[str, Any]:
        given = super().values
        typed = (self.find(one) for one in _lines(given.pop("further")))
        sent = [*given.pop("things", ()), *(one for one in typed if one)]
        apart = {name: given.pop(name) for name in ("meeting",) if name in given}
        return {"passing": Passing(sent=sent, **given), **apart}

    def show(self, refusal: Refused) -> None:
        if refusal.field == "sent":
            refusal.field = "further"
        super().show(refusal)


def _lines(typed: str | None) -> list[str]:
    lines = (" ".join(one.split()) for one in (typed or "").splitlines())
    return [one for one in lines if one]


class HandoverForm(PassingFields):
    meeting = RowField(
        _l("Handed over at the round"),
        optional=_l("At no round"),
        description=_l("Its date is then the round’s, where none is given."),
    )


class EditHandoverForm(PassingFields, EditForm):
    line: HandoverLine

    def __init__(self, *, of: HandoverLine, **options: Any) -> None:
        self.line = of
        super().__init__(row=of.handover, **options)

    def current(self, row: Handover) -> dict[str, Any]:
        return super().current(row) | {"things": list(self.line.sent)}


class AcknowledgeForm(EditForm):
    acknowledged_on = PartialDateField(
        _l("Acknowledged on"),
        description=_l(
            "2024, 2024-02 or 2024-02-12: as far as it is known."
            " It is needed: without it, no acknowledgement is on record."
        ),
    )


class FeedbackForm(EditForm):
    feedback = LocalizedTextField(
        _l("Feedback"), rows=4, description=_l("What was said of it, short of a reply.")
    )


class MatchForm(EditForm):
    """How much of it is seen in a government's text."""

    match = EnumField(
        _l("Match found"),
        Match,
        optional=_l("No search on record"),
        description=_l("“No match found” says that a text was looked through."),
    )
    quoted = LocalizedTextField(
        _l("The government’s text, quoted"),
        rows=3,
        description=_l("Needed for a partial or a full match."),
    )
    source = RowField(
        _l("Source"),
        optional=_l("–"),
        description=_l(
            "Needed where a text was looked through, unless the read-out is named below."
        ),
    )
    place = StringField(
        _l("Page or section, or the read-out"),
        [line],
        default="",
        description=_l("Where the text is a read-out and no source, its reference and place."),
    )

    def current(self, row: Handover) -> dict[str, Any]:
        return super().current(row) | {"place": place_shown(row)}

    def offer_sources(self, home: Dialogue, sources: Iterable[Source]) -> None:
        self.source.offer(sources, lambda one: one.id, lambda one: source_name(one, home))
