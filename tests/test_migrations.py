"""The migrations lead, from nothing, to exactly the models, and back with rows in the tables."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from app import schema
from app.db import Base
from app.schema import BrokenReferences, alembic_for, is_current, migrating, upgrade
from tests.make import Make
from tests.oracle import fill

SCRIPTS = ScriptDirectory.from_config(alembic_for(None))
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]
FILES = sorted(Path(schema.SCRIPTS, "versions").glob("*.py"))

# PostgreSQL's own printing of what it keeps, by table.
POSTGRESQL_SCHEMA = """
    SELECT table_name, column_name || ' ' || data_type || ' ' || is_nullable || ' '
        || coalesce(character_maximum_length::text, '') || ' ' || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def printed_schema(connection: sa.Connection) -> dict[str, list[str]]:
    """What the database says of each table and index, CHECK constraints included, sorted."""
    printed: dict[str, list[str]] = {}
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        )
        for name, sql in rows:
            printed[name] = sorted(sql.replace('"', "").replace(",", " ").split())
    else:
        for table, part in connection.exec_driver_sql(POSTGRESQL_SCHEMA):
            printed.setdefault(table.strip('"'), []).append(part)
    printed.pop("alembic_version", None)
    return {name: sorted(parts) for name, parts in printed.items()}


def schema_of(engine: sa.Engine) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return printed_schema(connection)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(
    request: pytest.FixtureRequest,
    new_database: Callable[..., str],
    engines_closed: None,
) -> sa.Engine:
    """A database in which nothing is yet."""
    return sa.create_engine(new_database(request.param, migrated=False))


@pytest.fixture
def filled(db: Session, make: Make) -> None:
    """Rows in every table but the one of failed sign-ins."""
    make.user()
    fill(make)
    db.commit()


def rows_by_table(engine: sa.Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


def step(engine: sa.Engine, change: Callable[..., None], revision: str) -> None:
    with migrating(engine) as connection:
        change(alembic_for(connection), revision)


def test_history_is_one_line():
    assert len(SCRIPTS.get_heads()) == 1
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_the_migrated_schema_is_the_models(engine: sa.Engine, new_database: Callable[..., str]):
    made = sa.create_engine(new_database(engine.dialect.name, migrated=False))
    Base.metadata.create_all(made)

    assert schema_of(engine) == schema_of(made)
    assert set(sa.inspect(made).get_table_names()) == set(Base.metadata.tables)


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_step_can_be_taken_back(empty: sa.Engine, revision: str):
    before = SCRIPTS.get_revision(revision).down_revision or "base"
    if before != "base":
        step(empty, command.upgrade, before)
    expected = schema_of(empty)
    step(empty, command.upgrade, revision)

    step(empty, command.downgrade, before)

    assert schema_of(empty) == expected


def test_a_full_database_goes_all_the_way_back_and_up_again(engine: sa.Engine, filled: None):
    current = schema_of(engine)

    for revision in reversed(REVISIONS):
        before = SCRIPTS.get_revision(revision).down_revision or "base"
        step(engine, command.downgrade, before)

    assert schema_of(engine) == {}
    upgrade(engine)
    assert schema_of(engine) == current


def test_upgrading_twice_changes_nothing(engine: sa.Engine, filled: None):
    before = rows_by_table(engine)

    upgrade(engine)

    assert rows_by_table(engine) == before
    assert [name for name, rows in before.items() if not rows] == ["sign_in_attempt"]


def test_a_database_knows_whether_it_is_current(empty: sa.Engine):
    assert not is_current(empty)

    upgrade(empty)

    assert is_current(empty)


def test_an_address_will_do_for_an_engine(empty: sa.Engine):
    upgrade(empty.url.render_as_string(hide_password=False))

    assert is_current(empty)


def rebuild(connection: sa.Connection, table: str) -> None:
    """What a migration that changes a column does: on SQLite the table is made anew."""
    operations = Operations(MigrationContext.configure(connection))
    with operations.batch_alter_table(table, recreate="auto") as batch:
        batch.alter_column("note", server_default="{ }", existing_type=sa.Text())


def test_changing_a_table_leaves_the_rows_that_refer_to_it(engine: sa.Engine, filled: None):
    # SQLite would follow this rule when the old table is dropped.
    with migrating(engine) as connection:
        connection.execute(sa.text("CREATE TABLE parent (id INTEGER PRIMARY KEY, note TEXT)"))
        connection.execute(
            sa.text(
                "CREATE TABLE child (id INTEGER PRIMARY KEY,"
                " parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE)"
            )
        )
        connection.execute(sa.text("INSERT INTO parent (id) VALUES (1)"))
        connection.execute(sa.text("INSERT INTO child (id, parent_id) VALUES (1, 1)"))

    with migrating(engine) as connection:
        rebuild(connection, "parent")
        rebuild(connection, "record")

    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM child")) == 1
        assert connection.scalar(sa.text("SELECT count(*) FROM consensus_item")) > 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_migration_that_breaks_a_reference_is_not_carried_out(engine: sa.Engine, filled: None):
    def bare(sql: str) -> int:
        with engine.connect() as connection:
            return connection.scalar(sa.text(sql))

    rows = bare("SELECT count(*) FROM dialogue")

    with pytest.raises(BrokenReferences, match="side → dialogue"), migrating(engine) as connection:
        connection.execute(sa.text("DELETE FROM dialogue"))

    assert bare("SELECT count(*) FROM dialogue") == rows
    assert bare("PRAGMA foreign_keys") == 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_migrations_do_not_import_the_app(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert not any(name.split(".")[0] == "app" for name in names), names
