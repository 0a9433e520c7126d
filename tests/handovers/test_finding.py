"""What went to whom: of one side only, without a reply, in the register, in a chain."""

from datetime import date

import pytest

from app.handovers.chains import chain_of, withheld_from
from app.handovers.commands import edit_handover
from app.handovers.lines import lines_where
from app.handovers.models import Direction, Handover, HandoverKind
from app.handovers.offered import found_sent, meetings_served, offered, sources_seen
from app.handovers.passing_commands import Passing
from app.handovers.queries import (
    Filter,
    State,
    handover_register,
    handovers_of,
    one_side_only,
    unanswered,
)
from app.partial_date import PartialDate
from app.reading import Viewer
from app.records.models import Disclosure
from tests.make import text

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = date(2024, 12, 1)
TO, FROM = Direction.TO_GOVERNMENT, Direction.FROM_GOVERNMENT
KINDS = {"handover_kind": HandoverKind.TRANSMITTAL, "direction": TO}


@pytest.fixture
def delivered(make, item):
    """One item each way: to one side, to both, differently worded, to nobody named, received."""
    aven, sorn = item.dialogue.sides
    meeting = {"meeting": item.meeting}
    items = {name: make.consensus_item(**meeting) for name in ("both", "sorn", "all", "received")}
    paper = make.document(**meeting)
    first, second = item.wordings
    known = {"dialogue": item.dialogue}

    def to(side, *wordings, **given):
        return make.handover(to_side=side, wordings=wordings, **known, **given)

    to(aven, first, items["both"].wordings[0], papers=[paper])
    to(sorn, second, items["both"].wordings[0], items["sorn"].wordings[0])
    to(sorn, items["all"].wordings[0])
    to(None, items["all"].wordings[0])
    to(None, items["received"].wordings[0])
    make.handover(direction=FROM, from_side=aven, wordings=[items["received"].wordings[0]], **known)
    make.db.refresh(item, ["wordings"])
    return items | {"item": item, "paper": paper}


def test_what_went_to_one_government_only(db, delivered, item):
    aven, sorn = item.dialogue.sides

    rows = one_side_only(db, item.dialogue)

    found = [(one.sent.record, one.sent.number, list(one.delivered), one.missing) for one in rows]
    assert found == [
        (item, 1, [aven], [sorn]),
        (item, 2, [sorn], [aven]),
        (delivered["sorn"], 1, [sorn], [aven]),
        (delivered["all"], 1, [sorn], [aven]),
        (delivered["paper"], None, [aven], [sorn]),
    ]
    assert [[sent.number for sent, _one in one.instead.get(sorn, ())] for one in rows[:2]] == [
        [2],
        [],
    ]
    assert [len(one.unaddressed) for one in rows] == [0, 0, 0, 1, 0]


@on_sqlite
def test_who_may_not_read_a_hand_over_is_told_nothing_by_its_absence(db, make, open_db, item):
    aven, sorn = item.dialogue.sides
    for side, level in ((aven, Disclosure.PARTICIPANTS), (sorn, Disclosure.SECRETARIAT)):
        known = {"dialogue": item.dialogue, "disclosure": level, "to_side": side}
        make.handover(wordings=[item.wordings[0]], **known)
    db.commit()
    theirs = open_db(Viewer(participant_of=frozenset({item.dialogue_id})))

    [row] = one_side_only(theirs, theirs.merge(item.dialogue, load=False))

    assert [one.ref for handovers in row.delivered.values() for one in handovers] == ["H1"]
    assert one_side_only(db, item.dialogue) == []


@on_sqlite
def test_a_hidden_wording_is_known_of_by_its_own_secretariat_alone(db, make, open_db, item):
    ours = frozenset({item.dialogue_id})
    kept = make.consensus_item(
        meeting=item.meeting, disclosure=Disclosure.SIDE, side=item.dialogue.sides[0]
    )
    paper = make.document(disclosure=Disclosure.SECRETARIAT)
    wordings = [item.wordings[0], kept.wordings[0]]
    handover = make.handover(dialogue=item.dialogue, wordings=wordings, papers=[paper])
    actor = make.user()
    db.commit()
    found = []

    for viewer in (Viewer(participant_of=ours), Viewer(participant_of=ours, secretariat_of=ours)):
        theirs = open_db(viewer)
        [line] = lines_where(theirs, Handover.id == handover.id)
        found.append(([sent.record.ref for sent in line.sent], withheld_from(theirs, line)))
        assert handovers_of(theirs, theirs.merge(kept, load=False)) == []

    assert found == [([item.ref], 0), ([item.ref], 1)]
    seen = theirs.get_one(Handover, handover.id)
    edit_handover(
        theirs,
        actor=theirs.merge(actor, load=False),
        handover=seen,
        passing=Passing(**KINDS, title=text("New")),
    )
    theirs.commit()
    db.commit()
    db.expire_all()
    assert [one.wording.item for one in handover.wordings] == [kept]
    assert [one.document for one in handover.papers] == [paper]


