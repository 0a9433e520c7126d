"""Open matters of earlier rounds: which come back, to whom, and what becomes of them."""

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Stance
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.planning.commands import FOLLOW_UP, bring_back, heading
from app.planning.queries import MOST, count_open_matters, open_matters
from app.reading import Viewer
from app.records.models import Disclosure
from app.rounds.models import AgendaTopic, DialogueSession, RoundKind, RoundStatus, TopicFormat
from app.rules import Refused
from app.trace.models import Basis, LinkKind, TraceLink
from app.trace.queries import links_of
from tests.audit.racing import at_once, writing

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = PartialDate("2025-06-01").first_day
SOUGHT = {"AV": Stance.ENDORSED, "SN": Stance.SOUGHT}


@pytest.fixture
def held(planned) -> DialogueSession:
    return planned.sessions[0]


def proposed(db, meeting) -> list[str]:
    found = open_matters(db, meeting, TODAY)
    refs = [line.action.ref for line in found.actions] + [item.ref for item in found.items]
    assert found.count == len(refs) == found.shown
    return refs


def came_from(db, topic) -> list[str]:
    return [link.there.ref for link in links_of(db, topic).came_from]


COMES_BACK = [
    {"positions": SOUGHT},
    {"positions": SOUGHT | {"SN": Stance.AD_REFERENDUM}},
    {"positions": SOUGHT | {"SN": Stance.OBJECTED}},
    {"positions": {"AV": Stance.NOT_SOUGHT}},
    {"text": "They [shall|may] tell.", "endorsed_by_all": True},
    {"item_kind": ItemKind.DIVERGENCE},
    {"item_kind": ItemKind.OPEN_QUESTION},
]
STAYS_AWAY = [
    {"item_kind": ItemKind.OPEN_QUESTION, "endorsed_by_all": True},
    {"endorsed_by_all": True},
    # Nobody knows where the sides stand: that is not to say that they disagree.
    {},
    {"positions": SOUGHT, "withdrawn_on": "2025-03", "withdrawn_because": "Done."},
]


def test_unsettled_items_come_back(db, make, last, planned):
    back = [make.consensus_item(meeting=last, **given) for given in COMES_BACK]
    for given in STAYS_AWAY:
        make.consensus_item(meeting=last, **given)
    later = make.consensus_item(meeting=last, positions=SOUGHT)
    make.link(earlier=back.pop(0), later=later, kind=LinkKind.SUPERSEDES)

    assert proposed(db, planned) == [item.ref for item in [*back, later]]


@on_sqlite
def test_unfinished_actions_come_back(db, make, last, planned):
    made = {status: make.action(meeting=last, status=status) for status in ActionStatus}

    finished = (ActionStatus.DONE, ActionStatus.DROPPED)
    assert proposed(db, planned) == [a.ref for status, a in made.items() if status not in finished]


def test_only_what_is_from_before_comes_back(db, make, dialogue, last, planned):
    first = make.round(dialogue=dialogue, number=1, happened=None)
    later = make.round(dialogue=dialogue, number=6, happened=None, status=RoundStatus.PLANNED)
    forum = make.round(dialogue=dialogue, ref="forum", round_kind=RoundKind.FORUM, number=None,
                       happened="2026-01")  # fmt: skip
    for meeting in (first, last, planned, later, forum):
        make.action(meeting=meeting)
    make.action(meeting=None, dialogue=dialogue)
    make.action(meeting=None, dialogue=dialogue, happened="2026")
    make.action(meeting=make.round(number=1))

    assert proposed(db, planned) == ["R1-A1", "R4-A1", "A1"]
    # Round 6 has no date: what is before it is told by the numbers.
    assert proposed(db, later) == ["R1-A1", "R4-A1", "R5-A1", "A1", "A2"]
    # It has no number, round 6 no date: the order of entry tells.
    forum.status = RoundStatus.HELD
    assert proposed(db, forum) == ["R1-A1", "R4-A1", "R5-A1", "R6-A1", "A1", "A2"]


