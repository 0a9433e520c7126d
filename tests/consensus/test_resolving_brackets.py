"""Brackets are resolved by a new wording, chosen bracket by bracket."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.bracket_commands import resolve_brackets
from app.consensus.commands import adopt_wording, withdraw_item
from app.consensus.models import Wording
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.rules import Refused
from tests.consensus.bracketed import bracketed_item, sent
from tests.make import text
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def item(make, secretary):
    return bracketed_item(make, secretary)


def test_a_bracket_is_resolved_by_a_new_wording_with_the_reason_filled_in(
    browser, db, item, secretary
):
    browser.as_(secretary)
    address = "/here/R1-C1/brackets/resolve?bracket=1&choice=1"

    form = sent(browser.get(address))
    page = browser.post(address, form | {"look": "1"})
    assert words(page.select_one(".preview .wording")) == "Each side may tell [by mail] of tests."
    browser.post(address, form | {"happened": "2025-04-01"}, to="/here/R1-C1")

    _first, wording = db.scalars(sa.select(Wording).order_by(Wording.number)).all()
    assert dict(wording.text) == {
        "en": "Each side may tell [by mail] of tests.", "zh-Hans": "各方可[以邮件]通报试验。",
    }  # fmt: skip
    assert not wording.text.stale
    assert wording.reason == "Bracket 1: AV's alternative"
    assert wording.happened == PartialDate("2025-04-01")
    # What is left is resolved in the original alone, and the clean text is shown.
    form = sent(browser.get("/here/R1-C1/brackets/resolve"))
    given = {"choice-en-1": "own", "own-en-1": "in writing", "happened": "2025-04-02"}
    browser.post("/here/R1-C1/brackets/resolve", form | given, to="/here/R1-C1")
    last = db.scalars(sa.select(Wording).order_by(Wording.number.desc())).first()
    assert last.text.texts["en"] == "Each side may tell in writing of tests."
    assert (last.text.stale, last.reason) == ({"zh-Hans"}, "Bracket 1: other words")
    form = sent(browser.get("/here/R1-C1/brackets/resolve"))
    given = {
        "choice-zh-Hans-1": "strike",
        "happened": "2025-04-03",
        "reason": "The same in Chinese",
    }
    browser.post("/here/R1-C1/brackets/resolve", form | given, to="/here/R1-C1")
    section = words(browser.get("/here/R1-C1").select_one("section[aria-labelledby=brackets]"))
    assert (
        "No bracket is left in wording 4. The clean text: Each side may tell in writing" in section
    )
    assert "No bracket is open" in words(browser.get("/here/R1-C1/brackets/resolve"))


@on_sqlite
@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "Choose what becomes of a bracket."),
        ({"choice-en-1": "own"}, "Write the words, or strike the bracket out."),
        ({"choice-en-1": "0", "own-en-1": "must"}, "or leave this empty."),
        ({"own-en-2": "by [mail"}, "English, line 1, character 46: this bracket does not close"),
        ({"choice-en-1": "9"}, "Not a valid choice"),
        ({"choice-en-1": "0", "happened": "2024-13"}, "This is no date."),
    ],
)
def test_what_cannot_be_made_of_the_brackets_is_refused_and_comes_back(
    browser, db, item, secretary, given, wrong
):
    browser.as_(secretary)
    address = "/here/R1-C1/brackets/resolve"
    form = sent(browser.get(address)) | given

    for more in ({}, {"look": "1"}) if "valid" in wrong else ({},):
        page = browser.post(address, form | more)

        assert wrong in words(page.select_one(".error-summary"))
    for name in given.keys() & {"own-en-1", "own-en-2"}:
        assert page.select_one(f"[name={name}]")["value"] == given[name]
    assert db.scalar(sa.select(sa.func.count(Wording.id))) == 1


def test_who_resolves_while_another_adopts_sees_theirs_and_keeps_what_still_fits(
    browser, db, item, secretary
):
    browser.as_(secretary)
    address = "/here/R1-C1/brackets/resolve"
    form = sent(browser.get(address)) | {"choice-en-1": "1", "choice-en-2": "strike"}
    theirs = {
        "en": "Soon [all|both] each side [shall|AV: may|SN: should] tell.",
        "zh-Hans": "各方。",
    }
    adopt_wording(db, actor=secretary, item=item, text=text(theirs), reason="Theirs.",
                  happened=PartialDate("2025-04-01"))  # fmt: skip

    page = browser.post(address, form)

    conflict = words(page.select_one(".conflict"))
    assert "Soon [all|both] each side" in conflict
    assert "Each side may tell of tests." in conflict
    again = sent(page)
    assert (again["wording"], again["choice-en-1"], again["choice-en-2"]) == ("2", "", "1")
    assert db.scalar(sa.select(sa.func.count(Wording.id))) == 2
    browser.post(address, again | {"happened": "2025-04-02"}, to="/here/R1-C1")
    last = db.scalars(sa.select(Wording).order_by(Wording.number.desc())).first()
    assert last.text.texts["en"] == "Soon [all|both] each side may tell."
    assert last.reason == "Bracket 2: AV's alternative"


@on_sqlite
def test_the_brackets_of_an_older_wording_are_not_resolved(db, make, item, secretary):
    first = item.wordings[0]
    make.wording(item=item, text="Each [a].", happened="2025-04")

    with pytest.raises(Refused, match="newer wording, number 2"):
        resolve_brackets(db, actor=secretary, item=item, wording=first,
                         choices={"en": {1: 0}}, reason="Why.")  # fmt: skip


@on_sqlite
def test_who_only_reads_and_whom_an_item_is_kept_from(browser, db, make, item, reader, secretary):
    make.membership(user=reader, dialogue=item.dialogue, role=Role.READER)
    browser.as_(reader)
    page = browser.get("/here/R1-C1")
    assert "AV: may" in words(page)
    assert not page.select("a[href*='/brackets/']")
    browser.get("/here/R1-C1/brackets/resolve", status=403)

    item.disclosure = Disclosure.SECRETARIAT
    browser.get("/here/R1-C1/brackets/reason", status=403)
    browser.as_(secretary)
    withdraw_item(db, actor=secretary, item=item, withdrawn_on=PartialDate("2025-05"), because="x")
    page = browser.get("/here/R1-C1")
    assert not page.select("a[href*='/brackets/resolve']")
    browser.post("/here/R1-C1/brackets/resolve", sent(browser.get("/here/R1-C1/brackets/resolve"))
                 | {"choice-en-1": "0"})  # fmt: skip
    assert db.scalar(sa.select(sa.func.count(Wording.id))) == 1
