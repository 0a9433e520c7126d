"""Putting an agenda in order: places without gaps, nothing lost when two do it at once."""

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.planning.arrangement import Arrangement, arrangement_of, out_of_order
from app.planning.ordering_commands import order_agenda
from app.reading import Viewer
from app.records.models import Disclosure
from app.rounds.models import AgendaTopic, DialogueSession, Round, RoundStatus
from app.rules import Refused
from app.trace.models import LinkKind, TraceLink
from tests.audit.racing import at_once, writing

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SEEN = "1:10,11;2:12;3:"


@pytest.fixture
def agenda(make, planned):
    """Session 1 with three topics, session 2 with two; positions with a gap and a double."""
    first, second = planned.sessions[0], make.session(meeting=planned, position=4)
    for held, place in ((first, 1), (first, 1), (first, 7), (second, 2), (second, 3)):
        make.agenda_topic(session=held, position=place)
    return planned


def stands(db, meeting) -> list[list[str]]:
    """The references, session by session."""
    topics = db.scalars(sa.select(AgendaTopic)).all()
    refs = {topic.id: topic.ref for topic in topics}
    return [[refs[one] for one in topics] for _held, topics in arrangement_of(db, meeting).sessions]


def places(db, meeting) -> list[list[int]]:
    sessions = db.scalars(sa.select(DialogueSession).order_by(DialogueSession.position)).all()
    assert [held.position for held in sessions] == list(range(1, len(sessions) + 1))
    return [sorted(topic.position for topic in held.agenda) for held in sessions]


def moves(db):
    asked = sa.select(AuditEntry).where(AuditEntry.action.endswith("moved"))
    return db.scalars(asked.order_by(AuditEntry.serial)).all()


@pytest.mark.parametrize(
    ("wanted", "moved"),
    [
        (lambda a: a.topic_stepped(11, up=True), "1:11,10;2:12;3:"),
        (lambda a: a.topic_stepped(10, up=True), SEEN),
        (lambda a: a.topic_stepped(11, up=False), "1:10;2:11,12;3:"),
        (lambda a: a.topic_stepped(12, up=True), "1:10,11,12;2:;3:"),
        (lambda a: a.topic_stepped(12, up=False), "1:10,11;2:;3:12"),
        (lambda a: a.topic_moved(10, 3), "1:11;2:12;3:10"),
        (lambda a: a.session_stepped(1, up=False), "2:12;1:10,11;3:"),
        (lambda a: a.session_stepped(1, up=True), SEEN),
        (lambda a: a.session_stepped(3, up=False), SEEN),
    ],
)
def test_a_step_at_the_end_of_a_session_leads_into_the_next(wanted, moved):
    assert str(wanted(Arrangement.read(SEEN))) == moved


def test_an_order_is_laid_over_what_is_there_meanwhile():
    wanted = Arrangement.read("2:12,10;1:11,13;4:14")

    assert str(wanted.laid_over(Arrangement.read("3:15;1:10,11,16;2:14"))) == "2:10,14;1:11,16;3:15"


@pytest.mark.parametrize("text", ["", "1", "1:2,", "1:2;1:3", "1:2;2:2", "1:²", "1:2\n", "x" * 99])
def test_what_is_no_arrangement_is_none(text):
    assert Arrangement.read(text) is None


@given(before=st.permutations(range(6)), after=st.permutations(range(6)))
def test_the_fewest_that_moved_are_named(before, after):
    moved = out_of_order(before, after)

    still = [one for one in before if one not in moved]
    assert still == [one for one in after if one not in moved]
    for one in moved:  # putting one of them back is not possible without moving another
        kept = {*still, one}
        assert [x for x in before if x in kept] != [x for x in after if x in kept]


def test_a_moved_topic_leaves_one_entry_and_no_gap(db, secretary, agenda):
    now = arrangement_of(db, agenda)
    assert stands(db, agenda) == [["R5-T1", "R5-T2", "R5-T3"], ["R5-T4", "R5-T5"]]
    third, second = now.sessions[0][1][2], now.sessions[1][0]

    order = now.topic_moved(third, second)
    order_agenda(db, actor=secretary, meeting=agenda, based_on=now, order=order)

    db.expire_all()
    assert stands(db, agenda) == [["R5-T1", "R5-T2"], ["R5-T4", "R5-T5", "R5-T3"]]
    assert places(db, agenda) == [[1, 2], [1, 2, 3]]
    [entry] = moves(db)
    assert (entry.action, entry.record_id) == ("agenda-topic.moved", third)
    assert (entry.before["position"], entry.after["position"]) == (7, 3)
    assert entry.after["session_id"] == second


