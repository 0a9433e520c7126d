"""The register, the decision matrix and the open brackets, as they are exported."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.consensus.moment_views import Moment
from app.consensus.standing import Standing
from app.dialogues.models import Dialogue
from app.labels import label
from app.partial_date import printed_date
from app.people.naming import audience_of
from app.printing import round_name
from app.records.models import Disclosure
from app.register.around import REACHED, Onward
from app.register.cells_forms import (
    WordsColumns,
    item_cells,
    item_columns,
    points_cell,
    points_column,
    side_names,
    stance_of,
    standing_cell,
)
from app.register.cited import Cited, levels_of
from app.register.decision_views import FoundMatrix
from app.register.found_views import Found
from app.register.found_views import Row as RegisterRow
from app.register.heirs import Heir
from app.register.matrix import DecisionRow
from app.register.topic_rows import TopicRows
from app.reports.listing import Column, Group, Listing, Row, Value
from app.reports.listing_forms import ListingPen, View, listed, narrowest_of, own_cell
from app.reports.paper import Cell, Line, cell
from app.rounds.views import today
from app.topics.models import Topic
from app.trace.models import LinkStatus
from app.web import db, viewer


def view_of(
    title: str, name: str, dialogue: Dialogue, moment: Moment, words: Sequence[str]
) -> View:
    """The page that was looked at; `words` say what its address narrowed it to."""
    return View(
        title=title,
        name=name,
        dialogue=dialogue,
        filter_words=words,
        as_of=moment.words if moment.as_of else None,
        day=moment.as_of,
    )


def for_the_viewer(
    pen: ListingPen,
    view: View,
    columns: Sequence[Column],
    groups: Sequence[Group],
    *,
    levels: set[Disclosure],
    cited: set[Cited],
    grouped_by: str = "",
) -> Listing:
    """`levels` are those of the rows, `cited` the records that they name beside their own."""
    return listed(
        pen,
        view,
        columns,
        groups,
        audience=audience_of(viewer(), view.dialogue.id),
        level=narrowest_of(levels | levels_of(db, cited)),
        today=today(),
        grouped_by=grouped_by,
    )


def topic_words(pen: ListingPen, topic: Topic | None) -> Line:
    if topic is None:
        return (pen.own(_("Under no topic")),)
    return (pen.own(f"{topic.code} "), pen.text(topic.name))


def also_under(sections: Sequence[TopicRows[DecisionRow]] | Sequence[TopicRows]) -> dict[int, str]:
    """By item, the codes of the further topics that it is filed under."""
    codes: dict[int, list[str]] = {}
    for section in sections:
        for row in section.elsewhere:
            codes.setdefault(row.line.id, []).append(section.topic.code if section.topic else "")
    return {item_id: ", ".join(found) for item_id, found in codes.items()}


def heirs_cell(pen: ListingPen, heirs: Sequence[Heir]) -> Value:
    """What took the place of an item; None: nothing that its reader may know of."""
    lines = (
        pen.line(pen.copied(heir.ref), pen.text(heir.title), pen.label(heir.standing))
        for heir in heirs
    )
    return cell(*lines) or None


def register_listing(pen: ListingPen, found: Found) -> Listing:
    """The items that match, as deep as they stand under each other, the newest first."""
    sides = found.dialogue.sides
    names, points = side_names(pen, sides), any(row.parent for row in found.rows)
    words = WordsColumns(_("Wording"), (row.line.text for row in found.rows))
    columns = [
        *item_columns(points=points),
        Column(_("Topics"), 12, below=True, named=True),
        *words.columns,
        points_column(),
        Column(_("Open brackets"), 10, below=True, named=True),
        Column(_("Standing"), 24),
        *(Column(names[side.id], 18, below=True, named=True) for side in sides),
        Column(_("In its place"), 20, below=True, named=True),
        Column(_("Government agenda"), 24, below=True, named=True),
        Column(_("Wording no."), 10, below=True, named=True),
        Column(_("Round"), 12),
        Column(_("Date"), 12, below=True),
    ]

    none, unknown = _("no wording"), own_cell(pen, _("date not recorded"))
    no_record = own_cell(pen, _("no record"))

    def cells(row: RegisterRow) -> tuple[Value, ...]:
        line = row.line
        return (
            *item_cells(pen, line, row.parent, points=points),
            own_cell(pen, ", ".join(row.topics)),
            *words.cells(pen, line.text, none=none),
            points_cell(pen, line),
            row.brackets or None,
            standing_cell(pen, line, sides),
            *(stance_of(pen, line.stands[side.id]) for side in sides),
            own_cell(pen, *(link.ref for link in row.heirs)) or None,
            # That nothing is on record says nothing of whether it was on an agenda.
            _agenda(pen, row.uptakes) or no_record,
            line.wording_number or None,
            own_cell(pen, line.worded_at or ""),
            line.dated or unknown,
        )

    rows = tuple(Row(cells(row), row.depth) for row in found.rows)
    view = view_of(
        _("Consensus register"), "consensus", found.dialogue, found.moment, found.filter_words
    )
    return for_the_viewer(
        pen,
        view,
        columns,
        [Group((), rows)],
        levels={row.line.disclosure for row in found.rows},
        cited={one for row in found.rows for one in _cited(row, found.dialogue.slug)},
    )


def _cited(row: RegisterRow, slug: str) -> Iterator[Cited]:
    for link in (*row.uptakes, *row.heirs):
        yield link.dialogue_slug, link.ref
    for ref in (row.line.meeting_ref, row.parent):
        if ref:
            yield slug, ref


def _agenda(pen: ListingPen, links: Sequence[Onward]) -> Cell:
    """What is on record of a government agenda."""
    lines = []
    for link in links:
        words = _("reached") if link.kind in REACHED else _("recorded as not reached")
        doubt = label(link.status) if link.status is LinkStatus.DISPUTED else ""
        lines.append(", ".join(filter(None, (words, link.ref, label(link.basis), doubt))))
    return own_cell(pen, *lines)


def matrix_listing(pen: ListingPen, found: FoundMatrix) -> Listing:
    """The issue, what was decided on it and at which meeting, and how it stands; by topic."""
    sides, every = found.dialogue.sides, [row for one in found.sections for row in one.rows]
    refs = {row.line.id: row.line.ref for row in every}
    points, also = any(row.line.parent_id in refs for row in every), also_under(found.sections)
    words = WordsColumns(_("Decision"), (row.line.text for row in every))
    columns = [
        *item_columns(points=points),
        Column(_("Also under"), 12, below=True, named=True),
        *words.columns,
        points_column(),
        Column(_("Meeting"), 24, below=True, named=True),
        Column(_("Date"), 12, below=True, named=True),
        Column(_("First recorded at"), 24, below=True, named=True),
        Column(_("Status"), 26),
        Column(_("Withdrawn"), 20, below=True, named=True),
        Column(_("In its place"), 24, below=True, named=True),
        Column(_("Actions"), 26, below=True, named=True),
    ]

    none, unknown = _("no wording"), own_cell(pen, _("date not recorded"))

    def cells(row: DecisionRow) -> tuple[Value, ...]:
        line, raised_at = row.line, row.raised_at
        return (
            *item_cells(pen, line, refs.get(line.parent_id or 0), points=points),
            own_cell(pen, also.get(line.id, "")),
            *words.cells(pen, line.text, none=none),
            points_cell(pen, line),
            _at(pen, row),
            row.happened or unknown,
            own_cell(pen, round_name(raised_at)) if raised_at else None,
            (*_no_decision(pen, row), *standing_cell(pen, line, sides)),
            _withdrawn(pen, row),
            heirs_cell(pen, row.heirs) if line.standing is Standing.SUPERSEDED else None,
            _follow_ups(pen, row),
        )

    groups = [
        Group(
            topic_words(pen, one.topic),
            tuple(Row(cells(row), int(row.line.parent_id in refs)) for row in one.rows),
        )
        for one in found.sections
    ]
    view = view_of(
        _("Decision matrix"), "decisions", found.dialogue, found.moment, found.filter_words
    )
    return for_the_viewer(
        pen,
        view,
        columns,
        groups,
        levels={row.line.disclosure for row in every},
        cited={one for row in every for one in _cited_by(row, found.dialogue.slug)},
        grouped_by=_("Topic"),
    )


def _cited_by(row: DecisionRow, slug: str) -> Iterator[Cited]:
    for heir in row.heirs:
        yield heir.dialogue_slug, heir.ref
    for one in (*row.follow_ups, row.meeting, row.raised_at):
        if one:
            yield slug, one.ref


def _at(pen: ListingPen, row: DecisionRow) -> Value:
    if row.meeting:
        return own_cell(pen, round_name(row.meeting))
    return own_cell(pen, _("at no round in particular")) if row.raised_at else None


def _no_decision(pen: ListingPen, row: DecisionRow) -> Cell:
    return () if row.is_decision else own_cell(pen, _("No decision: divergence recorded."))


def _withdrawn(pen: ListingPen, row: DecisionRow) -> Value:
    if row.line.standing is not Standing.WITHDRAWN or row.withdrawn_on is None:
        return None
    day = printed_date(row.withdrawn_on, pen.locale)
    because = pen.copied(row.withdrawn_because) if row.withdrawn_because else None
    return cell(pen.line(pen.own(day), because, between=": "))


def _follow_ups(pen: ListingPen, row: DecisionRow) -> Value:
    lines = (
        pen.line(pen.copied(one.ref), pen.text(one.title), pen.label(one.status))
        for one in row.follow_ups
    )
    return cell(*lines) or None
