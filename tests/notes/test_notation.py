"""What each line of the notation says, in English and in Chinese; the other half is in
`test_notation_items.py`."""

import re
from pathlib import Path

import pytest

from app.consensus.models import Stance
from app.localized import LocalizedText
from app.notes.parsing import read_notes
from app.notes.printing import printed_notes
from app.partial_date import PartialDate
from app.rounds.models import TopicFault, TopicFormat, TopicResult
from tests.notes.reads import en, entry, read, topic, zh

TABLE = Path(__file__).parents[2] / "app/templates/notes/notation_table.html"


def why(text: str) -> tuple[int, str, int | None]:
    """Of a text with one unreadable line: which, why, and at which column."""
    [one] = read_notes(text).unreadable
    return one.line, str(one.why), one.column


@pytest.mark.parametrize(
    ("text", "number", "start", "end"),
    [
        ("Round: 9\nDate: 2024-02-12 – 2024-02-14", 9, "2024-02-12", "2024-02-14"),
        ("ROUND: R9\nDATE: 2024-02-12/14", 9, "2024-02-12", "2024-02-14"),
        ("Round: 9\nDate: 12–14 February 2024", 9, "2024-02-12", "2024-02-14"),
        ("Round: 9\nDate: 12-14 Feb. 2024", 9, "2024-02-12", "2024-02-14"),
        ("Round: 9\nDate: 28 February – 2 March 2024", 9, "2024-02-28", "2024-03-02"),
        ("Round: 9\nDate: February 12, 2024", 9, "2024-02-12", None),
        ("轮次：第9轮\n日期：2024年2月12日至14日", 9, "2024-02-12", "2024-02-14"),
        ("輪次：9\n日期：2024年2月28日至3月2日", 9, "2024-02-28", "2024-03-02"),
        ("Round: 9\nDate: 2024-02", 9, "2024-02", None),
        ("Round: 9\nDate: ２０２４", 9, "2024", None),
        ("Round: 9\nDate: – 2024", 9, None, "2024"),
    ],
)
def test_the_facts_of_a_round_stand_before_its_sessions(text, number, start, end):
    meeting = read(text).meeting

    assert meeting.number == number
    assert meeting.happened == (PartialDate(start) if start else None)
    assert meeting.ended == (PartialDate(end) if end else None)


def test_a_round_has_a_title_a_place_hosts_and_an_attendance_in_words():
    meeting = read(
        "标题：第九轮\nen: Ninth round\nPlace: Geneva\nCo-hosts: CISS; Brookings\n| and others\n"
        "Attendance: more than 30"
    ).meeting

    assert meeting.title == LocalizedText({"zh-Hans": "第九轮", "en": "Ninth round"}, "zh-Hans")
    assert meeting.place == en("Geneva")
    assert meeting.co_hosts == en("CISS; Brookings\nand others")
    assert meeting.head_count == "more than 30"


@pytest.mark.parametrize(
    ("line", "number", "title", "moderators"),
    [
        ("# Session 1: Core terms", 1, en("Core terms"), ()),
        ("#Session 12", 12, LocalizedText(), ()),
        ("# Core terms (chair: XIAO Qian)", None, en("Core terms"), ("XIAO Qian",)),
        ("# Session 2 (moderators: A B; C D、E)", 2, LocalizedText(), ("A B", "C D", "E")),
        ("＃ 第二场：核心术语（主持人：肖茜；傅莹）", 2, zh("核心术语"), ("肖茜", "傅莹")),
        ("# 第12场 术语", 12, zh("术语"), ()),
        ("# Terms (draft)", None, en("Terms (draft)"), ()),
        (r"# \Session 1: Terms \(chair: X)", None, en("Session 1: Terms (chair: X)"), ()),
    ],
)
def test_a_session_has_a_number_a_title_and_moderators(line, number, title, moderators):
    [session] = read(line).sessions

    assert (session.number, session.title, session.moderators) == (number, title, moderators)


@pytest.mark.parametrize("bullet", ["-", "－", "•\t", "–", "·", "*", "\uf0b7\t", "o\t", "\u00a0- "])
def test_a_topic_begins_with_any_bullet(bullet):
    [session] = read(f"{bullet} Joint glossary").sessions

    assert session.line == 0
    assert session.topics[0].title == en("Joint glossary")


def test_a_bullet_before_another_sign_is_only_a_bullet():
    [item] = topic("•\t= agreed", "◦ + a point").entries

    assert (item.text, item.parts[0].text) == (en("agreed"), en("a point"))


@pytest.mark.parametrize(
    "line",
    [
        "- Glossary {terminology, TS-1} (term review; agreed; politicised)",
        "- Glossary (term review, agreed; politicised) {terminology；TS-1}",
        "－ Glossary｛terminology、TS-1｝（术语审议；达成一致；议题政治化）",
        "- Glossary {terminology} (agreed) {TS-1} (術語審議) (政治化)",
    ],
)
def test_a_topic_is_classified_and_says_what_it_came_to(line):
    [note] = read(line).sessions[0].topics

    assert (note.title, note.tree) == (en("Glossary"), ("terminology", "TS-1"))
    assert note.format is TopicFormat.TERM_REVIEW
    assert note.result is TopicResult.AGREED
    assert note.fault is TopicFault.POLITICISED