@on_sqlite
def test_a_moved_session_takes_its_agenda_along(db, secretary, agenda):
    now = arrangement_of(db, agenda)
    first = now.order[0]

    order_agenda(db, actor=secretary, meeting=agenda, based_on=now,
                 order=now.session_stepped(first, up=False))  # fmt: skip

    db.expire_all()
    assert stands(db, agenda) == [["R5-T4", "R5-T5"], ["R5-T1", "R5-T2", "R5-T3"]]
    assert places(db, agenda) == [[1, 2], [1, 2, 3]]
    [entry] = moves(db)
    assert entry.action == "session.moved"


@on_sqlite
def test_an_order_that_changes_nothing_is_not_noted(db, secretary, agenda):
    now = arrangement_of(db, agenda)

    order_agenda(db, actor=secretary, meeting=agenda, based_on=now, order=now)

    assert not moves(db)
    assert not db.dirty


@on_sqlite
def test_an_order_that_leaves_something_out_is_refused(db, secretary, agenda):
    now = arrangement_of(db, agenda)
    less = Arrangement(now.sessions[:1])
    strange = Arrangement((*now.sessions, (4711, ())))

    for order in (None, less, strange):
        with pytest.raises(Refused, match="no order of this agenda"):
            order_agenda(db, actor=secretary, meeting=agenda, based_on=now, order=order)


@on_sqlite
def test_the_agenda_of_a_confirmed_round_stays(db, secretary, agenda):
    now = arrangement_of(db, agenda)
    agenda.status = RoundStatus.CONFIRMED
    db.flush()

    with pytest.raises(Refused, match="confirmed"):
        order_agenda(db, actor=secretary, meeting=agenda, based_on=now,
                     order=now.session_stepped(now.order[0], up=False))  # fmt: skip


def test_what_may_not_be_read_keeps_its_place(db, open_db, make, secretary, agenda):
    ours, theirs = agenda.dialogue.sides
    held = agenda.sessions[0]
    own = make.agenda_topic(session=held, position=1, disclosure=Disclosure.SIDE, side=theirs)
    db.commit()
    whole = {agenda.dialogue_id}
    mine = open_db(
        Viewer(participant_of=whole, secretariat_of=whole, own_sides=frozenset({ours.id}))
    )
    meeting, actor = mine.get_one(Round, agenda.id), mine.get_one(User, secretary.id)
    now = arrangement_of(mine, meeting)
    assert own.id not in now.topics

    order = now.topic_stepped(now.topics[2], up=True)
    order_agenda(mine, actor=actor, meeting=meeting, based_on=now, order=order)
    mine.commit()

    db.commit()
    # It stood third, before the one at place 7.
    assert stands(db, agenda)[0] == ["R5-T1", "R5-T3", own.ref, "R5-T2"]
    assert places(db, agenda) == [[1, 2, 3, 4], [1, 2]]


def test_another_place_does_not_ask_for_a_look_at_the_topics_links(db, make, secretary, agenda):
    now = arrangement_of(db, agenda)
    one, other = (db.get_one(AgendaTopic, now.topics[place]) for place in (0, 1))
    item = make.consensus_item(meeting=make.round(dialogue=agenda.dialogue, number=1))
    fresh = make.link(earlier=item, later=one, kind=LinkKind.FOLLOWS_FROM)
    stale = make.link(earlier=item, later=other, kind=LinkKind.FOLLOWS_FROM, later_revision=99)
    db.commit()

    order_agenda(db, actor=secretary, meeting=agenda, based_on=now,
                 order=now.topic_stepped(one.id, up=False))  # fmt: skip

    db.expire_all()
    assert db.get_one(TraceLink, fresh.id).later_revision == one.revision > 1
    assert db.get_one(TraceLink, stale.id).later_revision == 99


def test_of_two_orders_made_at_once_the_second_is_refused(db, engine, secretary, agenda):
    now = arrangement_of(db, agenda)
    ids = agenda.id, secretary.id
    db.commit()

    def orders(order):
        def job():
            with writing(engine) as mine:
                meeting, actor = mine.get_one(Round, ids[0]), mine.get_one(User, ids[1])
                order_agenda(mine, actor=actor, meeting=meeting, based_on=now, order=order)
                mine.commit()

        return job

    wanted = [
        now.topic_stepped(now.topics[0], up=False),
        now.session_stepped(now.order[0], up=False),
    ]
    results = at_once(*(orders(order) for order in wanted))

    db.commit()
    refused = [result for result in results if result is not None]
    assert [type(one) for one in refused] == [Refused], results
    assert arrangement_of(db, agenda) == wanted[results.index(None)]
    assert len(moves(db)) == 1
