"""Two who enter the roster of one round at once: nothing is lost, and each sees the other's."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.rounds.models import Attendance
from tests.pages import Browser

OURS = "AV: Orsel Vantreight, Director\nAV: Petra Osmerand, Fellow"
THEIRS = "AV: Orsel Vantreight, Chair of the Board\nSN: Qu Ruoting, Fellow"


@pytest.fixture
def meeting(make, secretary, lead):
    meeting = make.round(dialogue=make.dialogue(slug="talks"), number=4)
    for user, role in ((secretary, Role.SECRETARY), (lead, Role.LEAD)):
        make.membership(user=user, dialogue=meeting.dialogue, role=role)
    return meeting


def sent(page, text: str, **more: str) -> dict[str, str]:
    """What the preview sends, each question answered as it is chosen or by its first option."""
    form = {"text": text, "fingerprint": page.select_one("[name=fingerprint]")["value"], **more}
    for asked in page.select("select[name^=roster-]"):
        chosen = asked.select_one("option[selected][value]:not([value=''])")
        first = asked.select_one("option:not([value=''])")
        form[asked["name"]] = (chosen or first)["value"]
    return form


def test_whoever_is_second_is_shown_the_first_and_loses_nothing(
    app, db, make, meeting, secretary, lead
):
    first, second = Browser(app, db).as_(secretary), Browser(app, db).as_(lead)
    ours = first.post("/talks/R4/roster", {"text": OURS})
    theirs = second.post("/talks/R4/roster", {"text": THEIRS})

    first.post("/talks/R4/roster", sent(ours, OURS, confirm="1"), to="/talks/R4#attendance")
    page = second.post("/talks/R4/roster", sent(theirs, THEIRS, confirm="1"))

    assert page.select_one(".error-summary") is not None
    assert page.select_one("[name=text]").get_text().strip() == THEIRS
    # Now their first line speaks of somebody who is there, with both affiliations to choose from.
    preview = page.select_one(".roster-preview").get_text()
    assert "Director" in preview
    assert "Chair of the Board" in preview

    second.post("/talks/R4/roster", sent(page, THEIRS, confirm="1"), to="/talks/R4#attendance")

    db.expire_all()
    there = db.scalars(sa.select(Attendance).where(Attendance.round_id == meeting.id)).all()
    names = {attendance.person.names[0].printed for attendance in there}
    assert names == {"Orsel Vantreight", "Petra Osmerand", "Qu Ruoting"}
    assert len(there) == 3
