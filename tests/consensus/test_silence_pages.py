"""The pages on which positions are taken down and silences circulated, extended and broken."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.consensus.commands import adopt_wording
from app.consensus.models import Position, Stance
from app.consensus.position_commands import take_position
from app.consensus.stances import supposing
from app.people.models import Naming
from tests.make import text
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def item(make, secretary, reader):
    dialogue = make.dialogue(slug="talks")
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    make.membership(user=reader, dialogue=dialogue, role=Role.READER)
    item = make.consensus_item(dialogue=dialogue, meeting=None, happened="2025-03-01", text=None)
    make.wording(item=item, text="They may meet.", happened="2025-03-01")
    return item


def test_who_assents_to_an_older_wording_is_shown_both_and_asked(browser, db, item, secretary):
    browser.as_(secretary)
    address, given = "/talks/C1/positions/new", {"side": "AV", "stance": "endorsed"}
    assert browser.get(address).find(id="wording").name == "select"
    # The page was opened before the newer one was adopted.
    adopt_wording(db, actor=secretary, item=item, text=text("They shall meet."), reason="Why.")

    page = browser.post(address, {**given, "wording": "1", "body": "Its academy"})

    asked = words(page)
    assert "Wording 2 is newer than wording 1: which is meant?" in asked
    assert "Wording 2 is newer. Which is meant?" in asked
    assert [page.find("del").get_text(), page.find("ins").get_text()] == [
        "[taken out:] may [end]",
        "[put in:] shall [end]",
    ]
    radios = page.find_all("input", type="radio", attrs={"name": "wording"})
    assert [radio["value"] for radio in radios] == ["1", "2"]
    assert not any(radio.has_attr("checked") for radio in radios)
    assert page.find(id="body")["value"] == "Its academy"
    carried = {one["name"]: one["value"] for one in page.find_all("input", type="hidden")}
    carried = {name: carried[name] for name in ("newest_known", "older")}
    # An answer that says neither is asked again; one that says which is taken down.
    again = browser.post(address, {**given, **carried})
    assert len(again.find_all("input", type="radio", attrs={"name": "wording"})) == 2
    browser.post(address, {**given, **carried, "wording": "1"}, to="/talks/C1")
    browser.post(address, {**given, **carried, "wording": "2"}, to="/talks/C1")
    taken = db.scalars(sa.select(Position).order_by(Position.id)).all()
    assert [one.wording.number for one in taken] == [1, 2]


def test_a_silence_is_circulated_extended_and_broken_by_forms(browser, db, item, secretary):
    browser.as_(secretary)
    page = browser.get("/talks/C1/silence/new")
    assert {one["value"] for one in page.find_all("input", type="checkbox", checked=True)} == {
        "AV",
        "SN",
    }
    given = {"sides": ["AV", "SN"], "happened": "2025-03-10"}
    for deadline, problem in (
        ("2025-04", "One whole day"),
        ("", "This is needed"),
        ("x", "no date"),
    ):
        page = browser.post("/talks/C1/silence/new", {**given, "deadline": deadline})
        assert problem in words(page)
    browser.post(
        "/talks/C1/silence/new", {**given, "deadline": "2025-03-20"}, to="/talks/C1#positions"
    )

    with supposing(date(2025, 3, 18)):
        page = words(browser.get("/talks/C1"))
        assert page.count("2 days left") == 2
        assert "Silent since 10 March 2025" in page
        longer = {"sides": ["AV"], "happened": "2025-03-18", "deadline": "2025-03-30"}
        browser.post(
            "/talks/C1/silence/extend",
            {**longer, "reason-en": "A holiday."},
            to="/talks/C1#positions",
        )
    with supposing(date(2025, 3, 21)):
        page = words(browser.get("/talks/C1"))
        assert "9 days left" in page
        assert "No objection (silence), 21 March 2025" in page
        assert "extended to 30 March 2025" in page
        broken = {"side": "AV", "happened": "2025-03-21"}
        page = browser.post("/talks/C1/silence/break", broken)
        assert "This is needed." in words(page)
        browser.post(
            "/talks/C1/silence/break", {**broken, "reason-en": "Too far."}, to="/talks/C1#positions"
        )
        page = words(browser.get("/talks/C1"))
        assert "silence broken in time" in page
        # As it stood on an earlier day nothing of it is said.
        page = words(browser.get("/talks/C1?as_of=2025-03-19").find(id="positions").parent)
        assert "Too far." not in page
        assert "Objected" not in page
        assert "1 day left" in page


def test_who_took_a_position_is_named_by_naming_level_alone(
    browser, db, make, item, secretary, reader
):
    person = make.person(dialogue=item.dialogue, names="Withheld Person")
    meeting = make.round(dialogue=item.dialogue)
    make.attendance(round=meeting, person=person, naming=Naming.COUNTED)
    side = item.dialogue.sides[0]
    take_position(
        db,
        actor=secretary,
        item=item,
        side=side,
        stance=Stance.ENDORSED,
        person=person,
        body="Body",
    )

    assert "Withheld Person" in words(browser.as_(secretary).get("/talks/C1"))
    page = words(browser.as_(reader).get("/talks/C1"))
    assert "Body" in page
    assert "Withheld Person" not in page
    assert "silence" not in page.lower()


def test_a_form_sent_as_it_was_opened_records_no_endorsement(browser, db, item, secretary):
    address = "/talks/C1/positions/new"
    page = browser.as_(secretary).get(address)
    assert page.select_one("#stance option[value='']") == page.select_one("#stance option")

    answered = browser.post(address, {"side": "AV", "wording": "1", "stance": ""})

    assert "This is needed." in words(answered.select_one("#stance-error"))
    assert not db.scalars(sa.select(Position)).all()
