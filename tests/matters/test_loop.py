"""A matter as a loop: its turns, what stands at which stage, and of what there is no record."""

from datetime import date
from itertools import pairwise

import pytest

from app.consensus.models import ItemKind, Level
from app.dialogues.models import Track
from app.gaps.finding import gaps_of
from app.gaps.rules import BY_KEY
from app.handovers.models import Direction
from app.matters.focus import MOST_RECORDS, shown_of
from app.matters.loop import Lack, loop_of, loops_of
from app.matters.models import Stage
from app.reading import Viewer
from app.records.models import Disclosure
from app.rounds.models import RoundKind, RoundStatus, TopicFormat
from app.trace.models import Basis, LinkKind
from tests.conftest import statements

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
G, P, T, R, DONE = (
    Stage.GROUNDWORK,
    Stage.PRELIMINARY,
    Stage.TALKS,
    Stage.REVIEW,
    Stage.IMPLEMENTATION,
)


@pytest.fixture
def here(make):
    return make.dialogue(slug="here")


@pytest.fixture
def talks(make):
    return make.dialogue(slug="talks", track=Track.GOVERNMENT)


def stood(loop):
    """What stands where, in the order of time."""
    return [(box.first.node.ref, box.turn, box.stage) for box in loop.boxes]


def lacking(loop):
    return [(each.turn, each.stage, each.lack) for each in loop.missing]


def test_a_loop_goes_round_again_and_again(db, make, here, talks):
    first = make.round(dialogue=here, happened="2023-02")
    held = make.round(dialogue=talks, happened="2023-05")
    review = make.agenda_topic(
        meeting=make.round(dialogue=here, happened="2023-09"), format=TopicFormat.REVIEW_OF_TALKS
    )
    action = make.action(meeting=review.meeting)
    again = make.round(dialogue=here, happened="2024-02")
    ahead = make.round(dialogue=talks, happened="2024-06", status=RoundStatus.PLANNED)
    make.link(earlier=first, later=held)
    # Of another matter, and so of no concern here.
    make.link(earlier=again, later=make.round(dialogue=talks, happened="2025"))
    matter = make.matter(dialogue=here, records=[ahead, again, action, review, held, first])

    loop = loop_of(db, matter)

    assert stood(loop) == [
        ("R1", 1, G),
        ("R1", 1, T),
        (review.ref, 1, R),
        (action.ref, 1, DONE),
        ("R3", 2, G),
        ("R2", 2, T),
    ]
    # What is only planned needs no review yet.
    assert lacking(loop) == [(1, P, Lack.BETWEEN), (2, P, Lack.BETWEEN)]
    assert [link.step.earlier_id for link in loop.links] == [first.id]
    assert loop.records == {Track.TRACK_TWO: 4, Track.GOVERNMENT: 2}


def test_what_no_record_tells_of_is_missing_and_names_what_lets_one_expect_it(
    db, make, here, talks
):
    first = make.round(dialogue=talks, happened="2023-05")
    second = make.round(dialogue=talks, happened="2024-05")
    off = make.round(dialogue=talks, happened="2024-09", status=RoundStatus.CANCELLED)
    matter = make.matter(dialogue=here, records=[first, second, off])

    loop = loop_of(db, matter)

    assert lacking(loop) == [
        (1, G, Lack.GROUNDWORK),
        (1, R, Lack.REVIEW),
        (2, G, Lack.GROUNDWORK),
        (2, R, Lack.REVIEW),
    ]
    assert [[one.node.id for one in each.of] for each in loop.missing] == [
        [first.id],
        [first.id],
        [second.id],
        [second.id],
    ]


def test_a_mandate_does_for_a_preliminary_meeting(db, make, here, talks):
    summit = make.round(dialogue=talks, happened="2022", round_kind=RoundKind.SUMMIT, ref="summit")
    prepared = make.round(dialogue=here, happened="2023")
    held = make.round(dialogue=talks, happened="2024", ref="R7")
    make.link(earlier=summit, later=prepared, kind=LinkKind.MANDATE)
    make.link(earlier=prepared, later=held)
    matter = make.matter(dialogue=here, records=[summit, prepared, held])

    loop = loop_of(db, matter)

    assert stood(loop) == [("summit", 1, Stage.MANDATE), ("R1", 1, G), ("R7", 1, T)]
    assert lacking(loop) == [(1, R, Lack.REVIEW)]


