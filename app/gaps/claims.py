"""Gaps in what links claim."""

from collections.abc import Iterator

from app.gaps.hits import Hit
from app.gaps.look import Claim, Look
from app.matters.models import Stage
from app.rules import Said
from app.trace.models import Basis, LinkKind
from app.trace.succession import SUCCESSIONS
from app.trace.words import SAYINGS

# At which station of the loop a link of each kind holds it together.
STAGES = {
    LinkKind.MANDATE: Stage.MANDATE,
    LinkKind.GROUNDWORK: Stage.GROUNDWORK,
    LinkKind.RAISED: Stage.TALKS,
    LinkKind.TAKEN_UP: Stage.TALKS,
    LinkKind.PARTLY_TAKEN_UP: Stage.TALKS,
    LinkKind.SET_ASIDE: Stage.TALKS,
    LinkKind.REVIEW: Stage.REVIEW,
}


def suspect_links(look: Look) -> Iterator[Hit]:
    """Links of this dialogue of which an end changed since somebody last looked at them."""
    for one in _own(look):
        if one.is_suspect:
            yield _hit(one, look)


def claims_resting_on_inference(look: Look) -> Iterator[Hit]:
    """Links of this dialogue that are inferred, where none between the same two records is
    documented or reported. What ended an item is the secretariat's own act, and no claim."""
    better = {(one.earlier_id, one.later_id) for one in look.claims
              if one.basis is not Basis.INFERRED}  # fmt: skip
    for one in _own(look):
        alone = one.basis is Basis.INFERRED and (one.earlier_id, one.later_id) not in better
        if alone and one.kind not in SUCCESSIONS:
            yield _hit(one, look)


def _own(look: Look) -> Iterator[Claim]:
    for one in look.claims:
        if look.dialogue.id in (one.earlier_dialogue, one.later_dialogue):
            yield one


def _claimed(one: Claim) -> Said | LinkKind:
    """What is inferred is said of how it looks alone."""
    return Said(SAYINGS[one.kind].inferred) if one.basis is Basis.INFERRED else one.kind


def _hit(one: Claim, look: Look) -> Hit:
    """Mended at the end that is this dialogue's own."""
    own = one.earlier_dialogue == look.dialogue.id
    return Hit(
        (one.earlier_id, one.later_id),
        one.later_happened,
        {"claim": _claimed(one), "because": one.rationale},
        mark=one.kind,
        stage=STAGES.get(one.kind, Stage.IMPLEMENTATION),
        link_id=one.id,
        place=0 if own else 1,
    )
