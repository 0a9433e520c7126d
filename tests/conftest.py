"""A fresh, migrated database for every test, of both kinds, and a browser that checks pages."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from app.accounts.models import User
from app.reading import THE_HOUSE, Viewer
from app.schema import upgrade
from config import Config
from tests.compiled import compile_once
from tests.make import Make
from tests.oracle import Oracle, fill
from tests.pages import Browser, every_commit_audited
from tests.postgres import MISSING, Server, postgres_server

CI = os.environ.get("CI") == "true"
KINDS = ("sqlite", "postgresql")

hypothesis.settings.register_profile("house", deadline=None, derandomize=CI)
hypothesis.settings.load_profile("house")


def pytest_configure() -> None:
    compile_once()
    # Whoever ends the run from outside ends the server that it started, too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if CI and reporter is not None and (skipped := reporter.stats.get("skipped")):
        reporter.write_line(f"\n{len(skipped)} skipped: CI runs every test.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def sqlite_template() -> Iterator[sqlite3.Connection]:
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    upgrade(engine)
    # Out of the engine's hands: engines are closed at the end of the test that first used them.
    with closing(sqlite3.connect(":memory:")) as template:
        with engine.connect() as connection:
            connection.connection.driver_connection.backup(template)
        engine.dispose()
        yield template


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with postgres_server() as server:
        if server is None:
            pytest.fail(MISSING) if CI else pytest.skip(MISSING)
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Server) -> Iterator[str]:
    url = postgres.create()
    upgrade(url)
    yield str(sa.make_url(url).database)
    postgres.drop(url)


@pytest.fixture
def engines_closed() -> Iterator[None]:
    """Whatever connects in a test, the application too, lets go of its database at the end."""
    connected: set[sa.Engine] = set()

    def remember(connection: sa.Connection) -> None:
        connected.add(connection.engine)

    sa.event.listen(sa.Engine, "engine_connect", remember)
    yield
    sa.event.remove(sa.Engine, "engine_connect", remember)
    for engine in connected:
        engine.dispose()


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """`new_database(kind, migrated=True)`: the address of a database that ends with the test."""
    drops = ExitStack()

    def create(kind: str, *, migrated: bool = True) -> str:
        if kind == "sqlite":
            path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
            if migrated:
                with closing(sqlite3.connect(path)) as copy:
                    request.getfixturevalue("sqlite_template").backup(copy)
            return f"sqlite:///{path}"
        server: Server = request.getfixturevalue("postgres")
        source = request.getfixturevalue("postgres_template") if migrated else "template0"
        url = server.create(source)
        drops.callback(server.drop, url)
        return url

    with drops:
        # Set up within, so that it lets go before the databases are dropped.
        yield create


@pytest.fixture(params=KINDS)
def database_url(
    request: pytest.FixtureRequest, new_database: Callable[..., str], engines_closed: None
) -> str:
    """A migrated database of each kind; parametrize it indirectly for one kind alone."""
    return new_database(request.param)


@pytest.fixture
def engine(database_url: str) -> sa.Engine:
    return sa.create_engine(database_url)


@pytest.fixture
def open_db(engine: sa.Engine) -> Iterator[Callable[[Viewer], Session]]:
    """`open_db(viewer)`: one more session on the test's database; it sees what is committed."""
    with ExitStack() as sessions:
        yield lambda viewer: sessions.enter_context(Session(engine, info={"viewer": viewer}))


@pytest.fixture
def db(open_db: Callable[[Viewer], Session]) -> Session:
    """The test's own session. The browser commits it before each request."""
    return open_db(THE_HOUSE)


@pytest.fixture
def other_db(database_url: str, new_database: Callable[..., str]) -> Iterator[Session]:
    """The house's session on an empty, migrated database of the other kind."""
    [other] = {kind for kind in KINDS if not database_url.startswith(kind)}
    with Session(sa.create_engine(new_database(other)), info={"viewer": THE_HOUSE}) as session:
        yield session


@pytest.fixture
def make(db: Session) -> Make:
    return Make(db)


@pytest.fixture
def secretary(make: Make) -> User:
    return make.user(sign_in_name="secretary", name="Sec Retary")


@pytest.fixture
def lead(make: Make) -> User:
    return make.user(sign_in_name="lead", name="Lee Ad")


@pytest.fixture
def reader(make: Make) -> User:
    return make.user(sign_in_name="reader", name="Rea Der")


@pytest.fixture
def author(make: Make) -> User:
    return make.user(sign_in_name="author", name="Au Thor")


@pytest.fixture
def admin(make: Make) -> User:
    return make.user(sign_in_name="admin", name="Ad Min", is_admin=True)


@pytest.fixture
def oracle(db: Session, make: Make) -> Oracle:
    """What each kind of viewer may read of a record that holds every case."""
    make.user()
    fill(make)
    db.commit()
    return Oracle(db)


@pytest.fixture
def app(database_url: str) -> Flask:
    from app import create_app

    app = create_app(
        Config(SECRET_KEY="test-only", DATABASE_URL=database_url, SESSION_COOKIE_SECURE=False)
    )
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@contextmanager
def statements(engine: sa.Engine | type[sa.Engine] = sa.Engine) -> Iterator[list[str]]:
    """The SQL that an engine (by default, any) sends meanwhile, in order."""
    sent: list[str] = []

    def remember(*arguments: Any) -> None:
        sent.append(arguments[2])

    sa.event.listen(engine, "before_cursor_execute", remember)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", remember)


@pytest.fixture
def audited() -> Iterator[None]:
    """Whatever a request commits, it has also written to the audit trail."""
    with every_commit_audited():
        yield


@pytest.fixture
def browser(app: Flask, db: Session, audited: None) -> Browser:
    """Signed in as nobody, until `as_`; what it makes the application commit is audited."""
    return Browser(app, db)
