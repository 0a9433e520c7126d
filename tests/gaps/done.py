"""The commands about gaps, for the test that every command leaves its entry."""

from datetime import date
from typing import Any

from app.gaps import commands as gaps
from app.gaps.finding import gaps_of
from app.gaps.queries import digest_of
from tests.audit.world import World, changed, made

TODAY = date(2026, 1, 1)


def of(w: World, **more: Any) -> dict[str, Any]:
    """The round was held, and is not confirmed."""
    w.make.db.flush()
    [gap] = gaps_of(w.make.db, w.dialogue, TODAY)
    return {"dialogue": w.dialogue, "gap": gap, "because": "It is known.", **more}


def seen_again(w: World) -> dict[str, Any]:
    w.make.gap_visit(user=w.actor, dialogue=w.dialogue)
    return {"dialogue": w.dialogue, "gaps": [], "looked": digest_of([])}


GAPS = [
    made(gaps.accept_gap, "gap.accepted", lambda w: of(w, today=TODAY)),
    made(gaps.withdraw_acceptance, "gap.acceptance-withdrawn", of),
    changed(gaps.note_visit, "gap.seen", "seen_at", seen_again, of_a_record=False),
]
