"""Measuring pages against the least that they can cost, in one run on one machine."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.bench.data import SESSION_KEY, DataSet, prepared
from app.bench.floor import FLOORS, Floor
from app.bench.graph import print_trace
from app.bench.worker import first_visit, started, worker_memory
from app.web import database
from config import Config

WARM_UP = 5
# Of each page; a page is asked for at least LEAST times, however slow it is.
SECONDS, LEAST, MOST = 8.0, 3, 150
STATEMENTS = 12
RATIO = 2.0

Echo = Callable[[str], None]


@dataclass(frozen=True)
class Measured:
    """One page; times are medians in milliseconds."""

    name: str
    size: int
    floor_size: int
    statements: int
    time: float
    floor_time: float
    runs: int

    @property
    def ratio(self) -> float:
        return self.time / self.floor_time


def run(config: Config, size: int, *, echo: Echo) -> None:
    """Fill the database with about `size` records, unless it is, and print what pages cost.

    Raises Refused where the database holds anything else.
    """
    config = replace(config, SESSION_COOKIE_SECURE=False)
    began = time.perf_counter()
    data_set = prepared(config.DATABASE_URL, size)
    kind = sa.make_url(config.DATABASE_URL).get_backend_name()
    echo(f"{size} records, {data_set.rounds} rounds, {data_set.ancestors} ancestors on {kind}")
    echo(f"ready after {time.perf_counter() - began:.1f} s")
    app = create_app(config)
    try:
        _print_pages(measured_pages(app, data_set), echo)
        _print_worker(config, app, data_set, echo)
        with app.app_context():
            print_trace(database.engine, size, echo=echo)
    finally:
        with app.app_context():
            database.engine.dispose()


def addresses(data_set: DataSet) -> dict[str, str]:
    return {
        "round": f"/{data_set.dialogue}/{data_set.round_ref}",
        "register": f"/{data_set.dialogue}/consensus",
        "trace": f"/{data_set.traced_dialogue}/{data_set.traced_ref}/trace",
    }


def measured_pages(app: Flask, data_set: DataSet) -> Iterator[Measured]:
    client = signed_in(app, data_set)
    with app.app_context():
        engine = database.engine
    for name, address in addresses(data_set).items():
        yield measured(name, client, address, FLOORS[name], engine, data_set)


def signed_in(app: Flask, data_set: DataSet) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{data_set.user_id}:{SESSION_KEY}"
        cookie["_fresh"] = True
    return client


def measured(
    name: str,
    client: FlaskClient,
    address: str,
    floor: Floor,
    engine: sa.Engine,
    data_set: DataSet,
) -> Measured:
    """The page and its floor in turn, so that whatever slows the machine slows both."""

    def page() -> bytes:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status}")
        return answer.data

    def least() -> bytes:
        return floor.page(engine, data_set)

    for _ in range(WARM_UP):
        size, floor_size = len(page()), len(least())
    with statements(engine) as sent:
        page()
    times: list[float] = []
    floor_times: list[float] = []
    began = time.perf_counter()
    while len(times) < LEAST or (len(times) < MOST and time.perf_counter() - began < SECONDS):
        times.append(_milliseconds(page))
        floor_times.append(_milliseconds(least))
    return Measured(
        name, size, floor_size, len(sent), median(times), median(floor_times), len(times)
    )


def _milliseconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


@contextmanager
def statements(engine: sa.Engine) -> Iterator[list[str]]:
    """The SQL that is sent meanwhile, but for what only begins or ends a transaction."""
    sent: list[str] = []

    def remember(*given: Any) -> None:
        if not given[2].startswith("BEGIN"):
            sent.append(given[2])

    sa.event.listen(engine, "before_cursor_execute", remember)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", remember)


HEADINGS = ("page", "KB", "floor KB", "statements", "ms", "floor ms", "ratio", "budget", "runs")


def _print_pages(pages: Iterator[Measured], echo: Echo) -> None:
    echo("")
    _print_row(HEADINGS, echo)
    for page in pages:
        within = page.ratio <= RATIO and page.statements <= STATEMENTS
        _print_row(
            (
                page.name,
                f"{page.size / 1000:.1f}",
                f"{page.floor_size / 1000:.1f}",
                str(page.statements),
                f"{page.time:.1f}",
                f"{page.floor_time:.1f}",
                f"{page.ratio:.1f}",
                "within" if within else "over",
                str(page.runs),
            ),
            echo,
        )
    echo(f"budget: at most {RATIO:g} × the floor and {STATEMENTS} statements, the same at any size")


def _print_row(cells: tuple[str, ...], echo: Echo) -> None:
    first, *others = cells
    echo("".join((f"{first:<10}", *(f"{cell:>12}" for cell in others))))


def _print_worker(config: Config, app: Flask, data_set: DataSet, echo: Echo) -> None:
    pages = tuple(addresses(data_set).values())
    cookie = f"{data_set.user_id}:{SESSION_KEY}"
    requests, sent = first_visit(signed_in(app, data_set), pages[0])
    lines = (
        ("worker memory", _memory(config, pages, cookie), "110 MB"),
        ("throughline --help", f"{started(HELP):.2f} s", "2 s"),
        ("create_app", f"{started(CREATE, config):.2f} s", "2 s"),
        ("first visit", f"{requests} requests", "6"),
        ("first visit", f"{sent / 1000:.1f} KB", "100 KB"),
    )
    echo("")
    for name, value, budget in lines:
        echo(f"{name:<20}{value:>14}   at most {budget}")


def _memory(config: Config, pages: tuple[str, ...], cookie: str) -> str:
    try:
        return f"{worker_memory(config, pages, cookie):.0f} MB"
    except subprocess.CalledProcessError as wrong:
        # What was measured so far is still worth reading.
        return f"ended: {wrong.returncode}"


HELP = "from app.cli import main; main(['--help'])"
CREATE = "from app import create_app; from config import Config; create_app(Config.from_env())"
