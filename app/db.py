"""The declarative base, the column types, and how a connection is set up. Knows no web."""

import enum
import json
from datetime import UTC, datetime
from itertools import combinations
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from app.localized import EMPTY, LANGUAGES, LocalizedText, Translation
from app.partial_date import PartialDate


class UtcDateTime(sa.TypeDecorator[datetime]):
    """An aware UTC datetime, also on databases that store no time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PartialDateColumn(sa.TypeDecorator[PartialDate]):
    """Stored as its ISO form, which sorts as the dates do."""

    impl = sa.String(10)
    cache_ok = True

    def process_bind_param(
        self, value: PartialDate | str | None, dialect: sa.Dialect
    ) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> PartialDate | None:
        return None if value is None else PartialDate(value)


class LocalizedTextColumn(sa.TypeDecorator[LocalizedText]):
    """Stored as canonical JSON text, the same on both databases; an absent text is `{}`."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(
        self, value: LocalizedText | str | None, dialect: sa.Dialect
    ) -> str | None:
        return value.to_json() if isinstance(value, LocalizedText) else value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> LocalizedText | None:
        if value is None:
            return None
        return LocalizedText.from_json(value) if value != "{}" else EMPTY


# What the stored form of a text holds beside its words; a quotation mark among those is escaped,
# so that none of these can be part of them.
NOT_WORDS = (
    *(f'"original": "{lang}"' for lang in LANGUAGES),
    '"translations": ',
    '"stale": ',
    *(f'"{lang}": ' for lang in LANGUAGES),
    *(f'"{state}"' for state in Translation),
    *(f'"{first} {second}"' for first, second in combinations(LANGUAGES, 2)),
    *(f'"{lang}"' for lang in LANGUAGES),
)


def says(column: Any, words: str) -> sa.ColumnElement[bool]:
    """Whether a LocalizedText column holds the words, in any language and whatever their case."""
    text: Any = sa.type_coerce(column, sa.Text)
    for part in NOT_WORDS:
        text = sa.func.replace(text, part, "")
    escaped = json.dumps(words.lower(), ensure_ascii=False)[1:-1]
    return sa.func.lower(text).contains(escaped, autoescape=True)


class Base(DeclarativeBase):
    """`readable` says, for every table, which rows a viewer may read: see `app.reading`."""

    metadata = sa.MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        PartialDate: PartialDateColumn,
        LocalizedText: LocalizedTextColumn,
        str: sa.Text,
        enum.StrEnum: sa.Enum(
            enum.StrEnum,
            values_callable=lambda members: [member.value for member in members],
            native_enum=False,
            create_constraint=True,
            length=30,
        ),
    }
    # Rows of the classes that say so are written once: no update, no deletion (`app.reading`).
    append_only: ClassVar[bool] = False

    @classmethod
    def readable(cls) -> "sa.ColumnElement[bool] | None":
        raise NotImplementedError(f"{cls.__name__} does not say who may read it")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {sa.inspect(self).identity}>"


Id = Annotated[int, mapped_column(primary_key=True)]


class Revised:
    """A row that people edit: an edit states the revision it began from, and the loser is told."""

    revision: Mapped[int] = mapped_column(default=1, server_default="1")

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__dict__.get("revision", cls.revision)}


def text_column(**options: Any) -> Any:
    """A LocalizedText that may be empty but never absent."""
    return mapped_column(default=EMPTY, server_default="{}", **options)


def partial_date_check(column: str) -> sa.CheckConstraint:
    """Only the three shapes of a PartialDate fit."""
    return sa.CheckConstraint(
        f"{column} LIKE '____' OR {column} LIKE '____-__' OR {column} LIKE '____-__-__'",
        name=f"{column}_shape",
    )


@sa.event.listens_for(sa.Engine, "connect")
def _set_up_sqlite(connection: Any, _record: Any) -> None:
    if not type(connection).__module__.startswith("sqlite3"):
        return
    # The driver must not begin transactions of its own: `_begin` does.
    connection.isolation_level = None
    for pragma in ("foreign_keys = ON", "busy_timeout = 20000", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA journal_mode = WAL")
    # Its own knows the capitals of ASCII alone.
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    return text.lower() if text is not None else None


@sa.event.listens_for(sa.Engine, "begin")
def _begin(connection: sa.Connection) -> None:
    # A transaction that reads first and writes later fails when another wrote in between, with no
    # retry that could help; one that means to write therefore takes its place in the queue first.
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
