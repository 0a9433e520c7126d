"""A data set to measure pages on: as many records as asked for, the same ones every time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Role, User
from app.actions.models import Action, ActionOwner
from app.bench.graph import put_graph
from app.bench.graph import slugs_of as graph_slugs
from app.bench.meeting import PEOPLE_PER_ROUND, Meeting, records_of, words
from app.consensus.models import ConsensusItem, ConsensusItemTopic, Position, Wording
from app.db import Base
from app.dialogues.models import Dialogue, Membership, Side, Track
from app.people.models import Person, PersonName
from app.reading import THE_HOUSE
from app.records.models import Citation, Document, Source
from app.rounds.models import (
    AgendaTopic,
    AgendaTopicTopic,
    Attendance,
    DialogueSession,
    Round,
    SessionModerator,
)
from app.rules import Refused
from app.schema import upgrade
from app.topics.models import Topic
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink

SECRETARY = "bench-secretary"
SESSION_KEY = "bench"
RECORDS_PER_ROUND = 60
LINKS_PER_ROUND = 12
# A matter ends after so many rounds, so that the longest trace is as long at every size.
ROUNDS_PER_MATTER = 48
ROUNDS_AT_ONCE = 50
SEATS = 40
TOPICS, SOURCES, SIDES = 24, 20, 2
LAST_DAY = date(2025, 12, 1)
TRACKS = (("track-two", Track.TRACK_TWO), ("government", Track.GOVERNMENT))

# Parents before what refers to them.
IN_ORDER: tuple[type[Base], ...] = (
    Round,
    DialogueSession,
    AgendaTopic,
    ConsensusItem,
    Action,
    Document,
    AgendaTopicTopic,
    ConsensusItemTopic,
    Attendance,
    SessionModerator,
    Wording,
    Position,
    ActionOwner,
    Citation,
    TraceLink,
)
Rows = dict[type[Base], list[dict[str, Any]]]


@dataclass(frozen=True)
class DataSet:
    """What is in the database: which round and which traced record are measured."""

    rounds: int
    dialogue: str
    round_ref: str
    round_id: int
    dialogue_id: int
    user_id: int
    traced_dialogue: str
    traced_ref: str
    traced_id: int
    ancestors: int


def prepared(url: str, size: int) -> DataSet:
    """The database of this address with a data set of about `size` records in it.

    Raises Refused where it holds anything else; then nothing in it is touched.
    """
    engine = sa.create_engine(url)
    try:
        refuse_others(engine, size)
        upgrade(engine)
        data_set = described(size)
        with Session(engine, info={"viewer": THE_HOUSE}) as db, db.begin():
            db.connection(execution_options={"writes": True})
            if db.scalar(sa.select(User.id).where(User.sign_in_name == SECRETARY)) is None:
                _write(db, size)
            put_graph(db, size)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        return data_set
    finally:
        engine.dispose()


def refuse_others(engine: sa.Engine, size: int) -> None:
    """Raises Refused where the database is somebody's, or holds a data set of another size."""
    tables = sa.inspect(engine).get_table_names()
    if "dialogue" not in tables:
        return
    with engine.connect() as connection:
        slugs = connection.execute(sa.text("SELECT slug FROM dialogue ORDER BY slug")).scalars()
        names = connection.execute(sa.text("SELECT sign_in_name FROM user_account")).scalars()
        own = (*slugs_of(size), *graph_slugs(size))
        others = [slug for slug in slugs.all() if slug not in own]
        strangers = [name for name in names.all() if name != SECRETARY]
    if not others and not strangers:
        return
    if others and all(slug.startswith("bench-") for slug in others) and not strangers:
        raise Refused("This database holds a data set of another size (%(slug)s).", slug=others[0])
    raise Refused(
        "This database holds %(what)s: measure on one that is made for it.",
        what=f"the dialogue {others[0]}" if others else f"the account {strangers[0]}",
    )


def slugs_of(size: int) -> tuple[str, ...]:
    return tuple(f"bench-{size}-{name}" for name, _track in TRACKS)


def rounds_in(size: int) -> int:
    return max(4, round(size / RECORDS_PER_ROUND))


