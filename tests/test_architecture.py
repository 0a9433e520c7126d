"""The rules of the house that a machine can check without reading a page."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import Base

ROOT = Path(__file__).resolve().parent.parent
ROWS = ("models", "queries", "commands", "forms", "views")
DOMAIN = ROWS[:3]
SLICES = (
    "accounts",
    "audit",
    "dialogues",
    "records",
    "people",
    "topics",
    "rounds",
    "attendance",
    "calendar",
    "consensus",
    "actions",
    "groups",
    "trace",
    "handovers",
    "matters",
    "notes",
    "planning",
    "confirming",
    "register",
    "gaps",
    "briefs",
    "reports",
    "sheets",
    "exchange",
    "home",
    "bench",
)
# A further module is named after its row (`team_views`) or reads, as queries do. Others are
# here: what changes rows stands with the commands, what is printed in the reader's language with
# the forms.
ROW_OF_FURTHER_MODULES = {
    # A benchmark asks for pages as a browser does.
    "app/bench/measure.py": "views",
    "app/bench/worker.py": "views",
    "app/attendance/picture.py": "forms",
    "app/dialogues/arranging.py": "commands",
    "app/exchange/writing.py": "commands",
    "app/reports/files.py": "forms",
    "app/reports/items.py": "forms",
    "app/reports/layout.py": "forms",
    "app/reports/tables.py": "forms",
    "app/reports/words.py": "forms",
    "app/rounds/references.py": "commands",
    "app/rounds/minutes.py": "commands",
}
WEB = {"flask", "flask_babel", "flask_login", "flask_sqlalchemy_lite", "flask_wtf"}
WEB |= {"werkzeug", "wtforms"}
COMMIT = {"app/web.py", "app/cli.py"}
# Modules that import others of the house only when they need them, and why.
IMPORT_LATE = {
    "app/cli.py": "a command waits for the web, or for the benchmark, only where it needs it",
    "app/reports/files.py": "a writer's library is loaded when a file is asked for",
}
# Files that use bare tables although they rule no reading, and why nothing is given away.
PAST_THE_READING_RULE = {
    "app/reading.py": "it is the rule",
    "app/consensus/bracket_counts.py": "it asks only about an item that its reader may read",
    "app/consensus/stances.py": "it asks only about an item that its reader may read",
    "app/consensus/standing.py": "it asks only about an item that its reader may read",
    "app/topics/queries.py": "the same statement joins the record, which is ruled",
}

FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("app/**/*.py"))
TESTS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/*.py"))
IN_SLICES = [name for name in FILES if name.count("/") == 2 and not name.endswith("__init__.py")]


def slice_of(name: str) -> str:
    return name.split("/")[1]


def row_of(name: str) -> str:
    last = Path(name).stem.rsplit("_")[-1]
    return last if last in ROWS else ROW_OF_FURTHER_MODULES.get(name, "queries")


IN_DOMAIN = [name for name in IN_SLICES if row_of(name) in DOMAIN]


@cache
def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text())


def imported(node: ast.AST) -> Iterator[str]:
    """The dotted names that a statement imports, each with whatever it takes from them."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, "imports are absolute"
        yield node.module or ""
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def imports(name: str) -> frozenset[str]:
    return frozenset(found for node in ast.walk(tree(name)) for found in imported(node))


@cache
def house_files(name: str) -> frozenset[str]:
    """The files of `app` that a file imports from."""
    paths = {found.replace(".", "/") + ".py" for found in imports(name)}
    return frozenset(paths & set(FILES))


def test_every_slice_has_its_place():
    assert {slice_of(name) for name in IN_SLICES} <= set(SLICES)


@pytest.mark.parametrize("name", IN_SLICES)
def test_a_module_imports_only_from_its_row_or_below(name: str):
    for other in house_files(name) & set(IN_SLICES):
        assert ROWS.index(row_of(other)) <= ROWS.index(row_of(name)), f"looks up to {other}"


@pytest.mark.parametrize("name", IN_DOMAIN)
def test_the_domain_imports_only_from_its_slice_or_the_left(name: str):
    for other in house_files(name) & set(IN_SLICES) - {"app/audit/commands.py"}:
        assert SLICES.index(slice_of(other)) <= SLICES.index(slice_of(name)), f"right to {other}"


@pytest.mark.parametrize("name", IN_DOMAIN)
def test_the_domain_does_not_know_the_web(name: str):
    seen, reached = set(), {name}
    while reached:
        seen |= reached
        for file in reached:
            known = {found.split(".")[0] for found in imports(file)} & WEB
            assert not known, f"{file} imports {known}"
        reached = {other for file in reached for other in house_files(file)} - seen


