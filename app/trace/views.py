"""Pages about links: making, changing, redrawing and withdrawing one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.addresses import record_url
from app.dialogues.queries import dialogues, get_dialogue
from app.i18n import in_the_pages_words, page_locale
from app.records.models import Record
from app.records.queries import get_record
from app.trace import commands, queries
from app.trace.claiming import may_run_backwards
from app.trace.ends import linkable_to, papers_of, record_at, sides_for, sources_for
from app.trace.forms import LinkEditForm, LinkForm, Offered, RedrawForm, backwards_printed
from app.trace.models import TraceLink
from app.trace.steps import Direction
from app.trace.suggesting import suggestion_of
from app.trace.suggestion_views import link_suggestions
from app.trace.suspicion import lookers, suspicion_of
from app.trace.trace_views import show_trace
from app.trace.words_forms import claim_printed, status_printed
from app.web import db, performed, refused, requires

bp = Blueprint("trace", __name__)
bp.add_app_template_filter(claim_printed, "claim")
bp.add_app_template_filter(status_printed, "claim_status")
bp.add_url_rule("/<dialogue>/<ref>/trace", "show_trace", show_trace)


@bp.route("/<dialogue>/<ref>/links/new", methods=["GET", "POST"])
@requires(Permission.TRACE)
def new_link(dialogue: str, ref: str) -> ResponseReturnValue:
    """`?other=harbour-talks/R1-T2` fills the form with what speaks for a link with that record."""
    here = get_record(db, dialogue, ref)
    direction = Direction.TO if request.args.get("direction") == "to" else Direction.FROM
    offered = _offered(here, direction)
    form = LinkForm(**offered, data=_suggested(here, request.args.get("other", "")))
    _find_addressed(form)
    if performed(form, commands.link):
        flash(_("The link is made."))
        return redirect(record_url(dialogue, ref, "trace.show_trace"))
    return render_template(
        "trace/new_link.html",
        dialogue=here.dialogue,
        record=here,
        form=form,
        direction=direction,
        text=request.args.get("text", "").strip(),
        suggestions=link_suggestions(here, direction),
    )


def _offered(here: Record, direction: Direction) -> dict[str, Any]:
    """What a form lets one end of a link be, and rest on."""
    text = request.args.get("text", "").strip()
    alike = {one.id for one in dialogues(db) if one.illustrative is here.dialogue.illustrative}
    return {
        "here": here,
        "direction": direction,
        "candidates": linkable_to(db, here, direction=direction, text=text),
        "grounds": Offered(sides_for(db, alike), sources_for(db, alike), papers_of(db, alike)),
    }


def _find_addressed(form: LinkForm) -> None:
    if form.address.data:
        form.addressed = record_at(db, form.address.data, dialogue=form.here.dialogue)


def _suggested(here: Record, address: str) -> dict[str, Any]:
    """The kind that is likely and, as the rationale, what speaks for it: to be thought over."""
    other = record_at(db, address, dialogue=here.dialogue) if address else None
    found = suggestion_of(db, here, other, locale=page_locale()) if other else None
    if other is None:
        return {}
    data: dict[str, Any] = {"address": f"{other.dialogue.slug}/{other.ref}"}
    if found is not None:
        reasons = " ".join(in_the_pages_words(reason) for reason in found.reasons)
        data |= {"kind": found.kind, "rationale": reasons}
    return data


@bp.route("/<dialogue>/<ref>/links/<int:link_id>/redraw", methods=["GET", "POST"])
@requires(Permission.TRACE)
def redraw_link(dialogue: str, ref: str, link_id: int) -> ResponseReturnValue:
    """The end of this record stays; the form opens with the other one as it is."""
    here = get_record(db, dialogue, ref)
    link = queries.get_link(db, here, link_id, to_change=_is_sent())
    is_later = link.later_id == here.id
    other = link.earlier if is_later else link.later
    direction = Direction.FROM if is_later else Direction.TO
    address = f"{other.dialogue.slug}/{other.ref}"
    form = RedrawForm(row=link, **_offered(here, direction), data={"address": address})
    _find_addressed(form)
    if performed(form, commands.redraw_link, drawn=link):
        flash(_("The link is redrawn."))
        return redirect(record_url(dialogue, ref, "trace.show_trace"))
    return render_template(
        "trace/redraw_link.html", dialogue=here.dialogue, record=here, claim=link, form=form
    )


@bp.route("/<dialogue>/<ref>/links/<int:link_id>/edit", methods=["GET", "POST"])
@requires(Permission.TRACE)
def edit_link(dialogue: str, ref: str, link_id: int) -> ResponseReturnValue:
    record = get_record(db, dialogue, ref)
    link = queries.get_link(db, record, link_id, to_change=_is_sent())
    ids = {link.earlier.dialogue_id, link.later.dialogue_id}
    grounds = Offered(sides_for(db, ids), sources_for(db, ids), papers_of(db, ids))
    form = LinkEditForm(row=link, grounds=grounds)
    if performed(form, commands.edit_link, link=link):
        flash(_("The link is saved."))
        return redirect(record_url(dialogue, ref, "trace.show_trace"))
    return render_template(
        "trace/edit_link.html",
        dialogue=record.dialogue,
        record=record,
        # `link` is a macro of the page around.
        claim=link,
        changed=suspicion_of(db, link),
        looked=lookers(db, [link]).get(link.id),
        backwards=_backwards(link),
        form=form,
    )


def _backwards(link: TraceLink) -> str:
    """That the dates may run backwards; empty where they do not."""
    earlier, later = link.earlier, link.later
    return backwards_printed(earlier, later) if may_run_backwards(earlier, later) else ""


@bp.post("/<dialogue>/<ref>/links/<int:link_id>/withdraw")
@requires(Permission.TRACE)
def withdraw_link(dialogue: str, ref: str, link_id: int) -> ResponseReturnValue:
    link = queries.get_link(db, get_record(db, dialogue, ref), link_id, to_change=True)
    refusal = refused(commands.withdraw_link, link=link)
    flash(_(refusal.message, **refusal.values) if refusal else _("The link is withdrawn."))
    return _back(dialogue, ref)


@bp.post("/<dialogue>/<ref>/links/<int:link_id>/still-holds")
@requires(Permission.TRACE)
def confirm_still_holds(dialogue: str, ref: str, link_id: int) -> ResponseReturnValue:
    link = queries.get_link(db, get_record(db, dialogue, ref), link_id, to_change=True)
    refusal = refused(commands.confirm_still_holds, link=link, seen=_seen())
    flash(
        _(refusal.message, **refusal.values)
        if refusal
        else _("The link holds between the two as they stand now.")
    )
    return _back(dialogue, ref)


def _is_sent() -> bool:
    return request.method == "POST"


def _seen() -> tuple[int, int] | None:
    """The ends' revisions as the page showed them, `3.1`; None where it did not say."""
    earlier, _dot, later = request.form.get("seen", "").partition(".")
    if not (earlier.isdecimal() and later.isdecimal() and len(earlier + later) < 20):
        return None
    return int(earlier), int(later)


def _back(dialogue: str, ref: str) -> ResponseReturnValue:
    """To where the button was: the list of a dialogue's suspect links, or the trace."""
    if listed_in := request.form.get("listed_in", ""):
        home = get_dialogue(db, listed_in)
        return redirect(url_for("suspect_links.show_suspect_links", dialogue=home.slug))
    return redirect(record_url(dialogue, ref, "trace.show_trace"))
