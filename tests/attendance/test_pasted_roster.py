"""A pasted roster against the record: what it would make, what it asks, and what it writes."""

import pytest
import sqlalchemy as sa

from app.attendance.roster_commands import log_lines, log_roster
from app.attendance.roster_proposal import RosterFate
from app.attendance.rostering import propose_roster
from app.partial_date import PartialDate
from app.people.models import Institution, Naming, Sector
from app.rounds.models import AttendanceRole, RoundStatus
from app.rules import Refused
from tests.conftest import statements
from tests.make import text

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PASTED = """Averra side:
XIAO Qian, Deputy Director, CISS, Tsinghua University (moderator)
John R. ALLEN, President, Brookings Institution; General, US Marine Corps (Ret.)
a few others who prefer not to be identified

Sunda:
肖强，清华大学战略与安全研究中心副主任（不具名）
3 staff of the embassy
"""


@pytest.fixture
def dialogue(make):
    dialogue = make.dialogue(sides=())
    make.side(dialogue=dialogue, code="AV", name="Averra")
    make.side(dialogue=dialogue, code="SN", name="Sunda")
    return dialogue


@pytest.fixture
def meeting(make, dialogue):
    return make.round(dialogue=dialogue, happened="2024-05-10")


@pytest.fixture
def ciss(make):
    return make.institution(
        name={"zh-Hans": "清华大学战略与安全研究中心"}, short_name="CISS", sector=Sector.THINK_TANK
    )


@pytest.fixture
def proposed(db, dialogue, meeting):
    def propose(pasted, answers=None, **given):
        return propose_roster(db, dialogue=dialogue, meeting=given.pop("meeting", meeting),
                              text=pasted, answers=answers or {}, **given)  # fmt: skip

    return propose


@pytest.fixture
def logged(db, secretary, meeting, proposed):
    def log(pasted, answers=None):
        proposal = proposed(pasted, answers)
        made = log_roster(db, actor=secretary, meeting=meeting, proposal=proposal)
        db.flush()
        db.expire_all()
        return made

    return log


def fates(proposal):
    return [row.fate for row in proposal.rows]


def key(proposal, ending):
    [found] = [one.key for one in proposal.choices if one.key.endswith(ending)]
    return found


def test_a_roster_of_strangers_is_logged_as_it_was_shown(db, make, ciss, proposed, logged):
    proposal = proposed(PASTED)

    assert fates(proposal) == [RosterFate.CREATE] * 5
    assert not proposal.asks
    assert [row.makes_person for row in proposal.rows] == [True, True, False, True, False]
    assert proposal.can_be_logged

    made = logged(PASTED)

    assert list(made) == [2, 3, 4, 7, 8]
    xiao, allen, few, qiang, staff = made.values()
    assert [(one.side.code, one.role) for one in (xiao, few, qiang)] == [
        ("AV", AttendanceRole.MODERATOR), ("AV", AttendanceRole.PARTICIPANT),
        ("SN", AttendanceRole.PARTICIPANT)]  # fmt: skip
    assert xiao.affiliation == text("Deputy Director, CISS, Tsinghua University")
    assert (xiao.institutions, xiao.sector) == ([ciss], Sector.THINK_TANK)
    assert (xiao.person.names[0].family, xiao.person.names[0].given) == ("XIAO", "Qian")
    assert [one.name.text_for("en") for one in allen.institutions] == ["Brookings Institution"]
    assert [(post.printed.text_for("en"), post.former) for post in allen.person.affiliations] == [
        ("President, Brookings Institution", False), ("General, US Marine Corps (Ret.)", True)
    ]  # fmt: skip
    assert (qiang.naming, qiang.institutions) == (Naming.ROLE_AND_SIDE, [ciss])
    assert qiang.affiliation == text({"zh-Hans": "清华大学战略与安全研究中心副主任"})
    assert (few.group_count, staff.group_count) == (None, 3)
    assert few.group_label == text("a few others who prefer not to be identified")


