"""Each command of the record once, with what it needs and what it changes."""

from typing import Any

from app.accounts.models import Role
from app.actions import commands as actions
from app.actions.models import ActionStatus
from app.attendance import commands as roster
from app.attendance import (
    consent_commands,
    copy_commands,
    named_commands,
    roster_commands,
)
from app.attendance.post_commands import take_over_posts
from app.attendance.rostering import propose_roster, propose_table
from app.attendance.upload import Table
from app.calendar import commands as calendar
from app.consensus.models import ItemKind
from app.dialogues import arranging
from app.dialogues import commands as memberships
from app.dialogues.models import Attribution, Track
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.people.models import Naming
from app.planning import commands as planning
from app.planning import ordering_commands as ordering
from app.planning import plan_commands as plans
from app.planning.arrangement import arrangement_of
from app.records import commands as records
from app.records.models import DocumentKind, DocumentStatus
from app.rounds import commands as rounds
from app.rounds.models import AttendanceRole, RoundKind, RoundStatus, TopicFormat, TopicResult
from tests.audit.done_on_items import DONE_ON_ITEMS
from tests.audit.world import NEW, World, changed, gone, made

ROUND = ("round_kind", "number", "title", "happened", "ended", "place", "mode", "status",
         "attribution", "co_hosts", "head_count", "head_count_least", "disclosure", "side",
         "note")  # fmt: skip
DOCUMENT = ("title", "document_kind", "status", "issued_by", "language", "points", "happened",
            "disclosure", "side", "note")  # fmt: skip
TOPIC = ("title", "format", "result", "fault", "summary", "topics", "position", "disclosure",
         "side", "note")  # fmt: skip
ROSTER = ("group_label", "group_count", "side", "role", "capacity", "sector", "affiliation",
          "naming", "consent", "consented")  # fmt: skip
SIDE = ("code", "name", "dialogue_name", "convener", "convener_short")
DIALOGUE = ("track", "name", "summary", "began", "attribution")


def edited_topic(w: World) -> dict[str, Any]:
    topic = w.make.agenda_topic(session=w.session)
    changes = {"result": TopicResult.AGREED, "format": TopicFormat.SCENARIO}
    return {"topic": topic, "held": w.session, **w.known(topic, *TOPIC, **changes)}


def edited_session(w: World) -> dict[str, Any]:
    known = w.known(w.session, "attribution", "position", "disclosure", "side", "note")
    return {"held": w.session, "title": NEW, "moderators": [w.attendance], **known}


def made_feed(w: World) -> dict[str, Any]:
    w.make.membership(user=w.actor, dialogue=w.dialogue)
    return {"name": "My telephone", "dialogue": w.dialogue}


def pasted(w: World) -> dict[str, Any]:
    given = {"meeting": w.meeting, "text": "AV: LI Wei", "answers": {}}
    seen = propose_roster(w.make.db, dialogue=w.dialogue, **given)
    return given | {"fingerprint": seen.fingerprint}


def uploaded(w: World) -> dict[str, Any]:
    table = Table([["Name", "Side"], ["LI Wei", "AV"]], [1, 2])
    given = {"meeting": w.meeting, "table": table, "mapping": ["name", "side"], "answers": {}}
    seen = propose_table(w.make.db, **given)
    return given | {"fingerprint": seen.fingerprint}


def proposed(w: World) -> dict[str, Any]:
    given = {"meeting": w.meeting, "text": "AV: a few others", "answers": {}}
    seen = propose_roster(w.make.db, dialogue=w.dialogue, **given)
    return {"meeting": w.meeting, "proposal": seen}


def copied(w: World) -> dict[str, Any]:
    before = w.make.round(dialogue=w.dialogue, happened="2024")
    w.make.attendance(round=before)
    return {"meeting": w.meeting, "earlier": before}


def arranged(w: World) -> dict[str, Any]:
    first, _second = (w.make.agenda_topic(session=w.session, position=n) for n in (1, 2))
    now = arrangement_of(w.make.db, w.meeting)
    return {"meeting": w.meeting, "based_on": now, "order": now.topic_stepped(first.id, up=False)}


def brought_back(w: World) -> dict[str, Any]:
    w.make.consensus_item(meeting=w.meeting, item_kind=ItemKind.DIVERGENCE)
    later = w.make.round(dialogue=w.dialogue, happened="2025-04", status=RoundStatus.PLANNED)
    return {"held": w.make.session(meeting=later), "refs": None}


def planned(w: World) -> dict[str, Any]:
    w.make.moderator(session=w.session, attendance=w.attendance)
    return {"dialogue": w.dialogue, "last": w.meeting, "number": 9}


def taken_over(w: World) -> dict[str, Any]:
    w.meeting.status = RoundStatus.PLANNED
    attended = w.make.attendance(round=w.meeting, affiliation="Fellow")
    w.make.affiliation(person=attended.person, post="Dean", institution=None)
    return {"meeting": w.meeting}


def edited_side(w: World) -> dict[str, Any]:
    side = w.dialogue.sides[0]
    return {"side": side, **w.known(side, *SIDE, code="xx")}


def edited_document(w: World) -> dict[str, Any]:
    paper = w.make.document(meeting=w.meeting)
    status = DocumentStatus.PUBLISHED
    return {"document": paper, **w.known(paper, *DOCUMENT, status=status, title=NEW)}


def edited_action(w: World) -> dict[str, Any]:
    known = w.known(w.action, "due", "disclosure", "side", "note", title=NEW, due_round=4)
    owners = [actions.Owner(side=w.dialogue.sides[0])]
    return {"action": w.action, "owners": owners, **known}


