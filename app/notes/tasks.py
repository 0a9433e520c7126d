"""Reading actions, reports on actions, and links to earlier records."""

import re

from app.actions.models import ActionStatus
from app.notes import signs
from app.notes.dates import due_in
from app.notes.escapes import Line, Stretch
from app.notes.headers import marked
from app.notes.heads import REFERENCE, reported_in, status_in
from app.notes.notation import (
    ActionNote,
    ItemNote,
    LinkNote,
    ReportNote,
    SessionNote,
    TopicNote,
)
from app.notes.reading import Reader
from app.notes.signs import any_of, meanings, one_word
from app.notes.tails import names_in
from app.notes.texts import NO_WORDS, says
from app.rules import _

_LINK_KINDS = meanings(signs.LINK_KINDS)
_LINK = re.compile(
    rf"(?:(?P<kind>{any_of(_LINK_KINDS)})(?:\s+|(?<=[^\x00-\x7f])))?"
    rf"(?P<ref>{REFERENCE})(?=[\s:(\[]|$)",
    re.ASCII,
)
_PER = re.compile(r"\(\s*(?:per\s|[据據])(?P<side>[^()]+)\)")
# “and” separates owners; so do 和, 与 and 及 where the names beside them are short, for they stand
# within the names of institutions too.
OWNERS = re.compile(
    r"[,;、]|\sand\s|\s[和与與及]\s|(?<=[a-z0-9方])[和与與及](?=\S)|(?<=\S)[和与與及](?=[a-z0-9])"
)


def read_task(reader: Reader, line: Line, rest: Stretch) -> None:
    """`! …`: a report where it begins with the reference of an action, else an action."""
    if not reader.topic:
        reader.lose(line, _("This belongs under a topic: begin one with “-”."))
    elif end := reported_in(rest.folded):
        _read_report(reader, line, rest.part(0, end).said, rest.part(end))
    else:
        _read_action(reader, line, rest)


def _read_action(reader: Reader, line: Line, rest: Stretch) -> None:
    note = ActionNote(line=line.number)
    note.ref, rest = marked(rest)
    colon = rest.folded.find(":")
    if colon >= 0:
        note.owners = names_in(rest.part(0, colon), OWNERS)
        rest = rest.part(colon + 1)
    if (colon < 0 and rest) or not (note.owners or note.ref):
        reader.lose(line, _("Say who: “! CISS: circulate the list by 2024-04-30”."), rest.column)
        return
    words = take_due(reader, note, rest)
    if not says(words) and not note.ref:
        reader.lose(line, _("Say what is to be done."), rest.column)
        return
    text = reader.begin(note, "title")
    if words and not text.begin(words):
        reader.refuse(line, NO_WORDS)
    while reader.items and reader.items[-1][0] >= line.indent:
        reader.items.pop()
    if reader.items:
        reader.items[-1][1].actions.append(note)
    elif reader.topic:
        reader.leave_items()
        reader.topic.entries.append(note)


def take_due(reader: Reader, note: ActionNote, words: Stretch) -> Stretch:
    """The words without the date or the round by which it is due."""
    due = due_in(words.folded)
    if not due or note.due or note.due_round:
        return words
    if due.date is None and due.round is None:
        reader.refuse(
            words.line, _("“%(date)s” is no date."), words.part(due.start).column, date=due.typed
        )
        return words
    note.due, note.due_round = due.date, due.round
    return words.part(0, due.start)


def _read_report(reader: Reader, line: Line, ref: str, rest: Stretch) -> None:
    note = ReportNote(line=line.number, ref=ref)
    if status := status_in(rest.folded):
        note.status, rest = status[0], rest.part(status[1])
    before, colon, _after = rest.folded.partition(":")
    if note.status is ActionStatus.WAITING:
        note.waiting_for = rest.part(0, len(before)).said.strip()
    elif before.strip():
        reader.lose(
            line,
            _("After the reference stands open, in progress, done, dropped or “waiting CN”."),
            rest.column,
        )
        return
    words = rest.part(len(before) + 1) if colon else rest.part(len(rest.folded))
    if not says(words) and note.status is None:
        reader.lose(line, _("Say what became of this action."), rest.column)
        return
    text = reader.begin(note, "text")
    if words and not text.begin(words):
        reader.refuse(line, NO_WORDS)
    if reader.items and line.indent <= reader.items[0][0]:
        reader.leave_items()
    if reader.topic:
        reader.topic.entries.append(note)


def read_link(reader: Reader, line: Line, rest: Stretch) -> None:
    """`< review harbour-talks/R1-T2 [P22, p. 3]`: on what the note above looks back."""
    above = reader.note
    if not isinstance(above, SessionNote | TopicNote | ItemNote | ActionNote):
        reader.refuse(line, _("A link stands under a session, a topic, an item or an action."))
        reader.text = None
        return
    found = _LINK.match(rest.folded)
    if not found:
        reader.refuse(line, _("Say which record: “< R8-C2”."), rest.column)
        reader.text = None
        return
    note = LinkNote(line=line.number, ref=rest.part(*found.span("ref")).said)
    if found["kind"]:
        note.kind = _LINK_KINDS[one_word(found["kind"])]
    left = _take_basis(note, rest.part(found.end()))
    if left.folded.startswith(":"):
        reader.also(note, "rationale").more(left.part(1))
    elif left:
        reader.refuse(
            line, _("After the reference stands [source, place], (per CN) or “: why”."), left.column
        )
        return
    above.links.append(note)


def _take_basis(note: LinkNote, rest: Stretch) -> Stretch:
    """A link's source and who reported it, in whichever order; what follows is left."""
    for _again in range(2):
        if rest.folded.startswith("[") and "]" in rest.folded and not note.source:
            end = rest.folded.index("]")
            key, comma, _place = rest.folded[1:end].partition(",")
            note.source = rest.part(1, 1 + len(key)).said.strip()
            note.place = rest.part(2 + len(key), end).said.strip() if comma else ""
            rest = rest.part(end + 1)
        elif (found := _PER.match(rest.folded)) and not note.reported_by:
            note.reported_by = rest.part(*found.span("side")).said.strip()
            rest = rest.part(found.end())
    return rest
