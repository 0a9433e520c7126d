"""What the tests of pages about people start from."""

import pytest

from app.accounts.models import Role
from app.people.models import Naming


@pytest.fixture
def dialogue(make):
    return make.dialogue()


@pytest.fixture
def secretary(make, secretary, dialogue):
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    return secretary


@pytest.fixture
def reader(make, reader, dialogue):
    make.membership(user=reader, dialogue=dialogue, role=Role.READER)
    return reader


@pytest.fixture
def xiao(make, dialogue):
    """Named to participants at one round, counted at another."""
    person = make.person(names={"en": "XIAO Qian", "zh-Hans": "肖茜"}, dialogue=dialogue)
    make.affiliation(person=person, institution=make.institution(), printed="Fellow, CISS")
    for number, naming in ((1, Naming.PARTICIPANTS), (2, Naming.COUNTED)):
        meeting = make.round(dialogue=dialogue, number=number)
        make.attendance(person=person, round=meeting, naming=naming, affiliation=f"Post {number}")
    return person
