"""Rows for tests of what passes between the tracks."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from app.consensus.models import Wording
from app.gaps.models import AcceptedGap, GapVisit
from app.handovers.models import (
    Dimension,
    Direction,
    Expectation,
    Handover,
    HandoverKind,
    HandoverPaper,
    HandoverWording,
)
from app.matters.models import Matter, MatterRecord, Stage
from app.records.models import Document, Record
from app.topics.models import Topic

WRITTEN: dict[str, Any] = {
    "recorded_at": datetime(2026, 1, 1, 12, tzinfo=UTC),
    "recorded_by": "Somebody",
}


class TracePart:
    """Mixed into `Make`, which makes the rows that these belong to."""

    db: Any
    _add: Any
    _at_meeting: Any
    dialogue: Any
    round: Any
    user: Any

    def handover(
        self,
        *,
        wordings: Iterable[Wording] = (),
        papers: Iterable[Document] = (),
        **given: Any,
    ) -> Handover:
        """By default a transmittal to a government, of no round."""
        given = {"meeting": None} | given
        known = {"handover_kind": HandoverKind.TRANSMITTAL, "direction": Direction.TO_GOVERNMENT}
        made = self._add(Handover, given, **known, **self._at_meeting("H", given))
        for wording in wordings:
            self._add(HandoverWording, {}, handover=made, wording=wording)
        for paper in papers:
            number = len(paper.files) or None
            self._add(HandoverPaper, {}, handover=made, document=paper, version=number)
        return made

    def expectation(self, **given: Any) -> Expectation:
        """By default of a round as a whole, held by the dialogue that the round belongs to."""
        record = given["record"] = given.get("record") or self.round()
        given["held_by_id"] = given.pop("held_by", record.dialogue).id
        known = {"dimension": Dimension.RISKS, "expected": "A first exchange."}
        return self._add(Expectation, given, side=record.dialogue.sides[0], **known)

    def matter(
        self, *, records: Iterable[Record] = (), topics: Iterable[Topic] = (), **given: Any
    ) -> Matter:
        given = {"meeting": None} | given
        matter = self._add(Matter, given, **self._at_meeting("M", given))
        matter.topics = list(topics)
        for record in records:
            self.matter_record(matter=matter, record=record)
        self.db.flush()
        return matter

    def matter_record(self, **given: Any) -> MatterRecord:
        given["matter"] = given.get("matter") or self.matter()
        given["record"] = given.get("record") or self.round(dialogue=given["matter"].dialogue)
        return self._add(MatterRecord, given)

    def accepted_gap(self, **given: Any) -> AcceptedGap:
        given["dialogue_id"] = (given.pop("dialogue", None) or self.dialogue()).id
        known = {"key": "not-confirmed:R1", "because": "It is of no consequence."}
        return self._add(AcceptedGap, given, **known, **WRITTEN)

    def gap_visit(self, **given: Any) -> GapVisit:
        given["dialogue_id"] = (given.pop("dialogue", None) or self.dialogue()).id
        given["user_id"] = (given.pop("user", None) or self.user()).id
        return self._add(GapVisit, given, seen_at=WRITTEN["recorded_at"])


STAGES = list(Stage)
