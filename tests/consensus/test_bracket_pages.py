"""On the pages: malformed brackets are refused, open ones shown with whose they are and why."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.consensus.bracket_commands import give_bracket_reason
from app.consensus.bracket_reading import brackets_of
from app.consensus.models import BracketNote, BracketReason, Wording
from app.consensus.queries import get_wordings
from app.partial_date import PartialDate
from app.rounds.models import RoundStatus
from app.rules import Refused
from tests.consensus.bracketed import bracketed_item, sent
from tests.pages import words

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def item(make, secretary):
    return bracketed_item(make, secretary)


def reason(db, actor, item, **given):
    wording = max(item.wordings, key=lambda one: one.number)
    known = {"place": 1, "reason": BracketReason.CONTENTIOUS, "wording": wording}
    return give_bracket_reason(db, actor=actor, item=item, **known | given)


def found(db, item, as_of=None):
    db.expire_all()
    return brackets_of(item, get_wordings(db, item), PartialDate(as_of) if as_of else None)


@on_sqlite
@pytest.mark.parametrize("address", ["/here/consensus/new", "/here/R1-C1/wordings/new"])
def test_a_malformed_bracket_is_refused_beside_the_field_and_what_was_typed_comes_back(
    browser, db, item, secretary, address
):
    browser.as_(secretary)
    typed = sent(browser.get(address)) | {
        "text-en": "Each side\n[shall tell.", "text-zh-Hans": "各方须通报。", "reason": "New."
    }  # fmt: skip

    page = browser.post(address, typed)

    [wrong] = page.select("#text-error .error")
    assert "English, line 2, character 1: this bracket does not close: “→[←shall tell.”" in words(
        wrong
    )
    assert page.select_one("#text-en").get_text().split() == ["Each", "side", "[shall", "tell."]
    assert db.scalar(sa.select(sa.func.count(Wording.id))) == 1


@on_sqlite
def test_a_malformed_text_on_record_breaks_no_page(browser, db, make, item, secretary):
    make.wording(item=item, text={"en": "Each side [shall tell.", "zh-Hans": "各方[须]]通报。"})
    browser.as_(secretary)

    page = browser.get("/here/R1-C1")

    section = words(page.select_one("section[aria-labelledby=brackets]"))
    assert "English: the brackets do not fit together here: Each side →[←shall tell." in section
    assert "简体中文: the brackets do not fit together here: 各方[须]→]←通报。" in section
    for address in ("resolve", "reason"):
        page = browser.get(f"/here/R1-C1/brackets/{address}")
        assert "do not fit together" in words(page.select_one("main"))
    for address in ("/here/R1", "/here/consensus", "/here/consensus/brackets"):
        browser.get(address)


@on_sqlite
def test_the_item_shows_each_open_bracket_whose_words_it_holds_and_each_side_s_reading(
    browser, db, item, secretary
):
    ours = item.dialogue.sides[0]
    known = {"reason": BracketReason.AWAITING_INSTRUCTIONS, "side": ours}
    reason(db, secretary, item, **known, happened=PartialDate("2025-04"), note="After the talks.")
    browser.as_(secretary)

    page = browser.get("/here/R1-C1")

    first, second = (words(page.select_one(f"#bracket-{place}")) for place in (1, 2))
    assert "open since wording 1, 1 March 2025" in first
    assert "of no side in particular: shall" in first
    assert "AV: may" in first
    assert "Awaiting instructions of Side AV · since April 2025 · After the talks." in first
    assert "Why it is open is not recorded." in second
    table = page.select_one("#readings ~ .scroll table")
    assert [words(cell) for cell in table.select("th")] == ["Side AV", "Side SN"]
    assert [words(cell) for cell in table.select("td")] == [
        "Each side may tell [by mail] of tests.", "Each side should tell [by mail] of tests.",
        "各方可[以邮件]通报试验。", "各方应[以邮件]通报试验。",
    ]  # fmt: skip


@on_sqlite
def test_a_reason_is_taken_down_on_a_page_and_the_earlier_one_kept(browser, db, item, secretary):
    reason(db, secretary, item, place=2)
    browser.as_(secretary)
    address = "/here/R1-C1/brackets/reason?bracket=2"
    page = browser.get(address)

    given = sent(page) | {"reason": "trading", "side": "SN", "happened": "2025-05"}
    assert given["bracket"] == "1.2"
    browser.post(address, given, to="/here/R1-C1#brackets")

    notes = db.scalars(sa.select(BracketNote).order_by(BracketNote.number)).all()
    assert [(one.place, one.number, one.reason) for one in notes] == [
        (2, 1, BracketReason.CONTENTIOUS),
        (2, 2, BracketReason.TRADING),
    ]
    shown = words(browser.get("/here/R1-C1").select_one("#bracket-2"))
    assert "Held for trading Side SN · since May 2025" in shown
    assert "Earlier reasons (1)" in shown
    entry = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.record_id) == ("bracket.reason-given", item.id)


@on_sqlite
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"place": 3}, "bracket"),
        ({"happened": PartialDate("2025-02")}, "happened"),
        ({"side": "other"}, "side"),
        ({"wording": 1}, "bracket"),
        ({"confirmed": True}, "happened"),
    ],
)
def test_a_reason_is_of_an_open_bracket_of_the_latest_wording(
    db, make, item, secretary, given, field
):
    if given.pop("confirmed", False):
        item.meeting.status = RoundStatus.CONFIRMED
    if "wording" in given:
        given["wording"] = item.wordings[0]
        make.wording(item=item, text="[a] new one")
    if "side" in given:
        given["side"] = make.side()

    with pytest.raises(Refused) as refusal:
        reason(db, secretary, item, **given)

    assert refusal.value.field == field


@on_sqlite
def test_a_reason_follows_the_very_same_bracket_and_no_other(db, make, item, secretary):
    reason(db, secretary, item, place=1, happened=PartialDate("2025-03-02"))
    reason(db, secretary, item, place=2, happened=PartialDate("2025-03-03"))
    reason(db, secretary, item, place=2, reason=BracketReason.TRADING,
           happened=PartialDate("2025-06"))  # fmt: skip
    make.wording(item=item, text="New: [at once] each [shall|AV: may|SN: shall] tell [by mail].",
                 happened="2025-05-01")  # fmt: skip
    make.wording(item=item, text="New: [at once] each may tell [by mail].", happened="2025-07")

    now, before = found(db, item), found(db, item, "2025-05-20")

    assert [(one.words, one.since.number) for one in now.brackets] == [
        ("[at once]", 2), ("[by mail]", 1),
    ]  # fmt: skip
    assert [one.reason and one.reason.reason for one in now.brackets] == [
        None, BracketReason.TRADING,
    ]  # fmt: skip
    assert [one.reason and str(one.reason.reason) for one in before.brackets] == [
        None, None, "contentious",
    ]  # fmt: skip
    assert before.wording.number == 2
    # A bracket that came back is a new one.
    make.wording(item=item, text="Each [shall|AV: may|SN: should] tell.", happened="2025-08")
    assert [(one.since.number, one.reason) for one in found(db, item).brackets] == [(4, None)]
