"""The versions of a paper, kept once and for good; and the words found in them."""

from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from time import monotonic

import docx
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.records import file_text
from app.records.file_commands import add_file
from app.records.file_text import text_of
from app.records.models import Document, DocumentFile
from app.rules import Refused
from tests.audit.racing import at_once, until_it_holds, writing
from tests.records import papers
from tests.records.papers import docx_file, odf_file, pdf_file, pptx_file, rezipped, xlsx_file

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DOCX, XLSX = (papers.KEPT[name][1] for name in ("paper.docx", "list.xlsx"))


@pytest.fixture
def paper(make):
    return make.document()


@pytest.fixture
def added(db, paper, secretary):
    return partial(add_file, db, actor=secretary, document=paper)


def test_each_file_is_the_next_version(db, paper, added):
    added(name="notes.txt", content=b"One")
    content = docx_file("Two")

    file = added(name="C:\\papers\\Notes.doc", content=content)
    db.commit()
    db.expire_all()

    assert [version.number for version in paper.files] == [1, 2]
    assert (file.name, file.media_type, file.size) == ("Notes.docx", DOCX, len(content))
    assert (file.digest, file.content) == (sha256(content).hexdigest(), content)
    assert file.recorded_by == "Sec Retary"
    assert datetime.now(UTC) - file.recorded_at < timedelta(minutes=1)


@on_sqlite
def test_the_same_bytes_are_kept_once_for_a_paper(db, make, paper, added, secretary):
    for content in (b"One", b"Two"):
        added(name="a.txt", content=content)

    with pytest.raises(Refused, match="version 1") as refusal:
        added(name="b.txt", content=b"One")

    assert refusal.value.field == "file"
    other = make.document()
    assert add_file(db, actor=secretary, document=other, name="a.txt", content=b"One").number == 1


def test_the_trail_holds_the_digest_and_not_the_bytes(db, paper, added):
    file = added(name="notes.txt", content=b"Something that nobody else may read")

    entry = db.scalars(sa.select(AuditEntry)).one()

    assert (entry.action, entry.record_id) == ("document.file-added", paper.id)
    assert entry.dialogue_id == paper.dialogue_id
    known = {"name": "notes.txt", "size": 35, "digest": file.digest, "number": 1}
    assert known.items() <= entry.after.items()
    assert "Something" not in str(entry.after)
    assert file.content == b"Something that nobody else may read"


@on_sqlite
def test_a_version_is_written_once(db, added):
    file = added(name="notes.txt", content=b"One")
    file.content = b"Two"

    with pytest.raises(AssertionError, match="written once"):
        db.flush()


@on_sqlite
def test_a_new_version_is_a_revision_of_the_paper(db, paper, added):
    before = paper.revision

    revisions = []
    for content in (b"One", b"Two"):
        added(name="a.txt", content=content)
        revisions.append(paper.revision - before)

    assert revisions == [0, 1]


@on_sqlite
def test_the_bytes_are_loaded_only_when_asked_for(db, paper, added):
    added(name="a.txt", content=b"One")
    db.commit()
    db.expire_all()

    [file] = paper.files

    assert "content" in sa.inspect(file).unloaded


def test_those_who_add_at_once_add_one_after_the_other(db, engine, make):
    paper_id, user_id = make.document().id, make.user().id
    db.commit()

    def add(content: bytes):
        with writing(engine) as mine:
            actor, document = mine.get_one(User, user_id), mine.get_one(Document, paper_id)
            try:
                add_file(mine, actor=actor, document=document, name="a.txt", content=content)
                mine.commit()
            except StaleDataError as met:
                # A request starts again after either.
                raise IntegrityError("", {}, met) from met

    at_once(*(partial(until_it_holds, partial(add, b"%d" % n)) for n in range(4)))

    numbers = db.scalars(sa.select(DocumentFile.number).order_by(DocumentFile.number)).all()
    assert numbers == [1, 2, 3, 4]


def everywhere() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("XIAO ")
    paragraph.add_run("Qian")
    document.sections[0].header.paragraphs[0].text = "In the header"
    document.sections[0].footer.paragraphs[0].text = "In the footer"
    document.add_table(1, 1).cell(0, 0).text = "In a cell"
    document.add_comment(paragraph.runs, text="In a comment", author="The commenter")
    document.core_properties.last_modified_by = "The last author"
    note = '<w:footnotes xmlns:w="w"><w:footnote><w:p><w:t>In a note</w:t></w:p></w:footnote>'
    return rezipped(papers.saved(document), **{"word/footnotes.xml": f"{note}</w:footnotes>"})


SAID = {
    "in many places": (everywhere, DOCX, ["XIAO Qian", "In the header", "In the footer",
        "In a cell", "In a comment", "The commenter", "The last author", "In a note"]),
    "in cells": (lambda: xlsx_file(("WEI Ming", 3.5), ("=1+1", "WEI Ming")), XLSX,
        ["WEI Ming", "3.5"]),
    "on a slide": (lambda: pptx_file("谭"), papers.KEPT["slides.pptx"][1], ["谭"]),
    "in another office": (
        lambda: odf_file(said="XIAO <t:span>Qian</t:span>"), papers.KEPT["paper.odt"][1],
        ["XIAO Qian"]),
    "in a pdf": (lambda: pdf_file("WEI Ming"), "application/pdf", ["WEI Ming"]),
    "in the characters of China": (lambda: "会议".encode("gb18030"), "text/plain", ["会议"]),
}  # fmt: skip


@pytest.mark.parametrize("where", SAID)
def test_what_a_file_says_is_found(where):
    made, media_type, words = SAID[where]

    said = text_of(media_type, made())

    assert [word for word in words if word not in said] == []
    assert "=1+1" not in said


@pytest.mark.parametrize("name", papers.KEPT)
def test_what_cannot_be_read_says_nothing(name):
    content, media_type = papers.KEPT[name]

    said = text_of(media_type, content)

    assert (said is None) == media_type.startswith("image/")
    if media_type.startswith("application/") and media_type != "application/json":
        assert text_of(media_type, content[: len(content) // 2]) is None


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
UNREADABLE = {
    "laughs": f'<!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]><w:t xmlns:w="w">&a8;</w:t>',
    "another file": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><t>&a;</t>',
    "no end": "<t>Hello",
    "too much": f"<d>{'<t>abcdefghij</t>' * 250_000}</d>",
}


@pytest.mark.parametrize("trick", UNREADABLE)
def test_a_trick_is_not_read(trick):
    began = monotonic()

    assert text_of(DOCX, papers.zipped({"word/document.xml": UNREADABLE[trick]})) is None
    assert monotonic() - began < 2 * file_text.MOST_SECONDS


def test_a_file_that_takes_too_long_is_not_read(monkeypatch):
    assert text_of("application/pdf", pdf_file("Hello"))
    monkeypatch.setattr(file_text, "MOST_SECONDS", -1.0)

    assert text_of("application/pdf", pdf_file("Hello")) is None
    assert text_of(DOCX, docx_file("Hello")) is None


def test_a_scan_says_nothing():
    assert text_of("application/pdf", pdf_file("")) is None


@settings(max_examples=150)
@given(st.sampled_from([pdf_file("Hello"), docx_file("Hello")]), st.data())
def test_reading_a_damaged_file_never_fails(content, data):
    place = data.draw(st.integers(0, len(content)))
    media_type = "application/pdf" if content.startswith(b"%PDF") else DOCX
    damaged = content[:place] + data.draw(st.binary(max_size=30)) + content[place + 3 :]

    assert text_of(media_type, damaged) is None or media_type
