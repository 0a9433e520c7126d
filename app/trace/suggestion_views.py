"""What could be linked with a record, for the pages on which it is shown."""

from app.accounts.policy import Permission
from app.i18n import page_locale
from app.records.models import Record
from app.trace.steps import Direction
from app.trace.suggesting import MOST_SHOWN, Suggestion, suggestions_for
from app.web import db, may

FEW = 3


def link_suggestions(record: Record, direction: Direction | None = None) -> list[Suggestion]:
    """For whoever may make the link; nobody else is told. On a record's own page, only a few."""
    if not may(Permission.TRACE, record.dialogue):
        return []
    limit = MOST_SHOWN if direction else FEW
    return suggestions_for(db, record, locale=page_locale(), direction=direction, limit=limit)
