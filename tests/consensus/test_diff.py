"""What changed between two wordings."""

from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.consensus.diff import Piece, Tally, changes_between, difference, tally
from app.localized import LocalizedText

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
        pytest.param(
            "about 3.5 (e.g. in the U.S.)", "about 3.75 (e.g. in the U.K.)",
            [("same", "about "), ("old", "3.5"), ("new", "3.75"), ("same", " (e.g. in the "),
             ("old", "U.S."), ("new", "U.K."), ("same", ")")],
            id="numbers and abbreviations",
        ),
        pytest.param(
            "by 2024-04-30, 1,000 tests", "by 2024-05-30, 1,500 tests",
            [("same", "by "), ("old", "2024-04-30"), ("new", "2024-05-30"), ("same", ", "),
             ("old", "1,000"), ("new", "1,500"), ("same", " tests")], id="dates and thousands",
        ),
        pytest.param(
            "cafe\u0301 bars", "café bars",
            [("old", "cafe\u0301"), ("new", "café"), ("same", " bars")], id="marks on letters",
        ),
        pytest.param(
            "第3.5条AI系统", "第3.6条AI体系",
            [("same", "第"), ("old", "3.5"), ("new", "3.6"), ("same", "条AI"), ("new", "体"),
             ("same", "系"), ("old", "统")], id="Latin within Chinese",
        ),
        pytest.param(
            "the two rules hold", "this one law holds",
            [("old", "the two rules hold"), ("new", "this one law holds")],
            id="words replaced one after the other are one replacement",
        ),
        pytest.param("", "All.", [("new", "All.")], id="from nothing"),
        pytest.param("All.", "", [("old", "All.")], id="to nothing"),
    ],
)  # fmt: skip
def test_words_change_as_wholes_and_chinese_by_the_character(old, new, expected):
    assert [(piece.kind, piece.text) for piece in difference(old, new)] == expected


def test_a_tally_counts_places_and_words_but_no_signs():
    pieces = difference("They meet, in May.", "They may meet in June.")

    assert tally(pieces) == Tally(places=3, taken_out=1, put_in=2)
    assert tally(difference("五月会面。", "六月再会面。")) == Tally(places=2, taken_out=1, put_in=2)
    assert tally(difference("Same.", "Same.")) == Tally(0, 0, 0)


def test_each_language_that_one_of_two_texts_has_is_compared():
    old, new = LocalizedText({"en": "A", "zh-Hant": "甲"}), LocalizedText({"zh-Hans": "甲"})

    changes = changes_between(old, new)

    assert [one.language for one in changes] == ["zh-Hans", "en", "zh-Hant"]
    assert [one.tally.put_in for one in changes] == [1, 0, 0]


LONGEST = 20_000


def from_few(letters: str, seed: int) -> str:
    return "".join(Random(seed).choices(letters, k=LONGEST))  # noqa: S311 (no secret)


def edited(text: str, seed: int) -> str:
    """With a stretch replaced here and there."""
    chance, words = Random(seed), list(text)  # noqa: S311 (no secret)
    for _edit in range(300):
        place = chance.randrange(len(words))
        words[place : place + chance.randrange(9)] = "改"
    return "".join(words)[:LONGEST]


CHINESE = "".join(chr(0x4E00 + number) for number in range(2500))


@pytest.mark.parametrize(
    ("old", "new", "least"),
    [
        pytest.param(from_few(CHINESE, 1), edited(from_few(CHINESE, 1), 2), 15_000, id="edited"),
        pytest.param(from_few(CHINESE[:99], 1), from_few(CHINESE[:99], 2), 0, id="quite another"),
        pytest.param("的" * LONGEST, "了" + "的" * (LONGEST - 2) + "了", 0, id="one character"),
        pytest.param(from_few("ab ", 1), from_few("ab ", 2), 0, id="short words"),
        pytest.param(from_few("的了", 1), from_few("的了", 2), 0, id="two characters"),
        pytest.param("word " * 4000, "other " + "word " * 3990, 0, id="one word"),
    ],
)
def test_the_longest_texts_are_compared_within_a_second(old, new, least):
    began = process_time()

    pieces = difference(old, new)

    assert process_time() - began < 1
    assert joined(pieces, "same", "old") == old
    assert joined(pieces, "same", "new") == new
    assert len(joined(pieces, "same")) >= least
