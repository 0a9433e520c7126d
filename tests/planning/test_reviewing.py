"""Items that are to be looked at again: they return to that agenda, settled or not."""

import pytest

from app.accounts.models import Role
from app.confirming.findings import look_through
from app.consensus.models import ConsensusItem
from app.consensus.review_commands import set_review
from app.partial_date import PartialDate
from app.planning.commands import bring_back
from app.planning.queries import count_open_matters, open_matters
from app.rounds.models import RoundStatus
from app.rules import Refused
from app.trace.models import LinkKind
from app.trace.queries import links_of
from tests.conftest import statements
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
TODAY = PartialDate("2025-06-01").first_day


@pytest.fixture
def item(make, last):
    return make.consensus_item(meeting=last, endorsed_by_all=True, title="Agreed")


def offered(db, meeting):
    found = open_matters(db, meeting, TODAY)
    assert found.count == found.shown == count_open_matters(db, meeting)
    return {item.ref: found.reviews.get(item.id) for item in found.items}


def test_an_agreed_item_returns_at_its_round_or_the_next_until_it_was_on_an_agenda(
    db, make, secretary, dialogue, planned, item
):
    sixth = make.round(dialogue=dialogue, number=6, happened=None, status=RoundStatus.PLANNED)
    assert offered(db, planned) == {}

    set_review(db, actor=secretary, item=item, review_round=5)
    db.flush()
    review = offered(db, planned)[item.ref]
    assert (review.at_round, review.on) == (5, None)
    assert item.ref in offered(db, sixth)

    [topic] = bring_back(db, actor=secretary, held=planned.sessions[0], refs=[item.ref])
    [made] = links_of(db, topic).came_from
    assert (made.there.ref, made.step.kind) == (item.ref, LinkKind.FOLLOWS_FROM)
    assert offered(db, planned) == offered(db, sixth) == {}

    set_review(db, actor=secretary, item=item, review_round=6)
    db.flush()
    assert offered(db, planned) == {}
    assert item.ref in offered(db, sixth)


@pytest.mark.parametrize(
    ("held_on", "review_on", "is_due"),
    [
        ("2025-06-10", "2025-06-10", True),
        ("2025-06-10", "2025-06-11", False),
        ("2025-06-10", "2025-06", True),
        ("2025-06", "2025-06-20", True),
        ("2025-06", "2025-07", False),
        (None, "2027", True),
    ],
)
def test_an_item_returns_at_the_first_round_from_a_date(
    db, secretary, planned, item, held_on, review_on, is_due
):
    planned.happened = PartialDate(held_on) if held_on else None

    set_review(db, actor=secretary, item=item, review_on=PartialDate(review_on))
    db.flush()

    assert (item.ref in offered(db, planned)) is is_due


@on_sqlite
def test_what_no_longer_stands_does_not_return(db, make, secretary, last, planned, item):
    set_review(db, actor=secretary, item=item, review_round=5)
    later = make.consensus_item(meeting=last)
    make.link(earlier=item, later=later, kind=LinkKind.SUPERSEDES)

    assert offered(db, planned) == {}
    with pytest.raises(Refused, match="superseded"):
        set_review(db, actor=secretary, item=item, review_round=6)
    set_review(db, actor=secretary, item=item)


@on_sqlite
def test_the_minutes_of_the_round_that_left_it_out_are_not_confirmed_unseen(
    db, secretary, planned, item
):
    set_review(db, actor=secretary, item=item, review_round=5)
    planned.status = RoundStatus.HELD
    db.flush()

    def missed():
        looked = look_through(db, planned)
        return [f.ref for one in looked.found if one.check.key == "not-looked-at"
                for f in one.findings]  # fmt: skip

    assert missed() == [item.ref]
    bring_back(db, actor=secretary, held=planned.sessions[0], refs=None)
    assert missed() == []


@on_sqlite
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"review_round": 6, "review_on": PartialDate("2026")}, "review_on"),
        ({"review_round": 0}, "review_round"),
        ({"review_round": 4}, "review_round"),
        ({"review_on": PartialDate("2025-02")}, "review_on"),
    ],
)
def test_an_item_does_not_return_before_it_was_recorded(db, secretary, item, given, field):
    with pytest.raises(Refused) as refusal:
        set_review(db, actor=secretary, item=item, **given)

    assert refusal.value.field == field


@on_sqlite
def test_it_is_set_on_its_page_though_the_minutes_are_confirmed(browser, db, secretary, last, item):
    last.status = RoundStatus.CONFIRMED
    browser.as_(secretary)
    address = "/here/R4-C1/review"
    page = browser.get("/here/R4-C1")
    assert page.find("a", string="Have it looked at again")["href"] == address
    revision = browser.get(address).find(id="revision")["value"]

    page = browser.post(address, {"review_round": "x", "review_on": "soon", "revision": revision})
    assert "A whole number is needed." in words(page.select_one("#review_round-error"))
    assert page.find(id="review_on")["value"] == "soon"
    browser.post(address, {"review_round": "5", "revision": revision}, to="/here/R4-C1")

    assert "at round 5" in words(browser.get("/here/R4-C1").select_one(".review"))
    page = browser.post(address, {"review_round": "6", "revision": revision})
    assert page.select_one(".conflict")
    assert db.get(ConsensusItem, item.id, populate_existing=True).review_round == 5


@on_sqlite
def test_the_agenda_page_says_why_it_is_offered_and_reads_no_more_for_more(
    browser, make, secretary, dialogue, last, planned, item
):
    make.membership(user=secretary, dialogue=make.dialogue(), role=Role.SECRETARY)
    item.review_round = 5
    browser.as_(secretary)
    with statements() as few:
        page = browser.get("/here/R5/agenda")
    for _each in range(3):
        make.consensus_item(meeting=last, endorsed_by_all=True, review_on="2025")
    with statements() as many:
        more = browser.get("/here/R5/agenda")

    assert "to be looked at again at round 5" in words(page.select_one(".proposals"))
    assert words(more.select_one(".proposals")).count("to be looked at again from 2025") == 3
    assert len(few) == len(many)
