"""The action register: what it is narrowed to, and its pages."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.models import ActionStatus
from app.actions.queries import Filter, actions_from, due_first, register, updates_of
from app.dialogues.models import Dialogue
from app.reading import THE_HOUSE
from tests.conftest import statements

TODAY = date(2025, 6, 15)
dues = st.lists(
    st.sampled_from([None, 1, 2, "2024", "2025", "2025-06", "2025-06-14"]), min_size=1, max_size=9
)


def due(given):
    """Due by a round where it is a number, else by a date."""
    return {"due_round" if isinstance(given, int) else "due": given}


@given(given=dues, size=st.integers(1, 4))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_action_is_lost_or_doubled_over_the_pages(db, make, given, size):
    meeting = make.round()
    for one in given:
        make.action(meeting=meeting, **due(one))

    whole = register(db, meeting.dialogue, Filter(), TODAY, limit=None)
    pages, after = [], None
    while page := register(db, meeting.dialogue, Filter(), TODAY, after=after, limit=size):
        pages += page
        after = due_first(page[-1].action)

    assert [line.action.id for line in pages] == [line.action.id for line in whole]
    assert len(whole) == len(given)
    told = [str(line.action.due or "9999") for line in pages]
    assert told == sorted(told)


@pytest.fixture
def known(make):
    """One action of each status, the waiting one for the second side; the second side owes one."""
    meeting = make.round()
    actions = {str(status): make.action(meeting=meeting, status=status) for status in ActionStatus}
    other = make.round(dialogue=meeting.dialogue)
    theirs = meeting.dialogue.sides[1]
    actions["theirs"] = make.action(
        meeting=other, owners=[theirs], due="2025-01", title="Send the Paper"
    )
    return actions


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, {"open", "in-progress", "waiting", "theirs"}),
        ({"state": "finished"}, {"done", "dropped"}),
        ({"state": "overdue"}, {"theirs"}),
        ({"state": "all"}, {"open", "in-progress", "waiting", "done", "dropped", "theirs"}),
        ({"state": "all", "status": ActionStatus.DROPPED}, {"dropped"}),
        ({"state": "finished", "status": ActionStatus.OPEN}, set()),
        ({"text": "send THE paper"}, {"theirs"}),
        ({"text": "100%"}, set()),
    ],
)
def test_the_register_is_narrowed_by_what_is_asked(db, known, chosen, expected):
    dialogue = known["open"].dialogue

    found = {line.action for line in register(db, dialogue, Filter(**chosen), TODAY)}

    assert found == {known[name] for name in expected}


def test_a_side_sees_what_it_owes_and_what_waits_for_it(db, known):
    dialogue = known["open"].dialogue
    ours, theirs = dialogue.sides

    def of(side):
        lines = register(db, dialogue, Filter(state="all", side_id=side.id), TODAY)
        return {line.action for line in lines}

    assert of(theirs) == {known["theirs"], known["waiting"]}
    assert of(ours) == set(known.values()) - {known["theirs"]}


def test_the_register_of_a_round_holds_what_was_decided_there(db, known):
    meeting_id = known["theirs"].meeting_id

    [line] = register(db, known["open"].dialogue, Filter(meeting_id=meeting_id), TODAY)

    assert line.action is known["theirs"]
    assert line.meeting_ref == known["theirs"].meeting.ref


@pytest.mark.parametrize(
    ("title", "searched", "expected"),
    [
        pytest.param({"zh-Hans": "起草"}, "hans", 0, id="the name of a language"),
        pytest.param({"en": 'Redraft "red line"'}, '"red line"', 1, id="quotation marks"),
    ],
)
def test_a_search_finds_the_words_and_nothing_else(db, make, title, searched, expected):
    action = make.action(title=title)

    assert len(register(db, action.dialogue, Filter(text=searched), TODAY)) == expected


def test_actions_are_found_from_what_they_follow(db, make):
    item = make.consensus_item()
    made = [make.action(meeting=item.meeting, origin=item) for _ in range(2)]
    make.action(meeting=item.meeting)

    assert [line.action for line in actions_from(db, item, TODAY)] == made


def test_updates_are_read_newest_first(db, make):
    action = make.action()
    for _ in range(3):
        make.action_update(action=action)
        db.expire(action)

    assert [update.number for update in updates_of(db, action)] == [3, 2, 1]


def test_the_register_takes_as_many_statements_for_many_actions_as_for_one(db, open_db, make):
    meeting = make.round()
    counted = []
    for _ in range(2):
        for _ in range(3):
            person = make.person(dialogue=meeting.dialogue)
            make.action(meeting=meeting, owners=[*meeting.dialogue.sides, person, "A group"])
        dialogue_id = meeting.dialogue_id
        db.commit()
        reading = open_db(THE_HOUSE)
        dialogue = reading.get_one(Dialogue, dialogue_id)
        with statements() as sent:
            lines = register(reading, dialogue, Filter(), TODAY)
            assert all(owner.side or owner.person or owner.body
                       for line in lines for owner in line.action.owners)  # fmt: skip
        counted.append((len(lines), len(sent)))

    assert [number for number, _sent in counted] == [3, 6]
    assert counted[0][1] == counted[1][1]
