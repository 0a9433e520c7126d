"""A paper on its way out: read with its reader's eyes, and handed out as a file."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response
from sqlalchemy.orm import Session

from app.forms import Form
from app.reading import Viewer
from app.reports.files import content_type
from app.rules import Refused
from app.web import database

Composed = TypeVar("Composed")


def read_by(eyes: Viewer, form: Form, compose: Callable[[Session], Composed]) -> Composed | None:
    """What is composed in a session of the reader's own; None: the form says why not."""
    with Session(database.engine, info={"viewer": eyes}) as reader_db:
        try:
            return compose(reader_db)
        except Refused as refusal:
            form.show(refusal)
            return None


def paper_sent(body: bytes, stem: str, format_: str) -> Response:
    return file_sent(body, f"{stem}.{format_}", content_type(format_))


def file_sent(body: bytes, name: str, type_: str) -> Response:
    response = Response(body, content_type=type_)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
