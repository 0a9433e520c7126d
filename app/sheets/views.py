"""The page of a round's sheets, and their files."""

from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.i18n import page_locale
from app.reports.files import paper_written
from app.reports.paper import Paper
from app.reports.paper_views import paper_sent, read_by
from app.reports.queries import audience_viewer, audiences_for
from app.rounds.models import Round
from app.rounds.queries import get_round
from app.rules import Refused
from app.sheets.forms import SheetForm
from app.sheets.layout_forms import laid_out
from app.sheets.queries import compose, usual_audience
from app.sheets.sheet import FORMATS, Sheet, SheetKind
from app.web import db, requires, viewer

bp = Blueprint("sheets", __name__)

KINDS = ", ".join(f"'{kind}'" for kind in SheetKind)


@bp.get("/<dialogue>/<round:ref>/sheets")
@requires(Permission.REPORT)
def show_sheets(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    form = _form(meeting, request.args)
    sheet = _composed(meeting, form)
    return _page(meeting, form, laid_out(sheet) if sheet else None)


@bp.get(f"/<dialogue>/<round:ref>/sheets/<any({KINDS}):sheet>/<any(docx, md, html, pdf):format_>")
@requires(Permission.REPORT)
def download(dialogue: str, ref: str, sheet: str, format_: str) -> ResponseReturnValue:
    """The file; where it cannot be had, the page says why."""
    meeting = get_round(db, dialogue, ref)
    if format_ not in FORMATS[SheetKind(sheet)]:
        abort(404)
    form = _form(meeting, {**request.args, "sheet": sheet})
    composed = _composed(meeting, form)
    if composed is None:
        return redirect(url_for(".show_sheets", dialogue=dialogue, ref=ref, **form.asked))
    paper = laid_out(composed)
    try:
        body = paper_written(paper, format_)
    except Refused as refusal:
        form.show(refusal)
        return _page(meeting, form, paper)
    return paper_sent(body, composed.file_stem, format_)


def _form(meeting: Round, asked: Mapping[str, str]) -> SheetForm:
    audiences = audiences_for(viewer(), meeting.dialogue)
    usual = usual_audience(meeting, audiences)
    return SheetForm(asked, audiences=audiences, usual=usual, locale=page_locale())


def _composed(meeting: Round, form: SheetForm) -> Sheet | None:
    """The sheet that was asked for, read with its audience's eyes; None: the form says why not."""
    if not form.validate():
        return None
    audience = form.audience.data
    return read_by(
        audience_viewer(meeting.dialogue_id, audience),
        form,
        lambda audience_db: compose(
            audience_db,
            form.sheet.data,
            dialogue=meeting.dialogue.slug,
            ref=meeting.ref,
            audience=audience,
            locale=form.language.data,
            today=datetime.now(UTC).date(),
        ),
    )


def _page(meeting: Round, form: SheetForm, paper: Paper | None) -> str:
    return render_template(
        "sheets/show_sheets.html",
        dialogue=meeting.dialogue,
        meeting=meeting,
        form=form,
        paper=paper,
        formats=FORMATS.get(form.sheet.data, ()),
    )
