"""Reading a pasted roster line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.attendance.roster_lines import read_lines
from app.attendance.roster_posts import Institutions, posts_on
from app.dialogues.models import Side
from app.localized import EMPTY, LocalizedText
from app.people.models import Institution, Naming, Sector
from app.rounds.models import AttendanceRole, Capacity

CHINA = Side(code="CN", name=LocalizedText({"en": "China", "zh-Hans": "中国"}))
AVERRA = Side(code="AV", name=LocalizedText({"en": "Averra", "zh-Hans": "阿韦拉"}))
SIDES = [CHINA, AVERRA]


def read(text):
    return read_lines(text, SIDES)


def one(text):
    [entry] = read(text)
    return entry


@pytest.mark.parametrize(
    ("line", "name", "affiliation"),
    [
        ("XIAO Qian, Deputy Director, CISS", "XIAO Qian", "Deputy Director, CISS"),
        ("XIAO\u00a0Qian", "XIAO Qian", ""),
        ("1. XIAO Qian – Deputy Director", "XIAO Qian", "Deputy Director"),
        ("3 XIAO Qian; Deputy Director", "XIAO Qian", "Deputy Director"),
        ("• Jean-Luc MÜLLER — Fellow", "Jean-Luc MÜLLER", "Fellow"),
        ("肖茜，清华大学战略与安全研究中心副主任", "肖茜", "清华大学战略与安全研究中心副主任"),
        ("FU Ying, former Vice Minister; Chair, CISS", "FU Ying",
         "former Vice Minister; Chair, CISS"),
        ("ZHOU Bo (Ret.), Senior Fellow", "ZHOU Bo (Ret.)", "Senior Fellow"),
        ("ZHOU Bo, Senior Colonel (Ret.)", "ZHOU Bo", "Senior Colonel (Ret.)"),
        ("\tXIAO Qian\tDeputy Director\tCISS", "XIAO Qian", "Deputy Director, CISS"),
        ("2\tXIAO Qian\tCISS", "XIAO Qian", "CISS"),
        ("肖茜\t清华大学\t副主任", "肖茜", "清华大学，副主任"),
    ],
)  # fmt: skip
def test_a_line_is_a_name_and_its_posts_as_printed(line, name, affiliation):
    entry = one(line)

    assert [printed for _lang, printed in entry.names] == [name]
    assert (entry.affiliation, entry.problem) == (affiliation, None)


@pytest.mark.parametrize(
    "line",
    ["XIAO Qian (肖茜), Fellow", "XIAO Qian 肖茜, Fellow", "XIAO Qian / 肖茜, Fellow",
     "XIAO Qian\t肖茜\tFellow"],
)  # fmt: skip
def test_two_names_on_a_line_are_one_person(line):
    entry = one(line)

    assert entry.names == (("en", "XIAO Qian"), ("zh-Hans", "肖茜"))
    assert (entry.family, entry.given, entry.affiliation) == ("XIAO", "Qian", "Fellow")


def test_sides_stand_above_their_lines_or_before_them():
    text = "CN:\nLI Wei\n\nAverra side (2):\nSUN Mei\nCN: ZHAO An\n肖茜\nAV\tWANG Li\tCISS"

    entries = read(text)

    assert [(entry.line, entry.side) for entry in entries] == [
        (2, CHINA), (5, AVERRA), (6, CHINA), (7, AVERRA), (8, AVERRA)]  # fmt: skip


def test_no_one_is_put_under_a_heading_that_is_not_understood():
    entries = read("CN:\nLI Wei\nUtopia:\nSUN Mei\n")

    assert [entry.problem is None for entry in entries] == [True, False, True]
    assert (entries[2].side, entries[2].side_said) == (None, False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("LI Wei (moderator)", {"role": AttendanceRole.MODERATOR}),
        ("LI Wei, CISS (observer)", {"role": AttendanceRole.OBSERVER, "affiliation": "CISS"}),
        ("肖茜（主持）", {"role": AttendanceRole.MODERATOR}),
        ("LI Wei (not to be named)", {"naming": Naming.ROLE_AND_SIDE}),
        ("LI Wei (counted only) [military]",
         {"naming": Naming.COUNTED, "sector": Sector.MILITARY}),
        ("LI Wei (private capacity; think tank)",
         {"capacity": Capacity.PRIVATE, "sector": Sector.THINK_TANK}),
        ("LI Wei\tCISS\tmoderator", {"role": AttendanceRole.MODERATOR, "affiliation": "CISS"}),
        ("LI Wei, Fellow (Ret.)", {"role": None, "affiliation": "Fellow (Ret.)"}),
        ("Observers:\nLI Wei", {"role": AttendanceRole.OBSERVER, "side": None}),
    ],
)  # fmt: skip
def test_words_in_brackets_at_the_end_say_role_sector_capacity_and_naming(line, said):
    entry = one(line)

    assert {name: getattr(entry, name) for name in said} == said


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("a few others who prefer not to be identified", None),
        ("3 staff of the embassy", 3),
        ("two officials", 2),
        ("more than 10 observers", None),
        ("Several students", None),
        ("另有数人", None),
        ("另有3人", 3),
        ("2名工作人员", 2),
        ("约十人", None),
        ("其他两位代表", 2),
    ],
)
def test_a_group_keeps_its_words_and_its_number_only_where_they_tell_it(line, count):
    entry = one(f"CN: {line} (not to be named)")

    assert (entry.group, entry.count, entry.names) == (line, count, ())
    assert (entry.side, entry.naming) == (CHINA, Naming.ROLE_AND_SIDE)


@pytest.mark.parametrize("line", ["One Two, Director", "何其他，教授", "Some Body", "3 XIAO Qian"])
def test_a_name_like_a_number_is_a_name(line):
    assert not one(line).group


TSINGHUA = Institution(
    name=LocalizedText({"en": "Tsinghua University", "zh-Hans": "清华大学"}),
    short_name=EMPTY,
    other_names="",
)
CISS = Institution(
    name=LocalizedText({"zh-Hans": "清华大学战略与安全研究中心"}),
    short_name=LocalizedText({"en": "CISS"}),
    other_names="Center for International Security and Strategy",
)
PLACES = Institutions([TSINGHUA, CISS])


@pytest.mark.parametrize(
    ("line", "posts"),
    [
        ("Deputy Director, CISS, Tsinghua University", [("Deputy Director", [CISS], "", False)]),
        ("清华大学战略与安全研究中心副主任", [("副主任", [CISS], "", False)]),
        ("Fellow at the Center for International Security and Strategy",
         [("Fellow", [CISS], "", False)]),
        ("Professor, Tsinghua University; former Dean, CISS",
         [("Professor", [TSINGHUA], "", False), ("former Dean", [CISS], "", True)]),
        ("General (Ret.), Fellow, CISS",
         [("", [], "", True), ("Fellow", [CISS], "", False)]),
        ("原清华大学副校长", [("副校长", [TSINGHUA], "", True)]),
        ("President, Averra Institute", [("President", [], "Averra Institute", False)]),
        ("阿韦拉研究所所长", [("所长", [], "阿韦拉研究所", False)]),
        ("前沿技术研究院院长", [("院长", [], "前沿技术研究院", False)]),
        ("Independent scholar", [("", [], "", False)]),
    ],
)  # fmt: skip
def test_posts_are_told_apart_with_their_institutions(line, posts):
    found = posts_on(line, PLACES)

    assert [(one.title, list(one.known), one.place, one.former) for one in found] == posts
    assert all(one.as_printed in line for one in found)


ANYTHING = st.text(
    st.sampled_from("XIAO Qian肖茜,，;；:：()（）\t\n 3名人a few others.-=@+CN\u00a0\x00")
)


@given(st.one_of(ANYTHING, st.text()))
def test_any_text_is_read_or_told_why_not(text):
    entries = read(text)

    for entry in entries:
        assert bool(entry.names) + bool(entry.group) + (entry.problem is not None) == 1
        assert all(printed for _lang, printed in entry.names)
        posts_on(entry.affiliation, PLACES)
