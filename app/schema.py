"""Bringing a database to the schema that this version of the code expects."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config as Alembic
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

# For its hooks: how a connection to SQLite is set up and begins.
import app.db  # noqa: F401

SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"


class BrokenReferences(Exception):
    """A migration would leave rows that point at nothing; it was not carried out."""


def upgrade(database: sa.Engine | str) -> None:
    """Bring the database to the newest revision, all steps or none.

    Raises BrokenReferences where a row would point at nothing afterwards.
    """
    if isinstance(database, str):
        engine = sa.create_engine(database)
        try:
            upgrade(engine)
        finally:
            engine.dispose()
        return
    with migrating(database) as connection:
        command.upgrade(alembic_for(connection), "head")


def is_current(engine: sa.Engine) -> bool:
    """Whether the database stands at the newest revision."""
    newest = ScriptDirectory.from_config(alembic_for(None)).get_heads()
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_heads()
    return set(present) == set(newest)


def alembic_for(connection: sa.Connection | None) -> Alembic:
    """Alembic's settings, without a file: `migrations` stands beside `app` wherever installed."""
    alembic = Alembic(attributes={"connection": connection})
    alembic.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return alembic


@contextmanager
def migrating(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection in one transaction, on which tables may be rebuilt.

    SQLite changes a table by dropping it for a copy, and with foreign keys on, dropping it deletes
    every row that refers to it. They are therefore off until the end, and checked before it.
    """
    with engine.connect().execution_options(writes=True) as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        # On the driver's own connection: within a transaction the setting would change nothing.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                _check_references(connection)
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def _check_references(connection: sa.Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        places = sorted({f"{table} → {parent}" for table, _row, parent, _key in broken})
        raise BrokenReferences(f"rows would point at nothing: {', '.join(places)}")
