"""What the tests of the papers about talks, and of stability, begin from."""

import pytest

from app.dialogues.models import Track
from app.people.models import Naming
from app.trace.models import LinkKind
from tests.briefs.made import Held, Prepared


@pytest.fixture
def prepared(make, browser, secretary):
    prepared = Prepared(make)
    prepared.member(secretary)
    browser.as_(secretary)
    return prepared


@pytest.fixture
def held(make, browser, secretary):
    held = Held(make)
    held.member(secretary)
    browser.as_(secretary)
    return held


@pytest.fixture
def mechanism(make):
    """A dialogue and the talks that it is linked with; two people sat on both."""
    ours = make.dialogue(slug="ours")
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT, sides=("AV", "SN"))
    first = make.round(dialogue=ours, happened="2024-01-10")
    second = make.round(dialogue=ours, happened="2024-09")
    held = make.round(dialogue=talks, happened="2024-04-20")
    make.link(earlier=first, later=held, kind=LinkKind.GROUNDWORK)
    make.link(earlier=held, later=second, kind=LinkKind.REVIEW)
    for name, naming in (("WEI Open", Naming.PUBLIC), ("LI Hidden", Naming.COUNTED)):
        person = make.person(dialogue=ours, names=name)
        for meeting in (first, held):
            make.attendance(round=meeting, person=person, naming=naming)
    make.attendance(round=first, person=make.person(dialogue=ours, names="HAN Once"))
    return ours, talks
