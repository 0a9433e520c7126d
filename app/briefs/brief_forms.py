"""Laying out a brief for talks as a paper, in the language that it was composed for."""

from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from app.briefs.brief import Brief, Part
from app.briefs.part_forms import all_terms, part_blocks
from app.briefs.words_forms import marking_words, meeting_words, ref_words
from app.consensus.standing import Standing
from app.labels import label
from app.reports.paper import Block, Cell, Heading, Line, Paper, Table, Tone, cell
from app.reports.words import Pen, joined

AGREED = (Standing.AGREED, Standing.AD_REFERENDUM)
APART = (Standing.DIVERGING, Standing.OBJECTED)


def laid_out(brief: Brief) -> Paper:
    """The brief as a paper, the same for the page and for every format."""
    with force_locale(brief.locale.replace("-", "_")):
        pen = Pen(brief.locale)
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


def _blocks(pen: Pen, brief: Brief) -> Iterator[Block]:
    yield Heading((pen.own(_("The talks as a whole")),), 1)
    yield pen.note(_drawn_from(pen, brief))
    yield from _at_a_glance(pen, brief)
    yield from part_blocks(pen, brief, brief.whole)
    for part in brief.topics:
        if part.topic:
            yield page_heading(ref_words(pen, part.topic.ref, part.topic.title))
            yield from _classified(pen, part)
            yield from part_blocks(pen, brief, part)
    yield page_heading((pen.own(_("Agreed terms")),))
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


def _at_a_glance(pen: Pen, brief: Brief) -> Iterator[Block]:
    if not brief.topics:
        yield pen.note(_("No agenda topic is on record."))
        return
    titles = (_("Topic"), _("Agreed"), _("Apart"), _("Other items"), _("Expectations of"))
    head = pen.head(*titles, _("Hand-overs"), _("Open actions"))
    rows = tuple(_row(pen, brief, part) for part in brief.topics)
    yield Table(_("The topics at a glance"), head, rows, (6, 2, 2, 2, 4, 3, 3))
    yield pen.note(_("Numbers count what is on record; a dash means that nothing is."))


def _row(pen: Pen, brief: Brief, part: Part) -> tuple[Cell, ...]:
    sides = brief.meeting.dialogue.sides
    held = [side.code for side in sides if side.id in part.expected]
    agreed, apart = part.count(*AGREED), part.count(*APART)
    topic = ref_words(pen, part.topic.ref, part.topic.title) if part.topic else ()
    counts = (agreed, apart, len(part.items) - agreed - apart)
    return (
        cell(topic),
        *(_number(pen, count) for count in counts),
        cell((pen.own(", ".join(held)),)) if held else _number(pen, 0),
        _number(pen, len(part.all_passed)),
        _number(pen, len(part.actions)),
    )


def _number(pen: Pen, count: int) -> Cell:
    return cell((pen.own(str(count)) if count else pen.own("–", Tone.NOTE),))


def _closing() -> str:
    return _(
        "Standing is worked out from what each side said to the latest wording. A link says why it"
        " is believed; it does not say that one caused the other. What is not on record may still"
        " have happened."
    )
