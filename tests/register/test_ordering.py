"""The order of a register, and its pages."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.register.entries import Entry, searched_words
from app.register.ordering import in_order, page_of

entry_rows = st.lists(
    st.tuples(
        st.sampled_from(["", "2023", "2024-02", "2024-02-12"]),
        st.none() | st.integers(1, 12),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@given(rows=entry_rows, size=st.integers(1, 4))
@settings(max_examples=60)
def test_over_the_pages_no_item_is_lost_or_doubled_either_way(rows, size):
    entries = [
        Entry(n, f"C{n}", above if above != n else None, None, day, "consensus", None, "draft",
              0, 0, False, False)
        for n, (day, above, _shown) in enumerate(rows, start=1)
    ]  # fmt: skip
    shown = frozenset(n for n, (_day, _above, is_shown) in enumerate(rows, start=1) if is_shown)
    ordered = in_order(entries)
    whole = [one.entry.ref for one in page_of(ordered, shown, size=None).placed]

    forth, page = [], page_of(ordered, shown, size=size)
    while True:
        forth += [one.entry.ref for one in page.placed]
        assert page.total == len(whole)
        assert page.first == len(forth) - len(page.placed) + (1 if page.placed else 0)
        if page.older is None:
            break
        page = page_of(ordered, shown, size=size, after=page.older)
    back = [one.entry.ref for one in page.placed]
    while page.newer is not None:
        page = page_of(ordered, shown, size=size, before=page.newer)
        back = [one.entry.ref for one in page.placed if one.entry.ref not in back] + back

    assert sorted(one.entry.id for one in ordered) == list(range(1, len(rows) + 1))
    assert forth == whole
    assert back == whole


def test_words_between_quotation_marks_are_one():
    assert searched_words('red "joint  manual" 核 指挥') == ["red", "joint  manual", "核", "指挥"]
    assert len(searched_words("a " * 100)) == 8
