"""Hand-overs as they are exported."""

from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from app.dialogues.models import Dialogue
from app.handovers.found_views import FoundHandovers, FoundUnanswered
from app.handovers.lines import HandoverLine, Sent
from app.handovers.models import Handover
from app.handovers.naming_forms import cited_from, handover_name, party_name, sent_name
from app.handovers.queries import OneSided, Unanswered
from app.i18n import in_words, plain_text
from app.people.naming import audience_of
from app.records.models import Disclosure
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
from app.rounds.views import today
from app.web import viewer


def handovers_listing(pen: ListingPen, found: FoundHandovers) -> Listing:
    """Newest first, the undated last."""
    home = found.dialogue
    columns = [
        *_about(),
        Column(_("Acknowledged"), 14),
        Column(_("Reply due"), 14, below=True, named=True),
        Column(_("Replies"), 14, below=True, named=True),
        Column(_("Match"), 16),
        Column(_("In the government’s words"), 40, below=True, named=True),
    ]

    def cells(line: HandoverLine) -> tuple[Value, ...]:
        handover = line.handover
        return (
            *_about_cells(pen, line, home),
            _acknowledged(pen, line),
            _due(pen, line),
            own_cell(pen, *(one.ref for one in line.replies)),
            _match(pen, line),
            text_cell(pen, handover.quoted),
        )

    rows = [Row(cells(line)) for line in found.lines]
    view = View(
        title=_("Hand-overs"), name="handovers", dialogue=home, filter_words=found.filter_words
    )
    return _listed(pen, view, columns, rows, found.lines)


def unanswered_listing(pen: ListingPen, found: FoundUnanswered) -> Listing:
    """The longest without a reply first, the undated last."""
    columns = [
        *_about(),
        Column(_("Days without a reply"), 20),
        Column(_("Reply due"), 14, below=True, named=True),
        Column(_("Acknowledged"), 14, below=True, named=True),
    ]

    def cells(row: Unanswered) -> tuple[Value, ...]:
        return (
            *_about_cells(pen, row.line, found.dialogue),
            own_cell(pen, days_words(row)),
            _due(pen, row.line),
            _acknowledged(pen, row.line),
        )

    days = ngettext(
        "No reply on record in %(num)s day", "No reply on record in %(num)s days", found.days
    )
    view = View(
        title=_("Hand-overs without a reply"),
        name="handovers-unanswered",
        dialogue=found.dialogue,
        filter_words=[days],
    )
    rows = [Row(cells(row)) for row in found.rows]
    return _listed(pen, view, columns, rows, [row.line for row in found.rows])


def one_side_only_listing(pen: ListingPen, home: Dialogue, found: Sequence[OneSided]) -> Listing:
    """By the record that was handed over."""
    columns = [
        Column(_("Reference"), 12),
        Column(_("Version"), 12, below=True),
        Column(_("What"), 40),
        Column(_("Handed over to"), 30),
        Column(_("None on record to"), 20),
        Column(_("Another version of it"), 30, below=True, named=True),
        Column(_("Without a side named"), 20, below=True, named=True),
    ]

    view = View(
        title=_("Delivered to one side only"), name="handovers-one-side-only", dialogue=home
    )
    audience = audience_of(viewer(), home.id)
    level = narrowest_of(level for row in found for level in _levels_of(row))
    group = Group((), tuple(Row(_one_sided_cells(pen, home, row)) for row in found))
    return listed(pen, view, columns, [group], audience=audience, level=level, today=today())


def _one_sided_cells(pen: ListingPen, home: Dialogue, row: OneSided) -> tuple[Value, ...]:
    delivered = (
        _("%(side)s: %(handover)s", side=plain_text(side.name), handover=dated(one))
        for side, handovers in row.delivered.items()
        for one in handovers
    )
    instead = (
        _("%(side)s: %(version)s, %(handover)s", side=plain_text(side.name),
          version=sent_name(sent), handover=dated(one))
        for side, versions in row.instead.items()
        for sent, one in versions
    )  # fmt: skip
    return (
        own_cell(pen, cited_from(row.sent.record, home)),
        own_cell(pen, sent_name(row.sent)),
        text_cell(pen, row.sent.record.title),
        own_cell(pen, *delivered),
        own_cell(pen, *(plain_text(side.name) for side in row.missing)),
        own_cell(pen, *instead),
        own_cell(pen, *(dated(one) for one in row.unaddressed)),
    )


