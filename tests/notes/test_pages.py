"""The pages on which notes are typed: what they show, keep and write, and what they refuse."""

from itertools import product
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.audit.models import AuditEntry
from app.notes.draft_commands import LONGEST_NOTES
from app.notes.models import NotesDraft
from app.records.models import Disclosure, Record
from app.rounds.models import AgendaTopic, RoundStatus
from tests.conftest import statements
from tests.pages import words
from tests.web.typed import FORM

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEW = "Round: 2\n# Session 1: Terms\n- Joint glossary\n= agreed to compile a manual of terms"


@pytest.fixture
def meeting(make):
    dialogue = make.dialogue(slug="talks")
    meeting = make.round(dialogue=dialogue)
    make.session(meeting=meeting, title="Terms")
    return meeting


@pytest.fixture
def desk(browser, make, meeting, secretary):
    make.membership(user=secretary, dialogue=meeting.dialogue, role=Role.SECRETARY)
    return browser.as_(secretary)


def sent(page, notes: str, do: str = "preview", **more: str) -> dict[str, str]:
    """What the page's form would send with these notes."""
    form = page.select("form#desk")[0]
    hidden = {str(tag["name"]): str(tag["value"]) for tag in form.select("input[type=hidden]")}
    return hidden | {"notes": notes, "roster": "", "language": "zh-Hans", "do": do} | more


def box(page) -> str:
    return page.select("textarea#notes")[0].get_text().removeprefix("\r\n").removeprefix("\n")


def revision(page) -> str:
    return str(page.select("#desk input[name=revision]")[0]["value"])


def on_record(db) -> tuple[int, int]:
    db.rollback()
    return tuple(db.scalar(sa.select(sa.func.count(kind.id))) for kind in (Record, AuditEntry))


def test_a_preview_writes_nothing_but_the_draft(db, desk):
    before = on_record(db)

    page = desk.post("/talks/rounds/notes", sent(desk.get("/talks/rounds/notes"), NEW))

    assert on_record(db) == before
    assert db.scalars(sa.select(NotesDraft)).one().notes == NEW
    made = page.select(".made > li")
    assert "manual of terms" in words(made[-1])
    assert page.select("button[value=confirm]")
    assert box(desk.get("/talks/rounds/notes")) == NEW


def test_what_was_chosen_in_the_preview_is_kept_with_the_draft(desk):
    address, text = "/talks/rounds/notes", "- Terms\n! SHE Nobody: send the list"
    page = desk.post(address, sent(desk.get(address), text))
    [asked] = page.select("#preview select")
    other = asked.select("option")[-1]

    desk.post(address, sent(page, text, **{str(asked["name"]): str(other["value"])}))

    [kept] = desk.get(address).select("#preview select")
    assert kept.select_one("option[selected]")["value"] == other["value"]


def test_what_was_shown_is_written_and_ends_the_draft(db, desk, meeting):
    address, text = "/talks/R1/notes", "# Session 1: Terms\n- Joint glossary\n- Scenarios"
    page = desk.post(address, sent(desk.get(address), text))

    desk.post(address, sent(page, text, "confirm"), to="/talks/R1")

    db.rollback()
    titles = [topic.title.text_for("en") for topic in db.scalars(sa.select(AgendaTopic))]
    assert sorted(titles) == ["Joint glossary", "Scenarios"]
    assert db.scalars(sa.select(NotesDraft)).all() == []
    again = desk.get(address)
    assert "- " in box(again)
    assert not again.select("button[value=confirm]")


def test_what_changed_since_the_preview_is_shown_first(db, desk, make, meeting):
    address, text = "/talks/R1/notes", "# Session 1: Terms\n- Joint glossary\n- Scenarios"
    page = desk.post(address, sent(desk.get(address), text))
    make.agenda_topic(session=meeting.sessions[0], title="Scenarios")

    refused = desk.post(address, sent(page, text, "confirm"))

    assert refused.select("#notes-error")
    assert box(refused) == text
    assert len(db.scalars(sa.select(AgendaTopic)).all()) == 1
    desk.post(address, sent(refused, text, "confirm"), to="/talks/R1")
    db.rollback()
    assert len(db.scalars(sa.select(AgendaTopic)).all()) == 2


def test_another_tabs_text_is_set_beside_and_never_lost(db, desk):
    address = "/talks/R1/notes"
    first = second = desk.get(address)
    desk.post(address, sent(first, "- From the first tab"))

    for do in ("preview", "confirm"):
        page = desk.post(address, sent(second, "- From the second tab", do))
        assert words(page.select(".error-summary")[0])
        assert "From the first tab" in page.select("#overtaken-notes")[0].get_text()
        assert box(page) == "- From the second tab"
        db.rollback()
        assert db.scalars(sa.select(NotesDraft)).one().notes == "- From the first tab"

    page = desk.post(address, sent(page, "- From the second tab"))
    assert not page.select("#overtaken-notes")
    assert box(desk.get(address)) == "- From the second tab"


