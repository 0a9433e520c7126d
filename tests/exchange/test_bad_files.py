"""A bad file says where it is bad, all at once, and leaves nothing behind."""

import json

import pytest
import sqlalchemy as sa

from app.dialogues.models import Dialogue
from app.exchange.commands import BadFile, import_file, problems, read_file
from app.reading import Viewer
from tests.exchange.bad import ACTION, BAD, ROUND, put
from tests.exchange.small import small_file


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_named_with_its_path(db, case):
    path, value, named = BAD[case]
    file = small_file()
    put(file, path, value)

    found = problems(db, file)

    named = named or path
    assert any(error.startswith((f"{named}: ", f"{named} ")) for error in found), found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_file_that_is_made_bad_is_good(db):
    assert problems(db, small_file()) == []


def test_all_errors_are_found_at_once_and_nothing_is_written(db):
    file = small_file()
    put(file, f"{ROUND}.ended", "2024-02")
    put(file, f"{ACTION}.waiting_for", "XX")
    put(file, "links[2].rationale", "")

    with pytest.raises(BadFile) as refusal:
        import_file(db, actor=None, file=file)

    assert refusal.value.errors == [
        f"{ROUND}.ended: ends before it starts",
        f"{ACTION}.waiting_for: nothing under sides is called 'XX'",
        "links[2].rationale: a link that is inferred needs it",
    ]
    assert str(refusal.value) == f"{ROUND}.ended: ends before it starts (and 2 more)"
    assert not db.new
    assert db.scalars(sa.select(Dialogue)).all() == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "not a dialogue file"),
        (b'"throughline"', "not a dialogue file"),
        (b"{}", "not a dialogue file"),
        (b'{"throughline": 2}', "not a dialogue file"),
        (b'{"throughline": true}', "not a dialogue file"),
        (b'{"throughline": "1"}', "not a dialogue file"),
        (b'{"throughline": NaN}', "NaN is no number"),
        (b'{"throughline": -Infinity}', "-Infinity is no number"),
        (b'{"throughline": 1, "throughline": 1}', "twice"),
        (b'{"throughline": 1, "topics": [{"code": "A", "code": "B"}]}', "twice"),
        (b'{"throughline": 1} {}', "not JSON"),
        (b'{"throughline": 1, "x": ' + b"9" * 10_000 + b"}", "not JSON"),
        (b'{"throughline": 1, "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested too deep"),
        (b'{"a":' * 200_000, "nested too deep"),
    ],
)
def test_what_is_no_dialogue_file_is_not_read(written, said):
    with pytest.raises(BadFile, match=said):
        read_file(written)


def test_a_file_too_large_is_not_read():
    with pytest.raises(BadFile, match="larger than 256 MB"):
        read_file(bytes(256 * 1024**2 + 1))


def test_a_file_is_read_as_text_or_bytes_with_or_without_a_byte_order_mark():
    written = json.dumps({"throughline": 1})

    read = [read_file(each) for each in (written, written.encode(), written.encode("utf-8-sig"))]

    assert read == [{"throughline": 1}] * 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("depth", [50, 900])
def test_depth_that_json_allows_is_refused_all_the_same(db, depth):
    deep = read_file('{"throughline": 1, "topics": ' + "[" * depth + "]" * depth + "}")

    assert problems(db, deep) == ["topics[0][0]: nested too deep"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_huge_value_is_not_repeated(db):
    file = small_file()
    put(file, f"{ROUND}.kind", "x" * 1_000_000)
    put(file, f"{ROUND}.{'y' * 1_000_000}", 1)

    assert all(len(error) < 300 for error in problems(db, file))


def test_whoever_does_not_see_everything_does_not_import(open_db):
    with pytest.raises(AssertionError, match="see everything"):
        import_file(open_db(Viewer(administers=True)), actor=None, file=small_file())
