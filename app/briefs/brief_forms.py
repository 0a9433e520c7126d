"""Laying out a brief for talks as a paper, in the language that it was composed for."""

from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from app.briefs.brief import Brief, Part, State
from app.briefs.part_forms import all_terms, part_blocks
from app.briefs.pen_forms import TalksPen
from app.briefs.words_forms import marking_words, meeting_words, ref_words
from app.labels import label
from app.reports.paper import Block, Cell, Heading, Line, Paper, Table, Tone, cell
from app.reports.words import Pen, joined


def laid_out(brief: Brief, *, on_screen: bool = False) -> Paper:
    """The brief as a paper, the same for the page, where references are links, and every format."""
    with force_locale(brief.locale.replace("-", "_")):
        pen = TalksPen(brief.locale, brief.meeting.dialogue.slug, on_screen=on_screen)
        fictional = pen.own(_("Illustrative: fictional")) if brief.is_illustrative else None
        marking = marking_words(pen, label(brief.audience), brief.as_of)
        dialogue = pen.text(brief.meeting.dialogue.name)
        return Paper(
            title=(pen.own(_("Brief before talks")),),
            subtitle=pen.line(dialogue, meeting_words(pen, brief.meeting)),
            notice=fictional,
            marking=marking,
            blocks=tuple(_blocks(pen, brief)),
            locale=brief.locale,
            day=brief.today,
            foot=(marking,),
        )


def page_heading(words: Line) -> Heading:
    """The heading with which a page begins."""
    return Heading(words, 1, new_page=True)


def _blocks(pen: TalksPen, brief: Brief) -> Iterator[Block]:
    yield Heading((pen.own(_("The talks as a whole")),), 1)
    yield pen.note(_drawn_from(pen, brief))
    yield from _at_a_glance(pen, brief)
    yield from part_blocks(pen, brief, brief.whole)
    for part in brief.topics:
        if part.topic:
            yield page_heading(_topic(pen, brief, part))
            yield from _classified(pen, part)
            yield from part_blocks(pen, brief, part)
    yield Heading((pen.own(_("Agreed terms")),), 1)
    yield from all_terms(pen, brief)
    yield pen.note(_closing())


def _drawn_from(pen: Pen, brief: Brief) -> str:
    if not brief.homes:
        return _("No dialogue of the unofficial track is linked with these talks.")
    names = joined((home.name.text_for(pen.locale) for home in brief.homes), pen.locale)
    return _("Drawn from what is on record of %(dialogues)s.", dialogues=names)


def _classified(pen: Pen, part: Part) -> Iterator[Block]:
    topics = part.topic.topics if part.topic else {}
    named = [pen.line(pen.own(code), pen.text(name), between=" ") for code, name in topics.items()]
    if not named:
        yield pen.note(_("Classified under no topic of the tree: only links bring items here."))
        return
    yield pen.note("; ".join("".join(words.text for words in line) for line in named))


def _at_a_glance(pen: TalksPen, brief: Brief) -> Iterator[Block]:
    if not brief.topics:
        yield pen.note(_("No agenda topic is on record."))
        return
    titles = (_("Topic"), _("Agreed"), _("Apart"), _("Other items"), _("Expectations of"))
    head = pen.head(*titles, _("Hand-overs"), _("Open actions"))
    rows = tuple(_row(pen, brief, part) for part in brief.topics)
    widths = (6, 2, 2, 2, 4, 3, 3)
    yield Table(_("The topics at a glance"), head, rows, widths, is_comparison=True)
    yield pen.note(
        _("Numbers count what is on record that these readers may see; a dash means: nothing.")
    )


def _row(pen: TalksPen, brief: Brief, part: Part) -> tuple[Cell, ...]:
    sides = brief.meeting.dialogue.sides
    held = [side.name.text_for(pen.locale) for side in sides if side.id in part.expected]
    counts = [len(part.in_state(state)) for state in State]
    return (
        cell(_topic(pen, brief, part)),
        *(_number(pen, count) for count in counts),
        cell((pen.own(_(", ").join(held)),)) if held else _number(pen, 0),
        _number(pen, len(part.all_passed)),
        _number(pen, len(part.actions)),
    )


def _topic(pen: TalksPen, brief: Brief, part: Part) -> Line:
    if part.topic is None:
        return ()
    ref = pen.cited(brief.meeting.dialogue.slug, part.topic.ref)
    return ref_words(pen, ref, part.topic.title)


def _number(pen: Pen, count: int) -> Cell:
    return cell((pen.own(str(count)) if count else pen.own("–", Tone.NOTE),))


def _closing() -> str:
    return _(
        "Standing is worked out from what each side said to the latest wording. A link says why it"
        " is believed; it does not say that one caused the other. What is not on record may still"
        " have happened."
    )
