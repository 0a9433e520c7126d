"""How a loop is drawn, and told in a table."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.dialogues.models import Dialogue, Track
from app.localized import LocalizedText
from app.matters.focus import MOST_BOXES, shown_of
from app.matters.loop import loop_from
from app.matters.members import Member, MemberLink
from app.matters.models import Matter, Stage
from app.matters.picture import Words
from app.matters.rows import MOST_LINKS, turns_of
from app.matters.stages import Facts
from app.matters.strips import WIDEST_TURN, strips_of
from app.records.models import RecordKind
from app.rounds.models import RoundStatus
from app.trace.models import Basis, LinkKind
from tests.trace.drawn import TRACKS, check_places, dates, node, titles
from tests.trace.test_pictures import step

WORDS = Words(
    locale="en",
    label=str,
    undated="no date recorded",
    no_record="no record",
    handover="Hand-over",
    records=lambda count: f"{count} records",
    turn=lambda number: f"Turn {number}",
    claim=lambda link: str(link.kind),
    short=lambda link: str(link.kind),
)


def a_member(number, *, meeting=None, chosen=None, status=RoundStatus.HELD, **given):
    made = node(number, **given)
    facts = Facts(kind=made.kind, track=made.track, round_status=status)
    return Member(
        node=made,
        facts=facts,
        chosen=chosen,
        meeting_id=meeting,
        meeting_ref=f"R{meeting}" if meeting else None,
        number=made.number,
    )


def a_link(number, earlier, later, **given):
    return MemberLink(step(number, earlier, later, **given), None, None)


def of_harbour():
    harbour = Dialogue(slug="harbour", name=LocalizedText({"en": "Harbour"}), track=Track.TRACK_TWO)
    return Matter(dialogue=harbour, title=LocalizedText({"en": "Terms"}))


members = st.lists(
    st.builds(
        lambda number, happened, dialogue, title, chosen: a_member(
            number, happened=happened, dialogue=dialogue, title=title, chosen=chosen
        ),
        st.integers(1, 1000),
        dates,
        st.sampled_from(list(TRACKS)),
        titles,
        st.sampled_from([None, None, *Stage]),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda member: member.node.id,
)
pairs = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=20, unique=True)


@given(members, pairs)
def test_each_record_and_each_lack_is_drawn_once_and_told_once(found, joins):
    links = [
        a_link(place, found[one].node.id, found[other].node.id)
        for place, (one, other) in enumerate(joins)
        if one != other and max(one, other) < len(found)
    ]
    loop = loop_from(found, links)
    shown = shown_of(loop, home="harbour")

    strips = strips_of(shown, of_harbour(), WORDS)
    rows = [row for turn in turns_of(shown) for row in turn.rows]

    drawn = [here.key for each in strips.pictures for _box, here in each.records]
    told = [row.box.key for row in rows if row.box]
    ids = sorted(member.node.id for member in found)
    assert sorted(drawn) == sorted(told) == ids
    lacks = [lack for each in strips.pictures for _box, lack in each.missing]
    assert len(lacks) == len([row for row in rows if row.missing]) == len(loop.missing)
    assert sum(len(each.drawn.edges) for each in strips.pictures) + strips.between == len(links)
    for each in strips.pictures:
        check_places(each.drawn)
        check_time(each)


def check_time(picture):
    for (one, this), (other, that) in combinations(picture.records, 2):
        if this.date and that.date and this.date < that.date:
            assert one.x <= other.x
    begins = [band.x for band in picture.bands]
    assert begins == sorted(begins)


def test_what_is_missing_is_an_empty_box_between_what_is_there():
    found = [a_member(1, happened="2023-02"), a_member(2, happened="2023-05", dialogue="talks")]

    loop = loop_from(found, [a_link(1, 1, 2, basis=Basis.REPORTED)])
    [picture] = strips_of(shown_of(loop, home="harbour"), of_harbour(), WORDS).pictures

    assert [(band.words, band.is_missing) for band in picture.bands] == [
        ("groundwork", False),
        ("preliminary-meeting", True),
        ("talks", False),
        ("review", True),
    ]
    assert [(box.name, box.words) for box, _missing in picture.missing] == [
        ("preliminary-meeting", "no record"),
        ("review", "no record"),
    ]
    assert [lane.track for lane in picture.drawn.lanes] == [Track.GOVERNMENT, Track.TRACK_TWO]
    [edge] = picture.drawn.edges
    assert edge.title == "R1 → talks/R2: groundwork"
    assert edge.classes.split()[:2] == ["edge", "edge-reported"]
    assert [box.name for box, _here in picture.records] == ["R2", "R1"]


def test_a_lane_is_there_for_what_has_no_record():
    loop = loop_from([a_member(1, happened="2024", dialogue="talks")], [])

    [picture] = strips_of(shown_of(loop, home="harbour"), of_harbour(), WORDS).pictures

    assert [lane.track for lane in picture.drawn.lanes] == [Track.GOVERNMENT, Track.TRACK_TWO]
    assert [box.name for box, _missing in picture.missing] == ["groundwork", "review"]


def test_a_turn_that_is_too_wide_is_cut_where_a_stage_begins():
    found = [
        a_member(n, happened=f"{1900 + n}", chosen=list(Stage)[(n - 1) // 30]) for n in range(1, 91)
    ]
    loop = loop_from(found, [a_link(n, n, n + 1) for n in range(1, 90)])

    strips = strips_of(shown_of(loop, home="harbour", whole=True), of_harbour(), WORDS)

    assert loop.turns == 1
    stages = [{here.stage for _box, here in each.records} for each in strips.pictures]
    assert len(stages) > 1
    assert sum(len(each) for each in stages) == len(set.union(*stages))
    assert max(each.drawn.width for each in strips.pictures) <= WIDEST_TURN
    assert strips.between == len(stages) - 1


def test_a_stage_that_is_too_wide_is_cut_where_a_date_begins():
    found = [a_member(n, happened=f"{1900 + n}", chosen=Stage.GROUNDWORK) for n in range(1, 81)]

    strips = strips_of(
        shown_of(loop_from(found, []), home="harbour", whole=True), of_harbour(), WORDS
    )

    assert sum(len(each.records) for each in strips.pictures) == 80
    widths = [each.drawn.width for each in strips.pictures]
    assert len(widths) > 1
    assert max(widths) <= WIDEST_TURN


def test_a_meeting_that_was_called_off_says_so_and_asks_for_nothing():
    off = a_member(1, happened="2024", dialogue="talks", status=RoundStatus.CANCELLED)
    loop = loop_from([off], [])

    [picture] = strips_of(shown_of(loop, home="harbour"), of_harbour(), WORDS).pictures

    assert (picture.missing, loop.missing) == ((), ())
    assert [box.words for box, _here in picture.records] == ["cancelled"]


def test_of_a_record_with_many_links_a_row_tells_some_and_counts_the_others():
    hub = a_member(1, happened="2023")
    others = [a_member(n, happened="2024", dialogue="talks") for n in range(2, 20)]
    loop = loop_from([hub, *others], [a_link(each.node.id, 1, each.node.id) for each in others])

    [row, *_others] = turns_of(shown_of(loop, home="harbour"))[0].rows

    assert (len(row.links), row.more_links) == (MOST_LINKS, 18 - MOST_LINKS)


def test_of_two_thousand_records_a_few_are_a_page():
    item = RecordKind.CONSENSUS_ITEM
    found = [
        a_member(
            n,
            happened=f"{1900 + n // 20}-01",
            dialogue=("harbour", "talks")[n // 20 % 2],
            kind=item,
            meeting=5000 + n // 20,
        )
        for n in range(1, 2001)
    ]
    links = [a_link(n, n, n + 20, kind=LinkKind.GROUNDWORK) for n in range(1, 1980)]

    loop = loop_from(found, links)
    shown = shown_of(loop, home="harbour")
    strips = strips_of(shown, of_harbour(), WORDS)

    assert 1 < len(shown.boxes) <= MOST_BOXES
    assert shown.left_out + sum(len(box.members) for box in shown.boxes) == 2000
    assert len(strips.pictures) >= 1
