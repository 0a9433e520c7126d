"""What the tests of reports share: composing, writing, and reading every byte of a file."""

import zlib
from datetime import date
from io import BytesIO
from re import DOTALL, finditer
from zipfile import ZipFile

from flask import Flask
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.reports.files import FORMATS, written
from app.reports.queries import audience_viewer, compose
from app.reports.report import Report

TODAY = date(2026, 1, 15)


def composed(
    db: Session,
    open_db,
    dialogue: Dialogue,
    *,
    as_of: str = "2026",
    audience: Disclosure = Disclosure.PARTICIPANTS,
    locale: str = "en",
    today: date = TODAY,
) -> Report:
    db.commit()
    return compose(
        open_db(audience_viewer(dialogue.id, audience)),
        dialogue.slug,
        as_of=PartialDate(as_of),
        audience=audience,
        locale=locale,
        today=today,
    )


def files(app: Flask, report: Report) -> dict[str, bytes]:
    """The report in every format there is."""
    with app.app_context():
        return {format_: written(report, format_) for format_ in FORMATS}


def every_byte(format_: str, body: bytes) -> bytes:
    """The file with whatever is packed in it unpacked."""
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as archive:
            return b"\n".join(name.encode() + archive.read(name) for name in archive.namelist())
    if format_ == "pdf":
        streams = finditer(rb"stream\r?\n(.*?)\r?\nendstream", body, DOTALL)
        return body + b"\n".join(_inflated(found[1]) for found in streams)
    return body


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream
