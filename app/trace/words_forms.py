"""Links in the words of the page's language."""

from app.i18n import in_the_pages_words, page_locale
from app.labels import label
from app.rules import Said
from app.trace.models import TraceLink
from app.trace.steps import TraceStep
from app.trace.words import link_words, short_words, status_words


def claim_printed(claim: TraceStep | TraceLink) -> str:
    """Why and how surely it is said that the one bears on the other."""
    return in_the_pages_words(link_words(claim, page_locale()))


def status_printed(claim: TraceStep | TraceLink) -> str:
    return in_the_pages_words(status_words(claim, page_locale()))


def short_printed(claim: TraceStep | TraceLink) -> str:
    """What stands at its line."""
    words = short_words(claim.kind, claim.basis)
    return in_the_pages_words(words) if isinstance(words, Said) else label(words)
