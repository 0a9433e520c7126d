"""Writing down what passed between the tracks, and what became of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue
from app.handovers.chains import answered_in, path_up
from app.handovers.lines import Sent, is_seen_in_hidden
from app.handovers.models import (
    Direction,
    Handover,
    HandoverPaper,
    HandoverWording,
    Match,
)
from app.handovers.passing_commands import (
    AFTERWARDS,
    OTHER_WAY,
    Passing,
    refuse_made_up,
    refuse_passing,
)
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.commands import part_reference, renew
from app.records.models import Document, Record, Source
from app.rounds.minutes import refuse_confirmed, refuse_to_come
from app.rules import Refused, _

SEEN_IN_A_TEXT = (Match.PARTIAL, Match.FULL)
NOT_LOOKED_FOR = _("Only what was handed to a government is looked for in its texts.")


def hand_over(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    passing: Passing,
    meeting: Record | None = None,
) -> Handover:
    """Write down that something passed between the tracks: at `meeting`, where it was at one."""
    refuse_confirmed(db, meeting.id if meeting else None)
    happened = passing.happened or (meeting.happened if meeting else None)
    refuse_passing(dialogue, passing, happened)
    handover = Handover(
        dialogue=dialogue,
        ref=part_reference(db, dialogue, meeting, "H"),
        meeting=meeting,
        happened=happened,
        title=passing.title,
        note=passing.note,
        **passing.as_given,
        meant_for=passing.meant_for,
        answers=passing.answers,
    )
    wanted = {one.key: one for one in passing.sent}.values()
    handover.wordings = [_wording_row(one) for one in wanted if one.wording]
    handover.papers = [_paper_row(one) for one in wanted if not one.wording]
    db.add(handover)
    record(db, actor, "handover.recorded", handover)
    return handover


def edit_handover(db: Session, *, actor: User, handover: Handover, passing: Passing) -> None:
    """Correct what was written down. What became of it is noted by the other commands.

    What the editor may not read of it stays where it is.
    """
    refuse_confirmed(db, handover.meeting_id)
    refuse_passing(handover.dialogue, passing, passing.happened, among=_unread(handover))
    _refuse_circle(db, handover, passing.answers)
    _refuse_against_what_came(db, handover, passing)
    before = snapshot(handover)
    handover.title = handover.title.revised(passing.title)
    handover.note = handover.note.revised(passing.note)
    handover.happened = passing.happened
    for name, value in passing.as_given.items():
        setattr(handover, name, value)
    for name in ("meant_for", "answers"):
        if getattr(passing, name) is not None or getattr(handover, name) is not None:
            setattr(handover, name, getattr(passing, name))
    _send_exactly(db, handover, passing.sent)
    record(db, actor, "handover.edited", handover, before=before)


def _wording_row(sent: Sent) -> HandoverWording:
    return HandoverWording(wording=sent.wording)


def _paper_row(sent: Sent) -> HandoverPaper:
    assert isinstance(sent.record, Document)
    return HandoverPaper(document=sent.record, version=sent.number)


def _unread(handover: Handover) -> bool:
    """Whether it holds something that the viewer may not read."""
    hidden = [one.wording for one in handover.wordings] + [one.document for one in handover.papers]
    return None in hidden


def _send_exactly(db: Session, handover: Handover, sent: Sequence[Sent]) -> None:
    wanted = {one.key: one for one in sent}
    wordings = {one: _wording_key(one) for one in handover.wordings}
    papers = {one: _paper_key(one) for one in handover.papers}
    there = {*wordings.values(), *papers.values()} - {None}
    if there == set(wanted):
        return
    handover.wordings = [one for one, key in wordings.items() if key is None or key in wanted]
    handover.papers = [one for one, key in papers.items() if key is None or key in wanted]
    # Another version of a paper takes the place of the one that is taken off.
    db.flush()
    for key, one in wanted.items():
        if key in there:
            continue
        if one.wording:
            handover.wordings.append(_wording_row(one))
        else:
            handover.papers.append(_paper_row(one))
    renew(handover)


def _wording_key(row: HandoverWording) -> tuple[int, int] | None:
    """None: the viewer may not read it."""
    return (row.wording.item_id, row.wording.number) if row.wording else None


def _paper_key(row: HandoverPaper) -> tuple[int, int | None] | None:
    return (row.document_id, row.version) if row.document else None


def _refuse_circle(db: Session, handover: Handover, answers: Handover | None) -> None:
    above = answered_in(db, handover.dialogue_id)
    if answers is not None and handover.id in path_up(answers.id, above):
        raise Refused(_("This answers the hand-over itself."), field="answers")


def _refuse_against_what_came(db: Session, handover: Handover, passing: Passing) -> None:
    """What became of it since is of a hand-over of this direction, and of no earlier day."""
    happened, acknowledged = passing.happened, handover.acknowledged_on
    if handover.match is not None and passing.direction is not Direction.TO_GOVERNMENT:
        raise Refused(NOT_LOOKED_FOR, field="direction")
    if happened and acknowledged and acknowledged.certainly_before(happened):
        raise Refused(
            _("It was acknowledged before this day: %(date)s."), field="happened", date=acknowledged
        )
    for reply in db.scalars(sa.select(Handover).where(Handover.answers_id == handover.id)):
        if reply.direction is passing.direction:
            raise Refused(OTHER_WAY, field="direction")
        if happened and reply.happened and reply.happened.certainly_before(happened):
            raise Refused(AFTERWARDS, field="happened")


def acknowledge(
    db: Session, *, actor: User, handover: Handover, acknowledged_on: PartialDate | None
) -> None:
    """Note when it was acknowledged. None: nobody did after all, as far as is recorded."""
    refuse_to_come(acknowledged_on, "acknowledged_on")
    happened = handover.happened
    if acknowledged_on and happened and acknowledged_on.certainly_before(happened):
        raise Refused(_("This is before the hand-over."), field="acknowledged_on")
    _note(db, actor, handover, "handover.acknowledged", acknowledged_on=acknowledged_on)


def record_feedback(
    db: Session, *, actor: User, handover: Handover, feedback: LocalizedText
) -> None:
    """Note what was said of it, short of a reply."""
    revised = handover.feedback.revised(feedback)
    _note(db, actor, handover, "handover.feedback-recorded", feedback=revised)


def record_match(
    db: Session,
    *,
    actor: User,
    handover: Handover,
    match: Match | None,
    quoted: LocalizedText = EMPTY,
    source: Source | None = None,
    place: str = "",
) -> None:
    """Note how much of it is seen in a government's text. None: nobody looked, after all.

    A match is quoted. Both a match and that there is none say in which text; that there is no
    information says nothing of any.
    """
    if handover.direction is not Direction.TO_GOVERNMENT:
        raise Refused(NOT_LOOKED_FOR)
    if match in SEEN_IN_A_TEXT and not quoted:
        raise Refused(_("Quote the government’s text."), field="quoted")
    if match not in SEEN_IN_A_TEXT and quoted:
        raise Refused(_("Only a match is quoted."), field="quoted")
    refuse_made_up(handover.dialogue, source.dialogue if source else None, "source")
    if source is None and not place and is_seen_in_hidden(handover):
        # The text that the editor may not read stays, as no other is named.
        place = handover.place
    elif match in (*SEEN_IN_A_TEXT, Match.NONE) and source is None and not place:
        raise Refused(_("Say in which text: its source, or the read-out."), field="source")
    said = {"match": match, "source": source, "place": place}
    _note(
        db,
        actor,
        handover,
        "handover.match-recorded",
        quoted=handover.quoted.revised(quoted),
        **said,
    )


def _note(db: Session, actor: User, handover: Handover, action: str, **said: object) -> None:
    """What becomes of a hand-over is noted also where the minutes of its round are confirmed."""
    if all(getattr(handover, name) == value for name, value in said.items()):
        return
    before = snapshot(handover)
    for name, value in said.items():
        setattr(handover, name, value)
    record(db, actor, action, handover, before=before)
