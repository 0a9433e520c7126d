"""Logging a round: the meeting itself, its sessions and its agenda."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Attribution, Dialogue, Side
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.reading import AS_THE_HOUSE
from app.records.commands import (
    next_reference,
    part_reference,
    refuse_side_level,
    renew,
)
from app.records.models import Disclosure, Record
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import (
    AgendaTopic,
    Attendance,
    DialogueSession,
    Round,
    RoundKind,
    RoundMode,
    RoundStatus,
    SessionModerator,
    TopicFault,
    TopicFormat,
    TopicResult,
)
from app.rounds.queries import number_is_taken
from app.rounds.references import reference_of
from app.rules import Refused, _
from app.topics.models import Topic


def log_round(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    round_kind: RoundKind,
    number: int | None = None,
    title: LocalizedText = EMPTY,
    happened: PartialDate | None = None,
    ended: PartialDate | None = None,
    place: LocalizedText = EMPTY,
    mode: RoundMode | None = None,
    status: RoundStatus = RoundStatus.PLANNED,
    attribution: Attribution = Attribution.CHATHAM_HOUSE,
    co_hosts: LocalizedText = EMPTY,
    head_count: str = "",
    head_count_least: int | None = None,
    disclosure: Disclosure = Disclosure.PARTICIPANTS,
    side: Side | None = None,
    note: LocalizedText = EMPTY,
) -> Round:
    """Enter a round, with a first session in it. Its reference is given here and never changes."""
    facts: dict[str, Any] = {
        "round_kind": round_kind,
        "number": number,
        "title": title,
        "happened": happened,
        "ended": ended,
        "place": place,
        "mode": mode,
        "status": status,
        "attribution": attribution,
        "co_hosts": co_hosts,
        "head_count": head_count,
        "head_count_least": head_count_least,
        "disclosure": disclosure,
        "side": side,
        "note": note,
    }
    _refuse_round(db, dialogue, facts, but=None)
    ref = reference_of(db, dialogue, facts)
    held = Round(dialogue=dialogue, in_dialogue_id=dialogue.id, ref=ref, **facts)
    db.add(held)
    record(db, actor, "round.logged", held)
    add_session(db, actor=actor, meeting=held, title=EMPTY)
    return held


def _refuse_round(
    db: Session, dialogue: Dialogue, facts: dict[str, Any], but: Round | None
) -> None:
    number, happened, ended = facts["number"], facts["happened"], facts["ended"]
    if facts["status"] is RoundStatus.CONFIRMED:
        raise Refused(
            _("Minutes are confirmed on their own page, once they were looked through."),
            field="status",
        )
    if number is not None and facts["round_kind"] is not RoundKind.ROUND:
        raise Refused(_("Only a round of the series has a number."), field="number")
    if number is not None and number_is_taken(db, dialogue, number, but):
        raise Refused(_("There is a round %(number)d already."), field="number", number=number)
    if ended and not happened:
        raise Refused(_("Say also when it began."), field="happened")
    if ended and happened and ended.last_day < happened.first_day:
        raise Refused(_("It ends before it starts."), field="ended")
    refuse_side_level(facts["disclosure"], facts["side"])


def edit_round(db: Session, *, actor: User, meeting: Round, **facts: Any) -> None:
    """Correct a round. What was recorded at it moves with its date."""
    refuse_confirmed(db, meeting.id, to_change=True)
    _refuse_round(db, meeting.dialogue, facts, but=meeting)
    before, old = snapshot(meeting), meeting.happened
    for text in ("title", "place", "co_hosts", "note"):
        facts[text] = getattr(meeting, text).revised(facts[text])
    for name, value in facts.items():
        setattr(meeting, name, value)
    db.flush()
    if old != meeting.happened:
        # All of it, whether or not this user may read it: the dates are one fact.
        db.execute(
            sa.update(Record)
            .where(Record.meeting_id == meeting.id, Record.happened.is_not_distinct_from(old))
            .values(happened=meeting.happened)
            .execution_options(synchronize_session="fetch", **AS_THE_HOUSE)
        )
    # Last: whoever waits for the trail's end must not hold what this one waits for.
    record(db, actor, "round.edited", meeting, before=before)


def add_session(
    db: Session,
    *,
    actor: User,
    meeting: Round,
    title: LocalizedText,
    attribution: Attribution | None = None,
    moderators: Sequence[Attendance] = (),
    note: LocalizedText = EMPTY,
) -> DialogueSession:
    """Add a session after the ones there are."""
    refuse_confirmed(db, meeting.id)
    last = db.scalar(
        sa.select(sa.func.max(DialogueSession.position)).where(
            DialogueSession.meeting_id == meeting.id
        )
    )
    held = DialogueSession(
        dialogue=meeting.dialogue,
        ref=part_reference(db, meeting.dialogue, meeting, "S"),
        meeting=meeting,
        title=title,
        happened=meeting.happened,
        disclosure=meeting.disclosure,
        side=meeting.side,
        position=(last or 0) + 1,
        attribution=attribution,
        note=note,
    )
    held.moderators = [SessionModerator(attendance=attendance) for attendance in moderators]
    db.add(held)
    record(db, actor, "session.added", held)
    return held


def edit_session(
    db: Session,
    *,
    actor: User,
    held: DialogueSession,
    title: LocalizedText,
    attribution: Attribution | None,
    moderators: Sequence[Attendance],
    position: int,
    disclosure: Disclosure,
    side: Side | None,
    note: LocalizedText,
) -> None:
    refuse_confirmed(db, held.meeting_id)
    refuse_side_level(disclosure, side)
    before = snapshot(held)
    held.title, held.note = held.title.revised(title), held.note.revised(note)
    held.attribution, held.position = attribution, position
    held.disclosure, held.side = disclosure, side
    kept = {one.attendance_id: one for one in held.moderators}
    if set(kept) != {attendance.id for attendance in moderators}:
        held.moderators = [kept.get(a.id) or SessionModerator(attendance=a) for a in moderators]
        renew(held)
    record(db, actor, "session.edited", held, before=before)


def add_topic(
    db: Session,
    *,
    actor: User,
    held: DialogueSession,
    title: LocalizedText,
    format: TopicFormat = TopicFormat.DISCUSSION,
    result: TopicResult | None = None,
    fault: TopicFault | None = None,
    summary: LocalizedText = EMPTY,
    topics: Sequence[Topic] = (),
    note: LocalizedText = EMPTY,
) -> AgendaTopic:
    """Put a topic at the end of the session's agenda."""
    refuse_confirmed(db, held.meeting_id)
    if not title:
        raise Refused(_("Say what the topic is."), field="title")
    dialogue, meeting = held.dialogue, held.meeting
    last = db.scalar(
        sa.select(sa.func.max(AgendaTopic.position)).where(AgendaTopic.session_id == held.id)
    )
    prefix = f"{meeting.ref if meeting else held.ref.rsplit('-', 1)[0]}-T"
    topic = AgendaTopic(
        dialogue=dialogue,
        ref=next_reference(db, dialogue, prefix),
        meeting_id=held.meeting_id,
        title=title,
        happened=held.happened,
        disclosure=held.disclosure,
        side=held.side,
        session=held,
        position=(last or 0) + 1,
        format=format,
        result=result,
        fault=fault,
        summary=summary,
        topics=list(topics),
        note=note,
    )
    db.add(topic)
    record(db, actor, "agenda-topic.added", topic)
    return topic


