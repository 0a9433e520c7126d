"""What the README lists exists, and what exists is listed."""

import re
import tomllib
from pathlib import Path

import click
import pytest

from app import BLUEPRINTS
from app.cli import main
from app.db import Base

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, without its first two lines."""
    section = README.split(f"### {heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def commands(group: click.Group, before: str) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands(command, f"{before} {name}")
        else:
            found[f"{before} {name}"] = command
    return found


def test_every_command_is_listed_with_its_options() -> None:
    listed = {cells[0].strip("`"): cells[1] for cells in rows_under("Commands")}
    real = commands(main, "throughline")

    assert listed.keys() == real.keys()
    for name, words in listed.items():
        options = {
            option
            for parameter in real[name].params
            if isinstance(parameter, click.Option)
            for option in parameter.opts
        }
        named = set(re.findall(r"`(-[a-z-]+)`", words))
        assert named <= options, name


def test_every_slice_is_listed() -> None:
    listed = [cells[0].strip("`") for cells in rows_under("The grid")]
    folders = {path.parent.name for path in ROOT.glob("app/*/__init__.py")} - {"bench"}

    assert set(listed) == folders
    assert len(listed) == len(set(listed))
    assert {blueprint.import_name.split(".")[1] for blueprint in BLUEPRINTS} <= set(listed)


# Rows that only join two others, or keep the house itself in order.
NOT_WORDS = {
    "action_owner", "action_update", "agenda_topic_topic", "audit_entry", "audit_head", "citation",
    "attendance_institution", "consensus_item_topic", "dialogue_session", "document",
    "document_file", "gap_visit", "handover", "handover_paper",
    "handover_wording", "institution", "matter_record", "matter_topic", "membership", "person",
    "person_name", "reference_counter", "session_moderator", "sign_in_attempt", "topic",
    "user_account", "working_group_meeting",
}  # fmt: skip


def test_every_word_of_the_glossary_is_in_the_code_and_every_table_in_the_glossary() -> None:
    glossary = {cells[0] for cells in rows_under("Glossary")}
    code = "\n".join(path.read_text() for path in ROOT.glob("app/**/*.py")).lower()

    for word in glossary:
        assert re.search(re.escape(word).replace(r"\ ", r"[\s_]"), code), word
    tables = {name for name in Base.metadata.tables if name not in NOT_WORDS}
    assert {name.replace("_", " ") for name in tables} <= glossary


def test_every_library_is_listed_and_every_listed_library_is_needed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        needed += extra
    names = {re.split(r"[\[<>=;]", one)[0] for one in needed}
    words = " ".join(cells[0] for cells in rows_under("Libraries"))
    listed = set(re.findall(r"[a-z0-9-]+", re.sub(r"\(.*?\)", "", words)))

    assert listed == names


@pytest.mark.parametrize("name", ["demo", "test"])
def test_the_two_commands_are_one_line_each(name: str) -> None:
    line = README.split(f"# {name}\n", 1)[1].splitlines()[0]

    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install -q -e ")
