"""How traces are drawn."""

from dataclasses import replace
from itertools import combinations, pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dialogues.models import Track
from app.records.models import RecordKind
from app.trace.drawing import Sheet, shortened, text_width
from app.trace.models import Basis, LinkKind, LinkStatus
from app.trace.picture import MOST_NODES, Reach, Words, trace_picture
from app.trace.steps import Direction, HiddenNode, Join, Trace, TraceStep
from tests.trace.drawn import TRACKS, check_places, dates, node, titles

nodes = st.builds(
    lambda number, happened, dialogue, kind, title: node(
        number, happened=happened, dialogue=dialogue, kind=kind, title=title
    ),
    st.integers(1, 10_000),
    dates,
    st.sampled_from(list(TRACKS)),
    st.sampled_from(RecordKind),
    titles,
)


def step(number, earlier, later, **changed):
    known = {
        "kind": LinkKind.GROUNDWORK,
        "basis": Basis.INFERRED,
        "status": LinkStatus.PROPOSED,
        "is_suspect": False,
        "source": None,
        "place": "",
        "rationale": "Because.",
        "reported_by": None,
        "disputed_by": None,
    }
    return TraceStep(id=number, earlier_id=earlier, later_id=later, **known | changed)


def a_trace(found, steps=(), depths=None):
    return Trace(
        record_id=found[0].id,
        direction=Direction.FROM,
        nodes=tuple(found),
        depths=depths or {each.id: int(place > 0) for place, each in enumerate(found)},
        steps=tuple(steps),
        total=len(found),
    )


WORDS = Words(
    locale="en",
    label=str,
    line=lambda step: str(step.kind),
    claim=lambda step: f"{step.kind} – {step.basis}",
    hidden="not to be read",
)


def drawn(trace, **options):
    return trace_picture([trace], WORDS, **options)


@given(
    st.lists(nodes, min_size=1, max_size=80, unique_by=lambda each: each.id),
    st.lists(st.tuples(st.integers(0, 79), st.integers(0, 79)), max_size=60, unique=True),
)
def test_records_stand_apart_in_the_order_of_their_dates(found, pairs):
    steps = [
        step(place, found[a].id, found[b].id)
        for place, (a, b) in enumerate(pairs)
        if a != b and max(a, b) < len(found)
    ]

    picture = drawn(a_trace(found, steps), whole=True)

    check_places(picture)
    assert {box.node.id for box in picture.boxes} == {each.id for each in found}
    assert len(picture.edges) == len(steps)
    for one, other in combinations(picture.boxes, 2):
        if one.node.happened and other.node.happened and one.node.happened < other.node.happened:
            assert one.x <= other.x
        if one.node.happened is None and other.node.happened:
            assert one.x < other.x


def test_a_record_alone_is_a_picture():
    picture = drawn(a_trace([node(9, happened="2024-02", title="Ninth round")]))

    [box] = picture.boxes
    assert box.is_current
    assert (box.name, box.words) == ("R9", "Ninth round")
    assert [tick.words for tick in picture.ticks] == ["February 2024"]


def test_a_record_without_a_date_is_drawn_hollow_under_no_date():
    picture = drawn(a_trace([node(9, happened="2024-02"), node(8)], [step(1, 8, 9)]))

    hollow, dated = sorted(picture.boxes, key=lambda box: box.x)
    assert hollow.is_hollow
    assert not dated.is_hollow
    assert "node-round" not in hollow.classes
    assert [tick.words for tick in picture.ticks] == [None, "February 2024"]


def test_tracks_stand_in_one_order_and_only_those_that_occur():
    picture = drawn(a_trace([node(1, dialogue="harbour"), node(2, dialogue="talks")]))

    assert [lane.track for lane in picture.lanes] == [Track.GOVERNMENT, Track.TRACK_TWO]
    assert picture.lanes[0].words == "government · Talks"


