"""How a command of the console says no."""

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.exc import NoResultFound


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
