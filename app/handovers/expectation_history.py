"""Who wrote down which expectation when, as the secretariat that holds it may read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.dialogues.models import Dialogue
from app.handovers.expectations import BySide, of_the_talks
from app.handovers.models import Dimension, Expectation, Outcome
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.models import Record

MOST = 200


@dataclass(frozen=True)
class State:
    """What an expectation said before or after an entry; all empty: there was none."""

    expected: LocalizedText = EMPTY
    happened: PartialDate | None = None
    outcome: Outcome | None = None
    outcome_note: LocalizedText = EMPTY


@dataclass(frozen=True)
class HistoryLine:
    """One entry of the trail, and to which cell it belongs, as far as that can be told."""

    entry: AuditEntry
    record_id: int
    side_id: int | None
    dimension: Dimension | None
    before: State
    after: State


def history_of_expectations(
    db: Session, meeting: Record, held_by: Dialogue, on_record: Mapping[int, BySide]
) -> list[HistoryLine]:
    """The last entries about expectations of these talks, newest first."""
    entries = db.scalars(
        sa.select(AuditEntry)
        .where(
            AuditEntry.subject == Expectation.__tablename__,
            AuditEntry.dialogue_id == held_by.id,
            AuditEntry.record_id.in_(of_the_talks(meeting)),
        )
        .order_by(AuditEntry.serial.desc())
        .limit(MOST)
    ).all()
    places = _places(entries) | dict(_standing(on_record))
    return [_line(entry, places) for entry in entries]


Place = tuple[int | None, Dimension | None]


def _standing(on_record: Mapping[int, BySide]) -> Iterator[tuple[int, Place]]:
    for by_side in on_record.values():
        for side_id, by_dimension in by_side.items():
            for dimension, line in by_dimension.items():
                yield line.id, (side_id, dimension)


def _places(entries: Sequence[AuditEntry]) -> dict[int, Place]:
    """Told by the entries in which a row stands whole: when it was made, or withdrawn."""
    found: dict[int, Place] = {}
    for entry in entries:
        whole = (entry.before or {}) | (entry.after or {})
        if "side_id" in whole:
            found[entry.subject_id] = (whole["side_id"], Dimension(whole["dimension"]))
    return found


def _line(entry: AuditEntry, places: Mapping[int, Place]) -> HistoryLine:
    side_id, dimension = places.get(entry.subject_id, (None, None))
    return HistoryLine(
        entry=entry,
        record_id=entry.record_id or 0,
        side_id=side_id,
        dimension=dimension,
        before=_state(entry.before or {}),
        after=_state(entry.after or {}),
    )


def _state(kept: Mapping[str, Any]) -> State:
    happened, outcome = kept.get("happened"), kept.get("outcome")
    return State(
        expected=LocalizedText.from_dict(kept.get("expected") or {}),
        happened=PartialDate(happened) if happened else None,
        outcome=Outcome(outcome) if outcome else None,
        outcome_note=LocalizedText.from_dict(kept.get("outcome_note") or {}),
    )
