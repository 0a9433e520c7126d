"""The fixed terms of what joins the tracks: links, hand-overs, expectations, matters."""

import enum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.handovers.models import Carrier, Dimension, Direction, HandoverKind, Match, Outcome
from app.matters.models import Stage
from app.trace.models import Basis, LinkKind, LinkStatus

TERMS_OF_THE_TRACE: tuple[dict[enum.StrEnum, LazyString], ...] = (
    {
        HandoverKind.MANDATE: _("Mandate"),
        HandoverKind.TRANSMITTAL: _("Transmittal"),
        HandoverKind.READ_OUT: _("Read-out"),
        HandoverKind.REQUEST: _("Request for review"),
        HandoverKind.REPLY: _("Reply"),
    },
    {
        Direction.TO_GOVERNMENT: _("To a government"),
        Direction.FROM_GOVERNMENT: _("From a government"),
    },
    {
        Carrier.DOCUMENT: _("A document"),
        Carrier.BRIEFING: _("A briefing"),
        Carrier.PERSON: _("A person"),
    },
    {
        Match.NONE: _("No match found"),
        Match.PARTIAL: _("Partial match"),
        Match.FULL: _("Full match"),
        Match.NO_INFORMATION: _("No information"),
    },
    {
        Dimension.RISKS: _("Risk assessment"),
        Dimension.GOVERNANCE: _("International governance goals"),
        Dimension.DOMESTIC: _("Domestic objectives"),
    },
    {
        Outcome.MET: _("Met"),
        Outcome.PARTLY: _("Partly met"),
        Outcome.NOT_MET: _("Not met"),
        Outcome.OFF_AGENDA: _("Off the agenda"),
    },
    {
        Stage.MANDATE: _("Mandate"),
        Stage.GROUNDWORK: _("Groundwork"),
        Stage.PRELIMINARY: _("Preliminary meeting"),
        Stage.TALKS: _("Talks"),
        Stage.REVIEW: _("Review"),
        Stage.IMPLEMENTATION: _("Implementation"),
    },
    {
        LinkKind.MANDATE: _("Mandate"),
        LinkKind.GROUNDWORK: _("Groundwork"),
        LinkKind.RAISED: _("Raised"),
        LinkKind.TAKEN_UP: _("Taken up"),
        LinkKind.PARTLY_TAKEN_UP: _("Partly taken up"),
        LinkKind.SET_ASIDE: _("Set aside"),
        LinkKind.REVIEW: _("Review"),
        LinkKind.REFINES: _("Refines"),
        LinkKind.SUPERSEDES: _("Supersedes"),
        LinkKind.SPLIT_FROM: _("Split from"),
        LinkKind.MERGES: _("Merges"),
        LinkKind.IMPLEMENTS: _("Implements"),
        LinkKind.FOLLOWS_FROM: _("Follows from"),
    },
    {
        Basis.DOCUMENTED: _("Documented"),
        Basis.REPORTED: _("Reported"),
        Basis.INFERRED: _("Inferred"),
    },
    {
        LinkStatus.PROPOSED: _("Proposed"),
        LinkStatus.CONFIRMED: _("Confirmed"),
        LinkStatus.DISPUTED: _("Disputed"),
    },
)
