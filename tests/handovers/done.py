"""The commands of hand-overs, for the test that every command leaves its entry."""

from typing import Any

from app.handovers import commands as handovers
from app.handovers.lines import Sent
from app.handovers.models import Direction, HandoverKind, Match
from app.handovers.passing_commands import Passing
from app.partial_date import PartialDate
from tests.audit.done import NEW, World, changed, made

OF_GOVERNMENTS = {
    "handover_kind": HandoverKind.TRANSMITTAL,
    "direction": Direction.TO_GOVERNMENT,
}


def handed(w: World, **given: Any) -> Any:
    return w.make.handover(dialogue=w.dialogue, disclosure="secretariat", **given)


def new(w: World) -> dict[str, Any]:
    sent = Sent(w.item, 1, 1, w.item.wordings[0])
    return {"dialogue": w.dialogue, "passing": Passing(sent=[sent], **OF_GOVERNMENTS)}


def edited(w: World) -> dict[str, Any]:
    passing = Passing(title=NEW, **OF_GOVERNMENTS)
    return {"handover": handed(w), "passing": passing}


HANDOVERS = [
    made(handovers.hand_over, "handover.recorded", new),
    changed(handovers.edit_handover, "handover.edited", "title", edited),
    changed(
        handovers.acknowledge,
        "handover.acknowledged",
        "acknowledged_on",
        lambda w: {"handover": handed(w), "acknowledged_on": PartialDate("2025-04")},
    ),
    changed(
        handovers.record_feedback,
        "handover.feedback-recorded",
        "feedback",
        lambda w: {"handover": handed(w), "feedback": NEW},
    ),
    changed(
        handovers.record_match,
        "handover.match-recorded",
        "match quoted source_id",
        lambda w: {
            "handover": handed(w),
            "match": Match.PARTIAL,
            "quoted": NEW,
            "source": w.source,
        },
    ),
]
