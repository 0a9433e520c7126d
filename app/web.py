"""What every view shares: the request's database session, permission, and running a command."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast

from flask import Flask, abort, request, session
from flask_login import LoginManager, UserMixin, login_user
from flask_login import current_user as signed_in
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.local import LocalProxy

from app.accounts.commands import sign_in
from app.accounts.models import Role, User
from app.accounts.policy import Permission, grants
from app.dialogues.models import Dialogue, Membership
from app.dialogues.queries import account, get_dialogue, viewer_of
from app.forms import EditForm, Form
from app.reading import NOBODY, Viewer
from app.rules import Outdated, Refused, _

csrf = CSRFProtect()
login = LoginManager()
database = SQLAlchemy(session_options={"expire_on_commit": False})

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SAFE = {"GET", "HEAD", "OPTIONS"}


def init_app(app: Flask) -> None:
    app.config["SQLALCHEMY_ENGINES"] = {"default": app.config["DATABASE_URL"]}
    for part in (csrf, login, database):
        part.init_app(app)
    login.login_view = "accounts.sign_in"
    login.login_message = None
    login.user_loader(_sign_in_by_cookie)
    app.before_request(_refuse_nul)
    app.after_request(_protect)
    app.context_processor(lambda: {"may": may, "Permission": Permission})


def _refuse_nul() -> None:
    """No database holds a NUL, so nothing can be called by one."""
    if "\x00" in request.path or any("\x00" in value for value in request.args.values()):
        abort(404)


def _protect(response: Any) -> Any:
    # A file that people uploaded is held back even more: its view says so.
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


class SignedIn(UserMixin):
    """The user of this request, with their role in each dialogue by its slug."""

    def __init__(self, user: User, memberships: Sequence[tuple[Membership, str]]) -> None:
        self.user = user
        self.name, self.is_admin = user.name, user.is_admin
        self.memberships = {slug: member for member, slug in memberships}
        self.viewer = viewer_of(user, [member for member, _slug in memberships])

    def get_id(self) -> str:
        return f"{self.user.id}:{self.user.session_key}"

    def roles(self, dialogue: str | None) -> set[Role]:
        """The roles that count: in this dialogue, or in any where the page is about none."""
        members = self.memberships
        chosen = members.values() if dialogue is None else filter(None, [members.get(dialogue)])
        roles = {member.role for member in chosen}
        return roles | ({Role.ADMIN} if self.is_admin else set())


def _sign_in_by_cookie(cookie: str) -> SignedIn | None:
    number, _colon, key = cookie.partition(":")
    if not number.isdecimal() or (found := account(_opened(), int(number))) is None:
        return None
    user, memberships = found
    if user.session_key != key:
        return None
    person = SignedIn(user, memberships)
    _opened().info["viewer"] = person.viewer
    session.setdefault("locale", user.locale)
    return person


def _opened() -> Session:
    """The request's session; its viewer is nobody until the cookie has been read."""
    opened = database.session
    if "viewer" not in opened.info:
        opened.info["viewer"] = NOBODY
        if request.method not in SAFE:
            # Take the writer's place before the first read: see `app.db`.
            opened.connection(execution_options={"writes": True})
    return opened


def _db() -> Session:
    bool(signed_in.is_authenticated)  # reads the cookie, once a request
    return _opened()


db = cast(Session, LocalProxy(_db))


def viewer() -> Viewer:
    return cast(Viewer, _db().info["viewer"])


def current_user() -> User:
    """The account behind the request. Aborts with 401 where there is none."""
    return signed_in.user if signed_in.is_authenticated else abort(401)


def may(permission: Permission, dialogue: Dialogue | str | None = None) -> bool:
    """Whether the signed-in user may do this, in the dialogue or, without one, in any."""
    slug = dialogue.slug if isinstance(dialogue, Dialogue) else dialogue
    if not signed_in.is_authenticated:
        return False
    if permission in (Permission.SIGNED_IN, Permission.READ):
        return True  # what there is to read is the reading rule's to say
    return any(grants(role, permission) for role in signed_in.roles(slug))


def requires(permission: Permission) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let a view run only for users who hold `permission`. Every view carries exactly one.

    A dialogue that the user may not know of is not found, whatever they asked to do in it.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**arguments: Any) -> Any:
            if not signed_in.is_authenticated:
                return login.unauthorized()
            slug = arguments.get("dialogue")
            if not may(permission, slug):
                if slug is not None:
                    get_dialogue(_db(), slug)
                abort(403)
            return view(**arguments)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


TRIES = 3
COLLIDED = _("Someone else saved at the same moment. Look again, and save once more.")


def performed(form: Form, command: Callable[..., Any], **known: Any) -> bool:
    """Run `command` with the form's values and commit; put a refusal back on the form.

    What the command returns is kept as `form.result`. An edit that began from an older revision
    is not made: the form shows both texts instead.
    """
    if not form.validate_on_submit():
        return False
    for _attempt in range(TRIES):
        if isinstance(form, EditForm) and form.is_outdated:
            form.show_conflict()
            form.show(Outdated())
            return False
        try:
            form.result = command(_db(), actor=current_user(), **known, **form.values)
            _db().commit()
        except Refused as refusal:
            _start_again()
            form.show(refusal)
            return False
        except (StaleDataError, IntegrityError, OperationalError) as error:
            if not _is_collision(error):
                raise
            # Another saved in between. Where two saw the same number free, the second sees it
            # taken at the next try; an edit finds that it is outdated.
            _start_again()
        else:
            return True
    form.show(Refused(COLLIDED))
    return False


def _is_collision(error: Exception) -> bool:
    """Whether another's saving was in the way; PostgreSQL ends one of two that wait in a ring."""
    if not isinstance(error, OperationalError):
        return True
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001")


def _start_again() -> None:
    """Undo everything; on SQLite take the writer's place again before the next look."""
    opened = _db()
    opened.rollback()
    opened.connection(execution_options={"writes": True})


def sign_in_with(form: Form) -> User | None:
    """Sign in with the form's name and password; a failure is kept, and put on the form."""
    if not form.validate_on_submit():
        return None
    try:
        user = sign_in(_db(), address=request.remote_addr or "", **form.values)
    except Refused as refusal:
        _db().commit()  # the failure counts against the next try
        form.show(refusal)
        return None
    session.clear()
    login_user(SignedIn(user, []))
    session.permanent = True
    return user


def refused(command: Callable[..., Any], **known: Any) -> Refused | None:
    """Run a command that has no form; the refusal, where there is one."""
    try:
        command(_db(), actor=current_user(), **known)
        _db().commit()
    except Refused as refusal:
        _start_again()
        return refusal
    except (StaleDataError, IntegrityError, OperationalError) as error:
        if not _is_collision(error):
            raise
        _start_again()
        return Refused(COLLIDED)
    return None
