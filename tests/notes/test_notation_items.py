"""What the lines under a topic say: items, where the sides stand, actions, reports and links."""

import re

import pytest

from app.actions.models import ActionStatus
from app.consensus.models import ItemKind, Level, Stance
from app.localized import LocalizedText
from app.notes.notation import ActionNote, ItemNote, ReportNote
from app.partial_date import PartialDate
from app.trace.models import LinkKind
from tests.notes.reads import en, entry, read, topic, zh


@pytest.mark.parametrize(
    ("line", "kind", "level", "agreed"),
    [
        ("= x", ItemKind.CONSENSUS, None, False),
        ("＝x", ItemKind.CONSENSUS, None, False),
        ("== x", ItemKind.CONSENSUS, None, True),
        ("~ x", ItemKind.CONSENSUS, Level.PRELIMINARY, False),
        ("～ x", ItemKind.CONSENSUS, Level.PRELIMINARY, False),
        ("≠ x", ItemKind.DIVERGENCE, None, False),
        ("!= x", ItemKind.DIVERGENCE, None, False),
        ("＜＞ x", ItemKind.DIVERGENCE, None, False),
        ("？ x", ItemKind.OPEN_QUESTION, None, False),
        ("Commitment: x", ItemKind.COMMITMENT, None, False),
        ("macro recommendation: x", ItemKind.RECOMMENDATION, Level.MACRO, False),
        ("Open question： x", ItemKind.OPEN_QUESTION, None, False),
        ("承诺：x", ItemKind.COMMITMENT, None, False),
        ("操作落实共识：x", ItemKind.CONSENSUS, Level.OPERATIONAL, False),
        ("初步共識：x", ItemKind.CONSENSUS, Level.PRELIMINARY, False),
        ("== macro consensus: x", ItemKind.CONSENSUS, Level.MACRO, True),
        ("~ 建议：x", ItemKind.RECOMMENDATION, Level.PRELIMINARY, False),
    ],
)
def test_an_items_sign_or_words_say_its_kind_and_level(line, kind, level, agreed):
    item = entry(line)

    assert (item.kind, item.level, item.agreed, item.text) == (kind, level, agreed, en("x"))


@pytest.mark.parametrize(
    ("words", "verb"),
    [
        ("agreed to compile a manual", "agreed"),
        ("Both sides Affirmed that", "Affirmed"),
        ("agreements are kept", ""),
        (r"\agreed to compile", ""),
        ("双方一致同意编写手册", "一致同意"),
        ("a manual (verb: concur)", "concur"),
        ("编写手册（动词：同意）{TS-1}", "同意"),
    ],
)
def test_the_verb_of_agreement_is_kept_as_typed_and_stays_in_the_words(words, verb):
    item = entry(f"= {words}")

    assert item.verb == verb
    said = re.sub(r"\\| \(verb.*|（动词.*", "", words)
    assert [*item.text.texts.values()] == [said]


def test_positions_stand_on_the_line_or_below_it_outside_of_square_brackets():
    item = entry(
        "≠ [all|CN: some] of it {AS-3} | CN: endorsed | 美方：保留：范围过宽",
        "| RU: no objection; we think",
        "| still",
        "| zh: 我们认为",
    )

    assert item.text == en("[all|CN: some] of it")
    assert item.tree == ("AS-3",)
    said = [(one.side, one.stance, dict(one.words.texts)) for one in item.positions]
    assert said == [
        ("CN", Stance.ENDORSED, {}),
        ("美方", Stance.ENDORSED_WITH_RESERVATION, {"zh-Hans": "范围过宽"}),
        ("RU", Stance.NO_OBJECTION, {"en": "we think\nstill", "zh-Hans": "我们认为"}),
    ]


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("ad referendum", Stance.AD_REFERENDUM),
        ("Not sought.", Stance.NOT_SOUGHT),
        ("不反对", Stance.NO_OBJECTION),
        ("reserved: until May", Stance.ENDORSED_WITH_RESERVATION),
        ("sought clarification", None),
        (r"\endorsed", None),
        ("approved", None),
    ],
)
def test_a_stance_stands_alone_or_apart_from_the_words(words, stance):
    [position] = entry("= x", f"| CN: {words}").positions

    assert position.stance is stance
    if stance is None:
        assert position.words == en(words.replace("\\", ""))


