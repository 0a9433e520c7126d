"""The words in which the pages about agreement say which way, what is wanted, and how long."""

from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.i18n import plain_text
from app.labels import label
from app.localized import LocalizedText
from app.register.awaiting import Want
from app.register.ledger import Part
from app.register.movement import Direction
from app.register.waiting import Waited
from app.rules import Said

DIRECTIONS = {
    Direction.NEW: _l("New"),
    Direction.CLOSER: _l("Closer"),
    Direction.UNCHANGED: _l("Unchanged"),
    Direction.APART: _l("Further apart"),
    Direction.BOTH_WAYS: _l("Both ways"),
    Direction.REWORDED: _l("Reworded"),
    Direction.ENDED: _l("No longer stands"),
}
PARTS = {
    Part.AGREEMENTS: _l("Agreements"),
    Part.NOT_RECORDED: _l("No side's position is recorded"),
    Part.UNSETTLED: _l("Not settled"),
    Part.DIVERGENCES: _l("Divergences"),
    Part.ENDED: _l("Superseded or withdrawn since then"),
}
WANTS = {
    Want.POSITION: _l("Position on a wording"),
    Want.SILENCE: _l("Silence procedure"),
    Want.CONFIRMATION: _l("Confirmation of what was agreed ad referendum"),
    Want.INSTRUCTIONS: _l("Instructions on a bracket"),
    Want.ACTION: _l("Action"),
}


def why_words(said: Said) -> str:
    """Why an item moved, in the page's language; its terms as they stand within a sentence."""
    return _(said.message, **{name: _printed(value) for name, value in said.values.items()})


def _printed(value: object) -> object:
    if isinstance(value, StrEnum):
        return label(value).lower()
    return plain_text(value) if isinstance(value, LocalizedText) else value


def waited_words(passed: Waited | None) -> str:
    """`2 years, 7 months`, `9 months`, `12 days`; empty where it is not known since when."""
    if passed is None:
        return ""
    if passed.months is None:
        if not passed.years:
            return _("less than a year")
        return ngettext("about %(num)s year", "about %(num)s years", passed.years)
    years = ngettext("%(num)s year", "%(num)s years", passed.years)
    months = ngettext("%(num)s month", "%(num)s months", passed.months)
    if passed.years and passed.months:
        return _("%(years)s, %(months)s", years=years, months=months)
    if passed.years or passed.months:
        return years if passed.years else months
    if passed.days is None:
        return _("less than a month")
    return ngettext("%(num)s day", "%(num)s days", passed.days)
