"""What the page of stability says of its links."""

import pytest

from app.accounts.models import Role
from app.dialogues.models import Track
from app.trace.models import Basis, LinkKind
from tests.pages import words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("basis", "note"),
    [
        (Basis.INFERRED, "appears to touch on it, Inferred, Proposed"),
        (Basis.DOCUMENTED, "Raised, Documented, Proposed"),
    ],
)
def test_a_lag_that_is_inferred_does_not_say_that_anything_was_raised(
    browser, make, lead, basis, note
):
    ours = make.dialogue(slug="ours")
    talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
    for dialogue in (ours, talks):
        make.membership(user=lead, dialogue=dialogue, role=Role.LEAD)
    topic = make.agenda_topic(meeting=make.round(dialogue=talks, happened="2025-06-01"))
    item = make.consensus_item(dialogue=ours)
    make.link(earlier=item, later=topic, kind=LinkKind.RAISED, basis=basis)

    page = browser.as_(lead).get("/ours/stability")

    [row] = page.select("[aria-labelledby=to-agenda] tbody tr")
    assert words(row.select("td")[-1]) == note
