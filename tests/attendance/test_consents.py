"""Saying of several attendees at once to whom they may be named."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.attendance.consent_commands import record_consents
from app.partial_date import PartialDate
from app.people.models import Naming
from app.rounds.models import Attendance, RoundStatus
from app.rules import Refused


@pytest.fixture
def roster(make):
    meeting = make.round(happened="2025-03-01")
    return meeting, [make.attendance(round=meeting) for _ in range(3)]


def test_a_level_is_given_to_those_who_were_chosen_alone(db, make, roster):
    meeting, (one, two, other) = roster
    before = other.naming

    changed = record_consents(
        db,
        actor=make.user(),
        meeting=meeting,
        chosen=[one, two],
        naming=Naming.PUBLIC,
        consent="by mail",
        consented=PartialDate("2025-03-02"),
    )

    assert changed == 2
    assert {(a.naming, a.consent, str(a.consented)) for a in (one, two)} == {
        (Naming.PUBLIC, "by mail", "2025-03-02")
    }
    assert (other.naming, other.consent) == (before, "")


def test_what_stands_so_already_is_no_change(db, make, roster):
    meeting, (one, *_others) = roster
    given = {"actor": make.user(), "meeting": meeting, "chosen": [one], "consent": "at the door"}
    record_consents(db, naming=Naming.PUBLIC, **given)

    assert record_consents(db, naming=Naming.PUBLIC, **given) == 0


def test_confirmed_minutes_refuse_it(db, make, roster):
    meeting, attendees = roster
    meeting.status = RoundStatus.CONFIRMED

    with pytest.raises(Refused, match="confirmed"):
        record_consents(
            db, actor=make.user(), meeting=meeting, chosen=attendees, naming=Naming.PUBLIC
        )


def test_one_page_sets_the_naming_of_several(db, make, browser, secretary):
    dialogue = make.dialogue(slug="talks")
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    meeting = make.round(dialogue=dialogue, number=2)
    for name in ("LI Wei", "Ann LEE"):
        make.attendance(round=meeting, person=make.person(names=name, dialogue=dialogue))
    address = "/talks/R2/roster/naming"
    typed = {"naming": "public", "consent": "by mail", "consented": "2024-06"}

    page = browser.as_(secretary).post(address, typed)
    assert "Choose at least one of them." in page.text
    assert page.select_one("#consent")["value"] == "by mail"
    chosen = [box["value"] for box in page.select("input[name=chosen]")]
    browser.post(address, {**typed, "chosen": chosen}, to="/talks/R2#attendance")

    db.rollback()
    entries = db.scalars(sa.select(Attendance).where(Attendance.round_id == meeting.id)).all()
    assert [(one.naming, one.consent) for one in entries] == [(Naming.PUBLIC, "by mail")] * 2
