"""What the pages of all records share: history, citations; and documents."""

from typing import Any

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.audit.queries import history_of
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.i18n import plain_text
from app.records import commands
from app.records.forms import (
    CitationForm,
    DocumentForm,
    EditDocumentForm,
    EditSourceForm,
    SourceForm,
)
from app.records.models import Citation, Document
from app.records.queries import citations_of, get_record, get_source, sources
from app.rounds.queries import get_round
from app.rounds.views import side_names
from app.trace.queries import links_of
from app.web import db, performed, refused, requires

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


@bp.get("/<dialogue>/<document:ref>")
@requires(Permission.READ)
def show_document(dialogue: str, ref: str) -> str:
    document = _document(dialogue, ref)
    return render_template(
        "records/document.html",
        dialogue=document.dialogue,
        document=document,
        sides=side_names(document.dialogue),
        links=links_of(db, document),
        citations=citations_of(db, document.id),
    )


def _offer_sides(form: Any, dialogue: Dialogue) -> None:
    form.offer_sides(dialogue.sides, lambda side: plain_text(side.name))


@bp.route("/<dialogue>/documents/new", methods=["GET", "POST"])
@requires(Permission.LOG)
def new_document(dialogue: str) -> ResponseReturnValue:
    held_in = get_dialogue(db, dialogue)
    ref = request.args.get("meeting")
    meeting = get_round(db, dialogue, ref) if ref else None
    form = DocumentForm()
    _offer_sides(form, held_in)
    if performed(form, commands.add_document, dialogue=held_in, meeting=meeting):
        return redirect(record_url(dialogue, form.result.ref))
    return render_template(
        "records/new_document.html", form=form, dialogue=held_in, meeting=meeting
    )


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
