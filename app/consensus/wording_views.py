"""New wordings of an item, their translations, and what changed between two."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus import commands
from app.consensus.diff import Changes, changes_between
from app.consensus.earlier import Words
from app.consensus.item_views import get_item, side_name
from app.consensus.models import Wording
from app.consensus.rendering_commands import translate_wording
from app.consensus.wording_forms import Basis, TranslateForm, WordingForm
from app.localized import LANGUAGES
from app.rounds.queries import rounds_of
from app.web import db, performed, requires

bp = Blueprint("wordings", __name__)


@dataclass(frozen=True)
class Compared:
    """The two wordings that a page sets against each other; None: it was asked for no such.

    `language` is the one that was asked for; empty: all.
    """

    old: Wording | None
    new: Wording | None
    language: str
    changes: Sequence[Changes]


def compared(words: Words) -> Compared:
    """As the address asks; without a choice, the latest and the one before it."""
    by_number = {wording.number: wording for wording in words.wordings}
    latest = max(by_number, default=0)
    old = by_number.get(request.args.get("old", latest - 1, type=int))
    new = by_number.get(request.args.get("new", latest, type=int))
    asked = request.args.get("in", "")
    language = asked if asked in LANGUAGES else ""
    if old is None or new is None:
        return Compared(old, new, language, ())
    found = changes_between(words.text(old), words.text(new))
    return Compared(old, new, language, [one for one in found if language in ("", one.language)])


@bp.route("/<dialogue>/<item:ref>/wordings/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_wording(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    form = WordingForm(row=Basis(item))
    form.offer(item.dialogue.sides, rounds_of(db, item.dialogue), side_name)
    if performed(form, commands.adopt_wording, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "consensus/new_wording.html", form=form, dialogue=item.dialogue, item=item
    )


@bp.route("/<dialogue>/<item:ref>/wordings/translate", methods=["GET", "POST"])
@requires(Permission.AGREE)
def translate(dialogue: str, ref: str) -> ResponseReturnValue:
    """The translations of the wording that the address names, else of the latest."""
    item = get_item(dialogue, ref)
    basis = Basis(item, request.args.get("wording", item.latest, type=int))
    wording = basis.wording
    if wording is None and "wording" not in request.args:
        # There are no words yet to translate.
        return redirect(url_for("wordings.new_wording", dialogue=dialogue, ref=ref))
    wording = wording or abort(404)
    form = TranslateForm(row=basis)
    if performed(form, translate_wording, item=item, wording=wording):
        return redirect(record_url(dialogue, ref, _anchor=f"wording-{wording.number}"))
    return render_template(
        "consensus/translate.html", form=form, dialogue=item.dialogue, item=item, wording=wording
    )
