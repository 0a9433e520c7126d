"""Whether a file has the shape that the schema asks for."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

from app.partial_date import PartialDate

SCHEMA = Path(__file__).with_name("dialogue-file.schema.json")
# The format nests nine deep.
DEEPEST = 20
# PostgreSQL keeps no NUL, and UTF-8 has no half of a surrogate pair.
UNKEEPABLE = re.compile("[\0\ud800-\udfff]")

FORMATS = FormatChecker(formats=())


@FORMATS.checks("partial-date", raises=ValueError)
def _partial_date(value: object) -> bool:
    return not isinstance(value, str) or bool(PartialDate(value))


@FORMATS.checks("timestamp", raises=ValueError)
def _timestamp(value: object) -> bool:
    return not isinstance(value, str) or bool(
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007 - only tried
    )


def _pattern(_validator: Any, pattern: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
    # A schema's `$` means the very end; Python's also means the place before a last line break.
    if isinstance(value, str) and not re.fullmatch(pattern, value):
        yield ValidationError("does not match")


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema of the dialogue file."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@cache
def _validator() -> Any:
    strict = validators.extend(
        Draft202012Validator,
        {"pattern": _pattern},
        # A whole number is written as one: 1.0 is not.
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine(
            "integer",
            lambda _checker, value: isinstance(value, int) and not isinstance(value, bool),
        ),
    )
    whole = schema()
    return strict(_inlined(whole, whole["$defs"]), format_checker=FORMATS)


def _inlined(part: Any, definitions: dict[str, Any]) -> Any:
    """The schema with each definition in its place: looking one up takes longer than checking."""
    if isinstance(part, list):
        return [_inlined(each, definitions) for each in part]
    if not isinstance(part, dict):
        return part
    own = {key: _inlined(each, definitions) for key, each in part.items() if key != "$defs"}
    if "$ref" in own:
        named = definitions[own.pop("$ref").removeprefix("#/$defs/")]
        return _inlined(named, definitions) | own
    return own


def shape_problems(file: object) -> list[str]:
    """What the schema says against the file, in the order of its paths."""
    if unkeepable := list(_unkeepable(file)):
        return unkeepable
    errors = sorted(_validator().iter_errors(file), key=lambda error: list(error.absolute_path))
    return [line for error in errors for line in sorted(_lines(error))]


def path_of(steps: Any) -> str:
    """`dialogues[0].rounds[3]`; the file as a whole is `file`."""
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return path.removeprefix(".") or "file"


def _unkeepable(file: object) -> Iterator[str]:
    """What would break later steps: depth without end, and characters that cannot be kept."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), file)]
    while waiting:
        steps, value = waiting.pop()
        if len(steps) > DEEPEST:
            yield f"{path_of(steps[:3])}: nested too deep"
            return
        if isinstance(value, dict):
            waiting += [((*steps, str(key)), each) for key, each in value.items()]
            if any(UNKEEPABLE.search(str(key)) for key in value):
                yield f"{path_of(steps)}: a name in it holds a character that cannot be kept"
        elif isinstance(value, list):
            waiting += [((*steps, place), each) for place, each in enumerate(value)]
        elif isinstance(value, str) and UNKEEPABLE.search(value):
            yield f"{path_of(steps)}: holds a character that cannot be kept"


SAID: dict[str, str] = {
    "enum": "{shown} is none of {asked}",
    "const": "{shown} is not {asked}",
    "type": "{shown} is no {asked}",
    "minLength": "{shown} is too short",
    "maxLength": "{shown} is longer than {asked} characters",
    "minimum": "{shown} is less than {asked}",
    "maximum": "{shown} is more than {asked}",
    "minItems": "is empty",
    "minProperties": "says nothing",
    "uniqueItems": "holds something twice",
}


def _lines(error: Any) -> Iterator[str]:
    """The schema's error in our words: the library's own repeat the whole value."""
    path, asked = path_of(error.absolute_path), error.validator_value
    if error.validator == "additionalProperties":
        for name in error.instance.keys() - error.schema.get("properties", {}).keys():
            unknown = path_of([*error.absolute_path, name[:60]])
            yield f"{unknown}: there is nothing of this name in the format"
    elif error.validator == "required":
        missing = error.message.split("'")[1]
        yield f"{path}: {missing!r} is missing"
    else:
        asked = ", ".join(asked) if error.validator == "enum" else asked
        said = SAID.get(error.validator, "{shown} does not fit: {description}")
        description = error.schema.get("description", "")
        shown = _shown(error.instance)
        yield f"{path}: {said.format(shown=shown, asked=asked, description=description)}"


def _shown(value: object) -> str:
    if isinstance(value, dict | list):
        return "this object" if isinstance(value, dict) else "this list"
    text = json.dumps(value, ensure_ascii=False, default=repr)
    return text if len(text) <= 60 else f"{text[:60]}…"
