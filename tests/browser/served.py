"""The real application, served over the sample dialogues and one with almost nothing in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from waitress import create_server
from waitress.wasyncore import close_all

from app import create_app
from app.accounts.commands import add_user
from app.accounts.models import Role, User
from app.demo import SAMPLES, add_accounts
from app.dialogues.commands import set_membership
from app.dialogues.models import Track
from app.dialogues.queries import all_dialogues
from app.exchange.commands import import_file, read_file
from app.people.models import Affiliation, TeamMember
from app.reading import THE_HOUSE
from app.records.models import Record, Source
from app.rounds.models import Attendance, Round
from app.schema import upgrade
from app.trace.models import TraceLink
from app.web import database
from config import Config
from tests.make import Make
from tests.web.places import asked_at

FULL, EMPTY = "harbour-dialogue", "quiet-dialogue"
# A record of each kind; the first stands for "any record".
REFS = {
    FULL: ("R5-C1", "R5", "R5-S2", "R5-T3", "R5-A1", "R5-D1", "R2-W1", "H1", "M1"),
    EMPTY: ("R1-C1", "R1", "R1-S1", "R1-T1", "R1-A1", "R1-D1", "R1-W1", "H1", "M1"),
}
# The talks that go with each, and a round of them that was held.
TALKS = {FULL: ("harbour-talks", "R2"), EMPTY: ("quiet-talks", "R1")}
# Leads every dialogue and administers; belongs to none.
KEEPER, STRANGER = "keeper", "stranger"
NOT_HTML = {
    "static",
    "home.healthz",
    "actions.export_register",
    "briefs.download_brief",
    "exports.export_awaiting",
    "exports.export_brackets",
    "exports.export_decisions",
    "exports.export_ledger",
    "exports.export_register",
    "gaps.export_gaps",
    "handover_register.export_handovers",
    "handover_register.export_one_side_only",
    "handover_register.export_unanswered",
    "records.download",
    "reports.download",
    "review_sheets.download_review",
    "roster_upload.roster_template",
    "sheets.download",
    "stability.export_stability",
    "calendar.dialogue_file",
    "calendar.round_file",
    "calendar.show_feed",
}


@dataclass(frozen=True)
class Filled:
    """A database with records and accounts; `passwords` by sign-in name."""

    path: Path
    passwords: Mapping[str, str]


@dataclass(frozen=True)
class Site:
    """A server; `pages` by dialogue: the address of each page by endpoint."""

    url: str
    passwords: Mapping[str, str]
    pages: Mapping[str, Mapping[str, str]]


def filled(folder: Path) -> Filled:
    """A new database in `folder`: samples, a dialogue with one bare record of each kind, users."""
    path = folder / "served.db"
    upgrade(f"sqlite:///{path}")
    engine = sa.create_engine(f"sqlite:///{path}")
    with Session(engine, info={"viewer": THE_HOUSE}) as db:
        for sample in SAMPLES:
            import_file(db, actor=None, file=read_file(sample.read_bytes()))
        _one_of_each(Make(db))
        passwords = add_accounts(db) | _more_accounts(db)
        _drafts(Make(db))
        db.commit()
    engine.dispose()
    return Filled(path, passwords)


def _drafts(make: Make) -> None:
    """An author's notes on the round of each dialogue, and on the one to come."""
    author = make.db.scalars(sa.select(User).where(User.sign_in_name == "author")).one()
    for slug, refs in REFS.items():
        here = Round.dialogue.has(slug=slug), Round.ref == refs[1]
        meeting = make.db.scalars(sa.select(Round).where(*here)).one()
        for one in (meeting, None):
            make.notes_draft(user=author, dialogue=meeting.dialogue, meeting=one)


