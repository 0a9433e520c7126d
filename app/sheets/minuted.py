"""What was recorded at a round, as its minutes hold it."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.actions.models import Action, ActionUpdate
from app.consensus.lines import ItemLine, shown_text
from app.consensus.models import ConsensusItem, Wording
from app.consensus.queries import Filter, register
from app.partial_date import PartialDate
from app.reports.by_topic import entries_of
from app.reports.follow_up import owners_of
from app.reports.report import LinkEnd, LinkLine, SourceLine
from app.rounds.models import Round
from app.sheets.sheet import Decided, Minuted, Reported, Reworded
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
    return Minuted(
        entries=entries_of(sorted(lines, key=lambda line: line.id), {}, _refs_above(db, lines)),
        actions=_actions(db, meeting, locale),
        links=_links(db, meeting),
        reworded=_earlier_wordings(db, meeting),
        reported=_reports(db, meeting),
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


def _earlier_wordings(db: Session, meeting: Round) -> list[Reworded]:
    """The wordings settled at the round of items that were recorded before.

    Their translations, too, stand as they did at its end.
    """
    item = aliased(ConsensusItem, flat=True)
    rows = db.execute(
        sa.select(item.ref, item.title, Wording.number, shown_text(ended_by(meeting)))
        .join(item, item.id == Wording.item_id)
        .where(Wording.settled_at_id == meeting.id, item.meeting_id.is_distinct_from(meeting.id))
        .order_by(item.id, Wording.number)
    )
    return [Reworded(*row) for row in rows]


def _reports(db: Session, meeting: Round) -> list[Reported]:
    """What was reported at the round of actions that were assigned before."""
    action = aliased(Action, flat=True)
    rows = db.execute(
        sa.select(action.ref, action.title, ActionUpdate.status, ActionUpdate.text)
        .join(action, action.id == ActionUpdate.action_id)
        .where(ActionUpdate.reported_at_id == meeting.id)
        .order_by(action.id, ActionUpdate.number)
    )
    return [Reported(*row) for row in rows]


def _line(link: RecordLink, meeting: Round) -> LinkLine:
    step = link.step
    return LinkLine(
        kind=step.kind,
        basis=step.basis,
        status=step.status,
        earlier=_end(link.earlier, meeting),
        later=_end(link.later, meeting),
        source=SourceLine("", step.source, "", None) if step.source else None,
        place=step.place,
        rationale=step.rationale,
        reported_by=step.reported_by,
        disputed_by=step.disputed_by,
    )


def _end(node: TraceNode, meeting: Round) -> LinkEnd:
    return LinkEnd(
        ref=node.ref,
        title=node.title,
        happened=node.happened,
        dialogue=node.dialogue_name,
        track=node.track,
        is_own=node.dialogue_slug == meeting.dialogue.slug,
    )
