"""What a process of its own costs: its start, its memory, and what a browser fetches from it."""

import os
import re
import subprocess
import sys
import time

from flask.testing import FlaskClient

from config import Config

TRIES = 3
LINKED = re.compile(rb'(?:<link rel="stylesheet" href|<script[^>]* src|<img[^>]* src)="([^"]+)"')
# What a stylesheet or a script fetches in turn.
FETCHED = re.compile(rb"""(?:@import\s+|url\(\s*|\bfrom\s+|\bimport\s+)["']?([./][^"')\s]+)""")

# The most memory that this program held; what its parent held before it started does not count.
WORKER = """
import resource, sys
from pathlib import Path
from app import create_app
from config import Config

client = create_app(Config.from_env()).test_client()
cookie, *pages = sys.argv[1:]
with client.session_transaction() as session:
    session.update(_user_id=cookie, _fresh=True)
for page in pages * 3:
    assert client.get(page).status_code == 200
status = Path("/proc/self/status")
if status.exists():
    print(status.read_text().split("VmHWM:")[1].split()[0])
else:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(most // 1024 if sys.platform == "darwin" else most)
"""


def worker_memory(config: Config, pages: tuple[str, ...], cookie: str) -> float:
    """The most memory, in MB, of a process that serves these pages three times."""
    return int(_output(WORKER, config, cookie, *pages)) / 1024


def started(program: str, config: Config | None = None) -> float:
    """The seconds from the start of a process that runs `program` to its end, at best."""
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        _output(program, config)
        times.append(time.perf_counter() - began)
    return min(times)


def _output(program: str, config: Config | None, *arguments: str) -> str:
    settings = dict(os.environ)
    if config is not None:
        settings |= {"DATABASE_URL": config.DATABASE_URL, "SECRET_KEY": config.SECRET_KEY}
        settings["INSECURE_COOKIES"] = "1"
    # The programs are the ones above and in `app.bench.measure`.
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", program, *arguments],
        check=True,
        capture_output=True,
        text=True,
        env=settings,
    ).stdout


def first_visit(client: FlaskClient, page: str) -> tuple[int, int]:
    """How many requests a browser makes that knows nothing yet, and how many bytes it gets."""
    seen: dict[str, int] = {}
    waiting = [page]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        with client.get(address) as answer:
            body = answer.data
        seen[address] = len(body)
        found = LINKED if address == page else FETCHED
        waiting += [_from(address, linked.decode()) for linked in found.findall(body)]
    return len(seen), sum(seen.values())


def _from(address: str, linked: str) -> str:
    """An address as a browser reads it on another page of the house."""
    return linked if linked.startswith("/") else f"{address.rpartition('/')[0]}/{linked[2:]}"
