"""Growing and pruning the topic tree."""

import re

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.localized import EMPTY, LocalizedText
from app.rules import Refused, _
from app.topics.models import Topic
from app.topics.queries import has_code, last_position, with_subtopics

CODE = re.compile(r"[A-Z0-9]+(?:[.-][A-Z0-9]+)*", re.ASCII)
LONGEST_CODE = 20


def add_topic(
    db: Session,
    *,
    actor: User,
    code: str,
    name: LocalizedText,
    parent: Topic | None = None,
    position: int | None = None,
    note: LocalizedText = EMPTY,
) -> Topic:
    """Add a topic below `parent` (None: a branch of its own); without a position, as the last.

    The code is kept in capitals and is not given again.
    """
    code = code.strip().upper()
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise Refused(
            _("A code is at most 20 letters and digits, with hyphens between them: AS-3."),
            field="code",
        )
    if has_code(db, code):
        raise Refused(_("There is a topic of this code already."), field="code")
    _refuse_unnamed(name)
    topic = Topic(
        code=code,
        parent=parent,
        position=position or last_position(db, parent) + 1,
        name=name,
        note=note,
    )
    db.add(topic)
    record(db, actor, "topic.added", topic)
    return topic


def _refuse_unnamed(name: LocalizedText) -> None:
    if not name:
        raise Refused(_("Give the topic its name."), field="name")


def edit_topic(
    db: Session,
    *,
    actor: User,
    topic: Topic,
    name: LocalizedText,
    parent: Topic | None,
    position: int | None,
    note: LocalizedText,
) -> None:
    """Change a topic's words or its place, with all below it; its code stays."""
    _refuse_unnamed(name)
    if parent is not None and parent.id in with_subtopics(db, topic.id):
        raise Refused(_("A topic cannot stand below itself."), field="parent")
    before = snapshot(topic)
    if position is None and parent is not topic.parent:
        position = last_position(db, parent) + 1
    topic.parent, topic.position = parent, position or topic.position
    topic.name, topic.note = topic.name.revised(name), topic.note.revised(note)
    record(db, actor, "topic.edited", topic, before=before)
