"""The first page, the choice of a language, and the sign of life."""

import sqlalchemy as sa
from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user as signed_in

from app.accounts import commands as accounts
from app.accounts.models import User
from app.accounts.policy import Permission
from app.accounts.views import own_path
from app.actions.queries import urgent
from app.dialogues.queries import dialogues
from app.gaps.queries import last_visits
from app.home import queries
from app.localized import LANGUAGES
from app.rounds.views import today
from app.web import current_user, db, may, refused, requires

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(Permission.SIGNED_IN)
def show_home() -> str:
    known = dialogues(db)
    return render_template(
        "home/home.html",
        dialogues=known,
        coming=queries.next_rounds(db),
        held=queries.last_rounds(db),
        overdue=urgent(db, today()),
        unsettled=queries.unsettled(db, known),
        looked=last_visits(db, current_user()),
        changes=queries.latest_changes(db) if may(Permission.HISTORY) else [],
    )


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Keep the language in the cookie and, for who is signed in, with the account."""
    locale = request.form.get("locale", "")
    if locale in LANGUAGES:
        session["locale"] = locale
        if signed_in.is_authenticated:
            refused(accounts.choose_language, locale=locale)
    return redirect(own_path(request.form.get("next", "")))


@bp.get("/healthz")
def healthz() -> tuple[str, int]:
    """Whether the server and its database answer."""
    db.execute(sa.select(User.id).limit(1))
    return "ok\n", 200
