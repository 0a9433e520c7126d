"""Circulating a wording under silence, giving sides longer, taking down that one objects."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus import queries, silence_commands
from app.consensus.item_views import get_item, side_name
from app.consensus.lines import UNKNOWN, Stand, stands_of
from app.consensus.models import ConsensusItem, Stance
from app.consensus.position_forms import BreakForm, CirculateForm, ExtendForm
from app.consensus.position_views import chosen_side, offer_people
from app.consensus.silence import in_procedure, may_be_asked
from app.consensus.stances import today
from app.dialogues.models import Side
from app.partial_date import PartialDate
from app.web import db, performed, requires

bp = Blueprint("silences", __name__)


def _stands(item: ConsensusItem) -> list[tuple[Side, Stand]]:
    known = stands_of(db, [item.id]).get(item.id, {})
    return [(side, known.get(side.id, UNKNOWN)) for side in item.dialogue.sides]


@bp.route("/<dialogue>/<item:ref>/silence/new", methods=["GET", "POST"])
@requires(Permission.AGREE)
def circulate(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    stands = _stands(item)
    open_to = [side for side, stand in stands if may_be_asked(stand)]
    # Who agreed ad referendum has yet to confirm: that it keeps silent may not be meant for that.
    asked = [
        side
        for side, stand in stands
        if may_be_asked(stand) and stand.stance is not Stance.AD_REFERENDUM
    ]
    wording = queries.latest_wording(db, item)
    given = {"sides": asked, "happened": PartialDate.of(today())}
    form = CirculateForm(data={**given, "newest_known": wording.number if wording else None})
    form.offer_sides(open_to, side_name)
    if performed(form, silence_commands.circulate, item=item):
        return redirect(record_url(dialogue, ref, _anchor="positions"))
    wording = queries.latest_wording(db, item)
    form.newest_known.data = wording.number if wording else None
    return render_template(
        "consensus/circulate.html", form=form, dialogue=item.dialogue, item=item, wording=wording
    )


@bp.route("/<dialogue>/<item:ref>/silence/extend", methods=["GET", "POST"])
@requires(Permission.AGREE)
def extend(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    asked = [(side, stand) for side, stand in _stands(item) if in_procedure(stand)]
    one = chosen_side(item)
    chosen = [side for side, _stand in asked if one in (None, side)]
    form = ExtendForm(data={"sides": chosen, "happened": PartialDate.of(today())})
    form.offer_sides([side for side, _stand in asked], side_name)
    if performed(form, silence_commands.extend, item=item):
        return redirect(record_url(dialogue, ref, _anchor="positions"))
    return render_template(
        "consensus/extend.html", form=form, dialogue=item.dialogue, item=item, asked=asked
    )


@bp.route("/<dialogue>/<item:ref>/silence/break", methods=["GET", "POST"])
@requires(Permission.AGREE)
def break_silence(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    asked = [(side, stand) for side, stand in _stands(item) if in_procedure(stand)]
    form = BreakForm(data={"side": chosen_side(item), "happened": PartialDate.of(today())})
    form.side.offer([side for side, _stand in asked], lambda one: one.code, side_name)
    offer_people(form, item.dialogue)
    if performed(form, silence_commands.break_silence, item=item):
        return redirect(record_url(dialogue, ref, _anchor="positions"))
    return render_template(
        "consensus/break_silence.html", form=form, dialogue=item.dialogue, item=item, asked=asked
    )
