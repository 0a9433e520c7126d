"""The words and the line of a link: they follow its basis, and claim no more than it holds."""

from dataclasses import dataclass

from app.dialogues.models import Side
from app.localized import LocalizedText
from app.rules import Said, _
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.steps import TraceStep


@dataclass(frozen=True)
class Saying:
    """How a kind of link is said where it is documented, reported and inferred.

    What is inferred is said of how the later one looks beside the earlier, never of what happened.
    """

    documented: str
    reported: str
    inferred: str


SAYINGS: dict[LinkKind, Saying] = {
    LinkKind.MANDATE: Saying(
        _("mandated, per %(source)s"),
        _("reported by %(side)s as mandated"),
        _("the later appears to rest on the earlier as its mandate"),
    ),
    LinkKind.GROUNDWORK: Saying(
        _("prepared, per %(source)s"),
        _("reported by %(side)s as prepared"),
        _("the earlier appears to have prepared the later"),
    ),
    LinkKind.RAISED: Saying(
        _("raised, per %(source)s"),
        _("reported by %(side)s as raised"),
        _("the later appears to touch on the earlier"),
    ),
    LinkKind.TAKEN_UP: Saying(
        _("taken up, per %(source)s"),
        _("reported by %(side)s as taken up"),
        _("the later appears to reflect the earlier"),
    ),
    LinkKind.PARTLY_TAKEN_UP: Saying(
        _("partly taken up, per %(source)s"),
        _("reported by %(side)s as partly taken up"),
        _("the later appears to reflect a part of the earlier"),
    ),
    LinkKind.SET_ASIDE: Saying(
        _("set aside, per %(source)s"),
        _("reported by %(side)s as set aside"),
        _("the later appears to leave the earlier aside"),
    ),
    LinkKind.REVIEW: Saying(
        _("reviewed, per %(source)s"),
        _("reported by %(side)s as reviewed"),
        _("the later appears to look back on the earlier"),
    ),
    LinkKind.REFINES: Saying(
        _("refined, per %(source)s"),
        _("reported by %(side)s as refined"),
        _("the later appears to refine the earlier"),
    ),
    # The secretariat's own act on its own record: nothing is inferred of anybody else.
    LinkKind.SUPERSEDES: Saying(
        _("superseded, per %(source)s"),
        _("reported by %(side)s as superseded"),
        _("superseded on this record"),
    ),
    LinkKind.SPLIT_FROM: Saying(
        _("split, per %(source)s"),
        _("reported by %(side)s as split"),
        _("split on this record"),
    ),
    LinkKind.MERGES: Saying(
        _("merged, per %(source)s"),
        _("reported by %(side)s as merged"),
        _("merged on this record"),
    ),
    LinkKind.IMPLEMENTS: Saying(
        _("implemented, per %(source)s"),
        _("reported by %(side)s as implemented"),
        _("the later appears to implement the earlier"),
    ),
    LinkKind.FOLLOWS_FROM: Saying(
        _("followed, per %(source)s"),
        _("reported by %(side)s as followed"),
        _("the later appears to follow from the earlier"),
    ),
}

# What stands at a line, where the kind's own name would claim what is only inferred.
HEDGED: dict[LinkKind, str] = {
    LinkKind.RAISED: _("appears to touch on it"),
    LinkKind.TAKEN_UP: _("appears to reflect it"),
    LinkKind.PARTLY_TAKEN_UP: _("appears to reflect it in part"),
    LinkKind.SET_ASIDE: _("appears to leave it aside"),
}

HIDDEN_SOURCE = Said(_("a source that you may not read"))
A_SIDE = Said(_("a side"))


def words_for(
    kind: LinkKind, basis: Basis, *, source: str | None = None, side: str | None = None
) -> Said:
    """A link in words; `source` with its place and `side` by their names, None: not to be read.

    A value may be words of the house itself: a page puts them into its language, too.
    """
    saying = SAYINGS[kind]
    match basis:
        case Basis.DOCUMENTED:
            return Said(saying.documented, {"source": source or HIDDEN_SOURCE})
        case Basis.REPORTED:
            return Said(saying.reported, {"side": side or A_SIDE})
        case _:
            return Said(saying.inferred)


def link_words(claim: TraceStep | TraceLink, locale: str) -> Said:
    """A link in words, with names as `locale` has them.

    "taken up, per joint statement of 14 May 2024, paragraph 3"; "reported by China as taken up";
    "the later appears to reflect the earlier".
    """
    if isinstance(claim, TraceStep):
        return words_for(
            claim.kind,
            claim.basis,
            source=_cited(_titled(claim.evidence_title, claim.evidence_ref, locale), claim),
            side=claim.reported_by.text_for(locale) if claim.reported_by else None,
        )
    evidence = claim.evidence
    shown = _titled(evidence.title, evidence.ref, locale) if evidence else None
    side = claim.reported_by
    return words_for(
        claim.kind,
        claim.basis,
        source=_cited(shown, claim),
        side=side.name.text_for(locale) if side else None,
    )


def _titled(title: LocalizedText | None, ref: str | None, locale: str) -> str | None:
    return (title.text_for(locale) if title else "") or ref


def _cited(evidence: str | None, claim: TraceStep | TraceLink) -> str | None:
    """What shows it, and where in that."""
    source = claim.source if isinstance(claim, TraceStep) else claim.source and claim.source.title
    named = "; ".join(name for name in (evidence, source) if name)
    return f"{named}, {claim.place}" if named and claim.place else named or None


def short_words(kind: LinkKind, basis: Basis) -> Said | LinkKind:
    """What stands at a line: the kind, for its label; words instead where that would say more."""
    hedged = HEDGED.get(kind) if basis is Basis.INFERRED else None
    return Said(hedged) if hedged else kind


def status_words(claim: TraceStep | TraceLink, locale: str) -> Said:
    """How sure it is: proposed, confirmed, or by whom it is disputed."""
    if claim.status is LinkStatus.DISPUTED:
        side = claim.disputed_by
        name = side.name if isinstance(side, Side) else side
        return Said(_("disputed by %(side)s"), {"side": name.text_for(locale) if name else A_SIDE})
    confirmed = claim.status is LinkStatus.CONFIRMED
    return Said(_("confirmed")) if confirmed else Said(_("proposed"))


def line_classes(
    basis: Basis, *, status: LinkStatus = LinkStatus.CONFIRMED, is_suspect: bool = False
) -> str:
    """How its line is drawn: dashed by basis, paler until confirmed, marked where in doubt."""
    marks = [f"edge edge-{basis}"]
    if status is not LinkStatus.CONFIRMED:
        marks.append(f"edge-{status}")
    if is_suspect:
        marks.append("edge-suspect")
    return " ".join(marks)
