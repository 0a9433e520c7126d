"""Statements are compiled once in a run, not once for each test's database.

SQLAlchemy keeps what it compiled for each engine; here every database has an engine of its own, and
compiling took a third of a run. What is compiled depends on the kind of database alone, so that the
dialects of one kind are taken for one, and all engines of a kind share one store.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

_STORES: dict[type[Dialect], LRUCache[Any, Any]] = {}


def _is_same_kind(one: Dialect, other: object) -> bool:
    return type(one) is type(other)


def _hash_of_kind(dialect: Dialect) -> int:
    return hash(type(dialect))


def compile_once() -> None:
    """From here on, for every engine that connects."""
    for url in ("sqlite://", "postgresql+psycopg://"):
        kind: Any = sa.make_url(url).get_dialect()
        kind.__eq__, kind.__hash__ = _is_same_kind, _hash_of_kind

    @sa.event.listens_for(sa.Engine, "engine_connect")
    def share(connection: sa.Connection) -> None:
        engine = connection.engine
        store = _STORES.setdefault(type(engine.dialect), LRUCache(1500))
        if engine._compiled_cache is not store:
            engine._compiled_cache = store
