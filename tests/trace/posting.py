"""Two requests that write at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError, local
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.audit.racing import at_once
from tests.pages import Browser

Sent = tuple[str, dict[str, str]]


@contextmanager
def both_have_read() -> Iterator[None]:
    """Neither of two saves before the other has read, unless it waits for the first."""
    both, mine = Barrier(2), local()

    def wait(*_arguments: Any) -> None:
        if not hasattr(mine, "has_waited"):
            mine.has_waited = True
            with suppress(BrokenBarrierError):
                both.wait(timeout=0.3)

    sa.event.listen(Session, "before_flush", wait)
    yield
    sa.event.remove(Session, "before_flush", wait)


def posted_at_once(browser: Browser, first: Sent, other: Sent) -> list[Any]:
    """What two requests of the one who is signed in answer: a status, or the error."""
    cookie = browser.client.get_cookie("session")
    assert cookie is not None

    def post(address: str, given: dict[str, str]) -> int:
        client = browser.app.test_client()
        client.set_cookie("session", cookie.value)
        return client.post(address, data=given).status_code

    with both_have_read():
        return at_once(lambda: post(*first), lambda: post(*other))
