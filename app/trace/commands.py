"""Making, changing, redrawing and withdrawing links."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.consensus.models import ConsensusItem
from app.dialogues.models import Side
from app.partial_date import PartialDate
from app.reading import AS_THE_HOUSE
from app.records.models import Record, Source
from app.rounds.minutes import refuse_into_confirmed
from app.rules import Refused, _
from app.trace import queries
from app.trace.claiming import Grounds, refuse_ends, rests_on_hidden
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.succession import SUCCESSIONS, leads_to
from app.trace.tabs import Tab, tab_of


def link(
    db: Session,
    *,
    actor: User,
    earlier: Record,
    later: Record,
    kind: LinkKind,
    basis: Basis,
    source: Source | None = None,
    evidence: Record | None = None,
    place: str = "",
    reported_by: Side | None = None,
    rationale: str = "",
    status: LinkStatus = LinkStatus.PROPOSED,
    disputed_by: Side | None = None,
    happened: PartialDate | None = None,
) -> TraceLink:
    """Claim that `earlier` bears on `later`.

    `happened` is when an item was superseded, split or merged; None: when the later one was
    recorded. Raises Refused where ENDS forbids the pair, the dates certainly run backwards, the
    basis lacks what it rests on, or the claim stands already.
    """
    refuse_ends(earlier, later, kind)
    _refuse_succession(db, earlier, later, kind, happened)
    grounds = Grounds(
        basis=basis,
        source=source,
        evidence=evidence,
        place=place,
        reported_by=reported_by,
        rationale=rationale,
        status=status,
        disputed_by=disputed_by,
    )
    grounds.refuse(earlier, later)
    if queries.is_linked(db, earlier=earlier, later=later, kind=kind):
        raise Refused(_("These two are linked in this way already."), field="kind")
    made = TraceLink(
        earlier=earlier,
        later=later,
        kind=kind,
        happened=happened,
        asserted_by=actor.name,
        asserted_at=datetime.now(UTC),
    )
    _rest_on(made, grounds)
    _look_at_ends(made)
    db.add(made)
    record(db, actor, "link.made", made, **_tab(made))
    return made


def _look_at_ends(link: TraceLink) -> None:
    """Keep how the ends stand now."""
    link.earlier_revision, link.later_revision = link.earlier.revision, link.later.revision
    link.earlier_wording, link.later_wording = _wording(link.earlier), _wording(link.later)


def _wording(end: Record) -> int | None:
    return end.latest if isinstance(end, ConsensusItem) else None


def _refuse_succession(
    db: Session, earlier: Record, later: Record, kind: LinkKind, happened: PartialDate | None
) -> None:
    """What ends an item is dated, ends it after its minutes were confirmed, and in no circle."""
    if kind not in SUCCESSIONS:
        if happened is not None:
            raise Refused(
                _("Only what supersedes, splits or merges items has a date of its own."),
                field="happened",
            )
        return
    refuse_into_confirmed(db, earlier.meeting_id, happened or later.happened)
    lock(db, earlier, later)
    for end in (earlier, later):
        if happened and end.happened and happened.certainly_before(end.happened):
            raise Refused(
                _("%(ref)s is dated %(date)s: this cannot have happened before."),
                field="happened",
                ref=end.ref,
                date=end.happened,
            )
    if leads_to(db, later, earlier):
        raise Refused(
            _("%(earlier)s has itself taken the place of %(later)s."),
            field="other",
            earlier=earlier.ref,
            later=later.ref,
        )


def lock(db: Session, *records: Record) -> None:
    """Let others who end one of these wait until this transaction ends."""
    ids = sorted(record.id for record in records)
    db.execute(
        sa.select(Record.id)
        .where(Record.id.in_(ids))
        .order_by(Record.id)
        .with_for_update(key_share=True),
        execution_options=AS_THE_HOUSE,
    )


def _rest_on(link: TraceLink, grounds: Grounds) -> None:
    link.basis, link.rationale = grounds.basis, grounds.rationale
    # Where in it, goes with what shows it.
    stays = rests_on_hidden(link) and not (grounds.source or grounds.evidence or grounds.place)
    link.place = link.place if stays else grounds.place
    link.source, link.evidence = grounds.source, grounds.evidence
    link.reported_by, link.status = grounds.reported_by, grounds.status
    # A side stays chosen in a form after the dispute was settled: it no longer counts.
    disputed = grounds.status is LinkStatus.DISPUTED
    link.disputed_by = grounds.disputed_by if disputed else None


def link_all(
    db: Session, *, actor: User, pairs: Sequence[tuple[Record, Record]], **claim: Any
) -> list[TraceLink]:
    """Claim the same, as `link` takes it, of each pair, earlier first; of all of them or of none.

    Raises Refused as `link` does, naming the pair where it is the pair that cannot be.
    """
    if not pairs:
        raise Refused(_("Tick at least one record on each side."), field="here")
    made = []
    for earlier, later in pairs:
        try:
            made.append(link(db, actor=actor, earlier=earlier, later=later, **claim))
        except Refused as refusal:
            if refusal.field not in ("other", "kind"):
                raise
            raise Refused(
                _("%(earlier)s cannot be linked with %(later)s in this way. Nothing was saved."),
                earlier=earlier.ref,
                later=later.ref,
            ) from refusal
    return made


def redraw_link(
    db: Session,
    *,
    actor: User,
    drawn: TraceLink,
    earlier: Record,
    later: Record,
    kind: LinkKind,
    happened: PartialDate | None = None,
    **grounds: Any,
) -> None:
    """Let a link join other ends, or be of another kind, on grounds as `link` takes them.

    Raises Refused as `link` does, and for what supersedes, splits or merges items.
    """
    if happened is not None or not {drawn.kind, kind}.isdisjoint(SUCCESSIONS):
        raise Refused(
            _("What supersedes, splits or merges items is withdrawn and made anew."), field="kind"
        )
    refuse_ends(earlier, later, kind)
    given = Grounds(**grounds)
    given.refuse(earlier, later)
    is_another = (earlier.id, later.id, kind) != (drawn.earlier_id, drawn.later_id, drawn.kind)
    if is_another and queries.is_linked(db, earlier=earlier, later=later, kind=kind):
        raise Refused(_("These two are linked in this way already."), field="kind")
    before, joined = snapshot(drawn), (drawn.earlier, drawn.later, drawn.evidence)
    drawn.earlier, drawn.later, drawn.kind = earlier, later, kind
    _rest_on(drawn, given)
    drawn.looked_at = datetime.now(UTC)
    _look_at_ends(drawn)
    record(db, actor, "link.redrawn", drawn, before=before, **_tab(drawn, *joined))


def edit_link(
    db: Session,
    *,
    actor: User,
    link: TraceLink,
    basis: Basis,
    source: Source | None,
    place: str,
    reported_by: Side | None,
    rationale: str,
    status: LinkStatus,
    disputed_by: Side | None,
    evidence: Record | None = None,
) -> None:
    """Change why a link is believed, and by whom it is disputed; what it joins stays.

    A source or a paper that the editor may not read stays as long as no other is named.
    """
    grounds = Grounds(
        basis=basis,
        source=source,
        evidence=evidence,
        place=place,
        reported_by=reported_by,
        rationale=rationale,
        status=status,
        disputed_by=disputed_by,
    )
    grounds.refuse(link.earlier, link.later, is_shown=rests_on_hidden(link))
    before, shown_by = snapshot(link), link.evidence
    _rest_on(link, grounds)
    record(db, actor, "link.edited", link, before=before, **_tab(link, shown_by))


def withdraw_link(db: Session, *, actor: User, link: TraceLink) -> None:
    """Take a claim back. An item that it ended stands again."""
    if link.kind in SUCCESSIONS:
        # Minutes that were confirmed since tell that the item had ended.
        refuse_into_confirmed(db, link.earlier.meeting_id, link.happened or link.later.happened)
    before, tab = snapshot(link), _tab(link)
    db.delete(link)
    record(db, actor, "link.withdrawn", link, before=before, **tab)


def confirm_still_holds(
    db: Session, *, actor: User, link: TraceLink, seen: tuple[int, int] | None = None
) -> None:
    """Say that a link holds between its ends as they stand now.

    `seen` are the revisions that were looked at. Raises Refused where an end has changed again.
    """
    if seen is not None and seen != (link.earlier.revision, link.later.revision):
        raise Refused(_("An end has changed once more meanwhile. Look at the link again."))
    before = snapshot(link)
    _look_at_ends(link)
    link.looked_at = datetime.now(UTC)
    record(db, actor, "link.looked-at-again", link, before=before, **_tab(link))


def _tab(link: TraceLink, *was: Record | None) -> Tab:
    """Where only those read of it who read both ends, what shows it, and what it `was` joining."""
    others = (link.earlier, link.evidence, *was)
    return tab_of(link.later, *(one for one in others if one is not None))
