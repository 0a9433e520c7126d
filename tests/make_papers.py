"""Rows for tests that no dialogue's record holds by itself: files, drafts, calendars."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar

from app.calendar.models import CalendarFeed
from app.db import Base
from app.notes.models import NotesDraft
from app.records.models import DocumentFile

Row = TypeVar("Row", bound=Base)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Papers:
    """Mixed into `Make`, which makes the rows that these belong to."""

    _add: Any
    document: Any
    user: Any
    round: Any

    def document_file(self, **given: Any) -> DocumentFile:
        """By default a short plain text."""
        given["document"] = document = given.get("document") or self.document()
        content = given.setdefault("content", b"A paper.\n")
        known: Mapping[str, Any] = {
            "number": len(document.files) + 1,
            "name": "paper.txt",
            "media_type": "text/plain",
            "size": len(content),
            "digest": sha256(content).hexdigest(),
            "recorded_at": NOW,
            "recorded_by": "Somebody",
        }
        return self._add(DocumentFile, given, **known)

    def notes_draft(self, **given: Any) -> NotesDraft:
        """Of a round; `meeting=None` with a `dialogue`: of the round to come."""
        if "meeting" not in given:
            given["meeting"] = self.round()
        meeting = given["meeting"]
        given["dialogue"] = given.get("dialogue") or meeting.dialogue
        given["user"] = given.get("user") or self.user()
        return self._add(NotesDraft, given, notes="- A topic", saved_at=NOW)

    def calendar_feed(self, **given: Any) -> CalendarFeed:
        """`secret` is what its address holds."""
        given["user"] = given.get("user") or self.user()
        secret = given.pop("secret", "the secret of an address")
        digest = sha256(secret.encode()).hexdigest()
        return self._add(CalendarFeed, given, digest=digest, made_at=NOW)
