"""What a link can be made of: the records it may join, the sources and sides it may name."""

import re
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.db import says
from app.dialogues.models import Dialogue, Side
from app.records.models import Record, Source
from app.trace.claiming import EVIDENCE
from app.trace.steps import Direction


def linkable_to(
    db: Session, record: Record, *, direction: Direction, text: str = "", limit: int = 200
) -> Sequence[Record]:
    """Records that may stand at the other end of a link: earlier ones (`FROM`) or later ones.

    Those of other dialogues first, then by how near in time they are, those without a date last.
    `text` is looked for in references and titles.
    """
    statement = (
        sa.select(Record)
        .join(Record.dialogue)
        .where(Record.id != record.id, _not_out_of_order(record, direction))
        # What is made up is never linked with what is real.
        .where(Dialogue.illustrative == record.dialogue.illustrative)
        .options(contains_eager(Record.dialogue))
        .order_by(
            sa.case((Record.dialogue_id == record.dialogue_id, 1), else_=0),
            *nearest_in_time(record),
            Record.dialogue_id,
            Record.kind,
            Record.id,
        )
        .limit(limit)
    )
    for word in text.split():
        statement = statement.where(
            sa.or_(
                Record.ref.icontains(word, autoescape=True),
                says(Record.title, word),
                Dialogue.slug.icontains(word, autoescape=True),
            )
        )
    return db.scalars(statement).all()


def _not_out_of_order(record: Record, direction: Direction) -> sa.ColumnElement[bool]:
    """Leaves out what certainly happened on the wrong side of `record` in time."""
    if record.happened is None:
        return sa.true()
    happened = sa.type_coerce(Record.happened, sa.Text)
    if direction is Direction.FROM:
        certainly_wrong = happened > str(record.happened.last_day)
    else:
        # 2024-04 is before 2024-04-15 as a text, yet may mean a later day: compare as much as
        # is known.
        first = sa.literal(str(record.happened.first_day))
        certainly_wrong = happened < sa.func.substr(first, 1, sa.func.length(happened))
    return sa.or_(Record.happened.is_(None), sa.not_(certainly_wrong))


def nearest_in_time(record: Record) -> list[sa.ColumnElement[Any]]:
    """By the number of months between; months are what both databases can count in a text."""
    if record.happened is None:
        return [Record.happened.desc().nulls_last()]
    happened = sa.type_coerce(Record.happened, sa.Text)
    year = sa.cast(sa.func.substr(happened, 1, 4), sa.Integer)
    month = sa.func.coalesce(sa.func.nullif(sa.func.substr(happened, 6, 2), ""), "01")
    own = record.happened.first_day
    months = year * 12 + sa.cast(month, sa.Integer)
    return [sa.func.abs(months - (own.year * 12 + own.month)).nulls_last()]


def sides_for(db: Session, dialogues: Collection[int] | None = None) -> Sequence[Side]:
    """The sides of these dialogues, or of all the viewer knows of, with their dialogues."""
    return db.scalars(
        sa.select(Side)
        .join(Side.dialogue)
        .where(sa.true() if dialogues is None else Side.dialogue_id.in_(dialogues))
        .options(contains_eager(Side.dialogue))
        .order_by(Dialogue.slug, Side.position, Side.id)
    ).all()


def sources_for(db: Session, dialogues: Collection[int] | None = None) -> Sequence[Source]:
    """The sources of these dialogues, or of all the viewer knows of, with their dialogues."""
    return db.scalars(
        sa.select(Source)
        .join(Source.dialogue)
        .where(sa.true() if dialogues is None else Source.dialogue_id.in_(dialogues))
        .options(contains_eager(Source.dialogue))
        .order_by(Dialogue.slug, Source.key, Source.id)
    ).all()


def papers_of(
    db: Session, dialogues: Collection[int] | None = None, *, limit: int = 300
) -> Sequence[Record]:
    """The documents and hand-overs that may show a link, the newest first, undated last."""
    return db.scalars(
        sa.select(Record)
        .join(Record.dialogue)
        .where(
            Record.kind.in_(EVIDENCE),
            sa.true() if dialogues is None else Record.dialogue_id.in_(dialogues),
        )
        .options(contains_eager(Record.dialogue))
        .order_by(Record.happened.desc().nulls_last(), Dialogue.slug, Record.id)
        .limit(limit)
    ).all()


ADDRESS = re.compile(r"(?:.*/)?(?P<dialogue>[^/?#]+)/(?P<ref>[^/?#]+)/?(?:[?#].*)?")


def record_at(db: Session, address: str, *, dialogue: Dialogue) -> Record | None:
    """The record of an address (`harbour-talks/R1-T2`) or, in `dialogue`, of a bare reference."""
    found = ADDRESS.fullmatch(address)
    slug, ref = (found["dialogue"], found["ref"]) if found else (dialogue.slug, address)
    return db.scalar(
        sa.select(Record)
        .join(Record.dialogue)
        .where(Dialogue.slug == slug, Record.ref == ref)
        .options(contains_eager(Record.dialogue))
    )
