"""Laying out the registers of an interim report: actions, rounds, links, teams and sources."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.partial_date import printed_date, printed_span
from app.people.models import Naming
from app.records.models import Disclosure
from app.reports.paper import (
    Block,
    Cell,
    Heading,
    Line,
    Paragraph,
    Points,
    Style,
    Table,
    Tone,
    Words,
    cell,
)
from app.reports.report import (
    LinkEnd,
    LinkLine,
    OpenAction,
    Report,
    RoundLine,
    SourceLine,
    Team,
    short_name,
)
from app.reports.words import (
    Pen,
    basis_words,
    citation_words,
    joined,
    owner_words,
    status_words,
)


def actions_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    if not report.actions:
        yield pen.note(_("No open action is on record."))
        return
    head = pen.head(_("Reference"), _("Action"), _("Owner"), _("Due"), _("From round"))
    rows = tuple(_action_row(pen, action) for action in report.actions)
    yield Table(_("Open actions"), head, rows, (2, 7, 4, 3, 2))


def _action_row(pen: Pen, action: OpenAction) -> tuple[Cell, ...]:
    status = pen.label(action.status)
    if action.waiting_for:
        side = action.waiting_for.text_for(pen.locale)
        status = pen.own(_("Waiting on %(side)s", side=side))
    overdue = pen.own(_("overdue"), Tone.STRONG) if action.is_overdue else None
    owners = pen.line(*(owner_words(pen, owner) for owner in action.owners), between="; ")
    return (
        cell((pen.copied(action.ref, Tone.STRONG),)),
        cell((pen.text(action.title),), (status,), citation_words(pen, action.citations)),
        cell(owners or pen.known("")),
        cell(pen.line(_due(pen, action), overdue, between=", ")),
        cell(pen.known(action.meeting_ref or "")),
    )


def _due(pen: Pen, action: OpenAction) -> Words:
    if action.due_round is not None:
        return pen.own(_("before round %(number)d", number=action.due_round))
    return pen.date(action.due)


def rounds_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    if not report.rounds:
        yield pen.note(_("No round is on record by this date."))
        return
    titles = (_("Round"), _("Date"), _("Place"), _("Co-hosts"), _("Head count"), _("Source"))
    rows = tuple(_round_row(pen, line) for line in report.rounds)
    yield Table(_("Rounds"), pen.head(*titles), rows, (3, 3, 3, 3, 3, 6))


def _round_row(pen: Pen, line: RoundLine) -> tuple[Cell, ...]:
    # The reference of a numbered round says all of it: R9.
    named = () if line.ref == f"R{line.number}" else (pen.label(line.kind),)
    title = pen.line(pen.text(line.title)) if line.title else ()
    dates = pen.date(None)
    if line.happened:
        dates = pen.own(printed_span(line.happened, line.ended, pen.locale))
    return (
        cell((pen.copied(line.ref, Tone.STRONG),), named, title),
        cell((dates,)),
        cell(pen.known(line.place)),
        cell(pen.known(line.co_hosts)),
        cell(pen.known(line.head_count)),
        cell(citation_words(pen, line.citations)[1:]),
    )


def links_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    if not report.links:
        yield pen.note(_("No link to another track is on record by this date."))
        return
    yield from link_blocks(pen, _("Links to other tracks"), report.links)


def link_blocks(pen: Pen, name: str, links: Sequence[LinkLine]) -> Iterator[Block]:
    """The links as a table of that name, and what a link does not say."""
    head = pen.head(_("Status"), _("Earlier"), _("Later"), _("Link"))
    rows = tuple(
        (
            cell(status_words(pen, link)),
            cell(_end(pen, link.earlier), (pen.text(link.earlier.dialogue),)),
            cell(_end(pen, link.later), (pen.text(link.later.dialogue),)),
            cell(basis_words(pen, link)),
        )
        for link in links
    )
    yield Table(name, head, rows, (3, 5, 5, 5))
    yield pen.note(_("A link says why it is believed. It does not say that one caused the other."))


def _end(pen: Pen, end: LinkEnd) -> Line:
    title = pen.text(end.title)
    named = title if title.text and title.text != end.ref else None
    date = pen.date(end.happened)
    return pen.line(pen.copied(end.ref, Tone.STRONG), named, pen.label(end.track), date)


def teams_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    for team in report.teams:
        yield Heading((pen.text(short_name(team.side)),), 2)
        if team:
            yield Points(tuple(_team_lines(pen, team, report.audience)))
            yield from _team_grounds(pen, team)
        else:
            yield pen.note(_("No team of this side is on record by this date."))


def _team_lines(pen: Pen, team: Team, audience: Disclosure) -> Iterator[tuple[Paragraph, ...]]:
    for member in team.members:
        level = pen.label(member.naming, Tone.NOTE)
        held_back = audience is Disclosure.SECRETARIAT and member.naming is not Naming.PUBLIC
        name = pen.copied(member.name, Tone.STRONG)
        line = pen.line(name, pen.text(member.affiliation), between=", ")
        yield (Paragraph(pen.line(line, level if held_back else None)),)
    if team.holds_others:
        yield (Paragraph((pen.own(_("Members who are not named here")),)),)
    for group in team.groups:
        count = pen.own(f"({group.count})") if group.count else None
        yield (Paragraph(pen.line(pen.text(group.label), count, between=" ")),)


def _team_grounds(pen: Pen, team: Team) -> Iterator[Block]:
    dates = joined((printed_date(day, pen.locale) for day in team.dates), pen.locale)
    known = pen.own(_("As of %(date)s", date=dates), Tone.NOTE) if dates else None
    keys = ", ".join(team.sources)
    source = pen.own(_("Source: %(keys)s", keys=keys), Tone.NOTE) if keys else None
    if known or source:
        yield Paragraph(pen.line(known, source), Style.NOTE)


def sources_blocks(pen: Pen, report: Report) -> Iterator[Block]:
    if not report.sources:
        yield pen.note(_("No source is on record for what stands here."))
        return
    head = pen.head(_("Key"), _("Source"), _("Address"))
    rows = tuple(_source_row(pen, each) for each in report.sources)
    yield Table(_("Sources"), head, rows, (2, 7, 7))


def _source_row(pen: Pen, source: SourceLine) -> tuple[Cell, ...]:
    key = f"{source.dialogue}/{source.key}" if source.dialogue else source.key
    published = pen.own(printed_date(source.published, pen.locale)) if source.published else None
    return (
        cell((pen.copied(key, Tone.STRONG),)),
        cell(pen.line(pen.copied(source.title), published)),
        cell(
            (pen.copied(source.address),)
            if source.address
            else (pen.own(_("not recorded"), Tone.NOTE),)
        ),
    )
