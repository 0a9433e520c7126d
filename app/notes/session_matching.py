"""Which session each header of some notes speaks of."""

from collections.abc import Callable, Sequence

from app.notes.folding import keys_of
from app.notes.found import Matches, take
from app.notes.notation import SessionNote
from app.notes.on_record import OnRecord
from app.rounds.models import DialogueSession

Way = Callable[[SessionNote, DialogueSession | None], DialogueSession | None]


def match_sessions(notes: Sequence[SessionNote], there: OnRecord, found: Matches) -> None:
    """By reference, else by title, else by number; then the first that has no title yet."""
    free = list(there.sessions)
    _match_at_once(notes, there, found, free)
    places = dict(enumerate(there.sessions, start=1))
    ways: Sequence[Way] = (
        lambda note, place: _by_title(note, [place] if place else []),
        lambda note, _place: _by_title(note, free),
        lambda _note, place: place,
        lambda note, _place: _first_untitled(note, free),
    )
    for way in ways:
        for note in notes:
            if note.ref or id(note) in found.again or id(note) in found.sessions.exact:
                continue
            place = places.get(note.number or 0)
            take(found.sessions, note, way(note, place if place in free else None), free)


def _match_at_once(
    notes: Sequence[SessionNote], there: OnRecord, found: Matches, free: list[DialogueSession]
) -> None:
    """Those that name theirs, that come back to one, or that stand before any header."""
    by_ref = {one.ref: one for one in there.sessions}
    for note in notes:
        header = _first_header(notes) if _is_bare(note) else _same_session(note, notes)
        if note.ref:
            take(found.sessions, note, by_ref.get(note.ref), free)
        elif header is not None:
            found.again[id(note)] = found.again.get(id(header), header)
        elif _is_bare(note) and there.sessions:
            take(found.sessions, note, there.sessions[0], free)


def _same_session(note: SessionNote, notes: Sequence[SessionNote]) -> SessionNote | None:
    """The first line on the same session, where the text comes back to it.

    It has the same title and no other number; or the same number, and one has no title.
    """
    keys = keys_of(note.title)
    for earlier in notes:
        if earlier is note:
            return None
        numbers = {earlier.number, note.number} - {None}
        if earlier.ref or len(numbers) > 1:
            continue
        same_number = earlier.number == note.number is not None
        if keys & keys_of(earlier.title) or (same_number and not (keys and earlier.title)):
            return earlier
    return None


def _first_header(notes: Sequence[SessionNote]) -> SessionNote | None:
    return next((one for one in notes if one.number == 1 and not one.ref), None)


def _is_bare(note: SessionNote) -> bool:
    """What stands before any header belongs to the first session, wherever its header is."""
    return note.line == 0 and not note.title


def _by_title(note: SessionNote, free: Sequence[DialogueSession]) -> DialogueSession | None:
    keys = keys_of(note.title)
    return next((one for one in free if keys_of(one.title) & keys), None)


def _first_untitled(note: SessionNote, free: Sequence[DialogueSession]) -> DialogueSession | None:
    """For a header that has a number and a title, there is no session yet."""
    if note.number is not None and note.title:
        return None
    return next((one for one in free if not one.title), None)
