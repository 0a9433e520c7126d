"""Which kind a file is; an office document, by what is in its zip, told without unpacking it."""

import re
import zipfile
import zlib
from io import BytesIO

from app.records.file_types import (
    ARCHIVE,
    DAMAGED,
    DOCX,
    ODS,
    ODT,
    OF_TWO_KINDS,
    PPTX,
    PROGRAM,
    XLSX,
    ZIP,
    FileType,
    kind_of_text,
    picture_or_pdf,
    refuse_size,
    refuse_two_kinds,
)
from app.rules import Refused, _

MOST_PARTS = 5_000
# Unpacked, by what the parts declare; a document of words packs about ten to one.
MOST_UNPACKED = 250 * 1024 * 1024
MOST_TIMES = 200
SMALL_UNPACKED = 10 * 1024 * 1024
LARGEST_LIST = 1024 * 1024

CONTENTS = "[Content_Types].xml"
MAIN = re.compile(
    rb"application/vnd\.openxmlformats-officedocument\."
    rb"(wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation)\.main\+xml"
)
BY_MAIN = {
    b"wordprocessingml.document": DOCX,
    b"spreadsheetml.sheet": XLSX,
    b"presentationml.presentation": PPTX,
}
BY_MIMETYPE = {kind.media_type.encode(): kind for kind in (ODT, ODS)}
MACROS = re.compile(
    r"(?:^|/)vbaproject\.bin$|^xl/macrosheets/|(?:^|/)activex/|^(?:basic|scripts)/", re.IGNORECASE
)
PROGRAMS = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|class|lnk|sh|py)$",
    re.IGNORECASE,
)

WITH_MACROS = _("This file holds macros. Save it without them, as DOCX, XLSX, PPTX, ODT or ODS.")
WITH_PASSWORD = _("This file is protected by a password. Save it without one.")
UNPACKS_TO_TOO_MUCH = _("This file unpacks to far more than a document holds.")


def kind_of_file(content: bytes, name: str) -> FileType:
    """What the bytes are; the name decides only between texts. Raises Refused, in words."""
    refuse_size(len(content))
    if content.startswith(ZIP):
        refuse_two_kinds(content)
        return kind_of_zip(content)
    return picture_or_pdf(content) or kind_of_text(content, name)


def kind_of_zip(content: bytes) -> FileType:
    """Which office document it is. Raises Refused for any other zip, and for what hides in one."""
    if content[-22:-18] != b"PK\x05\x06":
        raise Refused(DAMAGED, field="file")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_parts(archive.infolist(), len(content))
            return _kind(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError, EOFError):
        raise Refused(DAMAGED, field="file") from None


def _refuse_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = [part.filename.replace("\\", "/") for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > MOST_PARTS
        or unpacked > MOST_UNPACKED
        or unpacked > max(SMALL_UNPACKED, MOST_TIMES * size)
        # The same bytes unpacked more than once.
        or sum(part.compress_size for part in parts) > size
    ):
        raise Refused(UNPACKS_TO_TOO_MUCH, field="file")
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused(WITH_PASSWORD, field="file")
    if any(MACROS.search(name) for name in names):
        raise Refused(WITH_MACROS, field="file")
    if any(PROGRAMS.search(name) for name in names):
        raise Refused(PROGRAM, field="file")
    # One reader of zips would take the first of a name, another the last; or begin elsewhere.
    if len(set(names)) < len(names) or min((p.header_offset for p in parts), default=0) > 0:
        raise Refused(OF_TWO_KINDS, field="file")


def _kind(archive: zipfile.ZipFile) -> FileType:
    names = set(archive.namelist())
    found: set[FileType] = set()
    if CONTENTS in names:
        listed = _read(archive, CONTENTS)
        if b"macroenabled" in listed.lower():
            raise Refused(WITH_MACROS, field="file")
        found |= {BY_MAIN[main] for main in MAIN.findall(listed)}
    if "mimetype" in names and (kind := BY_MIMETYPE.get(_read(archive, "mimetype").strip())):
        found.add(kind)
        listed = _read(archive, "META-INF/manifest.xml")
        if b"encryption-data" in listed:
            raise Refused(WITH_PASSWORD, field="file")
    if len(found) > 1:
        raise Refused(OF_TWO_KINDS, field="file")
    if not found:
        raise Refused(ARCHIVE, field="file")
    return found.pop()


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """A list of what is in the zip, as far as one that is meant would reach."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(LARGEST_LIST)
