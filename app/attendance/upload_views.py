"""Getting a roster in from a file: what its columns hold, what its rows would make."""

import csv
import io
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.policy import Permission
from app.addresses import record_url
from app.attendance.roster_columns import (
    TEMPLATE,
    column_name,
    has_headings,
    without_titles_above,
)
from app.attendance.roster_commands import log_table
from app.attendance.roster_forms import MappingForm, UploadForm
from app.attendance.roster_proposal import RosterProposal
from app.attendance.roster_views import answers_sent
from app.attendance.rostering import propose_table
from app.attendance.upload import LARGEST_FILE, Table, read_table
from app.i18n import page_locale
from app.rounds.models import Round
from app.rounds.queries import get_round
from app.rules import Refused, _
from app.web import db, performed, requires

bp = Blueprint("roster_upload", __name__)

LARGEST_ON_ITS_WAY = 3 * 1024 * 1024
LOST = _("The table was lost on its way. Choose the file again.")
TOO_MUCH_TEXT = _("The table holds more text than can be looked at in one go: divide it.")


@bp.route("/<dialogue>/<round:ref>/roster/upload", methods=["GET", "POST"])
@requires(Permission.LOG)
def upload_roster(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_round(db, dialogue, ref)
    if "table" in request.form:
        return _mapped(meeting)
    form = UploadForm()
    table = _uploaded(form) if form.validate_on_submit() else None
    if table is not None:
        return _page(meeting, MappingForm.of_table(table, is_new=True))
    return _upload_page(meeting, form)


def _upload_page(meeting: Round, form: UploadForm) -> str:
    return render_template(
        "attendance/upload_roster.html", form=form, dialogue=meeting.dialogue, meeting=meeting
    )


@bp.get("/<dialogue>/<round:ref>/roster/template.csv")
@requires(Permission.LOG)
def roster_template(dialogue: str, ref: str) -> ResponseReturnValue:
    get_round(db, dialogue, ref)
    written = io.StringIO()
    csv.writer(written).writerow(TEMPLATE)
    # Excel takes a file for UTF-8 where it begins with this mark.
    return Response(
        "\ufeff" + written.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="roster.csv"'},
    )


def _uploaded(form: UploadForm) -> Table | None:
    """The table in the file, or None with the refusal on the form."""
    sent: Any = form.file.data
    try:
        if not sent:
            raise Refused(_("Choose a file."), field="file")
        table = without_titles_above(read_table(sent.read(LARGEST_FILE + 1)))
        if sum(len(cell.encode()) + 8 for row in table.rows for cell in row) > LARGEST_ON_ITS_WAY:
            raise Refused(TOO_MUCH_TEXT, field="file")
    except Refused as refusal:
        form.show(refusal)
        return None
    return table


def _mapped(meeting: Round) -> ResponseReturnValue:
    table = MappingForm().table.data
    if table is None:
        again = UploadForm(formdata=None)
        again.show(Refused(LOST, field="file"))
        return _upload_page(meeting, again)
    form = MappingForm.of_table(table, is_new=False)
    known: dict[str, Any] = {"meeting": meeting, "answers": answers_sent()}
    if "confirm" not in request.form:
        form.validate_on_submit()
    elif performed(form, log_table, locale=page_locale(), **known):
        return redirect(record_url(meeting.dialogue.slug, meeting.ref, _anchor="attendance"))
    return _page(meeting, form)


def _page(meeting: Round, form: MappingForm) -> str:
    proposal = _proposal(meeting, form)
    form.fingerprint.data = proposal.fingerprint
    table: Any = form.table.data
    return render_template(
        "attendance/map_roster.html",
        form=form,
        proposal=proposal,
        columns=[
            (column_name(place), field, _samples(table, place))
            for place, field in enumerate(form.columns)
        ],
        dialogue=meeting.dialogue,
        meeting=meeting,
    )


def _proposal(meeting: Round, form: MappingForm) -> RosterProposal:
    table: Any = form.table.data
    return propose_table(
        db,
        meeting=meeting,
        table=table,
        mapping=form.mapping,
        answers=answers_sent(),
        locale=page_locale(),
    )


def _samples(table: Table, place: int) -> tuple[str, str]:
    """The heading of a column, where the table has headings, and the first words in it."""
    cells = [row[place] if place < len(row) else "" for row in table.rows]
    first = 1 if has_headings(table) else 0
    return cells[0] if first else "", next((cell for cell in cells[first:] if cell), "")
