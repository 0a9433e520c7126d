"""What a trace tells of records in its middle that its viewer may not read."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.dialogues.models import Track
from app.reading import NOBODY, Viewer
from app.records.models import Disclosure, Record, RecordKind
from app.trace.models import Basis, LinkKind, TraceLink
from app.trace.queries import trace_of
from app.trace.steps import Direction
from tests.make import text

CLAIM = {
    "kind": LinkKind.FOLLOWS_FROM,
    "basis": Basis.INFERRED,
    "rationale": "Because.",
    "earlier_revision": 1,
    "later_revision": 1,
    "asserted_by": "Somebody",
    "asserted_at": datetime(2026, 1, 1, tzinfo=UTC),
}
# Many a side's own, and mostly a secretariat that looks: there is the more to tell apart.
LEVELS = st.sampled_from([*Disclosure, Disclosure.SIDE, Disclosure.PARTICIPANTS])
PLACES = st.integers(0, 6)
RECORDS = st.lists(st.tuples(LEVELS, st.booleans(), st.booleans()), min_size=7, max_size=7)
PAIRS = st.lists(st.tuples(PLACES, PLACES), min_size=6, max_size=14, unique=True)
# In each of the two dialogues: whether a member, of the secretariat, working for the first side.
STAFF = st.sampled_from([True, True, False])
SEATS = st.lists(st.tuples(st.booleans(), STAFF, st.booleans()), min_size=2, max_size=2)


@pytest.fixture
def two(make, db):
    dialogues = [make.dialogue(track=track) for track in (Track.TRACK_TWO, Track.GOVERNMENT)]
    db.commit()
    return dialogues


@pytest.fixture
def reader_db(open_db):
    """One session for all examples: each sets its viewer."""
    return open_db(NOBODY)


def viewer_of(dialogues, seats):
    seated = list(zip(dialogues, seats, strict=True))
    return Viewer(
        participant_of=frozenset(d.id for d, (member, staff, _own) in seated if member or staff),
        secretariat_of=frozenset(d.id for d, (_member, staff, _own) in seated if staff),
        # Nobody works for a side of a dialogue without a seat in it.
        own_sides=frozenset(d.sides[0].id for d, (*seat, own) in seated if own and any(seat)),
    )


def put(db, dialogues, records, pairs):
    """Records and links of these shapes; the records in the order given."""
    before = db.scalar(sa.select(sa.func.max(Record.id))) or 0
    rows = [
        {
            "kind": RecordKind.SESSION,
            "dialogue_id": dialogues[elsewhere].id,
            "ref": f"x{before + number}",
            "title": f"Title {number}",
            "disclosure": level,
            "side_id": dialogues[elsewhere].sides[second].id if level == "side" else None,
        }
        for number, (level, elsewhere, second) in enumerate(records)
    ]
    db.execute(sa.insert(Record), [row | {"title": text(row["title"])} for row in rows])
    columns = (Record.id, Record.disclosure, Record.dialogue_id, Record.side_id)
    made = db.execute(sa.select(*columns).where(Record.id > before).order_by(Record.id)).all()
    ids = [each.id for each in made]
    claims = [CLAIM | {"earlier_id": ids[a], "later_id": ids[b]} for a, b in pairs if a != b]
    if claims:
        db.execute(sa.insert(TraceLink), claims)
    db.commit()
    return made


def may_read(viewer, record):
    return {
        Disclosure.SIDE: record.side_id in viewer.own_sides,
        Disclosure.SECRETARIAT: record.dialogue_id in viewer.secretariat_of,
        Disclosure.PARTICIPANTS: record.dialogue_id in viewer.participant_of,
        Disclosure.PUBLIC: True,
    }[record.disclosure]


def may_be_told(viewer, record):
    return (
        record.disclosure is Disclosure.SIDE
        and record.dialogue_id in viewer.secretariat_of
        and not may_read(viewer, record)
    )


def away(start, pairs):
    """The least numbers of links, by walking them one after the other."""
    depths = {start: 0}
    for _ in pairs:
        for near, far in pairs:
            if near in depths:
                depths[far] = min(depths.get(far, 99), depths[near] + 1)
    return depths


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(records=RECORDS, pairs=PAIRS, seats=SEATS)
def test_a_trace_is_what_is_left_of_the_graph_without_what_may_not_be_known(
    db, two, reader_db, records, pairs, seats
):
    viewer = viewer_of(two, seats)
    made = put(db, two, records, pairs)
    read = {each.id for each in made if may_read(viewer, each)}
    told = {each.id for each in made if may_be_told(viewer, each)}
    ids = [each.id for each in made]
    known = [(ids[a], ids[b]) for a, b in pairs if a != b and {ids[a], ids[b]} <= read | told]
    reader_db.rollback()
    reader_db.info["viewer"] = viewer

    for start in sorted(read):
        for way in Direction:
            trace = trace_of(reader_db, reader_db.get_one(Record, start), direction=way)
            onward = known if way is Direction.TO else [(b, a) for a, b in known]
            depths = away(start, onward)
            kept = {pair for pair in known if set(pair) <= depths.keys()}
            joined = {
                pair for pair in kept if pair[way is Direction.FROM] in depths and set(pair) & told
            }
            assert dict(trace.depths) == depths
            assert {node.id for node in trace.nodes} == depths.keys() & read
            assert {node.id for node in trace.hidden} == depths.keys() & told
            assert {(s.earlier_id, s.later_id) for s in trace.steps} == kept - joined
            assert {(s.earlier_id, s.later_id) for s in trace.joins} == joined
            assert trace.total == len(depths) == len(trace.rows)
