"""Dates as they are known: order, certainty, and how they are printed."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.partial_date import MONTHS, PartialDate, printed_date, printed_span


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    """Few years, so that many share one."""
    day = draw(st.dates(date(2023, 1, 1), date(2025, 12, 31)) | st.dates(date(1, 1, 1)))
    return PartialDate(day.isoformat()[: draw(st.sampled_from([4, 7, 10]))])


LOCALES = st.sampled_from(["en", "zh-Hans", "zh-Hant", "zh_Hans"])


@given(partial_dates())
def test_a_date_prints_as_it_was_written(day: PartialDate):
    assert PartialDate(str(day)) == day
    assert "-".join(f"{part:02d}" for part in day.parts).zfill(len(day.iso)) == day.iso


@given(st.dates())
def test_a_whole_day_is_its_own_first_and_last(day: date):
    whole = PartialDate.of(day)

    assert whole.first_day == whole.last_day == day


@given(partial_dates(), partial_dates())
def test_dates_sort_by_their_earliest_day_the_vaguer_first(one: PartialDate, other: PartialDate):
    def order(day: PartialDate) -> tuple[date, int]:
        return day.first_day, len(day.parts)

    assert (one < other) == (order(one) < order(other))
    assert (one <= other) == (order(one) <= order(other))
    assert (one == other) == (order(one) == order(other))
    assert (one < other) == (str(one) < str(other)), "the database sorts by the text"


@given(partial_dates(), partial_dates())
def test_certainly_before_holds_for_every_day_that_both_can_mean(
    one: PartialDate, other: PartialDate
):
    assert one.first_day <= one.last_day
    assert one.certainly_before(other) == (one.last_day < other.first_day)
    assert not (one.certainly_before(other) and other.certainly_before(one))
    if one.certainly_before(other):
        assert one < other


@given(partial_dates(), partial_dates(), partial_dates())
def test_certainly_before_is_an_order(one: PartialDate, two: PartialDate, three: PartialDate):
    assert not one.certainly_before(one)
    if one.certainly_before(two) and two.certainly_before(three):
        assert one.certainly_before(three)


@given(partial_dates())
def test_the_last_day_is_followed_by_one_that_it_cannot_mean(day: PartialDate):
    if day.last_day < date.max:
        following = date.fromordinal(day.last_day.toordinal() + 1).isoformat()
        assert not following.startswith(day.iso)
    assert day.last_day.isoformat().startswith(day.iso)


def numbers_in(printed: str) -> list[int]:
    for number, month in enumerate(MONTHS, start=1):
        printed = printed.replace(month, f" {number} ")
    return sorted(int(found) for found in re.findall(r"\d+", printed))


@given(partial_dates(), LOCALES)
def test_a_printed_date_says_exactly_what_is_known(day: PartialDate, locale: str):
    assert numbers_in(printed_date(day, locale)) == sorted(day.parts)


@given(partial_dates(), partial_dates(), LOCALES)
def test_a_printed_span_says_no_more_than_is_known(
    start: PartialDate, end: PartialDate, locale: str
):
    known = [*start.parts, *end.parts]

    printed = numbers_in(printed_span(start, end, locale))

    assert all(printed.count(number) <= known.count(number) for number in printed)
    assert set(printed) == set(known)
    assert printed_span(start, end, locale).strip("至– ") == printed_span(start, end, locale)


@pytest.mark.parametrize(
    ("start", "end", "en", "zh"),
    [
        ("2024-02-12", None, "12 February 2024", "2024年2月12日"),
        ("2024-02-12", "2024-02-12", "12 February 2024", "2024年2月12日"),
        ("2024-02-12", "2024-02-13", "12–13 February 2024", "2024年2月12日至13日"),
        ("2024-02-28", "2024-03-01", "28 February – 1 March 2024", "2024年2月28日至3月1日"),
        ("2023-12-31", "2024-01-01", "31 December 2023 – 1 January 2024",
         "2023年12月31日至2024年1月1日"),
        ("2024-02", "2024-03", "February – March 2024", "2024年2月至3月"),
        ("2019", "2024", "2019 – 2024", "2019年至2024年"),
        # Where one end is known less exactly, nothing is left out that would then be guessed.
        ("2024", "2024-05", "2024 – May 2024", "2024年至2024年5月"),
        ("2024-05-14", "2024-05", "14 May 2024 – May 2024", "2024年5月14日至2024年5月"),
    ],
)  # fmt: skip
def test_spans_as_they_are_printed(start: str, end: str | None, en: str, zh: str):
    last = PartialDate(end) if end else None

    assert printed_span(PartialDate(start), last, "en") == en
    assert printed_span(PartialDate(start), last, "zh-Hans") == zh


@pytest.mark.parametrize(
    "given",
    [
        "",
        "24",
        "02024",
        "2024-",
        "2024-2",
        "2024-00",
        "2024-13",
        "2024-02-30",
        "2023-02-29",
        "2024-02-1",
        "2024-02-12T00",
        "0000",
        "0000-01-01",
        "2024-02-12\n",
        "2024\n",
        " 2024",
        "2024/02",
        "2024–02",
        "２０２４",
        "٢٠٢٤",
        "2024-०२",
        "+2024",
        "-2024",
        "2024-02-12-01",
        "February 2024",
    ],
)
def test_what_is_no_date_is_refused(given: str):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(given)


@given(st.text(max_size=12))
def test_nothing_else_is_a_date(given: str):
    try:
        day = PartialDate(given)
    except ValueError:
        return
    assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", given)
    assert day.iso == given


def test_a_date_is_not_compared_with_anything_else():
    assert PartialDate("2024") != "2024"
    with pytest.raises(TypeError):
        _ = PartialDate("2024") < "2025"
