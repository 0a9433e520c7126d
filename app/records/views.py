"""What the pages of all records share: history, citations; and documents."""

from typing import Any
from unicodedata import normalize
from urllib.parse import quote

import sqlalchemy as sa
from babel.numbers import format_decimal
from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.accounts.policy import Permission
from app.addresses import record_url
from app.audit.queries import history_of
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.forms import Form
from app.handovers.queries import handovers_of
from app.i18n import page_locale, plain_text
from app.matters.queries import matters_with
from app.records import commands
from app.records.file_commands import add_paper, add_version
from app.records.file_types import BY_MEDIA_TYPE, LARGEST, TOO_LARGE
from app.records.forms import (
    CitationForm,
    DocumentForm,
    EditDocumentForm,
    EditSourceForm,
    LadderForm,
    SourceForm,
    VersionForm,
)
from app.records.models import (
    Citation,
    Disclosure,
    Document,
    DocumentStatus,
    Record,
    RecordKind,
)
from app.records.papers import get_version, versions_of
from app.records.queries import citations_of, get_record, get_source, sources
from app.rounds.views import side_names
from app.rules import Refused
from app.trace.queries import links_of
from app.web import POLICY, db, may, performed, refused, requires

UPLOADS = ("records.new_document", "records.new_version")

bp = Blueprint("records", __name__)


@bp.get("/<dialogue>/<ref>/history")
@requires(Permission.HISTORY)
def show_history(dialogue: str, ref: str) -> str:
    found = get_record(db, dialogue, ref)
    return render_template(
        "records/history.html",
        dialogue=found.dialogue,
        record=found,
        entries=history_of(db, found.id),
    )


@bp.route("/<dialogue>/<ref>/sources/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_citation(dialogue: str, ref: str) -> ResponseReturnValue:
    found = get_record(db, dialogue, ref)
    form = CitationForm()
    form.offer_sources(sources(db, found.dialogue))
    if performed(form, commands.cite, cited_by=found):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "records/new_citation.html", form=form, dialogue=found.dialogue, record=found
    )


@bp.post("/<dialogue>/<ref>/sources/<int:citation_id>/withdraw")
@requires(Permission.LOG)
def withdraw_citation(dialogue: str, ref: str, citation_id: int) -> ResponseReturnValue:
    found = get_record(db, dialogue, ref)
    cited = sa.select(Citation).where(Citation.id == citation_id, Citation.record_id == found.id)
    refused(commands.withdraw_citation, citation=db.scalars(cited).one())
    return redirect(record_url(dialogue, ref))


@bp.get("/<dialogue>/sources")
@requires(Permission.READ)
def show_sources(dialogue: str) -> str:
    held_in = get_dialogue(db, dialogue)
    return render_template("records/sources.html", dialogue=held_in, sources=sources(db, held_in))


