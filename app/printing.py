"""How records are named and their texts marked on pages."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask, g
from flask_babel import gettext

from app.actions.models import ActionOwner
from app.consensus.brackets import Malformed, marked, read_brackets, unescaped
from app.i18n import page_locale, plain_text
from app.labels import label
from app.partial_date import printed_date
from app.people.models import Naming, Person
from app.people.naming import audience_of, person_name
from app.records.models import Disclosure, Record
from app.rounds.models import Round, RoundStatus
from app.rounds.naming import may_be_named_at_all, narrowest
from app.web import db, viewer


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        brackets=brackets,
        marked=marked,
        named=named,
        owner_name=owner_name,
        round_name=round_name,
        unescaped=unescaped,
    )
    app.context_processor(lambda: {"is_closed": is_closed})


def is_closed(record: Record) -> bool:
    """Whether the minutes that hold the record are confirmed, as far as its reader may know."""
    meeting = record.meeting
    return isinstance(meeting, Round) and meeting.status is RoundStatus.CONFIRMED


def brackets(text: str) -> Iterator[tuple[str, str]]:
    """The text in pairs: what is agreed, and the bracket that follows it (empty at the end).

    Signs that are taken literally come without their backslash; a text in which brackets do not
    fit together comes as it stands.
    """
    try:
        found = [one for one in read_brackets(text) if one.depth == 1]
    except Malformed:
        found = []
    place = 0
    for one in found:
        yield unescaped(text[place : one.start]), unescaped(text[one.start : one.end])
        place = one.end
    yield unescaped(text[place:]), ""


def round_name(meeting: Any) -> str:
    """What a meeting is called: by its number, else its title, else its kind and date."""
    title = plain_text(meeting.title)
    if meeting.number is not None:
        numbered = gettext("Round %(number)d", number=meeting.number)
        return f"{numbered}: {title}" if title else numbered
    if title:
        return title
    kind = label(meeting.round_kind) if hasattr(meeting, "round_kind") else meeting.ref
    happened = printed_date(meeting.happened, page_locale()) if meeting.happened else ""
    return ", ".join(part for part in (kind, happened) if part)


def owner_name(owner: ActionOwner) -> str:
    """The person who owes an action, where the viewer may be told; empty otherwise."""
    return named(owner.person, owner.action.dialogue_id)


def named(person: Person | None, dialogue_id: int) -> str:
    """A person's name where no one participation decides; empty where it may not be given."""
    if person is None:
        return ""
    audience = audience_of(viewer(), dialogue_id)
    if audience is not Disclosure.SECRETARIAT:
        levels = _levels(dialogue_id)
        if not may_be_named_at_all(person.id, levels, audience):
            return ""
    return person_name(person, page_locale())


def _levels(dialogue_id: int) -> Mapping[int, Naming]:
    """The narrowest naming level of everybody in a dialogue, looked up once a request."""
    known: dict[int, Mapping[int, Naming]] = g.setdefault("naming_levels", {})
    if dialogue_id not in known:
        known[dialogue_id] = narrowest(db, dialogue_id)
    return known[dialogue_id]
