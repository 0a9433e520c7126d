"""Lines that were read as plain words and look meant for more: the preview says so."""

import pytest

from tests.notes.logged import Talks, on_sqlite, row_of, talks

__all__ = ["talks"]
pytestmark = on_sqlite


@pytest.mark.parametrize(
    ("text", "words", "doubt"),
    [
        (
            "- Joint glossary {GP-1} (review; agreed)",
            "Joint glossary",
            "Read as part of the title: “{GP-1} (review; agreed)”.",
        ),
        (
            "- Terms\n  ! CISS: send the list by end of January",
            "send the list",
            "No due date was read in these words.",
        ),
        ("- Terms\n  ! CISS: 下轮会前提交清单", "下轮会前", "No due date was read"),
        (
            "- Lists\n  Action: CISS to circulate the list",
            "Lists",
            "Read as part of the summary: “Action: CISS to circulate the list”.",
        ),
        ("- Lists\n  o a second point", "Lists", "Read as part of the summary: “o a second"),
        ("- 术语\n  后续行动：整理清单", "术语", "Read as part of the summary"),
    ],
)
def test_what_may_have_been_meant_for_more_is_said(talks: Talks, text: str, words: str, doubt: str):
    shown = talks.preview(text)

    row = row_of(shown, words)
    assert doubt in str(row.note)
    assert shown.can_be_logged


@pytest.mark.parametrize(
    "text",
    [
        "- Terms (first reading)",
        "- Terms {GP-1} (term review; agreed)",
        "- Terms\n  Often a side acts on its own.",
        "- Terms\n  ! CISS: send the list by 2024-04-30",
        "- Terms\n  ! CISS: send the list by hand",
    ],
)
def test_plain_words_raise_no_doubt(talks: Talks, text: str):
    assert not [row.note for row in talks.preview(text).notes.rows if row.note]


def test_half_a_bracket_that_a_backslash_would_leave_is_said_before_it_is_logged(talks: Talks):
    shown = talks.preview("# Session\n- x\n  = a \\] b")

    row = row_of(shown, "a ] b")
    assert "no bracket opens" in str(row.problem)
    assert not shown.can_be_logged
