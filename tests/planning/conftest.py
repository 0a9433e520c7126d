"""A dialogue with rounds behind it and one ahead."""

from typing import Any

import pytest

from app.accounts.models import Role
from app.rounds.models import RoundStatus


@pytest.fixture
def dialogue(make, secretary) -> Any:
    dialogue = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    return dialogue


@pytest.fixture
def last(make, dialogue) -> Any:
    """Round 4, held."""
    return make.round(dialogue=dialogue, number=4, happened="2025-03-01")


@pytest.fixture
def planned(make, dialogue, last) -> Any:
    """Round 5, of which only the year is known, with one session."""
    planned = make.round(
        dialogue=dialogue, number=5, happened="2025", status=RoundStatus.PLANNED, title={}
    )
    make.session(meeting=planned, title="Opening")
    return planned
