"""Composing a review sheet of talks from what its audience may read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, aliased

from app.briefs.accounts import Chosen, accounts_of, says_the_same, side_by_side
from app.briefs.brief import Home, Reason, Related, Why
from app.briefs.lining import NEAR, nearness, words_of
from app.briefs.passing import handovers_before
from app.briefs.queries import NOTHING
from app.briefs.related import ENDED, Place, Tree, homes_of, lines_of, of_its_sides, places_of
from app.briefs.talks import Issue, ReadOut, Review, ReviewSheet, as_title
from app.consensus.lines import ItemLine, items_of_meeting
from app.consensus.models import ConsensusItem, ConsensusItemTopic
from app.handovers.lines import HandoverLine
from app.localized import LocalizedText
from app.records.models import Disclosure, Record, RecordKind
from app.rounds.models import (
    AgendaTopic,
    AgendaTopicTopic,
    Round,
    RoundStatus,
)
from app.rounds.queries import get_round
from app.rules import Refused
from app.trace.models import UNOFFICIAL, LinkKind
from app.trace.queries import links_of
from app.trace.steps import Links, RecordLink

# Of the items that nothing but their words or topics bring beside an issue.
MOST_BESIDE = 3
# The newest items of the unofficial track, and the first points of an account, whose words are
# compared.
MOST_COMPARED = 200
MOST_POINTS = 60


@dataclass(frozen=True)
class OutcomeGround:
    """What the record has on the talks: each is looked up, and none asks again.

    `rounds` are those at which what the talks led to was recorded: reference and status.
    """

    outcomes: Sequence[ItemLine]
    accounts: Sequence[ReadOut]
    links: Links
    topics: Mapping[int, frozenset[int]]
    homes: Mapping[int, Home]
    places: Mapping[int, Place]
    lines: Mapping[int, ItemLine]
    passed: Sequence[HandoverLine]
    rounds: Mapping[int, tuple[str, RoundStatus]]
    tree: Tree

    def prepared(self, records: Collection[int]) -> tuple[RecordLink, ...]:
        return tuple(
            link
            for link in self.links.came_from
            if link.here.id in records
            and link.there.track in UNOFFICIAL
            and link.step.kind is not LinkKind.REVIEW
        )

    def reviews(self, records: Collection[int]) -> tuple[Review, ...]:
        return tuple(
            Review(link, *self.rounds.get(link.there.id, ()))
            for link in self.links.became_of
            if link.here.id in records
            and link.there.track in UNOFFICIAL
            and link.step.kind is LinkKind.REVIEW
        )

    def led_to(self, records: Collection[int]) -> tuple[RecordLink, ...]:
        """What else the unofficial track made of them."""
        return tuple(
            link
            for link in self.links.became_of
            if link.here.id in records
            and link.there.track in UNOFFICIAL
            and link.step.kind is not LinkKind.REVIEW
        )

    def stands(self, item_id: int) -> bool:
        return item_id in self.lines and self.lines[item_id].standing not in ENDED

    def related(self, item_id: int, reason: Reason) -> Related:
        home = self.homes[self.places[item_id].dialogue_id]
        return Related(line=of_its_sides(self.lines[item_id], home), home=home, reasons=(reason,))


def compose_review(
    db: Session,
    *,
    dialogue: str,
    ref: str,
    audience: Disclosure,
    locale: str,
    today: date,
    chosen: Chosen,
    without_review_only: bool,
) -> ReviewSheet:
    """The sheet from a session that was opened for its audience.

    The number of statements does not grow with the record. Raises Refused where the audience may
    not know of the talks.
    """
    try:
        meeting = get_round(db, dialogue, ref)
    except NoResultFound as unknown:
        raise Refused(NOTHING, field="audience") from unknown
    homes, is_illustrative = homes_of(db, meeting.dialogue)
    ground = ground_of(db, meeting, homes)
    return ReviewSheet(
        meeting=meeting,
        homes=homes,
        audience=audience,
        locale=locale,
        today=today,
        issues=tuple(issues_of(ground)),
        whole=ground.prepared([meeting.id]),
        reviewed_whole=ground.reviews([meeting.id]),
        read_outs=tuple(ground.accounts),
        beside=side_by_side(ground.accounts, chosen, locale),
        without_review_only=without_review_only,
        is_illustrative=is_illustrative or meeting.dialogue.illustrative,
    )


def ground_of(db: Session, meeting: Round, homes: Sequence[Home]) -> OutcomeGround:
    outcomes = items_of_meeting(db, meeting, meeting.dialogue.sides)
    # What came later prepared nothing.
    places = places_of(db, homes, meeting.ended or meeting.happened)
    links = links_of(db, meeting)
    compared = set(list(places)[:MOST_COMPARED])
    linked = {
        link.there.id
        for link in links.came_from
        if link.there.kind is RecordKind.CONSENSUS_ITEM and link.there.id in places
    }
    return OutcomeGround(
        outcomes=outcomes,
        accounts=accounts_of(db, meeting),
        links=links,
        topics=_topics(db, meeting),
        homes={home.id: home for home in homes},
        places=places,
        lines=lines_of(db, compared | linked, homes, None),
        passed=handovers_before(db, linked, [meeting.id], None),
        rounds=_rounds(db, [link.there.id for link in links.became_of]),
        tree=Tree(db),
    )


def _rounds(db: Session, ids: Collection[int]) -> Mapping[int, tuple[str, RoundStatus]]:
    """By record, the round at which it was recorded, or which it is; one statement."""
    meeting = aliased(Round, flat=True)
    rows = db.execute(
        sa.select(Record.id, meeting.ref, meeting.status)
        .join(meeting, meeting.id == sa.func.coalesce(Record.meeting_id, Record.id))
        .where(Record.id.in_(ids))
    )
    return {id_: (ref, status) for id_, ref, status in rows}


def _topics(db: Session, meeting: Round) -> Mapping[int, frozenset[int]]:
    """By outcome and by agenda topic, the ids of the topics of the tree; one statement."""
    of_items = (
        sa.select(ConsensusItemTopic.item_id.label("id"), ConsensusItemTopic.topic_id)
        .join(ConsensusItem, ConsensusItem.id == ConsensusItemTopic.item_id)
        .where(ConsensusItem.meeting_id == meeting.id)
    )
    of_agenda = (
        sa.select(AgendaTopicTopic.agenda_topic_id, AgendaTopicTopic.topic_id)
        .join(AgendaTopic, AgendaTopic.id == AgendaTopicTopic.agenda_topic_id)
        .where(AgendaTopic.meeting_id == meeting.id)
    )
    found: dict[int, set[int]] = defaultdict(set)
    both = sa.union_all(of_items, of_agenda).subquery()
    for record_id, topic_id in db.execute(sa.select(both.c.id, both.c.topic_id)):
        found[record_id].add(topic_id)
    return {id_: frozenset(topics) for id_, topics in found.items()}


def issues_of(ground: OutcomeGround) -> list[Issue]:
    """The outcomes in the order of recording, then the points of each account in theirs."""
    issues = [_outcome(ground, line) for line in ground.outcomes]
    words = {
        id_: (words_of(_shown(line.text)), words_of(_shown(line.title)))
        for id_, line in ground.lines.items()
        if ground.stands(id_)
    }
    for account in ground.accounts:
        for number, point in enumerate(account.points, start=1):
            issues.append(_point(ground, account, number, point, words))
    return issues


def _outcome(ground: OutcomeGround, line: ItemLine) -> Issue:
    above = line.agenda_topic_id or 0
    records = {line.id, above}
    prepared = ground.prepared(records)
    own = ground.topics.get(line.id, frozenset()) or ground.topics.get(above, frozenset())
    branch = ground.tree.branch(ground.tree.codes_of(own))
    linked = {link.there.id for link in prepared}
    beside = [
        ground.related(place.id, Reason(Why.SAME_TOPIC, codes=ground.tree.codes_of(same)))
        for place in ground.places.values()
        if (same := place.topics & branch) and place.id in ground.lines and place.id not in linked
    ]
    return Issue(
        key=line.ref,
        ref=line.ref,
        record_id=line.id,
        text=line.text,
        title=line.title,
        disclosure=line.disclosure,
        line=line,
        prepared=prepared,
        reviews=ground.reviews(records),
        led_to=ground.led_to(records),
        same_topics=tuple(beside[:MOST_BESIDE]),
        passed=_passed(ground, linked),
        topics=own,
    )


def _passed(ground: OutcomeGround, items: Iterable[int]) -> tuple[HandoverLine, ...]:
    """The hand-overs of what prepared an outcome: they may say how much of it was found again."""
    wanted = set(items)
    return tuple(one for one in ground.passed if wanted & {sent.record.id for sent in one.wordings})


def _point(
    ground: OutcomeGround,
    account: ReadOut,
    number: int,
    text: LocalizedText,
    words: Mapping[int, tuple[tuple[str, ...], ...]],
) -> Issue:
    own = words_of(_shown(text))
    title = as_title(text)
    compared = words if number <= MOST_POINTS else {}
    rated = [(max(nearness(own, each) for each in said), id_) for id_, said in compared.items()]
    accounts = [one.id for one in ground.accounts]
    near = sorted(((rate, id_) for rate, id_ in rated if rate >= NEAR), reverse=True)
    return Issue(
        key=f"{account.ref}:{number}",
        ref=account.ref,
        record_id=account.id,
        text=text,
        title=text,
        disclosure=account.disclosure,
        read_out=account,
        prepared=ground.prepared([account.id]),
        # Words that both accounts have are on the agenda once, from whichever they were added.
        reviews=tuple(
            one for one in ground.reviews(accounts) if says_the_same(one.link.there.title, title)
        ),
        alike=tuple(
            ground.related(id_, Reason(Why.SAME_TOPIC)) for _rate, id_ in near[:MOST_BESIDE]
        ),
    )


def _shown(text: LocalizedText) -> str:
    """In English where there is any, for that is what most records share."""
    return text.text_for("en")
