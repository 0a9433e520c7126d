"""What an action stood at on a day does not change when later things are recorded."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.commands import Owner, assign_action, report_on
from app.actions.models import ActionStatus
from app.actions.queries import Filter, line_of, register, updates_of
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.reading import THE_HOUSE
from app.rounds.models import RoundStatus
from tests.conftest import statements
from tests.make import text

TODAY = date(2025, 6, 15)
AS_OF = ("2024", "2024-02", "2024-02-12", "2023-12-31")
EARLY = (None, "2023", "2023-11", "2024-01-31", "2024-02", "2024-02-13", "2024-12")
LATE = ("2025", "2025-01", "2025-01-01", "2026-07-15")
STATES = ("unfinished", "overdue", "finished", "all")
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WITH_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
facts = st.lists(
    st.tuples(
        st.sampled_from(["action", "report", "report", "remark", "round"]),
        st.integers(0, 3),
        st.sampled_from(ActionStatus),
    ),
    max_size=4,
)


def carried(line):
    return line.carried_over, line.last_update


class Secretariat:
    """Records one thing after the other, each about an action of those there are."""

    def __init__(self, db, make):
        self.db, self.make, self.actor = db, make, make.user()
        self.dialogue = make.dialogue()
        # Recorded with a status of its own, as a dialogue file may bring it.
        first = make.round(dialogue=self.dialogue, number=1, happened="2023")
        self.actions = [
            make.action(meeting=first, status=ActionStatus.IN_PROGRESS, due="2023-06"),
            make.action(meeting=first, status=ActionStatus.DONE, closed_on="2023-09"),
        ]

    def record(self, fact, happened):
        what, which, status = fact
        day = PartialDate(happened) if happened else None
        if what == "round":
            held = {"happened": day, "status": RoundStatus.HELD}
            self.make.round(dialogue=self.dialogue, **held)
        elif what == "action":
            meeting = self.make.round(dialogue=self.dialogue, happened=day)
            due = {"due_round": 4} if which % 2 else {"due": PartialDate("2023-12")}
            self.actions.append(self.assigned(meeting, due))
        else:
            action = self.actions[which % len(self.actions)]
            changed = {"status": status, "waiting_for": self.dialogue.sides[which % 2]}
            said = changed if what == "report" else {}
            self.report(action, happened=day or PartialDate("2023-03"), **said)

    def assigned(self, meeting, due):
        return assign_action(
            self.db,
            actor=self.actor,
            dialogue=self.dialogue,
            meeting=meeting,
            title=text(f"Task {len(self.actions)}"),
            owners=[Owner(side=self.dialogue.sides[0])],
            **due,
        )

    def report(self, action, **said):
        report_on(self.db, actor=self.actor, action=action, text=text("Said."), **said)

    def shown(self, day):
        """By each narrowing of the register, its lines as they print; and what was reported."""
        by_side = [Filter(state="all", side_id=side.id) for side in self.dialogue.sides]
        asked = [*(Filter(state=state) for state in STATES), *by_side]
        lines = [
            [
                (line.action.id, line.status, line.waiting_for, line.is_overdue, *carried(line))
                for line in register(self.db, self.dialogue, one, TODAY, as_of=day, limit=None)
            ]
            for one in asked
        ]
        said = {
            one.id: [update.number for update in updates_of(self.db, one, day) if update.text]
            for one in self.actions
            if line_of(self.db, one, TODAY, day)
        }
        return lines, said


@given(
    before=st.lists(st.tuples(facts, st.sampled_from(EARLY)), min_size=1, max_size=2),
    after=st.lists(st.tuples(facts, st.sampled_from(LATE)), min_size=1, max_size=2),
    day=st.sampled_from(AS_OF).map(PartialDate),
)
@on_sqlite
@settings(max_examples=6, suppress_health_check=WITH_FIXTURES)
def test_a_later_report_does_not_change_what_stood_on_a_day(db, make, before, after, day):
    secretariat = Secretariat(db, make)
    for group, happened in before:
        for fact in group:
            secretariat.record(fact, happened)
    stood = secretariat.shown(day)

    for group, happened in after:
        for fact in group:
            secretariat.record(fact, happened)

    db.expire_all()
    lines, said = secretariat.shown(day)
    assert lines == stood[0]
    assert said == stood[1]


@pytest.fixture
def action(make):
    meeting = make.round(happened="2024-02-01", ref="R4", number=4)
    return make.action(meeting=meeting, due="2024-03")


def told(db, action, day):
    line = line_of(db, action, TODAY, PartialDate(day))
    return line and (line.status.value, line.is_overdue, line.carried_over, line.last_update)


def test_each_day_has_its_status_its_delay_and_its_last_report(db, make, secretary, action):
    later = make.round(dialogue=action.dialogue, happened="2024-06-10")
    done = {"status": ActionStatus.DONE, "happened": PartialDate("2024-09")}
    report_on(db, actor=secretary, action=action, text=text("Sent late."), reported_at=later)
    report_on(db, actor=secretary, action=action, text=EMPTY, **done)

    assert told(db, action, "2024-01-31") is None
    assert told(db, action, "2024-02-01") == ("open", False, 0, None)
    assert told(db, action, "2024-04-01") == ("open", True, 0, None)
    assert told(db, action, "2024-06-10") == ("open", True, 1, later.ref)
    assert told(db, action, "2024-09-01") == ("done", False, 0, later.ref)
    assert told(db, action, "2030") == ("done", False, 0, later.ref)


@on_sqlite
def test_at_a_day_to_come_no_more_than_today_has_passed(db, make):
    action = make.action(due="2026-01")

    assert told(db, action, "2030")[1] is False


@on_sqlite
def test_an_action_that_was_done_and_taken_up_again_was_done_between(db, make, secretary):
    action = make.action(meeting=make.round(happened="2024"), status=ActionStatus.DONE)
    action.closed_on = PartialDate("2024-05-01")
    again = {"status": ActionStatus.OPEN, "happened": PartialDate("2024-09-01")}

    report_on(db, actor=secretary, action=action, text=text("Not quite."), **again)

    days = ("2024-04-30", "2024-05-01", "2024-08-31", "2024-09-01")
    assert [told(db, action, day)[0] for day in days] == ["open", "done", "done", "open"]


@on_sqlite
def test_whom_an_action_waited_for_is_not_said_of_another_day(db, make, secretary, action):
    theirs = action.dialogue.sides[1]
    waits = {"status": ActionStatus.WAITING, "waiting_for": theirs}

    report_on(
        db, actor=secretary, action=action, text=EMPTY, happened=PartialDate("2024-05"), **waits
    )

    assert line_of(db, action, TODAY).waiting_for is theirs
    then = line_of(db, action, TODAY, PartialDate("2024-05"))
    assert (then.status, then.waiting_for) == (ActionStatus.WAITING, None)


@on_sqlite
def test_a_change_of_status_without_a_date_is_of_the_day_it_was_written_down(db, make, secretary):
    action = make.action(meeting=make.round(happened="2024"))

    report_on(db, actor=secretary, action=action, text=EMPTY, status=ActionStatus.DROPPED)

    assert told(db, action, "2025")[0] == "open"
    assert line_of(db, action, TODAY).status is ActionStatus.DROPPED


def test_the_register_as_it_stood_takes_as_many_statements_for_many_as_for_one(
    db, open_db, make, secretary
):
    meeting = make.round(happened="2024")
    counted = []
    for _ in range(2):
        for _ in range(3):
            action = make.action(meeting=meeting, owners=[*meeting.dialogue.sides, "A group"])
            report_on(
                db, actor=secretary, action=action, text=text("Said."), reported_at=meeting,
                status=ActionStatus.IN_PROGRESS,
            )  # fmt: skip
        db.commit()
        reading = open_db(THE_HOUSE)
        dialogue = reading.get_one(type(meeting.dialogue), meeting.dialogue_id)
        with statements() as sent:
            lines = register(reading, dialogue, Filter(), TODAY, as_of=PartialDate("2024-06"))
            assert all(line.status is ActionStatus.IN_PROGRESS for line in lines)
        counted.append((len(lines), len(sent)))

    assert [number for number, _sent in counted] == [3, 6]
    assert counted[0][1] == counted[1][1]
