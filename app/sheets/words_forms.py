"""The words that several sheets have in common: of the round, its sessions and its rule."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.dialogues.models import Attribution
from app.labels import label
from app.partial_date import printed_span
from app.people.naming import Printed
from app.reports.paper import Heading, Line, Paragraph, Points, Tone, Words
from app.reports.report import short_name
from app.reports.words import Pen
from app.rounds.models import Round
from app.rounds.page import SessionLine
from app.rounds.tally import Tally
from app.sheets.sheet import Sheet, SheetKind

TITLES = {
    SheetKind.AGENDA: _l("Agenda"),
    SheetKind.PARTICIPANTS: _l("Participant list"),
    SheetKind.MINUTES: _l("Minutes"),
    SheetKind.CARDS: _l("Name cards"),
}
RULES = {
    Attribution.OPEN: _l("What was said is on the record."),
    Attribution.CHATHAM_HOUSE: _l(
        "Under the Chatham House Rule: what was said may be used; who said it, or who else took"
        " part, may not be revealed."
    ),
    Attribution.CLOSED: _l("Nothing of what was said may be used outside."),
    Attribution.NOT_RECORDED: _l(
        "No rule of attribution is on record: treat it as under the Chatham House Rule."
    ),
}


def round_words(pen: Pen, meeting: Round) -> Line:
    """What the round is called: its number or kind, and its title."""
    named = label(meeting.round_kind)
    if meeting.number is not None:
        named = _("Round %(number)d", number=meeting.number)
    # The reference of a numbered round says nothing more.
    title = pen.text(meeting.title) if meeting.title.text_for(pen.locale) != meeting.ref else None
    return pen.line(pen.own(named), title, between=pen_mark(pen))


def pen_mark(pen: Pen) -> str:
    """What stands between a term and what it is."""
    return ": " if pen.locale == "en" else "："


def dates(pen: Pen, meeting: Round) -> Words:
    """As far as they are known."""
    if meeting.happened is None:
        return pen.date(None)
    return pen.own(printed_span(meeting.happened, meeting.ended, pen.locale))


def facts(pen: Pen, sheet: Sheet) -> Points:
    meeting = sheet.meeting
    pairs: list[tuple[str, Line]] = [
        (_("Date"), (dates(pen, meeting),)),
        (_("Place"), pen.known(meeting.place)),
    ]
    if meeting.mode:
        pairs.append((_("Mode"), (pen.label(meeting.mode),)))
    if meeting.co_hosts:
        pairs.append((_("Co-hosts"), (pen.text(meeting.co_hosts),)))
    return Points(tuple((Paragraph(termed(pen, term, words)),) for term, words in pairs))


def termed(pen: Pen, term: str, words: Line) -> Line:
    return (pen.own(term, Tone.STRONG), pen.own(pen_mark(pen)), *words)


def session_heading(pen: Pen, number: int, held: SessionLine, level: int) -> Heading:
    """`number` counts the sessions that the audience may read."""
    numbered = pen.own(_("Session %(number)d", number=number))
    title = pen.text(held.title) if held.title else None
    return Heading(pen.line(numbered, title, between=pen_mark(pen)), level)


def moderators(pen: Pen, sheet: Sheet, held: SessionLine) -> Iterator[Paragraph]:
    """Who moderated, each as they may be named to the audience."""
    who = [sheet.printed[line.id] for line in sheet.roster if held.id in line.moderates]
    if who:
        words = pen.line(*(_moderator(pen, shown) for shown in who), between="; ")
        yield Paragraph(termed(pen, _("Moderator"), words))


def _moderator(pen: Pen, shown: Printed) -> Line:
    side = pen.text(short_name(shown.side)) if shown.side else None
    if not shown.name:
        name = pen.own(_("name not disclosed"), Tone.NOTE)
        return pen.line(side, name, between=", ")
    in_brackets = (pen.own(" ("), side, pen.own(")")) if side else ()
    return (pen.copied(shown.name), *in_brackets)


def tally_words(pen: Pen, tally: Tally) -> Words:
    return pen.own(_(tally.words.message, **tally.words.values))


def rule_words(attribution: Attribution) -> str:
    return str(RULES[attribution])
