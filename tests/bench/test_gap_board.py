"""What the gaps and their board cost over many rounds, measured on both databases and printed.

`THROUGHLINE_ROUNDS=2000 pytest -n 0 -s tests/bench/test_gap_board.py` measures two thousand.
"""

import os
import time
from collections.abc import Callable
from typing import Any

from app.accounts.models import Role
from app.dialogues.queries import all_dialogues, viewer_of
from app.gaps.finding import gaps_of
from app.rounds.views import today
from tests.bench.many_rounds import many_rounds

ROUNDS = int(os.environ.get("THROUGHLINE_ROUNDS", "100"))
AIM = 2.0


def second_run(work: Callable[[], Any]) -> tuple[Any, str]:
    """What it gives; the seconds that passed, and those of this process alone."""
    work()
    wall, own = time.perf_counter(), time.process_time()
    result = work()
    spent = time.perf_counter() - wall, time.process_time() - own
    return result, "{:.2f} s ({:.2f} s of this process)".format(*spent)


def test_the_gaps_of_many_rounds_are_found_and_shown(browser, db, make, open_db, secretary, capsys):
    dialogue = many_rounds(db, make, ROUNDS)
    members = [
        make.membership(user=secretary, dialogue=one, role=Role.SECRETARY)
        for one in all_dialogues(db)
    ]
    db.commit()
    browser.as_(secretary)
    read = open_db(viewer_of(secretary, members))

    gaps, found = second_run(lambda: gaps_of(read, dialogue, today()))
    answer, page = second_run(lambda: browser.client.get(f"/{dialogue.slug}/gaps"))

    with capsys.disabled():
        kind = read.get_bind().dialect.name
        said = f"{ROUNDS} rounds on {kind}: {len(gaps)} gaps in {found}, the page in {page}"
        print(f"\n{said}; the aim is {AIM:.0f} s for 2000")  # noqa: T201
    assert len({gap.rule for gap in gaps}) >= 6
    assert answer.status_code == 200
