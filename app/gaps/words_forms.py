"""Gaps in the words of the page's language: what is missing, how it is accepted, the limits."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.gaps.finding import Gap, GapRecord
from app.gaps.look import Limits
from app.gaps.matrix import Cell, Worst
from app.gaps.queries import Shown
from app.gaps.rules import Rule
from app.i18n import in_words, page_locale, plain_text
from app.labels import label
from app.localized import LocalizedText
from app.partial_date import PartialDate, printed_date
from app.rules import Said

SHOWN = {
    Shown.OPEN: _l("Open"),
    Shown.NEW: _l("New since your last visit"),
    Shown.ACCEPTED: _l("Accepted"),
    Shown.ALL: _l("All"),
}
WORST = {
    Worst.GAP: _l("open gap"),
    Worst.ACCEPTED: _l("accepted gap"),
    Worst.ON_RECORD: _l("on record, no gap found"),
    Worst.NO_RECORD: _l("no record"),
}


def rule_words(rule: Rule) -> str:
    return _(rule.words)


def gap_words(gap: Gap) -> str:
    """What is missing."""
    return said_in_words(gap.words)


def said_in_words(said: Said) -> str:
    """Its terms stand as they do within a sentence."""
    return _(said.message, **{name: _printed(value) for name, value in said.values.items()})


def _printed(value: object) -> object:
    match value:
        case Said():
            return said_in_words(value)
        case StrEnum():
            return label(value).lower()
        case LocalizedText():
            return plain_text(value)
        case PartialDate():
            return printed_date(value, page_locale())
        case _:
            return value


def named(record: GapRecord, slug: str) -> str:
    title = plain_text(record.title)
    ref = record.cited_from(slug)
    return f"{ref} {title}" if title and title != record.ref else ref


def since_words(gap: Gap) -> str:
    return in_words(gap.since) or _("date not recorded")


def state_words(gap: Gap) -> str:
    """Open or accepted: by whom, until when and why; and that an acceptance has ended."""
    held = gap.acceptance
    if held is None:
        return _("open")
    until = in_words(held.until) if held.until else ""
    if held.has_ended:
        return _("open again: accepted by %(who)s until %(day)s, %(why)s",
                 who=held.by, day=until, why=held.because)  # fmt: skip
    if until:
        return _("accepted by %(who)s until %(day)s: %(why)s",
                 who=held.by, day=until, why=held.because)  # fmt: skip
    return _("accepted by %(who)s: %(why)s", who=held.by, why=held.because)


def limit_words(limits: Limits) -> list[str]:
    """The limits by which gaps were looked for, each as it is printed."""
    return [
        ngettext(
            "a review is missing after more than %(num)s day",
            "a review is missing after more than %(num)s days",
            limits.review_days,
        ),
        ngettext(
            "an acknowledgement is missing after more than %(num)s day",
            "an acknowledgement is missing after more than %(num)s days",
            limits.reply_days,
        ),
        ngettext(
            "a divergence is carried over after %(num)s round",
            "a divergence is carried over after %(num)s rounds",
            limits.rounds,
        ),
    ]


def count_words(rule: Rule, found: Sequence[Gap], groundless: Collection[Rule]) -> str:
    """How many gaps a rule found or, of none, in what they were looked for; `groundless` are the
    rules that have nothing to look in."""
    if not found and rule in groundless:
        return _("nothing of this kind on record")
    if not found:
        return _("none found among %(things)s", things=_(rule.looked_at))
    return ngettext("%(num)s gap", "%(num)s gaps", len(found))


def cell_words(cell: Cell) -> str:
    """What a cell of the matrix holds, without its picture."""
    parts = [ngettext("%(num)s record", "%(num)s records", cell.records)] if cell.records else []
    if cell.gaps:
        parts.append(ngettext("%(num)s gap", "%(num)s gaps", cell.gaps))
    if cell.accepted:
        parts.append(_("%(number)d accepted", number=cell.accepted))
    return _(", ").join(parts) or _("no record")
