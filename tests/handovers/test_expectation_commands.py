"""Taking down expectations, comparing them, and saying what went wrong: what is refused."""

import pytest
import sqlalchemy as sa

from app.handovers.expectation_commands import (
    Compared,
    Expected,
    compare_expectations,
    find_fault,
    take_down_expectations,
)
from app.handovers.expectations import Cell, Sheet
from app.handovers.models import Dimension, Expectation, Outcome
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.rounds.models import RoundStatus, TopicFault, TopicResult
from app.rules import Refused
from tests.make import text

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RISKS = Dimension.RISKS


@pytest.fixture
def talks(make):
    return make.round(happened="2027-05", status=RoundStatus.PLANNED)


@pytest.fixture
def topic(make, talks):
    return make.agenda_topic(meeting=talks)


@pytest.fixture
def sheet(db, make, topic):
    return Sheet(db, topic, make.dialogue())


def cells(sheet, **said):
    """What the first side (`a`) and the second (`b`) expect in the risks, by words."""
    first, second = sheet.sides
    sides = {"a": first, "b": second}
    return {Cell(sides[who].id, RISKS): Expected(text(words)) for who, words in said.items()}


@on_sqlite
def test_what_was_compared_with_the_talks_is_not_rewritten(db, sheet, secretary, talks):
    took = {"actor": secretary, "sheet": sheet}
    take_down_expectations(db, **took, cells=cells(sheet, a="A hot line.", b="Nothing."))
    [first, second] = sheet.rows()

    for outcome, note, field in (
        (Outcome.MET, "", "outcome"),  # not held yet
        (None, "Why", "outcome"),
    ):
        said = {first: Compared(outcome, text(note) if note else LocalizedText())}
        with pytest.raises(Refused) as refused:
            compare_expectations(db, **took, cells=said)
        assert refused.value.field == f"{field}-{first.name}"

    talks.status = RoundStatus.CONFIRMED
    compare_expectations(db, **took, cells={first: Compared(Outcome.PARTLY, text("By day."))})

    with pytest.raises(Refused):
        take_down_expectations(db, **took, cells=cells(sheet, a="No line."))
    with pytest.raises(Refused):
        take_down_expectations(db, **took, cells={first: Expected(LocalizedText())})
    take_down_expectations(db, **took, cells={second: Expected(LocalizedText())})
    left = sheet.rows()
    assert list(left) == [first]
    assert (left[first].outcome, left[first].outcome_note) == (Outcome.PARTLY, text("By day."))


@on_sqlite
def test_the_fault_of_a_topic_is_said_with_all_else_unchanged(db, topic, secretary, talks):
    topic.result = TopicResult.STALLED
    before = (topic.title, topic.position, topic.session_id, topic.format)

    find_fault(db, actor=secretary, topic=topic, fault=TopicFault.POLITICISED)

    assert (topic.fault, topic.result) == (TopicFault.POLITICISED, TopicResult.STALLED)
    assert (topic.title, topic.position, topic.session_id, topic.format) == before
    talks.status = RoundStatus.CONFIRMED
    db.flush()
    with pytest.raises(Refused):
        find_fault(db, actor=secretary, topic=topic, fault=None)


@on_sqlite
def test_a_date_of_an_expectation_is_not_later_than_its_talks(db, sheet, secretary, talks):
    talks.happened = PartialDate("2025-05")
    [(cell, expected)] = cells(sheet, a="A hot line.").items()

    for happened, general, field in (
        (PartialDate("2025-06-01"), None, f"happened-{cell.name}"),
        (None, PartialDate("2025-06-01"), "happened"),
    ):
        given = {cell: Expected(expected.text, happened)}
        with pytest.raises(Refused) as refused:
            take_down_expectations(db, actor=secretary, sheet=sheet, cells=given, happened=general)
        assert refused.value.field == field
    given = {cell: Expected(expected.text, PartialDate("2025"))}
    take_down_expectations(db, actor=secretary, sheet=sheet, cells=given)

    assert db.scalar(sa.select(Expectation.happened)) == PartialDate("2025")