@on_sqlite
def test_matters_come_back_to_rounds_that_are_still_written(db, make, last, planned):
    make.action(meeting=last)

    for status in RoundStatus:
        planned.status = status
        db.flush()
        assert count_open_matters(db, planned) == (status in ("planned", "held"))


@on_sqlite
def test_an_item_comes_back_as_a_topic_that_is_linked_with_it(db, make, secretary, last, held):
    node = make.topic(code="ZZ")
    item = make.consensus_item(
        meeting=last, title={"en": "Terms", "zh-Hans": "术语"}, text="[Later]", topics=[node]
    )
    divergence = make.consensus_item(
        meeting=last, title={}, text="Word " * 40, item_kind=ItemKind.DIVERGENCE
    )

    made = bring_back(db, actor=secretary, held=held, refs=[item.ref, divergence.ref, "R9-C9"])

    drafted, discussed = made
    assert (drafted.title, drafted.format) == (item.title, TopicFormat.DRAFTING)
    assert drafted.topics == [node]
    assert discussed.format is TopicFormat.DISCUSSION
    assert discussed.title.text_for("en") == "Word " * 15 + "Word…"
    assert came_from(db, drafted) == [item.ref]
    link = db.scalars(sa.select(TraceLink).where(TraceLink.earlier_id == item.id)).one()
    assert (link.kind, link.basis) == (LinkKind.FOLLOWS_FROM, Basis.INFERRED)
    assert link.rationale == "Brought back to the agenda of R5."
    assert [one.there.ref for one in links_of(db, item).became_of] == [drafted.ref]
    assert not proposed(db, held.meeting)


@on_sqlite
def test_an_item_without_words_is_called_by_its_reference(db, make, last, planned):
    make.consensus_item(meeting=last, title={}, text=None, item_kind=ItemKind.DIVERGENCE)

    [item] = open_matters(db, planned, TODAY).items

    assert heading(item) == LocalizedText({"en": "R4-C1"})


@on_sqlite
def test_actions_come_back_under_one_topic_that_lists_them(db, make, secretary, last, held):
    for title in ({"en": "Send", "zh-Hans": "发送"}, {"zh-Hans": "起草"}):
        make.action(meeting=last, title=title)

    [topic] = bring_back(db, actor=secretary, held=held, refs=None)

    assert (topic.title, topic.format) == (FOLLOW_UP, TopicFormat.PROCEDURE)
    assert topic.summary == LocalizedText({"zh-Hans": "R4-A1 发送\nR4-A2 起草"})
    assert came_from(db, topic) == ["R4-A1", "R4-A2"]


@on_sqlite
def test_each_action_comes_back_by_itself_where_that_is_asked(db, make, secretary, last, held):
    actions = [make.action(meeting=last) for _each in range(2)]

    made = bring_back(db, actor=secretary, held=held, refs=None, together=False)

    assert [topic.title for topic in made] == [action.title for action in actions]
    assert [came_from(db, topic) for topic in made] == [["R4-A1"], ["R4-A2"]]


@on_sqlite
def test_a_topic_is_read_by_nobody_who_may_not_read_where_it_came_from(
    db, open_db, make, secretary, last, held
):
    own = held.dialogue.sides[0]
    levels = {
        "Open": {"disclosure": Disclosure.PUBLIC},
        "Closed": {"disclosure": Disclosure.SECRETARIAT},
        "Own": {"disclosure": Disclosure.SIDE, "side": own},
    }
    for title, level in levels.items():
        make.action(meeting=last, title=title, **level)
        make.consensus_item(meeting=last, title=title, positions=SOUGHT, **level)

    made = bring_back(db, actor=secretary, held=held, refs=None)

    found = [(t.title.text_for("en"), t.disclosure, t.side) for t in made]
    narrow = [(Disclosure.PARTICIPANTS, None), (Disclosure.SECRETARIAT, None),
              (Disclosure.SIDE, own)]  # fmt: skip
    assert found == [
        *(("Follow-up actions", *level) for level in narrow),
        *((title, *level) for title, level in zip(levels, narrow, strict=True)),
    ]
    db.commit()
    reader = open_db(Viewer(participant_of=frozenset({last.dialogue_id})))
    read = reader.scalars(sa.select(AgendaTopic).where(AgendaTopic.session_id == held.id)).all()
    assert [topic.id for topic in read] == [made[0].id, made[3].id]
    assert "Closed" not in read[0].summary.text_for("en")
    assert came_from(reader, read[0]) == ["R4-A1"]