def test_words_in_round_brackets_that_say_something_else_belong_to_the_title():
    [note] = read("- Glossary (term review; by hand)").sessions[0].topics

    assert note.title == en("Glossary (term review; by hand)")
    assert note.format is None


def test_prose_under_a_topic_is_its_summary_line_by_line_and_can_be_in_both_languages():
    note = topic(
        "zh: 术语",
        "discussed the first",
        "",
        "  six terms",
        "\\",
        r"\- all of them",
        "zh：讨论",
        "了",
    )

    assert note.title == LocalizedText({"en": "Terms", "zh-Hans": "术语"}, "en")
    assert note.summary == LocalizedText(
        {"en": "discussed the first\nsix terms\n\n- all of them", "zh-Hans": "讨论\n了"}, "en"
    )


@pytest.mark.parametrize(
    ("words", "language", "texts"),
    [
        ("plain", "zh-Hant", {"en": "plain"}),
        ("术语", "zh-Hant", {"zh-Hant": "术语"}),
        ("the term 智能 in English", "en", {"en": "the term 智能 in English"}),
        ("关于AI的讨论", "en", {"zh-Hans": "关于AI的讨论"}),
        ("繁體：術語", "en", {"zh-Hant": "術語"}),
        ("EN: 术语", "en", {"en": "术语"}),
        ("中文：AI", "zh-Hant", {"zh-Hant": "AI"}),
    ],
)
def test_a_text_is_in_the_language_that_its_script_or_its_tag_tells(words, language, texts):
    assert entry(f"= {words}", language=language).text.texts == texts


@pytest.mark.parametrize(
    ("text", "line", "reason", "column"),
    [
        ("hello", 1, "Before the first session", None),
        ("= x", 1, "This belongs under a topic", None),
        ("# A\nhello", 2, "Words stand under a topic", None),
        ("Round: nine", 1, "whole number", 8),
        ("Date: 2024-02-30", 1, "This is no date", 7),
        ("Place: A\nPlace: B", 2, "on line 1 already", None),
        ("- x\n=", 2, "Say what the point is", 1),
        ("- x\n  ! circulate the list", 2, "Say who", 5),
        ("- x\n! A: send by 2024-13-45", 2, "“2024-13-45” is no date", 11),
        ("- x\n! R8-A2 finished", 2, "After the reference stands", 9),
        ("- x\n= [a", 2, "does not close", 3),
        (r"- x" + "\n" + r"= \[a] b", 2, "No bracket opens", 6),
        ("- x\n= a [b [c [d]]]", 2, "stands in two others", 11),
        ("- x\n= [a\n| b", 2, "does not close", 3),
        ("- x\n| CN: endorsed", 2, "under an item", 3),
        ("- x\n= y\n| CN:", 3, "Say where this side stands", 3),
        ("- x\n+ y", 2, "no point above it", None),
        ("- x\n= y\n< R8 C2", 3, "After the reference stands", 6),
        ("- x\n= y\n< ", 3, "Say which record", 2),
        ("- x (agreed; stalled)", 1, "one format, one result", None),
        ("- x\n= y\nzh:", 3, "No words stand after the language", None),
    ],
)
def test_a_line_that_says_nothing_known_is_marked_with_the_reason(text, line, reason, column):
    found, said, at = why(text)

    assert (found, at) == (line, column)
    assert reason in said


def test_an_escaped_bracket_is_literal():
    assert entry(r"= \[a \\ b\]").text == en(r"[a \ b]")


def test_notes_pasted_from_word_are_read_as_they_look():
    notes = read(
        "\ufeff#\u00a0Session\u00a01:\tCore terms\r\n•\tJoint glossary\r\n"
        "\t= agreed\u00a0to “compile”\r\u3000\u3000！\u00a0CISS：circulate by\u00a030"
        "\u00a0April\u00a02024"
    )

    [session] = notes.sessions
    item, action = session.topics[0].entries
    assert (session.number, session.title) == (1, en("Core terms"))
    assert (item.text, item.verb) == (en("agreed\u00a0to “compile”"), "agreed")
    assert (action.title, action.due) == (en("circulate"), PartialDate("2024-04-30"))


@pytest.mark.parametrize("example", re.findall(r"<pre[^>]*>(.*?)</pre>", TABLE.read_text(), re.S))
def test_the_example_on_the_page_is_read_and_printed_as_it_stands(example):
    text = example.replace("&lt;", "<")

    notes = read(text)

    assert notes.meeting.number == 9
    assert notes.meeting.ended == PartialDate("2024-02-14")
    [session] = notes.sessions
    consensus, preliminary, divergence = session.topics[0].entries
    assert consensus.actions[0].due == PartialDate("2024-04-30")
    assert preliminary.links
    assert [one.stance for one in divergence.positions] == [None, Stance.OBJECTED]
    assert printed_notes(read(printed_notes(notes))) == printed_notes(notes)


def test_each_row_of_the_table_can_be_typed():
    typed = re.findall(r'says\("((?:[^"\\]|\\.)*)"', TABLE.read_text())

    assert len(typed) == 38
    for row in typed:
        line = row.replace("\\\\", "\\")
        before = "" if line.startswith(("Date", "日期")) else "- x\n= y\n"
        assert not read_notes(before + line).unreadable, line
