"""Taking down what the sides expect of talks, and what became of it.

Confirmed minutes of the talks are in nobody's way here: an expectation is not part of them but the
account of the secretariat that holds it, and is compared when they are long confirmed. The fault
of a topic is part of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.handovers.expectations import Cell, Sheet
from app.handovers.models import Expectation, Outcome
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.rounds import commands as rounds
from app.rounds.minutes import refuse_to_come
from app.rounds.models import AgendaTopic, TopicFault
from app.rounds.queries import HELD
from app.rules import Refused, _


@dataclass(frozen=True)
class Expected:
    """What a side expects, in its words; empty: not recorded. `happened`: as of when."""

    text: LocalizedText
    happened: PartialDate | None = None


@dataclass(frozen=True)
class Compared:
    """What became of an expectation; `outcome` None: not compared."""

    outcome: Outcome | None
    note: LocalizedText = EMPTY


def take_down_expectations(
    db: Session,
    *,
    actor: User,
    sheet: Sheet,
    cells: Mapping[Cell, Expected],
    happened: PartialDate | None = None,
) -> None:
    """Make the sheet say this; `happened` is the date of new cells without one of their own.

    A cell that is emptied is no longer on record. Raises Refused for a date later than the talks,
    and where words would change that were compared with the talks already.
    """
    rows = sheet.rows()
    for cell, expected in cells.items():
        row = rows.get(cell)
        if row is None and expected.text:
            given = Expected(expected.text, expected.happened or happened)
            _refuse_date(sheet, cell, given.happened, own=expected.happened is not None)
            _take_down(db, actor, sheet, cell, given)
        elif row is None and expected.happened is not None:
            raise Refused(_("Say what is expected."), field=f"expected-{cell.name}")
        elif row is not None:
            _correct(db, actor, sheet, row, expected)


def _take_down(db: Session, actor: User, sheet: Sheet, cell: Cell, expected: Expected) -> None:
    row = Expectation(
        record_id=sheet.about.id,
        side_id=cell.side_id,
        held_by_id=sheet.held_by.id,
        dimension=cell.dimension,
        expected=expected.text,
        happened=expected.happened,
    )
    db.add(row)
    _record(db, actor, "expectation.taken-down", row)


def _correct(db: Session, actor: User, sheet: Sheet, row: Expectation, given: Expected) -> None:
    if (row.expected, row.happened) == (given.text, given.happened):
        return
    cell = Cell(row.side_id, row.dimension)
    if row.outcome is not None and row.expected != given.text:
        raise Refused(
            _("This was compared with the talks already: take the comparison back first."),
            field=f"expected-{cell.name}",
        )
    before = snapshot(row)
    if not given.text:
        db.delete(row)
        _record(db, actor, "expectation.withdrawn", row, before)
        return
    if row.happened != given.happened:
        _refuse_date(sheet, cell, given.happened, own=True)
    row.expected, row.happened = row.expected.revised(given.text), given.happened
    _record(db, actor, "expectation.edited", row, before)


def _refuse_date(sheet: Sheet, cell: Cell, happened: PartialDate | None, *, own: bool) -> None:
    field = f"happened-{cell.name}" if own else "happened"
    refuse_to_come(happened, field)
    meeting = sheet.meeting
    last = (meeting.ended or meeting.happened) if meeting else None
    if happened and last and last.certainly_before(happened):
        raise Refused(_("This day is later than the talks."), field=field)


def compare_expectations(
    db: Session, *, actor: User, sheet: Sheet, cells: Mapping[Cell, Compared]
) -> None:
    """Say what became of the expectations on the sheet; cells without one are passed by.

    Raises Refused for a note without an outcome and, before the talks were held, for any outcome
    but that it went off the agenda.
    """
    meeting = sheet.meeting
    is_over = meeting is None or meeting.status in HELD
    for cell, row in sheet.rows().items():
        given = cells.get(cell)
        if given is None or (row.outcome, row.outcome_note) == (given.outcome, given.note):
            continue
        if given.note and given.outcome is None:
            raise Refused(_("Say what became of it."), field=f"outcome-{cell.name}")
        if not is_over and given.outcome not in (None, Outcome.OFF_AGENDA):
            raise Refused(_("These talks have not been held yet."), field=f"outcome-{cell.name}")
        before = snapshot(row)
        row.outcome, row.outcome_note = given.outcome, row.outcome_note.revised(given.note)
        _record(db, actor, "expectation.compared", row, before)


def find_fault(db: Session, *, actor: User, topic: AgendaTopic, fault: TopicFault | None) -> None:
    """Say why talks on a topic went wrong: an edit of the topic, of which all else stays."""
    if topic.session is None:
        raise Refused(_("This topic stands in a session that you may not read."))
    rounds.edit_topic(db, actor=actor, **rounds.as_it_is(topic) | {"fault": fault})


def _record(
    db: Session, actor: User, done: str, row: Expectation, before: dict[str, object] | None = None
) -> None:
    """In the trail of the dialogue whose secretariat holds it: that of the talks reads none."""
    record(
        db,
        actor,
        done,
        row,
        before=before,
        dialogue_id=row.held_by_id,
        record_id=row.record_id,
    )
