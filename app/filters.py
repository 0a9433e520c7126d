"""Registers keep what they are narrowed to, and the place reached, in the address."""

import enum
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request, url_for

E = TypeVar("E", bound=enum.StrEnum)


def chosen_member(members: type[E], name: str) -> E | None:
    """The member that the address asks for; anything else is no narrowing."""
    try:
        return members(request.args.get(name, ""))
    except ValueError:
        return None


def chosen_page() -> tuple[str, int] | None:
    """The date and number of the last row seen, from `after=2024-02-12.17`."""
    date, _dot, number = request.args.get("after", "").rpartition(".")
    return (date[:10], int(number)) if number.isdecimal() and len(number) < 10 else None


def next_page(
    found: Sequence[Any], size: int, place: Callable[[Any], tuple[str, int]]
) -> str | None:
    """The address of the next page, where more was found than fits on this one."""
    if len(found) <= size:
        return None
    date, number = place(found[size - 1])
    return same_page(after=f"{date}.{number}")


def same_page(**changed: str) -> str:
    """The address of this page, as it is narrowed, with some of it changed."""
    # Whatever stands in the address is no argument of ours: a key may be called as one is.
    given = {**request.args, **changed}
    return f"{url_for(str(request.endpoint), **(request.view_args or {}))}?{urlencode(given)}"
