"""The review sheet of talks: its page, its files, and putting an issue on an agenda."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.briefs.agendas import agendas_to_come
from app.briefs.commands import add_review_topic
from app.briefs.outcomes import compose_review
from app.briefs.related import homes_of
from app.briefs.review_forms import AddForm, ReviewForm, kept
from app.briefs.sheet_forms import (
    beside_table,
    in_groups,
    issue_table,
    laid_out,
    pen_of,
    whole_blocks,
)
from app.briefs.talks import ReviewSheet
from app.briefs.views import eyes_for, get_talks, readers_of
from app.i18n import page_locale, plain_text
from app.records.models import Disclosure
from app.reports.files import FORMATS, paper_written
from app.reports.paper_views import paper_sent, read_by
from app.rounds.models import DialogueSession, Round
from app.rules import Refused
from app.web import db, may, performed, requires

bp = Blueprint("review_sheets", __name__)


@bp.get("/<dialogue>/<round:ref>/review")
@requires(Permission.REPORT)
def show_review(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_talks(dialogue, ref)
    return _page(meeting, _form(meeting), _add_form(meeting, sent=False))


@bp.get("/<dialogue>/<round:ref>/review/<any(docx, md, html, pdf):format_>")
@requires(Permission.REPORT)
def download_review(dialogue: str, ref: str, format_: str) -> ResponseReturnValue:
    """The file; where it cannot be had, the page says why."""
    meeting = get_talks(dialogue, ref)
    form = _form(meeting)
    sheet = _composed(meeting, form)
    if sheet is None:
        return redirect(url_for(".show_review", dialogue=dialogue, ref=ref, **form.asked))
    try:
        body = paper_written(laid_out(sheet), format_)
    except Refused as refusal:
        # A page under the address of a file would be taken for the file.
        flash(_(refusal.message, **refusal.values))
        return redirect(url_for(".show_review", dialogue=dialogue, ref=ref, **form.asked))
    return paper_sent(body, sheet.file_stem, format_)


@bp.post("/<dialogue>/<round:ref>/review/topics")
@requires(Permission.LOG)
def add_topic(dialogue: str, ref: str) -> ResponseReturnValue:
    """Back to the sheet as its address had it."""
    meeting = get_talks(dialogue, ref)
    form = _add_form(meeting, sent=True)
    if performed(form, add_review_topic, meeting=meeting):
        flash(_("Added as %(ref)s.", ref=form.result.ref))
        asked = kept(request.args) | {"_anchor": "issues"}
        return redirect(url_for(".show_review", dialogue=dialogue, ref=ref, **asked))
    return _page(meeting, _form(meeting), form)


def _form(meeting: Round) -> ReviewForm:
    return ReviewForm(request.args, audiences=readers_of(meeting), locale=page_locale())


def _add_form(meeting: Round, *, sent: bool) -> AddForm:
    """It offers the agendas that the viewer may change and link."""
    homes, _is_illustrative = homes_of(db, meeting.dialogue)
    sessions = [
        held
        for held in agendas_to_come(db, meeting.dialogue, [home.id for home in homes])
        if all(may(each, held.dialogue) for each in (Permission.LOG, Permission.TRACE))
    ]
    known: dict[str, Any] = {"data": {"held": next(iter(sessions), None)}}
    form = AddForm(**known) if sent else AddForm(formdata=None, **known)
    form.offer(sessions, name=_session_name)
    return form


def _session_name(held: DialogueSession) -> str:
    named = f"{held.ref} {plain_text(held.title)}".strip()
    return f"{named} · {plain_text(held.dialogue.name)}"


def _composed(meeting: Round, form: ReviewForm) -> ReviewSheet | None:
    """The sheet that was asked for, read with its audience's eyes; None: the form says why not."""
    if not form.validate():
        return None
    audience = form.audience.data
    return read_by(
        eyes_for(meeting, audience),
        form,
        lambda audience_db: compose_review(
            audience_db,
            dialogue=meeting.dialogue.slug,
            ref=meeting.ref,
            audience=audience,
            locale=form.language.data,
            today=datetime.now(UTC).date(),
            chosen=form.chosen,
            without_review_only=form.only.data,
        ),
    )


def _page(meeting: Round, form: ReviewForm, add: AddForm) -> str:
    sheet = _composed(meeting, form)
    may_add = may(Permission.LOG, meeting.dialogue) and form.audience.data is Disclosure.SECRETARIAT
    return render_template(
        "briefs/show_review.html",
        dialogue=meeting.dialogue,
        meeting=meeting,
        form=form,
        add=add,
        may_add=may_add,
        formats=FORMATS,
        sheet=sheet,
        **(_parts(sheet) if sheet else {}),
    )


def _parts(sheet: ReviewSheet) -> dict[str, Any]:
    """The paper's own blocks, each row with what one can do about it on the page."""
    paper = laid_out(sheet)
    with force_locale(sheet.locale.replace("-", "_")):
        pen = pen_of(sheet, on_screen=True)
        issues = issue_table(pen, sheet)
        beside = beside_table(pen, sheet.beside) if sheet.beside else None
        return {
            "paper": paper,
            "whole": list(whole_blocks(pen, sheet)),
            "issues": issues,
            "rows": list(zip(sheet.asked_for, issues.rows, strict=True)),
            "beside": beside,
            "lines": list(zip(in_groups(sheet.beside), beside.rows, strict=True))
            if sheet.beside and beside
            else [],
        }
