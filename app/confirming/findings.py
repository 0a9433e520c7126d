"""What is missing in a round's minutes before they are confirmed: one rule after another, as data.

Each rule looks at what the viewer may read of the round; nothing here is refused for ever, but
whoever confirms has seen it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from app.confirming.queries import Minutes, minutes_of
from app.consensus.models import ConsensusItem
from app.localized import LocalizedText
from app.people.models import Naming
from app.rounds.models import Attendance, Round, TopicResult
from app.rules import Said, _

# A topic with one of these says by itself why nothing came of it.
SAYS_WHY = (TopicResult.DEFERRED, TopicResult.NOT_REACHED)


@dataclass(frozen=True)
class Finding:
    """One thing found: the record at which it is mended (`ref`), or the attendance, and words."""

    ref: str = ""
    words: LocalizedText | Said | None = None
    attendance: Attendance | None = None


@dataclass(frozen=True)
class Check:
    """One rule. `key` names it for ever; `words` say what is wrong, `cure` what would mend it."""

    key: str
    words: str
    cure: str
    find: Callable[[Minutes], Iterator[Finding]]


def _undated(minutes: Minutes) -> Iterator[Finding]:
    day = minutes.meeting.happened
    if day is None or len(day.parts) < 3:
        yield Finding(minutes.meeting.ref)


def _yet_to_come(minutes: Minutes) -> Iterator[Finding]:
    day = minutes.meeting.happened
    if day is not None and day.first_day > minutes.today:
        yield Finding(minutes.meeting.ref, Said(_("dated %(date)s"), {"date": str(day)}))


def _nobody(minutes: Minutes) -> Iterator[Finding]:
    if not minutes.roster:
        yield Finding(minutes.meeting.ref)


def _side_absent(minutes: Minutes) -> Iterator[Finding]:
    there = {attendance.side_id for attendance in minutes.roster}
    for side in minutes.meeting.dialogue.sides if minutes.roster else ():
        if side.id not in there:
            yield Finding(minutes.meeting.ref, side.name)


def _not_asked(minutes: Minutes) -> Iterator[Finding]:
    for attendance in minutes.roster:
        asked = attendance.consent or attendance.consented
        if attendance.person_id and attendance.naming is Naming.ROLE_AND_SIDE and not asked:
            yield Finding(attendance=attendance)


def _named_without_consent(minutes: Minutes) -> Iterator[Finding]:
    for attendance in minutes.roster:
        named = attendance.naming in (Naming.PUBLIC, Naming.PARTICIPANTS)
        if attendance.person_id and named and not (attendance.consent or attendance.consented):
            yield Finding(attendance=attendance)


def _empty_session(minutes: Minutes) -> Iterator[Finding]:
    held = {topic.session_id for topic in minutes.topics}
    for session in minutes.sessions:
        if session.id not in held:
            yield Finding(session.ref, session.title)


def _no_result(minutes: Minutes) -> Iterator[Finding]:
    for topic in minutes.topics:
        if topic.result is None:
            yield Finding(topic.ref, topic.title)


def _nothing_came_of_it(minutes: Minutes) -> Iterator[Finding]:
    told = {item.agenda_topic_id for item in minutes.items}
    told |= {action.origin_id for action in minutes.actions}
    for topic in minutes.topics:
        reason = topic.summary or topic.note or topic.fault
        if topic.result not in (None, *SAYS_WHY) and topic.id not in told and not reason:
            yield Finding(topic.ref, topic.title)


def _without_wording(minutes: Minutes) -> Iterator[Finding]:
    for item in minutes.items:
        first, latest = minutes.wordings.get(item.id, (None, None))
        if latest is None:
            yield Finding(item.ref, item.title)
        elif first is not None and first.original not in latest.texts:
            yield Finding(item.ref, _of(item, latest))


def _of(item: ConsensusItem, wording: LocalizedText) -> LocalizedText:
    return item.title or wording


def _without_owner(minutes: Minutes) -> Iterator[Finding]:
    for action in minutes.actions:
        if not action.owners:
            yield Finding(action.ref, action.title)


def _without_due(minutes: Minutes) -> Iterator[Finding]:
    for action in minutes.actions:
        if action.due is None and action.due_round is None:
            yield Finding(action.ref, action.title)


def _due_before(minutes: Minutes) -> Iterator[Finding]:
    met, number = minutes.meeting.happened, minutes.meeting.number
    for action in minutes.actions:
        too_early = action.due and met and action.due.certainly_before(met)
        if too_early or (action.due_round and number and action.due_round <= number):
            yield Finding(action.ref, action.title)


def _not_looked_at(minutes: Minutes) -> Iterator[Finding]:
    for item in minutes.reviews:
        yield Finding(item.ref, item.title)


def _drafts(minutes: Minutes) -> Iterator[Finding]:
    for draft in minutes.drafts:
        yield Finding(minutes.meeting.ref, Said(_("%(name)s’s draft"), {"name": draft.user.name}))


# The one table of what is looked at, in the order in which a page shows it.
CHECKS: Sequence[Check] = (
    Check("undated", _("The day of the round is not known"), _("Give its date"), _undated),
    Check("yet-to-come", _("The round has not begun yet"), _("Correct its date"), _yet_to_come),
    Check("nobody", _("Nobody is on the roster"), _("Enter the roster"), _nobody),
    Check(
        "side-absent",
        _("A side’s roster is not recorded"),
        _("Enter it, or leave it: not recorded is not nobody"),
        _side_absent,
    ),
    Check(
        "not-asked",
        _("Attendees of whom nothing says that they were asked how they may be named"),
        _("Set the naming level, and how and when they agreed"),
        _not_asked,
    ),
    Check(
        "named-without-consent",
        _("Attendees who may be named, without a consent on record"),
        _("Note how and when they agreed"),
        _named_without_consent,
    ),
    Check(
        "empty-session", _("Sessions without an agenda topic"), _("Add what was on the agenda"),
        _empty_session,
    ),
    Check("no-result", _("Agenda topics without a result"), _("Say what came of them"), _no_result),
    Check(
        "no-item",
        _("Topics discussed without an item, an action or a reason"),
        _("Record what was said, or why nothing is recorded"),
        _nothing_came_of_it,
    ),
    Check(
        "no-wording",
        _("Items without a wording in their original language"),
        _("Adopt the wording"),
        _without_wording,
    ),
    Check("no-owner", _("Actions without an owner"), _("Say who does it"), _without_owner),
    Check("no-due", _("Actions without a due date or round"), _("Say by when"), _without_due),
    Check(
        "due-before",
        _("Actions due before the round itself"),
        _("Correct the date or the round"),
        _due_before,
    ),
    Check(
        "not-looked-at",
        _("Items to be looked at again that were not on the agenda"),
        _("Put them on it, or say when they are looked at instead"),
        _not_looked_at,
    ),
    Check("drafts", _("Notes typed and not logged"), _("Log or discard them"), _drafts),
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """A check that found something."""

    check: Check
    findings: Sequence[Finding]


@dataclass(frozen=True)
class Looked:
    """What the checks found, in their order; `digest` tells the minutes that were looked at."""

    found: Sequence[Found]
    digest: str


def look_through(db: Session, meeting: Round) -> Looked:
    """Run the checks on the minutes of a round; those that find nothing are left out."""
    minutes = minutes_of(db, meeting)
    found = [Found(check, list(check.find(minutes))) for check in CHECKS]
    return Looked([one for one in found if one.findings], _digest(minutes))


def _digest(minutes: Minutes) -> str:
    """Whatever is added to the minutes or corrected in them makes it another."""
    rows: Sequence[Sequence[Any]] = (
        minutes.sessions,
        minutes.topics,
        minutes.roster,
        minutes.items,
        minutes.actions,
        minutes.drafts,
    )
    parts = [f"{row.id} {row.revision}" for row in (minutes.meeting, *chain(*rows))]
    parts.append(f"position {minutes.last_position}")
    return sha256(" / ".join(parts).encode()).hexdigest()
