"""A government's text that shows a hand-over, to those who may not read the text."""

import pytest

from app.accounts.models import Role
from app.handovers.models import Match

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_where_in_a_hidden_text_it_is_seen_is_not_told_and_not_lost(browser, db, make, secretary):
    here = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    sent = make.handover(
        dialogue=here, match=Match.PARTIAL, quoted="As quoted", place="Sealedplace",
        source=make.source(title="Sealedtext"),
    )  # fmt: skip
    browser.as_(secretary)

    for page in ("/here/H1", "/here/H1/match"):
        assert "Sealed" not in str(browser.get(page))
    given = {"match": "full", "quoted-en": "As quoted in full", "revision": sent.revision}
    browser.post("/here/H1/match", given, to="/here/H1")

    db.refresh(sent)
    assert (sent.match, sent.place, sent.source.title) == ("full", "Sealedplace", "Sealedtext")
