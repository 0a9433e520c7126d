"""The matters of a dialogue, the loop page of one, and what belongs to it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.policy import Permission
from app.addresses import record_url
from app.consensus.item_views import side_name
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale
from app.labels import label
from app.matters import commands, queries
from app.matters.focus import MOST_RECORDS, MOST_STEPS, shown_of
from app.matters.forms import (
    AddRecordsForm,
    ChooseMatterForm,
    EditMatterForm,
    MatterForm,
    StageForm,
)
from app.matters.loop import loop_of
from app.matters.members import gathered
from app.matters.models import Matter, MatterRecord
from app.matters.picture import Words
from app.matters.rows import turns_of
from app.matters.stages import rule_of
from app.matters.strips import strips_of
from app.records.models import Record
from app.records.queries import citations_of, get_record
from app.rounds.views import today
from app.topics.queries import tree
from app.trace.words_forms import claim_printed, short_printed
from app.web import db, may, performed, refused, requires

bp = Blueprint("matters", __name__)

LONGEST_STEPS = 4


@bp.get("/<dialogue>/matters")
@requires(Permission.READ)
def show_matters(dialogue: str) -> str:
    followed_in = get_dialogue(db, dialogue)
    return render_template(
        "matters/matters.html",
        dialogue=followed_in,
        lines=queries.matters_of(db, followed_in, today()),
    )


def _matter(dialogue: str, ref: str) -> Matter:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, Matter)  # the address says so
    return found


def _steps() -> int | None:
    """How far is near, as the address says; what it says wrongly counts as not said."""
    asked = request.args.get("steps", "")
    if not (asked.isdecimal() and len(asked) < LONGEST_STEPS):
        return None
    return min(max(int(asked), 1), MOST_STEPS)


@bp.get("/<dialogue>/<matter:ref>")
@requires(Permission.READ)
def show_matter(dialogue: str, ref: str) -> str:
    matter = _matter(dialogue, ref)
    loop = loop_of(db, matter)
    shown = shown_of(
        loop,
        home=dialogue,
        around=request.args.get("around", ""),
        steps=_steps(),
        whole="all" in request.args,
    )
    may_trace = may(Permission.TRACE, dialogue)
    return render_template(
        "matters/show_matter.html",
        dialogue=matter.dialogue,
        matter=matter,
        loop=loop,
        shown=shown,
        is_large=len(loop.boxes) > MOST_RECORDS,
        turns=turns_of(shown),
        strips=strips_of(shown, matter, _words()),
        suggested=queries.suggested_for(db, matter) if may_trace else [],
        citations=citations_of(db, matter.id),
        claim=claim_printed,
        most_steps=MOST_STEPS,
    )


def _words() -> Words:
    return Words(
        locale=page_locale(),
        label=label,
        undated=_("no date recorded"),
        no_record=_("no record"),
        handover=_("Hand-over"),
        records=lambda count: ngettext("%(num)s record", "%(num)s records", count),
        turn=lambda number: _("Turn %(number)d", number=number),
        claim=claim_printed,
        short=short_printed,
    )


def _let_find(form: Any, dialogue: Dialogue) -> None:
    form.records.find = lambda addresses: queries.records_at(db, addresses, dialogue)


def _named(address: str, dialogue: Dialogue) -> Record | None:
    return queries.records_at(db, [address], dialogue).get(address) if address else None


@bp.route("/<dialogue>/matters/new", methods=["GET", "POST"])
@requires(Permission.TRACE)
def new_matter(dialogue: str) -> ResponseReturnValue:
    """`?record=`: the address of the one that it begins with."""
    followed_in = get_dialogue(db, dialogue)
    begins_with = _named(request.args.get("record", ""), followed_in)
    given = {"records": request.args["record"], "title": begins_with.title} if begins_with else None
    form = MatterForm(data=given)
    form.offer_sides(followed_in.sides, side_name)
    form.offer_topics(tree(db))
    _let_find(form, followed_in)
    if performed(form, commands.open_matter, dialogue=followed_in):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("matters/new_matter.html", form=form, dialogue=followed_in)


@bp.route("/<dialogue>/<matter:ref>/edit", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_matter(dialogue: str, ref: str) -> ResponseReturnValue:
    matter = _matter(dialogue, ref)
    form = EditMatterForm(row=matter)
    form.offer_sides(matter.dialogue.sides, side_name)
    form.offer_topics(tree(db))
    if performed(form, commands.edit_matter, matter=matter):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "matters/edit_matter.html", form=form, dialogue=matter.dialogue, matter=matter
    )


@bp.route("/<dialogue>/<matter:ref>/records", methods=["GET", "POST"])
@requires(Permission.TRACE)
def add_records(dialogue: str, ref: str) -> ResponseReturnValue:
    matter = _matter(dialogue, ref)
    form = AddRecordsForm()
    _let_find(form, matter.dialogue)
    if performed(form, commands.add_records, matter=matter):
        flash(_added(len(form.result)))
        return redirect(record_url(dialogue, ref))
    return render_template(
        "matters/add_records.html", form=form, dialogue=matter.dialogue, matter=matter
    )


def _added(count: int) -> str:
    return ngettext("%(num)s record is added.", "%(num)s records are added.", count)


@bp.route("/<dialogue>/matters/add", methods=["GET", "POST"])
@requires(Permission.TRACE)
def add_to_matter(dialogue: str) -> ResponseReturnValue:
    """`?record=`: the address of the one to be added, to a matter of whichever dialogue."""
    followed_in = get_dialogue(db, dialogue)
    record = _named(request.args.get("record", ""), followed_in) or abort(404)
    form = ChooseMatterForm()
    offered = [one for one in queries.every_matter(db) if may(Permission.TRACE, one.dialogue)]
    form.offer(sorted(offered, key=lambda one: one.dialogue_id != followed_in.id))
    if performed(form, commands.add_records, records=[record]):
        return redirect(record_url(form.matter.data.dialogue.slug, form.matter.data.ref))
    return render_template(
        "matters/add_to_matter.html",
        form=form,
        dialogue=followed_in,
        record=record,
        address=request.args["record"],
        offered=offered,
    )


def _entry(matter: Matter) -> MatterRecord:
    """Of the record that the address names. Aborts with 404 where there is none."""
    record = _named(request.args.get("record", ""), matter.dialogue) or abort(404)
    return queries.entry_of(db, matter, record, to_change=request.method == "POST")


@bp.route("/<dialogue>/<matter:ref>/stage", methods=["GET", "POST"])
@requires(Permission.TRACE)
def set_stage(dialogue: str, ref: str) -> ResponseReturnValue:
    matter = _matter(dialogue, ref)
    entry = _entry(matter)
    [member] = [
        one
        for one in gathered(db, [matter.id]).members[matter.id]
        if one.node.id == entry.record_id
    ]
    told = rule_of(member.facts)
    form = StageForm.with_told(label(told.stage), _(told.why))(data={"stage": entry.stage})
    if performed(form, commands.set_stage, entry=entry):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "matters/set_stage.html",
        form=form,
        dialogue=matter.dialogue,
        matter=matter,
        member=member,
        address=request.args["record"],
    )


@bp.post("/<dialogue>/<matter:ref>/remove")
@requires(Permission.TRACE)
def remove_record(dialogue: str, ref: str) -> ResponseReturnValue:
    matter = _matter(dialogue, ref)
    entry = _entry(matter)
    removed = entry.record.ref
    refusal = refused(commands.remove_record, entry=entry)
    flash(
        _(refusal.message, **refusal.values)
        if refusal
        else _("%(ref)s no longer belongs to this matter.", ref=removed)
    )
    return redirect(record_url(dialogue, ref))
