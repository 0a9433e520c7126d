"""The words in a kept file, to be searched and never shown: for names above all.

They are read within limits of time and size, by readers that follow no reference out of the file.
Paragraphs, cells and lines stand on lines of their own, the runs of one paragraph together.
"""

import logging
import zipfile
from io import BytesIO
from time import monotonic
from typing import Any
from xml.parsers import expat

from pypdf import PdfReader

from app.records.file_types import DOCX, ODS, ODT, PDF, PPTX, XLSX, text_in

MOST_CHARACTERS = 2_000_000
MOST_SECONDS = 5.0
LARGEST_PART = 64 * 1024 * 1024
CHUNK = 64 * 1024

# The parts of a zip that hold words for readers, by how their names begin.
OFFICE_DOCUMENT = ("content.xml", "styles.xml", "meta.xml")
PARTS = {
    DOCX.media_type: (
        "word/document",
        "word/header",
        "word/footer",
        "word/footnotes",
        "word/endnotes",
        "word/comments",
        "docProps/",
    ),
    XLSX.media_type: (
        "xl/sharedStrings",
        "xl/worksheets/sheet",
        "xl/comments",
        "xl/threadedComments/",
        "xl/persons/",
        "docProps/",
    ),
    PPTX.media_type: ("ppt/slides/slide", "ppt/notesSlides/notes", "ppt/comment", "docProps/"),
    ODT.media_type: OFFICE_DOCUMENT,
    ODS.media_type: OFFICE_DOCUMENT,
}
# Parts in which each element holds words; in the others these do.
ALL_WORDS = ("docProps/", *OFFICE_DOCUMENT)
HOLD_WORDS = {"t", "delText", "v", "text"}
END_A_LINE = {"p", "h", "si", "c", "tr", "table-cell", "comment", "text"}
BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "s": " ", "line-break": "\n"}
# Who commented on it, or changed it, stands in attributes.
NAMES = {"author", "displayName"}

# What it makes do with in a damaged file is nobody's to act on.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


class Unread(Exception):
    """The file says more than is read, takes longer to say it, or is not what it should be."""


class Said:
    """What has been read so far, within the limits."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.left = MOST_CHARACTERS
        self.until = monotonic() + MOST_SECONDS

    def add(self, words: str) -> None:
        self.words.append(words)
        self.left -= len(words)
        self.go_on()

    def go_on(self) -> None:
        if self.left < 0 or monotonic() > self.until:
            raise Unread


def text_of(media_type: str, content: bytes) -> str | None:
    """The words in it; None where they cannot all be read, as in a picture or a scan.

    Never raises: the bytes of a damaged file are no news.
    """
    said = Said()
    try:
        if media_type in PARTS:
            _read_parts(media_type, content, said)
        elif media_type == PDF.media_type:
            _read_pages(content, said)
        elif (text := text_in(content)) is not None:
            said.add(text)
    except Exception:  # (the libraries raise whatever they stumble over)
        return None
    words = "".join(said.words)
    return words if words.strip() else None


def _read_pages(content: bytes, said: Said) -> None:
    def look(*_step: Any) -> None:
        said.go_on()

    for page in PdfReader(BytesIO(content)).pages:
        said.add(page.extract_text(visitor_operand_before=look) + "\n")


def _read_parts(media_type: str, content: bytes, said: Said) -> None:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.startswith(PARTS[media_type]) and name.endswith(".xml"):
                part = Part(said, all_words=name.startswith(ALL_WORDS))
                with archive.open(name) as stream:
                    part.read(stream)


class Part:
    """One part of an office document, read as it comes: none is held as a tree."""

    def __init__(self, said: Said, *, all_words: bool) -> None:
        self.said, self.all_words = said, all_words
        self.inside: list[str] = []
        self.cell = ""
        self.names: set[str] = set()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words

    def read(self, stream: Any) -> None:
        size = 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > LARGEST_PART:
                raise Unread
            self.parser.Parse(chunk)
            self.said.go_on()
        self.parser.Parse(b"", True)
        self.said.add("".join(f"\n{name}" for name in sorted(self.names)) + "\n")

    def _refuse(self, *_declared: Any) -> None:
        # Office documents declare none; a declaration can make a little text a lot.
        raise Unread

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        name = element.rpartition(":")[2]
        self.inside.append(name)
        if name == "c":
            self.cell = attributes.get("t", "")
        elif name in BLANKS:
            self.said.add(BLANKS[name])
        self.names |= {
            value for key, value in attributes.items() if key.rpartition(":")[2] in NAMES
        }

    def _end(self, element: str) -> None:
        name = self.inside.pop()
        if name in END_A_LINE or (self.all_words and name not in ("span", "a", "s")):
            self.said.add("\n")

    def _words(self, words: str) -> None:
        name = self.inside[-1] if self.inside else ""
        # The number of a shared text stands for it in its cell.
        if self.all_words or (name in HOLD_WORDS and not (name == "v" and self.cell == "s")):
            self.said.add(words)
