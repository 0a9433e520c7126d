"""The brief for talks of governments: its page, and its files."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.policy import Permission
from app.briefs.brief import Brief
from app.briefs.brief_forms import laid_out
from app.briefs.forms import BriefForm
from app.briefs.queries import compose
from app.i18n import page_locale
from app.reading import Viewer
from app.records.models import Disclosure
from app.reports.files import FORMATS, paper_written
from app.reports.paper import Paper
from app.reports.paper_views import paper_sent, read_by
from app.reports.queries import audience_viewer, audiences_for
from app.rounds.models import Round
from app.rounds.queries import HELD, get_round
from app.rules import Refused
from app.trace.models import OFFICIAL
from app.web import db, requires, viewer

bp = Blueprint("briefs", __name__)


def eyes_for(meeting: Round, audience: Disclosure) -> Viewer:
    """With whose eyes a paper about talks is composed.

    What is kept for secretariats is read as the one who prints it reads it, without what is one
    side's own; everybody else is the audience of these talks, and of no other dialogue.
    """
    if audience is not Disclosure.SECRETARIAT:
        return audience_viewer(meeting.dialogue_id, audience)
    own = viewer()
    return Viewer(participant_of=own.participant_of, secretariat_of=own.secretariat_of)


def readers_of(meeting: Round) -> Sequence[Disclosure]:
    """For whom the viewer may print papers about talks: whoever may know of these.

    Of what nobody but one side may know there is no paper; the one who asks is told so.
    """
    audiences = audiences_for(viewer(), meeting.dialogue)
    levels = list(Disclosure)
    level = levels.index(meeting.disclosure)
    return [one for one in audiences if levels.index(one) <= level] or audiences[:1]


def get_talks(dialogue: str, ref: str) -> Round:
    """A round of an official track: the papers about talks are of no other."""
    meeting = get_round(db, dialogue, ref)
    if meeting.dialogue.track not in OFFICIAL:
        abort(404)
    return meeting


@bp.get("/<dialogue>/<round:ref>/brief")
@requires(Permission.REPORT)
def show_brief(dialogue: str, ref: str) -> ResponseReturnValue:
    meeting = get_talks(dialogue, ref)
    form = _form(meeting)
    brief = _composed(meeting, form)
    return _page(meeting, form, laid_out(brief, on_screen=True) if brief else None)


@bp.get("/<dialogue>/<round:ref>/brief/<any(docx, md, html, pdf):format_>")
@requires(Permission.REPORT)
def download_brief(dialogue: str, ref: str, format_: str) -> ResponseReturnValue:
    """The file; where it cannot be had, the page says why."""
    meeting = get_talks(dialogue, ref)
    form = _form(meeting)
    brief = _composed(meeting, form)
    if brief is None:
        return redirect(url_for(".show_brief", dialogue=dialogue, ref=ref, **form.asked))
    try:
        body = paper_written(laid_out(brief), format_)
    except Refused as refusal:
        # A page under the address of a file would be taken for the file.
        flash(_(refusal.message, **refusal.values))
        return redirect(url_for(".show_brief", dialogue=dialogue, ref=ref, **form.asked))
    return paper_sent(body, brief.file_stem, format_)


def _form(meeting: Round) -> BriefForm:
    audiences = readers_of(meeting)
    day = _day(meeting, datetime.now(UTC).date())
    return BriefForm(request.args, audiences=audiences, locale=page_locale(), day=day)


def _day(meeting: Round, today: date) -> date:
    """Talks that are over were prepared by what was known when they began."""
    if meeting.status in HELD and meeting.happened:
        return min(meeting.happened.first_day, today)
    return today


def _composed(meeting: Round, form: BriefForm) -> Brief | None:
    """The brief that was asked for, read with its audience's eyes; None: the form says why not."""
    if not form.validate():
        return None
    as_of, audience = form.as_of.data, form.audience.data
    if as_of is None:  # which a form that validates has filled in
        return None
    return read_by(
        eyes_for(meeting, audience),
        form,
        lambda audience_db: compose(
            audience_db,
            dialogue=meeting.dialogue.slug,
            ref=meeting.ref,
            as_of=as_of,
            audience=audience,
            locale=form.language.data,
            today=datetime.now(UTC).date(),
        ),
    )


def _page(meeting: Round, form: BriefForm, paper: Paper | None) -> str:
    return render_template(
        "briefs/show_brief.html",
        dialogue=meeting.dialogue,
        meeting=meeting,
        form=form,
        paper=paper,
        formats=FORMATS,
    )
