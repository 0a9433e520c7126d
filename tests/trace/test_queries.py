"""Following links in both directions."""

from datetime import UTC, datetime
from itertools import pairwise
from time import perf_counter

import pytest
import sqlalchemy as sa

from app.dialogues.models import Track
from app.localized import LocalizedText
from app.reading import Viewer
from app.records.models import Disclosure, Record, RecordKind
from app.trace.models import Basis, LinkKind, TraceLink
from app.trace.queries import linked_dialogues, links_of, timeline_of, trace_of
from app.trace.steps import Direction
from tests.conftest import statements


def follows(make, *records, **given):
    """Link each record to the next."""
    return [
        make.link(earlier=earlier, later=later, kind=LinkKind.FOLLOWS_FROM, **given)
        for earlier, later in pairwise(records)
    ]


def refs(trace):
    return [(row.depth, row.node.id) for row in trace.rows]


def test_a_trace_goes_back_along_all_links_and_forth_along_all(db, make):
    first, second, third, fourth = (make.round() for _ in range(4))
    follows(make, first, second, third, fourth)
    make.link(earlier=first, later=third, kind=LinkKind.FOLLOWS_FROM)

    came_from = trace_of(db, third, direction=Direction.FROM)
    became_of = trace_of(db, first, direction=Direction.TO)

    assert refs(came_from) == [(0, third.id), (1, first.id), (1, second.id)]
    assert came_from.depths == {third.id: 0, second.id: 1, first.id: 1}
    assert became_of.depths == {first.id: 0, second.id: 1, third.id: 1, fourth.id: 2}
    assert len(came_from.steps) == 3


def test_every_link_of_a_trace_stands_in_one_row_of_its_table(db, make):
    first, second, third = (make.round() for _ in range(3))
    links = follows(make, first, second, third)
    links.append(make.link(earlier=first, later=third, kind=LinkKind.FOLLOWS_FROM))

    trace = trace_of(db, third, direction=Direction.FROM)

    shown = [link.step.id for row in trace.rows for link in row.links]
    assert sorted(shown) == sorted(link.id for link in links)
    [row] = [row for row in trace.rows if row.node.id == first.id]
    assert [link.there.id for link in row.links] == [third.id, second.id]


def test_a_circle_of_links_ends(db, make):
    rounds = [make.round() for _ in range(3)]
    follows(make, *rounds, rounds[0])

    for direction in Direction:
        trace = trace_of(db, rounds[0], direction=direction)
        assert set(trace.depths) == {each.id for each in rounds}
        assert len(trace.rows) == 3
        assert sum(len(row.links) for row in trace.rows) == 3


def test_the_trace_of_a_round_begins_at_whatever_was_recorded_at_it_too(db, make):
    talks = make.round(dialogue=make.dialogue(track=Track.GOVERNMENT), happened="2025-06-01")
    topic = make.agenda_topic(session=make.session(meeting=talks))
    item = make.consensus_item()
    make.link(earlier=item, later=topic, kind=LinkKind.RAISED)

    trace = trace_of(db, talks, direction=Direction.FROM)

    assert trace.depths == {talks.id: 0, topic.id: 0, item.id: 1}
    assert trace.origins == {talks.id, topic.id}


def test_a_trace_goes_no_further_than_asked(db, make):
    rounds = [make.round() for _ in range(5)]
    follows(make, *rounds)

    near = trace_of(db, rounds[0], direction=Direction.TO, depth=2)
    cut = trace_of(db, rounds[0], direction=Direction.TO, limit=3)

    assert set(near.depths) == set(cut.depths) == {each.id for each in rounds[:3]}
    assert len(near.steps) == len(cut.steps) == 2
    assert cut.total == 5


def test_a_hidden_record_hides_what_lies_behind_it(db, make, open_db):
    dialogue = make.dialogue()
    first, hidden, last = (
        make.round(dialogue=dialogue, disclosure=level)
        for level in (Disclosure.PARTICIPANTS, Disclosure.SECRETARIAT, Disclosure.PARTICIPANTS)
    )
    follows(make, first, hidden, last)
    db.commit()
    reader = open_db(Viewer(participant_of=frozenset({dialogue.id})))
    last = reader.get_one(Record, last.id)

    trace = trace_of(reader, last, direction=Direction.FROM)

    assert trace.depths == {last.id: 0}
    assert not trace.steps
    assert not links_of(reader, last)


def test_a_source_or_side_that_the_viewer_may_not_read_is_not_named(db, make, open_db):
    here, elsewhere = make.dialogue(), make.dialogue(track=Track.GOVERNMENT)
    earlier = make.round(dialogue=elsewhere, disclosure=Disclosure.PUBLIC)
    later = make.round(dialogue=here, happened="2025-06-01")
    make.link(
        earlier=earlier,
        later=later,
        kind=LinkKind.REVIEW,
        basis=Basis.DOCUMENTED,
        source=make.source(dialogue=elsewhere, title="Held back"),
    )
    db.commit()
    reader = open_db(Viewer(participant_of=frozenset({here.id})))

    [found] = links_of(reader, reader.get_one(Record, later.id)).came_from

    assert found.there.id == earlier.id
    assert found.step.source is None