@bp.route("/<dialogue>/sources/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_source(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    form = SourceForm()
    if performed(form, commands.add_source, dialogue=held_in):
        return redirect(url_for("records.show_sources", dialogue=dialogue))
    return render_template("records/new_source.html", form=form, dialogue=held_in)


@bp.route("/<dialogue>/sources/<int:source_id>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_source(dialogue: str, source_id: int) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    source = get_source(db, held_in, source_id)
    form = EditSourceForm(row=source)
    if performed(form, commands.edit_source, source=source):
        return redirect(url_for("records.show_sources", dialogue=dialogue))
    return render_template("records/edit_source.html", form=form, dialogue=held_in, source=source)


def _document(dialogue: str, ref: str) -> Document:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, Document)  # the address says so
    return found


def _page(document: Document, ladder: LadderForm | None) -> str:
    joint = DocumentStatus.JOINT if document.issued_by_id else None
    return render_template(
        "records/document.html",
        dialogue=document.dialogue,
        document=document,
        about=document.about or document.meeting,
        versions=versions_of(db, document),
        steps=[(step, step not in (document.status, joint)) for step in DocumentStatus],
        ladder=ladder,
        sides=side_names(document.dialogue),
        links=links_of(db, document),
        matters=matters_with(db, document),
        citations=citations_of(db, document.id),
        handovers=handovers_of(db, document),
    )


@bp.get("/<dialogue>/<document:ref>")
@requires(Permission.READ)
def show_document(dialogue: str, ref: str) -> str:
    document = _document(dialogue, ref)
    ladder = LadderForm(row=document) if may(Permission.LOG, dialogue) else None
    return _page(document, ladder)


@bp.post("/<dialogue>/<document:ref>/status")
@requires(Permission.LOG)
def move_document(dialogue: str, ref: str) -> ResponseReturnValue:
    document = _document(dialogue, ref)
    ladder = LadderForm(row=document)
    if performed(ladder, commands.move_document, document=document):
        return redirect(record_url(dialogue, ref))
    return _page(document, ladder)


def _offer_sides(form: Any, dialogue: Dialogue) -> None:
    form.offer_sides(dialogue.sides, lambda side: plain_text(side.name))


def _attached_to(dialogue: str) -> Record | None:
    """The record that the address names; a document is not attached to another."""
    ref = request.args.get("about") or request.args.get("meeting")
    if not ref:
        return None
    found = get_record(db, dialogue, ref)
    return found if found.kind is not RecordKind.DOCUMENT else abort(404)


@bp.route("/<dialogue>/documents/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_document(dialogue: str) -> ResponseReturnValue:
    held_in, about = get_dialogue(db, dialogue), _attached_to(dialogue)
    meeting = about if about is None or about.kind is RecordKind.ROUND else about.meeting
    form = DocumentForm(data=_level_of(about))
    _offer_sides(form, held_in)
    _say_too_large(form)
    known = {"dialogue": held_in, "meeting": meeting, "about": about}
    if performed(form, add_paper, **known):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template("records/new_document.html", form=form, dialogue=held_in, about=about)


def _level_of(about: Record | None) -> dict[str, Any]:
    """A paper is at first read by no more people than the record that it is attached to."""
    if about is None or about.disclosure is Disclosure.PUBLIC:
        return {}
    return {"disclosure": about.disclosure, "side": about.side}


@bp.route("/<dialogue>/<document:ref>/edit", methods=["GET", "POST"])
@requires(Permission.LOG)
def edit_document(dialogue: str, ref: str) -> ResponseReturnValue:
    document = _document(dialogue, ref)
    form = EditDocumentForm(row=document)
    _offer_sides(form, document.dialogue)
    if performed(form, commands.edit_document, document=document):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "records/edit_document.html", form=form, dialogue=document.dialogue, document=document
    )


@bp.url_value_preprocessor
def _let_files_in(endpoint: str | None, _values: Any) -> None:
    """Whoever is signed in may send as much as a file takes, before anything reads the form."""
    if endpoint in UPLOADS and "_user_id" in session:
        request.max_content_length = current_app.config["LARGEST_UPLOAD"]


@bp.errorhandler(413)
def _too_large(error: Exception) -> ResponseReturnValue:
    """What was sent was not read: the form is asked for again, and says so."""
    if request.endpoint not in UPLOADS:
        raise error
    given = {**request.args, **(request.view_args or {}), "file": "too-large"}
    return redirect(url_for(request.endpoint, **given), 303)


def _say_too_large(form: Form) -> None:
    if request.method == "GET" and request.args.get("file") == "too-large":
        form.show(Refused(TOO_LARGE, field="file", count=LARGEST // 1024**2))


@bp.route("/<dialogue>/<document:ref>/files/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_version(dialogue: str, ref: str) -> ResponseReturnValue:
    document, form = _document(dialogue, ref), VersionForm()
    _say_too_large(form)
    if performed(form, add_version, document=document):
        return redirect(record_url(dialogue, ref))
    return render_template(
        "records/new_version.html", form=form, dialogue=document.dialogue, document=document
    )


@bp.get("/<dialogue>/<document:ref>/files/<int:number>")
@requires(Permission.READ)
def download(dialogue: str, ref: str, number: int) -> Response:
    """Always to be kept, never shown: what people upload is not run under the house's name."""
    file = get_version(db, _document(dialogue, ref), number)
    kind = BY_MEDIA_TYPE.get(file.media_type)
    sent_as = kind.media_type if kind else "application/octet-stream"
    response = Response(file.content, content_type=sent_as)
    ascii_name = normalize("NFKD", file.name).encode("ascii", "ignore").decode()
    whole = {"filename*": f"UTF-8''{quote(file.name, safe='')}"}
    response.headers.set("Content-Disposition", "attachment", filename=ascii_name, **whole)
    response.headers["Content-Security-Policy"] = f"{POLICY}; sandbox"
    return response


@bp.app_template_filter("file_size")
def file_size(size: int) -> str:
    if size < 1024**2:
        return gettext("%(number)s KB", number=format_decimal(-(-size // 1024), locale=_babel()))
    number = format_decimal(round(size / 1024**2, 1), locale=_babel())
    return gettext("%(number)s MB", number=number)


def _babel() -> str:
    return page_locale().replace("-", "_")


@bp.app_template_filter("file_kind")
def file_kind(media_type: str) -> str:
    """The ending by which everybody knows it."""
    kind = BY_MEDIA_TYPE.get(media_type)
    return kind.endings[0].upper() if kind else media_type
