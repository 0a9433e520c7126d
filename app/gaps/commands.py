"""Accepting a gap and taking that back, and having seen the board."""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.dialogues.models import Dialogue
from app.gaps.finding import Gap
from app.gaps.models import AcceptedGap, GapVisit
from app.gaps.queries import digest_of, visit_row
from app.partial_date import PartialDate
from app.records.models import Record
from app.rules import Refused, _
from app.trace.tabs import Tab, tab_of


def accept_gap(
    db: Session,
    *,
    actor: User,
    dialogue: Dialogue,
    gap: Gap,
    because: str,
    today: date,
    until: PartialDate | None = None,
) -> AcceptedGap:
    """Leave a gap open, for a reason; after `until` (None: not before that is withdrawn) it
    returns. Raises Refused without a reason, or where its day has passed."""
    if not because.strip():
        raise Refused(_("Say why it is left open."), field="because")
    if until is not None and until.last_day < today:
        raise Refused(_("This day has passed: the gap would return at once."), field="until")
    made = _said(actor, dialogue, gap, because, until=until)
    db.add(made)
    record(db, actor, "gap.accepted", made, **_tab(db, dialogue, gap))
    return made


def withdraw_acceptance(
    db: Session, *, actor: User, dialogue: Dialogue, gap: Gap, because: str
) -> AcceptedGap:
    """Let a gap that was accepted return, for a reason."""
    if not because.strip():
        raise Refused(_("Say why it is no longer accepted."), field="because")
    made = _said(actor, dialogue, gap, because, withdrawn=True)
    db.add(made)
    record(db, actor, "gap.acceptance-withdrawn", made, **_tab(db, dialogue, gap))
    return made


def _tab(db: Session, dialogue: Dialogue, gap: Gap) -> Tab:
    """Read by the dialogue's secretariat, as far as they read all that the gap is about."""
    ids = [one.id for one in gap.records]
    found = {one.id: one for one in db.scalars(sa.select(Record).where(Record.id.in_(ids)))}
    return tab_of(found[gap.at.id], *found.values(), secretariat_of=dialogue.id)


def _said(
    actor: User,
    dialogue: Dialogue,
    gap: Gap,
    because: str,
    *,
    until: PartialDate | None = None,
    withdrawn: bool = False,
) -> AcceptedGap:
    return AcceptedGap(
        dialogue_id=dialogue.id,
        key=gap.key,
        because=because.strip(),
        until=until,
        withdrawn=withdrawn,
        recorded_at=datetime.now(UTC),
        recorded_by=actor.name,
    )


def note_visit(
    db: Session, *, actor: User, dialogue: Dialogue, gaps: Collection[Gap], looked: str
) -> GapVisit:
    """Keep which gaps the user has seen: what comes after is new to them.

    `looked` is the digest of what the page showed. Raises Refused where there is more by now.
    """
    if looked != digest_of(gaps):
        raise Refused(_("The gaps have changed while you were looking. Look again."))
    keys = json.dumps(sorted(gap.key for gap in gaps), ensure_ascii=False)
    visit, now = visit_row(db, actor, dialogue), datetime.now(UTC)
    if visit is None:
        visit = GapVisit(user_id=actor.id, dialogue_id=dialogue.id, seen=keys, seen_at=now)
        db.add(visit)
        record(db, actor, "gap.seen", visit)
        return visit
    before = snapshot(visit)
    visit.seen, visit.seen_at = keys, now
    record(db, actor, "gap.seen", visit, before=before)
    return visit
