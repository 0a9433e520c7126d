"""The language of the page, and how texts, dates and words are printed in it."""

from datetime import datetime

from babel import Locale
from babel.dates import format_datetime
from flask import Flask, g, request, session
from flask_babel import Babel, gettext
from markupsafe import Markup, escape

from app.labels import label
from app.localized import LANGUAGES, LocalizedText
from app.partial_date import PartialDate, printed_date, printed_span
from app.rules import Said

# A browser's language tag is matched by hand: an unknown one is no error.
CHINESE = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
}


def page_locale() -> str:
    """The chosen language, else the browser's first that the house keeps, else English."""
    if "locale" not in g:
        g.locale = _chosen() or _preferred() or "en"
    return str(g.locale)


def _chosen() -> str | None:
    chosen = session.get("locale")
    return chosen if chosen in LANGUAGES else None


def _preferred() -> str | None:
    for tag, _weight in request.accept_languages:
        parts = tag.lower().split("-")
        if parts[0] == "en":
            return "en"
        if parts[0] == "zh":
            return CHINESE.get("-".join(parts[:2]), "zh-Hans")
    return None


def init_app(app: Flask) -> None:
    # The catalogues' folders are named as Babel writes a locale: zh_Hans.
    Babel(app, locale_selector=lambda: page_locale().replace("-", "_"))
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.filters.update(
        text=plain_text,
        prose=prose,
        date=in_words,
        span=span,
        label=label,
        moment=moment,
        said=in_the_pages_words,
    )
    app.context_processor(lambda: {"locale": page_locale()})


def plain_text(text: LocalizedText) -> str:
    """The text in the page's language, or the nearest there is."""
    return text.text_for(page_locale())


def prose(text: LocalizedText) -> Markup:
    """The text as paragraphs, marked with the language it is really in."""
    lang = text.language_for(page_locale())
    if lang is None:
        return Markup()
    paragraphs = (part.strip() for part in text.texts[lang].split("\n"))
    body = Markup().join(Markup("<p>{}</p>").format(part) for part in paragraphs if part)
    return Markup('<div class="prose" lang="{}">{}</div>').format(lang, body)


def in_words(day: PartialDate | None) -> str:
    return printed_date(day, page_locale()) if day else ""


def in_the_pages_words(said: Said) -> str:
    """With its values in that language, too: the house's own words, texts and dates."""
    return gettext(said.message, **{name: _term(value) for name, value in said.values.items()})


def _term(value: object) -> object:
    match value:
        case Said():
            return in_the_pages_words(value)
        case LocalizedText():
            return plain_text(value)
        case PartialDate():
            return in_words(value)
        case _:
            return value


def span(start: PartialDate | None, end: PartialDate | None) -> str:
    return printed_span(start, end, page_locale()) if start else ""


def moment(at: datetime) -> Markup:
    """When something was recorded, in UTC, to the minute."""
    locale = Locale.parse(page_locale(), sep="-")
    form = "d MMM y HH:mm" if locale.language == "en" else "y年M月d日 HH:mm"
    printed = format_datetime(at, form, locale=locale)
    return Markup('<time datetime="{}">{} UTC</time>').format(at.isoformat(), escape(printed))
