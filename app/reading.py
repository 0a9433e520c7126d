"""Who reads what: a database session is opened for a viewer, and loads nothing else, ever.

Each table states its rule in `readable`, as one SQL expression over the parameters below. The
expression is the same for every viewer, so statements are compiled once; the viewer's own values
are bound when a statement runs. A session without a viewer cannot run a query at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session
from sqlalchemy.sql.util import _deep_annotate

from app.db import Base

SEES_EVERYTHING = sa.bindparam("viewer_sees_everything", type_=sa.Boolean, required=True)
ADMINISTERS = sa.bindparam("viewer_administers", type_=sa.Boolean, required=True)
SIGNED_IN = sa.bindparam("viewer_signed_in", type_=sa.Boolean, required=True)


def _ids(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=sa.Integer, expanding=True, required=True)


PARTICIPANT_OF = _ids("viewer_participant_of")
SECRETARIAT_OF = _ids("viewer_secretariat_of")
OWN_SIDES = _ids("viewer_own_sides")


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """Whoever reads: a person signed in, an audience that a paper is for, or the house itself.

    The sets hold ids: of the dialogues whose `participants` and whose `secretariat` level this
    viewer may read, and of the sides for whose own records it may.
    """

    signed_in: bool = True
    sees_everything: bool = False
    administers: bool = False
    participant_of: frozenset[int] = frozenset()
    secretariat_of: frozenset[int] = frozenset()
    own_sides: frozenset[int] = frozenset()

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "viewer_signed_in": self.signed_in,
            "viewer_sees_everything": self.sees_everything,
            "viewer_administers": self.administers,
            "viewer_participant_of": sorted(self.participant_of),
            "viewer_secretariat_of": sorted(self.secretariat_of),
            "viewer_own_sides": sorted(self.own_sides),
        }


NOBODY = Viewer(signed_in=False)
# The house itself: commands of the console, and the counting that has to see all there is.
THE_HOUSE = Viewer(sees_everything=True)

AS_THE_HOUSE: Mapping[str, Any] = {"viewer": THE_HOUSE}
"""Execution options for a statement that keeps the record whole whatever its user may read."""


def may_read(record: Any) -> sa.ColumnElement[bool]:
    """The rule of a record, over its class or its table's columns; levels from narrow to wide."""
    return sa.or_(
        SEES_EVERYTHING,
        sa.and_(record.disclosure == "side", record.side_id.in_(OWN_SIDES)),
        sa.and_(record.disclosure == "secretariat", record.dialogue_id.in_(SECRETARIAT_OF)),
        sa.and_(record.disclosure == "participants", record.dialogue_id.in_(PARTICIPANT_OF)),
        sa.and_(record.disclosure == "public", SIGNED_IN),
    )


def readable_record(record_id: Any) -> sa.ColumnElement[bool]:
    """Whether the viewer may read the record of this id: the rule of whatever belongs to one."""
    # The bare table, under a name of its own: the entity would be restricted again, and would be
    # taken for the one of the same name in the statement around.
    record = Base.metadata.tables["record"].alias()
    # Not EXISTS: PostgreSQL would answer it once for all records there are, not for the few asked.
    readable = sa.select(sa.true()).where(record.c.id == record_id, may_read(record.c))
    return sa.func.coalesce(readable.scalar_subquery(), sa.false())


def holds_public_records(dialogue_id: Any) -> sa.ColumnElement[bool]:
    record = Base.metadata.tables["record"].alias()
    return sa.exists().where(
        record.c.dialogue_id == dialogue_id, record.c.disclosure == "public", SIGNED_IN
    )


def may_hide() -> sa.ColumnElement[bool]:
    """Whether there is any record that the viewer may be told of and not read; mostly, none is."""
    record = Base.metadata.tables["record"].alias()
    kept = sa.and_(record.c.disclosure == "side", record.c.dialogue_id.in_(SECRETARIAT_OF))
    return sa.exists().where(kept, ~may_read(record.c))


class PartOfRecord:
    """A row that belongs to one record, and is read by whoever may read that record."""

    belongs_to: ClassVar[str] = "record_id"

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        return sa.or_(SEES_EVERYTHING, readable_record(getattr(cls, cls.belongs_to)))


class ReadingRule(LoaderCriteriaOption):
    """The rule of one table and of those that extend it, for the class or an alias of it.

    Its SQL is the same for every viewer, so that the table alone tells it from the other rules:
    SQLAlchemy's own option walks the whole expression for each statement. And its own option
    leaves an expression over the class as it is where an alias is joined explicitly, so that the
    alias would go unrestricted: here the rule is always made for the entity at hand.
    """

    inherit_cache = False

    def __init__(self, entity: type[Base]) -> None:
        super().__init__(entity, sa.true(), include_aliases=True)

    def _resolve_where_criteria(self, ext_info: Any) -> sa.ColumnElement[bool]:
        rule = ext_info.mapper.class_.readable.__func__(ext_info.entity)
        return _deep_annotate(
            rule,
            {"for_loader_criteria": self},
            detect_subquery_cols=True,
            ind_cols_on_fromclause=True,
        )

    def _gen_cache_key(self, _anon_map: Any, _bindparams: Any) -> tuple[Any, ...]:
        return (ReadingRule, self.entity)


@cache
def reading_rules() -> tuple[LoaderCriteriaOption, ...]:
    """The rules of all tables; one that states None holds nothing of a dialogue."""
    roots = (mapper.class_ for mapper in Base.registry.mappers if mapper.inherits is None)
    return tuple(ReadingRule(root) for root in roots if root.readable() is not None)


@sa.event.listens_for(Session, "do_orm_execute")
def _read_as_the_viewer(state: ORMExecuteState) -> None:
    if state.is_insert:
        return
    if not state.is_orm_statement:
        raise AssertionError("a statement on bare tables would escape the reading rule")
    if state.is_update or state.is_delete:
        _refuse_changes_in_bulk(state.bind_mapper)
    viewer: Viewer = state.execution_options.get("viewer") or state.session.info["viewer"]
    statement: Any = state.statement
    # Eager and lazy loads inherit the rules from the statement that loaded their parent; the lazy
    # load of a row that was just added has no such statement.
    if not any(isinstance(option, ReadingRule) for option in statement._with_options):
        statement = statement.options(*reading_rules())
    given: Any = state.parameters or {}
    state.statement = statement
    state.parameters = {**viewer.parameters, **given}


def _refuse_changes_in_bulk(mapper: Any) -> None:
    """The rule of a record stands in another table than its kind's own columns."""
    if mapper.inherits is not None or mapper.class_.append_only:
        raise AssertionError(f"rows of {mapper.class_.__name__} are not changed in bulk")


@sa.event.listens_for(Session, "before_flush")
def _keep_what_is_written_once(session: Session, _context: Any, _instances: Any) -> None:
    # A row's own columns: what is added to a collection is a column of the other row.
    changed: Iterable[Any] = (
        row for row in session.dirty if session.is_modified(row, include_collections=False)
    )
    for row in (*changed, *session.deleted):
        if row.append_only:
            raise AssertionError(f"{row!r} is written once")
