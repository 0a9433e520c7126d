"""The ledger, what is awaited and the open brackets, as they are exported."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.consensus.bracket_views import FoundBrackets
from app.consensus.lines import Stand
from app.consensus.models import Stance
from app.dialogues.models import Side
from app.people.naming import audience_of
from app.printing import round_name
from app.records.models import Disclosure
from app.register.awaiting import AwaitedOf, AwaitedRow
from app.register.awaiting_views import FoundAwaiting
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
from app.register.cited import Cited, levels_of_items
from app.register.ledger import LedgerRow
from app.register.ledger_views import FoundLedger
from app.register.listing_views import also_under, for_the_viewer, heirs_cell, topic_words, view_of
from app.register.words_forms import DIRECTIONS, PARTS, WANTS, waited_words, why_words
from app.reports.follow_up import owners_of
from app.reports.listing import Column, Group, Listing, Row, Value
from app.reports.listing_forms import ListingPen, own_cell, text_cell
from app.reports.paper import Cell, Line, Words, cell
from app.reports.report import Owner
from app.reports.words import owner_words
from app.web import db, viewer


class SideColumns:
    """What one side says of each item: its position and, in its own words, why."""

    def __init__(self, side: Side, name: str, rows: Sequence[LedgerRow]) -> None:
        stands = [row.line.stands[side.id] for row in rows]
        self.side = side
        self.statements = WordsColumns(
            _("%(side)s: in its words", side=name), (one.statement for one in stands), below=True
        )
        self.reasons = WordsColumns(
            _("%(side)s: reason", side=name), (one.reason for one in stands), below=True
        )
        date = Column(_("%(side)s: date", side=name), 12, below=True)
        self.columns = [
            Column(name, 22),
            date,
            *self.statements.columns,
            *self.reasons.columns,
        ]

    def cells(self, pen: ListingPen, row: LedgerRow) -> list[Value]:
        stand: Stand = row.line.stands[self.side.id]
        if not row.shows_each_side:
            # Where every side agreed, the standing says it.
            said_elsewhere: list[Value] = [None] * (len(self.columns) - 2)
            return [stance_of(pen, stand), stand.happened, *said_elsewhere]
        silent = stand.stance is Stance.NOT_RECORDED
        none = "" if silent else _("its words are not recorded")
        return [
            stance_of(pen, stand),
            stand.happened,
            *self.statements.cells(pen, stand.statement, none=none),
            *self.reasons.cells(pen, stand.reason),
        ]


def ledger_listing(pen: ListingPen, found: FoundLedger) -> Listing:
    """Agreements and divergences by topic, each side in columns of its own."""
    sides, every = found.dialogue.sides, [row for one in found.sections for row in one.rows]
    names = side_names(pen, sides)
    points, also = any(row.parent_ref for row in every), also_under(found.sections)
    words = WordsColumns(_("Wording"), (row.line.text for row in every))
    of_sides = [SideColumns(side, names[side.id], every) for side in sides]
    columns = [
        *item_columns(points=points),
        Column(_("Part"), 16, below=True, named=True),
        Column(_("Also under"), 12, below=True, named=True),
        *words.columns,
        points_column(),
        Column(_("Standing"), 24, below=True, named=True),
        Column(_("In its place"), 24, below=True, named=True),
        *(column for one in of_sides for column in one.columns),
        Column(_("Movement"), 22),
        Column(_("Why"), 30, below=True),
    ]

    def cells(row: LedgerRow) -> tuple[Value, ...]:
        line, moved = row.line, row.movement
        return (
            *item_cells(pen, line, row.parent_ref, points=points),
            own_cell(pen, str(PARTS[row.part])),
            own_cell(pen, also.get(line.id, "")),
            *words.cells(pen, line.text, none=_("no wording")),
            points_cell(pen, line),
            standing_cell(pen, line, sides),
            heirs_cell(pen, row.heirs),
            *(value for one in of_sides for value in one.cells(pen, row)),
            own_cell(pen, str(DIRECTIONS[moved.direction])) if moved else None,
            own_cell(pen, *map(why_words, moved.why)) if moved else None,
        )

    groups = [
        Group(
            topic_words(pen, one.topic),
            tuple(Row(cells(row), int(bool(row.parent_ref))) for row in one.rows),
        )
        for one in found.sections
    ]
    view = view_of(
        _("Divergence ledger"), "ledger", found.dialogue, found.moment, found.filter_words
    )
    return for_the_viewer(
        pen,
        view,
        columns,
        groups,
        levels={row.line.disclosure for row in every},
        cited={one for row in every for one in _cited(row, found.dialogue.slug)},
        grouped_by=_("Topic"),
    )


def _cited(row: LedgerRow, slug: str) -> Iterator[Cited]:
    for heir in row.heirs:
        yield heir.dialogue_slug, heir.ref
    if row.parent_ref:
        yield slug, row.parent_ref


def awaiting_listing(pen: ListingPen, found: FoundAwaiting) -> Listing:
    """What is waited for, by the side whose turn it is; where there is an "us", from us last."""
    every = [*found.others, *([found.ours] if found.ours else [])]
    names = side_names(pen, found.dialogue.sides)
    owners = owners_of(db, found.dialogue, pen.locale)
    columns = [
        Column(_("Reference"), 12),
        Column(_("Title"), 34, below=True),
        Column(_("What is waited for"), 26),
        Column(_("Of what"), 44, below=True),
        Column(_("Position on record"), 20, below=True, named=True),
        Column(_("Owner"), 26, below=True, named=True),
        Column(_("Since"), 14),
        Column(_("For how long"), 16, below=True),
        Column(_("Due"), 14),
        Column(_("Days left"), 9, below=True, named=True),
        Column(_("Overdue"), 10, below=True),
        Column(_("Waited for by"), 20),
    ]

    def cells(row: AwaitedRow) -> tuple[Value, ...]:
        return (
            cell((pen.copied(row.ref),)),
            text_cell(pen, row.title),
            own_cell(pen, str(WANTS[row.want])),
            _of_what(pen, row),
            own_cell(pen, str(pen.label(row.stance).text)) if row.stance else None,
            _owners(pen, owners.get(row.action.action.id, ())) if row.action else None,
            row.since or own_cell(pen, _("date not recorded")),
            own_cell(pen, waited_words(row.waited)),
            _due(pen, row),
            row.days_left,
            own_cell(pen, _("overdue")) if row.action and row.action.is_overdue else None,
            own_cell(pen, ", ".join(names[side] for side in row.asked_by if side in names)),
        )

    groups = [Group(_from_whom(pen, one), tuple(map(Row, map(cells, one.rows)))) for one in every]
    view = view_of(_("Awaiting"), "awaiting", found.dialogue, found.moment, found.filter_words)
    rows = [row for one in every for row in one.rows]
    return for_the_viewer(
        pen,
        view,
        columns,
        groups,
        levels=set(_levels(rows, audience_of(viewer(), found.dialogue.id))),
        cited=set(),
        grouped_by=_("From whom"),
    )


def _from_whom(pen: ListingPen, one: AwaitedOf) -> Line:
    if one.side is None:
        return (pen.own(_("From whom is not recorded")),)
    return (pen.text(one.side.name),)


def _levels(rows: Sequence[AwaitedRow], audience: Disclosure) -> Iterator[Disclosure]:
    """Of what stands in the rows; people who owe something are named to their reader alone."""
    for row in rows:
        if row.line:
            yield row.line.disclosure
        if row.action:
            yield row.action.action.disclosure
            if any(owner.person_id for owner in row.action.action.owners):
                yield audience


def _of_what(pen: ListingPen, row: AwaitedRow) -> Value:
    if row.instruction and row.line:
        place = _(
            "Bracket %(place)d of wording %(number)d:",
            place=row.instruction.place,
            number=row.line.wording_number,
        )
        words = Words(row.instruction.words, row.instruction.lang or pen.locale)
        note = (pen.copied(row.instruction.note),) if row.instruction.note else ()
        return cell((pen.own(place),), (words,) if words.text else (), note)
    if row.line:
        return own_cell(pen, _("Wording %(number)d", number=row.line.wording_number))
    return own_cell(pen, str(pen.label(row.action.status).text)) if row.action else None


def _owners(pen: ListingPen, owners: Sequence[Owner]) -> Cell:
    return cell(pen.line(*(owner_words(pen, owner) for owner in owners), between="; "))


def _due(pen: ListingPen, row: AwaitedRow) -> Value:
    if row.deadline:
        return row.deadline
    if row.action is None:
        return None
    action = row.action.action
    if action.due_round is not None:
        return own_cell(pen, _("before round %(number)d", number=action.due_round))
    return action.due or own_cell(pen, _("no due date"))


def brackets_listing(pen: ListingPen, found: FoundBrackets) -> Listing:
    """How many brackets were open under each topic at the end of each round."""
    counts, rows = found.counts, []
    columns = [Column(_("Topic"), 40), *(Column(name, 8) for name in found.columns)]
    for line in counts.topics if counts else ():
        topic = line.node.topic if line.node else None
        depth = line.node.depth if line.node else 0
        rows.append(Row((cell(topic_words(pen, topic)), *line.counts), depth))
    if counts:
        rows.append(Row((own_cell(pen, _("Together, each counted once")), *counts.total)))
    words = [one for one in found.filter_words if one != found.moment.words]
    if counts and counts.undated:
        rounds = ", ".join(round_name(one) for one in counts.undated)
        words.append(_("Left out, for want of a date: %(rounds)s", rounds=rounds))
    view = view_of(_("Open brackets"), "brackets", found.dialogue, found.moment, words)
    return for_the_viewer(
        pen,
        view,
        columns,
        [Group((), tuple(rows))],
        levels=levels_of_items(db, found.dialogue),
        cited=set(),
    )
