"""The audit trail in words: what was done, and to which field."""

from typing import Any

from flask import Flask
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.audit.commands import THE_CONSOLE
from app.audit.models import AuditEntry
from app.history_words import ACTIONS, FIELDS, ROLE_AT_A_ROUND, STATUSES, TERMS
from app.labels import LANGUAGE_NAMES, label
from app.rounds.models import AttendanceRole

# The row's own number, and where it belongs, say nothing to whoever reads a history.
NOT_SHOWN = {"id", "kind", "dialogue_id", "in_dialogue_id", "recorded_at", "recorded_by"}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(action_words=action_words, changes=changes, actor=actor)


def action_words(action: str) -> str:
    """What an entry says was done."""
    subject, _dot, done = action.partition(".")
    if done == "imported":
        return gettext("Read from a dialogue file")
    return str(ACTIONS.get(action) or f"{subject} {done}".replace("-", " ").capitalize())


def actor(entry: AuditEntry) -> str:
    """Who did it; the console's name is a word of the house."""
    return gettext("the console") if entry.actor_name == THE_CONSOLE else entry.actor_name


def changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """What an entry changed: the field, what it said before and after; new rows without blanks."""
    before, after = entry.before or {}, entry.after or {}
    names = [name for name in {**before, **after} if name not in NOT_SHOWN]
    shown = [
        (_field(name), _said(entry, name, before.get(name)), _said(entry, name, after.get(name)))
        for name in names
    ]
    return [row for row in shown if row[1] != row[2]]


def _field(name: str) -> str:
    name = name.removesuffix("_id")
    return str(FIELDS.get(name) or name.replace("_", " "))


def _said(entry: AuditEntry, name: str, value: Any) -> str:
    terms = TERMS.get(name)
    if name == "role" and entry.subject == ROLE_AT_A_ROUND:
        terms = AttendanceRole
    if name == "status":
        terms = STATUSES.get(entry.subject)
    if terms is not None and value:
        return label(terms(value))
    return said(value)


PARTS_OF_A_TEXT = {
    "original": _("original"),
    "translations": _("translations"),
    "stale": _("stale"),
}


def _part(key: str) -> str:
    """A language, or what is kept beside the languages of a text."""
    return LANGUAGE_NAMES.get(key) or str(PARTS_OF_A_TEXT.get(key, key))


def said(value: Any) -> str:
    """A value of the audit trail as text."""
    match value:
        case None | "" | []:
            return ""
        case True:
            return gettext("Yes")
        case False:
            return gettext("No")
        case dict():
            parts = ((_part(key), part) for key, part in value.items() if part)
            return "; ".join(f"{key}: {said(part)}" for key, part in parts)
        case list():
            return ", ".join(said(part) for part in value)
        case _:
            return str(value)
