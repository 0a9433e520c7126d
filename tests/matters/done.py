"""The commands of matters, for the test that every command leaves its entry."""

from typing import Any

from app.matters import commands as matters
from app.matters.models import Stage
from tests.audit.world import NEW, World, changed, gone, made

FACTS = ("title", "topics", "disclosure", "side", "note")


def matter_of(w: World, **given: Any) -> Any:
    return w.make.matter(dialogue=w.dialogue, **given)


def edited(w: World) -> dict[str, Any]:
    matter = matter_of(w)
    return {"matter": matter, **w.known(matter, *FACTS, title=NEW)}


def entry_of(w: World, **given: Any) -> dict[str, Any]:
    return {"entry": w.make.matter_record(matter=matter_of(w), record=w.meeting), **given}


MATTERS = [
    made(
        matters.open_matter,
        "matter.opened",
        lambda w: {"dialogue": w.dialogue, "title": NEW, "records": [w.meeting, w.item]},
        "matter.record-added",
        "matter.record-added",
    ),
    changed(matters.edit_matter, "matter.edited", "title", edited),
    made(
        matters.add_records,
        "matter.record-added",
        lambda w: {"matter": matter_of(w), "records": [w.meeting, w.item]},
        "matter.record-added",
    ),
    gone(matters.remove_record, "matter.record-removed", entry_of),
    changed(
        matters.set_stage,
        "matter.stage-set",
        "stage",
        lambda w: entry_of(w, stage=Stage.REVIEW),
    ),
]
