"""Sub-points and open lists stay what they are wherever an item is printed."""

import io

import docx
import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.models import ConsensusItem, ItemKind
from app.trace.models import LinkKind
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
OPEN = "including, but not limited to:"
BARE = "An open list: the sub-points are included, but it is not limited to them."


@pytest.fixture
def signed_in(browser, make, secretary):
    """Round 2 has an open list with a point below a point, a divergence with a point, and an open
    list of which no point is known; a further point of the first was added at round 3."""
    dialogue = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    second = make.round(dialogue=dialogue, number=2, happened="2025-03-01")
    third = make.round(dialogue=dialogue, number=3, happened="2025-06-01")

    def item(meeting, **given):
        return make.consensus_item(meeting=meeting, title={}, **given)

    first = item(second, text="First list", open_list=True)
    inner = item(second, text="Inner point", parent_id=first.id)
    item(second, text="Innermost point", parent_id=inner.id)
    apart = item(second, text="Apart", item_kind=ItemKind.DIVERGENCE)
    item(second, text="Point apart", parent_id=apart.id)
    item(second, text="Bare list", open_list=True)
    item(third, text="Later point", parent_id=first.id)
    return browser.as_(secretary)


def in_order(text, *wanted):
    """Whether the words stand in the text one after the other."""
    place = 0
    for one in wanted:
        place = text.find(one, place)
        assert place >= 0, one
        place += len(one)
    return True


def test_a_round_shows_sub_points_below_what_they_belong_to(signed_in):
    page = signed_in.get("/here/R2")

    assert words(page.select_one("#R2-C1 > .hint:last-of-type")) == OPEN
    assert [li["id"] for li in page.select("#R2-C1 > ul > li")] == ["R2-C2"]
    assert [li["id"] for li in page.select("#R2-C1 li li")] == ["R2-C3"]
    assert page.select_one("#R2-C4 #R2-C5")
    assert OPEN in words(page.select_one("#R2-C6"))


@pytest.mark.parametrize("address", ["/here/R2/sheets/minutes/md", "/here/report/md"])
def test_papers_print_them_below_it_or_say_whose_they_are(signed_in, address):
    signed_in.get(f"{address}?audience=participants&as_of=2025-12")
    text = " ".join(signed_in.last.text.replace("*", "").replace("\\", "").split())

    assert in_order(text, "First list", OPEN, "Inner point", "namely:", "Innermost point")
    assert in_order(text, "Bare list", BARE)
    if "report" in address:
        assert in_order(text, "Point apart", "sub-point of R2-C4")
    else:
        assert in_order(text, "Apart", "namely:", "Point apart")


def test_minutes_say_of_what_earlier_item_something_is_a_sub_point(signed_in):
    answer = signed_in.client.get("/here/R3/sheets/minutes/docx?audience=participants")

    paper = docx.Document(io.BytesIO(answer.data))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert in_order(text, "Later point", "sub-point of R2-C1")


def test_notes_printed_back_keep_them(signed_in):
    text = signed_in.get("/here/R2/notes").select_one("textarea").get_text()

    lines = [line.strip() for line in text.splitlines()]
    assert in_order("\n".join(lines), "First list", "+", "Inner point", "++", "Innermost", "+ …")


def test_a_superseded_item_in_a_list_leads_to_what_took_its_place(signed_in, make, db):
    asked = sa.select(ConsensusItem).where(ConsensusItem.ref.in_(["R2-C1", "R2-C6"]))
    first, bare = db.scalars(asked.order_by(ConsensusItem.id))
    make.link(earlier=first, later=bare, kind=LinkKind.SUPERSEDES)

    link = signed_in.get("/here/R2").select_one("#R2-C1 .in-its-place a")

    assert link["href"] == "/here/R2-C6"
