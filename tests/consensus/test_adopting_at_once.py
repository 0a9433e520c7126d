"""Two who adopt a wording of one item at the same moment."""

from functools import partial
from threading import Barrier

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.models import User
from app.audit.models import AuditEntry
from app.audit.queries import breaks_in_the_chain
from app.consensus.commands import adopt_wording
from app.consensus.models import ConsensusItem, Wording
from app.reading import THE_HOUSE
from app.rules import Outdated
from tests.audit.racing import at_once
from tests.make import text

RACES = 20


def adopts(engine, item_id, actor_id, both_have_read, words):
    """Reads the item, writes in a later transaction: as a form is opened, then sent."""
    with Session(engine, info={"viewer": THE_HOUSE}, expire_on_commit=False) as mine:
        item, actor = mine.get(ConsensusItem, item_id), mine.get(User, actor_id)
        mine.commit()
        both_have_read.wait(timeout=30)
        mine.connection(execution_options={"writes": True})
        adopt_wording(mine, actor=actor, item=item, text=text(words), reason="Redrafted.")
        mine.commit()
        return words


def test_of_two_who_adopt_at_once_one_wins_and_the_other_is_told(db, engine, make, secretary):
    dialogue = make.dialogue()
    items = [make.consensus_item(dialogue=dialogue, meeting=None).id for _ in range(RACES)]
    actor_id = secretary.id
    db.commit()

    for item_id in items:
        race = partial(adopts, engine, item_id, actor_id, Barrier(2))
        outcomes = at_once(partial(race, "Theirs."), partial(race, "Ours."))

        [won] = [outcome for outcome in outcomes if isinstance(outcome, str)]
        [lost] = [outcome for outcome in outcomes if outcome is not won]
        assert isinstance(lost, StaleDataError | IntegrityError | Outdated)
        wordings = db.scalars(
            sa.select(Wording).where(Wording.item_id == item_id).order_by(Wording.number)
        ).all()
        assert [one.number for one in wordings] == [1, 2]
        assert wordings[1].text.text_for("en") == won
        assert db.get(ConsensusItem, item_id, populate_existing=True).latest == 2
        db.rollback()

    # Nothing is half-written: each race left one entry, and the chain is whole.
    assert db.scalar(sa.select(sa.func.count(AuditEntry.id))) == RACES
    assert breaks_in_the_chain(db) == []
