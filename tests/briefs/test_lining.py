"""Two lists of points side by side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.briefs.lining import MOST_COMPARED, Likeness, Row, lined_up

POINTS = st.lists(st.text("ab c.", max_size=8), max_size=6)
PAIRS = st.lists(st.tuples(st.integers(-1, 7), st.integers(-1, 7)), max_size=4)


def test_the_same_words_are_in_both_whatever_stands_between_them():
    rows = lined_up(["Notice: within ONE day!"], ["notice within one day"])

    assert rows == [Row(0, 0, Likeness.SAME)]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Contact points at any hour", "Contact points at every hour"),
        ("双方将在一天内通报", "双方将于一天内通报"),
    ],
)
def test_words_that_are_near_are_suggested(here, there):
    assert lined_up([here], [there]) == [Row(0, 0, Likeness.NEAR)]
    assert lined_up([here], [there], apart=[(0, 0)]) == [
        Row(0, None, Likeness.ONLY_HERE),
        Row(None, 0, Likeness.ONLY_THERE),
    ]


def test_what_shares_few_words_is_only_here_and_only_there():
    rows = lined_up(["Direct and useful"], ["In-depth and professional"])

    assert [row.likeness for row in rows] == [Likeness.ONLY_HERE, Likeness.ONLY_THERE]


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("In-depth, professional and constructive", "Candid and constructive"),
        ("深入、专业和建设性", "坦诚和建设性"),
    ],
)
def test_one_word_of_weight_in_common_makes_no_two_points_one(here, there):
    assert {row.likeness for row in lined_up([here], [there])} == {
        Likeness.ONLY_HERE,
        Likeness.ONLY_THERE,
    }


def test_the_same_words_that_stand_twice_are_paired_in_order_and_never_those_kept_apart():
    rows = lined_up(["Useful", "Useful"], ["Useful", "Useful"], apart=[(0, 0)])

    assert rows == [Row(0, 1, Likeness.SAME), Row(1, 0, Likeness.SAME)]


def test_what_a_person_puts_together_goes_before_all_suggestions():
    rows = lined_up(["One thing", "Another"], ["One thing", "Other"], together=[(0, 1), (0, 0)])

    assert rows == [
        Row(0, 1, Likeness.BY_HAND),
        Row(1, None, Likeness.ONLY_HERE),
        Row(None, 0, Likeness.ONLY_THERE),
    ]


@given(POINTS, POINTS, PAIRS, PAIRS)
def test_each_point_stands_once_whatever_is_asked(here, there, together, apart):
    rows = lined_up(here, there, together=together, apart=apart)

    assert [row.here for row in rows if row.here is not None] == list(range(len(here)))
    assert sorted(row.there for row in rows if row.there is not None) == list(range(len(there)))
    both = [(row.here, row.there) for row in rows if None not in (row.here, row.there)]
    assert not [pair for pair in both if pair in apart and pair not in together]


def test_of_long_lists_only_the_first_points_are_compared_and_the_same_words_always():
    here = [f"{number} north south east west" for number in range(2000)]
    there = [f"{number} south north east west" for number in range(2000)]

    rows = lined_up([*here, "Agreed"], [*there, "Agreed"])

    near = [row for row in rows if row.likeness is Likeness.NEAR]
    assert len(near) == MOST_COMPARED
    assert max(max(row.here or 0, row.there or 0) for row in near) < MOST_COMPARED
    assert Row(2000, 2000, Likeness.SAME) in rows
