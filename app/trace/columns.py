"""The columns of which links and records are told, in the order of the rows that hold them."""

from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, with_polymorphic

from app.db import LocalizedTextColumn
from app.dialogues.models import Dialogue, Side, Track
from app.localized import LocalizedText
from app.records.models import Record, RecordKind, Source
from app.rounds.models import Round
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.steps import TraceNode, TraceStep
from app.trace.suspicion import suspect


def step_columns(
    earlier: Any, later: Any, *, among: Any = None, on: Any = None
) -> sa.Select[*tuple[Any, ...]]:
    """Columns in the order of TraceStep's fields, with both ends joined under the given names.

    `among` are rows that say `on` which condition a link is wanted, once each. PostgreSQL sets no
    more than eight tables in an order of its own: what names the few links must stand first.
    """
    links = sa.orm.join(among, TraceLink, on) if among is not None else TraceLink
    reported_by, disputed_by = aliased(Side), aliased(Side)
    evidence = aliased(Record)
    return (
        sa.select(
            TraceLink.id,
            TraceLink.earlier_id,
            TraceLink.later_id,
            TraceLink.kind,
            TraceLink.basis,
            TraceLink.status,
            suspect(earlier, later).label("is_suspect"),
            Source.title,
            TraceLink.place,
            TraceLink.rationale,
            reported_by.name,
            disputed_by.name,
            evidence.ref,
            evidence.title,
        )
        .select_from(links)
        .join(TraceLink.earlier.of_type(earlier))
        .join(TraceLink.later.of_type(later))
        .outerjoin(TraceLink.source)
        .outerjoin(TraceLink.reported_by.of_type(reported_by))
        .outerjoin(TraceLink.disputed_by.of_type(disputed_by))
        .outerjoin(TraceLink.evidence.of_type(evidence))
    )


STEP = 14
KINDS = {str(kind): kind for kind in LinkKind}
BASES = {str(basis): basis for basis in Basis}
STATUSES = {str(status): status for status in LinkStatus}
RECORD_KINDS = {str(kind): kind for kind in RecordKind}
TRACKS = {str(track): track for track in Track}


def node_columns(record: Any, dialogue: Any) -> list[Any]:
    """Columns in the order of TraceNode's fields."""
    return [
        record.id,
        record.ref,
        record.kind,
        record.title,
        record.happened,
        record.Round.number,
        dialogue.slug,
        dialogue.name,
        dialogue.track,
    ]


def any_record() -> Any:
    return with_polymorphic(Record, [Round], aliased=True, flat=True)


def as_stored(columns: Iterable[Any]) -> list[Any]:
    """The same columns without what is made of each value: `steps_in` and `nodes_of` make it."""
    made = (sa.Enum, LocalizedTextColumn)
    return [
        sa.type_coerce(column, sa.Text).label(f"c{place}")
        if isinstance(column.type, made)
        else column
        for place, column in enumerate(columns)
    ]


def steps_in(rows: Iterable[Any]) -> list[TraceStep]:
    """The steps of rows whose first columns are those of `step_columns`, as stored."""
    return [
        TraceStep(
            id_,
            earlier,
            later,
            KINDS[kind],
            BASES[basis],
            STATUSES[status],
            is_suspect,
            source,
            place,
            rationale,
            reported_by and _text(reported_by),
            disputed_by and _text(disputed_by),
            ref,
            title and _text(title),
        )
        for row in rows
        for id_, earlier, later, kind, basis, status, is_suspect, source, place, rationale in (
            row[:10],
        )
        for reported_by, disputed_by, ref, title in (row[10:STEP],)
    ]


def nodes_of(db: Session, ids: Collection[int]) -> list[TraceNode]:
    return [
        TraceNode(
            id_,
            ref,
            RECORD_KINDS[kind],
            _text(title),
            happened,
            number,
            slug,
            _text(name),
            TRACKS[track],
        )
        for id_, ref, kind, title, happened, number, slug, name, track in _rows(db, ids)
    ]


def _rows(db: Session, ids: Collection[int]) -> sa.Result[*tuple[Any, ...]]:
    return db.execute(_nodes(), {"ids": list(ids)})


@cache
def _nodes() -> Any:
    record = any_record()
    ids = sa.bindparam("ids", type_=sa.Integer, expanding=True, required=True)
    columns = as_stored(node_columns(record, Dialogue))
    return sa.select(*columns).join(record.dialogue).where(record.id.in_(ids))


# What is shown is shown again: to read a text from its stored form costs more than to fetch it.
@lru_cache(maxsize=4000)
def _text(stored: str) -> LocalizedText:
    return LocalizedText.from_json(stored)
