"""What it takes to log the illustrative round: from notes, and by the forms alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from app.actions.models import Action
from app.consensus.models import ConsensusItem, ItemKind, Position, Wording
from app.reading import THE_HOUSE
from app.records.models import Record
from app.rounds.models import AgendaTopic, Attendance, DialogueSession, Round
from app.trace.models import TraceLink
from tests.browser.by_forms import Effort, Hand, log_by_forms
from tests.browser.served import FULL, KEEPER, Filled, served

HERE = Path(__file__).parent
NOTES = (HERE / "harbour-notes.txt").read_text()
ROSTER = (HERE / "harbour-roster.txt").read_text()
# The README states both.
FROM_NOTES = Effort(loads=2, clicks=1, fields=2)
BY_FORMS = Effort(loads=84, clicks=42, fields=115)
MOST = 12


def test_the_readme_states_both():
    readme = (HERE.parents[1] / "README.md").read_text()

    for effort in (FROM_NOTES, BY_FORMS):
        parts = (effort.loads, effort.clicks, effort.fields)
        assert f"| {' | '.join(map(str, parts))} | {sum(parts)} |" in readme


def log_from_notes(hand: Hand, dialogue: str) -> None:
    hand.open(f"{dialogue}/rounds/notes")
    hand.fill("notes", NOTES)
    hand.fill("roster", ROSTER)
    # The preview comes by itself, a moment after the last key.
    expect(hand.page.get_by_role("button", name="Log it")).to_be_visible()
    hand.press("Log it")


def words(text: Any) -> str:
    return str(text.text_for("en"))


def the_round(path: Path) -> dict[str, list[Any]]:
    """What is on record of round 8 of the Harbour Dialogue, whichever way it came there."""
    engine = sa.create_engine(f"sqlite:///{path}")
    with Session(engine, info={"viewer": THE_HOUSE}) as db:
        dialogue = Round.dialogue.has(slug=FULL)
        meeting = db.scalars(sa.select(Round).where(Round.number == 8, dialogue)).one()
        found = {"round": [facts(meeting)], "people": people(db, meeting)}
        found |= agenda(db, meeting) | outcome(db, meeting) | {"links": links(db, meeting)}
    engine.dispose()
    return found


def facts(meeting: Round) -> tuple[Any, ...]:
    when = str(meeting.happened), str(meeting.ended)
    return *when, words(meeting.place), words(meeting.co_hosts), meeting.status.value


def rows(db: Session, kind: type[Any], meeting: Round) -> list[Any]:
    return list(db.scalars(sa.select(kind).where(kind.meeting_id == meeting.id).order_by(kind.id)))


def people(db: Session, meeting: Round) -> list[Any]:
    there = db.scalars(sa.select(Attendance).where(Attendance.round_id == meeting.id))
    return sorted((one.person.key, one.side.code, one.role.value) for one in there)


def agenda(db: Session, meeting: Round) -> dict[str, list[Any]]:
    sessions, topics = rows(db, DialogueSession, meeting), rows(db, AgendaTopic, meeting)
    return {
        "sessions": [
            (words(one.title), sorted(by.attendance.person.key for by in one.moderators))
            for one in sessions
        ],
        "topics": [
            (words(one.session.title), words(one.title), [node.code for node in one.topics],
             one.format.value, one.result.value, words(one.summary))
            for one in topics
        ],
    }  # fmt: skip


def outcome(db: Session, meeting: Round) -> dict[str, list[Any]]:
    refs = {one.id: one.ref for one in rows(db, Record, meeting)}
    stated: dict[int, list[Any]] = {}
    for one in db.scalars(sa.select(Position).join(Wording)):
        if one.statement:
            said = (one.side.code, one.stance.value, dict(one.statement.texts))
            stated.setdefault(one.item_id, []).append(said)
    items = [
        (refs[one.agenda_topic_id], one.item_kind.value, one.level and one.level.value, one.verb,
         dict(one.wordings[-1].text.texts), sorted(stated.get(one.id, [])))
        for one in rows(db, ConsensusItem, meeting)
    ]  # fmt: skip
    actions = [
        (refs[one.origin_id], words(one.title), str(one.due or one.due_round),
         sorted((by.side.code if by.side else by.person.key) for by in one.owners))
        for one in rows(db, Action, meeting)
    ]  # fmt: skip
    return {"items": items, "actions": actions}


def links(db: Session, meeting: Round) -> list[Any]:
    made = db.scalars(
        sa.select(TraceLink)
        .join(TraceLink.later.of_type(Record))
        .where(Record.meeting_id == meeting.id)
    )
    ends = (
        (one.earlier.dialogue.slug, one.earlier.ref, one.kind.value, one.later.ref) for one in made
    )
    return sorted(ends)


def test_a_round_takes_five_steps_from_notes_and_hundreds_by_forms(
    database: Filled, visit: Callable[..., Page], tmp_path: Path
):
    took: dict[str, Effort] = {}
    logged: dict[str, Any] = {}
    for way, log in (("notes", log_from_notes), ("forms", log_by_forms)):
        path = tmp_path / f"{way}.db"
        path.write_bytes(database.path.read_bytes())
        with served(Filled(path, database.passwords)) as site:
            page = visit(site, KEEPER)
            page.on("dialog", lambda dialog: dialog.accept())
            hand = Hand(page)
            log(hand, f"{site.url}/{FULL}")
            took[way] = hand.effort
            page.context.close()
        logged[way] = the_round(path)

    assert took == {"notes": FROM_NOTES, "forms": BY_FORMS}
    assert took["notes"].total <= MOST
    counts = {name: len(found) for name, found in logged["notes"].items()}
    assert counts == {
        "round": 1,
        "people": 12,
        "sessions": 3,
        "topics": 6,
        "items": 8,
        "actions": 5,
        "links": 3,
    }
    items = logged["notes"]["items"]
    assert sum(kind == ItemKind.DIVERGENCE for _topic, kind, *_others in items) == 2
    assert sum("[" in text["en"] for *_others, text, _stated in items) == 1
    assert logged["notes"] == logged["forms"]
