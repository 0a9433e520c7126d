"""Putting what came out of talks on an agenda of the unofficial track, to be reviewed."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.briefs.accounts import points_in, says_the_same
from app.briefs.talks import as_title
from app.consensus.lines import items_with
from app.consensus.models import ConsensusItem
from app.localized import LocalizedText
from app.records.models import Disclosure, Document, Record
from app.rounds.commands import add_topic, as_it_is, edit_topic
from app.rounds.minutes import refuse_confirmed
from app.rounds.models import AgendaTopic, DialogueSession, Round, RoundStatus, TopicFormat
from app.rules import Refused, _
from app.topics.models import Topic
from app.trace.commands import link
from app.trace.models import UNOFFICIAL, Basis, LinkKind, TraceLink

KEY = re.compile(r"(?P<ref>[^:]{2,60})(?::(?P<number>[0-9]{1,4}))?", re.ASCII)
NOT_OF_THESE = _("This is no outcome or point of these talks.")
NARROW = (Disclosure.SIDE, Disclosure.SECRETARIAT)


def add_review_topic(
    db: Session, *, actor: User, meeting: Round, held: DialogueSession, issue: str
) -> AgendaTopic:
    """Put an issue of talks (`R2-C1`, or `R2-D1:3`) on an agenda, and link the two as a review.

    What stands on the agenda already is returned as it is. Whoever could not read the issue does
    not read its words on the agenda: what is not public is for the secretariat there alone.
    """
    refuse_confirmed(db, held.meeting_id, to_change=True)
    into = db.get_one(Round, held.meeting_id)
    if into.status is not RoundStatus.PLANNED or held.dialogue.track not in UNOFFICIAL:
        raise Refused(_("Choose a planned round of the unofficial track."), field="held")
    if held.dialogue.illustrative is not meeting.dialogue.illustrative:
        raise Refused(_("What is made up is never linked with what is real."), field="held")
    found, title, topics = _issue(db, meeting, issue)
    if found.disclosure is Disclosure.SIDE:
        raise Refused(_("What is one side's own is not put on another track's agenda."))
    if there := _on_agenda(db, found, into, title):
        return there
    topic = add_topic(
        db,
        actor=actor,
        held=held,
        title=title,
        format=TopicFormat.REVIEW_OF_TALKS,
        topics=topics,
    )
    if found.disclosure is not Disclosure.PUBLIC and held.disclosure not in NARROW:
        narrow = {"disclosure": Disclosure.SECRETARIAT, "side": None}
        edit_topic(db, actor=actor, **as_it_is(topic) | narrow)
    talks = f"{meeting.dialogue.slug}/{meeting.ref}"
    link(
        db,
        actor=actor,
        earlier=found,
        later=topic,
        kind=LinkKind.REVIEW,
        basis=Basis.INFERRED,
        rationale=f"Put on the agenda of {into.ref} to review {talks}.",
    )
    return topic


def _issue(db: Session, meeting: Round, key: str) -> tuple[Record, LocalizedText, Sequence[Topic]]:
    """The record, what a topic about it is called, and where that belongs in the tree."""
    asked = KEY.fullmatch(key)
    if asked is None:
        raise Refused(NOT_OF_THESE)
    ref, number = asked["ref"], int(asked["number"] or 0)
    item = db.scalar(
        sa.select(ConsensusItem).where(
            ConsensusItem.meeting_id == meeting.id, ConsensusItem.ref == ref
        )
    )
    if item is not None and not number:
        [line] = items_with(db, meeting.dialogue.sides, ConsensusItem.id == item.id)
        return item, _named(line.title or line.text, ref), item.topics or _above(db, item)
    paper = db.scalar(
        sa.select(Document).where(
            sa.or_(Document.meeting_id == meeting.id, Document.about_id == meeting.id),
            Document.dialogue_id == meeting.dialogue_id,
            Document.ref == ref,
        )
    )
    points = points_in(paper.points) if paper else ()
    if paper is None or not 0 < number <= len(points):
        raise Refused(NOT_OF_THESE)
    return paper, _named(points[number - 1], ref), ()


def _named(text: LocalizedText, ref: str) -> LocalizedText:
    return as_title(text) if text else LocalizedText({"en": ref})


def _above(db: Session, item: ConsensusItem) -> Sequence[Topic]:
    """The topics of the agenda topic under which the item was recorded."""
    topic = db.scalar(sa.select(AgendaTopic).where(AgendaTopic.id == item.agenda_topic_id))
    return topic.topics if topic else ()


def _on_agenda(db: Session, found: Record, into: Round, title: LocalizedText) -> AgendaTopic | None:
    """The topic by which this agenda reviews it already; of an account, each point has its own."""
    topics = db.scalars(
        sa.select(AgendaTopic)
        .join(TraceLink, TraceLink.later_id == AgendaTopic.id)
        .where(
            TraceLink.earlier_id == found.id,
            TraceLink.kind == LinkKind.REVIEW,
            AgendaTopic.meeting_id == into.id,
        )
        .order_by(AgendaTopic.id)
    ).all()
    is_whole = isinstance(found, ConsensusItem)
    return next((one for one in topics if is_whole or says_the_same(one.title, title)), None)
