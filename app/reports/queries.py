"""Composing an interim report from what its audience may read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.consensus.lines import ItemLine
from app.consensus.models import ConsensusItem, ConsensusItemTopic, ItemKind
from app.consensus.queries import Filter, register
from app.consensus.standing import Standing
from app.dialogues.models import Dialogue
from app.dialogues.queries import get_dialogue
from app.partial_date import PartialDate
from app.people.naming import audience_of
from app.reading import Viewer
from app.records.models import Citation, Disclosure, Record, Source
from app.reports.by_topic import Citations, entries_of, sections_of
from app.reports.follow_up import open_actions
from app.reports.links import links_of
from app.reports.report import Cited, Report, RoundLine, SourceLine, TopicLine
from app.reports.teams import teams_of
from app.rounds.models import Round
from app.rounds.queries import held_by, in_order
from app.rules import Refused, _
from app.topics.models import Topic
from app.trace.steps import natural

# From the narrowest: nothing is printed for one side alone.
AUDIENCES = (Disclosure.SECRETARIAT, Disclosure.PARTICIPANTS, Disclosure.PUBLIC)
NOTHING = _("Nothing in this dialogue is on record for this audience.")
ENDED = (Standing.SUPERSEDED, Standing.WITHDRAWN)


def audience_viewer(dialogue_id: int, audience: Disclosure) -> Viewer:
    """Whose eyes a report for this audience is composed with."""
    if audience not in AUDIENCES:
        raise ValueError(f"{audience} is no audience of a report")
    member = frozenset({dialogue_id}) if audience is not Disclosure.PUBLIC else frozenset[int]()
    staff = frozenset({dialogue_id}) if audience is Disclosure.SECRETARIAT else frozenset[int]()
    return Viewer(participant_of=member, secretariat_of=staff)


def audiences_for(viewer: Viewer, dialogue: Dialogue) -> Sequence[Disclosure]:
    """For whom this viewer may compose: as narrow as they read themselves, and wider."""
    return AUDIENCES[AUDIENCES.index(audience_of(viewer, dialogue.id)) :]


def compose(
    db: Session,
    dialogue_slug: str,
    *,
    as_of: PartialDate,
    audience: Disclosure,
    locale: str,
    today: date,
) -> Report:
    """The report as the record stood at `as_of`, from a session opened for its audience.

    `today` decides what is overdue where `as_of` is yet to come. The number of statements does
    not grow with the record. Raises Refused where the audience may not know of the dialogue.
    """
    try:
        dialogue = get_dialogue(db, dialogue_slug)
    except NoResultFound as unknown:
        raise Refused(NOTHING, field="audience") from unknown
    if db.info["viewer"] != audience_viewer(dialogue.id, audience):
        raise AssertionError("a report is composed in a session that was opened for its audience")
    citations, cited = _citations(db, dialogue)
    rounds = _rounds(db, dialogue, as_of, citations)
    items = sorted(register(db, dialogue, Filter(), as_of=as_of, limit=None), key=_reading_order)
    actions = open_actions(
        db, dialogue, as_of=as_of, today=today, rounds=rounds, citations=citations, locale=locale
    )
    links, link_sources = links_of(db, dialogue, as_of)
    teams, team_sources = teams_of(db, dialogue, as_of=as_of, audience=audience, locale=locale)
    standing = [line for line in items if line.standing not in ENDED]
    divergences = [line for line in standing if line.kind is ItemKind.DIVERGENCE]
    others = [line for line in standing if line.kind is not ItemKind.DIVERGENCE]
    refs = {line.id: line.ref for line in items}
    records: tuple[tuple[Any, ...], ...] = (rounds, tuple(items), actions)
    printed = {line.id for lines in records for line in lines}
    used = {source for record_id in printed for source in cited.get(record_id, ())}
    return Report(
        dialogue=dialogue,
        sides=tuple(dialogue.sides),
        as_of=as_of,
        audience=audience,
        locale=locale,
        today=today,
        rounds=rounds,
        items=tuple(items),
        topics=sections_of(
            entries_of(others, citations, refs), _tree(db), _topics_of(db, dialogue)
        ),
        divergences=tuple(_flat(divergences, citations, refs)),
        ended=tuple(_flat([line for line in items if line.standing in ENDED], citations, refs)),
        actions=actions,
        links=links,
        teams=teams,
        sources=_in_key_order({*used, *link_sources, *team_sources}),
    )


def _reading_order(line: ItemLine) -> tuple[Any, ...]:
    """By date, those without one last; then as references are counted."""
    return str(line.happened or "~"), natural(line.ref)


def _flat(
    lines: Sequence[ItemLine], citations: Citations, refs: Mapping[int, str]
) -> Iterable[Any]:
    return (each for line in lines for each in entries_of([line], citations, refs))


def _in_key_order(sources: Iterable[SourceLine]) -> tuple[SourceLine, ...]:
    """The dialogue's own first."""
    return tuple(sorted(sources, key=lambda one: (one.dialogue or "", natural(one.key))))


def _citations(db: Session, dialogue: Dialogue) -> tuple[Citations, dict[int, list[SourceLine]]]:
    """What each record of the dialogue rests on, and the sources alone."""
    rows = db.execute(
        sa.select(Citation, Source)
        .join(Citation.source)
        .join(Citation.record)
        .where(Record.dialogue_id == dialogue.id)
        .order_by(Citation.id)
    )
    citations: dict[int, tuple[Cited, ...]] = defaultdict(tuple)
    sources: dict[int, list[SourceLine]] = defaultdict(list)
    for citation, source in rows:
        cited = Cited(
            key=source.key, place=citation.place, reading=citation.reading, note=citation.note
        )
        citations[citation.record_id] += (cited,)
        sources[citation.record_id].append(
            SourceLine(source.key, source.title, source.address, source.published)
        )
    return citations, sources


def _rounds(
    db: Session, dialogue: Dialogue, as_of: PartialDate, citations: Citations
) -> tuple[RoundLine, ...]:
    rows = db.scalars(sa.select(Round).where(Round.dialogue_id == dialogue.id, held_by(as_of)))
    return tuple(
        RoundLine(
            id=row.id,
            ref=row.ref,
            number=row.number,
            kind=row.round_kind,
            title=row.title,
            happened=row.happened,
            ended=row.ended,
            place=row.place,
            co_hosts=row.co_hosts,
            head_count=row.head_count,
            citations=citations.get(row.id, ()),
        )
        for row in in_order(rows.all())
    )


def _tree(db: Session) -> list[TopicLine]:
    """The topics, each followed by those below it."""
    rows = db.execute(
        sa.select(Topic.id, Topic.parent_id, Topic.code, Topic.name).order_by(
            Topic.position, Topic.id
        )
    ).all()
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    tree: list[TopicLine] = []

    def descend(parent: int | None, depth: int) -> None:
        for row in below[parent]:
            tree.append(TopicLine(id=row.id, code=row.code, name=row.name, depth=depth))
            descend(row.id, depth + 1)

    descend(None, 0)
    return tree


def _topics_of(db: Session, dialogue: Dialogue) -> dict[int, set[int]]:
    rows = db.execute(
        sa.select(ConsensusItemTopic.item_id, ConsensusItemTopic.topic_id)
        .join(ConsensusItem, ConsensusItem.id == ConsensusItemTopic.item_id)
        .where(ConsensusItem.dialogue_id == dialogue.id)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for item_id, topic_id in rows:
        found[item_id].add(topic_id)
    return found
