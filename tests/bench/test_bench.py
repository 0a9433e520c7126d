"""Measuring pages: on a database of its own, with a line for each page and each budget."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bench import graph, measure
from app.bench.data import described, prepared, slugs_of
from app.dialogues.models import Dialogue
from app.records.models import Record
from app.rules import Refused
from config import Config
from tests.make import Make

SIZE = 300


@pytest.fixture
def config(database_url: str) -> Config:
    return Config(SECRET_KEY="test-only", DATABASE_URL=database_url)


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few runs of each page: what is tested is that they are measured, not how fast they are."""
    monkeypatch.setattr(measure, "SECONDS", 0)
    monkeypatch.setattr(measure, "WARM_UP", 1)
    monkeypatch.setattr(graph, "RUNS", 1)


def rows_of(printed: list[str]) -> dict[str, list[str]]:
    cells = [line.split() for line in printed if line.strip()]
    return {row[0]: row for row in cells if row[0] in ("page", "round", "register", "trace")}


@pytest.mark.usefixtures("quickly")
def test_every_page_and_every_budget_has_its_line(config: Config):
    printed: list[str] = []

    measure.run(config, SIZE, echo=printed.append)

    rows = rows_of(printed)
    assert rows["page"][1:3] == ["KB", "floor"]
    for page in ("round", "register", "trace"):
        _name, size, floor_size, statements, *_times = rows[page]
        assert float(size) >= float(floor_size) > 5
        assert int(statements) <= measure.STATEMENTS
    assert "ratio" in printed[-1]
    assert f"{graph.NEAR} ancestors and {graph.NEAR} descendants" in printed[-3]
    for measured in ("worker memory", "throughline --help", "create_app", "first visit"):
        assert any(line.startswith(measured) for line in printed), measured


@pytest.mark.usefixtures("quickly")
def test_a_data_set_that_is_there_is_used_again(config: Config, db: Session):
    first = prepared(config.DATABASE_URL, SIZE)
    before = db.scalar(sa.select(sa.func.count(Record.id)))

    again = prepared(config.DATABASE_URL, SIZE)

    assert again == first
    assert db.scalar(sa.select(sa.func.count(Record.id))) == before > SIZE


def test_the_measured_record_has_as_many_ancestors_at_every_larger_size():
    assert described(10_000).ancestors == described(1_000_000).ancestors >= 500


def test_a_database_of_somebody_is_refused_and_left_alone(config: Config, make: Make, db: Session):
    make.dialogue(slug="harbour-talks")
    db.commit()

    with pytest.raises(Refused, match="holds the dialogue harbour-talks"):
        prepared(config.DATABASE_URL, SIZE)

    assert db.scalars(sa.select(Dialogue.slug)).all() == ["harbour-talks"]


def test_a_database_with_accounts_alone_is_refused(config: Config, make: Make, db: Session):
    make.user(sign_in_name="selma")
    db.commit()

    with pytest.raises(Refused, match="holds the account selma"):
        prepared(config.DATABASE_URL, SIZE)


def test_a_data_set_of_another_size_is_refused(config: Config):
    prepared(config.DATABASE_URL, SIZE)

    with pytest.raises(Refused, match=slugs_of(SIZE)[1]):
        prepared(config.DATABASE_URL, 2 * SIZE)
