"""The real application, served over the sample dialogues and one with almost nothing in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import sqlalchemy as sa
from flask import Flask, url_for
from sqlalchemy.orm import Session
from waitress import create_server
from waitress.wasyncore import close_all

from app import create_app
from app.accounts.commands import add_user
from app.accounts.models import Role, User
from app.demo import SAMPLES, add_accounts
from app.dialogues.commands import set_membership
from app.dialogues.queries import all_dialogues
from app.exchange.commands import import_file, read_file
from app.people.models import Affiliation
from app.reading import THE_HOUSE
from app.records.models import Record
from app.rounds.models import Attendance
from app.schema import upgrade
from app.trace.models import TraceLink
from app.web import database
from config import Config
from tests.make import Make

FULL, EMPTY = "harbour-dialogue", "quiet-dialogue"
# A record of each kind; the first stands for "any record".
REFS = {
    FULL: ("R5-C1", "R5", "R5-S2", "R5-T3", "R5-A1", "R5-D1"),
    EMPTY: ("R1-C1", "R1", "R1-S1", "R1-T1", "R1-A1", "R1-D1"),
}
# Leads every dialogue and administers; belongs to none.
KEEPER, STRANGER = "keeper", "stranger"
NOT_HTML = {"static", "home.healthz", "reports.download"}


@dataclass(frozen=True)
class Site:
    """`passwords` by sign-in name; `pages` by dialogue: the address of each page by endpoint."""

    url: str
    passwords: Mapping[str, str]
    pages: Mapping[str, Mapping[str, str]]


def fill(db: Session) -> dict[str, str]:
    """The samples, a dialogue with one bare record of each kind, accounts; returns passwords."""
    for sample in SAMPLES:
        import_file(db, actor=None, file=read_file(sample.read_bytes()))
    _one_of_each(Make(db))
    passwords = add_accounts(db)
    for name in (KEEPER, STRANGER):
        passwords[name] = f"the {name}'s password"
        user = add_user(
            db,
            actor=None,
            sign_in_name=name,
            name=name.title(),
            password=passwords[name],
            is_admin=name == KEEPER,
        )
        for dialogue in all_dialogues(db) if name == KEEPER else ():
            set_membership(db, actor=None, user=user, dialogue=dialogue, role=Role.LEAD)
    return passwords


def _one_of_each(make: Make) -> None:
    dialogue = make.dialogue(slug=EMPTY, name="Quiet Dialogue")
    person = make.person(dialogue=dialogue)
    make.affiliation(person=person)
    meeting = make.round(dialogue=dialogue, happened=None, title={})
    make.attendance(round=meeting, person=person)
    make.agenda_topic(session=make.session(meeting=meeting, title={}))
    item = make.consensus_item(meeting=meeting, text=None)
    make.link(earlier=item, later=make.action(meeting=meeting))
    make.document(meeting=meeting)


def pages_of(app: Flask, db: Session, slug: str) -> dict[str, str]:
    """The address in a dialogue of every page that can be read, by endpoint."""
    values = _values(db, slug)
    pages = {}
    with app.test_request_context() as context:
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_HTML:
                continue
            given = {name: values[name] for name in rule.arguments - {"ref", "code"}}
            if "code" in rule.arguments:
                given["code"] = "AS-3" if rule.endpoint.startswith("topics.") else "AV"
            for ref in REFS[slug] if "ref" in rule.arguments else ("",):
                address = url_for(rule.endpoint, **given, **({"ref": ref} if ref else {}))
                # A reference of another kind leads to another page, or to none.
                if context.url_adapter and context.url_adapter.test(address, "GET"):
                    found, _arguments = context.url_adapter.match(address, "GET")
                    if found == rule.endpoint:
                        pages[rule.endpoint] = address
                        break
            assert rule.endpoint in pages, rule
    return pages


def _values(db: Session, slug: str) -> dict[str, Any]:
    item = db.scalars(
        sa.select(Record).where(Record.dialogue.has(slug=slug), Record.ref == REFS[slug][0])
    ).one()
    link = sa.select(TraceLink.id).where(
        (TraceLink.earlier_id == item.id) | (TraceLink.later_id == item.id)
    )
    attendance = db.scalars(
        sa.select(Attendance)
        .join(Affiliation, Affiliation.person_id == Attendance.person_id)
        .where(
            Attendance.round.has(in_dialogue_id=item.dialogue_id, ref=REFS[slug][1]),
            Affiliation.institution_id.is_not(None),
        )
        .order_by(Attendance.id)
    ).first()
    assert attendance is not None
    assert attendance.person is not None
    post = attendance.person.affiliations[0]
    return {
        "dialogue": slug,
        "link_id": db.scalars(link.order_by(TraceLink.id)).first(),
        "attendance_id": attendance.id,
        "person_id": attendance.person_id,
        "affiliation_id": post.id,
        "institution_id": post.institution_id,
        "user_id": db.scalars(sa.select(User.id).where(User.sign_in_name == KEEPER)).one(),
    }


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """The application over a new database in `folder`, until the end of the block."""
    url = f"sqlite:///{folder / 'served.db'}"
    upgrade(url)
    app = create_app(Config(SECRET_KEY="test-only", DATABASE_URL=url, SESSION_COOKIE_SECURE=False))
    engine = sa.create_engine(url)
    with Session(engine, info={"viewer": THE_HOUSE}) as db:
        passwords = fill(db)
        db.commit()
        pages = {slug: pages_of(app, db, slug) for slug in REFS}
    engine.dispose()
    try:
        with listening(app) as port:
            yield Site(url=f"http://127.0.0.1:{port}", passwords=passwords, pages=pages)
    finally:
        with app.app_context():
            database.engine.dispose()


@contextmanager
def listening(app: Flask) -> Iterator[int]:
    """Waitress in a thread, as `throughline serve` runs it; the port that was free."""
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = Thread(target=server.run, name="served")
    thread.start()
    try:
        yield server.effective_port
    finally:
        # Sockets are closed by the thread that polls them; without any, it ends.
        server.trigger.pull_trigger(lambda: close_all(sockets, ignore_all=True))
        thread.join()
        server.task_dispatcher.shutdown()