def test_logging_the_same_lines_again_offers_nothing(ciss, proposed, logged):
    logged(PASTED)

    again = proposed(PASTED)

    assert fates(again) == [RosterFate.SKIP] * 5
    assert (again.makes, again.can_be_logged) == (0, False)


@on_sqlite
def test_somebody_on_record_is_taken_and_shown_with_a_way_out(db, make, proposed, logged, meeting):
    xiao = make.person(names={"en": "XIAO Qian", "zh-Hans": "肖茜"}, dialogue=meeting.dialogue)
    ciss = make.institution()
    make.affiliation(person=xiao, institution=ciss, printed="Fellow, CISS", post="Fellow")
    db.expire_all()

    proposal = proposed("Averra: 肖茜教授")

    [row] = proposal.rows
    [who] = row.choices
    assert (who.chosen, [one.value for one in who.options]) == (str(xiao.id), [str(xiao.id), "new"])
    assert (row.makes_person, proposal.can_be_logged) == (False, True)
    assert ("Fellow, CISS") in [words for _label, words in row.facts]

    [attendance] = logged("Averra: 肖茜教授").values()
    assert (attendance.person, attendance.affiliation) == (xiao, text("Fellow, CISS"))
    assert attendance.institutions == [ciss]


@on_sqlite
def test_several_of_one_name_are_asked_about_and_nothing_is_written_before(
    db, make, proposed, logged, meeting
):
    first, second = (make.person(names="WANG Wei", dialogue=meeting.dialogue) for _ in range(2))

    proposal = proposed("Averra: WANG Wei")

    assert [one.value for one in proposal.asks[0].options] == [str(first.id), str(second.id), "new"]
    assert not proposal.can_be_logged
    with pytest.raises(Refused):
        logged("Averra: WANG Wei")
    [attendance] = logged("Averra: WANG Wei", {key(proposal, "person"): str(second.id)}).values()
    assert attendance.person is second


@on_sqlite
def test_a_new_person_of_a_known_name_can_be_chosen(db, make, proposed, logged, meeting):
    known = make.person(names="WANG Wei", dialogue=meeting.dialogue)
    asked = key(proposed("Averra: WANG Wei"), "person")

    [attendance] = logged("Averra: WANG Wei", {asked: "new"}).values()

    assert attendance.person not in (None, known)


@on_sqlite
def test_what_the_roster_leaves_empty_is_filled_and_what_differs_is_kept(
    db, make, proposed, logged, meeting
):
    there = make.attendance(round=meeting, person=make.person(names="LI Wei"),
                            sector=Sector.MILITARY, affiliation="Fellow")  # fmt: skip
    line = "Averra: LI Wei, Senior Fellow (presenter; private) [government]"

    proposal = proposed(line)

    assert fates(proposal) == [RosterFate.UPDATE]
    assert {one.key.rsplit("-", 1)[1]: one.chosen for one in proposal.choices} == {
        "sector": "keep", "affiliation": "keep"}  # fmt: skip
    logged(line, {key(proposal, "affiliation"): "take"})
    assert (there.role, there.capacity) == (AttendanceRole.PRESENTER, "private")
    assert (there.sector, there.affiliation) == (Sector.MILITARY, text("Senior Fellow"))


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("AV: LI Wei\nSN: Wei LI", 2),
        ("AV: SUN Mei, CISS\nAV: SUN Mei", 2),
        ("Utopia:\nSUN Mei", 1),
        ("AV: , Director", 1),
    ],
)
@on_sqlite
def test_a_line_that_cannot_be_used_says_why_and_keeps_all_from_being_written(
    make, proposed, meeting, pasted, line
):
    make.person(names="LI Wei", dialogue=meeting.dialogue)

    proposal = proposed(pasted)

    assert [row.line for row in proposal.rows if row.problem] == [line]
    assert (proposal.problems, proposal.can_be_logged) == (1, False)


