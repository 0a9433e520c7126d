"""Linking in bulk: two lists side by side, a preview of the pairs, all of it or nothing."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.audit.models import AuditEntry
from app.dialogues.models import Track
from app.trace.models import Basis, LinkKind, TraceLink
from tests.conftest import statements
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BULK = "/harbour/links/bulk"
WITH = f"{BULK}?with=ministers&there_round=R1"


@pytest.fixture
def harbour(make, secretary):
    harbour = make.dialogue(slug="harbour", name="Harbour")
    make.membership(user=secretary, dialogue=harbour, role=Role.SECRETARY)
    return harbour


@pytest.fixture
def ministers(make, secretary):
    ministers = make.dialogue(slug="ministers", name="Ministers", track=Track.GOVERNMENT)
    make.membership(user=secretary, dialogue=ministers, role=Role.READER)
    return ministers


@pytest.fixture
def items(make, harbour):
    meeting = make.round(dialogue=harbour, happened="2025-03-02")
    return [make.consensus_item(meeting=meeting) for _number in range(2)]


@pytest.fixture
def topics(make, ministers):
    held = make.session(meeting=make.round(dialogue=ministers, happened="2025-06-01"))
    return [make.agenda_topic(session=held) for _number in range(2)]


@pytest.fixture
def given(items, topics):
    return {
        "here": [item.id for item in items],
        "there": [topic.id for topic in topics],
        "first": "harbour",
        "kind": "raised",
        "basis": "inferred",
        "rationale": "The same words return.",
        "status": "proposed",
    }


def links(db):
    db.expire_all()
    return db.scalars(sa.select(TraceLink).order_by(TraceLink.id)).all()


@on_sqlite
def test_the_lists_are_chosen_in_the_address(browser, make, secretary, items, topics):
    make.agenda_topic(meeting=make.round(dialogue=topics[0].dialogue), title="Elsewhere")
    browser.as_(secretary)

    assert not browser.get(BULK).select("form.bulk")
    page = browser.get(WITH)

    here, there = page.select("#here label, #there label")[:2], page.select("#there label")
    assert [words(label).split(" · ")[0] for label in here] == ["R1-C1", "R1-C2"]
    assert [words(label).split(" · ")[0] for label in there] == ["R1-T1", "R1-T2"]
    assert page.select_one("#kind option[selected]")["value"] == "raised"
    page = browser.get(f"{WITH}&here_kind=round&dialogue=x&there_kind=none")
    assert [words(label).split(" · ")[0] for label in page.select("#here label")] == ["R1"]


def test_pairs_are_shown_before_any_is_made(browser, db, secretary, given):
    page = browser.as_(secretary).post(WITH, given)

    assert not links(db)
    assert len(page.select("#preview + p + .scroll tbody tr")) == 4
    seen = page.select_one("#seen")["value"]

    browser.post(WITH, given | {"seen": seen}, to=WITH)

    made = links(db)
    assert len(made) == 4
    assert {(one.kind, one.basis, one.rationale) for one in made} == {
        (LinkKind.RAISED, Basis.INFERRED, "The same words return.")
    }
    entries = db.scalars(sa.select(AuditEntry)).all()
    assert [entry.action for entry in entries] == ["link.made"] * 4


@on_sqlite
def test_what_was_ticked_since_the_preview_is_shown_first(browser, db, secretary, given):
    seen = browser.as_(secretary).post(WITH, given).select_one("#seen")["value"]

    fewer = given | {"here": given["here"][:1], "seen": seen}
    page = browser.post(WITH, fewer)

    assert len(page.select("#preview + p + .scroll tbody tr")) == 2
    assert not links(db)


@on_sqlite
@pytest.mark.parametrize(
    ("changed", "words_there"),
    [
        ({"kind": "refines"}, "A link of this kind cannot join these two records."),
        ({"first": "ministers", "kind": "review"}, "happened before the earlier one"),
    ],
)
def test_a_pair_that_cannot_be_linked_keeps_all_from_being_made(
    browser, db, secretary, given, changed, words_there
):
    page = browser.as_(secretary).post(WITH, given | changed)

    assert words_there in words(page.select_one("#preview + p + .scroll"))
    assert not page.select_one("#seen").get("value")
    browser.post(WITH, given | changed | {"seen": "0123456789abcdef"})
    assert not links(db)


def test_one_pair_that_was_linked_meanwhile_takes_all_back(
    browser, db, make, secretary, given, items, topics
):
    seen = browser.as_(secretary).post(WITH, given).select_one("#seen")["value"]
    make.link(earlier=items[1], later=topics[1], kind=LinkKind.RAISED)

    page = browser.post(WITH, given | {"seen": seen})

    assert "These two are linked in this way already." in page.text
    assert len(links(db)) == 1


@on_sqlite
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"here": []}, "here"),
        ({"rationale": ""}, "rationale"),
        ({"basis": "documented"}, "source"),
        ({"there": ["999"]}, "there"),
        ({"there": ["\x00x"]}, "there"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(browser, db, secretary, given, changed, field):
    browser.as_(secretary)
    seen = browser.post(WITH, given).select_one("#seen")["value"]

    page = browser.post(WITH, given | {"seen": seen} | changed)

    assert page.select_one(f"#{field}-error")
    assert not links(db)


def test_longer_lists_and_more_pairs_take_no_more_statements(
    browser, db, make, secretary, given, items, topics
):
    browser.as_(secretary).post(WITH, given)
    with statements() as few:
        browser.post(WITH, given)
    more = [make.consensus_item(meeting=items[0].meeting) for _number in range(8)]
    given = given | {"here": [*given["here"], *(item.id for item in more)]}

    db.commit()
    with statements() as many:
        page = browser.post(WITH, given)

    assert len(page.select("#preview + p + .scroll tbody tr")) == 20
    assert len(many) == len(few)


@on_sqlite
def test_a_reader_links_nothing(browser, make, reader, items, topics):
    make.membership(user=reader, dialogue=items[0].dialogue)
    browser.as_(reader).get(WITH, status=403)
