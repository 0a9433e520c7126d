"""What a hand-over says of itself, and what cannot be said so."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from app.consensus.models import ConsensusItem
from app.dialogues.models import Dialogue, Side
from app.handovers.lines import Sent
from app.handovers.models import Carrier, Direction, Handover, HandoverKind
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.commands import refuse_side_level
from app.records.models import Disclosure, Record
from app.rounds.minutes import refuse_to_come
from app.rules import Refused, _

OTHER_WAY = _("A reply goes the other way than what it answers.")
AFTERWARDS = _("A reply comes after what it answers.")
MADE_UP = _("What is made up is never linked with what is real.")


@dataclass(frozen=True, kw_only=True)
class Passing:
    """What passed, from whom to whom: what a hand-over says of itself, new or corrected.

    `sent` are exact: each wording by its number, each paper by its version.
    """

    handover_kind: HandoverKind
    direction: Direction
    title: LocalizedText = EMPTY
    happened: PartialDate | None = None
    sent: Sequence[Sent] = ()
    from_side: Side | None = None
    from_body: str = ""
    to_side: Side | None = None
    to_body: str = ""
    carrier: Carrier | None = None
    carried_by: str = ""
    channel: str = ""
    meant_for: Record | None = None
    answers: Handover | None = None
    reply_due: PartialDate | None = None
    note: LocalizedText = EMPTY
    disclosure: Disclosure = Disclosure.SECRETARIAT
    side: Side | None = None

    @property
    def as_given(self) -> dict[str, Any]:
        """The columns that are put down as they are given, whatever stood there before."""
        apart = {"title", "note", "happened", "sent", "meant_for", "answers"}
        names = (one.name for one in fields(self) if one.name not in apart)
        return {name: getattr(self, name) for name in names}


def refuse_passing(
    dialogue: Dialogue,
    passing: Passing,
    happened: PartialDate | None,
    *,
    among: bool = False,
) -> None:
    """Raise Refused for what cannot have passed so.

    `among`: that there is more in it than is given, which the editor may not read.
    """
    refuse_side_level(passing.disclosure, passing.side)
    refuse_to_come(happened)
    _refuse_sides(dialogue, passing)
    if not (passing.sent or passing.title or passing.note or among):
        raise Refused(
            _("Say what was handed over: a wording, a paper, or what it was."), field="title"
        )
    _refuse_things(dialogue, passing.sent)
    served = passing.meant_for
    refuse_made_up(dialogue, served.dialogue if served else None, "meant_for")
    due, answers = passing.reply_due, passing.answers
    if due and happened and due.certainly_before(happened):
        raise Refused(_("A reply is due after the hand-over."), field="reply_due")
    if answers is not None:
        _refuse_answer(dialogue, passing.direction, happened, answers)


def refuse_made_up(dialogue: Dialogue, other: Dialogue | None, field: str) -> None:
    """Raise Refused where one of the two is fictional and the other is not."""
    if other is not None and other.illustrative is not dialogue.illustrative:
        raise Refused(MADE_UP, field=field)


def _refuse_sides(dialogue: Dialogue, passing: Passing) -> None:
    for name in ("from_side", "to_side"):
        side = getattr(passing, name)
        if side is not None and side.dialogue_id != dialogue.id:
            raise Refused(_("This is a side of another dialogue."), field=name)


def _refuse_things(dialogue: Dialogue, sent: Sequence[Sent]) -> None:
    for one in sent:
        if isinstance(one.record, ConsensusItem) and one.record.dialogue_id != dialogue.id:
            raise Refused(
                _("%(ref)s is an item of another dialogue."), field="sent", ref=one.record.ref
            )
        refuse_made_up(dialogue, one.record.dialogue, "sent")
    papers = [one.record.ref for one in sent if not one.wording]
    twice = next((ref for ref in papers if papers.count(ref) > 1), None)
    if twice:
        raise Refused(_("%(ref)s is given in two versions: choose one."), field="sent", ref=twice)


def _refuse_answer(
    dialogue: Dialogue, direction: Direction, happened: PartialDate | None, answers: Handover
) -> None:
    if answers.dialogue_id != dialogue.id:
        raise Refused(_("This is a hand-over of another dialogue."), field="answers")
    if answers.direction is direction:
        raise Refused(OTHER_WAY, field="answers")
    if happened and answers.happened and happened.certainly_before(answers.happened):
        raise Refused(AFTERWARDS, field="happened")
