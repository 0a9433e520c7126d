"""Papers on any record: added, listed, moved along their ladder, version by version."""

from io import BytesIO

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.audit.models import AuditEntry
from app.reading import Viewer
from app.records.models import Disclosure, Document, DocumentFile, DocumentStatus
from app.records.papers import documents_of, documents_of_none
from tests.conftest import statements
from tests.records.papers import pdf_file

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GIVEN = {
    "title-en": "A paper",
    "document_kind": "notes",
    "status": "draft",
    "language": "zh-Hans",
    "disclosure": "participants",
}


@pytest.fixture
def meeting(make):
    return make.round(dialogue=make.dialogue(slug="here"), happened="2025-03")


@pytest.fixture
def logging(browser, make, meeting, secretary):
    make.membership(user=secretary, dialogue=meeting.dialogue, role=Role.SECRETARY)
    return browser.as_(secretary)


def let_go(browser):
    """The test's own client keeps what it sends in a file when it is large."""
    browser.last.request.environ["wsgi.input"].close()


def records(make, meeting):
    topic = make.agenda_topic(meeting=meeting)
    return {
        "round": meeting,
        "session": topic.session,
        "topic": topic,
        "item": make.consensus_item(meeting=meeting),
        "action": make.action(meeting=meeting),
    }


@pytest.mark.parametrize("kind", ["round", "session", "topic", "item", "action"])
@on_sqlite
def test_a_paper_is_added_to_any_record_and_listed_on_its_page(db, make, meeting, logging, kind):
    record = records(make, meeting)[kind]
    page = logging.get(f"/here/{record.ref}")
    [add] = [link["href"] for link in page.select("#papers ~ .add a")]
    file = (BytesIO(pdf_file()), "../Paper.pdf")

    logging.post(add, GIVEN | {"file": file}, to="/here/R1-D1")

    paper = db.scalars(sa.select(Document)).one()
    assert (paper.about or meeting) is record
    assert (paper.meeting, str(paper.happened)) == (meeting, "2025-03")
    listed = logging.get(f"/here/{record.ref}").select_one("li#R1-D1").get_text(" ")
    words = ("A paper", "Rapporteur's notes", "Draft", "简体中文", "Paper.pdf", "PDF")
    assert [word for word in words if word not in listed] == []
    shown = logging.get("/here/R1-D1")
    assert shown.select_one(f'dl.facts a[href="/here/{record.ref}"]')
    assert logging.get("/here/R1").select_one("li#R1-D1")


@on_sqlite
def test_a_paper_of_the_dialogue_itself(db, meeting, logging):
    logging.post("/here/documents/new", GIVEN, to="/here/D1")

    assert [line.ref for line in documents_of_none(db, meeting.dialogue_id)] == ["D1"]
    assert logging.get("/here").select_one("li#D1")


@on_sqlite
def test_a_paper_is_not_attached_to_a_paper_nor_to_what_is_not_there(make, meeting, logging):
    ref = make.document(meeting=meeting).ref

    for about in (ref, "R9", "R1-C9", "nonsense"):
        logging.get(f"/here/documents/new?about={about}", status=404)


@on_sqlite
def test_a_paper_is_at_first_no_wider_read_than_its_record(make, meeting, logging):
    item = make.consensus_item(meeting=meeting, disclosure=Disclosure.SECRETARIAT)

    form = logging.get(f"/here/documents/new?about={item.ref}")

    assert form.select_one("#disclosure option[selected]")["value"] == "secretariat"


@on_sqlite
def test_a_file_that_is_refused_takes_nothing_with_it(db, logging):
    file = (BytesIO(b"MZ\0\0"), "paper.pdf")

    page = logging.post("/here/documents/new?about=R1", GIVEN | {"file": file})

    assert "program" in page.select_one("#file-error").text
    assert page.select_one("#title-en")["value"] == "A paper"
    assert not db.scalars(sa.select(Document)).all()


@on_sqlite
def test_a_file_too_large_is_refused_beside_the_field(db, logging):
    file = (BytesIO(b"x" * (25 * 1024**2 + 1)), "long.txt")

    page = logging.post("/here/documents/new?about=R1", GIVEN | {"file": file})
    let_go(logging)

    assert "25 MB" in page.select_one("#file-error").text
    assert page.select_one("#title-en")["value"] == "A paper"


@pytest.mark.parametrize("url", ["/here/documents/new?about=R1", "/here/R1-D1/files/new"])
@on_sqlite
def test_more_than_is_read_leads_back_to_the_form(app, make, meeting, logging, url):
    make.document(meeting=meeting)
    app.config["LARGEST_UPLOAD"] = 9 * 1024**2
    file = (BytesIO(b"x" * 10 * 1024**2), "long.txt")

    logging.post(url, {"file": file}, status=303)
    let_go(logging)

    page = logging.get(logging.last.location)
    assert "25 MB" in page.select_one("#file-error").text
    assert logging.last.request.path == url.partition("?")[0]
    assert not url.endswith("R1") or "R1" in page.h1.text


