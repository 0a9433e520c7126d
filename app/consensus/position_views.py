"""Taking down where the sides stand."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus import queries
from app.consensus.forms import PositionForm
from app.consensus.item_views import get_item, side_name
from app.consensus.position_commands import take_position
from app.i18n import page_locale
from app.people.naming import person_name
from app.people.queries import people
from app.web import db, performed, requires

bp = Blueprint("positions", __name__)


@bp.route("/<dialogue>/<item:ref>/positions/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def new_position(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    wordings = queries.get_wordings(db, item)
    side = next((one for one in item.dialogue.sides if one.code == request.args.get("side")), None)
    form = PositionForm(data={"side": side, "wording": wordings[0] if wordings else None})
    form.side.offer(item.dialogue.sides, lambda one: one.code, side_name)
    form.wording.offer(
        wordings,
        lambda one: one.number,
        lambda one: gettext("Wording %(number)d", number=one.number),
    )
    locale = page_locale()
    form.offer_people(people(db), lambda person: person_name(person, locale))
    if performed(form, take_position, item=item):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "consensus/new_position.html", form=form, dialogue=item.dialogue, item=item
    )
