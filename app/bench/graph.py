"""A great graph of links, and what a trace in it costs beside the bare recursive SQL."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bench.meeting import SENTENCE, words
from app.consensus.models import ConsensusItem, ItemKind
from app.dialogues.models import Dialogue, Track
from app.partial_date import PartialDate
from app.reading import THE_HOUSE, Viewer
from app.records.models import Disclosure, Record
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.queries import trace_of
from app.trace.steps import Direction

LINKS, MOST_RATIO = 100_000, 3.0
# The record in the middle has so many layers of so many records on each side of it.
LAYERS, PER_LAYER, LINKS_EACH = 20, 10, 3
NEAR = LAYERS * PER_LAYER
RUNS, WARM_UP = 30, 3
ROWS_AT_ONCE = 10_000
TRACKS = (("graph-track-two", Track.TRACK_TWO), ("graph-government", Track.GOVERNMENT))
# Far from the ids of the data set that pages are measured on.
FIRST_ID = 100_000_000

BARE = """
    WITH RECURSIVE reached(id) AS (
        SELECT CAST(:traced AS INTEGER)
        UNION
        SELECT l.{far} FROM trace_link l JOIN reached ON l.{near} = reached.id
    )
    SELECT l.id, l.earlier_id, l.later_id, l.kind, l.basis, l.status, l.place, l.rationale,
        here.revision <> l.{near_revision} AND (l.{near_wording} IS NULL
            OR said_here.latest <> l.{near_wording} OR said_here.withdrawn_on IS NOT NULL)
        OR there.revision <> l.{far_revision} AND (l.{far_wording} IS NULL
            OR said_there.latest <> l.{far_wording} OR said_there.withdrawn_on IS NOT NULL)
            AS suspect,
        source.title AS source, side.name AS side, disputing.name AS disputed_by,
        evidence.ref AS evidence_ref, evidence.title AS evidence_title,
        there.ref, there.kind AS record_kind, there.title, there.happened, round.number,
        d.slug, d.name, d.track
    FROM trace_link l
    JOIN reached ON l.{near} = reached.id
    JOIN record there ON there.id = l.{far}
    JOIN record here ON here.id = l.{near}
    JOIN dialogue d ON d.id = there.dialogue_id
    LEFT JOIN consensus_item said_here ON said_here.id = here.id
    LEFT JOIN consensus_item said_there ON said_there.id = there.id
    LEFT JOIN round ON round.id = there.id
    LEFT JOIN source ON source.id = l.source_id
    LEFT JOIN record evidence ON evidence.id = l.evidence_id
    LEFT JOIN side ON side.id = l.reported_by_id
    LEFT JOIN side disputing ON disputing.id = l.disputed_by_id
