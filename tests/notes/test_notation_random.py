"""Whatever is typed: notes are read, and nothing that was typed is lost."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.localized import LocalizedText
from app.notes.escapes import normal
from app.notes.notation import Notes
from app.notes.parsing import MOST_CHARACTERS, MOST_LINES, read_notes
from app.notes.printing import printed_notes
from app.partial_date import PartialDate
from tests.notes.trees import EXAMPLES, FRAGMENTS, SPACES, TROUBLE, without_lines

PIECES = [piece + space for piece in FRAGMENTS for space in SPACES]
STARTS = ["# ", "- ", "= ", "+ ", "++ ", "! CISS: ", "! ", "< ", "| ", "zh: ", "\\", "  ! R8-A2 "]
LINES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "", "  ", "\t", "\u3000"]),
        st.sampled_from([*STARTS, *STARTS, "", "Title: ", "Date: ", "• ", "– = "]),
        st.lists(st.sampled_from([*PIECES, *PIECES, *TROUBLE]), max_size=4).map("".join),
        st.just("") | st.text(max_size=3),
    ),
)
TEXTS = st.lists(LINES, max_size=8).map("\n".join) | st.text(max_size=60)
HALVES = st.text(st.characters(categories=["Cs", "Cc", "Co", "Po"]), max_size=20)


# Lines that are in the tree although it has neither their number nor their words: empty ones of a
# text, the end of an open list, a date or number of the round.
WORDLESS = re.compile(
    r"[-•–—*o§\s]*(?:[|｜]|\\|[-•–—*o§\s]*[+＋]+\s*[….⋯]+)\s*|\s*(?:round|date|轮次|日期).*", re.I
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(text=TEXTS | HALVES, language=st.sampled_from(["en", "zh-Hans", "zh-Hant"]))
def test_nothing_that_was_typed_is_lost(text: str, language: str):
    notes = read_notes(text, language=language)

    numbers, words = told_of(notes)
    said = "\n".join(words)
    for number, line in enumerate(normal(text.removeprefix("\ufeff")).split("\n"), 1):
        if line.strip() and number not in numbers and not WORDLESS.fullmatch(line):
            assert any(end in said for end in ends_of(line)), (number, line)


def ends_of(line: str) -> list[str]:
    """The last word of a line, its digits, and its last character: what must be found again."""
    literal = re.sub(r"\\(.)", r"\1", line).strip()
    words = re.findall(r"[^\W_]+", literal)
    digits = re.findall(r"[0-9]+", literal)
    return [*words[-1:], *digits[-1:], literal[-1:]]


def told_of(notes: Notes) -> tuple[set[int], list[str]]:
    """The numbers of the lines that the tree names, and every word in it."""
    numbers, words = {one.line for one in notes.unreadable}, list[str]()
    left: list[object] = [notes.meeting, *notes.sessions]
    while left:
        match left.pop():
            case list() | tuple() as many:
                left += many
            case LocalizedText(texts=texts):
                words += texts.values()
            case str() | int() | PartialDate() as word:
                words.append(str(word))
            case None:
                pass
            case note:
                numbers.add(note.line)
                left += [value for name, value in vars(note).items() if name != "line"]
    return numbers, words


@settings(max_examples=EXAMPLES, deadline=None)
@given(text=TEXTS, language=st.sampled_from(["en", "zh-Hans", "zh-Hant"]))
def test_what_was_read_of_any_text_is_printed_and_read_again(text: str, language: str):
    notes = read_notes(text, language=language)

    again = read_notes(printed_notes(notes, language=language), language=language)

    assert again.unreadable == []
    assert without_lines(again.meeting) == without_lines(notes.meeting)
    assert without_lines(again.sessions) == without_lines(notes.sessions)


FILL = MOST_CHARACTERS - 10
LONG = [
    "[" * FILL,
    "- x\n= " + "[" * FILL,
    "- x\n= " + "{a}" * (FILL // 3),
    "- x\n= " + "(" * (FILL // 2) + ")" * (FILL // 2),
    "- x\n= " + "| a" * (FILL // 3) + ":",
    "- x\n= " + "|a:" * (FILL // 3),
    "- x\n| " + "both sides" + " " * FILL,
    "- x\n= both sides" + " " * (FILL - 20) + "z",
    "- x\n! " + "a and " * (FILL // 6) + ": b",
    "- x\n! a: b" + " by 2024" * (FILL // 8),
    "- x\n< " + "a-" * (FILL // 2),
    "# session" + " " * (FILL - 20) + "z",
    "preliminary" + " " * (FILL - 20) + "z",
    "- x\n" + "\\" * FILL,
    "- x\n= y\n" + "+ z\n" * (MOST_LINES - 5),
    "- x\n= y\n" + "| z\n" * (MOST_LINES - 5),
    "- x\n= y\n" + "\n".join("+" * depth + " z" for depth in range(1, 600)),
    "人" * FILL,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_the_longest_notes_are_read_at_once(text: str):
    began = time.process_time()

    notes = read_notes(text)

    assert notes.sessions or notes.unreadable
    assert time.process_time() - began < 10


@pytest.mark.parametrize("text", ["[" * 1_000_000, "= x\n" * (MOST_LINES + 1)])
def test_notes_that_are_too_long_are_said_to_be(text: str):
    notes = read_notes(text)

    assert not notes.sessions
    [unreadable] = notes.unreadable
    assert "200000 characters and 5000 lines" in str(unreadable.why)


@pytest.mark.parametrize("char", [chr(code) for code in range(0x20, 0x7F)])
def test_any_character_after_a_backslash_is_itself(char: str):
    notes = read_notes(f"- x\n= a \\{char} b\n\\{char} c")

    [item] = notes.sessions[0].topics[0].entries
    assert item.text.text_for("en") == f"a {char} b"
    assert notes.sessions[0].topics[0].summary.text_for("en") == f"{char} c".strip()
    assert not notes.unreadable
