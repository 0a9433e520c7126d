"""What a file is, told from its bytes alone, and which kinds of file are kept.

An own table, not a library's: of the few kinds that are kept, a library would tell four by their
first bytes, and none says what matters here: what is in a zip, whether a file is two kinds at
once, and in which encoding a text is.
"""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath

from app.rules import Refused, _

LARGEST = 25 * 1024 * 1024
KEPT = "PDF, DOCX, XLSX, PPTX, ODT, ODS, TXT, CSV, MD, PNG, JPEG, ICS, JSON"


@dataclass(frozen=True)
class FileType:
    """A kind of file that is kept; `endings` of its name, the usual one first."""

    media_type: str
    endings: tuple[str, ...]


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = FileType("application/pdf", ("pdf",))
DOCX = FileType(f"{OFFICE}.wordprocessingml.document", ("docx",))
XLSX = FileType(f"{OFFICE}.spreadsheetml.sheet", ("xlsx",))
PPTX = FileType(f"{OFFICE}.presentationml.presentation", ("pptx",))
ODT = FileType("application/vnd.oasis.opendocument.text", ("odt",))
ODS = FileType("application/vnd.oasis.opendocument.spreadsheet", ("ods",))
TXT = FileType("text/plain", ("txt",))
CSV = FileType("text/csv", ("csv",))
MARKDOWN = FileType("text/markdown", ("md", "markdown"))
PNG = FileType("image/png", ("png",))
JPEG = FileType("image/jpeg", ("jpg", "jpeg"))
ICS = FileType("text/calendar", ("ics",))
JSON = FileType("application/json", ("json",))
ALL = (PDF, DOCX, XLSX, PPTX, ODT, ODS, TXT, CSV, MARKDOWN, PNG, JPEG, ICS, JSON)
BY_MEDIA_TYPE = {kind.media_type: kind for kind in ALL}

ZIP = b"PK\x03\x04"
PNG_BEGINS, PNG_ENDS = b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IEND\xaeB`\x82"
PDF_BEGINS = re.compile(rb"%PDF-[12]\.[0-9]")
# What a reader of PDFs or a shell would also take the file for, wherever that may begin.
ELSEWHERE_A_PDF = 1024

TOO_LARGE = _("A file may have at most %(count)d MB.")
PROGRAM = _("This is a program or a script, which is not kept.")
NOT_KEPT = _("This is none of the kinds that are kept: %(kept)s.")
OF_TWO_KINDS = _(
    "This file can be read as two kinds of file at once. Save it anew from its program."
)
ARCHIVE = _("This is an archive. Add the files in it one by one.")
DAMAGED = _("This file is damaged: its end is missing, or something stands after it.")
# What is no text, by how it begins.
BEGINNINGS = (
    ((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"), PROGRAM),
    (
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
        _(
            "This file is protected by a password, or of a kind from before 2007. "
            "Save it as DOCX, XLSX or PPTX without a password."
        ),
    ),
    ((b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b"), ARCHIVE),
)
# With what a browser would take a text for a page (the list of the WHATWG, and XML).
MARKUP = re.compile(
    r"\s*<(?:\?|!--|/?(?:!doctype|html|head|body|script|iframe|svg|math|xml|style|title|meta|link|"
    r"object|embed|form|h1|div|font|table|img|a|b|br|p)(?=[\s/>]|$))",
    re.IGNORECASE,
)
REFUSED_TEXTS = (
    (MARKUP, _("This is a web page, a drawing or other markup. Save it as PDF.")),
    (re.compile(r"#! ?/"), PROGRAM),
    (re.compile(r"\{\\rtf"), _("This is RTF, which can hold programs. Save it as DOCX or PDF.")),
)
# What no text holds: line breaks, tabs and the ends of pages and of old files aside.
NOT_TEXT = re.compile("[\0-\x08\x0b\x0e-\x19\x1b-\x1f\x7f\ufffe\uffff]")
ENCODINGS = ("utf-8-sig", "gb18030")


def text_in(content: bytes) -> str | None:
    """The bytes as text in UTF-8 or GB18030; None where they are none."""
    for encoding in ENCODINGS:
        try:
            found = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if NOT_TEXT.search(found) else found
    return None


def refuse_size(size: int) -> None:
    if size == 0:
        raise Refused(_("This file is empty."), field="file")
    if size > LARGEST:
        raise Refused(TOO_LARGE, field="file", count=LARGEST // 1024**2)


def picture_or_pdf(content: bytes) -> FileType | None:
    """What the first bytes say; None where they say none of these. Raises Refused."""
    if PDF_BEGINS.match(content):
        found, ends = PDF, content.rstrip(b"\0\t\n\x0c\r ").endswith(b"%%EOF")
    elif content.startswith(PNG_BEGINS):
        found, ends = PNG, content.endswith(PNG_ENDS)
    elif content.startswith(b"\xff\xd8\xff"):
        # Cameras add to the end; that nothing else begins there is asked below.
        found, ends = JPEG, b"\xff\xd9" in content
    else:
        return None
    if not ends:
        raise Refused(DAMAGED, field="file")
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refused(OF_TWO_KINDS, field="file")
    if found is not PDF:
        refuse_two_kinds(content)
    return found


def refuse_two_kinds(content: bytes) -> None:
    """For a kind that begins with something else: a PDF may begin further down."""
    if b"%PDF-" in content[:ELSEWHERE_A_PDF]:
        raise Refused(OF_TWO_KINDS, field="file")


def kind_of_text(content: bytes, name: str) -> FileType:
    """Which text it is; where the words cannot tell, its name may say so. Raises Refused."""
    text = text_in(content)
    if text is None:
        said = (words for begins, words in BEGINNINGS if content.startswith(begins))
        raise Refused(next(said, NOT_KEPT), field="file", kept=KEPT)
    refuse_two_kinds(content)
    for pattern, why in REFUSED_TEXTS:
        if pattern.match(text):
            raise Refused(why, field="file")
    words = text.strip()
    if words.startswith("BEGIN:VCALENDAR") and words.endswith("END:VCALENDAR"):
        return ICS
    ending = PurePath(name).suffix.removeprefix(".").lower()
    if ending in JSON.endings and words[:1] + words[-1:] in ("{}", "[]"):
        return JSON
    return next((kind for kind in (CSV, MARKDOWN) if ending in kind.endings), TXT)
