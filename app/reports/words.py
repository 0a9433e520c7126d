"""Putting what a report says into the words of its language."""

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from babel import Locale
from babel.lists import format_list
from flask_babel import gettext as _

from app.consensus.lines import ItemLine
from app.consensus.models import Stance
from app.consensus.standing import Standing
from app.dialogues.models import Side
from app.i18n import in_the_pages_words
from app.labels import label
from app.localized import LocalizedText, Translation
from app.partial_date import PartialDate, printed_date
from app.records.models import Reading
from app.reports.paper import Line, Paragraph, Style, Tone, Words
from app.reports.report import Cited, LinkLine, Owner, short_name
from app.trace.models import Basis, LinkStatus
from app.trace.words import words_for

# English lists are joined as in Britain: without a comma before "and".
BABEL = {"en": "en_GB", "zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant"}
HAN = re.compile("[\u3400-\u9fff]")
BETWEEN = " · "


def joined(names: Iterable[str], locale: str) -> str:
    return format_list(list(names), locale=Locale.parse(BABEL[locale]))


class Pen:
    """Makes the words of a paper in one language; other languages are marked as what they are."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def own(self, text: object, tone: Tone = Tone.PLAIN) -> Words:
        """The paper's own words."""
        return Words(str(text), self.locale, tone)

    def label(self, term: StrEnum, tone: Tone = Tone.PLAIN) -> Words:
        return self.own(label(term), tone)

    def text(self, text: LocalizedText, tone: Tone = Tone.PLAIN) -> Words:
        return Words(
            text.text_for(self.locale), text.language_for(self.locale) or self.locale, tone
        )

    def copied(self, text: str, tone: Tone = Tone.PLAIN) -> Words:
        """A text that was recorded without its language."""
        chinese = self.locale if self.locale != "en" else "zh-Hans"
        return Words(text, chinese if HAN.search(text) else "en", tone)

    def date(self, day: PartialDate | None) -> Words:
        return self.own(printed_date(day, self.locale) if day else _("date not recorded"))

    def line(self, *parts: Line | Words | None, between: str = BETWEEN) -> Line:
        """The parts that say something, with a mark between them."""
        lines = [(part,) if isinstance(part, Words) else part for part in parts if part]
        return tuple(
            self._with_marks([each for each in lines if any(w.text for w in each)], between)
        )

    def _with_marks(self, lines: Sequence[Line], between: str) -> Iterator[Words]:
        for place, line in enumerate(lines):
            if place:
                yield self.own(between)
            yield from line

    def known(self, text: LocalizedText | str) -> Line:
        """The text; where there is none, that it is not recorded."""
        if not text:
            return (self.own(_("not recorded"), Tone.NOTE),)
        return (self.copied(text) if isinstance(text, str) else self.text(text),)

    def head(self, *titles: str) -> tuple[Line, ...]:
        return tuple((self.own(title),) for title in titles)

    def note(self, text: str) -> Paragraph:
        return Paragraph((self.own(text, Tone.NOTE),), Style.NOTE)


def standing_words(line: ItemLine, sides: Sequence[Side], locale: str) -> str:
    """Where an item stands, with the sides that make it so; sides by their conveners' names."""
    names = {side.id: short_name(side).text_for(locale) for side in sides}
    reporter = names.get(line.reported_by or 0)
    if line.standing is Standing.NOT_RECORDED:
        return _not_recorded(line, names, locale)
    concerned = joined((names[side] for side in line.concerned), locale)
    if concerned and line.standing is Standing.AWAITING:
        words = _("Awaiting %(sides)s", sides=concerned)
    elif concerned and line.standing is Standing.AD_REFERENDUM:
        words = _("Ad referendum by %(sides)s", sides=concerned)
    elif concerned and line.standing is Standing.OBJECTED:
        words = _("Objected to by %(sides)s", sides=concerned)
    else:
        words = label(line.standing)
    if reporter is None:
        return words
    return _("%(standing)s, as reported by %(side)s", standing=words, side=reporter)


def _not_recorded(line: ItemLine, names: dict[int, str], locale: str) -> str:
    reporter = names.get(line.reported_by or 0)
    if reporter is None:
        return label(Standing.NOT_RECORDED)
    silent = [
        names[side]
        for side, stand in line.stands.items()
        if stand.stance is Stance.NOT_RECORDED and side != line.reported_by
    ]
    if not silent:
        return _("reported by %(side)s", side=reporter)
    return _(
        "reported by %(side)s; %(others)s not recorded",
        side=reporter,
        others=joined(silent, locale),
    )


def translation_note(text: LocalizedText, locale: str) -> str:
    """What a reader must know of the language in which they are given a text; mostly nothing."""
    shown, notes = text.language_for(locale), []
    if shown is None:
        return ""
    if shown != locale:
        notes.append(
            _(
                "Not on record in %(wanted)s; given in %(shown)s.",
                wanted=label(locale),
                shown=label(shown),
            )
        )
    if shown != text.original and text.translation(shown) is Translation.UNCHECKED:
        original = label(text.original or "en")
        notes.append(
            _("Unchecked translation; the original is in %(language)s.", language=original)
        )
    if shown in text.stale:
        notes.append(_("The original has changed since this translation was made."))
    return " ".join(notes)


def citation_words(pen: Pen, citations: Sequence[Cited]) -> Line:
    """Keys with places, and how sure each is where it is not stated outright."""
    if not citations:
        return ()
    each = [_citation(pen, cited) for cited in citations]
    return (pen.own(_("Source:") + " "), *pen.line(*each, between="; "))


def _citation(pen: Pen, cited: Cited) -> Line:
    place = pen.copied(cited.place) if cited.place else None
    reading = pen.label(cited.reading) if cited.reading is not Reading.STATED else None
    note = pen.copied(cited.note) if cited.note else None
    caution = pen.line(reading, note, between=": ")
    in_brackets = (pen.own(" ("), *caution, pen.own(")")) if caution else ()
    return (*pen.line(pen.copied(cited.key), place, between=", "), *in_brackets)


def owner_words(pen: Pen, owner: Owner) -> Line:
    parts = (
        pen.copied(owner.name) if owner.name else None,
        pen.text(owner.institution) if owner.institution else None,
        pen.copied(owner.body) if owner.body else None,
        pen.text(owner.side) if owner.side else None,
    )
    return pen.line(*parts, between=", ") or (pen.own(_("not named")),)


def basis_words(pen: Pen, link: LinkLine) -> Line:
    """What a link says and why it is believed, no more than its basis holds."""
    title = link.source.title if link.source else None
    evidence = link.evidence.text_for(pen.locale) if link.evidence else None
    named = [name for name in (evidence, title) if name]
    if named and link.place:
        named.append(link.place)
    said = words_for(
        link.kind,
        link.basis,
        source=", ".join(named) or None,
        side=link.reported_by.text_for(pen.locale) if link.reported_by else None,
    )
    why = pen.copied(link.rationale) if link.rationale else None
    if why and link.basis is Basis.INFERRED:
        because = pen.line(pen.label(link.basis), why, between=": ")
        return pen.line(pen.own(in_the_pages_words(said)), because, between=". ")
    return pen.line(pen.own(in_the_pages_words(said)), why, between=" – ")


def status_words(pen: Pen, link: LinkLine) -> Line:
    if link.status is LinkStatus.DISPUTED and link.disputed_by:
        side = link.disputed_by.text_for(pen.locale)
        return (pen.own(_("Disputed by %(side)s", side=side)),)
    return (pen.label(link.status),)
