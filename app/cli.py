"""The console: `throughline`. The one place besides the web where a transaction is committed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import app.tables  # noqa: F401
from app.accounts.commands import add_user
from app.audit.queries import breaks_in_the_chain
from app.consensus.silence_commands import settle_silences, settled_line
from app.console import Broken, counted, found, make_member, write
from app.demo import SAMPLES, add_accounts, set_up
from app.dialogues.queries import all_dialogues, get_dialogue
from app.exchange.checking import SCHEMA
from app.exchange.commands import BadFile, import_file, read_file
from app.exchange.queries import dialogue_file, family_of, to_json
from app.gaps.look import Limits
from app.gaps.queries import Shown
from app.localized import LANGUAGES
from app.partial_date import PartialDate
from app.reading import THE_HOUSE
from app.records.models import Disclosure
from app.records.queries import get_record
from app.reports.files import FORMATS, written
from app.reports.queries import audience_viewer, compose
from app.rules import Refused
from app.schema import is_current, upgrade
from app.trace.console import both_ways, in_lines
from config import Config

AUDIENCES = [str(level) for level in Disclosure if level is not Disclosure.SIDE]


@contextmanager
def house(config: Config | None = None, *, check: bool = True) -> Iterator[Session]:
    """A session that sees everything, in one transaction: all of it is kept, or nothing."""
    engine = sa.create_engine((config or Config.from_env()).DATABASE_URL)
    try:
        if check and not is_current(engine):
            raise Broken("the database is not up to date: run `throughline upgrade` first")
        with Session(engine, info={"viewer": THE_HOUSE}) as db:
            db.connection(execution_options={"writes": True})
            yield db
            db.commit()
    except BadFile as bad:
        raise Broken("\n".join(bad.errors)) from bad
    except Refused as refusal:
        raise Broken(str(refusal)) from refusal
    except SQLAlchemyError as wrong:
        raise Broken(f"the database: {str(wrong).splitlines()[0]}") from wrong
    finally:
        engine.dispose()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The record of dialogue rounds, traced from groundwork through talks to review."""


@main.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Set the demo up and stop.")
def demo(port: int, no_serve: bool) -> None:
    """Make a fresh database with both sample dialogues, and serve it on this machine."""
    config = set_up()
    with house(config) as db:
        for sample in SAMPLES:
            import_file(db, actor=None, file=read_file(sample.read_bytes()))
        accounts = add_accounts(db)
    click.echo(f"\nThroughline demo: http://127.0.0.1:{port}/\n")
    for sign_in_name, password in accounts.items():
        click.echo(f"  {sign_in_name:<10} {password}")
    click.echo()
    if not no_serve:
        _serve(config, "127.0.0.1", port, threads=8)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Serve the database named by DATABASE_URL."""
    config = Config.from_env()
    with house(config):
        pass
    _serve(config, host, port, threads)


def _serve(config: Config, host: str, port: int, threads: int) -> None:
    # Only a server needs it, and every command would wait for it.
    from waitress import serve as wait_for_requests

    try:
        wait_for_requests(the_app(config), host=host, port=port, threads=threads, ident=None)
    except OSError as wrong:
        raise Broken(f"cannot listen on {host}:{port}: {wrong.strerror}") from wrong


@main.command(name="upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest schema, or make it."""
    config = Config.from_env()
    try:
        upgrade(config.DATABASE_URL)
    except SQLAlchemyError as wrong:
        raise Broken(f"the database: {str(wrong).splitlines()[0]}") from wrong
    click.echo("the database is up to date")


@main.group()
def user() -> None:
    """Accounts."""


@user.command(name="add")
@click.argument("sign_in_name")
@click.option("--name", required=True, help="As it signs what the person records.")
@click.option("--admin", is_flag=True)
@click.option("--member", multiple=True, help="DIALOGUE:ROLE or DIALOGUE:ROLE:SIDE; repeatable.")
@click.password_option()
def user_add(
    sign_in_name: str, name: str, admin: bool, member: tuple[str, ...], password: str
) -> None:
    """Add an account, with its roles."""
    with house() as db:
        person = add_user(
            db,
            actor=None,
            sign_in_name=sign_in_name,
            name=name,
            password=password,
            is_admin=admin,
        )
        for given in member:
            make_member(db, person, *(*given.split(":"), "", "")[:3])
    click.echo(f"added {sign_in_name}")


@main.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
def import_dialogues(file: Path, dry_run: bool) -> None:
    """Read a dialogue file. Where anything in it is wrong, nothing is changed."""
    try:
        text = file.read_bytes()
    except OSError as wrong:
        raise Broken(f"{file}: {wrong.strerror}") from wrong
    with house() as db:
        done = import_file(db, actor=None, file=read_file(text))
        if dry_run:
            db.rollback()
    click.echo("\n".join(counted(done, dry_run=dry_run)))


