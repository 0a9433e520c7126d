"""Pages about links: the trace of a record, and making, changing and withdrawing one."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.addresses import record_url
from app.i18n import page_locale
from app.labels import label
from app.records.queries import get_record
from app.trace import commands, queries
from app.trace.ends import linkable_to, record_at, sides_for, sources_for
from app.trace.forms import LinkEditForm, LinkForm
from app.trace.picture import trace_picture
from app.trace.steps import Direction
from app.web import db, performed, refused, requires

bp = Blueprint("trace", __name__)


@bp.get("/<dialogue>/<ref>/trace")
@requires(Permission.READ)
def show_trace(dialogue: str, ref: str) -> ResponseReturnValue:
    record = get_record(db, dialogue, ref)
    came_from = queries.trace_of(db, record, direction=Direction.FROM)
    became_of = queries.trace_of(db, record, direction=Direction.TO)
    picture = trace_picture(
        (came_from, became_of), locale=page_locale(), label=label, whole="all" in request.args
    )
    return render_template(
        "trace/show_trace.html",
        dialogue=record.dialogue,
        record=record,
        came_from=came_from,
        became_of=became_of,
        picture=picture,
    )


@bp.route("/<dialogue>/<ref>/links/new", methods=["GET", "POST"])
@requires(Permission.TRACE)
def new_link(dialogue: str, ref: str) -> ResponseReturnValue:
    here = get_record(db, dialogue, ref)
    direction = Direction.TO if request.args.get("direction") == "to" else Direction.FROM
    text = request.args.get("text", "").strip()
    form = LinkForm(
        direction=direction,
        candidates=linkable_to(db, here, direction=direction, text=text),
        sides=sides_for(db),
        sources=sources_for(db),
    )
    if form.address.data:
        form.addressed = record_at(db, form.address.data, dialogue=here.dialogue)
    own_end = "later" if direction is Direction.FROM else "earlier"
    if performed(form, commands.link, **{own_end: here}):
        flash(_("The link is made."))
        return redirect(record_url(dialogue, ref, "trace.show_trace"))
    return render_template(
        "trace/new_link.html",
        dialogue=here.dialogue,
        record=here,
        form=form,
        direction=direction,
        text=text,
    )


@bp.route("/<dialogue>/<ref>/links/<int:link_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_link(dialogue: str, ref: str, link_id: int) -> ResponseReturnValue:
    record = get_record(db, dialogue, ref)
    link = queries.get_link(db, record, link_id)
    dialogues = {link.earlier.dialogue_id, link.later.dialogue_id}
    form = LinkEditForm(
        row=link, sides=sides_for(db, dialogues), sources=sources_for(db, dialogues)
    )
    if performed(form, commands.edit_link, link=link):
        flash(_("The link is saved."))
        return redirect(record_url(dialogue, ref, "trace.show_trace"))
    return render_template(
        "trace/edit_link.html",
        dialogue=record.dialogue,
        record=record,
        # `link` is a macro of the page around.
        claim=link,
        is_suspect=queries.is_suspect(db, link),
        form=form,
    )


@bp.post("/<dialogue>/<ref>/links/<int:link_id>/withdraw")
@requires(Permission.TRACE)
def withdraw_link(dialogue: str, ref: str, link_id: int) -> ResponseReturnValue:
    link = queries.get_link(db, get_record(db, dialogue, ref), link_id)
    refusal = refused(commands.withdraw_link, link=link)
    flash(_(refusal.message, **refusal.values) if refusal else _("The link is withdrawn."))
    return redirect(record_url(dialogue, ref, "trace.show_trace"))


@bp.post("/<dialogue>/<ref>/links/<int:link_id>/still-holds")
@requires(Permission.TRACE)
def confirm_still_holds(dialogue: str, ref: str, link_id: int) -> ResponseReturnValue:
    link = queries.get_link(db, get_record(db, dialogue, ref), link_id)
    refused(commands.confirm_still_holds, link=link)
    flash(_("The link holds between the two as they stand now."))
    return redirect(record_url(dialogue, ref, "trace.show_trace"))
