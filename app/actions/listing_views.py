"""The action register, as it is exported."""

from collections.abc import Iterator

from flask_babel import gettext as _

from app.actions.found_views import FoundActions
from app.actions.queries import ActionLine
from app.people.naming import audience_of
from app.records.models import Disclosure
from app.reports.follow_up import owners_of
from app.reports.listing import Column, Group, Listing, Row, Value
from app.reports.listing_forms import (
    ListingPen,
    View,
    label_cell,
    listed,
    narrowest_of,
    own_cell,
    text_cell,
)
from app.reports.paper import cell
from app.reports.report import short_name
from app.reports.words import owner_words
from app.rounds.views import today
from app.web import db, viewer


def actions_listing(pen: ListingPen, found: FoundActions) -> Listing:
    """By due date, those without one last."""
    owners = owners_of(db, found.dialogue, pen.locale)
    audience = audience_of(viewer(), found.dialogue.id)
    columns = [
        Column(_("Reference"), 12),
        Column(_("Action"), 44),
        Column(_("Open to"), 14, below=True, named=True),
        Column(_("Owner"), 30),
        Column(_("Due"), 16),
        Column(_("Overdue"), 10, below=True),
        Column(_("Status"), 14),
        Column(_("Waits for"), 16, below=True, named=True),
        Column(_("From round"), 12),
        Column(_("Carried over, in rounds"), 10, below=True, named=True),
        Column(_("Last update"), 12, below=True, named=True),
    ]

    def cells(line: ActionLine) -> tuple[Value, ...]:
        action, waits = line.action, line.waiting_for
        owed = (owner_words(pen, one) for one in owners.get(action.id, ()))
        return (
            cell((pen.copied(action.ref),)),
            text_cell(pen, action.title),
            label_cell(pen, action.disclosure),
            cell(pen.line(*owed, between="; ")),
            _due(pen, line),
            own_cell(pen, _("overdue")) if line.is_overdue else None,
            label_cell(pen, line.status),
            text_cell(pen, short_name(waits)) if waits else None,
            own_cell(pen, line.meeting_ref or ""),
            line.carried_over or None,
            own_cell(pen, line.last_update or ""),
        )

    moment = found.moment
    view = View(
        title=_("Action register"),
        name="actions",
        dialogue=found.dialogue,
        filter_words=found.filter_words,
        as_of=moment.words if moment.as_of else None,
        day=moment.as_of,
    )
    rows = tuple(Row(cells(line)) for line in found.lines)
    return listed(
        pen,
        view,
        columns,
        [Group((), rows)],
        audience=audience,
        level=narrowest_of(_levels(found, audience)),
        today=today(),
    )


def _levels(found: FoundActions, audience: Disclosure) -> Iterator[Disclosure]:
    """People who owe something are named to their reader alone."""
    for line in found.lines:
        yield line.action.disclosure
        if any(owner.person_id for owner in line.action.owners):
            yield audience


def _due(pen: ListingPen, line: ActionLine) -> Value:
    if line.action.due_round is not None:
        return own_cell(pen, _("before round %(number)d", number=line.action.due_round))
    return line.action.due or own_cell(pen, _("no due date"))
