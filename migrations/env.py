"""Run migrations on the connection handed over, else on the database of the environment."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import context

from app.db import Base, LocalizedTextColumn, PartialDateColumn, UtcDateTime
from app.schema import migrating
from config import Config

APP = Path(__file__).resolve().parent.parent / "app"

# A migration must read the same when our types have moved on: it names the plain ones.
PLAIN = {
    UtcDateTime: "sa.DateTime(timezone=True)",
    PartialDateColumn: "sa.String(length=10)",
    LocalizedTextColumn: "sa.Text()",
}


def load_models() -> None:
    for path in sorted(APP.glob("*/models.py")):
        import_module(f"app.{path.parent.name}.models")


def number(_context: Any, _revision: Any, directives: Iterable[Any]) -> None:
    """Name revisions 0001, 0002, … so that the folder reads in order."""
    for script in directives:
        script.rev_id = f"{int(context.script.get_current_head() or 0) + 1:04d}"


def plain(kind: str, item: Any, _context: Any) -> str | bool:
    return PLAIN.get(type(item), False) if kind == "type" else False


def run(connection: sa.Connection) -> None:
    load_models()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plain,
        process_revision_directives=number,
    )
    with context.begin_transaction():
        context.run_migrations()


if (handed_over := context.config.attributes.get("connection")) is not None:
    run(handed_over)
else:
    with migrating(sa.create_engine(Config.from_env().DATABASE_URL)) as opened:
        run(opened)
