"""What changed between two wordings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consensus.diff import Piece, difference

words = st.lists(
    st.sampled_from(
        [
            "They",
            "agree",
            "may",
            "[may]",
            " ",
            "  ",
            "\n",
            ", ",
            "人",
            "工",
            "智能",
            "，",
            "é",
            "’s",
        ]
    ),
    max_size=25,
).map("".join)
texts = st.one_of(words, st.text(max_size=40))


def joined(pieces, *kinds):
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


@given(old=texts, new=texts)
def test_the_pieces_give_back_both_wordings(old, new):
    pieces = difference(old, new)

    assert joined(pieces, "same", "old") == old
    assert joined(pieces, "same", "new") == new


@given(old=texts, new=texts)
def test_no_piece_is_empty_and_what_is_taken_out_stands_first(old, new):
    kinds = [piece.kind for piece in difference(old, new)]

    assert all(piece.text for piece in difference(old, new))
    assert set(kinds) <= {"same", "old", "new"}
    assert all(pair not in (("new", "old"), ("same", "same")) for pair in zip(kinds, kinds[1:]))  # noqa: B905, RUF007


@given(same=texts)
def test_a_wording_does_not_differ_from_itself(same):
    assert difference(same, same) == ([Piece("same", same)] if same else [])


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            "autonomous weapons", "autonomous systems",
            [("same", "autonomous "), ("old", "weapons"), ("new", "systems")], id="whole words",
        ),
        pytest.param(
            "人工智能安全", "人类智能安全",
            [("same", "人"), ("old", "工"), ("new", "类"), ("same", "智能安全")], id="characters",
        ),
        pytest.param(
            "They agree.", "They [provisionally] agree.",
            [("same", "They"), ("new", " [provisionally]"), ("same", " agree.")], id="put in",
        ),
        pytest.param(
            "the side’s own", "the sides’ own",
            [("same", "the "), ("old", "side’s"), ("new", "sides’"), ("same", " own")],
            id="apostrophes",
        ),
        pytest.param("", "All.", [("new", "All.")], id="from nothing"),
        pytest.param("All.", "", [("old", "All.")], id="to nothing"),
    ],
)  # fmt: skip
def test_words_change_as_wholes_and_chinese_by_the_character(old, new, expected):
    assert [(piece.kind, piece.text) for piece in difference(old, new)] == expected
