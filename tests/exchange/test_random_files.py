"""Whatever is done to a file: it is refused in words, or imported whole."""

import copy
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.exchange.commands import BadFile, import_file, read_file
from tests.exchange.small import exported, small_file


def places(value, way=()):
    yield way
    if isinstance(value, dict | list):
        for step in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[step], (*way, step))


def at(file, way):
    for step in way:
        file = file[step]
    return file


WAYS = [way for way in places(small_file()) if way]
VALUES = sorted({json.dumps(at(small_file(), way)) for way in WAYS})
odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(["", "\0", "R1", "R1-C1", "harbour/R1", "TS", "SN", "2024-13", "9999-12-31"]),
    st.just([]),
    st.just({}),
    st.sampled_from(VALUES).map(json.loads),
)
changes = st.lists(
    st.tuples(st.sampled_from(WAYS), st.sampled_from(["set", "drop", "double", "name"]), odd),
    min_size=1,
    max_size=4,
)


def changed(steps):
    file = small_file()
    for way, how, value in steps:
        try:
            holder = at(file, way[:-1])
            if how == "set":
                holder[way[-1]] = copy.deepcopy(value)
            elif how == "drop":
                del holder[way[-1]]
            elif how == "double":
                holder.append(copy.deepcopy(holder[way[-1]]))
            else:
                holder[str(value)[:20]] = holder.pop(way[-1])
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # an earlier change took the place away
    return file


@pytest.mark.parametrize("filled", [False, True])
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=changes)
def test_a_file_changed_at_random_is_refused_or_imported(db, filled, steps):
    db.rollback()
    if filled:
        import_file(db, actor=None, file=small_file())
    file = changed(steps)
    try:
        import_file(db, actor=None, file=file)
    except BadFile:
        assert [*db.new, *db.dirty] == []
        return
    again = import_file(db, actor=None, file=file)
    assert (again.created, again.changed) == ({}, {})
    assert not import_file(db, actor=None, file=read_file(exported(db))).changed
