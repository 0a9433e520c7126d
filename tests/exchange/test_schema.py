"""The published schema says what the models and the importer say."""

from enum import StrEnum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.exchange.checking import schema
from app.exchange.entries import TYPES
from app.exchange.fields import Field
from app.exchange.parts import Codes, Meetings, Moderators, Nested, Rows, Suspect
from app.records.file_types import BY_MEDIA_TYPE

DEFINITIONS = schema()["$defs"]
DEFINED = {
    "topics": "topic",
    "institutions": "institution",
    "people": "person",
    "dialogues": "dialogue",
    "sides": "side",
    "sources": "source",
    "team": "teamMember",
    "rounds": "round",
    "attendance": "attendance",
    "sessions": "session",
    "agenda": "agendaTopic",
    "documents": "document",
    "files": "file",
    "consensus": "item",
    "wordings": "wording",
    "renderings": "rendering",
    "bracket_notes": "bracketNote",
    "positions": "position",
    "working_groups": "workingGroup",
    "actions": "action",
    "updates": "update",
    "handovers": "handover",
    "matters": "matter",
    "gathered": "gathered",
    "expectations": "expectation",
    "accepted_gaps": "acceptedGap",
    "links": "link",
}


def resolved(part: dict[str, Any]) -> dict[str, Any]:
    return DEFINITIONS[part["$ref"].removeprefix("#/$defs/")] if "$ref" in part else part


def described(fields, properties):
    """Each field with the schema of its value, those of lists and pairs too."""
    for field in fields:
        part = resolved(properties[field.name])
        yield field, part
        if isinstance(field, Nested):
            yield from described(field.fields, part["properties"])
        elif isinstance(field, Rows) and not isinstance(field, Moderators):
            yield from described(field.fields, resolved(part["items"])["properties"])


FIELDS = [
    pytest.param(field, part, id=f"{word}.{field.name}")
    for word, what in TYPES.items()
    for field, part in described(what.fields, DEFINITIONS[DEFINED[word]]["properties"])
]


def test_it_is_a_schema():
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("word", TYPES)
def test_it_knows_the_names_that_the_importer_knows_in_the_same_order(word):
    what = TYPES[word]
    names = [field.name for field in what.fields] + [part.word for part in what.parts]

    assert list(DEFINITIONS[DEFINED[word]]["properties"]) == names


@pytest.mark.parametrize(("field", "part"), FIELDS)
def test_its_choices_are_those_of_the_models(field, part):
    choices = isinstance(field, Field) and field.kind.load
    if isinstance(choices, type) and issubclass(choices, StrEnum):
        assert part["enum"] == [choice.value for choice in choices]
    elif field.name == "media_type":
        assert part["enum"] == list(BY_MEDIA_TYPE)
    elif (
        not isinstance(field, Codes | Meetings | Suspect | Nested | Rows)
        and field.name != "language"
    ):
        assert "enum" not in part


def objects(part: Any):
    if isinstance(part, dict):
        if part.get("type") == "object":
            yield part
        for each in part.values():
            yield from objects(each)


def test_it_is_strict_and_helps_whoever_writes_by_hand():
    for part in objects(schema()):
        assert part["additionalProperties"] is False
    for name, definition in DEFINITIONS.items():
        assert definition["title"], name
        assert definition["description"], name


def test_every_text_has_a_limit():
    def strings(part):
        if isinstance(part, dict):
            if part.get("type") == "string":
                yield part
            for each in part.values():
                yield from strings(each)

    assert [part for part in strings(schema()) if not {"maxLength", "format"} & set(part)] == []