def test_a_late_review_belongs_to_the_talks_that_it_looks_back_on(db, make, here, talks):
    one = make.round(dialogue=talks, happened="2023-01", number=1)
    two = make.round(dialogue=talks, happened="2023-06", number=2)
    late = make.round(dialogue=here, happened="2024-01", number=9)
    soon = make.round(dialogue=here, happened="2024-02", number=10)
    make.link(earlier=one, later=late, kind=LinkKind.REVIEW)
    make.link(earlier=two, later=make.consensus_item(meeting=soon), kind=LinkKind.REVIEW)
    make.link(earlier=late, later=make.round(dialogue=talks, happened="2024-05"))
    matter = make.matter(dialogue=here, records=[one, two, late, soon])

    loop = loop_of(db, matter)

    assert stood(loop) == [("R1", 1, T), ("R2", 2, T), ("R9", 1, R), ("R10", 2, R)]
    # A round that reviews talks and prepares others is groundwork of the next turn.
    assert lacking(loop) == [(1, G, Lack.GROUNDWORK), (2, P, Lack.BETWEEN)]
    assert shown_of(loop, home="here").missing == loop.missing


def test_what_awaits_a_hand_over_is_the_same_in_the_loop_and_on_the_board(db, make, here, talks):
    meeting, met = make.round(dialogue=here, happened="2024-01"), make.round(dialogue=talks)
    make.link(earlier=meeting, later=met)
    agreed = {"meeting": meeting, "item_kind": ItemKind.RECOMMENDATION, "endorsed_by_all": True}
    handed, back, raised, perhaps, replaced = (make.consensus_item(**agreed) for _each in range(5))
    consensus = agreed | {"item_kind": ItemKind.CONSENSUS}
    preliminary, operational = (
        make.consensus_item(**consensus, level=level)
        for level in (Level.PRELIMINARY, Level.OPERATIONAL)
    )
    answered = make.consensus_item(meeting=meeting, item_kind=ItemKind.RECOMMENDATION)
    make.handover(dialogue=here, wordings=handed.wordings)
    make.handover(dialogue=here, wordings=back.wordings, direction=Direction.FROM_GOVERNMENT)
    for item, basis in ((raised, Basis.REPORTED), (perhaps, Basis.INFERRED)):
        make.link(earlier=item, later=met, kind=LinkKind.RAISED, basis=basis)
    make.link(earlier=replaced, later=handed, kind=LinkKind.SUPERSEDES)
    items = [handed, back, raised, perhaps, replaced, preliminary, operational, answered]
    matter = make.matter(dialogue=here, records=items)

    [missing] = [each for each in loop_of(db, matter).missing if each.lack is Lack.HANDOVER]
    gaps = gaps_of(db, here, date(2026, 1, 1))

    assert missing.stage == G
    assert [one.node.id for one in missing.of] == [back.id, perhaps.id, preliminary.id]
    board = [gap.at.id for gap in gaps if gap.rule is BY_KEY["consensus-not-handed-over"]]
    assert board == [one.node.id for one in missing.of]


@on_sqlite
def test_time_is_never_made_up(db, make, here, talks):
    eighth = make.round(dialogue=here, number=8, happened=None)
    ninth = make.round(dialogue=here, number=9, happened="2024-02")
    paper = make.document(dialogue=here, meeting=None, happened=None)
    held = make.round(dialogue=talks, number=1, happened="2023-05")
    matter = make.matter(dialogue=here, records=[ninth, held, eighth, paper])

    boxes = loop_of(db, matter).boxes

    # Known of the eighth is that it met before the ninth; of the paper, nothing.
    assert [box.first.node.id for box in boxes] == [paper.id, held.id, eighth.id, ninth.id]
    assert [box.date for box in boxes] == ["", "2023-05", "2024-02", "2024-02"]
    assert boxes[2].first.node.happened is None


@on_sqlite
def test_a_chosen_stage_stands_before_what_the_record_tells(db, make, here):
    meeting = make.round(dialogue=here)
    matter = make.matter(dialogue=here)
    make.matter_record(matter=matter, record=meeting, stage=DONE)

    [box] = loop_of(db, matter).boxes

    assert (box.stage, box.first.stages) == (DONE, {DONE})


