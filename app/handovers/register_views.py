"""The register of hand-overs, what went to one side only, what has no reply; and their files."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.dialogues.queries import get_dialogue
from app.filters import chosen_page, next_page
from app.handovers import queries
from app.handovers.found_views import STATES, found_handovers, found_unanswered
from app.handovers.lines import HandoverLine
from app.handovers.listing_views import (
    days_words,
    handovers_listing,
    one_side_only_listing,
    unanswered_listing,
)
from app.handovers.models import Direction, HandoverKind, Match
from app.i18n import page_locale
from app.reports.listing_forms import ListingPen
from app.reports.listing_views import sent
from app.rounds.views import today
from app.web import db, requires

bp = Blueprint("handover_register", __name__)
bp.add_app_template_filter(days_words)
FORMATS = "<any(xlsx, csv, docx, md):format_>"


def _place(line: HandoverLine) -> tuple[str, int]:
    """Newest first, the undated last."""
    return (str(line.handover.happened or ""), line.handover.id)


@bp.get("/<dialogue>/handovers")
@requires(Permission.READ)
def show_handovers(dialogue: str) -> str:
    home = get_dialogue(db, dialogue)
    found, after = found_handovers(home), chosen_page()
    lines = [line for line in found.lines if after is None or _place(line) < after]
    return render_template(
        "handovers/show_handovers.html",
        dialogue=home,
        found=found,
        today=today(),
        lines=lines[: queries.PAGE],
        older=next_page(lines, queries.PAGE, _place),
        directions=Direction,
        kinds=HandoverKind,
        matches=Match,
        states=STATES,
    )


@bp.get("/<dialogue>/handovers/one-side-only")
@requires(Permission.READ)
def show_one_side_only(dialogue: str) -> str:
    home = get_dialogue(db, dialogue)
    return render_template(
        "handovers/show_one_side_only.html",
        dialogue=home,
        rows=queries.one_side_only(db, home),
    )


@bp.get("/<dialogue>/handovers/unanswered")
@requires(Permission.READ)
def show_unanswered(dialogue: str) -> str:
    home = get_dialogue(db, dialogue)
    return render_template(
        "handovers/show_unanswered.html", dialogue=home, found=found_unanswered(home)
    )


@bp.get(f"/<dialogue>/handovers/export/{FORMATS}")
@requires(Permission.READ)
def export_handovers(dialogue: str, format_: str) -> ResponseReturnValue:
    """The file; where something in the address cannot be read, the page, which says what."""
    found = found_handovers(get_dialogue(db, dialogue))
    if found.problems:
        return _page(".show_handovers", dialogue)
    return sent(handovers_listing(ListingPen(page_locale()), found), format_)


@bp.get(f"/<dialogue>/handovers/one-side-only/export/{FORMATS}")
@requires(Permission.READ)
def export_one_side_only(dialogue: str, format_: str) -> ResponseReturnValue:
    home = get_dialogue(db, dialogue)
    rows = queries.one_side_only(db, home)
    return sent(one_side_only_listing(ListingPen(page_locale()), home, rows), format_)


@bp.get(f"/<dialogue>/handovers/unanswered/export/{FORMATS}")
@requires(Permission.READ)
def export_unanswered(dialogue: str, format_: str) -> ResponseReturnValue:
    found = found_unanswered(get_dialogue(db, dialogue))
    if found.problem:
        return _page(".show_unanswered", dialogue)
    return sent(unanswered_listing(ListingPen(page_locale()), found), format_)


def _page(endpoint: str, dialogue: str) -> ResponseReturnValue:
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{url_for(endpoint, dialogue=dialogue)}?{query}")