def described(size: int) -> DataSet:
    """Which records the pages are measured on: a round amid the others, the longest trace."""
    rounds = rounds_in(size)
    amid = meeting_at(size, min(rounds // 2, ROUNDS_PER_MATTER // 2) // 2 * 2)
    last = meeting_at(size, min(rounds, ROUNDS_PER_MATTER) - 1)
    slugs = slugs_of(size)
    return DataSet(
        rounds=rounds,
        dialogue=slugs[amid.track],
        round_ref=amid.ref,
        round_id=amid.id,
        dialogue_id=amid.dialogue_id,
        user_id=1,
        traced_dialogue=slugs[last.track],
        traced_ref=f"{last.ref}-C1",
        traced_id=last.item(0),
        ancestors=last.number_in_matter * LINKS_PER_ROUND,
    )


@cache
def meeting_at(size: int, place: int) -> Meeting:
    """The round at this place; the tracks take turns, so that each prepares the other."""
    rounds = rounds_in(size)
    days = max(1, min(30, 15000 // rounds)) * (rounds - 1 - place)
    track = place % len(TRACKS)
    return Meeting(
        id=1 + place * RECORDS_PER_ROUND,
        place=place,
        track=track,
        dialogue_id=1 + track,
        number=1 + place // len(TRACKS),
        number_in_matter=place % ROUNDS_PER_MATTER,
        day=LAST_DAY - timedelta(days=days),
        people=1 + track * people_on_a_track(rounds),
    )


def people_on_a_track(rounds: int) -> int:
    return SEATS + PEOPLE_PER_ROUND * (rounds + 1) // len(TRACKS)


def _write(db: Session, size: int) -> None:
    for model, rows in _household(size):
        db.execute(sa.insert(model), rows)
    rounds = rounds_in(size)
    for start in range(0, rounds, ROUNDS_AT_ONCE):
        gathered: Rows = {model: [] for model in IN_ORDER}
        for place in range(start, min(start + ROUNDS_AT_ONCE, rounds)):
            meeting = meeting_at(size, place)
            for model, row in (*records_of(meeting), *_links(size, meeting)):
                gathered[model].append(row)
        for model in IN_ORDER:
            if gathered[model]:
                # Else rows with a None in another place would be another statement each.
                whole = {"render_nulls": True}
                db.execute(sa.insert(model), gathered[model], execution_options=whole)


def _household(size: int) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    """Whatever belongs to no round."""
    slugs = slugs_of(size)
    account = {"sign_in_name": SECRETARY, "name": "Bench Secretary", "password_hash": "none"}
    yield User, [account | {"id": 1, "session_key": SESSION_KEY}]
    yield (
        Dialogue,
        [
            {"id": 1 + place, "slug": slugs[place], "track": track, "name": words(f"Bench {name}")}
            for place, (name, track) in enumerate(TRACKS)
        ],
    )
    yield (
        Side,
        [
            {
                "id": 1 + place * SIDES + seat,
                "dialogue_id": 1 + place,
                "position": 1 + seat,
                "code": code,
                "name": words(name),
            }
            for place in range(len(TRACKS))
            for seat, (code, name) in enumerate((("NL", "Northland"), ("SH", "Southhaven")))
        ],
    )
    yield (
        Membership,
        [{"user_id": 1, "dialogue_id": 1 + place, "role": Role.SECRETARY} for place in (0, 1)],
    )
    yield (
        Topic,
        [
            {"id": 1 + place, "code": f"T-{1 + place}", "name": words(f"Subject {1 + place}")}
            for place in range(TOPICS)
        ],
    )
    yield (
        Source,
        [
            {"dialogue_id": 1 + place // SOURCES, "key": f"S{place}", "title": f"Source {place}"}
            | {"id": 1 + place, "address": f"https://example.org/{place}"}
            for place in range(len(TRACKS) * SOURCES)
        ],
    )
    yield from _people(rounds_in(size))


def _people(rounds: int) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    each = people_on_a_track(rounds)
    everybody = range(1, 1 + each * len(TRACKS))
    yield (
        Person,
        [
            {"id": id_, "key": f"person-{id_}", "dialogue_id": 1 + (id_ - 1) // each}
            for id_ in everybody
        ],
    )
    for language, family in (("en", "FAMILY"), ("zh-Hans", "某")):
        yield (
            PersonName,
            [
                {
                    "person_id": id_,
                    "language": language,
                    "family": family,
                    "given": f"Given-{id_}",
                    "printed": f"{family} Given-{id_}",
                }
                for id_ in everybody
            ],
        )


def _links(size: int, later: Meeting) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """The first item of a round came from the first of the round before it, and eleven others."""
    if later.number_in_matter == 0:
        return
    earlier = meeting_at(size, later.place - 1)
    reasons: tuple[dict[str, Any], ...] = (
        {"basis": Basis.DOCUMENTED, "source_id": 1 + later.track * SOURCES, "place": "p. 4"},
        {"basis": Basis.REPORTED, "reported_by_id": 1 + later.track * SIDES},
        {"basis": Basis.INFERRED, "rationale": "The same words stand in both texts."},
    )
    for place in range(LINKS_PER_ROUND):
        yield (
            TraceLink,
            {"source_id": None, "reported_by_id": None, "place": "", "rationale": ""}
            | reasons[place % len(reasons)]
            | {
                "kind": LinkKind.REVIEW if later.track == 0 else LinkKind.GROUNDWORK,
                "status": LinkStatus.CONFIRMED if place % 2 else LinkStatus.PROPOSED,
                "earlier_id": earlier.item(place),
                "later_id": later.item(0),
                "earlier_revision": 1,
                "later_revision": 1,
                "asserted_by": "Bench Secretary",
                "asserted_at": datetime(2026, 1, 1, tzinfo=UTC),
            },
        )
