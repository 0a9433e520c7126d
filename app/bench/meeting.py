"""One round of the data set that pages are measured on, and everything recorded at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from app.actions.models import Action, ActionOwner, ActionStatus
from app.consensus.models import (
    ConsensusItem,
    ConsensusItemTopic,
    ItemKind,
    Level,
    Position,
    Stance,
    Wording,
)
from app.db import Base
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming, Sector
from app.records.models import Citation, Disclosure, Document, DocumentKind, DocumentStatus
from app.rounds.models import (
    AgendaTopic,
    AgendaTopicTopic,
    Attendance,
    AttendanceRole,
    Capacity,
    DialogueSession,
    Round,
    RoundStatus,
    SessionModerator,
    TopicResult,
)

PEOPLE_PER_ROUND = 2
SESSIONS, AGENDA, ITEMS, ACTIONS, DOCUMENTS = 3, 12, 30, 10, 4
SEATS, TOPICS, SOURCES, CITED = 40, 24, 20, 12
WRITTEN: dict[str, Any] = {
    "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
    "recorded_by": "Bench Secretary",
}
SENTENCE = (
    "The sides believe that a human should stay in command of any system which may use force, "
    "and that each informs the others before such a system is tried out near a border"
)
# What the first and the second side think of an item, in turn; brackets stand in the second.
STANCES = (
    (Stance.ENDORSED, Stance.ENDORSED),
    (Stance.ENDORSED, Stance.SOUGHT),
    (Stance.ENDORSED, Stance.ENDORSED),
    (Stance.ENDORSED, Stance.AD_REFERENDUM),
    (Stance.OBJECTED, Stance.ENDORSED),
)
STATUSES = (
    ActionStatus.DONE,
    ActionStatus.OPEN,
    ActionStatus.IN_PROGRESS,
    ActionStatus.DONE,
    ActionStatus.WAITING,
)
Row = tuple[type[Base], dict[str, Any]]


@lru_cache(maxsize=200)
def words(text: str, chinese: str = "") -> str:
    """A text as it is stored: most recur, and making them is most of the work."""
    return LocalizedText({"en": text, "zh-Hans": chinese}, "en").to_json()


@dataclass(frozen=True)
class Meeting:
    """A round by its ids: what is recorded at it is numbered on from its own."""

    id: int
    place: int
    track: int
    dialogue_id: int
    number: int
    number_in_matter: int
    day: date
    people: int

    @property
    def ref(self) -> str:
        return f"R{self.number}"

    def session(self, place: int) -> int:
        return self.id + 1 + place

    def topic(self, place: int) -> int:
        return self.session(SESSIONS) + place

    def item(self, place: int) -> int:
        return self.topic(AGENDA) + place

    def action(self, place: int) -> int:
        return self.item(ITEMS) + place

    def document(self, place: int) -> int:
        return self.action(ACTIONS) + place

    def side(self, place: int) -> int:
        return 1 + self.track * 2 + place % 2

    def record(self, id_: int, letter: str, place: int, title: str) -> dict[str, Any]:
        return {
            "id": id_,
            "dialogue_id": self.dialogue_id,
            "ref": f"{self.ref}-{letter}{1 + place}",
            "title": words(f"{title} {1 + place} of {self.ref}", f"{self.ref} 第{1 + place}项"),
            "happened": PartialDate.of(self.day),
            "meeting_id": self.id,
            "disclosure": Disclosure.SECRETARIAT if place % 10 == 9 else Disclosure.PARTICIPANTS,
        }


def records_of(meeting: Meeting) -> Iterator[Row]:
    yield (
        Round,
        {
            "id": meeting.id,
            "dialogue_id": meeting.dialogue_id,
            "in_dialogue_id": meeting.dialogue_id,
            "ref": meeting.ref,
            "number": meeting.number,
            "title": words(f"On the matters of {meeting.ref}"),
            "happened": PartialDate.of(meeting.day),
            "status": RoundStatus.CONFIRMED,
            "place": words("Geneva", "日内瓦"),
        },
    )
    yield from _agenda(meeting)
    yield from _roster(meeting)
    for place in range(ITEMS):
        yield from _item(meeting, place)
    for place in range(ACTIONS):
        yield from _action(meeting, place)
    for place in range(DOCUMENTS):
        yield (
            Document,
            meeting.record(meeting.document(place), "D", place, "Paper")
            | {"document_kind": DocumentKind.NON_PAPER, "status": DocumentStatus.CIRCULATED},
        )
    for place in range(CITED):
        source = 1 + meeting.track * SOURCES + (meeting.number + place) % SOURCES
        cited = meeting.id if place < 2 else meeting.item(place)
        yield Citation, {"record_id": cited, "source_id": source, "place": f"p. {1 + place}"}


def _agenda(meeting: Meeting) -> Iterator[Row]:
    for place in range(SESSIONS):
        yield (
            DialogueSession,
            meeting.record(meeting.session(place), "S", place, "Session") | {"position": 1 + place},
        )
    for place in range(AGENDA):
        topic = meeting.topic(place)
        yield (
            AgendaTopic,
            meeting.record(topic, "T", place, "Agenda topic")
            | {
                "session_id": meeting.session(place * SESSIONS // AGENDA),
                "position": 1 + place,
                "result": TopicResult.DISCUSSED,
                "summary": words(f"{SENTENCE}.", "双方讨论了这一议题。"),
            },
        )
        node = 1 + (meeting.number + place) % TOPICS
        yield AgendaTopicTopic, {"agenda_topic_id": topic, "topic_id": node}


def _roster(meeting: Meeting) -> Iterator[Row]:
    first = meeting.people + (meeting.number - 1) * PEOPLE_PER_ROUND
    for place in range(SEATS):
        seat = 1 + meeting.place * SEATS + place
        yield (
            Attendance,
            {
                "id": seat,
                "round_id": meeting.id,
                "side_id": meeting.side(place),
                "person_id": first + place,
                "role": AttendanceRole.MODERATOR if place < SESSIONS else AttendanceRole.PRESENTER,
                "capacity": Capacity.PRIVATE,
                "sector": list(Sector)[place % 8],
                "affiliation": words(f"Fellow, Institute {1 + place % 15}", "研究所研究员"),
                "naming": Naming.PARTICIPANTS if place % 4 else Naming.PUBLIC,
            },
        )
        if place < SESSIONS:
            yield (
                SessionModerator,
                {"session_id": meeting.session(place), "attendance_id": seat},
            )


def _item(meeting: Meeting, place: int) -> Iterator[Row]:
    item = meeting.item(place)
    kind = ItemKind.DIVERGENCE if place % 6 == 5 else ItemKind.CONSENSUS
    revised = place % 5 == 0
    yield (
        ConsensusItem,
        meeting.record(item, "C", place, "Item")
        | {
            "item_kind": kind,
            "level": Level.PRELIMINARY,
            "verb": "believe",
            "agenda_topic_id": meeting.topic(place * AGENDA // ITEMS),
            "latest": 2 if revised else 1,
        },
    )
    node = 1 + (meeting.number + place) % TOPICS
    yield ConsensusItemTopic, {"item_id": item, "topic_id": node}
    for number in (1, 2) if revised else (1,):
        # An item has two wordings at most.
        wording = item * 2 + number
        brackets = " [and in writing]" if place % 5 == 1 else ""
        text = words(f"{SENTENCE}{brackets}: {number}.", "双方认为，人应当始终掌握武力的使用。")
        yield (
            Wording,
            {"id": wording, "item_id": item, "number": number, "text": text}
            | {"happened": PartialDate.of(meeting.day), "settled_at_id": meeting.id}
            | WRITTEN,
        )
        for seat, stance in enumerate(STANCES[place % len(STANCES)]):
            reason = words("Not without a list.") if stance is Stance.OBJECTED else "{}"
            yield (
                Position,
                {"item_id": item, "wording_id": wording, "side_id": meeting.side(seat)}
                | {"number": 1, "stance": stance, "reason": reason}
                | WRITTEN,
            )


def _action(meeting: Meeting, place: int) -> Iterator[Row]:
    action = meeting.action(place)
    status = STATUSES[place % len(STATUSES)]
    waits = status is ActionStatus.WAITING
    yield (
        Action,
        meeting.record(action, "A", place, "Action")
        | {
            "status": status,
            "due_round": meeting.number + 1 if place % 2 else None,
            "due": None if place % 2 else PartialDate.of(meeting.day),
            "waiting_for_id": meeting.side(0) if waits else None,
            "origin_id": meeting.topic(place),
        },
    )
    yield (
        ActionOwner,
        {"action_id": action, "side_id": meeting.side(place)}
        | {"person_id": meeting.people + (meeting.number - 1) * PEOPLE_PER_ROUND + place},
    )
