"""What was recorded at a round, as its minutes hold it."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.actions.models import Action
from app.consensus.lines import ItemLine
from app.consensus.models import ConsensusItem
from app.consensus.queries import Filter, register
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.reports.by_topic import entries_of
from app.reports.follow_up import owners_of
from app.reports.report import LinkEnd, LinkLine, SourceLine
from app.rounds.models import Round
from app.sheets.earlier import on_earlier_records
from app.sheets.sheet import Decided, Minuted
from app.trace.queries import links_of
from app.trace.steps import RecordLink, TraceNode


def ended_by(meeting: Round) -> PartialDate | None:
    """The last date of a round that is known; None: nothing is."""
    return meeting.ended or meeting.happened


def minuted(db: Session, meeting: Round, locale: str) -> Minuted:
    """The items and actions in the order of recording, the links by date.

    Items are read as of the end of the round: what came later does not rewrite its minutes.
    """
    chosen = Filter(meeting_id=meeting.id)
    as_of = ended_by(meeting)
    lines = register(db, meeting.dialogue, chosen, as_of=as_of, limit=None)
    reworded, reported = on_earlier_records(db, meeting, as_of)
    return Minuted(
        entries=entries_of(sorted(lines, key=lambda line: line.id), {}, _refs_above(db, lines)),
        actions=_actions(db, meeting, locale),
        links=_links(db, meeting),
        reworded=reworded,
        reported=reported,
    )


def _refs_above(db: Session, lines: Sequence[ItemLine]) -> Mapping[int, str]:
    """The references of the items whose sub-points these are, of whatever round."""
    above = [line.parent_id for line in lines if line.parent_id]
    rows = db.execute(
        sa.select(ConsensusItem.id, ConsensusItem.ref).where(ConsensusItem.id.in_(above))
    )
    return dict(rows.all())


def _actions(db: Session, meeting: Round, locale: str) -> list[Decided]:
    owners = owners_of(db, meeting.dialogue, locale)
    actions = db.scalars(
        sa.select(Action).where(Action.meeting_id == meeting.id).order_by(Action.id)
    )
    return [
        Decided(
            ref=action.ref,
            title=action.title,
            origin_id=action.origin_id,
            owners=owners.get(action.id, ()),
            due=action.due,
            due_round=action.due_round,
        )
        for action in actions
    ]


def _links(db: Session, meeting: Round) -> list[LinkLine]:
    """Where the round's matters came from, and what became of them on other tracks.

    What later rounds of the dialogue made of them is not of these minutes.
    """
    found = links_of(db, meeting)
    away = (one for one in found.became_of if one.later.dialogue_slug != meeting.dialogue.slug)
    return [_line(link, meeting) for link in (*found.came_from, *away)]


def _line(link: RecordLink, meeting: Round) -> LinkLine:
    step = link.step
    return LinkLine(
        kind=step.kind,
        basis=step.basis,
        status=step.status,
        earlier=_end(link.earlier, meeting),
        later=_end(link.later, meeting),
        source=SourceLine("", step.source, "", None) if step.source else None,
        evidence=step.evidence_title or _ref(step.evidence_ref),
        place=step.place,
        rationale=step.rationale,
        reported_by=step.reported_by,
        disputed_by=step.disputed_by,
    )


def _ref(ref: str | None) -> LocalizedText | None:
    """What has no title is called by its reference."""
    return LocalizedText({"en": ref}) if ref else None


def _end(node: TraceNode, meeting: Round) -> LinkEnd:
    return LinkEnd(
        ref=node.ref,
        title=node.title,
        happened=node.happened,
        dialogue=node.dialogue_name,
        track=node.track,
        is_own=node.dialogue_slug == meeting.dialogue.slug,
    )
