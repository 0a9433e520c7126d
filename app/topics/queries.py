"""Reading the topic tree, and what is classified under it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload, selectin_polymorphic

from app.db import Base
from app.dialogues.models import Dialogue
from app.records.models import Record, RecordKind
from app.topics.models import Topic

PAGE = 50

# The tables, in slices further on, that say what is classified under which topic.
CLASSIFIED = {
    RecordKind.AGENDA_TOPIC: ("agenda_topic_topic", "agenda_topic_id"),
    RecordKind.CONSENSUS_ITEM: ("consensus_item_topic", "item_id"),
}


@dataclass(frozen=True)
class TopicNode:
    """One topic and how deep in the tree it stands, from 0."""

    topic: Topic
    depth: int


def tree(db: Session) -> list[TopicNode]:
    """All topics, each followed by those below it, siblings in the order of their positions."""
    below: dict[int | None, list[Topic]] = defaultdict(list)
    for topic in db.scalars(sa.select(Topic).order_by(Topic.position, Topic.id)):
        below[topic.parent_id].append(topic)
    nodes: list[TopicNode] = []
    waiting = [TopicNode(topic, 0) for topic in reversed(below[None])]
    while waiting:
        node = waiting.pop()
        nodes.append(node)
        waiting += [TopicNode(child, node.depth + 1) for child in reversed(below[node.topic.id])]
    return nodes


def get_topic(db: Session, code: str) -> Topic:
    """With the topic above it. Raises NoResultFound."""
    return db.scalars(
        sa.select(Topic).where(Topic.code == code).options(joinedload(Topic.parent))
    ).one()


def has_code(db: Session, code: str) -> bool:
    """Whether a topic has this code, in whatever case."""
    same = sa.func.lower(Topic.code) == code.lower()
    return db.scalar(sa.select(Topic.id).where(same).limit(1)) is not None


def last_position(db: Session, parent: Topic | None) -> int:
    """The position of the last topic below `parent` (None: of the tree's branches); 0 for none."""
    parent_id = parent.id if parent else None
    return (
        db.scalar(
            sa.select(sa.func.max(Topic.position)).where(
                Topic.parent_id.is_not_distinct_from(parent_id)
            )
        )
        or 0
    )


def with_subtopics(db: Session, topic_id: int) -> frozenset[int]:
    """The ids of a topic and of all below it."""
    branch = sa.select(Topic.id).where(Topic.id == topic_id).cte("branch", recursive=True)
    child = aliased(Topic)
    branch = branch.union(sa.select(child.id).join(branch, child.parent_id == branch.c.id))
    return frozenset(db.scalars(sa.select(Topic.id).join(branch, branch.c.id == Topic.id)))


def _classified(kind: RecordKind) -> sa.Subquery:
    """Record and topic, for every record of a kind: what may be read of it is `Record`'s to say."""
    name, record_id = CLASSIFIED[kind]
    table = Base.metadata.tables[name]
    return sa.select(table.c[record_id].label("record_id"), table.c.topic_id).subquery()


def counts(db: Session, kind: RecordKind) -> dict[int, int]:
    """How many records of a kind the viewer reads under each topic or one below it.

    A record under two of them counts once. Topics with none are missing.
    """
    start = sa.select(Topic.id.label("above"), Topic.id.label("id")).cte("branch", recursive=True)
    child = aliased(Topic)
    branch = start.union(
        sa.select(start.c.above, child.id).join(start, child.parent_id == start.c.id)
    )
    classified = _classified(kind)
    rows = db.execute(
        sa.select(branch.c.above, sa.func.count(sa.distinct(Record.id)))
        .select_from(Record)
        .join(classified, classified.c.record_id == Record.id)
        .join(branch, branch.c.id == classified.c.topic_id)
        .group_by(branch.c.above)
    )
    return {row[0]: row[1] for row in rows}


def records_under(
    db: Session,
    topic_ids: Collection[int],
    *,
    kind: RecordKind | None = None,
    dialogue: Dialogue | None = None,
    after: tuple[str, int] | None = None,
    limit: int = PAGE,
) -> Sequence[Record]:
    """Agenda topics and consensus items under any of the topics, newest first, undated last.

    `after` is the date (empty for none) and the id of the last one seen. Each has its dialogue, and
    the columns of its own table.
    """
    happened = sa.func.coalesce(sa.type_coerce(Record.happened, sa.String), "")
    kinds = [kind] if kind in CLASSIFIED else list(CLASSIFIED)
    statement = sa.select(Record).where(sa.or_(*(_is_under(kind, topic_ids) for kind in kinds)))
    if dialogue:
        statement = statement.where(Record.dialogue_id == dialogue.id)
    if after:
        statement = statement.where(sa.tuple_(happened, Record.id) < sa.tuple_(*after))
    subclasses = [
        mapper.class_
        for mapper in sa.inspect(Record).self_and_descendants
        if mapper.polymorphic_identity in kinds
    ]
    return db.scalars(
        statement.options(joinedload(Record.dialogue), selectin_polymorphic(Record, subclasses))
        .order_by(happened.desc(), Record.id.desc())
        .limit(limit)
    ).all()


def place_of(record: Record) -> tuple[str, int]:
    """Where a record stands in `records_under`: what the next page goes on from."""
    return str(record.happened or ""), record.id


def _is_under(kind: RecordKind, topic_ids: Collection[int]) -> sa.ColumnElement[bool]:
    classified = _classified(kind)
    listed: Any = sa.select(classified.c.record_id).where(classified.c.topic_id.in_(topic_ids))
    return Record.id.in_(listed)


def dialogues_under(db: Session, topic_ids: Collection[int]) -> Sequence[Dialogue]:
    """The dialogues in which the viewer reads something under one of the topics, by slug."""
    under = sa.or_(*(_is_under(kind, topic_ids) for kind in CLASSIFIED))
    listed = sa.select(Record.dialogue_id).where(under)
    return db.scalars(
        sa.select(Dialogue).where(Dialogue.id.in_(listed)).order_by(Dialogue.slug)
    ).all()
