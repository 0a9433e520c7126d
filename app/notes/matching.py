"""Which lines of some notes speak of a record that is there already."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.actions.models import Action
from app.consensus.models import ConsensusItem, Wording
from app.localized import EMPTY, LocalizedText
from app.notes.folding import is_near, keys_of, says_so
from app.notes.found import Found, Matches, R, take
from app.notes.notation import ActionNote, ItemNote, Notes, SessionNote, TopicNote
from app.notes.on_record import OnRecord
from app.notes.session_matching import match_sessions

N = TypeVar("N", TopicNote, ItemNote, ActionNote)

# A round has some dozens of each; whoever pastes a book is not compared with all of it.
MOST_COMPARISONS = 2_000


@dataclass(frozen=True)
class Point:
    """One line on an item or an action, under the topic and the item that it stands under."""

    note: ItemNote | ActionNote
    topic: TopicNote
    above: ItemNote | None


def points_of(notes: Notes) -> Iterator[Point]:
    """Every item, part and action of the notes, in the order of the text."""
    for held in notes.sessions:
        for topic in held.topics:
            for entry in topic.entries:
                if isinstance(entry, ItemNote):
                    yield from _points_in(entry, topic, None)
                elif isinstance(entry, ActionNote):
                    yield Point(entry, topic, None)


def _points_in(note: ItemNote, topic: TopicNote, above: ItemNote | None) -> Iterator[Point]:
    yield Point(note, topic, above)
    for part in note.parts:
        yield from _points_in(part, topic, note)
    for action in note.actions:
        yield Point(action, topic, note)


def matched(notes: Notes, there: OnRecord) -> Matches:
    """Each record is matched once, but for a line that names it by its reference."""
    found = Matches()
    match_sessions(notes.sessions, there, found)
    _match_topics(notes.sessions, there, found)
    points = list(points_of(notes))
    _match_items([one for one in points if isinstance(one.note, ItemNote)], there, found)
    _match_actions([one for one in points if isinstance(one.note, ActionNote)], there, found)
    return found


def _match_topics(notes: Sequence[SessionNote], there: OnRecord, found: Matches) -> None:
    by_ref = {one.ref: one for one in there.topics}
    left: list[tuple[TopicNote, SessionNote]] = []
    free = list(there.topics)
    for held in notes:
        for topic in held.topics:
            if topic.ref:
                take(found.topics, topic, by_ref.get(topic.ref), free)
            elif topic.title:
                left.append((topic, held))
    sessions = {
        id(topic): found.sessions.of(found.again.get(id(held), held)) for topic, held in left
    }
    lines = [topic for topic, _held in left]
    _by_keys(
        found.topics,
        lines,
        free,
        said=lambda note: note.title,
        texts=lambda topic: [topic.title],
        ranks=lambda note, topic: int(topic.session is sessions[id(note)]),
    )
    _nearly(found.topics, lines, free, lambda note: note.title, lambda topic: topic.title)


def _by_keys(
    found: Found[R],
    notes: Iterable[N],
    free: list[R],
    *,
    said: Callable[[N], LocalizedText],
    texts: Callable[[R], Iterable[LocalizedText]],
    ranks: Callable[[N, R], int],
) -> None:
    """Those that say the same; first those of the highest rank, so that none takes another's."""
    called: dict[str, list[R]] = defaultdict(list)
    for record in free:
        for key in {key for text in texts(record) for key in keys_of(text)}:
            called[key].append(record)
    waiting = list(notes)
    for rank in (2, 1, 0):
        for note in waiting:
            if id(note) in found.exact:
                continue
            alike = [one for key in sorted(keys_of(said(note))) for one in called.get(key, ())]
            fits = (one for one in alike if one in free and ranks(note, one) >= rank)
            take(found, note, next(fits, None), free)


def _nearly(
    found: Found[R],
    notes: Iterable[N],
    free: Sequence[R],
    said: Callable[[N], LocalizedText],
    text: Callable[[R], LocalizedText],
) -> None:
    """Of those that nobody spoke of, the first that says nearly what a line says."""
    left, tries = list(free), MOST_COMPARISONS
    for note in notes:
        if id(note) in found.exact or not said(note):
            continue
        for record in left:
            tries -= 1
            if tries < 0:
                return
            if is_near(said(note), text(record)):
                found.near[id(note)] = record
                left.remove(record)
                break


def latest(item: ConsensusItem) -> Wording | None:
    """The newest wording of an item whose wordings are loaded."""
    return item.wordings[-1] if item.wordings else None


def says(wording: Wording, given: LocalizedText) -> bool:
    """Whether it says so, with its translations as they were at any time."""
    return any(says_so(text, given) for text in _texts_of(wording))


def _texts_of(wording: Wording) -> list[LocalizedText]:
    return [wording.text, *(rendering.text for rendering in wording.renderings)]


def text_of(item: ConsensusItem) -> LocalizedText:
    newest = latest(item)
    return newest.shown if newest else EMPTY


def _match_items(points: Sequence[Point], there: OnRecord, found: Matches) -> None:
    free = [item for item in there.items if there.is_here(item)]
    by_ref = {one.ref: one for one in there.items if one.dialogue_id == there.dialogue.id}
    where = {id(one.note): one for one in points}
    left: list[ItemNote] = []
    for one in points:
        if one.note.ref:
            take(found.items, one.note, by_ref.get(one.note.ref), free)
        elif isinstance(one.note, ItemNote):
            left.append(one.note)

    def ranks(note: ItemNote, item: ConsensusItem) -> int:
        point = where[id(note)]
        topic, above = found.topics.of(point.topic), found.items.of(point.above)
        same_topic = item.agenda_topic_id == (topic.id if topic else None)
        return same_topic + (item.parent_id == (above.id if above else None))

    _by_keys(
        found.items,
        left,
        free,
        said=lambda note: note.text,
        texts=lambda item: [one for wording in item.wordings for one in _texts_of(wording)],
        ranks=ranks,
    )
    _nearly(found.items, left, free, lambda note: note.text, text_of)


def _match_actions(points: Sequence[Point], there: OnRecord, found: Matches) -> None:
    free = [action for action in there.actions if there.is_here(action)]
    by_ref = {one.ref: one for one in there.actions if one.dialogue_id == there.dialogue.id}
    where = {id(one.note): one for one in points}
    left: list[ActionNote] = []
    for one in points:
        if one.note.ref:
            take(found.actions, one.note, by_ref.get(one.note.ref), free)
        elif isinstance(one.note, ActionNote):
            left.append(one.note)

    def ranks(note: ActionNote, action: Action) -> int:
        point = where[id(note)]
        origin = found.items.of(point.above) if point.above else found.topics.of(point.topic)
        return 2 * (action.origin_id == (origin.id if origin else None))

    _by_keys(
        found.actions,
        left,
        free,
        said=lambda note: note.title,
        texts=lambda action: [action.title],
        ranks=ranks,
    )
    _nearly(found.actions, left, free, lambda note: note.title, lambda action: action.title)
