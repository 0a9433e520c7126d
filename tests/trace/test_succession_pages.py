"""The pages on which items are superseded, split and merged, and what an item's page says of it."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.models import ConsensusItem
from app.records.models import Disclosure
from app.rounds.models import RoundStatus
from app.trace.models import LinkKind, TraceLink
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
WHEN = {"happened": "2025-05-12", "because": "It held two promises."}


@pytest.fixture
def dialogue(make, secretary):
    dialogue = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    return dialogue


@pytest.fixture
def item(make, dialogue):
    both = {"en": "Tell and test.", "zh-Hans": "通报并试验。"}
    return make.consensus_item(
        meeting=make.round(dialogue=dialogue), text=both, title="Tell and test"
    )


@pytest.fixture
def other(make, item):
    return make.consensus_item(meeting=item.meeting, title="Test", text="Test.")


@pytest.fixture
def signed_in(browser, secretary, item, other):
    return browser.as_(secretary)


def form_of(page):
    """What a browser would send of the form as it stands."""
    form = page.select_one("main form[method=post]")
    sent = {tag["name"]: tag.get("value", "") for tag in form.select("input[name]")}
    sent |= {tag["name"]: tag.get_text().removeprefix("\n") for tag in form.select("textarea")}
    for tag in form.select("select"):
        chosen = tag.select_one("option[selected]") or tag.select_one("option")
        sent[tag["name"]] = chosen["value"]
    return sent


def fate(page):
    return " ".join(" ".join(page.select_one(".fate").stripped_strings).split())


def test_an_item_is_split_and_its_page_says_into_what(signed_in, db, make, item):
    make.action(meeting=item.meeting, origin_id=item.id)
    page = signed_in.get("/here/R1-C1")
    assert page.select_one(".fate") is None
    sent = form_of(signed_in.get(page.find("a", string="Split")["href"]))
    assert sent["text_1-zh-Hans"] == sent["text_2-zh-Hans"] == "通报并试验。"

    asked = form_of(signed_in.post("/here/R1-C1/split", sent | {"text_1-en": "Tell.", "more": "1"}))
    assert asked["text_1-en"] == "Tell."
    given = {"text_2-en": "Test.", "item_3": "R1-C2", "happened": "2025-05-12"}
    kept = form_of(signed_in.post("/here/R1-C1/split", asked | given))
    assert (kept["text_2-en"], kept["item_3"]) == ("Test.", "R1-C2")
    signed_in.post("/here/R1-C1/split", kept | WHEN, to="/here/R1-C1")

    page = signed_in.get("/here/R1-C1")
    assert fate(page) == (
        "What became of this item Split into C1 ; C2 ; R1-C2 Test · 12 May 2025 "
        "Why: It held two promises. "
        "1 open action was assigned under this item and stays with it."
    )
    assert page.find("a", string="Split") is None
    assert "Split from R1-C1 Tell and test · 12 May 2025" in fate(signed_in.get("/here/C1"))
    wording = db.scalars(sa.select(ConsensusItem).where(ConsensusItem.ref == "C1")).one()
    assert wording.wordings[0].text.stale == {"zh-Hans"}


def test_items_are_merged_into_a_new_one_of_a_round(signed_in, make, dialogue):
    make.round(dialogue=dialogue, happened="2025-04", number=2)

    page = signed_in.get("/here/R1-C1/merge?with=R1-C2,+R7-C1")
    assert words(page.select_one("#with-error")).endswith(
        "There is no other item R7-C1 that you may read."
    )
    sent = form_of(signed_in.get("/here/R1-C1/merge?with=R1-C2"))
    # Both have it in English alone.
    assert (sent["text-en"], sent["text-zh-Hans"]) == ("Tell and test.\n\nTest.", "")
    given = WHEN | {"text-en": "Both.", "meeting": "R2"}
    signed_in.post("/here/R1-C1/merge?with=R1-C2", sent | given, to="/here/R1-C1")

    assert "Merged into R2-C1" in fate(signed_in.get("/here/R1-C2"))
    assert "Merges R1-C1 Tell and test ; R1-C2 Test" in fate(signed_in.get("/here/R2-C1"))


def test_an_item_is_superseded_by_one_that_is_there_or_by_new_words_not_by_both(signed_in, db):
    address = "/here/R1-C1/supersede"
    sent = form_of(signed_in.get(address)) | WHEN | {"text-zh-Hans": ""}

    page = signed_in.post(address, sent | {"by": "R1-C2", "text-en": "New words."})
    assert "Words for a new item" in words(page.select_one("#by-error"))
    assert form_of(page)["text-en"] == "New words."
    page = signed_in.post(address, sent | {"by": "R9-C9"})
    assert "no such item" in words(page.select_one("#by-error"))
    signed_in.post(address, sent | {"by": "R1-C2", "text-en": ""}, to="/here/R1-C1")

    assert "Superseded by R1-C2 Test" in fate(signed_in.get("/here/R1-C1"))
    page = signed_in.post(address, sent | {"text-en": "Again."})
    assert "R1-C1 was superseded already." in page.select_one(".error-summary").text
    made = db.scalars(sa.select(TraceLink)).one()
    signed_in.post(f"/here/R1-C1/links/{made.id}/withdraw", to="/here/R1-C1/trace")
    assert signed_in.get("/here/R1-C1").select_one(".fate") is None


def test_what_may_not_be_read_leaves_the_standing_alone(browser, make, reader, dialogue, item):
    make.membership(user=reader, dialogue=dialogue)
    later = make.consensus_item(meeting=item.meeting, disclosure=Disclosure.SECRETARIAT)
    make.link(earlier=item, later=later, kind=LinkKind.SUPERSEDES, rationale="A secret.")

    page = browser.as_(reader).get("/here/R1-C1")

    assert fate(page) == "What became of this item Superseded"
    assert later.ref not in page.text
    assert "A secret" not in page.text


def test_a_succession_is_not_taken_back_from_under_confirmed_minutes(
    signed_in, db, make, item, other
):
    made = make.link(earlier=item, later=other, kind=LinkKind.SUPERSEDES)
    item.meeting.status = RoundStatus.CONFIRMED

    signed_in.post(f"/here/R1-C1/links/{made.id}/withdraw", to="/here/R1-C1/trace")

    assert "minutes of this round are confirmed" in signed_in.get("/here/R1-C1/trace").text
    assert db.scalars(sa.select(TraceLink)).one()


@pytest.mark.parametrize(
    "typed",
    [
        {"parts": "x"}, {"parts": "10000000000"}, {"parts": "-1"}, {"item_1": "\x00"},
        {"happened": "tomorrow"}, {"meeting": "R99"}, {"source": "999999999999"},
        {"text_1-en": "[" * 50}, {"item_1": "R1-C1"}, {"text_1-original": "xx"},
    ],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_page(signed_in, typed):
    sent = form_of(signed_in.get("/here/R1-C1/split")) | WHEN

    answer = signed_in.client.post("/here/R1-C1/split", data=sent | typed)

    assert answer.status_code in (200, 302)
