"""The report over the public record says what the printed one says."""

import json
from pathlib import Path

import pytest

import app
from app.dialogues.queries import get_dialogue
from app.exchange.commands import import_file
from app.records.models import Disclosure
from tests.reports.made import composed, files

FILE = json.loads((Path(app.__file__).parent / "sample" / "public-record.json").read_text())
SLUG = "ciss-brookings"


@pytest.fixture
def dialogue(db):
    import_file(db, actor=None, file=FILE)
    return get_dialogue(db, SLUG)


@pytest.fixture
def report(db, open_db, dialogue):
    return composed(db, open_db, dialogue, as_of="2024-04-06", audience=Disclosure.PUBLIC)


def test_nine_rounds_had_been_held_by_february_2024(db, open_db, dialogue):
    report = composed(db, open_db, dialogue, as_of="2024-02", audience=Disclosure.PUBLIC)

    assert [line.number for line in report.rounds] == list(range(1, 10))


def test_the_team_is_the_printed_one(report):
    first, second = report.teams

    assert len(first.members) == 17
    assert first.members[9].name == "Lu Chuanying"
    assert [group.label.text_for("en") for group in first.groups] == [
        "a few important team members who prefer not to be identified"
    ]
    assert not second


def test_every_text_is_exact(db, open_db, dialogue, report):
    [given] = [each for each in FILE["dialogues"] if each["slug"] == SLUG]
    texts = {item["ref"]: item["wordings"][-1]["text"]["en"] for item in given["consensus"]}

    assert {line.ref: line.text.text_for("en") for line in report.items} == texts


def test_it_is_one_sides_account_with_its_figures_as_printed(app, report):
    made = files(app, report)
    text = made["md"].decode()

    assert text.count("reported by CISS; Brookings not recorded") == len(report.items)
    assert "As of February 2023, CISS and Brookings experts have proposed 64 and 42 terms" in text
    assert "with 25 terms achieving joint interpretation" in text
    assert "No team of this side is on record by this date." in text
    assert "including, but not limited to:" in text


def test_no_uptake_is_claimed(app, db, open_db, dialogue):
    report = composed(db, open_db, dialogue, as_of="2026", audience=Disclosure.PUBLIC)
    text = files(app, report)["md"].decode()

    assert "Inferred: " in text
    assert "aken up" not in text.split("## Teams")[0].split("## Links to other tracks")[1].replace(
        "after the talks took up", ""
    )
