"""Sessions that write at the same moment, as two requests do."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.reading import THE_HOUSE


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """What each job returned, or the error that it raised; they start together."""
    start = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        start.wait(timeout=30)
        try:
            return job()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


@contextmanager
def writing(engine: sa.Engine) -> Iterator[Session]:
    """A session as a request that writes opens it."""
    with Session(engine, info={"viewer": THE_HOUSE}) as db:
        db.connection(execution_options={"writes": True})
        yield db


def until_it_holds(job: Callable[[], Any], *, tries: int = 30) -> Any:
    """The job's result; like a request, it starts again where another took the same number."""
    for _attempt in range(tries - 1):
        try:
            return job()
        except IntegrityError:
            continue
    return job()
