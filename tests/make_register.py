"""Rows for tests that stand on a wording, and working groups."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from app.consensus.models import BracketNote, BracketReason, Rendering, Wording
from app.db import Base
from app.groups.models import WorkingGroup
from app.rounds.models import Round

Row = TypeVar("Row", bound=Base)
WRITTEN: dict[str, Any] = {
    "recorded_at": datetime(2026, 1, 1, 12, tzinfo=UTC),
    "recorded_by": "Somebody",
}


class Register:
    """Mixed into `Make`, which makes the rows that these belong to."""

    db: Any
    _add: Any
    _at_meeting: Any
    wording: Any

    def rendering(self, **given: Any) -> Rendering:
        """The next of a wording; by default in the wording's own words."""
        wording: Wording = given.pop("wording", None) or self.wording()
        known = {"item_id": wording.item_id, "number": len(wording.renderings) + 1}
        rendering = self._add(
            Rendering, given, wording_id=wording.id, text=wording.text, **known, **WRITTEN
        )
        self.db.expire(wording, ["renderings"])
        return rendering

    def bracket_note(self, **given: Any) -> BracketNote:
        """The next on one bracket of a wording, by default the first; `place` says which."""
        wording: Wording = given.pop("wording", None) or self.wording(text="[Words]")
        place = given.get("place", 1)
        number = 1 + sum(note.place == place for note in wording.bracket_notes)
        known = {"item_id": wording.item_id, "place": place, "number": number}
        note = self._add(
            BracketNote,
            given,
            wording_id=wording.id,
            reason=BracketReason.CONTENTIOUS,
            **known,
            **WRITTEN,
        )
        self.db.expire(wording, ["bracket_notes"])
        return note

    def working_group(self, *, meetings: Iterable[Round] = (), **given: Any) -> WorkingGroup:
        """Agreed at a round, by default, and without a meeting of its own."""
        group = self._add(WorkingGroup, given, **self._at_meeting("W", given))
        group.meetings = list(meetings)
        self.db.flush()
        return group
