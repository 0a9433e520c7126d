"""What is done about a gap tells its readers of no record that they may not know of."""

from urllib.parse import quote

import pytest

from app.accounts.models import Role
from app.dialogues.models import Track
from app.trace.models import LinkKind

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SEALED = "Sealedreason"


class Claimed:
    """Public rounds, each linked with a paper that one side or the talks' secretariat keeps."""

    def __init__(self, make) -> None:
        self.here = make.dialogue(slug="here")
        self.talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
        av, sn = self.here.sides
        first = make.round(dialogue=self.here, happened="2025-01", disclosure="public")
        talks = make.round(dialogue=self.talks, happened="2025-06", disclosure="public")
        papers = {
            "R1-D7": make.document(meeting=first, ref="R1-D7", disclosure="side", side=av),
            "talks/R1-D8": make.document(meeting=talks, ref="R1-D8", disclosure="secretariat"),
        }
        self.keys = []
        for cited, paper in papers.items():
            later = make.round(dialogue=self.here, happened="2025-09", disclosure="public")
            make.link(earlier=paper, later=later, kind=LinkKind.FOLLOWS_FROM, rationale=SEALED)
            self.keys.append(f"inference-alone:{cited},{later.ref}:follows-from")
        self.insider, self.other = make.user(), make.user()
        for dialogue, side in ((self.here, av), (self.talks, None)):
            make.membership(user=self.insider, dialogue=dialogue, role=Role.LEAD, side=side)
        make.membership(user=self.other, dialogue=self.here, role=Role.LEAD, side=sn)


@pytest.fixture
def claimed(make):
    return Claimed(make)


def test_why_it_was_accepted_stands_in_no_history_of_theirs(browser, claimed):
    browser.as_(claimed.insider)
    for key in claimed.keys:
        page = f"/here/gaps/accept?gap={quote(key)}"
        browser.post(page, {"because": SEALED}, to="/here/gaps")
    histories = ("/", "/here/R2/history", "/here/R3/history")

    assert SEALED in browser.get("/here/R1-D7/history").text
    assert SEALED in browser.get("/talks/R1-D8/history").text
    browser.as_(claimed.other)
    for page in histories:
        read = browser.get(page).text
        assert SEALED not in read
        assert "Gap accepted" not in read


def test_an_action_is_first_open_to_those_alone_who_may_know_of_the_gap(browser, claimed):
    browser.as_(claimed.insider)
    of_a_side, of_talks = (
        browser.get(f"/here/gaps/act?gap={quote(key)}").select_one("main") for key in claimed.keys
    )

    chosen = of_a_side.select_one("[name=disclosure] option[selected], [name=disclosure][checked]")
    assert chosen["value"] == "side"
    assert of_a_side.select_one("[name=side] option[selected]")["value"] != ""
    assert SEALED in of_a_side.select_one("[name=note-en]").text
    # The secretariat that follows it may not know of a paper that the talks' own keeps.
    assert of_talks.select_one("[name=note-en]").text.strip()
    assert SEALED not in of_talks.select_one("[name=note-en]").text
