"""Which actions are overdue, and over how many rounds they were carried."""

from datetime import date
from itertools import product

import pytest

from app.actions.models import ActionStatus
from app.actions.queries import Filter, actions_of_meeting, line_of, register, urgent
from app.rounds.models import RoundKind, RoundStatus

TODAY = date(2025, 6, 15)
PASSED = {"2024": True, "2025": False, "2026": False, "2025-05": True, "2025-06": False,
          "2025-07": False, "2025-06-14": True, "2025-06-15": False, "2025-06-16": False,
          None: False}  # fmt: skip
UNFINISHED = {"open", "in-progress", "waiting"}


def test_an_action_is_overdue_when_its_day_month_or_year_has_passed(db, make):
    meeting = make.round()
    cases = list(product(PASSED, ActionStatus))
    made = [make.action(meeting=meeting, due=due, status=status) for due, status in cases]

    lines = {line.action.id: line for line in actions_of_meeting(db, meeting, TODAY)}

    expected = [PASSED[due] and status in UNFINISHED for due, status in cases]
    assert [lines[action.id].is_overdue for action in made] == expected
    overdue = register(db, meeting.dialogue, Filter(state="overdue"), TODAY, limit=None)
    assert [line.action.id for line in overdue] == [
        action.id
        for _due, action in sorted(
            (
                (str(action.due), action)
                for action, late in zip(made, expected, strict=True)
                if late
            ),
            key=lambda pair: (pair[0], pair[1].id),
        )
    ]


@pytest.mark.parametrize("status", RoundStatus)
@pytest.mark.parametrize(("number", "reached"), [(8, False), (9, True), (10, True)])
def test_an_action_due_by_a_round_is_overdue_once_it_or_a_later_one_was_held(
    db, make, status, number, reached
):
    meeting = make.round(number=7, ref="R7")
    action = make.action(meeting=meeting, due_round=9)
    make.round(dialogue=meeting.dialogue, number=number, ref=f"R{number}", status=status)

    held = status in ("held", "confirmed")
    assert line_of(db, action, TODAY).is_overdue is (held and reached)


@pytest.mark.parametrize("status", ActionStatus)
def test_a_finished_action_is_not_overdue_whatever_round_was_held(db, make, status):
    meeting = make.round(number=9, ref="R9")

    action = make.action(meeting=meeting, due_round=9, status=status)

    assert line_of(db, action, TODAY).is_overdue is (status in UNFINISHED)


def test_a_round_of_another_dialogue_makes_nothing_overdue(db, make):
    action = make.action(due_round=9)

    make.round(number=9, ref="R9")

    assert not line_of(db, action, TODAY).is_overdue


def test_an_action_is_carried_over_by_each_later_round_held(db, make):
    dialogue = make.dialogue()

    def meeting(happened, **given):
        return make.round(dialogue=dialogue, happened=happened, **given)

    meeting("2024-01")
    origin = meeting("2024-06")
    meeting("2024-09")
    meeting("2024-12", status=RoundStatus.CONFIRMED)
    meeting("2025-02", status=RoundStatus.PLANNED)
    meeting("2025-03", status=RoundStatus.CANCELLED)
    meeting("2025-04", round_kind=RoundKind.SUMMIT, number=None, ref="summit-2025")
    make.round(happened="2024-10")

    for status in ActionStatus:
        action = make.action(meeting=origin, status=status)
        expected = 3 if status in UNFINISHED else 0
        assert line_of(db, action, TODAY).carried_over == expected, status


def test_an_action_of_no_round_is_not_carried_over(db, make):
    dialogue = make.dialogue()
    make.round(dialogue=dialogue)

    action = make.action(dialogue=dialogue, meeting=None)

    assert line_of(db, action, TODAY).carried_over == 0


def test_a_round_of_a_higher_number_carries_over_what_an_undated_one_decided(db, make):
    third = make.round(number=3, ref="R3", happened=None)
    make.round(dialogue=third.dialogue, number=9, ref="R9", happened="2024-02")

    action = make.action(meeting=third)

    assert line_of(db, action, TODAY).carried_over == 1


def test_the_last_update_is_that_of_the_highest_number_made_at_a_round(db, make):
    first = make.round()
    later = make.round(dialogue=first.dialogue)
    action = make.action(meeting=first)
    assert line_of(db, action, TODAY).last_update is None

    for meeting in (first, later, None):
        make.action_update(action=action, reported_at=meeting)
        db.expire(action)

    assert line_of(db, action, TODAY).last_update == later.ref


def test_what_is_urgent_is_of_all_dialogues_the_longest_overdue_first(db, make):
    made = [make.action(due=due) for due in ("2025-05", "2024", "2025-06-14", "2025-06-15", None)]
    by_round = make.action(meeting=make.round(number=2, ref="R2"), due_round=2)

    lines = urgent(db, TODAY)

    assert [line.action for line in lines] == [made[1], made[0], made[2], by_round]
    assert urgent(db, TODAY, limit=1)[0].action is made[1]