@on_sqlite
def test_elsewhere_and_for_strangers_less_is_read(app, browser, logging):
    def file():
        return {"file": (BytesIO(b"x" * 9 * 1024**2), "long.txt")}

    logging.post("/here/R1/edit", file(), status=413)
    let_go(logging)

    app.config["WTF_CSRF_ENABLED"] = True
    with browser.client.session_transaction() as cookie:
        cookie.clear()
    browser.post("/here/documents/new", file(), status=303)
    let_go(browser)


@on_sqlite
def test_versions_stand_one_below_the_other_the_latest_first(db, make, meeting, logging):
    make.document(meeting=meeting)
    for content in (b"One", b"Two"):
        sent = {"file": (BytesIO(content), "notes.txt")}
        logging.post("/here/R1-D1/files/new", sent, to="/here/R1-D1")

    page = logging.get("/here/R1-D1")

    rows = page.select("table.versions tbody tr")
    assert [row.th.text for row in rows] == ["2", "1"]
    links = [row.a["href"] for row in rows]
    assert [logging.client.get(link).data for link in links] == [b"Two", b"One"]
    kept = db.scalars(sa.select(DocumentFile.digest).order_by(DocumentFile.number.desc())).all()
    assert [row.select_one(".digest").text for row in rows] == kept
    assert "Sec Retary" in rows[0].text


@on_sqlite
def test_nothing_and_the_same_again_are_refused_beside_the_field(make, meeting, logging):
    make.document_file(document=make.document(meeting=meeting), content=b"One")

    page = logging.post("/here/R1-D1/files/new", {})
    assert "needed" in page.select_one("#file-error").text

    page = logging.post("/here/R1-D1/files/new", {"file": (BytesIO(b"One"), "other.txt")})
    assert "version 1" in page.select_one("#file-error").text


@on_sqlite
def test_a_paper_is_moved_along_the_ladder_and_back(db, make, meeting, logging):
    paper = make.document(meeting=meeting)
    for status in ("circulated", "joint", "draft"):
        page = logging.get("/here/R1-D1")
        sent = {"status": status, "revision": page.select_one("#revision")["value"]}
        logging.post("/here/R1-D1/status", sent, to="/here/R1-D1")
        db.refresh(paper)
        assert paper.status == status
        current = logging.get("/here/R1-D1").select_one(".ladder [aria-current=step]")
        assert current.text.strip().lower() == status

    moves = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial)).all()
    assert [entry.after["status"] for entry in moves] == ["circulated", "joint", "draft"]


@on_sqlite
def test_a_side_s_paper_does_not_become_joint(db, make, meeting, logging):
    paper = make.document(meeting=meeting, issued_by=meeting.dialogue.sides[0])
    page = logging.get("/here/R1-D1")
    assert not page.select_one('.ladder button[value="joint"]')
    sent = {"revision": page.select_one("#revision")["value"]}

    for status in ("joint", "nonsense", ""):
        page = logging.post("/here/R1-D1/status", sent | {"status": status})
        assert page.select_one(".error-summary")

    assert paper.status is DocumentStatus.DRAFT


@on_sqlite
def test_two_who_move_a_paper_at_once_do_not_overwrite_each_other(make, meeting, logging):
    make.document(meeting=meeting)
    sent = {"revision": logging.get("/here/R1-D1").select_one("#revision")["value"]}
    logging.post("/here/R1-D1/status", sent | {"status": "circulated"}, to="/here/R1-D1")

    page = logging.post("/here/R1-D1/status", sent | {"status": "published"})

    assert "Someone else" in page.select_one(".error-summary").text


def test_a_list_shows_what_its_reader_may_read_in_one_statement(db, open_db, make, meeting):
    item = make.consensus_item(meeting=meeting, disclosure=Disclosure.SECRETARIAT)
    hidden = make.document(meeting=meeting, disclosure=Disclosure.SECRETARIAT)
    make.document_file(document=hidden)
    open_one = make.document(meeting=meeting, about=item)
    for content in (b"One", b"Two"):
        make.document_file(document=open_one, content=content, name=f"{content.decode()}.txt")
    db.commit()
    reader = open_db(Viewer(participant_of=frozenset({meeting.dialogue_id})))
    with statements() as sent:
        lines = documents_of(reader, meeting)

    # What it is on is not theirs to know.
    assert [(line.ref, line.about, line.file.name) for line in lines] == [
        (open_one.ref, None, "Two.txt")
    ]
    assert len([one for one in sent if "SELECT" in one]) == 1
    assert [line.about for line in documents_of(db, meeting)] == [None, item.ref]
    assert [line.ref for line in documents_of(db, item)] == [open_one.ref]


@on_sqlite
def test_a_reader_sees_the_papers_and_changes_none(make, meeting, browser, reader):
    make.membership(user=reader, dialogue=meeting.dialogue, role=Role.READER)
    make.document_file(document=make.document(meeting=meeting))
    browser.as_(reader)

    page = browser.get("/here/R1-D1")

    assert page.select_one(".ladder [aria-current=step]")
    assert not page.select(".ladder button")
    browser.post("/here/R1-D1/status", {"status": "published"}, status=403)
    browser.get("/here/R1-D1/files/new", status=403)
    browser.get("/here/documents/new?about=R1", status=403)