def opened(w: World) -> dict[str, Any]:
    known = {"track": Track.TRACK_TWO, "summary": EMPTY, "began": None}
    return {"slug": "a-dialogue", "name": NEW, "attribution": Attribution.OPEN, **known}


DONE = [
    *DONE_ON_ITEMS,
    made(actions.assign_action, "action.assigned",
         lambda w: {"dialogue": w.dialogue, "meeting": w.meeting, "title": NEW,
                    "owners": [actions.Owner(body="Group")]}),
    changed(actions.edit_action, "action.edited", "title due_round", edited_action),
    changed(actions.report_on, "action.reported-on", "status waiting_for_id",
            lambda w: {"action": w.action, "text": NEW, "status": ActionStatus.WAITING,
                       "waiting_for": w.dialogue.sides[1]}),
    made(rounds.log_round, "round.logged",
         lambda w: {"dialogue": w.dialogue, "round_kind": RoundKind.ROUND, "number": 9},
         "session.added"),
    changed(rounds.edit_round, "round.edited", "status happened",
            lambda w: {"meeting": w.meeting,
                       **w.known(w.meeting, *ROUND, status=RoundStatus.POSTPONED,
                                 happened=PartialDate("2025-04"))}),
    made(rounds.add_session, "session.added",
         lambda w: {"meeting": w.meeting, "title": NEW, "moderators": [w.attendance]}),
    changed(rounds.edit_session, "session.edited", "title moderators", edited_session),
    made(rounds.add_topic, "agenda-topic.added", lambda w: {"held": w.session, "title": NEW}),
    changed(rounds.edit_topic, "agenda-topic.edited", "result format", edited_topic),
    made(roster.add_attendee, "attendance.added",
         lambda w: {"meeting": w.meeting, "person": w.make.person(dialogue=w.dialogue)}),
    changed(roster.edit_attendance, "attendance.edited", "role naming",
            lambda w: {"attendance": w.attendance,
                       **w.known(w.attendance, *ROSTER, role=AttendanceRole.OBSERVER,
                                 naming=Naming.PUBLIC)}),
    changed(ordering.order_agenda, "agenda-topic.moved", "position", arranged),
    made(planning.bring_back, "agenda-topic.added", brought_back, "link.made"),
    made(plans.plan_next_round, "round.logged", planned, "session.added", "attendance.added",
         "session.edited"),
    made(roster_commands.log_lines, "person.added", pasted, "attendance.added",
         of_a_record=False),
    made(roster_commands.log_table, "person.added", uploaded, "attendance.added",
         of_a_record=False),
    made(roster_commands.log_roster, "attendance.added", proposed),
    made(copy_commands.copy_roster, "attendance.added", copied),
    made(named_commands.add_named, "attendance.added",
         lambda w: {"meeting": w.meeting, "name": "", "group_label": NEW}),
    changed(consent_commands.record_consents, "attendance.edited", "naming",
            lambda w: {"meeting": w.meeting, "chosen": [w.attendance], "naming": Naming.PUBLIC}),
    changed(take_over_posts, "attendance.edited", "affiliation", taken_over),
    gone(roster.remove_attendee, "attendance.removed", lambda w: {"attendance": w.attendance}),
    made(calendar.make_feed, "calendar.feed-made", made_feed, of_a_record=False),
    changed(calendar.revoke_feed, "calendar.feed-revoked", "revoked_at",
            lambda w: {"feed": w.make.calendar_feed(user=w.actor, dialogue=w.dialogue)},
            of_a_record=False),
    made(records.add_source, "source.added",
         lambda w: {"dialogue": w.dialogue, "key": "P1", "title": "A page"}, of_a_record=False),
    changed(records.edit_source, "source.edited", "title note",
            lambda w: {"source": w.source, "title": "New", "note": "Seen.",
                       **w.known(w.source, "address", "published")}, of_a_record=False),
    made(records.cite, "citation.added", lambda w: {"cited_by": w.item, "source": w.source}),
    gone(records.withdraw_citation, "citation.withdrawn",
         lambda w: {"citation": w.make.citation(record=w.item, source=w.source)}),
    made(records.add_document, "document.added",
         lambda w: {"dialogue": w.dialogue, "meeting": w.meeting, "title": NEW,
                    "document_kind": DocumentKind.AGENDA, "status": DocumentStatus.DRAFT}),
    changed(records.edit_document, "document.edited", "title status", edited_document),
    changed(records.move_document, "document.moved", "status",
            lambda w: {"document": w.make.document(meeting=w.meeting),
                       "status": DocumentStatus.CIRCULATED}),
    made(arranging.open_dialogue, "dialogue.opened", opened, "membership.given",
         of_a_record=False),
    changed(arranging.edit_dialogue, "dialogue.edited", "track",
            lambda w: {"dialogue": w.dialogue,
                       **w.known(w.dialogue, *DIALOGUE, track=Track.GOVERNMENT)},
            of_a_record=False),
    made(arranging.add_side, "side.added",
         lambda w: {"dialogue": w.dialogue, "code": "new", "name": NEW, "dialogue_name": EMPTY,
                    "convener": EMPTY, "convener_short": EMPTY}, of_a_record=False),
    changed(arranging.edit_side, "side.edited", "code", edited_side, of_a_record=False),
    made(memberships.set_membership, "membership.given",
         lambda w: {"user": w.make.user(), "dialogue": w.dialogue, "role": Role.READER},
         of_a_record=False),
    gone(memberships.end_membership, "membership.ended",
         lambda w: {"member": w.make.membership(dialogue=w.dialogue)}, of_a_record=False),
]  # fmt: skip
