"""Laying out an interim report as a paper, in the language that it was composed for."""

from collections.abc import Callable, Iterator

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from app.labels import label
from app.localized import LocalizedText
from app.partial_date import printed_date
from app.reports.items import divergence_blocks, ended_blocks, topic_blocks
from app.reports.paper import Block, Heading, Line, Paper, Paragraph, Points, Table, cell
from app.reports.report import Report
from app.reports.tables import (
    actions_blocks,
    links_blocks,
    rounds_blocks,
    sources_blocks,
    teams_blocks,
)
from app.reports.words import Pen
from app.rounds.models import RoundKind


def laid_out(report: Report) -> Paper:
    """The report as a paper, the same for every format."""
    with force_locale(report.locale.replace("-", "_")):
        pen = Pen(report.locale)
        date = printed_date(report.as_of, report.locale)
        audience = label(report.audience)
        notice = pen.own(_("Illustrative: fictional")) if report.dialogue.illustrative else None
        return Paper(
            title=(pen.text(report.dialogue.name),),
            subtitle=(pen.own(_("Interim report as of %(date)s", date=date)),),
            notice=notice,
            marking=pen.own(_("For: %(audience)s", audience=audience)),
            blocks=tuple(_blocks(pen, report)),
            locale=report.locale,
            day=report.today,
        )


def _blocks(pen: Pen, report: Report) -> Iterator[Block]:
    yield from _names(pen, report)
    sections: tuple[tuple[str, Callable[[Pen, Report], Iterator[Block]]], ...] = (
        (_("In figures"), _figures),
        (_("Consensus by topic"), topic_blocks),
        (_("Divergences"), divergence_blocks),
        (_("Superseded or withdrawn"), ended_blocks),
        (_("Open actions"), actions_blocks),
        (_("Rounds"), rounds_blocks),
        (_("Links to other tracks"), links_blocks),
        (_("Teams"), teams_blocks),
        (_("Sources"), sources_blocks),
    )
    for title, blocks in sections:
        content = tuple(blocks(pen, report))
        if content:
            yield Heading((pen.own(title),), 1)
            yield from content
    yield pen.note(_closing(report))


def _closing(report: Report) -> str:
    return _(
        "As of %(date)s. For: %(audience)s. Generated from the record. What these readers may not"
        " be told is not part of this paper, whether or not there is any.",
        date=printed_date(report.as_of, report.locale),
        audience=label(report.audience),
    )


def _names(pen: Pen, report: Report) -> Iterator[Block]:
    def convener(text: LocalizedText, short: LocalizedText) -> Line:
        abbreviated = (pen.own(" ("), pen.text(short), pen.own(")")) if text and short else ()
        return (*pen.known(text or short), *abbreviated)

    yield Table(
        _("The sides and their names for the dialogue"),
        pen.head(_("Side"), _("Convener"), _("Its name for the dialogue")),
        tuple(
            (
                cell((pen.text(side.name),)),
                cell(convener(side.convener, side.convener_short)),
                cell(pen.known(side.dialogue_name)),
            )
            for side in report.sides
        ),
        (2, 5, 5),
    )


def _figures(pen: Pen, report: Report) -> Iterator[Block]:
    lines = [_round_count(report), _item_count(report), _standing_count(report)]
    overdue = sum(action.is_overdue for action in report.actions)
    words = _("Open actions: %(open)d, of which overdue %(overdue)d")
    lines.append(words % {"open": len(report.actions), "overdue": overdue})
    named = sum(len(team.members) for team in report.teams)
    groups = sum(len(team.groups) for team in report.teams)
    lines.append(
        _(
            "On the teams: people named: %(named)d, groups not named: %(groups)d",
            named=named,
            groups=groups,
        )
    )
    yield Points(tuple((Paragraph((pen.own(line),)),) for line in lines if line))


def _round_count(report: Report) -> str:
    numbered = [line.number for line in report.rounds if line.number is not None]
    counted = sum(line.kind is RoundKind.ROUND for line in report.rounds)
    words = ngettext("%(num)d round on record", "%(num)d rounds on record", counted)
    if numbered and max(numbered) != len(numbered):
        words = _("%(rounds)s, numbered up to %(last)d", rounds=words, last=max(numbered))
    others = len(report.rounds) - counted
    if others:
        words += "; " + ngettext("%(num)d other meeting", "%(num)d other meetings", others)
    return words


def _item_count(report: Report) -> str:
    total = ngettext("%(num)d item on record", "%(num)d items on record", len(report.items))
    kinds = [f"{label(kind)} {count}" for kind, count in report.kinds.items()]
    return f"{total}: {', '.join(kinds)}" if kinds else total


def _standing_count(report: Report) -> str:
    standings = [f"{label(each)} {count}" for each, count in report.standings.items()]
    return _("By standing: %(standings)s", standings=", ".join(standings)) if standings else ""
