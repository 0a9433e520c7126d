"""A round as notes would say it, with the references of all that is on record."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from app.actions.models import Action
from app.consensus.models import ConsensusItem
from app.notes.describing_points import action_note, item_note, report_note, wording_settled
from app.notes.notation import (
    ActionNote,
    Entry,
    ItemNote,
    LinkNote,
    Notes,
    RoundNote,
    SessionNote,
    TopicNote,
)
from app.notes.on_record import OnRecord, on_record
from app.people.naming import audience_of, printed_name
from app.records.models import Disclosure, Record
from app.rounds.models import AgendaTopic, Attendance, DialogueSession, Round, TopicFormat
from app.rounds.naming import may_be_named_at_all, narrowest
from app.trace.models import TraceLink

# Sub-points of sub-points of sub-points; what lies deeper stands beside them.
DEEPEST = 9


def notes_of(db: Session, meeting: Round, *, language: str = "en") -> Notes:
    """The round as the viewer may read it; reading what is printed of this proposes nothing.

    What belongs to no agenda topic stands under the round's own reference at the end: `- @R9`.
    People are called as in `language`, where the viewer may be told their names.
    """
    there = _shared(on_record(db, meeting.dialogue, meeting, Notes()))
    audience = audience_of(db.info["viewer"], meeting.dialogue_id)
    people = {one.person_id for action in there.actions for one in action.owners if one.person_id}
    levels = narrowest(db, meeting.dialogue_id, people)
    named = {one for one in people if may_be_named_at_all(one, levels, audience)}
    return _Describing(there, meeting, audience, language, named).notes()


def _shared(there: OnRecord) -> OnRecord:
    """Without what is one side's own: drafts and papers of notes are read by every secretariat."""

    def is_shared(one: Record | None) -> bool:
        return one is not None and one.disclosure is not Disclosure.SIDE

    return replace(
        there,
        sessions=[one for one in there.sessions if is_shared(one)],
        topics=[one for one in there.topics if is_shared(one)],
        items=[one for one in there.items if is_shared(one)],
        actions=[one for one in there.actions if is_shared(one)],
        links=[one for one in there.links if is_shared(one.earlier) and is_shared(one.later)],
    )


@dataclass
class _Describing:
    there: OnRecord
    meeting: Round
    audience: Disclosure
    language: str
    named: set[int]
    below: dict[int | None, list[ConsensusItem]] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def notes(self) -> Notes:
        here = [item for item in self.there.items if self.there.is_here(item)]
        known = {item.id for item in here}
        self.below = defaultdict(list)
        for item in here:
            self.below[item.parent_id if item.parent_id in known else None].append(item)
        sessions = self._sessions()
        if rest := self._of_no_topic(here):
            sessions = sessions or [SessionNote()]
            sessions[-1].topics.append(rest)
        return Notes(meeting=self._meeting(), sessions=sessions)

    def _meeting(self) -> RoundNote:
        held = self.meeting
        return RoundNote(
            number=held.number,
            title=held.title,
            happened=held.happened,
            ended=held.ended if held.happened else None,
            place=held.place,
            co_hosts=held.co_hosts,
            head_count=held.head_count,
        )

    def _sessions(self) -> list[SessionNote]:
        """A topic whose session is not read stands before the first header."""
        notes = {
            one.id: self._session(place, one)
            for place, one in enumerate(self.there.sessions, start=1)
        }
        before = SessionNote()
        for topic in self.there.topics:
            notes.get(topic.session_id, before).topics.append(self._topic(topic))
        return [*([before] if before.topics else []), *notes.values()]

    def _session(self, place: int, one: DialogueSession) -> SessionNote:
        return SessionNote(
            ref=one.ref,
            number=place,
            title=one.title,
            moderators=tuple(self._names([each.attendance for each in one.moderators])),
            links=self._links(one),
        )

    def _names(self, moderators: Sequence[Attendance | None]) -> Iterable[str]:
        for one in moderators:
            name = printed_name(one, self.audience, self.language).name if one else None
            if name:
                yield name

    def _topic(self, topic: AgendaTopic) -> TopicNote:
        items = [item for item in self.below[None] if item.agenda_topic_id == topic.id]
        return TopicNote(
            ref=topic.ref,
            title=topic.title,
            tree=tuple(one.code for one in topic.topics),
            format=None if topic.format is TopicFormat.DISCUSSION else topic.format,
            result=topic.result,
            fault=topic.fault,
            summary=topic.summary,
            entries=[*self._items(items), *self._actions_from(topic)],
            links=self._links(topic),
        )

    def _items(self, items: Iterable[ConsensusItem]) -> list[Entry]:
        return [self._item(one) for one in items if one.id not in self.told]

    def _item(self, item: ConsensusItem, depth: int = 0) -> ItemNote:
        self.told.add(item.id)
        note = item_note(item, wording_settled(item, self.meeting), self.there.sides)
        note.tree = tuple(one.code for one in item.topics)
        note.open_list = item.open_list
        note.links = self._links(item)
        note.actions = self._actions_from(item)
        if depth < DEEPEST:
            parts = [part for part in self.below[item.id] if part.id not in self.told]
            note.parts = [self._item(part, depth + 1) for part in parts]
        return note

    def _actions_from(self, origin: Record) -> list[ActionNote]:
        return self._actions(one for one in self.there.actions if one.origin_id == origin.id)

    def _actions(self, actions: Iterable[Action]) -> list[ActionNote]:
        """Those of this round that are not told yet."""
        here = [one for one in actions if self.there.is_here(one) and one.id not in self.told]
        self.told |= {one.id for one in here}
        return [action_note(one, self.named, self.language, self._links(one)) for one in here]

    def _of_no_topic(self, here: Sequence[ConsensusItem]) -> TopicNote | None:
        """What is left: also what was said at this round of the items and actions of others."""
        entries: list[Entry] = self._items(self.below[None])
        entries += self._items(here)
        entries += self._actions(self.there.actions)
        for item in self.there.items:
            wording = wording_settled(item, self.meeting)
            if not self.there.is_here(item) and wording is not None:
                entries.append(item_note(item, wording, self.there.sides))
        for action in self.there.actions:
            here_said = [u for u in action.updates if u.reported_at_id == self.meeting.id]
            entries += [report_note(action, update) for update in here_said]
        links = self._links(self.meeting)
        if not entries and not links:
            return None
        return TopicNote(ref=self.meeting.ref, entries=entries, links=links)

    def _links(self, later: Record) -> list[LinkNote]:
        return [self._link(one) for one in self.there.links if one.later_id == later.id]

    def _link(self, one: TraceLink) -> LinkNote:
        slug = one.earlier.dialogue.slug
        is_own = one.earlier.dialogue_id == self.meeting.dialogue_id
        return LinkNote(
            ref=one.earlier.ref if is_own else f"{slug}/{one.earlier.ref}",
            kind=one.kind,
            source=one.source.key if one.source else "",
            place=one.place if one.source else "",
            reported_by=one.reported_by.code if one.reported_by else "",
            rationale=one.rationale,
        )
