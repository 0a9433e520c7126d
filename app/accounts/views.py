"""Pages for signing in and out, and for whoever looks after accounts."""

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user as signed_in
from flask_login import login_user, logout_user
from sqlalchemy.exc import NoResultFound

from app.accounts import commands, queries
from app.accounts.forms import MembershipForm, NewUserForm, PasswordForm, SignInForm, UserForm
from app.accounts.models import User
from app.accounts.policy import Permission
from app.dialogues import commands as memberships
from app.dialogues.models import Dialogue
from app.dialogues.queries import all_dialogues, memberships_of
from app.web import current_user, db, performed, refused, requires, sign_in_with

bp = Blueprint("accounts", __name__)

# A path of this site. Browsers read a backslash as a slash and leave out tabs and line ends, so
# that "/\t/elsewhere" would lead away.
OWN_PATH = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f]*")


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if signed_in.is_authenticated or sign_in_with(form):
        return redirect(own_path(request.args.get("next", "")))
    return render_template("accounts/sign_in.html", form=form)


def own_path(given: str) -> str:
    """Where to go next; home, unless it is a path of this site."""
    return given if OWN_PATH.fullmatch(given) else url_for("home.show_home")


@bp.post("/sign-out")
@requires(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    logout_user()
    return redirect(url_for(".sign_in"))


@bp.route("/account", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if performed(form, commands.change_password):
        stay_signed_in()
        return redirect(url_for("home.show_home"))
    return render_template("accounts/change_password.html", form=form)


def stay_signed_in() -> None:
    """Write this browser's cookie anew: the one it has ended with the other sessions."""
    login_user(signed_in._get_current_object())


@bp.get("/users")
@requires(Permission.ADMINISTER)
def show_users() -> ResponseReturnValue:
    return render_template("accounts/show_users.html", users=queries.users(db))


@bp.route("/users/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def new_user() -> ResponseReturnValue:
    form = NewUserForm()
    if performed(form, commands.add_user):
        return redirect(url_for(".edit_user", user_id=form.result.id))
    return render_template("accounts/new_user.html", form=form)


@bp.route("/users/<int:user_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit_user(user_id: int) -> ResponseReturnValue:
    user = queries.get_user(db, user_id)
    form = UserForm(row=user)
    if performed(form, commands.change_user, user=user):
        if user is current_user():
            stay_signed_in()
        return redirect(url_for(".show_users"))
    held = {member.dialogue_id: member for member in memberships_of(db, user)}
    return render_template(
        "accounts/edit_user.html", form=form, user=user, dialogues=all_dialogues(db), held=held
    )


def any_dialogue(slug: str) -> Dialogue:
    """The dialogue, whether or not the administrator reads it. Raises NoResultFound."""
    found = next((one for one in all_dialogues(db) if one.slug == slug), None)
    if found is None:
        raise NoResultFound
    return found


@bp.route("/users/<int:user_id>/dialogues/<dialogue>", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def set_membership(user_id: int, dialogue: str) -> ResponseReturnValue:
    user: User = queries.get_user(db, user_id)
    joined = any_dialogue(dialogue)
    form = MembershipForm(dialogue=joined, member=memberships.membership(db, user, joined))
    if performed(form, memberships.set_membership, user=user, dialogue=joined):
        return redirect(url_for(".edit_user", user_id=user.id))
    return render_template("accounts/set_membership.html", form=form, user=user, joined=joined)


@bp.post("/users/<int:user_id>/dialogues/<dialogue>/end")
@requires(Permission.ADMINISTER)
def end_membership(user_id: int, dialogue: str) -> ResponseReturnValue:
    user = queries.get_user(db, user_id)
    member = memberships.membership(db, user, any_dialogue(dialogue))
    if member is None:
        raise NoResultFound
    refused(memberships.end_membership, member=member)
    return redirect(url_for(".edit_user", user_id=user.id))
