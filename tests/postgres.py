"""A real PostgreSQL server for the tests: the one of TEST_DATABASE_URL, else one of their own."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from config import with_driver

MISSING = "PostgreSQL tests need: apt-get install postgresql"
# Nothing that the tests write outlives them.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
    "log_min_messages": "fatal",
}

INITDB = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


class Server:
    """A server that may be given databases and be rid of them."""

    numbers = count(1)

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.engine = sa.create_engine(
            self.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
        )

    def create(self, template: str = "template0") -> str:
        """The address of a new database, a copy of `template`."""
        name = f"throughline_test_{os.getpid()}_{next(self.numbers)}"
        # Copied file by file: twice as fast where the template is small.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self._run(f'DROP DATABASE "{sa.make_url(url).database}" WITH (FORCE)')

    def _run(self, sql: str) -> None:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(sql)


@contextmanager
def postgres_server() -> Iterator[Server | None]:
    """The server, for as long as the tests run; None where this machine has none."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Server(with_driver(given))
    elif programs := _programs():
        with _own_server(programs) as url:
            yield Server(url)
    else:
        yield None


def _programs() -> Path | None:
    """The folder of initdb and postgres, the newest version first."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name)
    )
    on_path = shutil.which("initdb")
    folders = [*reversed(found), *([Path(on_path).resolve().parent] if on_path else [])]
    return next((path for path in folders if (path / "postgres").exists()), None)


@contextmanager
def _own_server(programs: Path) -> Iterator[str]:
    home = Path(tempfile.mkdtemp(prefix="throughline-postgres-", dir=_fastest_folder()))
    # PostgreSQL does not run as root.
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        account = {"user": "postgres", "group": "postgres", "extra_groups": []}
        shutil.chown(home, "postgres", "postgres")
    server = None
    try:
        subprocess.run(
            [programs / "initdb", "-D", home / "data", "-U", "tests", *INITDB],
            check=True,
            capture_output=True,
            cwd=home,
            **account,
        )
        port = _free_port()
        settings = {**SETTINGS, "port": port, "unix_socket_directories": home}
        options = [f"--{name}={value}" for name, value in settings.items()]
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", home / "data", *options],
                stdout=log,
                stderr=log,
                cwd=home,
                **account,
            )
        url = f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
        _wait_for(url, server, home / "log")
        yield url
    finally:
        if server is not None:
            # Whoever is still connected is not waited for.
            server.send_signal(signal.SIGQUIT)
            server.wait(timeout=30)
        shutil.rmtree(home, ignore_errors=True)


def _fastest_folder() -> str | None:
    """Memory, where there is enough of it to spare: None is the usual place."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of its own is made in it)
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 4 * 1024**3
    return str(memory) if roomy and os.access(memory, os.W_OK) else None


def _free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 30) -> None:
    address = url.replace("+psycopg", "")
    end = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}") from error
            time.sleep(0.05)
        else:
            return
