"""Laying out the agenda of a round, with room for notes."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.reports.paper import Block, Cell, Table, Tone, cell
from app.reports.words import Pen
from app.rounds.page import SessionLine, TopicLine
from app.sheets.sheet import Sheet
from app.sheets.words_forms import facts, moderators, session_heading

# A line to write on; a format that closes up white space keeps this one.
TO_WRITE_ON = "\u00a0"
ROOM = 3


def agenda_blocks(pen: Pen, sheet: Sheet) -> Iterator[Block]:
    """Sessions in order with their topics. No time of day is on record, so none is printed."""
    yield facts(pen, sheet)
    if not sheet.sessions:
        yield pen.note(_("No session is on record."))
    for number, held in enumerate(sheet.sessions, start=1):
        yield session_heading(pen, number, held, 1)
        yield from moderators(pen, sheet, held)
        yield from _topics(pen, held)


def _topics(pen: Pen, held: SessionLine) -> Iterator[Block]:
    if not held.agenda:
        yield pen.note(_("No agenda topic is on record."))
        return
    name = _("Agenda of %(session)s", session=held.ref)
    head = pen.head(_("No."), _("Topic"), _("Format"), _("Notes"))
    rows = tuple(_row(pen, number, topic) for number, topic in enumerate(held.agenda.values(), 1))
    yield Table(name, head, rows, (1, 6, 3, 8))


def _row(pen: Pen, number: int, topic: TopicLine) -> tuple[Cell, ...]:
    codes = pen.own(", ".join(topic.topics), Tone.NOTE) if topic.topics else None
    return (
        cell((pen.own(str(number)),)),
        cell((pen.text(topic.title, Tone.STRONG),), pen.line(pen.copied(topic.ref), codes)),
        cell((pen.label(topic.format),)),
        cell(*((pen.own(TO_WRITE_ON),) for _line in range(ROOM))),
    )
