"""The pages of hand-overs."""

import io

import openpyxl
import pytest

from app.accounts.models import Role
from app.handovers.models import Direction, Handover, HandoverKind, Match
from app.records.models import Disclosure
from app.rounds.models import RoundStatus
from tests.conftest import statements
from tests.make import text
from tests.pages import words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
REGISTER = "/here/handovers"
PAGES = (REGISTER, f"{REGISTER}/one-side-only", f"{REGISTER}/unanswered?days=0", "/here/H1")


@pytest.fixture
def here(make, secretary, reader):
    here = make.dialogue(slug="here")
    make.membership(user=secretary, dialogue=here, role=Role.SECRETARY)
    make.membership(user=reader, dialogue=here, role=Role.READER)
    return here


@pytest.fixture
def item(make, here):
    first = make.round(dialogue=here, happened="2024-02-12")
    item = make.consensus_item(meeting=first, title="A glossary", text="First words")
    make.wording(item=item, text="Second words")
    return item


def test_a_wording_is_handed_over_from_its_item_and_answered(browser, make, secretary, item):
    browser.as_(secretary)

    asked = browser.get("/here/handovers/new?of=R1-C1")
    ticked = [one["value"] for one in asked.select("[name=things][checked]")]
    assert ticked == [f"{item.id}.2"]
    assert asked.select_one("[name=disclosure] [selected]")["value"] == "secretariat"
    given = {
        "handover_kind": "transmittal",
        "direction": "to-government",
        "things": [f"{item.id}.1"],
        "to_side": "AV",
        "to_body": "Ministry of Ports",
        "happened": "2024-03",
        "reply_due": "2024-04",
        "disclosure": "secretariat",
    }
    browser.post("/here/handovers/new?of=R1-C1", given, to="/here/H1")

    page = browser.get("/here/H1")
    sent = words(page.find(id="sent").parent)
    assert "First words" in sent
    assert "Second words" not in sent
    assert "wording 2 stands now" in sent
    assert "Transmittal to Side AV (Ministry of Ports)" in words(page.h1)
    assert "No reply is recorded" in words(page.find(id="replies").parent)
    assert "No search on record" in words(page.find(id="match").parent)
    assert "Reply overdue" in words(browser.get(REGISTER).main.table)

    asked = browser.get("/here/H1/reply")
    chosen = {one["name"]: one.select_one("[selected]")["value"] for one in asked.select("select")}
    assert chosen["direction"] == "from-government"
    assert (chosen["answers"], chosen["from_side"]) == ("H1", "AV")
    given = {
        "handover_kind": "reply",
        "direction": "from-government",
        "answers": "H1",
        "title-en": "They thank us",
        "from_side": "AV",
        "disclosure": "secretariat",
    }
    browser.post("/here/H1/reply", given, to="/here/H2")
    browser.post("/here/H1/feedback", {"feedback-en": "Read with interest"}, to="/here/H1")
    matched = {"match": "partial", "quoted-en": "As the ports say", "place": "R2-D1"}
    browser.post("/here/H1/match", matched, to="/here/H1")

    shown = words(browser.get("/here/H1").main)
    for said in ("They thank us", "by its reply", "Read with interest", "As the ports say"):
        assert said in shown
    assert "A match of words does not say that it came from here" in shown
    assert "Reply overdue" not in words(browser.get(REGISTER).main.table)
    assert len(browser.get("/here/H1/history").select("ol.history > li")) == 3


