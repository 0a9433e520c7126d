"""Making, changing and withdrawing links."""

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Side
from app.partial_date import PartialDate
from app.reading import AS_THE_HOUSE
from app.records.models import Record, Source
from app.rounds.minutes import refuse_into_confirmed
from app.rules import Refused, _
from app.trace import queries
from app.trace.models import ENDS, Basis, LinkKind, LinkStatus, TraceLink
from app.trace.succession import SUCCESSIONS, leads_to


def link(
    db: Session,
    *,
    actor: User,
    earlier: Record,
    later: Record,
    kind: LinkKind,
    basis: Basis,
    source: Source | None = None,
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
    _refuse_ends(earlier, later, kind)
    _refuse_succession(db, earlier, later, kind, happened)
    _refuse_basis(basis, source, reported_by, rationale)
    _refuse_status(status, disputed_by)
    _refuse_strangers(earlier, later, source, reported_by, disputed_by)
    if queries.is_linked(db, earlier=earlier, later=later, kind=kind):
        raise Refused(_("These two are linked in this way already."), field="kind")
    made = TraceLink(
        earlier=earlier,
        later=later,
        kind=kind,
        basis=basis,
        status=status,
        earlier_revision=earlier.revision,
        later_revision=later.revision,
        source=source,
        place=place,
        reported_by=reported_by,
        rationale=rationale,
        disputed_by=_disputed_by(status, disputed_by),
        happened=happened,
        asserted_by=actor.name,
        asserted_at=datetime.now(UTC),
    )
    db.add(made)
    record(db, actor, "link.made", made, dialogue_id=later.dialogue_id, record_id=later.id)
    return made


def _refuse_ends(earlier: Record, later: Record, kind: LinkKind) -> None:
    if earlier.id == later.id:
        raise Refused(_("A record cannot be linked with itself."), field="other")
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


def _refuse_basis(
    basis: Basis, source: Source | None, reported_by: Side | None, rationale: str
) -> None:
    if basis is Basis.DOCUMENTED and source is None:
        raise Refused(_("A documented link names its source."), field="source")
    if basis is Basis.REPORTED and reported_by is None:
        raise Refused(_("A reported link names the side that reported it."), field="reported_by")
    if basis is Basis.INFERRED and not rationale.strip():
        raise Refused(_("An inferred link says why it is believed."), field="rationale")


def _refuse_status(status: LinkStatus, disputed_by: Side | None) -> None:
    if status is LinkStatus.DISPUTED and disputed_by is None:
        raise Refused(_("A disputed link names the side that disputes it."), field="disputed_by")


def _refuse_strangers(
    earlier: Record,
    later: Record,
    source: Source | None,
    reported_by: Side | None,
    disputed_by: Side | None,
) -> None:
    dialogues = {earlier.dialogue_id, later.dialogue_id}
    named = {"source": source, "reported_by": reported_by, "disputed_by": disputed_by}
    for field, row in named.items():
        if row is not None and row.dialogue_id not in dialogues:
            raise Refused(_("This belongs to neither of the two dialogues."), field=field)


def _disputed_by(status: LinkStatus, side: Side | None) -> Side | None:
    """A side stays chosen in a form after the dispute was settled: it no longer counts."""
    return side if status is LinkStatus.DISPUTED else None


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
) -> None:
    """Change why a link is believed, and by whom it is disputed; what it joins stays."""
    _refuse_basis(basis, source, reported_by, rationale)
    _refuse_status(status, disputed_by)
    _refuse_strangers(link.earlier, link.later, source, reported_by, disputed_by)
    before = snapshot(link)
    link.basis, link.source, link.place = basis, source, place
    link.reported_by, link.rationale = reported_by, rationale
    link.status, link.disputed_by = status, _disputed_by(status, disputed_by)
    record(
        db,
        actor,
        "link.edited",
        link,
        before=before,
        dialogue_id=link.later.dialogue_id,
        record_id=link.later_id,
    )


def withdraw_link(db: Session, *, actor: User, link: TraceLink) -> None:
    """Take a claim back. An item that it ended stands again."""
    if link.kind in SUCCESSIONS:
        # Minutes that were confirmed since tell that the item had ended.
        refuse_into_confirmed(db, link.earlier.meeting_id, link.happened or link.later.happened)
    before, later = snapshot(link), link.later
    db.delete(link)
    record(
        db,
        actor,
        "link.withdrawn",
        link,
        before=before,
        dialogue_id=later.dialogue_id,
        record_id=later.id,
    )


def confirm_still_holds(db: Session, *, actor: User, link: TraceLink) -> None:
    """Say that a link holds between its ends as they stand now."""
    before = snapshot(link)
    link.earlier_revision, link.later_revision = link.earlier.revision, link.later.revision
    record(
        db,
        actor,
        "link.looked-at-again",
        link,
        before=before,
        dialogue_id=link.later.dialogue_id,
        record_id=link.later_id,
    )