def test_sub_points_take_the_kind_of_their_item_unless_they_say_otherwise():
    item = entry(
        "macro recommendation: x", "  + a {TS-1}", "  ++ b", "  ++ …", "  + ~ c", "  + ..."
    )

    first, second = item.parts
    assert (first.kind, first.level, first.tree) == (item.kind, Level.MACRO, ("TS-1",))
    assert (second.kind, second.level) == (ItemKind.CONSENSUS, Level.PRELIMINARY)
    assert [first.parts[0].text, first.open_list, item.open_list] == [en("b"), True, True]


@pytest.mark.parametrize(
    ("line", "owners", "title", "due", "number"),
    [
        (
            "! CISS, US: circulate by 2024-04-30",
            ("CISS", "US"),
            en("circulate"),
            "2024-04-30",
            None,
        ),
        (
            "！CISS and B C；D：send until April 2024.",
            ("CISS", "B C", "D"),
            en("send"),
            "2024-04",
            None,
        ),
        ("! A: send before 30 April 2024", ("A",), en("send"), "2024-04-30", None),
        ("! A: send (by the end of April 2024)", ("A",), en("send"), "2024-04", None),
        ("! A: send by round 10", ("A",), en("send"), None, 10),
        ("! 中方和美方：分发2024年4月30日前", ("中方", "美方"), zh("分发"), "2024-04-30", None),
        ("! 和平研究所、甲：分发（第10轮前）", ("和平研究所", "甲"), zh("分发"), None, 10),
        ("! A: stand \\by 2024", ("A",), en("stand by 2024"), None, None),
        ("! A: stand by", ("A",), en("stand by"), None, None),
    ],
)
def test_an_action_has_owners_and_a_due_date_or_round(line, owners, title, due, number):
    action = entry(line)

    assert (action.owners, action.title) == (owners, title)
    assert (action.due, action.due_round) == (PartialDate(due) if due else None, number)


def test_an_action_belongs_to_the_item_below_which_it_is_indented():
    lines = ["  = x", "    + y", "    ! A: one", "  ! B: two", "      ! C: three"]

    item, two, three = topic(*lines).entries

    assert [one.owners for one in item.actions] == [("A",)]
    assert (two.owners, three.owners) == (("B",), ("C",))
    assert isinstance(item, ItemNote)


@pytest.mark.parametrize(
    ("line", "status", "side", "words"),
    [
        ("! R8-A2 done: sent", ActionStatus.DONE, "", "sent"),
        ("! A7 in progress", ActionStatus.IN_PROGRESS, "", ""),
        ("! R8-A2: sent", None, "", "sent"),
        ("! R8-A2 waiting for CN: no answer", ActionStatus.WAITING, "CN", "no answer"),
        ("！R8-A2 等待中方", ActionStatus.WAITING, "中方", ""),
        ("! geneva-2024-A1 已完成：sent", ActionStatus.DONE, "", "sent"),
    ],
)
def test_a_report_says_what_became_of_an_action(line, status, side, words):
    report = entry(line)

    assert isinstance(report, ReportNote)
    assert (report.status, report.waiting_for) == (status, side)
    assert report.text == (en(words) if words else LocalizedText())


def test_a_link_belongs_to_what_stands_above_it():
    notes = read(
        "# Session 1\n< R8\n- x\n< review harbour-talks/R1-T2\n= y\n"
        "< R8-C2 [P22, p. 3] (per CN): why\n| so\n! A: z\n＜承接R8-A1（据中方）"
    )

    [session] = notes.sessions
    [note] = session.topics
    item, action = note.entries
    assert [one.ref for one in session.links] == ["R8"]
    assert [(one.ref, one.kind) for one in note.links] == [("harbour-talks/R1-T2", LinkKind.REVIEW)]
    [link] = item.links
    assert (link.source, link.place, link.reported_by) == ("P22", "p. 3", "CN")
    assert (link.kind, link.rationale) == (None, "why\nso")
    assert isinstance(action, ActionNote)
    assert [(one.kind, one.reported_by) for one in action.links] == [
        (LinkKind.FOLLOWS_FROM, "中方")
    ]


def test_a_line_can_stand_for_a_record_that_is_there():
    notes = read(
        "# @R9-S1 Session 1: x\n- @R9-T2 y\n= @R9-C3\n| CN: endorsed\n"
        "commitment: @C4 z\n! @R9-A1 A: b"
    )

    [session] = notes.sessions
    refs = [one.ref for one in session.topics[0].entries]
    assert [session.ref, session.number, session.topics[0].ref] == ["R9-S1", 1, "R9-T2"]
    assert refs == ["R9-C3", "C4", "R9-A1"]
