"""How a command of the console says no, what it is given by name, and where it writes."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.accounts.models import Role, User
from app.dialogues.commands import set_membership
from app.dialogues.queries import get_dialogue, get_side
from app.exchange.commands import Imported


class Broken(click.ClickException):
    """One line on stderr that says what and where; exit code 1."""

    def show(self, file: Any = None) -> None:
        for sentence in self.message.splitlines():
            click.echo(f"throughline: {sentence}", err=True)


def found(look: Callable[[], Any], otherwise: str) -> Any:
    try:
        return look()
    except NoResultFound:
        raise Broken(otherwise) from None


def counted(done: Imported, *, dry_run: bool) -> Iterator[str]:
    """What an import did, or would do, a line for each verb."""
    counts = (("created", done.created), ("changed", done.changed), ("unchanged", done.unchanged))
    for verb, of in counts:
        words = ", ".join(f"{count} {sort}" for sort, count in of.items() if count)
        yield f"{'would be ' if dry_run else ''}{verb}: {words or 'nothing'}"


def make_member(db: Session, person: User, slug: str, role: str, code: str) -> None:
    dialogue = found(lambda: get_dialogue(db, slug), f"no dialogue {slug!r}")
    if role not in list(Role):
        raise Broken(f"no role {role!r}: one of {', '.join(Role)}")
    side = found(lambda: get_side(db, dialogue, code), f"no side {code!r}") if code else None
    set_membership(db, actor=None, user=person, dialogue=dialogue, role=Role(role), side=side)


def write(content: bytes, output: Path | None) -> None:
    """To a file, or where there is none to what the console prints."""
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as wrong:
        raise Broken(f"{output}: {wrong.strerror}") from wrong