@main.command()
@click.argument("dialogue")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
def export(dialogue: str, output: Path | None) -> None:
    """Write a dialogue, with those it is linked with, as a dialogue file."""
    with house() as db:
        held = found(lambda: get_dialogue(db, dialogue), f"no dialogue {dialogue!r}")
        text = to_json(dialogue_file(db, family_of(db, held)))
    write(text.encode(), output)


@main.command(name="schema")
def print_schema() -> None:
    """Print the JSON Schema of dialogue files."""
    click.echo(SCHEMA.read_text(encoding="utf-8"), nl=False)


@main.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
def verify() -> None:
    """Check the chain of all entries: none changed, removed or put in another order."""
    with house() as db:
        broken = breaks_in_the_chain(db)
    if broken:
        raise Broken("\n".join(broken))
    click.echo("the audit trail is whole")


@main.command()
@click.argument("dialogue")
@click.option("--as-of", default="", help="2024, 2024-02 or 2024-02-12; today, if left out.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="participants", show_default=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="docx")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def report(
    dialogue: str, as_of: str, audience: str, language: str, format_: str, output: Path
) -> None:
    """Write the interim report of a dialogue, for an audience, as of a date."""
    today = datetime.now(UTC).date()
    try:
        day = PartialDate(as_of) if as_of else PartialDate.of(today)
    except ValueError as wrong:
        raise Broken(f"--as-of: {wrong}") from wrong
    config = Config.from_env()
    with house(config) as db:
        held = found(lambda: get_dialogue(db, dialogue), f"no dialogue {dialogue!r}")
        eyes = audience_viewer(held.id, Disclosure(audience))
        with (
            the_app(config).test_request_context(),
            Session(db.get_bind(), info={"viewer": eyes}) as read,
        ):
            paper = compose(
                read,
                dialogue,
                as_of=day,
                audience=Disclosure(audience),
                locale=language,
                today=today,
            )
            content = written(paper, format_)
    write(content, output)


def the_app(config: Config) -> Flask:
    # The words of a paper come from the web's catalogues; no other command needs the web.
    from app import create_app

    return create_app(config)


@main.command()
@click.option("--dry-run", is_flag=True, help="Say what would be settled, and change nothing.")
def tick(dry_run: bool) -> None:
    """Note what silences that have passed meant. Run it daily, or as often as you like."""
    with house() as db:
        lines = [settled_line(db, one) for one in settle_silences(db)]
        if dry_run:
            db.rollback()
    click.echo("\n".join(lines) or "nothing to settle")


@main.command()
@click.argument("ref", metavar="DIALOGUE/REF")
@click.option("--json", "as_json", is_flag=True)
def trace(ref: str, as_json: bool) -> None:
    """Follow a record both ways: where it came from, and what became of it."""
    slug, _slash, own = ref.partition("/")
    with house() as db:
        record = found(lambda: get_record(db, slug, own), f"no record {ref!r}")
        followed = both_ways(db, record)
    if as_json:
        click.echo(json.dumps(followed, ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(in_lines(ref, followed)))


@main.command()
@click.argument("dialogue", default="")
@click.option("--json", "as_json", is_flag=True)
@click.option("--show", type=click.Choice(["open", "accepted", "all"]), default="open")
@click.option("--review-days", default=Limits.review_days, show_default=True)
@click.option("--reply-days", default=Limits.reply_days, show_default=True)
@click.option("--rounds", default=Limits.rounds, show_default=True)
def gaps(
    dialogue: str, as_json: bool, show: str, review_days: int, reply_days: int, rounds: int
) -> None:
    """Where the loop is open: the gaps of a dialogue, or of all, as its board lists them."""
    # The words of a gap come from the web's catalogues, as those of a paper do.
    from app.gaps.console_forms import gaps_told, in_lines

    today, limits = datetime.now(UTC).date(), Limits(review_days, reply_days, rounds)
    config = Config.from_env()
    with house(config) as db, the_app(config).test_request_context():
        held = all_dialogues(db)
        if dialogue:
            held = [found(lambda: get_dialogue(db, dialogue), f"no dialogue {dialogue!r}")]
        told = [gaps_told(db, one, today, limits=limits, shown=Shown(show)) for one in held]
    whole = json.dumps(told[0] if dialogue else told, ensure_ascii=False, indent=1)
    click.echo(whole if as_json else "\n".join(in_lines(told)))


@main.command()
@click.option("--size", default=1000, show_default=True, help="About how many records.")
def bench(size: int) -> None:
    """Time the main pages against their floor, on a database made for it."""
    # A data set and its templates, of which no other command needs anything.
    from app.bench.measure import run

    try:
        run(Config.from_env(), size, echo=click.echo)
    except Refused as refusal:
        raise Broken(str(refusal)) from refusal