def as_it_is(topic: AgendaTopic) -> dict[str, Any]:
    """What `edit_topic` takes, as the topic says it now: for whoever changes one thing of it."""
    return {
        "topic": topic,
        "held": topic.session,
        "title": topic.title,
        "format": topic.format,
        "result": topic.result,
        "fault": topic.fault,
        "summary": topic.summary,
        "topics": list(topic.topics),
        "position": topic.position,
        "disclosure": topic.disclosure,
        "side": topic.side,
        "note": topic.note,
    }


def edit_topic(
    db: Session,
    *,
    actor: User,
    topic: AgendaTopic,
    held: DialogueSession,
    title: LocalizedText,
    format: TopicFormat,
    result: TopicResult | None,
    fault: TopicFault | None,
    summary: LocalizedText,
    topics: Sequence[Topic],
    position: int,
    disclosure: Disclosure,
    side: Side | None,
    note: LocalizedText,
) -> None:
    """Correct a topic, or move it to another session of the same round."""
    refuse_confirmed(db, topic.meeting_id)
    if not title:
        raise Refused(_("Say what the topic is."), field="title")
    refuse_side_level(disclosure, side)
    before = snapshot(topic)
    topic.title, topic.summary = topic.title.revised(title), topic.summary.revised(summary)
    topic.format, topic.result, topic.fault = format, result, fault
    topic.session, topic.position = held, position
    if topic.topics != list(topics):
        topic.topics = list(topics)
        renew(topic)
    topic.disclosure, topic.side, topic.note = disclosure, side, topic.note.revised(note)
    record(db, actor, "agenda-topic.edited", topic, before=before)