def test_what_may_not_be_read_is_not_proposed(db, open_db, make, last, planned):
    ours, theirs = last.dialogue.sides
    make.action(meeting=last, disclosure=Disclosure.SIDE, side=theirs)
    make.consensus_item(meeting=last, positions=SOUGHT, disclosure=Disclosure.SECRETARIAT)
    db.commit()
    here = frozenset({last.dialogue_id})

    def counted(**given):
        mine = open_db(Viewer(participant_of=here, **given))
        return count_open_matters(mine, planned), proposed(mine, planned)

    assert counted() == (0, [])
    assert counted(secretariat_of=here, own_sides=frozenset({ours.id})) == (1, ["R4-C1"])
    assert counted(own_sides=frozenset({theirs.id})) == (1, ["R4-A1"])


@on_sqlite
def test_a_session_of_the_secretariat_keeps_what_comes_back_to_it(db, make, secretary, last, held):
    held.disclosure = Disclosure.SECRETARIAT
    make.action(meeting=last, disclosure=Disclosure.PUBLIC)

    [topic] = bring_back(db, actor=secretary, held=held, refs=None)

    assert topic.disclosure is Disclosure.SECRETARIAT


@on_sqlite
def test_nothing_that_is_settled_or_on_the_agenda_comes_back(db, make, secretary, last, held):
    make.action(meeting=last)
    make.action(meeting=last, status=ActionStatus.DONE)
    bring_back(db, actor=secretary, held=held, refs=["R4-A1"])

    for refs in ([], ["R4-A2"], ["R4-A1", "nonsense"], None):
        with pytest.raises(Refused, match="none of this is open"):
            bring_back(db, actor=secretary, held=held, refs=refs)


@on_sqlite
def test_nothing_comes_back_to_confirmed_minutes(db, make, secretary, last, held):
    make.action(meeting=last)
    held.meeting.status = RoundStatus.CONFIRMED
    db.flush()

    with pytest.raises(Refused, match="confirmed"):
        bring_back(db, actor=secretary, held=held, refs=None)


def test_two_who_bring_everything_back_at_once_bring_it_once(
    db, engine, make, secretary, last, held
):
    make.action(meeting=last)
    make.consensus_item(meeting=last, positions=SOUGHT)
    held_id, actor_id = held.id, secretary.id
    db.commit()

    def job():
        with writing(engine) as mine:
            session, actor = mine.get_one(DialogueSession, held_id), mine.get_one(User, actor_id)
            bring_back(mine, actor=actor, held=session, refs=None)
            mine.commit()

    results = at_once(job, job)

    assert {type(one) for one in results} == {Refused, type(None)}, results
    topics = db.scalars(sa.select(AgendaTopic).where(AgendaTopic.session_id == held_id)).all()
    assert [(topic.ref, topic.position) for topic in topics] == [("R5-T1", 1), ("R5-T2", 2)]


@on_sqlite
def test_of_very_many_matters_the_first_are_shown(db, make, last, planned):
    for _each in range(MOST + 1):
        make.action(meeting=last)

    found = open_matters(db, planned, TODAY)

    assert (found.count, found.shown) == (MOST + 1, MOST)