def test_what_is_recorded_at_the_round_is_offered_and_more_can_be_typed(
    browser, make, secretary, item
):
    kept = make.consensus_item(
        meeting=item.meeting, disclosure=Disclosure.SIDE, side=item.dialogue.sides[0]
    )
    paper = make.document(meeting=item.meeting, title="A paper")
    url = "/here/handovers/new?of=R1"
    given = {
        "handover_kind": "transmittal",
        "direction": "to-government",
        "disclosure": "secretariat",
    }
    browser.as_(secretary)

    asked = browser.get(url)
    offered = [one["value"] for one in asked.select("[name=things]")]
    assert offered == [f"{item.id}.2", f"{paper.id}.None"]
    for typed in (kept.ref, "R1", "R9-C1", "R1-C1 7", "R1-C1 x", "' OR 1=1", "R1-C1\nR1-C4"):
        page = browser.post(url, given | {"further": typed})
        assert "names no wording and no paper" in words(page.find(id="further-error"))
        assert page.select_one("[name=further]").text.strip() == typed
    assert "needed" not in words(browser.post(url, given | {"things": "9.9"}).main)
    assert "At most" in words(browser.post(url, given | {"further": "R1-C1\n" * 51}).main)
    assert browser.post(url, given).find(id="title-error")
    assert browser.post(url, given | {"happened": "2999", "title-en": "x"}).find(
        id="happened-error"
    )
    item.meeting.status = RoundStatus.CONFIRMED
    confirmed = browser.post(url, given | {"meeting": "R1", "title-en": "It"})
    assert "are confirmed" in words(confirmed.main)
    browser.post(url, given | {"further": "R1-C1 1\n R1-D1\n"}, to="/here/H1")
    shown = words(browser.get("/here/H1").find(id="sent").parent)
    assert "First words" in shown
    assert "A paper" in shown
    browser.get("/here/handovers/new?of=R9", status=404)


def test_an_edit_that_meets_another_shows_both(browser, make, secretary, here, item):
    handover = make.handover(dialogue=here, wordings=[item.wordings[0]], title="Its name")
    browser.as_(secretary)
    asked = browser.get("/here/H1/edit")
    given = {one["name"]: one["value"] for one in asked.select("input[type=hidden], [checked]")} | {
        "handover_kind": "transmittal",
        "direction": "to-government",
        "disclosure": "secretariat",
    }
    assert given["things"] == f"{item.id}.1"
    handover.title = text("Their name")
    browser.db.commit()

    page = browser.post("/here/H1/edit", given | {"title-en": "My name"})

    assert "Their name" in words(page.select_one(".conflict"))
    assert page.select_one("[name=title-en]")["value"] == "My name"


def test_the_register_says_what_it_is_narrowed_to_and_what_it_cannot_read(
    browser, make, secretary, here, item
):
    aven, sorn = here.sides
    make.handover(dialogue=here, to_side=aven, title="To one", wordings=item.wordings)
    make.handover(
        dialogue=here,
        direction=Direction.FROM_GOVERNMENT,
        handover_kind=HandoverKind.MANDATE,
        from_side=sorn,
        title="From the other",
    )
    browser.as_(secretary)

    def shown(query):
        main = browser.get(f"{REGISTER}?{query}").main
        return [name for name in ("To one", "From the other") if name in words(main)]

    assert shown("") == ["To one", "From the other"]
    assert shown("direction=from-government") == ["From the other"]
    assert shown("kind=transmittal") == shown("side=AV") == ["To one"]
    assert shown("state=one-side-only") == shown("state=unacknowledged") == ["To one"]
    assert shown("state=reply-overdue") == shown("match=full") == []
    assert shown("after=2024.1") == ["To one", "From the other"]
    for query in ("direction=x", "side=%F0%9F%98%80", "state=", "kind=transmittal&kind=x"):
        assert browser.get(f"{REGISTER}?{query}")
    page = browser.get(f"{REGISTER}?side=ZZ")
    assert "“ZZ” is not known here" in words(page.main)
    assert not page.select("table")
    browser.get(f"{REGISTER}/export/csv?side=ZZ", status=302)
    only = words(browser.get(f"{REGISTER}/one-side-only").main)
    assert "does not say that it was not delivered" in only
    assert "No hand-over on record to" in only


