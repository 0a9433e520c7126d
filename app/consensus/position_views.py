"""Taking down where the sides stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus import queries
from app.consensus.diff import Changes, changes_between
from app.consensus.item_views import get_item, side_name
from app.consensus.models import ConsensusItem, Wording
from app.consensus.position_commands import take_position
from app.consensus.position_forms import PositionForm
from app.dialogues.models import Dialogue, Side
from app.i18n import page_locale
from app.people.naming import person_name
from app.people.queries import people
from app.rounds.queries import who_attended
from app.web import db, performed, requires

bp = Blueprint("positions", __name__)


def chosen_side(item: ConsensusItem) -> Side | None:
    """The side that the address names."""
    return next((one for one in item.dialogue.sides if one.code == request.args.get("side")), None)


def offer_people(form: Any, dialogue: Dialogue) -> None:
    """Those who were at a round of the dialogue, and those whom it keeps on record."""
    locale, met = page_locale(), who_attended(db, dialogue)
    known = [one for one in people(db) if one.id in met or one.dialogue_id == dialogue.id]
    form.offer_people(known, lambda person: person_name(person, locale))


def numbered(wording: Wording) -> str:
    return gettext("Wording %(number)d", number=wording.number)


@bp.route("/<dialogue>/<item:ref>/positions/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_position(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    wordings = queries.get_wordings(db, item)
    chosen = {"side": chosen_side(item), "wording": wordings[0] if wordings else None}
    form = PositionForm(data=chosen)
    form.side.offer(item.dialogue.sides, lambda one: one.code, side_name)
    form.wording.offer(wordings, lambda one: one.number, numbered)
    offer_people(form, item.dialogue)
    if performed(form, take_position, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "consensus/new_position.html",
        form=form,
        dialogue=item.dialogue,
        item=item,
        asked=_which_is_meant(form, item),
    )


@dataclass(frozen=True)
class Which:
    """The wording that was chosen and the newest: assent was meant for one of them."""

    older: Wording
    newest: Wording
    changes: Sequence[Changes]


def _which_is_meant(form: PositionForm, item: ConsensusItem) -> Which | None:
    """What the page asks, where somebody assents to a wording that is not the newest any more."""
    if not form.wording.errors:
        return None
    sent = form.wording.sent or ""
    number = int(sent) if sent.isdecimal() and len(sent) < 10 else form.older.data
    wordings = queries.get_wordings(db, item)
    older = next((one for one in wordings if one.number == number), None)
    if older is None or older is wordings[0]:
        return None
    newest = wordings[0]
    form.ask_which(older, newest, numbered)
    return Which(older, newest, changes_between(older.shown, newest.shown))
