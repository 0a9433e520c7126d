"""The sample records in a database of each kind, with one account for each role."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Role, User
from app.demo import SAMPLES
from app.dialogues.queries import all_dialogues
from app.exchange.commands import import_file, read_file
from app.reading import THE_HOUSE
from app.records.models import Document
from app.rounds.models import Round
from tests.conftest import KINDS
from tests.make import Make
from tests.postgres import Server

# Where the kind of database makes no difference.
on_sqlite = pytest.mark.parametrize("samples", ["sqlite"], indirect=True)
ROLES = [role for role in Role if role is not Role.ADMIN]


def put_samples(url: str) -> None:
    """Import the samples; every role but the admin's is held in each of their dialogues."""
    engine = sa.create_engine(url)
    with Session(engine, info={"viewer": THE_HOUSE}) as db:
        for path in SAMPLES:
            import_file(db, actor=None, file=read_file(path.read_bytes()))
        make = Make(db)
        for paper in db.scalars(sa.select(Document)).all():
            make.document_file(document=paper)
        for role in ROLES:
            user = make.user(sign_in_name=role.value, name=f"The {role}")
            for dialogue in all_dialogues(db):
                make.membership(user=user, dialogue=dialogue, role=role)
        make.user(sign_in_name="admin", name="The admin", is_admin=True)
        make.user(sign_in_name="outsider", name="The outsider")
        put_drafts(make, make.user(sign_in_name="spare", name="Whose account is looked after"))
        db.commit()
    engine.dispose()


def put_drafts(make: Make, user: User) -> None:
    """Notes on the last round of each dialogue, and on the one to come."""
    for dialogue in all_dialogues(make.db):
        last = make.db.scalars(
            sa.select(Round).where(Round.dialogue_id == dialogue.id).order_by(Round.id.desc())
        ).first()
        for meeting in (last, None):
            make.notes_draft(user=user, dialogue=dialogue, meeting=meeting)


@pytest.fixture(scope="session")
def sqlite_samples(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: sqlite3.Connection
) -> Path:
    path = tmp_path_factory.mktemp("samples") / "samples.db"
    with closing(sqlite3.connect(path)) as copy:
        sqlite_template.backup(copy)
    put_samples(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_samples(postgres: Server, postgres_template: str) -> Iterator[str]:
    url = postgres.create(postgres_template)
    put_samples(url)
    yield str(sa.make_url(url).database)
    postgres.drop(url)


@pytest.fixture
def sample_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """`sample_url(kind)`: the address of a database of the test's own that holds the samples."""
    with copied(request, tmp_path) as copy:
        yield copy


@contextmanager
def copied(request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[[str], str]]:
    drops: list[Callable[[], None]] = []

    def copy(kind: str) -> str:
        if kind == "sqlite":
            path = folder / "copy.db"
            shutil.copy(request.getfixturevalue("sqlite_samples"), path)
            return f"sqlite:///{path}"
        server: Server = request.getfixturevalue("postgres")
        url = server.create(request.getfixturevalue("postgres_samples"))
        drops.append(lambda: server.drop(url))
        return url

    yield copy
    for drop in drops:
        drop()


@pytest.fixture(params=KINDS)
def samples(
    request: pytest.FixtureRequest, sample_url: Callable[[str], str], engines_closed: None
) -> str:
    """A database with the samples; a module that wants it calls it its `database_url`."""
    return sample_url(request.param)


@pytest.fixture
def accounts(db: Session) -> dict[str, User]:
    """The accounts beside the samples, by the name to sign in with."""
    return {user.sign_in_name: user for user in db.scalars(sa.select(User))}
