"""The commands of working groups, for the test that every command leaves its entry."""

from typing import Any

from app.groups import commands as groups
from app.groups.models import GroupStatus
from tests.audit.done import NEW, World, changed, made

FACTS = ("title", "mandate", "origin", "happened", "disclosure", "side", "note")


def group_of(w: World, **given: Any) -> Any:
    return w.make.working_group(meeting=w.meeting, **given)


def edited(w: World) -> dict[str, Any]:
    group = group_of(w)
    return {"group": group, **w.known(group, *FACTS, title=NEW)}


def taken_off(w: World) -> dict[str, Any]:
    meeting = w.make.round(dialogue=w.dialogue)
    return {"group": group_of(w, meetings=[meeting]), "meeting": meeting}


GROUPS = [
    made(
        groups.form_group,
        "working-group.formed",
        lambda w: {"dialogue": w.dialogue, "meeting": w.meeting, "title": NEW},
    ),
    changed(groups.edit_group, "working-group.edited", "title", edited),
    changed(
        groups.report_status,
        "working-group.status-reported",
        "status",
        lambda w: {"group": group_of(w), "status": GroupStatus.FORMED},
    ),
    changed(
        groups.add_meeting,
        "working-group.meeting-added",
        "meetings",
        lambda w: {"group": group_of(w), "meeting": w.make.round(dialogue=w.dialogue)},
    ),
    changed(groups.take_off_meeting, "working-group.meeting-taken-off", "meetings", taken_off),
]
