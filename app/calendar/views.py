"""Rounds as calendar files and as feeds, and the page where a user looks after those feeds."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.accounts.policy import Permission
from app.addresses import record_url
from app.calendar import commands
from app.calendar.event_forms import calendar_of
from app.calendar.forms import FeedForm, RevokeForm
from app.calendar.queries import (
    CalendarRound,
    dialogues_joined,
    feed_at,
    feeds_of,
    rounds_for_calendar,
)
from app.dialogues.queries import get_dialogue
from app.i18n import page_locale
from app.localized import LocalizedText
from app.reading import NOBODY
from app.rounds.queries import get_round
from app.web import current_user, database, db, performed, requires

bp = Blueprint("calendar", __name__)


@bp.get("/<dialogue>/calendar.ics")
@requires(Permission.READ)
def dialogue_file(dialogue: str) -> Response:
    held_in = get_dialogue(db, dialogue)
    rounds = rounds_for_calendar(db, dialogue=held_in)
    return _answer(rounds, held_in.name, page_locale(), file_name=dialogue)


@bp.get("/<dialogue>/<round:ref>/calendar.ics")
@requires(Permission.READ)
def round_file(dialogue: str, ref: str) -> Response:
    meeting = get_round(db, dialogue, ref)
    rounds = rounds_for_calendar(db, meeting=meeting)
    return _answer(rounds, meeting.dialogue.name, page_locale(), file_name=f"{dialogue}-{ref}")


@bp.get("/calendar/<secret>.ics")
def show_feed(secret: str) -> Response:
    """The rounds that the feed's user may read today; no cookie makes a difference."""
    with Session(database.engine, info={"viewer": NOBODY}) as feed_db:
        feed, viewer = feed_at(feed_db, secret)
        feed_db.info["viewer"] = viewer
        locale, name = feed.user.locale, _everything(feed.user.locale)
        dialogue = feed.dialogue
        rounds = rounds_for_calendar(feed_db, dialogue=dialogue)
        answer = _answer(rounds, dialogue.name if dialogue else name, locale)
    answer.make_conditional(request)
    return answer


def _everything(locale: str) -> str:
    with force_locale(locale.replace("-", "_")):
        return _("Dialogue rounds")


def _answer(
    rounds: Sequence[CalendarRound],
    name: LocalizedText | str,
    locale: str,
    *,
    file_name: str | None = None,
) -> Response:
    """A calendar, to be saved under `file_name` where there is one."""
    body = calendar_of(
        rounds,
        name=name,
        locale=locale,
        address=lambda slug, ref: record_url(slug, ref, _external=True),
        now=datetime.now(UTC),
    )
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.add_etag()
    if file_name:
        answer.headers.set("Content-Disposition", "attachment", filename=f"{file_name}.ics")
    return answer


@bp.route("/account/calendars", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def show_calendars() -> ResponseReturnValue:
    """The address of a new feed stands on the answer to its form, and nowhere else ever."""
    joined = dialogues_joined(db, current_user())
    wanted = request.args.get("dialogue")
    chosen = next((one for one in joined if one.slug == wanted), None)
    form = FeedForm(data={"dialogue": chosen})
    form.offer(joined)
    if performed(form, commands.make_feed):
        return _page(form=None, made=form.result)
    return _page(form=form if joined else None)


@bp.post("/account/calendars/revoke")
@requires(Permission.SIGNED_IN)
def revoke_feed() -> ResponseReturnValue:
    form = RevokeForm()
    form.offer(feeds_of(db, current_user()))
    # One that is not there, or was revoked in another window, is as the user wants it.
    performed(form, commands.revoke_feed)
    return redirect(url_for(".show_calendars"))


def _page(*, form: FeedForm | None, made: commands.MadeFeed | None = None) -> str:
    address = url_for(".show_feed", secret=made.secret, _external=True) if made else None
    feeds = feeds_of(db, current_user())
    return render_template(
        "calendar/show_calendars.html", form=form, made=made, address=address, feeds=feeds
    )
