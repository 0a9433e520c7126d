"""Links in the words of the page's language."""

from flask_babel import gettext

from app.i18n import page_locale
from app.labels import label
from app.rules import Said
from app.trace.models import TraceLink
from app.trace.steps import TraceStep
from app.trace.words import link_words, short_words, status_words


def printed(said: Said) -> str:
    """With the house's own words among its values in that language, too."""
    values = {
        name: printed(value) if isinstance(value, Said) else value
        for name, value in said.values.items()
    }
    return gettext(said.message, **values)


def claim_printed(claim: TraceStep | TraceLink) -> str:
    """Why and how surely it is said that the one bears on the other."""
    return printed(link_words(claim, page_locale()))


def status_printed(claim: TraceStep | TraceLink) -> str:
    return printed(status_words(claim, page_locale()))


def short_printed(claim: TraceStep | TraceLink) -> str:
    """What stands at its line."""
    words = short_words(claim.kind, claim.basis)
    return printed(words) if isinstance(words, Said) else label(words)
