"""A server that is killed while it logs a round has logged all of it, or nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.audit.queries import breaks_in_the_chain
from app.db import Base
from app.dialogues.models import Dialogue
from app.notes.proposing import previewed
from app.reading import Viewer
from tests.make import Make

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("THROUGHLINE_KILLS", "25"))
NOTES = """# Session 1: Terms
- Joint glossary
  discussed the first six terms
  == agreed to compile a joint manual of terms
  ~ the sides [shall|AV: may] give notice before exercises
  ! AV: circulate the merged list by 2026-06-30
# Session 2: Scenarios
- Distress calls
  ≠ who answers a call | AV: the owner | SN: the flag state
"""
ROSTER = "AV: Orsel Vantreight, Director\nSN: Qu Ruoting, Fellow\n"


class Nursery:
    """The process that runs requests, and what logging a round once adds to each table."""

    def __init__(self, process: subprocess.Popen[str], open_db: Callable[[], Session]) -> None:
        self.process, self.open_db = process, open_db

    def ask(self, **asked: Any) -> None:
        self.tell(json.dumps(asked | self.request()))

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def ended(self) -> int:
        self.tell("")
        return self.said()

    def said(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())

    def request(self) -> dict[str, Any]:
        """What confirms the preview as it is now."""
        with self.open_db() as db:
            dialogue = db.scalars(sa.select(Dialogue)).one()
            texts = {"text": NOTES, "roster_text": ROSTER, "language": "zh-Hans"}
            preview = previewed(db, dialogue=dialogue, meeting=None, answers={}, **texts)
        assert preview.can_be_logged, preview
        typed = {"notes": NOTES, "roster": ROSTER, "language": "zh-Hans", "do": "confirm"}
        return {"url": "/talks/rounds/notes", "data": typed | {"fingerprint": preview.fingerprint}}


@contextmanager
def nursery(url: str, cookie: str, open_db: Callable[[], Session]) -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.notes.nursery", url, cookie]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        yield Nursery(process, open_db)
        assert process.stdin
        process.stdin.close()


def rows_in(engine: sa.Engine) -> Counter[str]:
    with engine.connect() as connection:
        counts = (
            sa.select(sa.func.count()).select_from(table).scalar_subquery().label(name)
            for name, table in sorted(Base.metadata.tables.items())
        )
        return Counter(dict(connection.execute(sa.select(*counts)).one()._mapping))


def added(engine: sa.Engine, before: Counter[str]) -> dict[str, int]:
    return {name: rows for name, rows in (rows_in(engine) - before).items() if rows}


@pytest.fixture
def talks(make: Make, secretary, db) -> str:
    dialogue = make.dialogue(slug="talks")
    make.membership(user=secretary, dialogue=dialogue, role=Role.SECRETARY)
    for name in ("Orsel Vantreight", "Qu Ruoting"):
        make.person(dialogue=dialogue, names=name)
    db.commit()
    return f"{secretary.id}:{secretary.session_key}"


def test_a_killed_server_has_logged_all_or_nothing(db, engine, open_db, database_url, talks):
    [dialogue] = db.scalars(sa.select(Dialogue.id)).all()
    of_it = frozenset({dialogue})
    viewer = Viewer(participant_of=of_it, secretariat_of=of_it)
    chance = random.Random(2026)  # noqa: S311
    ended: Counter[str] = Counter()

    with nursery(database_url, talks, lambda: open_db(viewer)) as server:
        server.ask(here=True)
        assert server.said() == 302
        before, began = rows_in(engine), time.monotonic()
        server.ask()
        assert (server.said() > 0, server.ended()) == (True, 0)
        whole, seconds = added(engine, before), time.monotonic() - began
        assert {"round", "attendance", "wording", "action", "document_file"} <= whole.keys()
        for turn in range(KILLS):
            before = rows_in(engine)
            server.ask()
            pid = server.said()
            # Every moment, and those around the end more often.
            time.sleep(seconds * chance.uniform(0 if turn % 2 else 0.7, 1.05))
            os.kill(pid, signal.SIGKILL)
            server.ended()
            found = added(engine, before)
            assert found in ({}, whole)
            ended["all" if found else "nothing"] += 1

    assert not breaks_in_the_chain(db)
    print(f"{database_url.partition(':')[0]}: {dict(ended)} of {KILLS}")  # noqa: T201
