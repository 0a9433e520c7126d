"""The consensus register: what has been agreed, by whom, in which words."""

from flask import Blueprint, render_template
from flask_babel import gettext, ngettext

from app.accounts.policy import Permission
from app.consensus.standing import Standing
from app.dialogues.queries import get_dialogue
from app.register.around import REACHED
from app.register.choosing_views import REPORT, asked
from app.register.facet_views import address, kept
from app.register.found_views import READING, Found, found_register
from app.register.narrowing import Agenda, Facet
from app.rounds.views import side_names
from app.trace.models import OFFICIAL
from app.web import db, requires

bp = Blueprint("register", __name__)


@bp.get("/<dialogue>/consensus")
@requires(Permission.READ)
def show_register(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    found = found_register(held_in)
    reading = [*kept("mode"), ("mode", READING)]
    return render_template(
        "register/register.html",
        dialogue=held_in,
        found=found,
        sides=side_names(held_in),
        typed={name: asked(name) for name in ("text", "from", "to", "since", "as_of")},
        kept=kept("text", "from", "to", "since", "as_of"),
        list_url=address(kept("mode")),
        reading_url=address(reading),
        newer=_beside("before", found.page.newer if found.page else None),
        older=_beside("after", found.page.older if found.page else None),
        tally=_tally(found),
        reached=REACHED,
        saved=[
            address([(Facet.STANDING, Standing.AGREED), (Facet.AGENDA, Agenda.NO_RECORD)])
            if held_in.track not in OFFICIAL
            else None,
            address([("since", REPORT)]),
        ],
    )


def _tally(found: Found) -> str:
    """Which items of how many are on the page."""
    page = found.page
    if page is None:
        return ""
    if not page.placed:
        return gettext("0 items")
    place = {"first": page.first, "last": page.last, "total": page.total}
    counted = ngettext(
        "%(first)d–%(last)d of %(num)d item",
        "%(first)d–%(last)d of %(num)d items",
        page.total,
        **place,
    )
    if not found.is_reading:
        return counted
    matching = ngettext("%(num)d matches", "%(num)d match", found.total)
    return gettext("%(counted)s; %(matching)s", counted=counted, matching=matching)


def _beside(name: str, ref: str | None) -> str | None:
    return address([*kept(), (name, ref)]) if ref else None