def _levels_of(row: OneSided) -> Iterable[Disclosure]:
    yield row.sent.record.disclosure
    for handovers in (*row.delivered.values(), row.unaddressed):
        yield from (one.disclosure for one in handovers)
    for versions in row.instead.values():
        yield from (one.disclosure for _sent, one in versions)


def dated(handover: Handover) -> str:
    """A hand-over with its day, as far as it is recorded."""
    day = in_words(handover.happened) or _("date not recorded")
    return _("%(ref)s, %(date)s", ref=handover.ref, date=day)


def days_words(row: Unanswered) -> str:
    """For how many days there has been no reply, as exactly as the date allows."""
    if row.least is None or row.most is None:
        return _("not known: date not recorded")
    if row.least == row.most:
        return ngettext("%(num)s day", "%(num)s days", row.most)
    return _("between %(least)d and %(most)d days", least=row.least, most=row.most)


def _about() -> list[Column]:
    return [
        Column(_("Reference"), 10),
        Column(_("Open to"), 14, below=True),
        Column(_("Date"), 14),
        Column(_("Hand-over"), 30),
        Column(_("Kind"), 16, below=True, named=True),
        Column(_("Direction"), 16, below=True, named=True),
        Column(_("From"), 20),
        Column(_("To"), 20, below=True, named=True),
        Column(_("What was handed over"), 36),
    ]


def _about_cells(pen: ListingPen, line: HandoverLine, home: Dialogue) -> tuple[Value, ...]:
    handover = line.handover
    return (
        own_cell(pen, cited_from(handover, home)),
        label_cell(pen, handover.disclosure),
        handover.happened or _not_recorded(pen),
        cell((pen.own(handover_name(handover)),)),
        label_cell(pen, handover.handover_kind),
        label_cell(pen, handover.direction),
        _party(pen, party_name(handover.from_side, handover.from_body)),
        _party(pen, party_name(handover.to_side, handover.to_body)),
        own_cell(pen, *(_thing(sent, home) for sent in line.sent)),
    )


def _thing(sent: Sent, home: Dialogue) -> str:
    ref = cited_from(sent.record, home)
    return _("%(ref)s, %(version)s", ref=ref, version=sent_name(sent))


def _party(pen: ListingPen, name: str) -> Value:
    return cell((pen.copied(name),)) if name else _not_recorded(pen)


def _not_recorded(pen: ListingPen) -> Value:
    return own_cell(pen, _("not recorded"))


def _acknowledged(pen: ListingPen, line: HandoverLine) -> Value:
    """When, or by what; that nothing is on record is said apart from what needs no such word."""
    if line.handover.acknowledged_on:
        return line.handover.acknowledged_on
    if line.is_unacknowledged:
        return own_cell(pen, _("no acknowledgement on record"))
    return own_cell(pen, _("by its reply") if line.is_to_government else _("–"))


def _match(pen: ListingPen, line: HandoverLine) -> Value:
    if line.handover.match:
        return label_cell(pen, line.handover.match)
    return own_cell(pen, _("No search on record") if line.is_to_government else _("–"))


def _due(pen: ListingPen, line: HandoverLine) -> Value:
    due = line.handover.reply_due
    if due is None:
        return None
    overdue = _("overdue") if line.is_overdue(today()) else ""
    return own_cell(pen, in_words(due), overdue)


def _listed(
    pen: ListingPen,
    view: View,
    columns: Sequence[Column],
    rows: Sequence[Row],
    lines: Sequence[HandoverLine],
) -> Listing:
    audience = audience_of(viewer(), view.dialogue.id)
    levels = (
        level
        for line in lines
        for level in (line.handover.disclosure, *(sent.record.disclosure for sent in line.sent))
    )
    return listed(
        pen,
        view,
        columns,
        [Group((), tuple(rows))],
        audience=audience,
        level=narrowest_of(levels),
        today=today(),
    )
