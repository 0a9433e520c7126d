"""Linking in bulk: two lists side by side, what they would make, then all of it or nothing."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.accounts.policy import Permission
from app.dialogues.models import Dialogue
from app.dialogues.queries import dialogues, get_dialogue
from app.filters import chosen_member, same_page
from app.records.models import Record, RecordKind
from app.rounds.models import Round
from app.rounds.queries import rounds_of
from app.trace import commands
from app.trace.bulk_forms import BulkForm
from app.trace.claiming import likely_kind
from app.trace.ends import papers_of, sides_for, sources_for
from app.trace.forms import Offered
from app.trace.pairing import LISTED, Pair, listed, looked_over, usual_kind
from app.web import db, performed, requires

bp = Blueprint("bulk_links", __name__)


class Column:
    """One of the two lists: a dialogue's records of a kind, of one round or of all."""

    def __init__(self, name: str, dialogue: Dialogue) -> None:
        self.name, self.dialogue = name, dialogue
        self.rounds = rounds_of(db, dialogue)
        ref = request.args.get(f"{name}_round", "")
        self.meeting: Round | None = next((one for one in self.rounds if one.ref == ref), None)
        chosen = chosen_member(RecordKind, f"{name}_kind")
        self.kind = chosen if chosen in LISTED else usual_kind(dialogue)
        self.records: list[Record] = list(
            listed(
                db,
                dialogue,
                kind=self.kind,
                meeting_id=self.meeting.id if self.meeting else None,
            )
        )


@bp.route("/<dialogue>/links/bulk", methods=["GET", "POST"])
@requires(Permission.TRACE)
def link_in_bulk(dialogue: str) -> ResponseReturnValue:
    """The other dialogue is named in the address, `?with=<slug>`; until then only it is asked."""
    home = get_dialogue(db, dialogue)
    alike = [one for one in dialogues(db) if one.illustrative is home.illustrative]
    others = [one for one in alike if one.id != home.id]
    slug = request.args.get("with", "")
    other = next((one for one in others if one.slug == slug), None)
    if other is None:
        return _page(home, others)
    here, there = Column("here", home), Column("there", other)
    form = _form(here, there)
    pairs: list[Pair] = []
    if form.validate_on_submit():
        pairs = looked_over(db, form.pairs, form.kind.data)
        may_be_made = not any(pair.refusal for pair in pairs)
        if may_be_made and form.seen.data == form.token and performed(form, commands.link_all):
            count = len(form.result)
            flash(ngettext("%(num)d link is made.", "%(num)d links are made.", count))
            return redirect(same_page())
        form.seen.data = form.token if may_be_made else ""
    return _page(home, others, other=other, columns=(here, there), form=form, pairs=pairs)


def _form(here: Column, there: Column) -> BulkForm:
    ids = {here.dialogue.id, there.dialogue.id}
    first, last = (here, there) if _is_first(here, there) else (there, here)
    likely = likely_kind(first.kind, first.dialogue.track, last.kind, last.dialogue.track)
    return BulkForm(
        here=(here.dialogue, here.records),
        there=(there.dialogue, there.records),
        grounds=Offered(sides_for(db, ids), sources_for(db, ids), papers_of(db, ids)),
        data={"first": first.dialogue, "kind": likely},
    )


def _is_first(here: Column, there: Column) -> bool:
    """As the chosen rounds were; where nothing tells, what is here prepared what is there."""
    one, other = (column.meeting and column.meeting.happened for column in (here, there))
    return not (one and other and other < one)


def _page(home: Dialogue, others: list[Dialogue], **more: Any) -> str:
    empty: dict[str, Any] = {"other": None, "columns": (), "form": None, "pairs": []}
    return render_template(
        "trace/link_in_bulk.html",
        dialogue=home,
        others=others,
        kinds=LISTED,
        **(empty | more),
    )
