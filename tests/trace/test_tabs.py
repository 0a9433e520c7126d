"""Whoever reads in a history of several records may read them all."""

from itertools import product

import pytest

from app.accounts.models import Role
from app.dialogues.models import Track
from app.reading import Viewer
from app.records.models import Disclosure, Record
from app.trace.models import Basis, LinkKind
from app.trace.tabs import tab_of
from tests.pages import words
from tests.trace.test_hidden import may_read

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
HERE, TALKS = 1, 2
# Each dialogue has two sides, numbered after it.
LEVELS = [(Disclosure.SIDE, 1), (Disclosure.SIDE, 2), *((one, 0) for one in list(Disclosure)[1:])]
RECORDS = [
    Record(id=number, dialogue_id=dialogue, disclosure=level, side_id=side and 10 * dialogue + side)
    for number, (dialogue, (level, side)) in enumerate(product((HERE, TALKS), LEVELS), start=1)
]
SEATS = ("outsider", "reader", "secretariat", 1, 2)


def seated(seats) -> Viewer:
    of = dict(zip((HERE, TALKS), seats, strict=True))
    staff = {dialogue for dialogue, seat in of.items() if seat not in ("outsider", "reader")}
    return Viewer(
        participant_of=frozenset(dialogue for dialogue, seat in of.items() if seat != "outsider"),
        secretariat_of=frozenset(staff),
        own_sides=frozenset(10 * one + seat for one, seat in of.items() if isinstance(seat, int)),
    )


VIEWERS = [seated(seats) for seats in product(SEATS, repeat=2)]


@pytest.mark.parametrize("home", [None, HERE])
def test_who_reads_an_entry_reads_all_that_it_is_about(home):
    by_id = {one.id: one for one in RECORDS}
    unread = []
    for about in product(RECORDS, repeat=3):
        tab = tab_of(*about, secretariat_of=home)
        for viewer in VIEWERS:
            is_told = bool(tab) and tab["dialogue_id"] in viewer.secretariat_of
            if not is_told or not may_read(viewer, by_id[tab["record_id"]]):
                continue
            assert all(may_read(viewer, one) for one in about), (tab, about, viewer)
            assert home is None or home in viewer.secretariat_of
        if not tab:
            unread.append({one.side_id for one in about} - {0})

    # On nobody's tab stands what is of two sides' own at once.
    assert unread
    assert all(len(sides) > 1 for sides in unread)


class Office:
    """What one side keeps in one dialogue and the talks' secretariat in the other; who sees it."""

    def __init__(self, make) -> None:
        self.here = make.dialogue(slug="here")
        self.talks = make.dialogue(slug="talks", track=Track.GOVERNMENT)
        av, sn = self.here.sides
        public = {"disclosure": "public"}
        self.meeting = make.round(dialogue=self.here, happened="2025-01", **public)
        self.of_talks = make.round(dialogue=self.talks, happened="2025-06", **public)
        level = {"disclosure": "side", "side": av}
        self.own = make.document(meeting=self.meeting, ref="R1-D7", **level)
        self.kept = make.document(
            meeting=self.of_talks, ref="R1-D8", title="Keptpaper", disclosure="secretariat"
        )
        self.insider, self.other = make.user(name="In Sider"), make.user(name="Ot Her")
        for dialogue, side in ((self.here, av), (self.talks, None)):
            make.membership(user=self.insider, dialogue=dialogue, role=Role.LEAD, side=side)
        make.membership(user=self.other, dialogue=self.here, role=Role.LEAD, side=sn)


@pytest.fixture
def office(make):
    return Office(make)


@on_sqlite
def test_the_history_of_one_end_tells_nothing_of_the_other_that_is_hidden(browser, make, office):
    review = make.round(dialogue=office.here, happened="2025-09", disclosure="public")
    claim = {"basis": "inferred", "rationale": "Sealedreason", "kind": "follows-from"}
    claim |= {"status": "proposed"}
    browser.as_(office.insider)
    for address in ("here/R1-D7", "talks/R1-D8"):
        made = {**claim, "address": address}
        browser.post(f"/here/{review.ref}/links/new", made, to=f"/here/{review.ref}/trace")

    assert "Sealedreason" in browser.get("/here/R1-D7/history").text
    assert "Sealedreason" in browser.get("/talks/R1-D8/history").text
    browser.as_(office.other)
    for page in ("/", f"/here/{review.ref}/history"):
        assert "Sealedreason" not in browser.get(page).text
        assert "Link made" not in browser.get(page).text


@on_sqlite
def test_where_in_a_hidden_paper_it_is_shown_is_not_told_and_not_lost(browser, db, make, office):
    made = make.link(
        earlier=office.meeting, later=office.of_talks, basis=Basis.DOCUMENTED, source=None,
        evidence=office.kept, place="Sealedplace", kind=LinkKind.GROUNDWORK,
    )  # fmt: skip
    page = f"/here/R1/links/{made.id}"
    assert "Sealedplace" in browser.as_(office.insider).get(f"{page}/edit").text

    browser.as_(office.other)
    for form in ("edit", "redraw"):
        assert "Sealedplace" not in str(browser.get(f"{page}/{form}"))
    given = {"basis": "documented", "status": "confirmed", "revision": made.revision}
    browser.post(f"{page}/edit", given, to="/here/R1/trace")

    db.refresh(made)
    assert (made.place, made.evidence, made.status) == ("Sealedplace", office.kept, "confirmed")


@on_sqlite
def test_a_story_does_not_lead_over_what_may_only_be_told_of(browser, make, office):
    """What comes before a hidden record is not said to be so many links away, nor for ever."""
    item = make.consensus_item(meeting=office.meeting, disclosure="public", ref="R1-C1")
    first, second = (
        make.round(dialogue=office.here, happened=day, disclosure="public", title=title)
        for day, title in (("2024-01", "Before"), ("2024-02", "Beside"))
    )
    for earlier, later in ((office.own, item), (first, office.own), (first, second)):
        make.link(earlier=earlier, later=later, kind=LinkKind.FOLLOWS_FROM)
    make.link(earlier=second, later=first, kind=LinkKind.FOLLOWS_FROM)

    page = browser.as_(office.other).get("/here/R1-C1/trace")

    assert "a record that you may not read" in words(page.select_one("main"))
    assert "links lead back" not in words(page.select_one("section[aria-labelledby=story]"))
