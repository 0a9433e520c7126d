"""Moving a round while something that was recorded at it is edited."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.accounts.models import User
from app.actions.commands import report_on
from app.actions.models import Action, ActionStatus
from app.partial_date import PartialDate
from app.rounds.commands import edit_round
from app.rounds.models import Round
from tests.audit.racing import writing
from tests.make import text
from tests.rounds.test_rounds import FACTS


def moves(engine, meeting_id, actor_id):
    with writing(engine) as db:
        meeting, actor = db.get_one(Round, meeting_id), db.get_one(User, actor_id)
        facts = {name: getattr(meeting, name) for name in FACTS}
        edit_round(db, actor=actor, meeting=meeting, **facts | {"happened": PartialDate("2030")})
        db.commit()


def wait_until_somebody_waits(db, seconds=10):
    waiting = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database()"
    )
    end = time.monotonic() + seconds
    while not db.connection().scalar(waiting):
        assert time.monotonic() < end, "nobody waits for a lock"
        db.rollback()  # within a transaction, the answer stays the same
        time.sleep(0.02)


# SQLite lets one write at a time: there, whoever moves the round waits from the start.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_round_is_moved_while_an_action_of_it_is_reported_on(db, engine, make, secretary):
    action = make.action()
    ids = (action.meeting_id, secretary.id)
    action_id = action.id
    db.commit()

    # The session ends before the pool does, which waits for who waits for it.
    with ThreadPoolExecutor(1) as pool, writing(engine) as mine:
        mine_action = mine.get_one(Action, action_id)
        actor = mine.get_one(User, ids[1])
        mine_action.evidence = text("Half-way")
        mine.flush()
        moving = pool.submit(moves, engine, *ids)
        wait_until_somebody_waits(db)
        report_on(mine, actor=actor, action=mine_action, text=text("Done."),
                  status=ActionStatus.DONE)  # fmt: skip
        mine.commit()
        moving.result(timeout=30)

    moved = db.get_one(Action, action_id, populate_existing=True)
    assert (moved.status, moved.happened) == (ActionStatus.DONE, PartialDate("2030"))
