"""The page of a dialogue's interim report, and its files."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale
from app.reports.files import FORMATS, written
from app.reports.forms import ReportForm
from app.reports.layout import laid_out
from app.reports.paper import Paper
from app.reports.paper_views import paper_sent, read_by
from app.reports.queries import audience_viewer, audiences_for, compose
from app.reports.report import Report
from app.rules import Refused
from app.web import db, requires, viewer

bp = Blueprint("reports", __name__)


@bp.route("/<dialogue>/report")
@requires(Permission.REPORT)
def show_report(dialogue: str) -> ResponseReturnValue:
    found = get_dialogue(db, dialogue)
    form = _form(found)
    report = _composed(found, form)
    return _page(found, form, laid_out(report) if report else None)


@bp.route("/<dialogue>/report/<any(docx, md, html, pdf):format_>")
@requires(Permission.REPORT)
def download(dialogue: str, format_: str) -> ResponseReturnValue:
    """The file; where it cannot be had, the page says why."""
    found = get_dialogue(db, dialogue)
    form = _form(found)
    report = _composed(found, form)
    if report is None:
        return redirect(url_for("reports.show_report", dialogue=dialogue, **form.asked))
    try:
        body = written(report, format_)
    except Refused as refusal:
        form.show(refusal)
        return _page(found, form, laid_out(report))
    return paper_sent(body, report.file_stem, format_)


def _form(dialogue: Dialogue) -> ReportForm:
    return ReportForm(
        request.args,
        audiences=audiences_for(viewer(), dialogue),
        locale=page_locale(),
        today=datetime.now(UTC).date(),
    )


def _composed(dialogue: Dialogue, form: ReportForm) -> Report | None:
    """The report that was asked for, read with its audience's eyes; None: the form says why not."""
    if not form.validate():
        return None
    audience, as_of = form.audience.data, form.as_of.data
    if as_of is None:  # which a form that validates has filled in
        return None
    return read_by(
        audience_viewer(dialogue.id, audience),
        form,
        lambda audience_db: compose(
            audience_db,
            dialogue.slug,
            as_of=as_of,
            audience=audience,
            locale=form.language.data,
            today=datetime.now(UTC).date(),
        ),
    )


def _page(dialogue: Dialogue, form: ReportForm, paper: Paper | None) -> str:
    return render_template(
        "reports/show_report.html", dialogue=dialogue, form=form, paper=paper, formats=FORMATS
    )
