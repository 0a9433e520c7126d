"""What was handed over before talks, what their sides expect, and which actions are open."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.actions.models import UNFINISHED, Action, ActionOwner
from app.actions.moments import status_at
from app.actions.queries import overdue, with_owners
from app.briefs.brief import Owed, OwedBy, Passed
from app.briefs.related import was_by
from app.consensus.models import Wording
from app.consensus.standing import on_record
from app.dialogues.models import Dialogue
from app.handovers.expectations import ExpectationLine, expectations_for
from app.handovers.lines import HandoverLine, lines_where
from app.handovers.models import Dimension, Handover, HandoverWording
from app.partial_date import PartialDate
from app.people.models import Naming
from app.people.naming import audience_of, person_name
from app.records.models import Disclosure, Record
from app.rounds.models import Round
from app.rounds.naming import may_be_named_at_all, narrowest


def handovers_before(
    db: Session, items: Collection[int], records: Collection[int], as_of: PartialDate | None
) -> list[HandoverLine]:
    """Those of a wording of these items, or meant for these records; the newest first.

    Of replies, too, only those on record then.
    """
    sent = (
        sa.select(HandoverWording.handover_id)
        .join(HandoverWording.wording)
        .where(Wording.item_id.in_(items))
    )
    of_these = sa.or_(Handover.id.in_(sent), Handover.meant_for_id.in_(records))
    found = [
        replace(line, replies=tuple(one for one in line.replies if was_by(one.happened, as_of)))
        for line in lines_where(db, of_these & on_record(Handover.happened, as_of))
    ]
    _load_dialogues(db, [one for line in found for one in _cited_with(line)])
    return found


def _cited_with(line: HandoverLine) -> list[Record]:
    return [*(sent.record for sent in line.sent), *line.replies]


def _load_dialogues(db: Session, records: Sequence[Record]) -> None:
    """One statement: a paper is printed when its session is closed, and cites other dialogues."""
    ids = {record.dialogue_id for record in records}
    known = {one.id: one for one in db.scalars(sa.select(Dialogue).where(Dialogue.id.in_(ids)))}
    for record in records:
        set_committed_value(record, "dialogue", known.get(record.dialogue_id))


def handed_over_for(
    db: Session, records: Collection[int], as_of: PartialDate | None
) -> Mapping[int, Mapping[int, Passed]]:
    """By record and item: which hand-overs of a wording of the item were meant for the record."""
    found: dict[int, dict[int, Passed]] = defaultdict(dict)
    for record_id, item_id, slug, ref in db.execute(
        sa.select(Handover.meant_for_id, Wording.item_id, Dialogue.slug, Handover.ref)
        .join(Handover.dialogue)
        .join(HandoverWording, HandoverWording.handover_id == Handover.id)
        .join(HandoverWording.wording)
        .where(Handover.meant_for_id.in_(records), on_record(Handover.happened, as_of))
        .order_by(Handover.id, Wording.id)
    ):
        known = found[record_id or 0].get(item_id, ())
        found[record_id or 0][item_id] = tuple(dict.fromkeys((*known, (slug, ref))))
    return found


def expected_of(
    db: Session, meeting: Round, as_of: PartialDate | None
) -> Mapping[int, Mapping[int, Mapping[Dimension, ExpectationLine]]]:
    """By record and side, what was expected then, as far as one may read that."""
    found: dict[int, dict[int, dict[Dimension, ExpectationLine]]] = {}
    for record_id, by_side in expectations_for(db, meeting).items():
        for side_id, by_dimension in by_side.items():
            then = {
                dimension: line
                for dimension, line in by_dimension.items()
                if was_by(line.happened, as_of)
            }
            if then:
                found.setdefault(record_id, {})[side_id] = then
    return found


def open_actions(
    db: Session, origins: Collection[int], as_of: PartialDate | None, today: date, locale: str
) -> Mapping[int, list[Owed]]:
    """By what they follow from: the actions that were unfinished then, by their due dates.

    What passed by `today` alone is overdue, where `as_of` is yet to come.
    """
    due: Any = sa.func.coalesce(sa.type_coerce(Action.due, sa.String), "9999")
    rows = (
        db.execute(
            sa.select(Action, status_at(as_of), overdue(today, as_of))
            .where(
                Action.origin_id.in_(origins),
                on_record(Action.happened, as_of),
                status_at(as_of).in_(UNFINISHED),
            )
            .options(*with_owners())
            .order_by(due, Action.id)
        )
        .unique()
        .all()
    )
    levels = _levels(db, [action for action, _status, _is_late in rows])
    found: dict[int, list[Owed]] = defaultdict(list)
    for action, status, is_late in rows:
        owners = dict.fromkeys(_owner(db, one, levels, locale) for one in action.owners)
        owed = Owed(action, status, bool(is_late), tuple(owners))
        found[action.origin_id or 0].append(owed)
    return found


def _levels(db: Session, actions: Sequence[Action]) -> Mapping[int, Mapping[int, Naming]]:
    """By dialogue, how its people may be named: only where somebody reads who may not know all."""
    viewer = db.info["viewer"]
    owing = {
        action.dialogue_id
        for action in actions
        if audience_of(viewer, action.dialogue_id) is not Disclosure.SECRETARIAT
        and any(owner.person_id for owner in action.owners)
    }
    return {dialogue_id: narrowest(db, dialogue_id) for dialogue_id in sorted(owing)}


def _owner(
    db: Session, owner: ActionOwner, levels: Mapping[int, Mapping[int, Naming]], locale: str
) -> OwedBy:
    """Where somebody who is not named works may give away who it is."""
    action = owner.action
    audience = audience_of(db.info["viewer"], action.dialogue_id)
    person = owner.person
    known = levels.get(action.dialogue_id, {})
    if person and may_be_named_at_all(person.id, known, audience):
        return OwedBy(person_name(person, locale), owner.institution, owner.side, owner.body)
    institution = None if owner.person_id else owner.institution
    return OwedBy("", institution, owner.side, owner.body)
