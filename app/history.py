"""The audit trail in words: what was done, and to which field."""

import enum
from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.actions.models import ActionStatus
from app.audit.commands import THE_CONSOLE
from app.audit.models import AuditEntry
from app.consensus.models import ItemKind, Level, Method, Stance
from app.groups.models import GroupStatus
from app.labels import LANGUAGE_NAMES, label
from app.people.models import Naming, Sector
from app.records.models import Disclosure, DocumentKind, DocumentStatus, Reading
from app.rounds.models import (
    AttendanceRole,
    Capacity,
    RoundKind,
    RoundMode,
    RoundStatus,
    TopicFault,
    TopicFormat,
    TopicResult,
)
from app.trace.models import Basis, LinkStatus

ACTIONS = {
    "action.assigned": _("Action assigned"),
    "action.edited": _("Action edited"),
    "action.reported-on": _("Action reported on"),
    "agenda-topic.added": _("Agenda topic added"),
    "agenda-topic.edited": _("Agenda topic edited"),
    "agenda-topic.moved": _("Agenda topic moved"),
    "attendance.added": _("Attendee added"),
    "attendance.edited": _("Attendee edited"),
    "attendance.removed": _("Attendee taken off the roster"),
    "bracket.reason-given": _("Reason of a bracket given"),
    "calendar.feed-made": _("Calendar made"),
    "calendar.feed-revoked": _("Calendar revoked"),
    "citation.added": _("Source cited"),
    "citation.withdrawn": _("Citation withdrawn"),
    "consensus-item.edited": _("Consensus item edited"),
    "consensus-item.recorded": _("Consensus item recorded"),
    "consensus-item.review-set": _("Review of a consensus item set"),
    "consensus-item.withdrawn": _("Consensus item withdrawn"),
    "dialogue.edited": _("Dialogue arranged"),
    "dialogue.opened": _("Dialogue opened"),
    "document.added": _("Document added"),
    "document.edited": _("Document edited"),
    "document.file-added": _("File added"),
    "document.moved": _("Document moved to another status"),
    "institution.added": _("Institution added"),
    "institution.edited": _("Institution edited"),
    "link.edited": _("Link edited"),
    "link.looked-at-again": _("Link looked at again"),
    "link.made": _("Link made"),
    "link.withdrawn": _("Link withdrawn"),
    "membership.changed": _("Membership changed"),
    "membership.ended": _("Membership ended"),
    "membership.given": _("Membership given"),
    "notes.logged": _("Notes logged"),
    "person.added": _("Person added"),
    "person.affiliation-added": _("Post added"),
    "person.affiliation-edited": _("Post edited"),
    "person.affiliation-removed": _("Post removed"),
    "person.edited": _("Person edited"),
    "person.name-added": _("Name added"),
    "person.name-removed": _("Name removed"),
    "person.post-changed": _("Post changed"),
    "position.taken": _("Position taken down"),
    "round.confirmed": _("Minutes confirmed"),
    "round.edited": _("Round edited"),
    "round.logged": _("Round logged"),
    "round.reopened": _("Minutes opened again"),
    "session.added": _("Session added"),
    "session.edited": _("Session edited"),
    "session.moved": _("Session moved"),
    "side.added": _("Side added"),
    "side.edited": _("Side edited"),
    "silence.broken": _("Silence broken"),
    "silence.circulated": _("Circulated under silence"),
    "silence.extended": _("Silence extended"),
    "silence.settled": _("No objection by silence noted"),
    "source.added": _("Source added"),
    "source.edited": _("Source edited"),
    "team-member.added": _("Team member added"),
    "team-member.edited": _("Team member edited"),
    "team-member.removed": _("Team member removed"),
    "topic.added": _("Topic added"),
    "topic.edited": _("Topic edited"),
    "user.added": _("Account added"),
    "user.changed": _("Account changed"),
    "user.language-chosen": _("Language chosen"),
    "user.password-changed": _("Password changed"),
    "wording.adopted": _("Wording adopted"),
    "working-group.edited": _("Working group edited"),
    "working-group.formed": _("Working group recorded"),
    "working-group.meeting-added": _("Meeting of the group added"),
    "working-group.meeting-taken-off": _("Meeting of the group taken off"),
    "working-group.status-reported": _("Status of the group reported"),
    "wording.translated": _("Translations saved"),
}

# The words of fixed terms, by the column that holds them.
TERMS: dict[str, type[enum.StrEnum]] = {
    "basis": Basis,
    "capacity": Capacity,
    "disclosure": Disclosure,
    "document_kind": DocumentKind,
    "fault": TopicFault,
    "format": TopicFormat,
    "item_kind": ItemKind,
    "level": Level,
    "method": Method,
    "mode": RoundMode,
    "naming": Naming,
    "reading": Reading,
    "result": TopicResult,
    "round_kind": RoundKind,
    "sector": Sector,
    "stance": Stance,
}
ROLE_AT_A_ROUND = "attendance"
# The words of a status, by whose it is.
STATUSES: dict[str, type[enum.StrEnum]] = {
    "action": ActionStatus,
    "document": DocumentStatus,
    "round": RoundStatus,
    "trace_link": LinkStatus,
    "working_group": GroupStatus,
}

