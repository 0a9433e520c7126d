"""Telling one preview from any other: a digest of all that it shows and all that it would write."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from app.db import Base
from app.localized import LocalizedText
from app.notes.steps import Step
from app.partial_date import PartialDate


def fingerprint_of(*parts: Any) -> str:
    """The same in every process: of rows on record, which they are and at which revision."""
    digest = sha256()
    known: dict[int, int] = {}
    for piece in _pieces(parts, known):
        digest.update(piece.encode("utf-8", "surrogatepass"))
        digest.update(b"\x00")
    return digest.hexdigest()


def _pieces(value: Any, known: dict[int, int]) -> Iterator[str]:
    match value:
        case Base():
            yield from (value.__tablename__, _key_of(value), str(getattr(value, "revision", "")))
        case LocalizedText():
            yield value.to_json()
        case Enum() | PartialDate() | str() | int() | float() | None:
            yield f"{type(value).__name__} {value}"
        case Mapping():
            for key in sorted(value, key=str):
                yield str(key)
                yield from _pieces(value[key], known)
        case Sequence():
            yield f"list of {len(value)}"
            for one in value:
                yield from _pieces(one, known)
        case _:
            yield from _fields(value, known)


def _fields(value: Any, known: dict[int, int]) -> Iterator[str]:
    """A step that others build on is told once, then by its place."""
    if not is_dataclass(value):
        raise TypeError(f"a preview does not hold {type(value).__name__}")
    yield type(value).__name__
    if isinstance(value, Step):
        if id(value) in known:
            yield str(known[id(value)])
            return
        known[id(value)] = len(known)
    for one in fields(value):
        yield from _pieces(getattr(value, one.name), known)


def _key_of(row: Base) -> str:
    return ".".join(map(str, sa.inspect(row).identity or ()))
