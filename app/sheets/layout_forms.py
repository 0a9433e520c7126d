"""Laying out a sheet as a paper, in the language that it was composed for."""

from collections.abc import Callable, Iterator, Mapping

from flask_babel import force_locale
from flask_babel import gettext as _

from app.labels import label
from app.partial_date import PartialDate, printed_date
from app.reports.paper import Block, Paper, Words
from app.reports.words import BETWEEN, Pen
from app.rounds.models import RoundStatus
from app.sheets.agenda_forms import agenda_blocks
from app.sheets.card_forms import card_blocks, cards
from app.sheets.list_forms import list_blocks
from app.sheets.minutes_forms import minutes_blocks
from app.sheets.sheet import Sheet, SheetKind
from app.sheets.words_forms import TITLES, round_words, rule_words

BLOCKS: Mapping[SheetKind, Callable[[Pen, Sheet], Iterator[Block]]] = {
    SheetKind.AGENDA: agenda_blocks,
    SheetKind.PARTICIPANTS: list_blocks,
    SheetKind.MINUTES: minutes_blocks,
    SheetKind.CARDS: card_blocks,
}


def laid_out(sheet: Sheet) -> Paper:
    """The sheet as a paper, the same for the page and for every format."""
    with force_locale(sheet.locale.replace("-", "_")):
        pen = Pen(sheet.locale)
        dialogue = pen.text(sheet.meeting.dialogue.name)
        has_cards = sheet.kind is SheetKind.CARDS
        return Paper(
            title=(pen.own(TITLES[sheet.kind]),),
            subtitle=pen.line(dialogue, round_words(pen, sheet.meeting)),
            notice=_notice(pen, sheet),
            marking=pen.own(_("For: %(audience)s", audience=label(sheet.audience))),
            blocks=(*BLOCKS[sheet.kind](pen, sheet), pen.note(_closing(sheet))),
            locale=sheet.locale,
            day=sheet.today,
            cards=tuple(cards(pen, sheet)) if has_cards else (),
        )


def _notice(pen: Pen, sheet: Sheet) -> Words | None:
    """What must be known before it is read: that it is fictional, that it is a draft."""
    notices = []
    if sheet.meeting.dialogue.illustrative:
        notices.append(_("Illustrative: fictional"))
    if sheet.kind is SheetKind.MINUTES and sheet.meeting.status is not RoundStatus.CONFIRMED:
        notices.append(_("Draft – minutes not confirmed"))
    return pen.own(BETWEEN.join(notices)) if notices else None


def _closing(sheet: Sheet) -> str:
    """For whom, of which day, by which rule."""
    today = printed_date(PartialDate.of(sheet.today), sheet.locale)
    of_names = _(
        "People are named as they may be to these readers, each as agreed for this round; the"
        " others stand by role and side, or in a number alone."
    )
    parts = [
        _(
            "As of %(date)s. For: %(audience)s. Generated from the record.",
            date=today,
            audience=label(sheet.audience),
        ),
        of_names,
    ]
    if sheet.kind is not SheetKind.MINUTES:  # which begin with it
        parts.append(rule_words(sheet.meeting.attribution))
    return ("" if sheet.locale != "en" else " ").join(parts)
