"""Writing a paper, such as an interim report, as a file: the formats there are."""

from importlib import import_module
from typing import cast

from app.reports.layout import laid_out
from app.reports.paper import Paper
from app.reports.report import Report

# By the name that the address and the console use: the writer, and the type of what it writes.
FORMATS = {
    "docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "md": ("markdown", "text/markdown; charset=utf-8"),
    "html": ("html", "text/html; charset=utf-8"),
    "pdf": ("pdf", "application/pdf"),
}


def written(report: Report, format_: str) -> bytes:
    """Raises Refused where the installation cannot write the format."""
    return paper_written(laid_out(report), format_)


def paper_written(paper: Paper, format_: str) -> bytes:
    """Raises Refused where the installation cannot write the format."""
    # A writer's libraries are loaded when a file is asked for: start-up stays fast.
    writer = import_module(f"app.reports.{FORMATS[format_][0]}")
    return cast(bytes, writer.write(paper))


def content_type(format_: str) -> str:
    return FORMATS[format_][1]