@on_sqlite
def test_where_the_line_tells_no_side_the_last_bench_is_likely(db, make, proposed, dialogue):
    averra, sunda = dialogue.sides
    li, sun, _mei = (
        make.person(names=name, dialogue=dialogue) for name in ("LI A", "SUN B", "MEI C")
    )
    earlier = make.round(dialogue=dialogue, happened="2023")
    make.team_member(side=averra, person=li)
    make.team_member(side=averra, person=sun)
    make.attendance(round=earlier, person=li, side=sunda)

    proposal = proposed("LI A\nSUN B\nMEI C")

    benches = [one.chosen for one in proposal.choices if one.key.endswith("side")]
    assert benches == ["SN", "AV", "-none"]


@on_sqlite
def test_an_institution_that_is_not_on_record_is_offered_and_made_once(db, proposed, logged):
    pasted = (
        "AV: LI Wei, Fellow, Harbour Institute\nAV: SUN Mei, Dean, Harbour Institute\n"
        "AV: AN Ka, Poet, Utopia"
    )
    proposal = proposed(pasted)
    chosen = [one.chosen for one in proposal.choices if "institution" in one.key]

    made = logged(pasted)

    assert chosen == ["new", "new", "none"]
    [institute] = db.scalars(sa.select(Institution)).all()
    assert [one.institutions for one in made.values()] == [[institute], [institute], []]


@on_sqlite
def test_answers_stay_with_their_lines_when_others_are_added(make, proposed, meeting):
    for _ in range(2):
        make.person(names="WANG Wei", dialogue=meeting.dialogue)

    asked = key(proposed("AV: WANG Wei"), "person")

    assert key(proposed("AV: LI Wei\nAV: WANG Wei"), "person") == asked


def test_what_was_confirmed_is_what_was_shown(db, make, secretary, proposed, meeting):
    pasted = "AV: LI Wei"
    seen = proposed(pasted).fingerprint
    assert proposed(pasted, {"roster-of-nothing": "1"}).fingerprint == seen
    make.person(names="LI Wei", dialogue=meeting.dialogue)

    def log(fingerprint, **answers):
        return log_lines(db, actor=secretary, meeting=meeting, text=pasted, answers=answers,
                         fingerprint=fingerprint)  # fmt: skip

    now = proposed(pasted)
    for fingerprint, answers in ((seen, {}), (now.fingerprint, {})):
        with pytest.raises(Refused, match="look again") as refusal:
            log(fingerprint, **answers)
        assert refusal.value.field == "text"
    assert len(log(now.fingerprint, **{key(now, "person"): "new"})) == 1


@on_sqlite
def test_the_minutes_of_a_confirmed_round_stay(db, make, secretary, dialogue, proposed):
    confirmed = make.round(dialogue=dialogue, status=RoundStatus.CONFIRMED)
    proposal = proposed("AV: LI Wei", meeting=confirmed)

    with pytest.raises(Refused, match="confirmed"):
        log_roster(db, actor=secretary, meeting=confirmed, proposal=proposal)


@on_sqlite
def test_a_round_not_yet_recorded_has_a_roster_all_the_same(db, make, proposed, dialogue):
    li = make.person(names="LI Wei", dialogue=dialogue)
    make.affiliation(person=li, institution=None, post="Fellow", until="2020")

    early = proposed("AV: LI Wei", meeting=None, happened=PartialDate("2019"))
    late = proposed("AV: LI Wei", meeting=None)

    assert "Fellow" in [words for _label, words in early.rows[0].facts]
    assert "Fellow" not in [words for _label, words in late.rows[0].facts]


def test_statements_do_not_grow_with_the_lines(db, make, proposed, meeting):
    def cost(lines):
        db.commit()
        db.expire_all()
        with statements() as sent:
            assert proposed("\n".join(lines)).rows
        return len(sent)

    for number in range(6):
        person = make.person(names=f"LI Wei{number}", dialogue=meeting.dialogue)
        make.affiliation(person=person)
        if number % 2:
            make.attendance(round=meeting, person=person)

    assert cost(["LI Wei0", "LI Wei1"]) == cost([f"LI Wei{number}, Fellow" for number in range(6)])