"""
STATEMENTS = tuple(
    sa.text(
        BARE.format(
            near=f"{near}_id",
            near_revision=f"{near}_revision",
            near_wording=f"{near}_wording",
            far=f"{far}_id",
            far_revision=f"{far}_revision",
            far_wording=f"{far}_wording",
        )
    )
    for near, far in (("later", "earlier"), ("earlier", "later"))
)
Echo = Callable[[str], None]


def slugs_of(size: int) -> tuple[str, ...]:
    return tuple(f"bench-{size}-{name}" for name, _track in TRACKS)


def links_for(size: int) -> int:
    """As many links as the data set has records, and at least those of the traced record."""
    return max(2 * (NEAR + 1) * LINKS_EACH, min(size, LINKS))


def put_graph(db: Session, size: int) -> None:
    """Write the graph of this size, unless it is there."""
    dialogues = _dialogues(db, size)
    if db.get(Record, FIRST_ID) is not None:
        return
    pairs = list(_pairs(links_for(size)))
    last = max(max(pair) for pair in pairs)
    for start in range(0, last + 1, ROWS_AT_ONCE):
        places = range(start, min(start + ROWS_AT_ONCE, last + 1))
        rows = [_item(place, dialogues[place % len(TRACKS)]) for place in places]
        db.execute(sa.insert(ConsensusItem), rows)
    for start in range(0, len(pairs), ROWS_AT_ONCE):
        chosen = pairs[start : start + ROWS_AT_ONCE]
        db.execute(sa.insert(TraceLink), [_link(*pair) for pair in chosen])


def _dialogues(db: Session, size: int) -> tuple[int, ...]:
    slugs = slugs_of(size)
    known = dict(db.execute(sa.select(Dialogue.slug, Dialogue.id)).all())
    if slugs[0] not in known:
        ids = [max(known.values(), default=0) + 1 + place for place in range(len(TRACKS))]
        rows: list[dict[str, Any]] = [
            {"id": id_, "slug": slug, "track": track, "name": words("Graph")}
            for id_, slug, (_name, track) in zip(ids, slugs, TRACKS, strict=True)
        ]
        db.execute(sa.insert(Dialogue), rows)
        known |= dict(zip(slugs, ids, strict=True))
    return tuple(known[slug] for slug in slugs)


def _pairs(links: int) -> Iterator[tuple[int, int]]:
    """The links by the places of their ends: layers before and after the middle, then the rest."""
    made = 0
    middle = NEAR
    for pair in _near(middle):
        made += 1
        yield pair
    rest, apart = 2 * NEAR + 1, 0
    while made < links:
        yield rest + apart // 2, rest + apart // 2 + 1 + apart % 37
        apart, made = apart + 1, made + 1


def _near(middle: int) -> Iterator[tuple[int, int]]:
    for place in range(2 * NEAR + 1):
        if place == middle:
            yield from ((middle, middle + 1 + seat) for seat in range(PER_LAYER))
        elif middle - PER_LAYER <= place < middle:
            yield place, middle
        elif place < 2 * NEAR + 1 - PER_LAYER:
            layer, seat = divmod(place - (place > middle), PER_LAYER)
            first = (layer + 1) * PER_LAYER + (place > middle)
            for step in range(LINKS_EACH):
                yield place, first + (seat + step) % PER_LAYER


def _item(place: int, dialogue_id: int) -> dict[str, Any]:
    return {
        "id": FIRST_ID + place,
        "dialogue_id": dialogue_id,
        "ref": f"C{1 + place}",
        "title": words(f"Point {1 + place}"),
        "happened": PartialDate(f"{2000 + place % 25}-{1 + place % 12:02}"),
        "disclosure": Disclosure.PARTICIPANTS,
        "item_kind": ItemKind.CONSENSUS,
        "latest": 0,
    }


def _link(earlier: int, later: int) -> dict[str, Any]:
    return {
        "kind": LinkKind.GROUNDWORK,
        "basis": Basis.INFERRED,
        "status": LinkStatus.CONFIRMED,
        "rationale": SENTENCE,
        "earlier_id": FIRST_ID + earlier,
        "later_id": FIRST_ID + later,
        "earlier_revision": 1,
        "later_revision": 1,
        "asserted_by": "Bench Secretary",
        "asserted_at": datetime(2026, 1, 1, tzinfo=UTC),
    }


def print_trace(engine: sa.Engine, size: int, *, echo: Echo) -> None:
    """What the record in the middle answers, both ways, beside the bare SQL on the same data."""
    with Session(engine, info={"viewer": THE_HOUSE}) as db:
        dialogues = frozenset(_dialogues(db, size))
    viewer = Viewer(participant_of=dialogues, secretariat_of=dialogues)
    with Session(engine, info={"viewer": viewer}) as db:
        traced = db.get_one(Record, FIRST_ID + NEAR)
        found = [len(trace.nodes) - 1 for trace in _followed(db, traced)]
        times, bare_times = _timed(lambda: _followed(db, traced), lambda: _bare(engine, traced.id))
    ratio = times / bare_times
    within = "within" if ratio <= MOST_RATIO else "over"
    echo("")
    echo(f"graph of {links_for(size)} links: {found[0]} ancestors and {found[1]} descendants are")
    echo(f"traced in {times:.1f} ms, by bare recursive SQL in {bare_times:.1f} ms:")
    echo(f"ratio {ratio:.1f}, at most {MOST_RATIO:g}: {within}")


def _followed(db: Session, record: Record) -> list[Any]:
    return [trace_of(db, record, direction=direction) for direction in Direction]


def _bare(engine: sa.Engine, traced: int) -> None:
    with engine.connect() as connection:
        for statement in STATEMENTS:
            connection.execute(statement, {"traced": traced}).all()


def _timed(*works: Callable[[], Any]) -> list[float]:
    """Medians in milliseconds, in turn, so that whatever slows the machine slows both."""
    times: list[list[float]] = [[] for _work in works]
    for run in range(WARM_UP + RUNS):
        for work, taken in zip(works, times, strict=True):
            began = time.perf_counter()
            work()
            if run >= WARM_UP:
                taken.append((time.perf_counter() - began) * 1000)
    return [median(taken) for taken in times]
