"""The ways in which what passed between the tracks can be bad in a dialogue file."""

from typing import Any

from tests.exchange.small_records import text

DROP = object()
HARBOUR = "dialogues[0]"
HANDOVER = f"{HARBOUR}.handovers[1]"
MATTER = f"{HARBOUR}.matters[0]"
EXPECTATION = f"{HARBOUR}.expectations[1]"
GAP = f"{HARBOUR}.accepted_gaps[0]"

BAD_TRACE: dict[str, tuple[str, Any, str | None]] = {
    "a hand-over of another reference": (f"{HANDOVER}.ref", "M9", None),
    "a hand-over of no kind": (f"{HANDOVER}.kind", "letter", None),
    "a hand-over to nobody": (f"{HANDOVER}.direction", "sideways", None),
    "handed over by a stranger": (f"{HANDOVER}.from_side", "XX", None),
    "handed over to a stranger": (f"{HANDOVER}.to_side", "XX", None),
    "meant for nothing": (f"{HANDOVER}.meant_for", "talks/R9", None),
    "meant for no meeting": (f"{HANDOVER}.meant_for", "talks/D1", None),
    "a reply to nothing": (f"{HARBOUR}.handovers[2].answers", "harbour/H9", None),
    "a reply to a paper": (f"{HARBOUR}.handovers[2].answers", "harbour/D1", None),
    "replies in a circle": (f"{HANDOVER}.answers", "harbour/H2", None),
    "a reply to itself": (f"{HARBOUR}.handovers[2].answers", "harbour/H2", None),
    "a reply due in words": (f"{HANDOVER}.reply_due", "soon", None),
    "quoted without a match": (f"{HANDOVER}.match", "no-information", f"{HANDOVER}.quoted"),
    "quoted though nobody looked": (
        f"{HARBOUR}.handovers[0].quoted",
        text("Words"),
        f"{HARBOUR}.handovers[0].quoted",
    ),
    "handed over by no source": (f"{HANDOVER}.source", "talks/XX", None),
    "a wording that is not there": (
        f"{HANDOVER}.wordings[1].number",
        3,
        f"{HANDOVER}.wordings[1]",
    ),
    "a wording of nothing": (
        f"{HANDOVER}.wordings[0].item",
        "harbour/R9-C1",
        f"{HANDOVER}.wordings[0]",
    ),
    "a wording twice": (f"{HANDOVER}.wordings[1].number", 1, f"{HANDOVER}.wordings[1]"),
    "a wording without a number": (
        f"{HANDOVER}.wordings[0]",
        {"item": "harbour/R1-C1"},
        f"{HANDOVER}.wordings[0]: 'number'",
    ),
    "a paper that is none": (f"{HANDOVER}.papers[0].document", "harbour/R1", None),
    "a paper twice": (
        f"{HANDOVER}.papers[1].document",
        "harbour/D1",
        f"{HANDOVER}.papers[1]",
    ),
    "a paper before its first version": (f"{HANDOVER}.papers[0].version", 0, None),
    "a matter without a name": (f"{MATTER}.title", {}, None),
    "a matter of no topic": (f"{MATTER}.topics", ["XX"], f"{MATTER}.topics[0]"),
    "a matter that gathers nothing": (f"{MATTER}.gathered[0].record", "harbour/R9", None),
    "a matter that gathers twice": (
        f"{MATTER}.gathered[0].record",
        "harbour/R1-T1",
        f"{MATTER}.gathered[1].record",
    ),
    "a matter that gathers itself": (f"{MATTER}.gathered[0].record", "harbour/M1", None),
    "a stage that is none": (f"{MATTER}.gathered[0].stage", "rehearsal", None),
    "expected of nothing": (f"{EXPECTATION}.record", "talks/R9", None),
    "expected of a paper": (f"{EXPECTATION}.record", "talks/D1", None),
    "expected by a stranger": (f"{EXPECTATION}.side", "talks/XX", None),
    "expected in no dimension": (f"{EXPECTATION}.dimension", "mood", None),
    "nothing expected": (f"{EXPECTATION}.expected", {}, None),
    "expected twice": (
        f"{EXPECTATION}.dimension",
        "governance-goals",
        f"{HARBOUR}.expectations[2].dimension",
    ),
    "a note on no outcome": (f"{EXPECTATION}.outcome", DROP, f"{EXPECTATION}.outcome_note"),
    "accepted for no reason": (f"{GAP}.because", "", None),
    "accepted until some day": (f"{GAP}.until", "some day", None),
    "a gap without a key": (f"{GAP}.key", "", None),
    "evidence that is not there": ("links[0].evidence", "harbour/D9", None),
    "evidence that shows nothing": ("links[0].evidence", "harbour/R1", None),
    "documented by neither": ("links[0].evidence", DROP, "links[0].source"),
    "a wording of no item": ("links[1].earlier_wording", 1, None),
    "a wording to come": ("links[2].earlier_wording", 3, None),
    "looked at some day": ("links[2].looked_at", "2025", None),
    "a matter as an end": ("links[0].earlier", "harbour/M1", "links[0].kind"),
}
