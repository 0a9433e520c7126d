"""Files of what the pages about agreement show, exactly as their address narrows it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.consensus.bracket_views import found_brackets
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale
from app.register.awaiting_views import found_awaiting
from app.register.decision_views import found_matrix
from app.register.found_views import found_register
from app.register.ledger_views import found_ledger
from app.register.listing_views import matrix_listing, register_listing
from app.register.sides_listing_views import (
    awaiting_listing,
    brackets_listing,
    ledger_listing,
)
from app.reports.listing import Listing
from app.reports.listing_forms import ListingPen
from app.reports.listing_views import sent
from app.web import db, requires

bp = Blueprint("exports", __name__)

FORMAT = "<any(xlsx, csv, docx, md):format_>"


@bp.get(f"/<dialogue>/consensus/export/{FORMAT}")
@requires(Permission.READ)
def export_register(dialogue: str, format_: str) -> ResponseReturnValue:
    found = found_register(get_dialogue(db, dialogue), limit=None)
    return _exported(found, register_listing, format_, "register.show_register")


@bp.get(f"/<dialogue>/ledger/export/{FORMAT}")
@requires(Permission.READ)
def export_ledger(dialogue: str, format_: str) -> ResponseReturnValue:
    found = found_ledger(get_dialogue(db, dialogue))
    return _exported(found, ledger_listing, format_, "ledger.show_ledger")


@bp.get(f"/<dialogue>/awaiting/export/{FORMAT}")
@requires(Permission.READ)
def export_awaiting(dialogue: str, format_: str) -> ResponseReturnValue:
    found = found_awaiting(get_dialogue(db, dialogue))
    return _exported(found, awaiting_listing, format_, "awaiting.show_awaiting")


@bp.get(f"/<dialogue>/decisions/export/{FORMAT}")
@requires(Permission.READ)
def export_decisions(dialogue: str, format_: str) -> ResponseReturnValue:
    found = found_matrix(get_dialogue(db, dialogue))
    return _exported(found, matrix_listing, format_, "decisions.show_decisions")


@bp.get(f"/<dialogue>/consensus/brackets/export/{FORMAT}")
@requires(Permission.READ)
def export_brackets(dialogue: str, format_: str) -> ResponseReturnValue:
    found = found_brackets(get_dialogue(db, dialogue))
    return _exported(found, brackets_listing, format_, "brackets.show_brackets")


def _exported(
    found: Any, listing: Callable[[ListingPen, Any], Listing], format_: str, page: str
) -> ResponseReturnValue:
    """The file; where something in the address cannot be read, the page, which says what."""
    problem = getattr(found, "problem", "") or getattr(found, "problems", {})
    if problem or found.moment.problem:
        query = request.query_string.decode("ascii", "replace")
        return redirect(f"{url_for(page, dialogue=found.dialogue.slug)}?{query}")
    response: Response = sent(listing(ListingPen(page_locale()), found), format_)
    return response
