"""Saying why a bracket is open, and resolving brackets by a new wording."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record
from app.consensus.bracket_reading import Choices, original, resolved
from app.consensus.brackets import Malformed, names_of, read_brackets, refuse_malformed
from app.consensus.commands import adopt_wording
from app.consensus.models import BracketNote, BracketReason, ConsensusItem, Wording
from app.dialogues.models import Side
from app.partial_date import PartialDate
from app.records.models import Record
from app.rounds.minutes import refuse_into_confirmed
from app.rules import Refused, _

NEWER = _("There is a newer wording, number %(number)d: look at its brackets.")


def give_bracket_reason(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    wording: Wording,
    place: int,
    reason: BracketReason,
    side: Side | None = None,
    note: str = "",
    happened: PartialDate | None = None,
) -> BracketNote:
    """Take down why one bracket of the latest wording is open; what was said before is kept.

    `side` is whose instructions, or whose trade, it waits for. Raises Refused where no such
    bracket is open.
    """
    refuse_into_confirmed(db, item.meeting_id, happened)
    _refuse_older(item, wording)
    try:
        open_there = {one.place for one in read_brackets(original(wording))}
    except Malformed:
        open_there = set()
    if place not in open_there:
        raise Refused(_("No such bracket is open."), field="bracket")
    if side is not None and side.dialogue_id != item.dialogue_id:
        raise Refused(_("This is not a side of the dialogue."), field="side")
    if happened and wording.happened and happened.certainly_before(wording.happened):
        raise Refused(_("The wording itself is of a later day."), field="happened")
    last = db.scalar(
        sa.select(sa.func.max(BracketNote.number)).where(
            BracketNote.wording_id == wording.id, BracketNote.place == place
        )
    )
    given = BracketNote(
        item_id=item.id,
        wording=wording,
        place=place,
        number=(last or 0) + 1,
        reason=reason,
        side=side,
        note=note,
        happened=happened,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
    )
    db.add(given)
    record(
        db, actor, "bracket.reason-given", given, dialogue_id=item.dialogue_id, record_id=item.id
    )
    return given


def resolve_brackets(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    wording: Wording,
    choices: Choices,
    reason: str,
    happened: PartialDate | None = None,
    settled_at: Record | None = None,
    reported_by: Side | None = None,
) -> Wording:
    """Adopt the wording that the choices make of the latest one.

    A language in which nothing is chosen stays as it is, and stale. Raises Refused where nothing
    is chosen at all.
    """
    _refuse_older(item, wording)
    if not any(choices.values()):
        raise Refused(_("Choose what becomes of a bracket."))
    refuse_malformed(wording.shown)
    return adopt_wording(
        db,
        actor=actor,
        item=item,
        text=resolved(wording.shown, choices, names_of(item.dialogue.sides)),
        reason=reason,
        happened=happened,
        settled_at=settled_at,
        reported_by=reported_by,
    )


def _refuse_older(item: ConsensusItem, wording: Wording) -> None:
    """The places of brackets are those of one wording."""
    if wording.number != item.latest:
        raise Refused(NEWER, field="bracket", number=item.latest)