@on_sqlite
def test_days_without_a_reply_are_counted_as_exactly_as_the_date_allows(db, make, item):
    known = {"dialogue": item.dialogue}
    for day in ("2024-11-01", "2024-11", "2024-10", "2024-12-02", None, "2023"):
        make.handover(happened=day, **known)
    make.handover(happened="2024-01", handover_kind=HandoverKind.READ_OUT, **known)
    due = make.handover(
        happened="2024-01-01",
        handover_kind=HandoverKind.MANDATE,
        reply_due="2024-11",
        direction=FROM,
        **known,
    )
    answered = make.handover(happened="2024-01", **known)
    make.handover(
        happened="2024-02",
        handover_kind=HandoverKind.REPLY,
        direction=FROM,
        answers=answered,
        **known,
    )

    found = unanswered(db, item.dialogue, TODAY, 30)

    told = [(str(one.line.handover.happened), one.least, one.most) for one in found]
    assert told == [
        ("2023", 336, 700),
        ("2024-01-01", 335, 335),
        ("2024-10", 31, 61),
        ("2024-11-01", 30, 30),
        ("2024-11", 1, 30),
        ("None", None, None),
    ]
    assert [one.is_certainly(30) for one in found] == [True, True, True, True, False, False]
    assert [one.line.handover for one in found if one.is_overdue] == [due]


def test_the_register_counts_each_choice_under_all_others(db, make, delivered, item):
    aven, sorn = item.dialogue.sides
    late = make.handover(
        dialogue=item.dialogue, to_side=aven, happened="2024-01", reply_due="2024-02"
    )
    make.handover(dialogue=item.dialogue, direction=FROM, answers=late, happened="2024-03")
    overdue = make.handover(dialogue=item.dialogue, to_side=sorn, reply_due="2024-02")

    whole = handover_register(db, item.dialogue, Filter(), TODAY)
    chosen = Filter(direction=TO, side=sorn.code)
    found = handover_register(db, item.dialogue, chosen, TODAY)

    assert len(whole.lines) == 9
    assert whole.lines[0].handover.happened == PartialDate("2024-03")
    assert [one.handover.happened for one in whole.lines[2:]] == [None] * 7
    assert whole.counts["direction"] == {TO: 7, FROM: 2}
    assert whole.counts["state"][State.OVERDUE] == 1
    assert whole.counts["state"][State.ONE_SIDE_ONLY] == 4
    assert whole.counts["state"][State.UNACKNOWLEDGED] == 6
    assert len(found.lines) == 3
    assert found.lines[0].handover is overdue
    assert found.counts["side"] == {aven.code: 2, sorn.code: 3}
    assert found.counts["direction"] == {TO: 3}


@on_sqlite
def test_a_chain_of_replies_is_read_from_its_first(db, make, item):
    known = {"dialogue": item.dialogue}
    first = make.handover(happened="2024-01", **known)
    second = make.handover(happened="2024-02", direction=FROM, answers=first, **known)
    third = make.handover(happened="2024-03", answers=second, **known)
    aside = make.handover(happened="2024-04", direction=FROM, answers=first, **known)
    make.handover(**known)

    for start in (first, third):
        steps = [(one.line.handover, one.depth) for one in chain_of(db, start)]
        assert steps == [(first, 0), (second, 1), (third, 2), (aside, 1)]


@on_sqlite
def test_what_is_typed_names_one_wording_or_version(db, make, item):
    paper = make.document(meeting=item.meeting)
    for _version in range(2):
        make.document_file(document=paper)
    elsewhere = make.document()
    there = f"{elsewhere.dialogue.slug}/{elsewhere.ref}"

    def found(typed):
        sent = found_sent(db, item.dialogue, typed)
        return sent and (sent.record, sent.number)

    assert found(item.ref) == (item, 2)
    assert found(f"{item.ref} 1") == (item, 1)
    assert found(f"{paper.ref} 1") == (paper, 1)
    assert found(paper.ref) == (paper, 2)
    assert found(there) == (elsewhere, None)
    for typed in (f"{item.ref} 3", f"{paper.ref} 9", "R1", "R9-C9", "R1-C1 0", "x" * 90, "/", "…"):
        assert found(typed) is None, typed
    assert [(one.record, one.number) for one in offered(db, item.meeting)] == [
        (item, 2),
        (paper, 2),
    ]
    assert [one.number for one in offered(db, item)] == [2, 1]


def test_what_a_hand_over_is_meant_for_and_seen_in_is_near_first_and_never_made_up(db, make):
    ours, near, far = (make.dialogue(slug=slug) for slug in ("ours", "zz-near", "far"))
    fictional = make.dialogue(slug="fictional", illustrative=True)
    rounds = {
        home.slug: [make.round(dialogue=home, happened=day) for day in ("2023", None, "2024")]
        for home in (ours, near, far, fictional)
    }
    make.link(earlier=rounds["ours"][0], later=rounds["zz-near"][2])
    sources = {home.slug: make.source(dialogue=home) for home in (near, far, fictional, ours)}
    db.flush()

    served = meetings_served(db, ours)

    expected = [rounds[slug][n] for slug in ("ours", "zz-near") for n in (2, 0, 1)]
    assert served[:6] == expected
    assert set(served[6:]) == set(rounds["far"])
    assert sources_seen(db, ours) == [sources[slug] for slug in ("ours", "zz-near", "far")]
    assert set(meetings_served(db, fictional)) == set(rounds["fictional"])
    assert sources_seen(db, fictional) == [sources["fictional"]]
