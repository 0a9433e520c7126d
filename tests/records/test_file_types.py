"""What a file is, and what is never kept, whatever it is called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.records.file_names import LONGEST, safe_name
from app.records.file_parts import kind_of_file
from app.records.file_types import ALL, DOCX, JPEG, LARGEST, PDF, TXT
from app.rules import Refused
from tests.records import papers
from tests.records.papers import docx_file, odf_file, pdf_file, png_file, rezipped, zipped


@pytest.mark.parametrize("name", papers.KEPT)
def test_what_is_kept_is_known_by_its_bytes(name):
    content, media_type = papers.KEPT[name]

    assert kind_of_file(content, name).media_type == media_type
    if not media_type.startswith(("text/", "application/json")):
        assert kind_of_file(content, "notes.txt").media_type == media_type


def test_every_kind_that_is_kept_has_been_tried():
    assert {kind.media_type for kind in ALL} == {
        media_type for _, media_type in papers.KEPT.values()
    }


def overlapping() -> bytes:
    """Two parts whose list says that both are the same large bytes."""
    content = bytearray(zipped({"a": b"x" * 400, "b": b"x" * 400}, packed=False))
    return bytes(content[: 30 + 1 + 400] + content[content.index(b"PK\x01\x02") :])


WORD = docx_file()
BOMB = zipped({"[Content_Types].xml": "", "word/document.xml": b"\0" * 30_000_000})
LOCKED = bytearray(WORD)
for sign in (b"PK\x03\x04", b"PK\x01\x02"):
    LOCKED[LOCKED.index(sign) + (6 if sign[2] == 3 else 8)] |= 1

REFUSED = {
    "nothing": (b"", "empty"),
    "too much": (b"a" * (LARGEST + 1), "25 MB"),
    "a program of Windows": (b"MZ\x90\0\x03\0\0", "program"),
    "a program of Linux": (b"\x7fELF\x02\x01\x01\0", "program"),
    "a script": (b"#!/bin/sh\nrm -r /\n", "program"),
    "a web page": (b"\n <!DOCTYPE html><p>Hello", "markup"),
    "a web page with a mark": (b"\xef\xbb\xbf<script>alert(1)</script>", "markup"),
    "a drawing": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "markup"),
    "xml": (b"<?xml version='1.0'?><a/>", "markup"),
    "rich text": (b"{\\rtf1\\ansi Hello}", "RTF"),
    "an old or locked document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "password"),
    "a program in a zip": (rezipped(WORD, **{"word/setup.exe": b"MZ"}), "program"),
    "an archive": (zipped({"a.txt": b"A"}), "archive"),
    "an empty archive": (b"PK\x05\x06" + b"\0" * 18, "archive"),
    "another archive": (b"Rar!\x1a\x07\x00\xff", "archive"),
    "bytes": (b"\x01\x02\x03\xff\xfe", "none of the kinds"),
    "half of a gb18030 character": ("会".encode("gb18030")[:1], "none of the kinds"),
    "macros": (rezipped(WORD, **{"word/vbaProject.bin": b""}), "macros"),
    "macros by its list": (
        zipped({"[Content_Types].xml": "application/vnd.ms-word.document.macroEnabled.main+xml"}),
        "macros",
    ),
    "macros of another office": (zipped({"mimetype": "x", "Basic/script-lc.xml": ""}), "macros"),
    "a password": (bytes(LOCKED), "password"),
    "a password of another office": (odf_file(manifest="<encryption-data/>"), "password"),
    "a bomb": (BOMB, "unpacks to"),
    "parts in one place": (overlapping(), "unpacks to"),
    "two main parts": (
        rezipped(WORD, **{"[Content_Types].xml": (
            f"{papers.OFFICE}.wordprocessingml.document.main+xml "
            f"{papers.OFFICE}.spreadsheetml.sheet.main+xml")}),
        "two kinds",
    ),
    "two offices": (
        rezipped(WORD, mimetype="application/vnd.oasis.opendocument.text"), "two kinds"),
    "a pdf further down": (b"%PDF-1.4\n".rjust(60, b"\n") + pdf_file(), "two kinds"),
    "a pdf of ASCII further down": (b"\n%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF", "two kinds"),
    "a pdf that is a zip": (pdf_file() + zipped({"a": b"%%EOF"}, comment=b"%%EOF"), "two kinds"),
    "a pdf with something after it": (pdf_file() + b"<script>", "damaged"),
    "half of a pdf": (pdf_file()[:300], "damaged"),
    "half of a picture": (png_file()[:-4], "damaged"),
    "a picture with something after it": (png_file() + b"MZ", "damaged"),
    "a picture that is a pdf": (papers.JPEG[:20] + pdf_file() + b"\xff\xd9", "two kinds"),
    "a picture that is a zip": (papers.JPEG + zipped({"a": b"A"}), "two kinds"),
    "a document that is a pdf": (zipped({"%PDF-1.4": b"", "b": b""}), "two kinds"),
    "half of a document": (WORD[:-30], "damaged"),
    "a document with something after it": (WORD + b"MZ", "damaged"),
    "a document with a comment": (zipped({"a": b"A"}, comment=b"MZ"), "damaged"),
    "a damaged list": (WORD[:-60].replace(b"PK\x01\x02", b"PK\x01\x09") + WORD[-60:], "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("name", ["paper.pdf", "paper.docx"])
def test_what_is_not_kept_is_refused_in_words(what, name):
    content, words = REFUSED[what]

    with pytest.raises(Refused, match=words) as refusal:
        kind_of_file(content, name)

    assert refusal.value.field == "file"


@settings(max_examples=300)
@given(
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", WORD]
    ),
    st.binary(max_size=200),
    st.text(max_size=20),
)
def test_any_bytes_are_of_a_kind_or_refused(begin, rest, name):
    try:
        kind = kind_of_file(begin + rest, name)
    except Refused:
        return
    assert kind in ALL


@settings(max_examples=100)
@given(st.integers(0, len(WORD) - 1), st.integers(0, 255))
def test_a_document_with_one_byte_changed_is_kept_or_refused(place, byte):
    content = bytearray(WORD)
    content[place] = byte
    try:
        kind = kind_of_file(bytes(content), "paper.docx")
    except Refused:
        return
    assert kind is DOCX


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Read-out.pdf", PDF, "Read-out.pdf"),
        ("第九轮 会议纪要.docx", DOCX, "第九轮 会议纪要.docx"),
        ("photo.JPEG", JPEG, "photo.JPEG"),
        ("C:\\Users\\Ada\\paper.docx", DOCX, "paper.docx"),
        ("../../etc/passwd", TXT, "passwd.txt"),
        ("paper.doc", DOCX, "paper.docx"),
        ("paper.pdf.exe", PDF, "paper.pdf"),
        ("paper\u202efdp.exe", PDF, "paperfdp.pdf"),
        ("a\r\nb\tc\0.pdf", PDF, "abc.pdf"),
        ("a\u2028b\u200bc.pdf", PDF, "abc.pdf"),
        ('<a href="x">?.txt', TXT, "-a href=-x---.txt"),
        ("v1.2", TXT, "v1.2.txt"),
        (".pdf", PDF, "document.pdf"),
        ("...", PDF, "document.pdf"),
        ("", PDF, "document.pdf"),
        ("con.txt", TXT, "_con.txt"),
        ("  a   b .pdf ", PDF, "a b.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 146 + ".pdf"),
    ],
)
def test_a_name_means_the_same_everywhere(name, kind, safe):
    assert safe_name(name, kind) == safe


@settings(max_examples=300)
@given(st.text(max_size=300), st.sampled_from(ALL))
def test_any_name_becomes_a_safe_one(name, kind):
    safe = safe_name(name, kind)

    assert 0 < len(safe) <= LONGEST
    assert safe.isprintable()
    assert not set(safe) & set('/\\:*?"<>|')
    assert safe.rpartition(".")[2].lower() in kind.endings
    assert safe_name(safe, kind) == safe
