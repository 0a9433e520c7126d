"""What a claim must have before it is made: two ends, an order in time, something it rests on."""

from dataclasses import dataclass

from app.dialogues.models import Side, Track
from app.records.models import Record, RecordKind, Source
from app.rules import Refused, _
from app.trace.models import (
    ENDS,
    OFFICIAL,
    UNOFFICIAL,
    Basis,
    LinkKind,
    LinkStatus,
    TraceLink,
)

MAY_RUN_BACKWARDS = _(
    "As far as the dates are known, the later record (%(later)s) may have happened before the"
    " earlier one (%(earlier)s)."
)
# What can show that something was so.
EVIDENCE = (RecordKind.DOCUMENT, RecordKind.HANDOVER)


def may_run_backwards(earlier: Record, later: Record) -> bool:
    """Whether some day that `later` can mean precedes some day that `earlier` can.

    Where a date is not recorded nothing is told; nor of two records of one meeting.
    """
    if earlier.happened is None or later.happened is None or _meeting(earlier) == _meeting(later):
        return False
    return later.happened.first_day < earlier.happened.last_day


def _meeting(record: Record) -> int:
    return record.meeting_id or record.id


def likely_kind(earlier: RecordKind, one: Track, later: RecordKind, other: Track) -> LinkKind:
    """The kind that a link between two records of these tracks has more often than not."""
    if one in OFFICIAL and other in UNOFFICIAL:
        return LinkKind.REVIEW
    if one in UNOFFICIAL and other in OFFICIAL:
        is_raised = earlier is RecordKind.CONSENSUS_ITEM and later is RecordKind.AGENDA_TOPIC
        return LinkKind.RAISED if is_raised else LinkKind.GROUNDWORK
    return LinkKind.FOLLOWS_FROM


def refuse_ends(earlier: Record, later: Record, kind: LinkKind) -> None:
    """Raise Refused where ENDS forbids the pair or the dates certainly run backwards."""
    if earlier.id == later.id:
        raise Refused(_("A record cannot be linked with itself."), field="other")
    if earlier.dialogue.illustrative is not later.dialogue.illustrative:
        raise Refused(_("What is made up is never linked with what is real."), field="other")
    one, other = earlier.dialogue.track, later.dialogue.track
    if not ENDS[kind].allows(earlier.kind, one, later.kind, other):
        if ENDS[kind].tracks_differ is (one is other):
            raise Refused(
                _("A link of this kind joins two tracks.")
                if ENDS[kind].tracks_differ
                else _("A link of this kind stays on one track."),
                field="kind",
            )
        raise Refused(_("A link of this kind cannot join these two records."), field="kind")
    if earlier.happened and later.happened and later.happened.certainly_before(earlier.happened):
        raise Refused(
            _("The later record (%(later)s) happened before the earlier one (%(earlier)s)."),
            field="other",
            later=later.happened,
            earlier=earlier.happened,
        )


@dataclass(frozen=True, kw_only=True)
class Grounds:
    """Why a link is believed and how sure that is."""

    basis: Basis
    source: Source | None = None
    evidence: Record | None = None
    place: str = ""
    reported_by: Side | None = None
    rationale: str = ""
    status: LinkStatus = LinkStatus.PROPOSED
    disputed_by: Side | None = None

    def refuse(self, earlier: Record, later: Record, *, is_shown: bool = False) -> None:
        """Raise Refused where something is missing, or is of a third dialogue.

        `is_shown`: something that the viewer may not read shows it, and stays.
        """
        self._refuse_basis(is_shown)
        if self.status is LinkStatus.DISPUTED and self.disputed_by is None:
            raise Refused(
                _("A disputed link names the side that disputes it."), field="disputed_by"
            )
        dialogues = {earlier.dialogue_id, later.dialogue_id}
        for field in ("source", "evidence", "reported_by", "disputed_by"):
            row = getattr(self, field)
            if row is not None and row.dialogue_id not in dialogues:
                raise Refused(_("This belongs to neither of the two dialogues."), field=field)

    def _refuse_basis(self, is_shown: bool) -> None:
        if self.evidence is not None and self.evidence.kind not in EVIDENCE:
            raise Refused(_("Only a document or a hand-over shows it."), field="evidence")
        shown = is_shown or self.source is not None or self.evidence is not None
        if self.basis is Basis.DOCUMENTED and not shown:
            raise Refused(
                _(
                    "A documented link names its source, or the document or hand-over that"
                    " shows it."
                ),
                field="source",
            )
        if self.basis is Basis.REPORTED and self.reported_by is None:
            raise Refused(
                _("A reported link names the side that reported it."), field="reported_by"
            )
        if self.basis is Basis.INFERRED and not self.rationale.strip():
            raise Refused(_("An inferred link says why it is believed."), field="rationale")


def place_shown(link: TraceLink) -> str:
    """Where in its source or paper it is shown; nothing, where neither may be read."""
    return "" if rests_on_hidden(link) and not (link.source or link.evidence) else link.place


def rests_on_hidden(link: TraceLink) -> bool:
    """Whether a source or a paper shows it that the viewer may not read."""
    return (link.source_id is not None and link.source is None) or (
        link.evidence_id is not None and link.evidence is None
    )