@on_sqlite
def test_the_script_is_answered_with_what_it_shows(db, desk, make, meeting, lead):
    page, address = desk.get("/talks/R1/notes"), "/talks/R1/notes/draft"
    make.notes_draft(user=lead, meeting=meeting)

    def saved(notes: str, revision: str):
        desk.db.commit()
        return desk.client.post(address, data=sent(page, notes) | {"revision": revision})

    answer = saved("- Joint glossary\n! nobody", "").json
    assert answer["revision"] == 1
    assert "Joint glossary" in answer["preview"]
    assert "<mark>" in answer["preview"]
    assert "Draft of Lee Ad" in answer["others"]
    assert saved("- Joint glossary\n! nobody", "").json["revision"] == 1
    stale = saved("- Scenarios", "")
    assert (stale.status_code, stale.json["notes"]) == (409, "- Joint glossary\n! nobody")
    assert saved("- Scenarios", "1").json["revision"] == 2
    too_long = saved("x" * (LONGEST_NOTES + 1), "2")
    assert too_long.status_code == 422
    assert "200000" in too_long.json["refused"][0]
    desk.client.delete_cookie("session")
    assert saved("- Scenarios", "2").location.startswith("/sign-in")


def test_a_draft_is_thrown_away_only_when_all_of_it_was_seen(db, desk):
    address = "/talks/R1/notes"
    seen = desk.post(address, sent(desk.get(address), "- One"))
    desk.post(address, sent(seen, "- One and two"))

    desk.post("/talks/R1/notes/discard", {"revision": revision(seen)}, to=address)
    page = desk.get(address)
    assert page.select(".flash-error")
    assert box(page) == "- One and two"
    desk.post("/talks/R1/notes/discard", {"revision": revision(page)}, to=address)
    assert "One and two" not in box(desk.get(address))


@on_sqlite
def test_a_draft_is_opened_by_the_secretariat_alone(db, desk, make, meeting, lead, secretary):
    author, reader = make.user(), make.user()
    make.membership(user=author, dialogue=meeting.dialogue, role=Role.AUTHOR)
    make.membership(user=reader, dialogue=meeting.dialogue)
    make.membership(user=lead, role=Role.LEAD)
    make.notes_draft(user=secretary, meeting=meeting)
    make.notes_draft(user=secretary, meeting=None, dialogue=meeting.dialogue)
    pages = [f"/talks/{place}/notes/drafts/{secretary.id}" for place in ("R1", "rounds")]

    for address in pages:
        for who, status in ((secretary, 200), (author, 200), (reader, 404), (lead, 404)):
            page = desk.as_(who).get(address, status)
            assert ("- A topic" in page.get_text()) is (status == 200)
    meeting.disclosure, meeting.side = Disclosure.SIDE, meeting.dialogue.sides[0]
    desk.as_(secretary).get(pages[0], 404)


def test_a_confirmed_round_offers_no_box(db, desk, meeting):
    page = desk.get("/talks/R1/notes")
    meeting.status = RoundStatus.CONFIRMED

    confirmed = desk.get("/talks/R1/notes")
    desk.post("/talks/R1/notes", sent(page, "- One", "confirm"))

    assert not confirmed.select("main textarea, main form")
    assert "confirmed" in words(confirmed.select("main")[0])
    assert db.scalars(sa.select(AgendaTopic)).all() == []


ODD = "a\u202eb\ud800\x00 | {【\\《\ufeff\u2028𝒳 %s %(x)s {{ 7*7 }} <script>"
ODD_TEXTS = [
    *(
        "",
        " \n\t\n",
        ODD,
        f"# {ODD}\n- {ODD}\n= {ODD}\n! {ODD}: {ODD}\n< {ODD}",
        "Round: 99999999999",
    ),
    *(
        "Date: 0000",
        "= \n~ \n≠ |\n? \n! \n< \n# (\n- {",
        "x" * 150_000,
        "- a\n" * 5_000,
        "字" * 200_001,
    ),
]


WAYS = [
    ("/talks/rounds/notes", "preview"),
    ("/talks/R1/notes", "confirm"),
    ("/talks/R1/notes/draft", ""),
]


def test_whatever_is_typed_comes_back_in_words(db, desk):
    desk.app.config["PROPAGATE_EXCEPTIONS"] = False
    before = on_record(db)
    for (address, do), text in product(WAYS, ODD_TEXTS):
        language = ODD if "Date" in text else "zh-Hant"
        given = {"notes": text, "roster": ODD, "language": language, "do": do, ODD: ODD}
        given |= {"revision": ODD, "fingerprint": ODD}
        body = urlencode(given, errors="surrogatepass").encode()
        answer = desk.client.post(address, data=body, content_type=FORM)
        allowed = (200, 409, 422) if address.endswith("draft") else (200,)
        assert answer.status_code in allowed, (do, text[:60], answer.text[-300:])
        assert answer.is_json or "<script>" not in answer.text.rpartition("<main")[2]
    assert on_record(db) == before


@on_sqlite
def test_the_page_asks_no_more_of_the_database_for_more_drafts(db, desk, make, meeting):
    def asked() -> int:
        with statements() as sent_to_it:
            desk.get("/talks/R1/notes")
        return len(sent_to_it)

    make.notes_draft(meeting=meeting)
    few = asked()
    for _draft in range(5):
        make.notes_draft(meeting=meeting)

    assert asked() == few