def test_the_end_that_changed_makes_a_step_suspect(db, make):
    link = make.link()
    link.earlier.title = LocalizedText({"en": "Another title"})
    db.flush()

    [step] = trace_of(db, link.later, direction=Direction.FROM).steps

    assert step.is_suspect


def test_the_links_of_a_round_are_those_of_its_parts_but_not_among_them(db, make):
    talks = make.round(dialogue=make.dialogue(track=Track.GOVERNMENT), happened="2025-06-01")
    topic = make.agenda_topic(session=make.session(meeting=talks))
    action = make.action(meeting=talks)
    make.link(earlier=topic, later=action, kind=LinkKind.IMPLEMENTS)
    raised = make.link(earlier=make.consensus_item(), later=topic, kind=LinkKind.RAISED)
    review = make.link(earlier=talks, later=make.round(happened="2025-09"), kind=LinkKind.REVIEW)

    with statements() as sent:
        links = links_of(db, talks)

    assert len(sent) == 1
    assert [(link.step.id, link.here.id) for link in links.came_from] == [(raised.id, topic.id)]
    assert [(link.step.id, link.here.id) for link in links.became_of] == [(review.id, talks.id)]
    assert links.came_from[0].earlier is links.came_from[0].there
    assert [len(side) for side in (links_of(db, topic).came_from, links_of(db, topic).became_of)]


def test_dialogues_are_linked_by_any_record_of_theirs(db, make):
    here, earlier, later, _stranger = (
        make.dialogue(track=track) for track in (Track.TRACK_TWO, *[Track.GOVERNMENT] * 3)
    )
    own = make.round(dialogue=here)
    make.link(earlier=make.round(dialogue=earlier), later=own, kind=LinkKind.REVIEW)
    make.link(earlier=own, later=make.round(dialogue=later))
    follows(make, own, make.round(dialogue=here))
    db.flush()

    with statements() as sent:
        found = linked_dialogues(db, here)

    assert len(sent) == 1
    assert {each.id for each in found} == {earlier.id, later.id}


def test_links_between_parts_count_as_links_of_their_rounds_on_the_timeline(db, make):
    workshop = make.round()
    items = [make.consensus_item(meeting=workshop) for _ in range(2)]
    link = make.link(earlier=workshop)
    for item in items:
        make.link(earlier=item, later=link.later, kind=LinkKind.TAKEN_UP, basis=Basis.REPORTED)
    make.link(earlier=items[0], later=items[1], kind=LinkKind.REFINES)

    with statements() as sent:
        timeline = timeline_of(db, workshop.dialogue)

    assert len(sent) == 3
    [between] = timeline.links
    assert (between.earlier_id, between.later_id) == (workshop.id, link.later.id)
    assert between.kinds == (LinkKind.GROUNDWORK, LinkKind.TAKEN_UP)
    assert (between.basis, between.count) == (Basis.INFERRED, 3)


@pytest.fixture
def great_graph(db, make):
    """20,000 links, of which the last round of the first 501 has 500 ancestors."""
    dialogue = make.dialogue()
    rounds = [
        {
            "kind": RecordKind.SESSION,
            "dialogue_id": dialogue.id,
            "ref": f"x{number}",
            "disclosure": Disclosure.PARTICIPANTS,
        }
        for number in range(20_000)
    ]
    db.execute(sa.insert(Record), rounds)
    ids = db.scalars(sa.select(Record.id).order_by(Record.id)).all()
    pairs = [(ids[n], ids[n + 1]) for n in range(500)]
    pairs += [(ids[n], ids[n + 7]) for n in range(0, 490, 2)]
    rest = range(600, len(ids) - 40)
    pairs += [(ids[n], ids[n + 1 + n % 37]) for n in rest][: 20_000 - len(pairs)]
    claim = {
        "kind": LinkKind.FOLLOWS_FROM,
        "basis": Basis.INFERRED,
        "rationale": "Because.",
        "earlier_revision": 1,
        "later_revision": 1,
        "asserted_by": "Somebody",
        "asserted_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    db.execute(sa.insert(TraceLink), [claim | {"earlier_id": a, "later_id": b} for a, b in pairs])
    db.commit()
    return db.get_one(Record, ids[500])


def test_many_ancestors_take_one_recursive_query(db, great_graph):
    with statements() as sent:
        started = perf_counter()
        trace = trace_of(db, great_graph, direction=Direction.FROM)
        took = perf_counter() - started

    assert len(trace.nodes) == 501
    assert len(sent) == 2
    assert sum("RECURSIVE" in statement for statement in sent) == 1
    # Ten times what it takes on an idle machine: another plan would take a hundred.
    assert took < 1
