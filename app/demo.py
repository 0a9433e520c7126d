"""The demo: a fresh database of its own beside the real one, and one account for each role."""

import secrets
from pathlib import Path

from sqlalchemy.orm import Session

from app.accounts.commands import add_user
from app.accounts.models import Role
from app.dialogues.commands import set_membership
from app.dialogues.queries import all_dialogues
from app.schema import upgrade
from config import INSTANCE, Config, kept_secret

SAMPLES = (
    Path(__file__).parent / "sample" / "public-record.json",
    Path(__file__).parent / "sample" / "illustrative.json",
)


# Name to sign in with, name shown, role. The side is left open: they work for the dialogue.
ACCOUNTS = (
    ("reader", "Rosa Reader", Role.READER),
    ("author", "Arthur Author", Role.AUTHOR),
    ("secretary", "Selma Secretary", Role.SECRETARY),
    ("lead", "Leo Lead", Role.LEAD),
    ("admin", "Ada Admin", Role.ADMIN),
)


def add_accounts(db: Session) -> dict[str, str]:
    """One account for each role, a member of every dialogue. Returns names and new passwords.

    The administrator reads along, for an administrator alone reads no record.
    """
    passwords = {}
    for sign_in_name, name, role in ACCOUNTS:
        password = passwords[sign_in_name] = secrets.token_urlsafe(9)
        user = add_user(
            db,
            actor=None,
            sign_in_name=sign_in_name,
            name=name,
            password=password,
            is_admin=role is Role.ADMIN,
        )
        here = Role.READER if role is Role.ADMIN else role
        for dialogue in all_dialogues(db):
            set_membership(db, actor=None, user=user, dialogue=dialogue, role=here)
    return passwords


def set_up() -> Config:
    """Take the old demo database away and make a new one. Returns the settings to serve it with."""
    INSTANCE.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = INSTANCE / "demo.db"
    for path in (database, *INSTANCE.glob("demo.db-*")):
        path.unlink(missing_ok=True)
    config = Config(
        SECRET_KEY=kept_secret(INSTANCE),
        DATABASE_URL=f"sqlite:///{database}",
        # The demo is served over plain HTTP, to this machine alone.
        SESSION_COOKIE_SECURE=False,
    )
    upgrade(config.DATABASE_URL)
    return config