@pytest.mark.parametrize("name", FILES)
def test_only_the_edge_commits(name: str):
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Attribute) and node.attr == "commit":
            assert name in COMMIT, f"line {node.lineno}"


@pytest.mark.parametrize("name", [name for name in FILES if name not in IMPORT_LATE])
def test_modules_import_the_house_at_their_top(name: str):
    for function in ast.walk(tree(name)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            late = [found for node in ast.walk(function) for found in imported(node)]
            assert not [found for found in late if found.split(".")[0] == "app"], function.name


def rules_reading(function: ast.AST) -> bool:
    name = function.name if isinstance(function, ast.FunctionDef) else ""
    # A mapper names the column that holds its revision.
    return name.startswith("readable") or name == "__mapper_args__"


@pytest.mark.parametrize("name", [name for name in FILES if name not in PAST_THE_READING_RULE])
def test_bare_tables_are_used_only_where_reading_is_ruled(name: str):
    ruling = [node for node in ast.walk(tree(name)) if rules_reading(node)]
    in_models = name.endswith("/models.py")
    allowed = {id(node) for rule in ruling for node in ast.walk(rule) if in_models}
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Attribute) and id(node) not in allowed:
            bare = (".__table__", "metadata.tables")
            assert not ast.unparse(node).endswith(bare), f"line {node.lineno}"


def test_exceptions_are_still_needed():
    assert set(PAST_THE_READING_RULE) <= set(FILES)
    assert set(ROW_OF_FURTHER_MODULES) <= set(FILES)


@pytest.mark.parametrize("name", IN_DOMAIN)
def test_what_is_asked_along_a_relationship_names_its_alias(name: str):
    """Between two kinds of record, `any` and `has` would ask an alias that no rule restricts."""
    models = {model.__name__: model for model in load_models()}
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Attribute) and node.attr in ("any", "has"):
            model, _dot, relation = ast.unparse(node.value).partition(".")
            if model in models and relation in sa.inspect(models[model]).relationships:
                target = sa.inspect(models[model]).relationships[relation].mapper
                if target.base_mapper is not sa.inspect(models[model]).base_mapper:
                    continue
            assert ".of_type(" in ast.unparse(node.value), f"line {node.lineno}"


def load_models() -> list[type[Base]]:
    for name in IN_SLICES:
        if name.endswith("/models.py"):
            import_module(name.removesuffix(".py").replace("/", "."))
    return sorted((mapper.class_ for mapper in Base.registry.mappers), key=lambda it: it.__name__)


@pytest.mark.parametrize("model", load_models())
def test_every_table_says_who_may_read_it(model: type[Base]):
    assert model.readable.__func__ is not Base.readable.__func__  # type: ignore[attr-defined]
    model.readable()


@pytest.mark.parametrize("model", load_models())
def test_relationships_point_left_or_stay_inside(model: type[Base]):
    here = SLICES.index(model.__module__.split(".")[1])
    for relationship in sa.inspect(model).relationships:
        there = relationship.mapper.class_.__module__.split(".")[1]
        # A class inherits those of the class it extends.
        assert relationship.parent.class_ is not model or SLICES.index(there) <= here, relationship


@pytest.mark.parametrize("model", load_models())
def test_a_model_says_what_one_row_means(model: type[Base]):
    assert model.__doc__


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_constraints_and_indexes_have_names_that_fit(table: sa.Table):
    for part in (*table.constraints, *table.indexes):
        assert part.name, part
        # PostgreSQL cuts longer ones.
        assert len(str(part.name)) < 64, part.name


@pytest.mark.parametrize("name", [*FILES, *TESTS])
def test_a_file_stays_readable_in_one_sitting(name: str):
    assert len((ROOT / name).read_text().splitlines()) <= 300


@pytest.mark.parametrize("name", [name for name in FILES if name.count("/") == 2])
def test_a_slice_imports_nothing_by_itself(name: str):
    if name.endswith("__init__.py"):
        assert not (ROOT / name).read_text()


@pytest.mark.parametrize("name", FILES)
def test_a_module_is_named_by_what_it_holds(name: str):
    assert Path(name).stem.rstrip("s") not in {"util", "helper", "common", "misc", "manager"}


@pytest.mark.parametrize("name", [*FILES, *TESTS])
def test_a_module_says_what_it_is_about(name: str):
    if tree(name).body:
        assert ast.get_docstring(tree(name))
