"""Gaps about talks between governments: what did not come before them, and not after them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import sqlalchemy as sa

from app.dialogues.models import Side
from app.gaps.hits import Hit
from app.gaps.look import Agenda, Claim, Look
from app.handovers.models import Expectation, Handover
from app.rounds.models import RoundStatus, TopicFormat
from app.rules import _
from app.topics.models import Topic
from app.trace.models import Basis, LinkKind

# A link of one of these from an outcome of talks is a look back on it.
LOOKS_BACK = (LinkKind.REVIEW, LinkKind.REFINES, LinkKind.FOLLOWS_FROM, LinkKind.IMPLEMENTS)
CALLED_OFF = (RoundStatus.CANCELLED, RoundStatus.POSTPONED)

ONLY_INFERRED = _("%(days)d days after: that %(refs)s looked back on it is inferred alone")


def topics_without_groundwork(look: Look) -> Iterator[Hit]:
    """Nothing of an unofficial track leads to the topic, to an item recorded under it, or to it
    by a hand-over meant for it. What prepared the round as a whole prepared no topic of it."""
    prepared: set[int | None] = {
        one.later_id for one in look.claims if one.earlier_dialogue in look.unofficial
    }
    prepared |= {item.agenda_topic_id for item in look.items.values() if item.id in prepared}
    meant = sa.select(Handover.meant_for_id).where(Handover.meant_for_id.is_not(None))
    prepared |= set(look.db.scalars(meant.distinct()))
    for topic in topics_of_talks(look):
        if topic.id not in prepared and topic.format is not TopicFormat.PROCEDURE:
            yield Hit((topic.id,), topic.happened)


def topics_of_talks(look: Look) -> Iterator[Agenda]:
    """Those on the agendas of talks that were held or are planned."""
    for topic in look.agenda.values():
        if look.is_talks(look.meetings.get(topic.meeting_id or 0)):
            yield topic


def topics_on_no_unofficial_agenda(look: Look) -> Iterator[Hit]:
    """Of the topics of the tree on an agenda of talks; one counts with those below it."""
    talked = {topic.id: topic for topic in topics_of_talks(look)}
    if not talked or not look.unofficial:
        return
    rows = look.db.execute(sa.select(Topic.id, Topic.code, Topic.name, Topic.parent_id)).all()
    above = {id_: parent for id_, _code, _name, parent in rows}
    covered: set[int] = set()
    last: dict[int, Agenda] = {}
    for one in look.agenda.values():
        own = look.topics_of.get(one.id, ())
        if one.dialogue_id in look.unofficial:
            covered.update(id_ for topic_id in own for id_ in _upwards(topic_id, above))
        if one.id in talked:
            last |= {topic_id: max(one, last.get(topic_id, one), key=_age) for topic_id in own}
    for id_, code, name, _parent in rows:
        if id_ in last and id_ not in covered:
            values = {"code": code, "topic": name}
            where = last[id_]
            yield Hit((where.id,), where.happened, values, topics=frozenset({id_}), named=code)


def _upwards(topic_id: int, above: Mapping[int, int | None]) -> Iterator[int]:
    """A topic of the tree, and those over it."""
    here: int | None = topic_id
    while here is not None:
        yield here
        here = above.get(here)


def _age(topic: Agenda) -> tuple[str, int]:
    return str(topic.happened or ""), topic.id


def talks_without_review(look: Look) -> Iterator[Hit]:
    """Held, and no unofficial meeting, held or planned, looked back on them or on a part of them
    that is documented or reported. Talks whose date is not known may be of yesterday."""
    reviews: dict[int, list[Claim]] = defaultdict(list)
    for one in look.claims:
        if one.kind is LinkKind.REVIEW and one.later_dialogue in look.unofficial:
            later = look.meetings.get(one.later_meeting or one.later_id)
            if later is None or later.status not in CALLED_OFF:
                reviews[one.earlier_meeting or one.earlier_id].append(one)
    for meeting in look.meetings.values():
        known = reviews[meeting.id]
        if any(one.basis is not Basis.INFERRED for one in known):
            continue
        due = look.is_older(meeting.end, look.limits.review_days)
        if look.is_talks(meeting) and meeting.is_held and due:
            values: dict[str, object] = {"days": look.days_since(meeting.end)}
            if known:
                also = tuple(dict.fromkeys(one.later_id for one in known))
                yield Hit((meeting.id,), meeting.end, values, ONLY_INFERRED, also=also)
            else:
                yield Hit((meeting.id,), meeting.end, values)


def outcomes_without_review_item(look: Look) -> Iterator[Hit]:
    """What talks came to, and no agenda topic or item of an unofficial track looks back on."""
    seen = {
        one.earlier_id
        for one in look.claims
        if one.kind in LOOKS_BACK
        and one.later_dialogue in look.unofficial
        and one.later_id not in look.meetings
    }
    for item in look.items.values():
        meeting = look.meetings.get(item.meeting_id or 0)
        if meeting is None or not look.is_talks(meeting) or not meeting.is_held:
            continue
        late = look.is_older(meeting.end, look.limits.review_days)
        if late and item.id not in seen and item.id not in look.ended:
            yield Hit((item.id,), meeting.end, {"days": look.days_since(meeting.end)})


def expectations_never_compared(look: Look) -> Iterator[Hit]:
    """What a side expected of talks that were held since, as this dialogue's secretariat took it
    down, and nobody said what became of it."""
    rows = look.db.execute(
        sa.select(Expectation.record_id, Expectation.dimension, Side.id, Side.code, Side.name)
        .join(Expectation.side)
        .where(Expectation.held_by_id == look.dialogue.id, Expectation.outcome.is_(None))
        .order_by(Expectation.id)
    )
    for record_id, dimension, side_id, code, name in rows:
        meeting = look.meeting_of(record_id)
        if meeting is not None and meeting.is_held:
            values = {"side": name, "dimension": dimension}
            of_side, mark = frozenset({side_id}), f"{code}.{dimension}"
            yield Hit((record_id,), meeting.end, values, sides=of_side, mark=mark)
