"""Items that take the place of others: superseding, splitting, merging, and what became of each."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.consensus.models import ConsensusItem, Position
from app.consensus.standing import Standing
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reading import Viewer
from app.records.models import Disclosure
from app.rounds.models import RoundStatus
from app.rules import Refused
from app.trace.commands import link, withdraw_link
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.succession import fate_of, took_their_place
from app.trace.succession_commands import (
    NewItem,
    merge_items,
    split_item,
    supersede_item,
)
from tests.audit.racing import at_once, writing
from tests.conftest import statements
from tests.trace.succeeding import DAY, act, new, standings

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def dialogue(make) -> Any:
    return make.dialogue()


@pytest.fixture
def last(make, dialogue) -> Any:
    return make.round(dialogue=dialogue, happened="2025-03-01")


@pytest.fixture
def item(make, last) -> Any:
    return make.consensus_item(meeting=last, endorsed_by_all=True, topics=[make.topic()])


@pytest.fixture
def other(make, last) -> Any:
    return make.consensus_item(meeting=last)


@pytest.fixture
def split(db, secretary, item) -> Any:
    """What the item was split into."""
    return split_item(db, actor=secretary, item=item, into=[new("One."), new("Two.")], act=act())


def refs(places: Any) -> list[str]:
    return [place.ref for place in places]


def test_a_split_item_is_superseded_from_its_day_and_its_parts_start_without_endorsements(
    db, dialogue, item, split
):
    assert standings(db, dialogue, "2025-05-11") == {"R1-C1": Standing.AGREED}
    after = {
        "C1": Standing.NOT_RECORDED, "C2": Standing.NOT_RECORDED, "R1-C1": Standing.SUPERSEDED
    }  # fmt: skip
    assert standings(db, dialogue, "2025-05-12") == standings(db, dialogue, None) == after
    taken = sa.select(Position).where(Position.item_id.in_([part.id for part in split]))
    assert not db.scalars(taken).all()


@on_sqlite
def test_what_is_new_is_filed_as_what_it_comes_from_and_says_why(db, item, split):
    first = split[0]

    assert (first.topics, first.happened, first.disclosure) == (item.topics, DAY, item.disclosure)
    made = db.scalars(sa.select(TraceLink)).all()
    assert {(one.kind, one.basis, one.status, one.happened) for one in made} == {
        (LinkKind.SPLIT_FROM, Basis.INFERRED, LinkStatus.CONFIRMED, DAY)
    }
    actions = db.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.serial)).all()
    assert actions == ["consensus-item.recorded", "wording.adopted"] * 2 + ["link.made"] * 2


@on_sqlite
def test_a_source_makes_it_documented(db, make, secretary, dialogue, item):
    source = make.source(dialogue=dialogue)

    supersede_item(db, actor=secretary, item=item, by=new(), act=act(source=source, place="p. 3"))

    made = db.scalars(sa.select(TraceLink)).one()
    assert (made.basis, made.source, made.place) == (Basis.DOCUMENTED, source, "p. 3")


@on_sqlite
def test_a_translation_that_was_left_as_it_was_is_stale_in_what_is_new(db, make, secretary, last):
    both = LocalizedText({"en": "Both.", "zh-Hans": "二者。"})
    item = make.consensus_item(meeting=last, text=both)
    given = LocalizedText({"en": "The first.", "zh-Hans": "二者。"})

    later = supersede_item(db, actor=secretary, item=item, by=NewItem(given), act=act())

    assert later.wordings[0].text.stale == {"zh-Hans"}


def test_several_become_one_read_by_nobody_who_may_not_read_them_all(db, make, secretary, item):
    kept = make.consensus_item(meeting=item.meeting, disclosure=Disclosure.SECRETARIAT)

    merged = merge_items(db, actor=secretary, items=[item, kept], into=new(), act=act())

    assert merged.disclosure is Disclosure.SECRETARIAT
    [event] = fate_of(db, merged).came_from
    assert (event.kind, refs(event.places)) == (LinkKind.MERGES, [item.ref, kept.ref])
    standing = standings(db, item.dialogue, None)
    assert {standing[item.ref], standing[kept.ref]} == {Standing.SUPERSEDED}


@on_sqlite
def test_two_sides_own_items_are_not_merged(db, make, secretary, dialogue, last):
    own = [
        make.consensus_item(meeting=last, disclosure=Disclosure.SIDE, side=side)
        for side in dialogue.sides
    ]

    with pytest.raises(Refused, match="nobody could read"):
        merge_items(db, actor=secretary, items=own, into=new(), act=act())


@on_sqlite
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"happened": None}, "happened"),
        ({"happened": PartialDate("2025-02")}, "happened"),
        ({"because": " "}, "because"),
    ],
)
def test_it_needs_a_reason_and_a_date_on_which_the_items_were_there(
    db, secretary, item, other, given, field
):
    for run in (
        lambda: supersede_item(db, actor=secretary, item=item, by=other, act=act(**given)),
        lambda: split_item(db, actor=secretary, item=item, into=[other, new()], act=act(**given)),
        lambda: merge_items(db, actor=secretary, items=[item, other], into=new(), act=act(**given)),
    ):
        with pytest.raises(Refused) as refusal:
            run()
        assert refusal.value.field == field


@on_sqlite
def test_what_no_longer_stands_is_neither_end_again(db, make, secretary, item, other, split):
    gone = make.consensus_item(meeting=item.meeting, withdrawn_on="2025-04", withdrawn_because="X")

    for ended in (item, gone):
        with pytest.raises(Refused, match="already"):
            supersede_item(db, actor=secretary, item=ended, by=new(), act=act())
        with pytest.raises(Refused, match="already") as refusal:
            supersede_item(db, actor=secretary, item=other, by=ended, act=act())
        assert refusal.value.field == "by"


@on_sqlite
def test_strangers_doubles_and_too_few_are_refused_beside_them(db, make, secretary, item, other):
    stranger = make.consensus_item(happened="2025-03-01")
    wrong = [
        ("part_2", lambda: split_item(db, actor=secretary, item=item, into=[new()], act=act())),
        ("part_2", lambda: split_item(
            db, actor=secretary, item=item, into=[other, other], act=act())),
        ("part_1", lambda: split_item(
            db, actor=secretary, item=item, into=[stranger, other], act=act())),
        ("part_1", lambda: split_item(
            db, actor=secretary, item=item, into=[NewItem(LocalizedText({})), other], act=act())),
        ("items", lambda: merge_items(
            db, actor=secretary, items=[item, item], into=new(), act=act())),
        ("items", lambda: merge_items(
            db, actor=secretary, items=[item, stranger], into=new(), act=act())),
        ("by", lambda: supersede_item(db, actor=secretary, item=item, by=item, act=act())),
    ]  # fmt: skip
    for field, run in wrong:
        with pytest.raises(Refused) as refusal:
            run()
        assert refusal.value.field == field


def test_two_items_do_not_take_each_others_place(db, make, secretary, item, other):
    third = make.consensus_item(meeting=item.meeting)
    supersede_item(db, actor=secretary, item=item, by=other, act=act())
    supersede_item(db, actor=secretary, item=other, by=third, act=act())
    claim = {"kind": LinkKind.MERGES, "basis": Basis.INFERRED, "rationale": "A claim by hand."}

    with pytest.raises(Refused, match="itself taken the place") as refusal:
        link(db, actor=secretary, earlier=third, later=item, happened=DAY, **claim)

    assert refusal.value.field == "other"


def test_confirmed_minutes_keep_telling_what_stood(db, secretary, last, item, other):
    last.status = RoundStatus.CONFIRMED
    claim = {"kind": LinkKind.SUPERSEDES, "basis": Basis.INFERRED, "rationale": "The same."}

    for day in ("2025-03", "2025-03-01"):
        with pytest.raises(Refused, match="confirmed"):
            supersede_item(
                db, actor=secretary, item=item, by=new(), act=act(happened=PartialDate(day))
            )
    with pytest.raises(Refused, match="confirmed"):
        link(db, actor=secretary, earlier=item, later=other, **claim)
    later = supersede_item(db, actor=secretary, item=item, by=new(), act=act())

    assert refs(fate_of(db, item).became[0].places) == [later.ref]


def test_of_two_who_supersede_an_item_at_once_one_does(db, engine, secretary, item):
    item_id, actor_id = item.id, secretary.id
    db.commit()

    def job():
        with writing(engine) as mine:
            old, actor = mine.get_one(ConsensusItem, item_id), mine.get_one(User, actor_id)
            supersede_item(mine, actor=actor, item=old, by=new(), act=act())
            mine.commit()

    results = at_once(job, job)

    assert {type(one) for one in results} == {Refused, type(None)}, results
    assert len(db.scalars(sa.select(TraceLink)).all()) == 1


@on_sqlite
def test_what_was_done_before_minutes_were_confirmed_is_not_taken_back_after(
    db, secretary, last, item, other
):
    supersede_item(
        db, actor=secretary, item=item, by=other, act=act(happened=PartialDate("2025-03-01"))
    )
    made = db.scalars(sa.select(TraceLink)).one()
    last.status = RoundStatus.CONFIRMED

    with pytest.raises(Refused, match="confirmed"):
        withdraw_link(db, actor=secretary, link=made)

    last.status = RoundStatus.HELD
    withdraw_link(db, actor=secretary, link=made)
    assert standings(db, item.dialogue, None)[item.ref] is Standing.AGREED


def test_a_chain_is_followed_to_what_stands_now(db, secretary, item, split):
    one, two = split
    later = supersede_item(
        db, actor=secretary, item=two, by=new(), act=act(happened=PartialDate("2025-06"))
    )

    with statements() as sent:
        fate = fate_of(db, item)

    assert len(sent) == 2
    assert refs(fate.became[0].places) == [one.ref, two.ref]
    assert [(place.ref, standing) for place, standing in fate.stands_now] == [
        (one.ref, Standing.NOT_RECORDED), (later.ref, Standing.NOT_RECORDED)
    ]  # fmt: skip
    assert fate_of(db, item, as_of=PartialDate("2025-05")).stands_now == ()
    assert not fate_of(db, item, as_of=PartialDate("2025-04")).became
    assert refs(took_their_place(db, [item.id, two.id])[two.id]) == [later.ref]


@on_sqlite
def test_a_circle_that_came_from_elsewhere_ends(db, make, item, other):
    make.link(earlier=item, later=other, kind=LinkKind.SUPERSEDES)
    make.link(earlier=other, later=item, kind=LinkKind.SUPERSEDES)

    fate = fate_of(db, item)

    assert (refs(fate.became[0].places), fate.stands_now) == ([other.ref], ())


def test_what_may_not_be_read_is_not_named(db, open_db, make, secretary, item, other):
    hidden = make.consensus_item(meeting=item.meeting, disclosure=Disclosure.SECRETARIAT)
    supersede_item(db, actor=secretary, item=item, by=other, act=act())
    with pytest.raises(Refused, match="fewer readers"):
        supersede_item(db, actor=secretary, item=other, by=hidden, act=act(because="A secret."))
    # A file may say so all the same.
    make.link(earlier=other, later=hidden, kind=LinkKind.SUPERSEDES, rationale="A secret.")
    db.commit()
    seen = open_db(Viewer(participant_of=frozenset({item.dialogue_id})))

    assert refs(fate_of(seen, item).became[0].places) == [other.ref]
    assert fate_of(seen, other).became == ()
    assert took_their_place(seen, [item.id, other.id]).keys() == {item.id}
    assert standings(seen, item.dialogue, None)[other.ref] is Standing.SUPERSEDED
