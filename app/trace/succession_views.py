"""Pages on which items are superseded, split and merged."""

import re
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus.item_views import get_item
from app.consensus.models import ConsensusItem
from app.printing import round_name
from app.rounds.models import RoundStatus
from app.rounds.queries import rounds_of
from app.trace import succession_commands as commands
from app.trace.ends import sources_for
from app.trace.succession import items_called
from app.trace.succession_forms import MOST_PARTS, ActForm, MergeForm, SplitForm, SupersedeForm
from app.web import db, performed, requires

bp = Blueprint("succession", __name__)

BETWEEN = re.compile(r"[\s,;，；、]+")
# More than anybody merges at once.
MOST_MERGED = 50


def _offer(form: Any, item: ConsensusItem) -> None:
    rounds = [
        one for one in rounds_of(db, item.dialogue) if one.status is not RoundStatus.CONFIRMED
    ]
    form.offer(
        reversed(rounds),
        sources_for(db, {item.dialogue_id}),
        name=lambda one: f"{one.ref}: {round_name(one)}",
    )
    form.known = items_called(db, item.dialogue, form.references)


@bp.route("/<dialogue>/<item:ref>/supersede", methods=["GET", "POST"])
@requires(Permission.AGREE)
def supersede_item(dialogue: str, ref: str) -> ResponseReturnValue:
    item = get_item(dialogue, ref)
    form = SupersedeForm(row=item, started=commands.words_to_start_from(db, [item]))
    _offer(form, item)
    if performed(form, commands.supersede_item, item=item):
        flash(_("%(item)s is superseded by %(other)s.", item=ref, other=form.result.ref))
        return redirect(record_url(dialogue, ref))
    return _page("trace/supersede_item.html", item, form)


@bp.route("/<dialogue>/<item:ref>/split", methods=["GET", "POST"])
@requires(Permission.AGREE)
def split_item(dialogue: str, ref: str) -> ResponseReturnValue:
    """One more part is asked for by the button `more`: what was typed comes back with it."""
    item = get_item(dialogue, ref)
    asks_for_more = "more" in request.form
    count = request.form.get("parts", 2, type=int) + asks_for_more
    count = min(max(count, 2), MOST_PARTS)
    form = SplitForm.of(count)(row=item, started=commands.words_to_start_from(db, [item]))
    form.parts.data = str(count)
    _offer(form, item)
    if not asks_for_more and performed(form, commands.split_item, item=item):
        refs = ", ".join(part.ref for part in form.result)
        flash(_("%(item)s is split into %(others)s.", item=ref, others=refs))
        return redirect(record_url(dialogue, ref))
    return _page("trace/split_item.html", item, form, may_add=count < MOST_PARTS)


@bp.route("/<dialogue>/<item:ref>/merge", methods=["GET", "POST"])
@requires(Permission.AGREE)
def merge_items(dialogue: str, ref: str) -> ResponseReturnValue:
    """The others are named in the address, `?with=R4-C2, R4-C3`; until then only they are asked."""
    item = get_item(dialogue, ref)
    typed = request.args.get("with", "").replace("\x00", "").strip()
    refs = list(dict.fromkeys(one for one in BETWEEN.split(typed) if one))[:MOST_MERGED]
    known = items_called(db, item.dialogue, refs)
    missing = [one for one in refs if one not in known or one == ref]
    others = [known[one] for one in refs if one in known and one != ref]
    form = None
    if others and not missing:
        items = [item, *others]
        form = MergeForm(row=item, started=commands.words_to_start_from(db, items))
        _offer(form, item)
        if performed(form, commands.merge_items, items=items):
            flash(_("These are merged into %(other)s.", other=form.result.ref))
            return redirect(record_url(dialogue, ref))
    return _page("trace/merge_items.html", item, form, typed=typed, others=others, missing=missing)


def _page(template: str, item: ConsensusItem, form: ActForm | None, **more: Any) -> str:
    return render_template(template, dialogue=item.dialogue, item=item, form=form, **more)
