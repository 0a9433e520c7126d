"""Files of every kind that is kept, as programs write them; and the tricks played with them."""

import json
import zipfile
import zlib
from io import BytesIO
from struct import pack

import docx
import openpyxl

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//\r\nEND:VCALENDAR\r\n"


def docx_file(*lines: str, author: str = "") -> bytes:
    document = docx.Document()
    for line in lines or ("A read-out.",):
        document.add_paragraph(line)
    document.core_properties.author = author
    return saved(document)


def xlsx_file(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or (("Name", "Side"), ("WEI Ming", "CN")):
        book.active.append(row)
    return saved(book)


def saved(document) -> bytes:
    document.save(kept := BytesIO())
    return kept.getvalue()


def zipped(parts: dict[str, bytes | str], *, comment: bytes = b"", packed: bool = True) -> bytes:
    with zipfile.ZipFile(kept := BytesIO(), "w", zipfile.ZIP_DEFLATED if packed else 0) as archive:
        archive.comment = comment
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, content, how)
    return kept.getvalue()


def rezipped(content: bytes, **more: bytes | str) -> bytes:
    """An office document with more parts in it, or others."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    return zipped(parts | more)


OFFICE = "application/vnd.openxmlformats-officedocument"


def pptx_file(said: str = "A slide") -> bytes:
    main = f"{OFFICE}.presentationml.presentation.main+xml"
    listed = f'<Types><Override PartName="/ppt/presentation.xml" ContentType="{main}"/></Types>'
    slide = f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>{said}</a:t></a:r></a:p></p:sld>'
    return zipped(
        {
            "[Content_Types].xml": listed,
            "ppt/presentation.xml": "<p:presentation xmlns:p='p'/>",
            "ppt/slides/slide1.xml": slide,
        }
    )


def odf_file(kind: str = "text", said: str = "A read-out", manifest: str = "") -> bytes:
    content = f'<o:c xmlns:o="o" xmlns:t="t"><t:p>{said}</t:p></o:c>'
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>",
        }
    )


def pdf_file(said: str = "A read-out", more: bytes = b"") -> bytes:
    """One page that says so, in letters of ASCII."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({said}) Tj ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F1 5 0 R>>>>",
    ]
    kept, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(kept))
        kept += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 7\n0000000000 65535 f \n" + table
    end = b"trailer<</Size 7/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (more, len(kept))
    return kept + head + end


def png_file() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"

KEPT: dict[str, tuple[bytes, str]] = {
    "paper.pdf": (pdf_file(), "application/pdf"),
    "paper.docx": (docx_file(), f"{OFFICE}.wordprocessingml.document"),
    "list.xlsx": (xlsx_file(), f"{OFFICE}.spreadsheetml.sheet"),
    "slides.pptx": (pptx_file(), f"{OFFICE}.presentationml.presentation"),
    "paper.odt": (odf_file(), "application/vnd.oasis.opendocument.text"),
    "list.ods": (odf_file("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    "notes.txt": ("– A topic\n议题".encode(), "text/plain"),
    "notes in gb18030.txt": ("会议纪要：第九轮对话".encode("gb18030"), "text/plain"),
    "notes with a mark.txt": (b"\xef\xbb\xbfA topic", "text/plain"),
    "list.csv": (b"name,side\r\nWEI Ming,CN\r\n", "text/csv"),
    "notes.md": (b"# Session 1\n- A topic\n", "text/markdown"),
    "map.png": (png_file(), "image/png"),
    "room.jpg": (JPEG, "image/jpeg"),
    "room.jpeg": (JPEG + b"what the camera adds", "image/jpeg"),
    "round.ics": (CALENDAR.encode(), "text/calendar"),
    "file.json": (json.dumps({"a": ["议"]}).encode(), "application/json"),
}
