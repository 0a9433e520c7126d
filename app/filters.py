"""Registers keep what they are narrowed to, and the place reached, in the address."""

import enum
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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
    given = {**request.view_args, **request.args, "after": f"{date}.{number}"}  # type: ignore[dict-item]
    return url_for(str(request.endpoint), **given)
