"""Accounts: signing in, adding, changing, closing them."""

import hashlib
import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.orm import Session

from app.accounts.models import SignInAttempt, User
from app.accounts.queries import (
    TRIES,
    TRIES_OF_AN_ADDRESS,
    WINDOW,
    is_throttled,
    user_by_name,
)
from app.audit.commands import record, snapshot
from app.localized import LANGUAGES
from app.rules import Refused, _

HASHER = PasswordHasher()
# Compared with when there is no such account, so that both answers take as long.
NO_ONE = HASHER.hash(secrets.token_hex(16))
SHORTEST_PASSWORD = 10


def sign_in(db: Session, *, sign_in_name: str, password: str, address: str) -> User:
    """The account, if the password is right. Raises Refused otherwise, in the same words always.

    The failure is left in the session for the caller to commit. Names and addresses are kept
    hashed, and no longer than they count.
    """
    now = datetime.now(UTC)
    name = _hashed("name", sign_in_name.strip().lower())
    limits = {name: TRIES, _hashed("address", address): TRIES_OF_AN_ADDRESS}
    if is_throttled(db, limits, now):
        raise Refused(_("Too many tries. Wait ten minutes and try again."), field="password")
    user = user_by_name(db, sign_in_name)
    if _fits(user.password_hash if user else NO_ONE, password) and user and user.is_active:
        return user
    db.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    db.add_all(SignInAttempt(subject=subject, at=now) for subject in limits)
    raise Refused(_("The name or the password is not right."), field="password")


def _hashed(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


def _fits(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def add_user(
    db: Session,
    *,
    actor: User | None,
    sign_in_name: str,
    name: str,
    password: str,
    is_admin: bool = False,
    locale: str = "en",
) -> User:
    sign_in_name = sign_in_name.strip().lower()
    if not sign_in_name or not name.strip():
        raise Refused(_("An account has a name to sign in with and a name to be shown."))
    if user_by_name(db, sign_in_name):
        raise Refused(_("There is an account of this name already."), field="sign_in_name")
    _refuse_weak(password)
    user = User(
        sign_in_name=sign_in_name,
        name=name.strip(),
        password_hash=HASHER.hash(password),
        session_key=secrets.token_hex(16),
        is_admin=is_admin,
        locale=locale,
    )
    db.add(user)
    record(db, actor, "user.added", user)
    return user


def change_user(
    db: Session,
    *,
    actor: User,
    user: User,
    name: str,
    is_admin: bool,
    is_active: bool,
    password: str = "",
) -> None:
    """Change an account. A new password, or closing it, ends its open sessions."""
    if user is actor and not (is_admin and is_active):
        raise Refused(_("You cannot take your own account away."), field="is_active")
    before = snapshot(user)
    if password:
        _refuse_weak(password)
        user.password_hash = HASHER.hash(password)
    if password or not is_active:
        user.session_key = secrets.token_hex(16)
    user.name, user.is_admin, user.is_active = name.strip(), is_admin, is_active
    record(db, actor, "user.changed", user, before=before)


def change_password(db: Session, *, actor: User, current: str, password: str) -> None:
    """Choose another password for oneself; ends the open sessions, also the one it is done in."""
    if not _fits(actor.password_hash, current):
        raise Refused(_("This is not your password."), field="current")
    _refuse_weak(password)
    before = snapshot(actor)
    actor.password_hash = HASHER.hash(password)
    actor.session_key = secrets.token_hex(16)
    record(db, actor, "user.password-changed", actor, before=before)


def _refuse_weak(password: str) -> None:
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            _("A password has at least %(count)d characters."),
            field="password",
            count=SHORTEST_PASSWORD,
        )


def choose_language(db: Session, *, actor: User, locale: str) -> None:
    """Raises Refused for a language that the house does not keep."""
    if locale not in LANGUAGES:
        raise Refused(_("There is no such language."))
    if actor.locale != locale:
        before = snapshot(actor)
        actor.locale = locale
        record(db, actor, "user.language-chosen", actor, before=before)
