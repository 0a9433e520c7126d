"""Of whom a printed name speaks."""

import pytest

from app.attendance.matching import roll_of
from app.attendance.printed_names import name_parts, without_titles
from app.people.models import Naming
from app.reading import Viewer
from tests.conftest import statements


@pytest.fixture
def xiao(make):
    return make.person(names={"en": "XIAO\u00a0Qian", "zh-Hans": "肖茜"})


def sure(db, printed):
    return [one.person_id for one in roll_of(db).find(printed) if one.sure]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "printed",
    [
        "XIAO Qian", "Qian XIAO", "xiao qian", "Xiao, Qian", "Xiao-Qian", "Ｘｉａｏ　Ｑｉａｎ",
        "XIAO\u00a0Qian", "Xiāo Qiàn", "Dr. XIAO Qian", "Prof. Dr. Qian Xiao, PhD", "Ms XIAO Qian",
        "Amb. XIAO Qian (Ret.)", "Gen. (Ret.) Xiao Qian", "肖茜", "肖 茜", "肖茜教授", "肖茜女士",
        "肖茜（退役）", "肖·茜",
    ],
)  # fmt: skip
def test_a_name_is_known_in_either_script_however_it_is_printed(db, make, xiao, printed):
    make.person(names="XIAO Min")
    make.person(names={"en": "SUN Qian", "zh-Hans": "孙茜"})

    assert sure(db, printed) == [xiao.id]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("card", "printed", "found"),
    [
        ("Melanie W. Sisson", "Melanie SISSON", False),
        ("Melanie W. Sisson", "M. W. Sisson", False),
        ("Melanie W. Sisson", "Sisson", False),
        ("Melanie W. Sisson", "Melanie Wendy SISSON", False),
        ("Melanie W. Sisson", "Sisson, Melanie W.", True),
        ("Jean-Luc MÜLLER", "jean luc muller", True),
        ("Pat O’NEIL", "Pat O'Neil", True),
        ("HE Wei", "HE Wei", True),
        ("HE Wei", "H.E. Amb. HE Wei", True),
        ("ZHANG Wei", "ZHANG Li", None),
        ("Wei A. Li", "A. Zhang", None),
        ("约翰·艾伦", "约翰艾伦将军", True),
        ("欧阳娜", "欧阳教授", False),
        ("梅茜", "肖茜", None),
    ],
)
def test_who_may_be_meant_is_offered_and_not_taken(db, make, card, printed, found):
    language = "zh-Hans" if card[0] > "一" else "en"
    person = make.person(names={language: card})

    called = roll_of(db).find(printed)

    assert [(one.person_id, one.sure) for one in called] == (
        [] if found is None else [(person.id, found)]
    )


def test_the_sure_ones_come_first_and_can_be_told_apart(db, make, xiao):
    other = make.person(names="QIAN Xiao")
    near = make.person(names="XIAO Qian Min")
    make.affiliation(person=other, institution=None, printed="Fellow, AIMSA")

    found = roll_of(db, "zh-Hans").find("Xiao Qian")

    assert [(one.person_id, one.sure) for one in found] == [
        (xiao.id, True), (other.id, True), (near.id, False)]  # fmt: skip
    assert [one.words for one in found] == [
        "肖茜 / XIAO\u00a0Qian", "QIAN Xiao – Fellow, AIMSA", "XIAO Qian Min"]  # fmt: skip


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_is_found_whom_the_viewer_may_not_know(db, make, open_db, xiao):
    meeting = make.round(dialogue=xiao.dialogue, disclosure="public")
    make.attendance(round=meeting, person=xiao, naming=Naming.COUNTED)
    db.commit()
    elsewhere = make.dialogue().id
    db.commit()
    of = frozenset({elsewhere})

    stranger = roll_of(open_db(Viewer(participant_of=of, secretariat_of=of)))

    assert stranger.find("XIAO Qian") == []
    assert stranger.everybody == []


def test_the_roll_costs_the_same_for_any_number(db, make):
    def cost():
        db.commit()
        db.expire_all()
        with statements() as sent:
            roll_of(db).find("Somebody")
        return len(sent)

    make.affiliation()
    one = cost()
    for _ in range(4):
        make.affiliation()

    assert cost() == one


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("XIAO Qian", ("XIAO", "Qian")),
        ("Melanie W. SISSON", ("SISSON", "Melanie W.")),
        ("VAN DER BERG Jan", ("VAN DER BERG", "Jan")),
        ("Amb. FU Ying (Ret.)", ("FU", "Ying")),
        ("Melanie Sisson", ("", "")),
        ("ZHANG BO", ("", "")),
        ("肖茜", ("肖", "茜")),
        ("欧阳娜娜", ("欧阳", "娜娜")),
        ("梅拉妮·西松", ("", "")),
    ],
)
def test_capitals_tell_the_family_name_and_nothing_else_does(printed, parts):
    assert name_parts(printed) == parts


def test_a_name_that_is_but_a_title_stays():
    assert [without_titles(name) for name in ("Dr.", "将军", "Gen")] == ["Dr.", "将军", "Gen"]
