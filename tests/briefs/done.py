"""The commands of the papers about talks, for the test that every command leaves its entry."""

from typing import Any

from app.briefs import commands as briefs
from app.dialogues.models import Track
from app.rounds.models import RoundStatus
from tests.audit.done import World, made


def put_on_the_agenda(w: World) -> dict[str, Any]:
    talks = w.make.dialogue(track=Track.GOVERNMENT)
    meeting = w.make.round(dialogue=talks, happened="2025-02-01")
    outcome = w.make.consensus_item(meeting=meeting, disclosure="public")
    w.meeting.status = RoundStatus.PLANNED
    return {"meeting": meeting, "held": w.session, "issue": outcome.ref}


BRIEFS = [made(briefs.add_review_topic, "agenda-topic.added", put_on_the_agenda, "link.made")]
