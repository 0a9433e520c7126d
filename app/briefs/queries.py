"""Composing a brief for talks from what its audience may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.briefs.brief import Brief, Expected, Home, Moved, Owed, Part, Reason, Related
from app.briefs.moving import last_moved
from app.briefs.passing import expected_of, handed_over_for, handovers_before, open_actions
from app.briefs.related import (
    ENDED,
    MOST_BY_TOPIC,
    TERMINOLOGY,
    Place,
    Tree,
    homes_of,
    is_brought,
    lines_of,
    looked_at,
    of_its_sides,
    places_of,
    prepared,
    reasons_for,
)
from app.consensus.lines import ItemLine
from app.consensus.models import ItemKind
from app.consensus.standing import Standing
from app.handovers.lines import HandoverLine
from app.partial_date import PartialDate
from app.records.models import Disclosure, RecordKind
from app.rounds.models import Round
from app.rounds.page import TopicLine, agenda_lines
from app.rounds.queries import get_round
from app.rules import Refused, _
from app.trace.queries import links_of
from app.trace.steps import RecordLink, natural

NOTHING = _("Nothing of this round is on record for this audience.")
# What a delegation has to know first.
URGENT = (Standing.DIVERGING, Standing.OBJECTED, Standing.BRACKETED, Standing.AWAITING)


@dataclass(frozen=True, kw_only=True)
class Known:
    """All that was read, before it is told apart by topic."""

    lines: Mapping[int, ItemLine]
    home_of: Mapping[int, Home]
    moved: Mapping[int, Moved]
    since: PartialDate | None
    passed: Sequence[HandoverLine]
    expected: Mapping[int, Expected]
    actions: Mapping[int, Sequence[Owed]]
    terms: frozenset[int]

    def related(self, item_id: int, reasons: Sequence[Reason] = ()) -> Related:
        return Related(
            line=self.lines[item_id],
            home=self.home_of[item_id],
            reasons=tuple(reasons),
            moved=self.moved.get(item_id),
            passed=tuple(one for one in self.passed if item_id in _items_in(one)),
        )


def _items_in(passed: HandoverLine) -> set[int]:
    return {sent.record.id for sent in passed.wordings}


@dataclass(frozen=True)
class AgendaGround:
    """What the record has on the topics of the talks; None stands for the talks as a whole."""

    agenda: Sequence[TopicLine]
    homes: Sequence[Home]
    places: Mapping[int, Place]
    links: Mapping[int | None, Sequence[RecordLink]]
    branches: Mapping[int | None, frozenset[int]]
    reasons: Mapping[int | None, Mapping[int, Sequence[Reason]]]
    terms: frozenset[int]

    def under(self, branch: frozenset[int]) -> frozenset[int]:
        return frozenset(id_ for id_, place in self.places.items() if place.topics & branch)

    @property
    def home_of(self) -> Mapping[int, Home]:
        homes = {home.id: home for home in self.homes}
        return {id_: homes[place.dialogue_id] for id_, place in self.places.items()}


def compose(
    db: Session,
    *,
    dialogue: str,
    ref: str,
    as_of: PartialDate,
    audience: Disclosure,
    locale: str,
    today: date,
) -> Brief:
    """The brief from a session that was opened for its audience.

    The number of statements does not grow with the record. Raises Refused where the audience may
    not know of the talks.
    """
    try:
        meeting = get_round(db, dialogue, ref)
    except NoResultFound as unknown:
        raise Refused(NOTHING, field="audience") from unknown
    homes, is_illustrative = homes_of(db, meeting.dialogue)
    ground = _ground(db, meeting, homes, as_of)
    known = _known(db, meeting, ground, as_of=as_of, today=today, locale=locale)
    return Brief(
        meeting=meeting,
        homes=homes,
        as_of=as_of,
        since=known.since,
        audience=audience,
        locale=locale,
        today=today,
        whole=_part(known, ground, meeting.id, None),
        topics=tuple(_part(known, ground, topic.id, topic) for topic in ground.agenda),
        terms=tuple(known.related(id_) for id_ in sorted(known.terms)),
        is_illustrative=is_illustrative or meeting.dialogue.illustrative,
    )


def _ground(db: Session, meeting: Round, homes: Sequence[Home], as_of: PartialDate) -> AgendaGround:
    tree, places = Tree(db), places_of(db, homes, as_of)
    agenda = [topic for held in agenda_lines(db, meeting) for topic in held.agenda.values()]
    found = prepared(links_of(db, meeting).came_from, as_of)
    own = {topic.id for topic in agenda}
    links: dict[int | None, list[RecordLink]] = {None: []} | {id_: [] for id_ in own}
    for link in found:
        links[link.here.id if link.here.id in own else None].append(link)
    passed = handed_over_for(db, [meeting.id, *own], as_of)
    branches: dict[int | None, frozenset[int]] = {None: frozenset()}
    branches |= {topic.id: tree.branch(topic.topics) for topic in agenda}
    return AgendaGround(
        agenda=agenda,
        homes=homes,
        places=places,
        links=links,
        branches=branches,
        reasons={
            where: reasons_for(
                those, places, branches[where], tree, passed.get(where or meeting.id, {})
            )
            for where, those in links.items()
        },
        terms=frozenset(
            id_ for id_, place in places.items() if place.topics & tree.branch([TERMINOLOGY])
        ),
    )


def _known(
    db: Session,
    meeting: Round,
    ground: AgendaGround,
    *,
    as_of: PartialDate,
    today: date,
    locale: str,
) -> Known:
    ids = looked_at([*ground.reasons.values(), dict.fromkeys(ground.terms, ())])
    home_of = ground.home_of
    lines = lines_of(db, ids, ground.homes, as_of)
    lines = {id_: of_its_sides(line, home_of[id_]) for id_, line in lines.items()}
    records = [meeting.id, *(topic.id for topic in ground.agenda)]
    moved, since = last_moved(db, lines, ground.homes, home_of, as_of)
    agreed = (id_ for id_ in ground.terms & lines.keys() if _is_agreed(lines[id_]))
    return Known(
        lines=lines,
        home_of=home_of,
        moved=moved,
        since=since,
        passed=handovers_before(db, ids, records, as_of),
        expected=expected_of(db, meeting, as_of),
        actions=open_actions(db, [*records, *ids], as_of, today, locale),
        terms=frozenset(agreed),
    )


def _is_agreed(line: ItemLine) -> bool:
    return line.kind is ItemKind.CONSENSUS and line.standing is Standing.AGREED


def _part(known: Known, ground: AgendaGround, record_id: int, topic: TopicLine | None) -> Part:
    where = topic.id if topic else None
    reasons = ground.reasons[where]
    brought, shown, more = _chosen(known, reasons)
    of_items = [owed for id_ in (*brought, *shown) for owed in known.actions.get(id_, ())]
    actions = {one.action.id: one for one in (*known.actions.get(record_id, ()), *of_items)}
    links = ground.links[where]
    return Part(
        topic=topic,
        items=tuple(known.related(id_, reasons[id_]) for id_ in (*brought, *shown)),
        more=more,
        groundwork=tuple(
            link for link in links if link.there.kind is not RecordKind.CONSENSUS_ITEM
        ),
        expected=known.expected.get(record_id, {}),
        passed=tuple(one for one in known.passed if one.handover.meant_for_id == record_id),
        actions=tuple(sorted(actions.values(), key=lambda one: not one.is_overdue)),
        terms=tuple(
            known.related(id_) for id_ in sorted(known.terms & ground.under(ground.branches[where]))
        ),
    )


def _chosen(
    known: Known, reasons: Mapping[int, Sequence[Reason]]
) -> tuple[list[int], list[int], int]:
    """The items that links bring, those of the same topics, and how many more there are of these.

    What has ended is left out where nothing but its topic brings it.
    """
    lines = known.lines
    brought = [id_ for id_, why in reasons.items() if is_brought(why) and id_ in lines]
    beside = [id_ for id_, why in reasons.items() if not is_brought(why)]
    stands = [id_ for id_ in beside if id_ not in lines or lines[id_].standing not in ENDED]
    shown = sorted((id_ for id_ in stands if id_ in lines), key=lambda one: _place(lines[one]))
    shown = shown[:MOST_BY_TOPIC]
    return sorted(brought, key=lambda one: _place(lines[one])), shown, len(stands) - len(shown)


def _place(line: ItemLine) -> tuple[object, ...]:
    """Divergences first, then what is not settled, then the rest; newest first."""
    first = 0 if line.kind is ItemKind.DIVERGENCE else 1 if line.standing in URGENT else 2
    day = line.happened.last_day.toordinal() if line.happened else 0
    return first, -day, natural(line.ref), line.id
