"""Rounds over which people come and stay away."""

import pytest

from app.attendance.over_rounds import EVERYTHING, attendance_over_rounds
from app.people.models import Naming
from app.records.models import Disclosure
from app.rounds.models import RoundStatus


@pytest.fixture
def rounds(make):
    """Three rounds held, the second without any roster; and one that is planned."""
    dialogue = make.dialogue()
    held = [make.round(dialogue=dialogue, happened=f"202{n}") for n in (3, 4, 5)]
    make.round(dialogue=dialogue, happened="2026", status=RoundStatus.PLANNED)
    return held


@pytest.fixture
def comes(make, rounds):
    """`comes("LI Wei", 0, 2)`: somebody at these of the rounds, on the first side's bench."""

    def attend(name, *at, **given):
        person = make.person(dialogue=rounds[0].dialogue, names=name)
        given = {"naming": Naming.PUBLIC, **given}
        return [make.attendance(round=rounds[n], person=person, **given) for n in at]

    return attend


@pytest.fixture
def over_rounds(db, rounds):
    """`over_rounds()`: the attendance over the rounds, as an audience is told."""

    def found(audience=Disclosure.SECRETARIAT, chosen=EVERYTHING):
        db.flush()
        db.expire_all()
        return attendance_over_rounds(db, rounds[0].dialogue, audience, "en", chosen)

    return found
