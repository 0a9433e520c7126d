"""The console, from an empty database to a printed report."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from app.accounts.models import Role
from app.cli import main
from app.dialogues.models import Membership
from app.exchange.checking import SCHEMA

SAMPLE = Path(__file__).parent.parent / "app" / "sample"
PUBLIC, ILLUSTRATIVE = SAMPLE / "public-record.json", SAMPLE / "illustrative.json"


class Console:
    """Runs commands against one database."""

    def __init__(self, url: str) -> None:
        self.environment = {"DATABASE_URL": url, "SECRET_KEY": "test-only"}

    def __call__(self, *words: object, code: int = 0) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], env=self.environment)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        return result


@pytest.fixture
def console(database_url: str) -> Console:
    return Console(database_url)


def test_a_dialogue_goes_from_file_to_report(console: Console, tmp_path: Path) -> None:
    dry = console("import", PUBLIC, "--dry-run").output
    assert "would be created: 22 topics" in dry
    assert "created: 22 topics" in console("import", PUBLIC).output
    assert "created: nothing" in console("import", PUBLIC).output

    for format_ in ("docx", "md", "html", "pdf"):
        paper = tmp_path / f"report.{format_}"
        console("report", "ciss-brookings", "--as-of", "2024-02", "--format", format_, "-o", paper)
        assert paper.stat().st_size > 2000
    assert "9 rounds on record" in (tmp_path / "report.md").read_text()
    assert console("audit", "verify").output == "the audit trail is whole\n"


def test_an_export_reads_back_byte_for_byte_on_the_other_database(
    console: Console, other_db: Session, tmp_path: Path
) -> None:
    url = other_db.get_bind().url.render_as_string(hide_password=False)  # type: ignore[union-attr]
    other_db.rollback()
    there = Console(url)
    for sample in (PUBLIC, ILLUSTRATIVE):
        console("import", sample)
    for slug in ("ciss-brookings", "harbour-dialogue"):
        console("export", slug, "-o", tmp_path / "first.json")
        there("import", tmp_path / "first.json")
        there("export", slug, "-o", tmp_path / "second.json")
        assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()


def test_a_dry_run_writes_nothing(console: Console) -> None:
    console("import", PUBLIC, "--dry-run")

    assert "no dialogue 'ciss-brookings'" in console("export", "ciss-brookings", code=1).stderr


def test_a_trace_is_printed_both_ways(console: Console) -> None:
    console("import", PUBLIC)

    said = console("trace", "china-us-government/R1").output
    assert "woodside-2023  2023-11-15  mandate (documented, proposed)" in said
    assert "ciss-brookings/R9  2024-02  groundwork (inferred, proposed)" in said
    ways = json.loads(console("trace", "china-us-government/R1", "--json").output)
    assert [row["record"] for row in ways["to"]][-1] == "ciss-brookings/R11"


def test_an_account_is_added_with_its_roles(console: Console, open_db, db: Session) -> None:
    console("import", ILLUSTRATIVE)
    added = ("user", "add", "Selma", "--name", "Selma S.", "--password", "long enough, surely")
    console(*added, "--member", "harbour-dialogue:secretary:AV")

    member = db.scalars(sa.select(Membership)).one()
    assert (member.user.sign_in_name, member.role) == ("selma", Role.SECRETARY)
    assert member.side is not None
    assert member.side.code == "AV"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["export", "no-such"], "no dialogue 'no-such'"),
        (["trace", "no/where"], "no record 'no/where'"),
        (["import", "/nowhere.json"], "/nowhere.json: No such file"),
        (["import", __file__], "file: is not JSON"),
        (
            ["report", "x", "--as-of", "in May", "-o", "/dev/null"],
            "--as-of: 'in May' is not a date",
        ),
        (["report", "no-such", "-o", "/dev/null"], "no dialogue 'no-such'"),
        (
            ["user", "add", "x", "--name", "X", "--password", "short"],
            "A password has at least 10 characters.",
        ),
        (
            ["user", "add", "x", "--name", "X", "--password", "long enough", "--member", "no:lead"],
            "no dialogue 'no'",
        ),
    ],
)
def test_an_error_is_one_line_that_says_what_and_where(console: Console, words, says) -> None:
    stderr = console(*words, code=1).stderr

    assert says in stderr
    assert stderr.startswith("throughline: ")
    assert stderr.count("\n") == 1


def test_a_broken_file_is_told_all_its_errors_and_nothing_is_written(
    console: Console, tmp_path: Path
) -> None:
    file = json.loads(PUBLIC.read_text())
    file["dialogues"][0]["rounds"][8]["ended"] = "2023-01-01"
    file["links"][0]["earlier"] = "ciss-brookings/R99"
    (tmp_path / "broken.json").write_text(json.dumps(file))

    stderr = console("import", tmp_path / "broken.json", code=1).stderr

    assert "dialogues[0].rounds[8].ended" in stderr
    assert "links[0].earlier" in stderr
    console("export", "ciss-brookings", code=1)


def test_a_wrong_call_is_a_usage_error(console: Console) -> None:
    console("export", code=2)
    console("report", "x", "--format", "doc", "-o", "/dev/null", code=2)


def test_a_database_that_is_not_up_to_date_is_not_touched(new_database, tmp_path: Path) -> None:
    console = Console(new_database("sqlite", migrated=False))

    assert "throughline upgrade" in console("audit", "verify", code=1).stderr
    console("upgrade")
    console("audit", "verify")


def test_the_audit_trail_tells_that_it_was_tampered_with(console: Console, db: Session) -> None:
    console("import", PUBLIC)
    db.rollback()
    bare = db.connection()
    bare.exec_driver_sql("UPDATE audit_entry SET actor_name = 'nobody' WHERE serial = 7")
    bare.exec_driver_sql("DELETE FROM audit_entry WHERE serial = 9")
    db.commit()

    stderr = console("audit", "verify", code=1).stderr

    assert "entry 7 was changed after it was written" in stderr
    assert "entry 9 is missing" in stderr


def test_the_schema_is_printed_as_published(console: Console) -> None:
    assert console("schema").output == SCHEMA.read_text()


def test_the_demo_serves(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-m", "app", "demo", "--port", str(port)]
    environment = {**os.environ, "THROUGHLINE_INSTANCE": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        program,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        # What a shell starts in the background ignores Ctrl-C, and so would all that it starts.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as demo:
        try:
            assert _answer(f"http://127.0.0.1:{port}/healthz") == "ok\n"
            assert "Sign in" in _answer(f"http://127.0.0.1:{port}/")
        finally:
            demo.send_signal(signal.SIGINT)
            assert demo.stdout
            printed = demo.stdout.read()
    assert f"http://127.0.0.1:{port}/" in printed
    for role in ("reader", "author", "secretary", "lead", "admin"):
        assert f"\n  {role} " in printed


def _answer(address: str) -> str:
    for _try in range(150):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} does not answer")