def _more_accounts(db: Session) -> dict[str, str]:
    passwords = {name: f"the {name}'s password" for name in (KEEPER, STRANGER)}
    for name, password in passwords.items():
        user = add_user(
            db,
            actor=None,
            sign_in_name=name,
            name=name.title(),
            password=password,
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
    make.working_group(meeting=meeting)
    make.handover(dialogue=dialogue)
    make.accepted_gap(dialogue=dialogue, key="hand-over-unacknowledged:H1")
    make.matter(dialogue=dialogue, records=[item])
    make.round(dialogue=make.dialogue(slug="quiet-talks", track=Track.GOVERNMENT), happened=None)
    make.team_member(person=person, side=dialogue.sides[0])
    make.citation(record=make.document(meeting=meeting))


def pages_of(app: Flask, db: Session, slug: str) -> dict[str, str]:
    """The address in a dialogue of every page that can be read, by endpoint."""
    site = app.url_map.bind("")
    values = _values(db, slug)
    pages = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_HTML:
            continue
        code = "AS-3" if rule.endpoint.startswith("topics.") else "AV"
        for ref in REFS[slug]:
            known = values | {"code": code, "ref": ref}
            if rule.endpoint.startswith("drafts."):
                known |= {"user_id": values["author_id"]}
            if rule.endpoint.startswith(("briefs.", "review_sheets.")):
                known |= dict(zip(("dialogue", "ref"), TALKS[slug], strict=True))
            assert known.keys() >= rule.arguments, f"_values does not say what stands in {rule}"
            address = site.build(rule.endpoint, {name: known[name] for name in rule.arguments})
            # The reference of a record of another kind leads to another page, or to none.
            if site.test(address, "GET") and site.match(address, "GET")[0] == rule.endpoint:
                asked = asked_at(rule.endpoint, known, db)
                pages[rule.endpoint] = f"{address}?{urlencode(asked)}" if asked else address
                break
        assert rule.endpoint in pages, rule
    return pages


def _values(db: Session, slug: str) -> dict[str, Any]:
    """What stands for each part of an address: of a dialogue, its first item and round."""

    def first(column: Any, *where: Any) -> Any:
        return db.scalars(sa.select(column).where(*where).order_by(column)).first()

    item, round_ = (
        db.scalars(sa.select(Record).where(Record.dialogue.has(slug=slug), Record.ref == ref)).one()
        for ref in REFS[slug][:2]
    )
    has_post = Affiliation.institution_id.is_not(None)
    posted = sa.select(Affiliation.person_id).where(has_post)
    attendance = db.get_one(
        Attendance,
        first(Attendance.id, Attendance.round_id == round_.id, Attendance.person_id.in_(posted)),
    )
    post = db.get_one(
        Affiliation, first(Affiliation.id, has_post, Affiliation.person_id == attendance.person_id)
    )
    ends = (TraceLink.earlier_id == item.id) | (TraceLink.later_id == item.id)
    return {
        "dialogue": slug,
        # Whose secretariat expects something: here, of a meeting of its own.
        "talks": slug,
        "link_id": first(TraceLink.id, ends),
        "attendance_id": attendance.id,
        "person_id": post.person_id,
        "affiliation_id": post.id,
        "institution_id": post.institution_id,
        "member_id": first(TeamMember.id, TeamMember.dialogue_id == item.dialogue_id),
        "source_id": first(Source.id, Source.dialogue_id == item.dialogue_id),
        "user_id": first(User.id, User.sign_in_name == KEEPER),
        "author_id": first(User.id, User.sign_in_name == "author"),
        "number": 1,
    }


@contextmanager
def served(filled: Filled) -> Iterator[Site]:
    """The application over a filled database, until the end of the block."""
    url = f"sqlite:///{filled.path}"
    app = create_app(Config(SECRET_KEY="test-only", DATABASE_URL=url, SESSION_COOKIE_SECURE=False))
    engine = sa.create_engine(url)
    with Session(engine, info={"viewer": THE_HOUSE}) as db:
        pages = {slug: pages_of(app, db, slug) for slug in REFS}
    engine.dispose()
    with listening(app) as port:
        yield Site(f"http://127.0.0.1:{port}", filled.passwords, pages)


@contextmanager
def listening(app: Flask) -> Iterator[int]:
    """Waitress in a thread, as `throughline serve` runs it; the port that was free."""
    sockets: dict[int, Any] = {}
    server = create_server(app, map=sockets, host="127.0.0.1", port=0, threads=4, ident=None)

    def serve() -> None:
        server.run()
        server.task_dispatcher.shutdown()
        # Here, for the thread of the tests has an event loop, in which no context can be closed.
        with app.app_context():
            database.engine.dispose()

    thread = Thread(target=serve, name="served")
    thread.start()
    try:
        yield server.effective_port
    finally:
        # Sockets are closed by the thread that polls them; without any, it ends.
        server.trigger.pull_trigger(lambda: close_all(sockets, ignore_all=True))
        thread.join()