FIELDS = {
    "affiliation": _("Affiliation at the time"),
    "action_update": _("What was reported"),
    "agenda_topic": _("Under agenda topic"),
    "attribution": _("Attribution"),
    "basis": _("Basis"),
    "capacity": _("Capacity"),
    "closed_on": _("Closed on"),
    "co_hosts": _("Co-hosts"),
    "confirmed_at": _("Confirmed on"),
    "confirmed_by": _("Confirmed by"),
    "consent": _("Consent"),
    "consented": _("Consented on"),
    "deadline": _("Deadline"),
    "digest": _("SHA-256"),
    "disclosure": _("Who may read it"),
    "due": _("Due"),
    "due_round": _("Or before round"),
    "ended": _("Ended"),
    "evidence": _("Evidence"),
    "fault": _("What went wrong"),
    "format": _("Format"),
    "group_count": _("Number in the group"),
    "group_label": _("Group that is not named"),
    "happened": _("Date"),
    "head_count": _("Attendance as printed"),
    "institutions": _("Institution"),
    "item_kind": _("Kind"),
    "level": _("Level"),
    "mandate": _("Mandate"),
    "meetings": _("Its meetings"),
    "method": _("How it was taken"),
    "mode": _("Mode"),
    "name": _("Name"),
    "naming": _("May be named"),
    "note": _("Note"),
    "number": _("Number"),
    "origin": _("Agreed in item"),
    "owners": _("Owner"),
    "person": _("Person"),
    "place": _("Place"),
    "position": _("Place in the order"),
    "reason": _("Reason"),
    "ref": _("Reference"),
    "reopened_because": _("Why opened again"),
    "result": _("Result"),
    "review_on": _("Look again from"),
    "review_round": _("Look again at round"),
    "role": _("Role"),
    "round_kind": _("Kind"),
    "session": _("Session"),
    "side": _("Side"),
    "source": _("Source"),
    "stance": _("Stance"),
    "statement": _("In the side's words"),
    "status": _("Status"),
    "summary": _("What was discussed"),
    "text": _("Wording"),
    "title": _("Title"),
    "topics": _("In the topic tree"),
    "verb": _("Verb of agreement"),
}

# The row's own number, and where it belongs, say nothing to whoever reads a history.
NOT_SHOWN = {"id", "kind", "dialogue_id", "in_dialogue_id", "recorded_at", "recorded_by"}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(action_words=action_words, changes=changes, actor=actor)


def action_words(action: str) -> str:
    """What an entry says was done."""
    subject, _dot, done = action.partition(".")
    if done == "imported":
        return gettext("Read from a dialogue file")
    return str(ACTIONS.get(action) or f"{subject} {done}".replace("-", " ").capitalize())


def actor(entry: AuditEntry) -> str:
    """Who did it; the console's name is a word of the house."""
    return gettext("the console") if entry.actor_name == THE_CONSOLE else entry.actor_name


def changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """What an entry changed: the field, what it said before and after; new rows without blanks."""
    before, after = entry.before or {}, entry.after or {}
    names = [name for name in {**before, **after} if name not in NOT_SHOWN]
    shown = [
        (_field(name), _said(entry, name, before.get(name)), _said(entry, name, after.get(name)))
        for name in names
    ]
    return [row for row in shown if row[1] != row[2]]


def _field(name: str) -> str:
    name = name.removesuffix("_id")
    return str(FIELDS.get(name) or name.replace("_", " "))


def _said(entry: AuditEntry, name: str, value: Any) -> str:
    terms = TERMS.get(name)
    if name == "role" and entry.subject == ROLE_AT_A_ROUND:
        terms = AttendanceRole
    if name == "status":
        terms = STATUSES.get(entry.subject)
    if terms is not None and value:
        return label(terms(value))
    return said(value)


PARTS_OF_A_TEXT = {
    "original": _("original"),
    "translations": _("translations"),
    "stale": _("stale"),
}


def _part(key: str) -> str:
    """A language, or what is kept beside the languages of a text."""
    return LANGUAGE_NAMES.get(key) or str(PARTS_OF_A_TEXT.get(key, key))


def said(value: Any) -> str:
    """A value of the audit trail as text."""
    match value:
        case None | "" | []:
            return ""
        case True:
            return gettext("Yes")
        case False:
            return gettext("No")
        case dict():
            parts = ((_part(key), part) for key, part in value.items() if part)
            return "; ".join(f"{key}: {said(part)}" for key, part in parts)
        case list():
            return ", ".join(said(part) for part in value)
        case _:
            return str(value)
