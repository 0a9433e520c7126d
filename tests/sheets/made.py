"""What the tests of sheets share: asking for a file, and reading it as its readers would."""

from io import BytesIO

from bs4 import BeautifulSoup
from docx import Document
from pypdf import PdfReader

from app.sheets.sheet import FORMATS, SheetKind
from tests.reports.made import every_byte

FILES = [(kind, format_) for kind in SheetKind for format_ in FORMATS[kind]]


def asked(browser, sheet: str, format_: str = "md", of: str = "/here/R1", **choice: str):
    """The answer to who asks for a sheet as a file."""
    browser.db.commit()
    known = {"language": "en"} | choice
    return browser.client.get(f"{of}/sheets/{sheet}/{format_}", query_string=known)


def text(format_: str, body: bytes) -> str:
    """All words of a file, those of its properties too."""
    match format_:
        case "docx":
            return _docx(body)
        case "pdf":
            reader = PdfReader(BytesIO(body))
            pages = (page.extract_text() for page in reader.pages)
            return "\n".join((*pages, str(reader.metadata), str(reader.xmp_metadata)))
        case "html":
            return BeautifulSoup(body, "html.parser").get_text(" ")
        case _:
            return body.decode()


def _docx(body: bytes) -> str:
    document = Document(BytesIO(body))
    section, of = document.sections[0], document.core_properties
    parts = [*document.paragraphs, *section.header.paragraphs, *section.footer.paragraphs]
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    known = (of.title, of.subject, of.author, of.comments, of.keywords, of.last_modified_by)
    return "\n".join((*(part.text for part in parts), *cells, *map(str, known)))


def everything(format_: str, answer) -> str:
    """The words, the bytes, and the headers, in which the file's name stands."""
    body = every_byte(format_, answer.data).decode(errors="replace")
    return "\n".join((text(format_, answer.data), body, str(answer.headers)))
