"""When an item is to be looked at again."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.audit.commands import record, snapshot
from app.consensus.models import ConsensusItem
from app.consensus.standing import Standing, standing
from app.partial_date import PartialDate
from app.rounds.models import Round
from app.rules import Refused, _


def set_review(
    db: Session,
    *,
    actor: User,
    item: ConsensusItem,
    review_round: int | None = None,
    review_on: PartialDate | None = None,
) -> None:
    """Have an item return to the agenda of a round: of that number, or the first from that date.

    Neither: it does not return by itself. It changes nothing that was recorded at a round, so
    confirmed minutes do not stand in its way. Raises Refused where both are given, where it would
    return before it was recorded, and where the item no longer stands.
    """
    if review_round is not None and review_on is not None:
        raise Refused(_("Give the round or the date, not both."), field="review_on")
    if review_round is not None or review_on is not None:
        _refuse_ended(db, item)
    if review_round is not None:
        _refuse_round(item, review_round)
    if review_on and item.happened and review_on.certainly_before(item.happened):
        raise Refused(
            _("The item is dated %(date)s: it returns later than that."),
            field="review_on",
            date=item.happened,
        )
    before = snapshot(item)
    item.review_round, item.review_on = review_round, review_on
    record(db, actor, "consensus-item.review-set", item, before=before)


def _refuse_ended(db: Session, item: ConsensusItem) -> None:
    stands = db.scalar(sa.select(standing()).where(ConsensusItem.id == item.id))
    if stands is Standing.WITHDRAWN:
        raise Refused(_("This item was withdrawn."))
    if stands is Standing.SUPERSEDED:
        raise Refused(_("This item was superseded: what took its place is looked at instead."))


def _refuse_round(item: ConsensusItem, number: int) -> None:
    if number < 1:
        raise Refused(_("A number from 1 upwards."), field="review_round")
    recorded_at = item.meeting
    if isinstance(recorded_at, Round) and recorded_at.number and number <= recorded_at.number:
        raise Refused(
            _("The item was recorded at round %(number)d: it returns to a later one."),
            field="review_round",
            number=recorded_at.number,
        )
