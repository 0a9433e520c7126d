"""Rows for tests: every field has a default, every parent is made when it is not given.

A text may be given as a string (English) or by language, a date as its ISO form. Rows are
flushed, not committed.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Role, User
from app.actions.models import Action, ActionOwner, ActionStatus, ActionUpdate
from app.consensus.models import ConsensusItem, ItemKind, Position, Stance, Wording
from app.db import Base, LocalizedTextColumn, PartialDateColumn
from app.dialogues.models import Dialogue, Membership, Side, Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Affiliation, Institution, Person, PersonName, TeamMember
from app.records.models import (
    Citation,
    Disclosure,
    Document,
    DocumentKind,
    Record,
    ReferenceCounter,
    Source,
)
from app.rounds.models import (
    AgendaTopic,
    Attendance,
    DialogueSession,
    Round,
    RoundKind,
    RoundStatus,
    SessionModerator,
)
from app.topics.models import Topic
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from tests.make_papers import Papers
from tests.make_register import Register
from tests.make_trace import TracePart

Row = TypeVar("Row", bound=Base)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
WRITTEN: dict[str, Any] = {"recorded_at": NOW, "recorded_by": "Somebody"}


def text(given: str | Mapping[str, str] | LocalizedText) -> LocalizedText:
    if isinstance(given, LocalizedText):
        return given
    return LocalizedText({"en": given} if isinstance(given, str) else given)


class Make(Papers, Register, TracePart):
    def __init__(self, db: Session) -> None:
        self.db = db
        self.serial = count(1)

    def _add(self, model: type[Row], given: Mapping[str, Any], **defaults: Any) -> Row:
        values = defaults | dict(given)
        for name, column in sa.inspect(model).columns.items():
            match column.type, values.get(name):
                case LocalizedTextColumn(), str() | Mapping() as found:
                    values[name] = text(found)
                case PartialDateColumn(), str() as found:
                    values[name] = PartialDate(found)
        row = model(**values)
        self.db.add(row)
        self.db.flush()
        return row

    def _ref(self, dialogue: Dialogue, prefix: str, number: int | None = None) -> str:
        """The next reference under a prefix, counted as the house counts."""
        counter = self.db.get(ReferenceCounter, (dialogue.id, prefix))
        if counter is None:
            counter = self._add(
                ReferenceCounter, {}, dialogue_id=dialogue.id, prefix=prefix, last=0
            )
        number = number or counter.last + 1
        counter.last = max(counter.last, number)
        return f"{prefix}{number}"

    def _at_meeting(self, letter: str, given: dict[str, Any]) -> dict[str, Any]:
        """What a record takes from the round at which it was made; `meeting=None`: at none."""
        if "meeting" not in given:
            of = {"dialogue": given["dialogue"]} if "dialogue" in given else {}
            given["meeting"] = self.round(**of)
        meeting = given["meeting"]
        dialogue = given.get("dialogue") or (meeting.dialogue if meeting else self.dialogue())
        prefix = f"{meeting.ref}-{letter}" if meeting else letter
        return {
            "dialogue": dialogue,
            "ref": given.get("ref") or self._ref(dialogue, prefix),
            "happened": meeting.happened if meeting else None,
            "title": f"Title {next(self.serial)}",
            "disclosure": Disclosure.PARTICIPANTS,
        }

    def user(self, **given: Any) -> User:
        name = f"user{next(self.serial)}"
        known = {"password_hash": "not a hash", "session_key": f"key of {name}"}
        return self._add(User, given, sign_in_name=name, name=name.title(), **known)

    def dialogue(self, *, sides: Iterable[str] = ("AV", "SN"), **given: Any) -> Dialogue:
        number = next(self.serial)
        known = {"slug": f"dialogue-{number}", "name": f"Dialogue {number}"}
        dialogue = self._add(Dialogue, given, track=Track.TRACK_TWO, **known)
        for code in sides:
            self.side(dialogue=dialogue, code=code)
        return dialogue

    def side(self, **given: Any) -> Side:
        if "dialogue" not in given:
            given["dialogue"] = self.dialogue(sides=())
        position = len(given["dialogue"].sides) + 1
        code = given.get("code", f"S{position}")
        return self._add(Side, given, code=code, name=f"Side {code}", position=position)

    def membership(self, **given: Any) -> Membership:
        given["user"] = given.get("user") or self.user()
        if "dialogue" not in given:
            side = given.get("side")
            given["dialogue"] = side.dialogue if side else self.dialogue()
        return self._add(Membership, given, role=Role.READER)

    def round(self, **given: Any) -> Round:
        if "dialogue" not in given:
            given["dialogue"] = self.dialogue()
        dialogue = given["dialogue"]
        number = given.get("number")
        if "ref" not in given:
            given["ref"] = self._ref(dialogue, "R", number)
        if given.get("round_kind", RoundKind.ROUND) is RoundKind.ROUND and "number" not in given:
            given["number"] = int(given["ref"].removeprefix("R"))
        known = {"happened": "2025-03-01", "status": RoundStatus.HELD, "title": given["ref"]}
        return self._add(Round, given, in_dialogue_id=dialogue.id, **known)

    def session(self, **given: Any) -> DialogueSession:
        known = self._at_meeting("S", given)
        return self._add(DialogueSession, given, **known)

    def agenda_topic(self, **given: Any) -> AgendaTopic:
        if "session" not in given:
            of = {name: given[name] for name in ("meeting", "dialogue") if name in given}
            given["session"] = self.session(**of)
        given["meeting"] = given["session"].meeting
        return self._add(AgendaTopic, given, **self._at_meeting("T", given))

    def document(self, **given: Any) -> Document:
        known = self._at_meeting("D", given)
        return self._add(Document, given, document_kind=DocumentKind.READ_OUT, **known)

    def person(self, *, names: str | Mapping[str, str] | None = None, **given: Any) -> Person:
        """`names` by language, as printed; a string is the English one."""
        number = next(self.serial)
        if "dialogue" not in given:
            given["dialogue"] = self.dialogue()
        person = self._add(Person, given, key=f"person-{number}")
        for language, printed in text(names or f"Person {number}"):
            self._add(PersonName, {}, person=person, language=language, printed=printed)
        return person

    def institution(self, **given: Any) -> Institution:
        number = next(self.serial)
        known = {"key": f"institution-{number}", "name": f"Institution {number}"}
        return self._add(Institution, given, **known)

    def affiliation(self, **given: Any) -> Affiliation:
        given["person"] = given.get("person") or self.person()
        if "institution" not in given:
            given["institution"] = self.institution()
        return self._add(Affiliation, given, post="Director")

    def _participant(self, dialogue: Dialogue, given: dict[str, Any]) -> None:
        if (label := given.pop("group", None)) is not None:
            given["group_label"] = label
        elif "person" not in given and "group_label" not in given:
            given["person"] = self.person(dialogue=dialogue)

    def attendance(self, **given: Any) -> Attendance:
        """Of `person`, or of an unnamed `group` with that label."""
        given["round"] = given.get("round") or self.round()
        dialogue = given["round"].dialogue
        self._participant(dialogue, given)
        return self._add(Attendance, given, side=dialogue.sides[0])

    def moderator(self, **given: Any) -> SessionModerator:
        given["session"] = given.get("session") or self.session()
        if "attendance" not in given:
            given["attendance"] = self.attendance(round=given["session"].meeting)
        return self._add(SessionModerator, given)

    def team_member(self, **given: Any) -> TeamMember:
        """Of `person`, or an unnamed `group` with that label; `dialogue` only to choose a side."""
        dialogue = given.pop("dialogue", None)
        given["side"] = given.get("side") or (dialogue or self.dialogue()).sides[0]
        self._participant(given["side"].dialogue, given)
        return self._add(TeamMember, given, dialogue_id=given["side"].dialogue_id)

    def topic(self, **given: Any) -> Topic:
        number = next(self.serial)
        return self._add(Topic, given, code=f"X-{number}", name=f"Topic {number}")

    def consensus_item(
        self,
        *,
        text: Any = "The sides agree on this.",
        endorsed_by_all: bool = False,
        positions: Mapping[str, Stance] | None = None,
        **given: Any,
    ) -> ConsensusItem:
        """With a first wording, unless `text` is None; `positions` on it, by the side's code."""
        if "agenda_topic" in given:
            topic = given.pop("agenda_topic")
            given |= {"agenda_topic_id": topic.id, "meeting": topic.meeting}
        known = self._at_meeting("C", given)
        latest = 0 if text is None else 1
        given = {"item_kind": ItemKind.CONSENSUS, "latest": latest} | given
        item = self._add(ConsensusItem, given, **known)
        if text is None:
            return item
        wording = self.wording(item=item, text=text, number=1)
        for side in item.dialogue.sides:
            stance = Stance.ENDORSED if endorsed_by_all else (positions or {}).get(side.code)
            if stance is not None:
                self.position(wording=wording, side=side, stance=stance)
        return item

    def wording(self, **given: Any) -> Wording:
        given["item"] = item = given.get("item") or self.consensus_item(text=None)
        number = given.get("number", item.latest + 1)
        item.latest = max(item.latest, number)
        return self._add(Wording, given, number=number, text=f"Text {number}", **WRITTEN)

    def position(self, **given: Any) -> Position:
        """The next position of a side on a wording; by default, the first side endorses it."""
        wording: Wording = given.pop("wording", None) or self.wording()
        side = given["side"] = given.get("side") or wording.item.dialogue.sides[0]
        number = 1 + sum(position.side is side for position in wording.positions)
        known = {"item_id": wording.item_id, "number": number, "stance": Stance.ENDORSED}
        if given.get("stance") in (Stance.OBJECTED, Stance.ENDORSED_WITH_RESERVATION):
            known["reason"] = "For a reason."
        position = self._add(Position, given, wording_id=wording.id, **known, **WRITTEN)
        self.db.expire(wording, ["positions"])
        return position

    def action(
        self, *, owners: Iterable[Side | Person | Institution | str] | None = None, **given: Any
    ) -> Action:
        """Owed by `owners` (a string is a body as written), by default by the first side."""
        known = self._at_meeting("A", given)
        sides = known["dialogue"].sides
        if given.get("status") is ActionStatus.WAITING:
            known["waiting_for"] = sides[-1]
        action = self._add(Action, given, **known)
        names = {Side: "side", Person: "person", Institution: "institution", str: "body"}
        for owner in sides[:1] if owners is None else owners:
            self._add(ActionOwner, {}, action=action, **{names[type(owner)]: owner})
        return action

    def action_update(self, **given: Any) -> ActionUpdate:
        action = given["action"] = given.get("action") or self.action()
        number = len(action.updates) + 1
        return self._add(ActionUpdate, given, number=number, text=f"Update {number}", **WRITTEN)

    def link(self, **given: Any) -> TraceLink:
        """By default, a track-two round that laid groundwork for a later one of governments."""
        earlier = given["earlier"] = given.get("earlier") or self.round()
        if "later" not in given:
            talks = self.dialogue(track=Track.GOVERNMENT)
            given["later"] = self.round(dialogue=talks, happened="2025-06-01")
        later: Record = given["later"]
        known: dict[str, Any] = {"kind": LinkKind.GROUNDWORK, "basis": Basis.INFERRED}
        match given.get("basis", Basis.INFERRED):
            case Basis.DOCUMENTED:
                known["source"] = given.get("source") or self.source(dialogue=later.dialogue)
            case Basis.REPORTED:
                known["reported_by"] = earlier.dialogue.sides[0]
            case _:
                known["rationale"] = "The same words return."
        if given.get("status") is LinkStatus.DISPUTED:
            known["disputed_by"] = earlier.dialogue.sides[-1]
        seen = {"earlier_revision": earlier.revision, "later_revision": later.revision}
        written = {"asserted_by": "Somebody", "asserted_at": NOW}
        return self._add(TraceLink, given, **known, **seen, **written)

    def source(self, **given: Any) -> Source:
        given["dialogue"] = given.get("dialogue") or self.dialogue()
        number = next(self.serial)
        return self._add(Source, given, key=f"P{number}", title=f"Source {number}")

    def citation(self, **given: Any) -> Citation:
        given["record"] = given.get("record") or self.round()
        if "source" not in given:
            given["source"] = self.source(dialogue=given["record"].dialogue)
        return self._add(Citation, given)