@pytest.mark.parametrize("days", ["x", "-1", "1.5", "٣", "9" * 20, "1e3"])
def test_days_that_are_no_number_are_refused_beside_the_field(browser, secretary, here, days):
    browser.as_(secretary)

    page = browser.get(f"{REGISTER}/unanswered?days={days}")

    assert "whole number" in words(page.find(id="days-error"))
    assert page.select_one("[name=days]")["value"] == days
    browser.get(f"{REGISTER}/unanswered/export/md?days={days}", status=302)


def test_a_reader_is_shown_no_wording_that_is_kept_from_them(browser, make, reader, here, item):
    kept = make.consensus_item(
        meeting=item.meeting,
        title="The secret one",
        text="Secret words",
        disclosure=Disclosure.SECRETARIAT,
    )
    opened = {"dialogue": here, "to_side": here.sides[0], "disclosure": Disclosure.PARTICIPANTS}
    make.handover(wordings=[item.wordings[0], kept.wordings[0]], **opened)
    hidden = make.handover(
        dialogue=here, title="Kept apart", wordings=item.wordings, disclosure="secretariat"
    )
    browser.as_(reader)

    exports = [f"{page}/export/{kind}" for page in PAGES[:2] for kind in ("csv", "md")]
    for url in (*PAGES, *exports, f"{REGISTER}/unanswered/export/csv?days=0"):
        page = browser.client.get(url)
        assert page.status_code == 200, url
        told = page.get_data(as_text=True)
        for secret in (kept.ref, "Secret", "secret", "Kept apart", "may not read"):
            assert secret not in told, url
    browser.get(f"/here/{hidden.ref}", status=404)


def test_each_view_can_be_taken_along(browser, make, secretary, here, item):
    make.handover(
        dialogue=here,
        to_side=here.sides[0],
        wordings=[item.wordings[0]],
        happened="2024-03",
        match=Match.FULL,
        quoted="As they wrote",
        place="p. 2",
        disclosure="secretariat",
    )
    browser.as_(secretary)

    for page, said in ((PAGES[0], "As they wrote"), (PAGES[1], "SN"), (PAGES[2], "days")):
        path, _mark, query = page.partition("?")
        for kind in ("md", "csv", "docx", "xlsx"):
            answer = browser.client.get(f"{path}/export/{kind}?{query}")
            assert answer.status_code == 200
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        cells = [str(one.value) for sheet in book for row in sheet.rows for one in row]
        assert "Wording 1" in " ".join(cells) or page == PAGES[2]
        assert any(said in one for one in cells), page
        assert any("secretariat" in one for one in cells)


def test_pages_take_as_many_statements_for_more_hand_overs(browser, make, secretary, here, item):
    def grow(times: int) -> None:
        for _time in range(times):
            paper = make.document(meeting=item.meeting)
            make.document_file(document=paper)
            more = make.consensus_item(meeting=item.meeting)
            known = {"dialogue": here, "meant_for": make.round(dialogue=here, happened="2024")}
            wordings = [*item.wordings, more.wordings[0]]
            for side in here.sides:
                known |= {"to_side": side, "from_side": here.sides[0], "happened": "2024-03"}
                made = make.handover(wordings=wordings, papers=[paper], **known)
            make.handover(dialogue=here, direction=Direction.FROM_GOVERNMENT, answers=made)
            first = browser.db.get_one(Handover, ids[0]) if ids else made
            ids.append(first.id)
            reply = make.handover(dialogue=here, direction=Direction.FROM_GOVERNMENT, answers=first)
            make.handover(dialogue=here, answers=reply)
        browser.db.commit()

    ids: list[int] = []
    grow(2)
    browser.as_(secretary)
    counts = []
    urls = (*PAGES, "/here/handovers/new?of=R1", "/here/H1/edit", f"{REGISTER}/export/csv")
    for _round in range(2):
        taken = []
        for url in urls:
            browser.client.get(url)
            browser.db.expire_all()
            with statements() as sent:
                assert browser.client.get(url).status_code == 200
            taken.append(len(sent))
        counts.append(taken)
        grow(4)

    assert counts[0] == counts[1]
