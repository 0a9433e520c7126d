"""The gaps of a dialogue, as they are exported: the rules and the filter are printed with them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from app.gaps.finding import Gap
from app.gaps.found_views import FoundGaps
from app.gaps.queries import by_rule
from app.gaps.rules import Rule
from app.gaps.words_forms import (
    count_words,
    gap_words,
    named,
    rule_words,
    since_words,
    state_words,
)
from app.people.naming import audience_of
from app.records.models import Disclosure
from app.reports.listing import Column, Fact, Group, Listing, Row, Value
from app.reports.listing_forms import (
    ListingPen,
    View,
    label_cell,
    listed,
    narrowest_of,
    own_cell,
)
from app.reports.paper import cell
from app.rounds.views import today
from app.web import viewer


def gaps_listing(pen: ListingPen, found: FoundGaps) -> Listing:
    """By rule, the oldest first. What no rule found has no row, and stands in the facts."""
    slug = found.dialogue.slug
    codes = {node.topic.id: node.topic.code for node in found.nodes}
    columns = [
        Column(_("Gap"), 30),
        Column(_("Open to"), 14, below=True, named=True),
        Column(_("What is missing"), 44),
        Column(_("Topics"), 12, below=True, named=True),
        Column(_("Since"), 14),
        Column(_("State"), 28),
        Column(_("New"), 8, below=True),
        Column(_("Actions"), 14, below=True, named=True),
        Column(_("Cure"), 28),
        Column(_("Key"), 30, below=True, named=True),
    ]

    def cells(gap: Gap) -> tuple[Value, ...]:
        topics = sorted(codes[id_] for id_ in gap.topics if id_ in codes)
        return (
            cell(*((pen.copied(named(one, slug)),) for one in gap.records)),
            label_cell(pen, gap.at.disclosure),
            cell((pen.copied(gap_words(gap)),)),
            own_cell(pen, ", ".join(topics)) if topics else None,
            gap.since or own_cell(pen, since_words(gap)),
            cell((pen.copied(state_words(gap)),)),
            own_cell(pen, _("new")) if gap.is_new else None,
            own_cell(pen, ", ".join(one.ref for one in gap.actions)) if gap.actions else None,
            own_cell(pen, _(gap.rule.cure)),
            cell((pen.copied(gap.key),)),
        )

    rows = by_rule(found.gaps, found.rules)
    groups = [
        Group((pen.own(rule_words(rule)),), tuple(Row(cells(gap)) for gap in gaps))
        for rule, gaps in rows.items()
    ]
    view = View(
        title=_("Gaps"), name="gaps", dialogue=found.dialogue, filter_words=found.filter_words
    )
    levels = {one.disclosure for gap in found.gaps for one in gap.records}
    listing = listed(
        pen,
        view,
        columns,
        groups,
        audience=audience_of(viewer(), found.dialogue.id),
        # That something is missing, and why it is left open, is for the secretariat.
        level=narrowest_of((Disclosure.SECRETARIAT, *levels)),
        today=today(),
        grouped_by=_("Rule"),
    )
    return replace(listing, facts=_with_rules(pen, listing.facts, rows, found))


def _with_rules(
    pen: ListingPen,
    facts: Sequence[Fact],
    rows: Mapping[Rule, Sequence[Gap]],
    looked: FoundGaps,
) -> tuple[Fact, ...]:
    """Each rule with what it found, before the note that ends the facts."""
    told = [
        _(
            "%(rule)s: %(found)s",
            rule=rule_words(rule),
            found=count_words(rule, gaps, looked.groundless),
        )
        for rule, gaps in rows.items()
    ]
    return (*facts[:-1], Fact(_("Rules"), (pen.own("; ".join(told)),)), facts[-1])
