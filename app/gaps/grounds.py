"""Whether there is anything in which a rule can look: nothing is not found among nothing."""

from typing import Any

import sqlalchemy as sa

from app.actions.models import Action
from app.consensus.models import ItemKind, Level
from app.gaps.look import Look
from app.gaps.meeting_again import speaks_of_meeting
from app.gaps.own import DONE, reviews_held
from app.gaps.talks import topics_of_talks
from app.handovers.models import Direction, Expectation, Handover, HandoverKind
from app.rounds.queries import HELD


def topics(look: Look) -> bool:
    return any(True for _topic in topics_of_talks(look))


def classified_topics(look: Look) -> bool:
    return any(look.topics_of.get(topic.id) for topic in topics_of_talks(look))


def text_for_governments(look: Look) -> bool:
    """Agreed or not: where talks are on record, too."""
    meant = any(
        look.is_own(item)
        and (
            item.kind is ItemKind.RECOMMENDATION
            or (item.kind is ItemKind.CONSENSUS and item.level is Level.PRELIMINARY)
        )
        for item in look.items.values()
    )
    return meant and any(look.is_talks(one) for one in look.meetings.values())


def handovers(look: Look) -> bool:
    return _is_any(
        look,
        Handover.id,
        Handover.dialogue_id == look.dialogue.id,
        Handover.direction == Direction.TO_GOVERNMENT,
        Handover.handover_kind != HandoverKind.REPLY,
    )


def _is_any(look: Look, id_: Any, *where: Any) -> bool:
    return look.db.scalar(sa.select(id_).where(*where).limit(1)) is not None


def talks_long_ago(look: Look) -> bool:
    return bool(_long_ago(look))


def _long_ago(look: Look) -> set[int]:
    days = look.limits.review_days
    return {
        one.id
        for one in look.meetings.values()
        if look.is_talks(one) and one.is_held and look.is_older(one.end, days)
    }


def outcomes_long_ago(look: Look) -> bool:
    talks = _long_ago(look)
    return any(item.meeting_id in talks for item in look.items.values())


def reviews(look: Look) -> bool:
    return bool(reviews_held(look))


def links(look: Look) -> bool:
    here = look.dialogue.id
    return any(here in (one.earlier_dialogue, one.later_dialogue) for one in look.claims)


def divergences(look: Look) -> bool:
    return any(
        look.is_own(item) and item.kind is ItemKind.DIVERGENCE and item.id not in look.ended
        for item in look.items.values()
    )


def actions_done(look: Look) -> bool:
    return _is_any(look, Action.id, Action.dialogue_id == look.dialogue.id, Action.status == DONE)


def rounds_held(look: Look) -> bool:
    return any(look.is_own(one) and one.status in HELD for one in look.meetings.values())


def expectations(look: Look) -> bool:
    own = Expectation.held_by_id == look.dialogue.id
    ids = look.db.scalars(sa.select(Expectation.record_id).where(own)).all()
    return any(one is not None and one.is_held for one in map(look.meeting_of, ids))


def commitments_to_meet(look: Look) -> bool:
    return any(True for _id in speaks_of_meeting(look))
