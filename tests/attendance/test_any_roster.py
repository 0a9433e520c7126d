"""Whatever is pasted as a roster: nothing is written that the preview did not show."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.attendance.roster_commands import log_roster
from app.attendance.roster_proposal import RosterFate
from app.attendance.rostering import propose_roster
from app.audit.models import AuditEntry
from app.people.models import Affiliation, Institution, Person
from app.rounds.models import Attendance


@pytest.fixture
def meeting(make):
    make.institution(name="The Centre", short_name="CISS")
    return make.round()


@pytest.fixture
def proposed(db, meeting):
    def propose(pasted):
        return propose_roster(
            db, dialogue=meeting.dialogue, meeting=meeting, text=pasted, answers={}
        )

    return propose


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_line_is_found_by_a_name_on_it(proposed):
    proposal = proposed("AV:\nXIAO Qian (肖茜)\nLI Wei\na few others")

    names = ("Qian Xiao", "肖茜教授", "SUN Mei", "a few others")
    assert [proposal.find(name) for name in names] == [2, 2, None, None]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_table_pasted_with_its_headings_is_read_by_them(proposed):
    table = "Institution\tTitle\tName\tSide\nCISS\tFellow\tLI Wei\tAV\n\nCISS\t\tSUN Mei\tXX"

    rows = proposed(table).rows

    assert [(row.line, row.words, row.problem is None) for row in rows] == [
        (2, "LI Wei", True), (4, "CISS | SUN Mei | XX", False)]  # fmt: skip
    assert "Fellow, CISS" in [words for _label, words in rows[0].facts]


PARTS = (
    "AV:", "SN: ", "LI Wei", "XIAO Qian", "肖茜", "，", ", ", "Fellow", "CISS", "; ", "former ",
    " (Ret.)", " (moderator)", "（主持）", "[military]", "3 staff", "a few others", "\t",
    "另有数人",
)  # fmt: skip
LINE = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pasted=st.lists(LINE, max_size=5).map("\n".join))
def test_nothing_is_written_that_was_not_shown(db, secretary, meeting, proposed, pasted):
    db.commit()
    before = counted(db)
    proposal = proposed(pasted)

    if proposal.can_be_logged:
        log_roster(db, actor=secretary, meeting=meeting, proposal=proposal)
        db.expire_all()
        made = [row for row in proposal.rows if row.fate is RosterFate.CREATE]
        people = [row for row in made if row.makes_person]
        now = counted(db)
        assert (now[0] - before[0], now[1] - before[1]) == (len(made), len(people))
        same = proposed(pasted)
        assert {row.fate for row in same.rows} <= {RosterFate.SKIP}
    db.rollback()
    assert counted(db) == before


def counted(db):
    models = (Attendance, Person, Affiliation, Institution, AuditEntry)
    return [db.scalar(sa.select(sa.func.count()).select_from(model)) for model in models]
