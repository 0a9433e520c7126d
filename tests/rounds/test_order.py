"""Rounds in the order of time, as far as it is known, and how many had been held by a day."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.partial_date import PartialDate
from app.rounds.models import Round, RoundKind, RoundStatus
from app.rounds.page import before_and_after
from app.rounds.queries import held_by, next_number, rounds_of


@pytest.fixture
def series(make):
    """Rounds 1 to 8 without dates, round 9 of February 2024."""
    dialogue = make.dialogue()
    for number in range(1, 9):
        make.round(dialogue=dialogue, number=number, happened=None)
    make.round(dialogue=dialogue, number=9, happened="2024-02")
    return dialogue


def other(make, dialogue, ref, **given):
    kind = {"round_kind": RoundKind.FORUM, "number": None}
    return make.round(dialogue=dialogue, ref=ref, **kind | given)


def held(db, dialogue, day):
    as_of = PartialDate(day) if day else None
    statement = sa.select(sa.func.count(Round.id)).where(
        Round.dialogue_id == dialogue.id, held_by(as_of)
    )
    return db.scalar(statement)


@pytest.mark.parametrize(
    ("day", "number"),
    [("2023", 0), ("2024-01-31", 0), ("2024-02", 9), ("2024-02-01", 9), ("2024", 9), (None, 9)],
)
def test_undated_rounds_were_held_when_one_of_a_higher_number_was(db, series, day, number):
    assert held(db, series, day) == number


@pytest.mark.parametrize("status", RoundStatus)
def test_only_what_was_held_counts_and_shows_what_went_before(db, make, series, status):
    make.round(dialogue=series, number=10, happened=None)
    make.round(dialogue=series, number=11, happened="2025-05", status=status)

    was_held = status in ("held", "confirmed")
    assert held(db, series, "2025-04") == 9
    assert held(db, series, "2025-05") == (11 if was_held else 9)


def test_an_undated_meeting_without_a_number_counts_on_no_day(db, make, series):
    other(make, series, "forum", happened=None)

    assert held(db, series, "2030") == 9
    assert held(db, series, None) == 10


def test_rounds_of_another_dialogue_show_nothing(db, make, series):
    dialogue = make.dialogue()
    make.round(dialogue=dialogue, number=1, happened=None)

    assert held(db, dialogue, "2024-02") == 0


def test_undated_rounds_stand_before_the_next_dated_one_of_a_higher_number(db, make, series):
    make.round(dialogue=series, number=11, happened="2025-05")
    make.round(dialogue=series, number=10, happened=None)
    make.round(dialogue=series, number=12, happened=None)
    for ref, happened in (("forum-2023", "2023"), ("forum-2024", "2024-03"), ("forum", None)):
        other(make, series, ref, happened=happened)

    refs = [one.ref for one in rounds_of(db, series)]

    assert refs == ["forum-2023", *(f"R{n}" for n in range(1, 10)), "forum-2024", "R10", "R11",
                    "forum", "R12"]  # fmt: skip


def test_the_next_number_follows_the_highest(db, make, series):
    assert next_number(db, series) == 10
    assert next_number(db, make.dialogue()) == 1


dates = st.sampled_from(["2023", "2024", "2024-02", "2024-02-12", "2025"])
maybe_dates = st.one_of(st.none(), dates)
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


def check_the_way(db, make, numbered, others=()):
    dialogue = make.dialogue()
    # A series is dated in its order, as far as it is dated.
    dated = iter(sorted(filter(None, numbered)))
    for number, happened in enumerate(numbered, start=1):
        make.round(dialogue=dialogue, number=number, happened=happened and next(dated))
    for number, happened in enumerate(others):
        other(make, dialogue, f"forum-{number}", happened=happened)

    rounds = list(rounds_of(db, dialogue))

    assert len(rounds) == len(numbered) + len(others)
    if not rounds:
        return
    ways = [before_and_after(db, meeting) for meeting in rounds]
    refs = [one.ref for one in rounds]
    assert [after and after.ref for _before, after in ways] == [*refs[1:], None]
    assert [before and before.ref for before, _after in ways] == [None, *refs[:-1]]


@given(numbered=st.lists(maybe_dates, min_size=1, max_size=6))
@FEW
def test_the_way_through_a_series_is_its_numbers(db, make, numbered):
    check_the_way(db, make, numbered)


@given(others=st.lists(dates, min_size=1, max_size=4))
@FEW
def test_the_way_through_meetings_without_numbers_is_their_dates(db, make, others):
    check_the_way(db, make, [], others)


@given(numbered=st.lists(maybe_dates, max_size=5), others=st.lists(maybe_dates, max_size=3))
@FEW
def test_the_way_from_round_to_round_is_the_order_of_the_list(db, make, numbered, others):
    check_the_way(db, make, numbered, others)
