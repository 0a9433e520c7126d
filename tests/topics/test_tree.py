"""The topic tree: its order, its branches, what is counted and listed under it."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.localized import EMPTY, LocalizedText
from app.reading import NOBODY, Viewer
from app.records.models import RecordKind
from app.rules import Refused
from app.topics import commands
from app.topics.queries import (
    counts,
    dialogues_under,
    place_of,
    records_under,
    tree,
    with_subtopics,
)
from tests.conftest import statements

NAME = LocalizedText({"en": "Militarisation of AI"})


@pytest.fixture
def security(make):
    return make.topic(code="AS", position=2)


@pytest.fixture
def states(make, security):
    return make.topic(code="AS-3", parent=security, position=2)


@pytest.fixture
def military(make, states):
    return make.topic(code="AS-3-1", parent=states)


def test_the_tree_is_read_branch_by_branch(db, make, military, security):
    make.topic(code="TS", position=1)
    make.topic(code="AS-1", parent=security, position=1)

    with statements() as sent:
        nodes = tree(db)

    assert [(node.topic.code, node.depth) for node in nodes] == [
        ("TS", 0),
        ("AS", 0),
        ("AS-1", 1),
        ("AS-3", 1),
        ("AS-3-1", 2),
    ]
    assert len(sent) == 1


def test_nobody_reads_the_tree(open_db, db, security):
    db.commit()

    assert tree(open_db(NOBODY)) == []


def test_a_branch_holds_all_below_it(db, make, security, states, military):
    make.topic(code="TS")

    assert with_subtopics(db, security.id) == {security.id, states.id, military.id}
    assert with_subtopics(db, military.id) == {military.id}


def classified(make, *topics, **given):
    item = make.consensus_item(**given)
    item.topics.extend(topics)
    agenda_topic = make.agenda_topic(meeting=item.meeting, disclosure=item.disclosure)
    agenda_topic.topics.extend(topics)
    make.db.flush()
    return item, agenda_topic


def test_a_record_under_two_topics_of_a_branch_counts_once(db, make, security, states, military):
    classified(make, states, military)
    classified(make, security)

    with statements() as sent:
        numbers = counts(db, RecordKind.CONSENSUS_ITEM)

    assert numbers == {security.id: 2, states.id: 1, military.id: 1}
    assert len(sent) == 1
    assert counts(db, RecordKind.AGENDA_TOPIC) == numbers


def test_what_may_not_be_read_is_neither_counted_nor_listed(db, make, open_db, states):
    public = make.round(disclosure="public")
    shown, _agenda_topic = classified(make, states, meeting=public, disclosure="public")
    classified(make, states, meeting=public, disclosure="participants")
    classified(make, states)
    db.commit()
    read = open_db(Viewer())

    assert counts(read, RecordKind.CONSENSUS_ITEM) == {states.id: 1, states.parent_id: 1}
    [listed] = records_under(read, {states.id}, kind=RecordKind.CONSENSUS_ITEM)
    assert listed.id == shown.id
    assert [one.id for one in dialogues_under(read, {states.id})] == [public.dialogue_id]


def test_records_are_listed_across_dialogues_newest_first(db, make, security, states):
    old = classified(make, states, meeting=make.round(happened="2024-02"))
    new = classified(make, security, meeting=make.round(happened="2025-02"))
    undated = classified(make, states, meeting=make.round(happened=None))
    classified(make, make.topic())
    branch = with_subtopics(db, security.id)

    found = records_under(db, branch)

    assert list(found) == [*reversed(new), *reversed(old), *reversed(undated)]
    pages = [records_under(db, branch, limit=4)]
    pages.append(records_under(db, branch, after=place_of(pages[0][-1]), limit=4))
    assert [record for page in pages for record in page] == found


def test_records_are_narrowed_by_kind_and_dialogue(db, make, states):
    item, agenda_topic = classified(make, states)
    other, _agenda_topic = classified(make, states)
    branch = {states.id}

    assert set(records_under(db, branch, kind=RecordKind.CONSENSUS_ITEM)) == {item, other}
    assert set(records_under(db, branch, dialogue=item.dialogue)) == {item, agenda_topic}
    assert len(records_under(db, branch, kind=RecordKind.ROUND)) == 4


def test_statements_do_not_grow_with_the_records(db, make, states):
    branch = with_subtopics(db, states.id)

    def cost():
        db.commit()
        db.expire_all()
        with statements() as sent:
            for record in records_under(db, branch):
                assert record.dialogue.slug
                assert record.kind is RecordKind.CONSENSUS_ITEM or record.result is None
        return len(sent)

    classified(make, states)
    one = cost()
    for _ in range(3):
        classified(make, states)

    assert cost() == one


def last_action(db):
    return db.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.serial.desc())).first()


def test_a_topic_is_added_as_the_last_of_its_neighbours(db, lead, states):
    topic = commands.add_topic(db, actor=lead, code=" as-4 ", name=NAME, parent=states.parent)

    assert (topic.code, topic.position) == ("AS-4", 3)
    assert commands.add_topic(db, actor=lead, code="ZZ", name=NAME).position == 3
    assert last_action(db) == "topic.added"


@pytest.mark.parametrize("code", ["", "AS 3", "AS/3", "-AS", "ÄS", "A" * 21, "AS-"])
def test_a_code_is_short_and_plain(db, lead, code):
    with pytest.raises(Refused) as refusal:
        commands.add_topic(db, actor=lead, code=code, name=NAME)

    assert refusal.value.field == "code"


def test_a_code_is_given_once(db, lead, states):
    with pytest.raises(Refused, match="already") as refusal:
        commands.add_topic(db, actor=lead, code="as-3", name=NAME)

    assert refusal.value.field == "code"


def test_a_topic_has_a_name(db, lead, states):
    with pytest.raises(Refused) as refusal:
        commands.add_topic(db, actor=lead, code="AS-9", name=EMPTY)

    assert refusal.value.field == "name"


def edit(db, actor, topic, **given):
    known = {"name": topic.name, "parent": topic.parent, "position": 1, "note": EMPTY}
    commands.edit_topic(db, actor=actor, topic=topic, **known | given)


def test_a_topic_is_not_below_itself(db, lead, security, states, military):
    for parent in (security, states, military):
        with pytest.raises(Refused) as refusal:
            edit(db, lead, security, parent=parent)
        assert refusal.value.field == "parent"


def test_a_topic_moves_with_all_below_it(db, make, lead, security, states, military):
    other = make.topic(code="GP")
    make.topic(code="GP-1", parent=other, position=4)

    edit(db, lead, states, parent=other, position=None)

    assert (states.parent, states.position) == (other, 5)
    assert with_subtopics(db, other.id) >= {states.id, military.id}
    assert last_action(db) == "topic.edited"


def test_a_topic_without_a_position_keeps_its_own(db, lead, states):
    edit(db, lead, states, name=NAME, position=None)

    assert (states.name, states.position) == (NAME, 2)