def test_of_a_large_trace_only_what_is_near_is_drawn_at_first():
    found = [node(number, happened="2024") for number in range(1, 101)]
    depths = {each.id: each.id // 20 for each in found}
    steps = [step(each.id, each.id + 1, each.id) for each in found[:-1]]
    trace = a_trace(found, steps, depths)

    near, whole = drawn(trace), drawn(trace, whole=True)

    assert (len(near.boxes), near.left_out) == (59, 41)
    assert len(near.edges) == 58
    assert (len(whole.boxes), whole.left_out) == (100, 0)


def test_a_link_is_drawn_by_its_basis_and_labelled_by_its_kind():
    found = [node(1, happened="2024"), node(2, happened="2025", dialogue="talks")]

    picture = drawn(a_trace(found, [step(1, 1, 2, basis=Basis.REPORTED, is_suspect=True)]))

    [edge] = picture.edges
    assert edge.classes == "edge edge-reported edge-proposed edge-suspect"
    assert (edge.label, edge.title) == ("groundwork", "R1 → talks/R2: groundwork – reported")
    assert picture.bases == [Basis.REPORTED]


def test_as_many_links_away_are_drawn_as_are_asked_for():
    found = [node(number, happened="2024") for number in range(1, 101)]
    trace = a_trace(found, depths={each.id: each.id // 20 for each in found})

    picture = drawn(trace, reach=Reach(back=3, on=0))

    assert (len(picture.boxes), picture.left_out) == (79, 21)


@pytest.mark.parametrize("size", [10, 100, 2000])
def test_what_is_drawn_at_first_can_be_taken_in_however_much_there_is(size):
    found = [node(n, happened=f"{1990 + n % 30}-{1 + n % 12:02}") for n in range(1, size + 1)]
    steps = [step(n, found[n].id, found[0].id) for n in range(1, size)]

    picture, whole = drawn(a_trace(found, steps)), drawn(a_trace(found, steps), whole=True)

    assert len(picture.boxes) == min(size, MOST_NODES)
    assert picture.width < 4000
    assert picture.height < 700
    assert len(whole.boxes) == size
    assert whole.is_too_wide is (size == 2000)
    sheets = whole.sheets or [Sheet(x=0, width=whole.width)]
    assert all(a.x < b.x < a.x + a.width for a, b in pairwise(sheets))
    assert sheets[-1].x + sheets[-1].width == whole.width


def test_of_a_record_that_may_not_be_read_only_its_lane_is_drawn():
    hidden = HiddenNode(3, "talks", node(1, dialogue="talks").dialogue_name, TRACKS["talks"])
    trace = replace(
        a_trace([node(1, happened="2024"), node(2, happened="2025")], depths={1: 0, 3: 1, 2: 2}),
        hidden=(hidden,),
        joins=(Join(8, 3, 1), Join(9, 2, 3)),
        total=3,
    )

    picture = drawn(trace)

    [box] = [box for box in picture.boxes if box.node.is_hidden]
    assert (box.name, box.words) == ("", "not to be read")
    assert box.classes == "node node-hidden track-government"
    assert {edge.classes for edge in picture.edges} == {"edge edge-hidden"}
    assert {edge.title for edge in picture.edges} == {"not to be read → R1", "R2 → not to be read"}
    assert [tick.words for tick in picture.ticks] == ["2024", "2025"]
    assert not picture.has_hollow


def test_thousands_of_records_are_laid_out_in_no_time():
    found = [
        node(n, happened=f"{1900 + n % 120}-{1 + n % 12:02}", dialogue=list(TRACKS)[n % 3])
        for n in range(1, 2001)
    ]
    steps = [step(n, found[n // 2].id, found[n].id) for n in range(1, 2000)]

    started = perf_counter()
    picture = drawn(a_trace(found, steps), whole=True)

    assert perf_counter() - started < 1
    assert len(picture.boxes) == 2000


@pytest.mark.parametrize(("text", "size"), [("人工智能", 48), ("ab", 13.44), ("", 0)])
def test_a_chinese_character_is_as_wide_as_it_is_high(text, size):
    assert text_width(text) == pytest.approx(size)


@given(st.text(max_size=60), st.integers(20, 200))
def test_a_shortened_text_fits(text, room):
    assert text_width(shortened(text, room)) <= room
