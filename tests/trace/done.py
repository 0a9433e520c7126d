"""The commands of links, for the test that every command leaves its entry."""

from typing import Any

from app.dialogues.models import Track
from app.trace import commands as links
from app.trace.models import Basis, LinkKind, LinkStatus
from tests.audit.done import World, changed, gone, made

INFERRED = {"kind": LinkKind.GROUNDWORK, "basis": Basis.INFERRED, "rationale": "Why."}


def talks(w: World) -> Any:
    return w.make.round(dialogue=w.make.dialogue(track=Track.GOVERNMENT), happened="2025-06-01")


def edited(w: World) -> dict[str, Any]:
    link = w.make.link(earlier=w.meeting)
    names = "basis", "source", "place", "reported_by", "status", "disputed_by"
    return {"link": link, **w.known(link, *names, rationale="For another reason.")}


def redrawn(w: World) -> dict[str, Any]:
    link = w.make.link(earlier=w.meeting)
    other = w.make.round(dialogue=link.later.dialogue, happened="2025-06-01")
    return {"drawn": link, "earlier": w.meeting, "later": other, **INFERRED}


LINKS = [
    made(
        links.link,
        "link.made",
        lambda w: {"earlier": w.meeting, "later": talks(w), **INFERRED},
    ),
    made(
        links.link_all,
        "link.made",
        lambda w: {"pairs": [(w.meeting, talks(w)), (w.meeting, talks(w))], **INFERRED},
        "link.made",
    ),
    changed(links.edit_link, "link.edited", "rationale", edited),
    changed(links.redraw_link, "link.redrawn", "later_id looked_at rationale", redrawn),
    changed(
        links.confirm_still_holds,
        "link.looked-at-again",
        "earlier_wording looked_at",
        lambda w: {"link": w.make.link(earlier=w.item)},
    ),
    gone(
        links.withdraw_link,
        "link.withdrawn",
        lambda w: {"link": w.make.link(earlier=w.meeting, status=LinkStatus.CONFIRMED)},
    ),
]