def test_what_the_viewer_may_not_read_is_in_no_loop_and_no_count(db, make, open_db, here, talks):
    known = make.round(dialogue=here, happened="2023")
    kept = make.round(dialogue=talks, happened="2024", disclosure=Disclosure.SECRETARIAT)
    part = make.consensus_item(meeting=kept, item_kind=ItemKind.OPEN_QUESTION)
    make.link(earlier=known, later=kept)
    matter = make.matter(dialogue=here, records=[known, kept, part])
    db.commit()
    viewer = Viewer(participant_of=frozenset({here.id, talks.id}))

    reader = open_db(viewer)
    loop = loop_of(reader, reader.merge(matter, load=False))

    assert {box.first.node.id for box in loop.boxes} == {known.id, part.id}
    assert loop.links == ()
    assert [box.first.meeting_ref for box in loop.boxes] == [None, None]
    assert sum(loop.records.values()) == 2
    assert len(loop_of(db, matter).boxes) == 3


def grown(make, here, talks, rounds, parts):
    """Rounds by turns on the two tracks, each linked with the one before it."""
    records = []
    for number in range(1, rounds + 1):
        dialogue = talks if number % 2 == 0 else here
        date = f"{1990 + number // 12}-{1 + number % 12:02}"
        meeting = make.round(dialogue=dialogue, number=number, happened=date)
        items = [make.consensus_item(meeting=meeting, text=None) for _each in range(parts)]
        if records and number % 2 == 0:
            make.link(earlier=records[-parts - 1], later=meeting, basis=list(Basis)[number % 3])
        records += [meeting, *items]
    return make.matter(dialogue=here, records=records)


@on_sqlite
def test_many_records_stand_round_by_round_and_open_one_round_at_a_time(db, make, here, talks):
    loop = loop_of(db, grown(make, here, talks, 10, 5))

    gathered = shown_of(loop, home="here")
    opened = shown_of(loop, home="here", around="talks/R4", steps=1)
    whole = shown_of(loop, home="here", whole=True)

    assert len(loop.boxes) == 60 > MOST_RECORDS
    assert [box.cited_from("here") for box in gathered.boxes][:2] == ["R1", "talks/R2"]
    assert [len(box.members) for box in gathered.boxes] == [6] * 10
    assert (len(whole.boxes), whole.left_out) == (60, 0)
    assert (opened.around_ref, opened.left_out) == ("talks/R4", 60 - 4 * 6)
    assert [(box.cited_from("here"), len(box.members)) for box in opened.boxes] == [
        ("talks/R2", 6),
        ("R3", 6),
        *((box.cited_from("here"), 1) for box in opened.boxes[2:8]),
        ("talks/R6", 6),
    ]
    # Of what is not shown, it is not said either what is missing there.
    assert {each.turn for each in opened.missing} == {1, 2, 3}


@on_sqlite
def test_of_very_many_rounds_the_last_are_shown_and_steps_show_more(db, make, here, talks):
    loop = loop_of(db, grown(make, here, talks, 60, 0))

    shown = [shown_of(loop, home="here", steps=steps) for steps in (1, 2, 3)]

    assert {one.around_ref for one in shown} == {"talks/R60"}
    sizes = [len(one.boxes) for one in shown]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1] < 40
    assert [one.left_out + len(one.boxes) for one in shown] == [60] * 3
    assert shown_of(loop, home="here", around="R99").around_ref == "talks/R60"


@on_sqlite
def test_the_line_of_several_links_is_drawn_by_the_weakest(db, make, here, talks):
    first, held = make.round(dialogue=here), make.round(dialogue=talks, happened="2025-06")
    make.link(earlier=first, later=held, basis=Basis.DOCUMENTED)
    make.link(earlier=make.consensus_item(meeting=first), later=held, kind=LinkKind.GROUNDWORK)
    matter = make.matter(dialogue=here, records=[first, held])

    [line] = shown_of(loop_of(db, matter), home="here").links

    assert (len(line.links), line.basis) == (2, Basis.INFERRED)


def test_a_loop_takes_as_many_statements_for_more_records_and_matters(db, make, here, talks):
    small, large = grown(make, here, talks, 2, 1), grown(make, here, talks, 0, 0)
    other = make.round(dialogue=here, happened="2025", number=80)
    for record in [other, *(make.consensus_item(meeting=other) for _each in range(30))]:
        make.matter_record(matter=large, record=record)
    counts = []
    for matters in ([small], [small, large]):
        with statements() as sent:
            loops = loops_of(db, matters)
        counts.append(len(sent))

    assert counts == [3, 3]
    assert [len(loop.boxes) for loop in loops.values()] == [4, 31]
    assert all(one.date <= other.date for one, other in pairwise(loops[large.id].boxes))
