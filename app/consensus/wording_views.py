"""New wordings of an item, and what changed between two."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus import commands, queries
from app.consensus.diff import difference
from app.consensus.forms import WordingForm
from app.consensus.item_views import get_item, side_name
from app.consensus.models import Wording
from app.rounds.queries import rounds_of
from app.web import db, performed, requires

bp = Blueprint("wordings", __name__)


def compared(wordings: Any) -> tuple[Wording | None, Wording | None]:
    """The two wordings asked for; without a choice, the latest and the one before it."""
    by_number = {wording.number: wording for wording in wordings}
    latest = max(by_number, default=0)
    old = request.args.get("old", latest - 1, type=int)
    new = request.args.get("new", latest, type=int)
    return by_number.get(old), by_number.get(new)


def differences(old: Wording | None, new: Wording | None) -> list[tuple[str, Any]]:
    """The difference in each language that one of the two has."""
    if old is None or new is None:
        return []
    languages = dict.fromkeys([*new.text.texts, *old.text.texts])
    return [
        (lang, difference(old.text.texts.get(lang, ""), new.text.texts.get(lang, "")))
        for lang in languages
    ]


@bp.route("/<dialogue>/<item:ref>/wordings/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_wording(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)

    def latest_text() -> Any:
        wording = queries.latest_wording(db, item)
        return wording.shown if wording else None

    form = WordingForm(row=item, text=latest_text)
    form.offer(item.dialogue.sides, rounds_of(db, item.dialogue), side_name)
    if performed(form, commands.adopt_wording, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "consensus/new_wording.html", form=form, dialogue=item.dialogue, item=item
    )
