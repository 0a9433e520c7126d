"""Reading what heads the rest: the facts of the round, sessions and agenda topics."""

import re

from app.notes import signs
from app.notes.dates import chinese_number, span_in
from app.notes.escapes import Line, Stretch
from app.notes.heads import marked_in
from app.notes.notation import SessionNote, TopicNote
from app.notes.reading import Reader
from app.notes.signs import any_of, meanings
from app.notes.tails import Finding, findings_in, groups_at_end, moderators_in, tree_in
from app.notes.texts import NO_WORDS, says
from app.rounds.models import TopicFault, TopicFormat, TopicResult
from app.rules import _

_FACTS = meanings(signs.FACTS)
_FACT = re.compile(rf"(?P<fact>{any_of(_FACTS)})\s*:")
_NUMBER = re.compile(r"(?:round\s*|r|第\s*)?(?P<number>[1-9]\d{0,3})(?:\s*[轮輪])?", re.ASCII)
_SESSION = re.compile(
    r"(?:session\s+(?P<number>[1-9]\d{0,2})(?=[\s:.]|$)"
    rf"|第\s*(?:(?P<digits>[1-9]\d{{0,2}})|(?P<chinese>[{signs.CHINESE_DIGITS}]{{1,3}}))"
    r"\s*[场場节節])\s*[:.]?"
    r"|session\s*:",
    re.ASCII,
)
MANY = _("This is said twice: it stands on line %(already)d already.")


def read_fact(reader: Reader, line: Line) -> None:
    """`Place: Geneva`: what a line before the first session says of the round."""
    whole = line.whole
    found = _FACT.match(whole.folded)
    if not found:
        reader.lose(
            line, _("Before the first session stand facts such as “Date: 2024-02-12”, then # or -.")
        )
        return
    fact, value = _FACTS[found["fact"]], whole.part(found.end())
    meeting = reader.notes.meeting
    said = reader.said.get(fact)
    if not value:
        reader.lose(line, _("Nothing stands after the colon."))
    elif said:
        reader.lose(line, MANY, already=said)
    elif fact == "number":
        _read_number(reader, value)
    elif fact == "happened":
        _read_span(reader, value)
    else:
        _read_text(reader, fact, value)
    if reader.note:
        reader.said[fact] = line.number
        meeting.line = meeting.line or line.number


def _read_text(reader: Reader, fact: str, value: Stretch) -> None:
    if says(value):
        reader.begin(reader.notes.meeting, fact).begin(value)
    else:
        reader.lose(value.line, NO_WORDS)


def _read_number(reader: Reader, value: Stretch) -> None:
    found = _NUMBER.fullmatch(value.folded)
    if not found:
        reader.lose(value.line, _("The number of a round is a whole number: 9."), value.column)
        return
    reader.stay(reader.notes.meeting)
    reader.notes.meeting.number = int(found["number"])


def _read_span(reader: Reader, value: Stretch) -> None:
    span = span_in(value.folded)
    if not span:
        reader.lose(
            value.line,
            _("This is no date. Write 2024-02-12, 2024-02-12 – 2024-02-14 or 12 February 2024."),
            value.column,
        )
        return
    reader.stay(reader.notes.meeting)
    reader.notes.meeting.happened, reader.notes.meeting.ended = span


def session_prefix(folded: str) -> tuple[int | None, int] | None:
    """The number of a session that its line begins with, and where the title goes on."""
    found = _SESSION.match(folded)
    if not found:
        return None
    if found["chinese"]:
        number = chinese_number(found["chinese"])
        return (number, found.end()) if number else None
    digits = found["number"] or found["digits"]
    return (int(digits) if digits else None), found.end()


def read_session(reader: Reader, line: Line, rest: Stretch) -> None:
    """`# Session 1: Core terms (moderator: XIAO Qian)`."""
    note = SessionNote(line=line.number)
    note.ref, rest = marked(rest)
    if prefix := session_prefix(rest.folded):
        note.number, rest = prefix[0], rest.part(prefix[1])
    for group in groups_at_end(rest):
        note.moderators = moderators_in(group)
        if note.moderators:
            rest = group.before
        break
    reader.notes.sessions.append(note)
    reader.session, reader.topic, reader.summary = note, None, None
    reader.leave_items()
    title = reader.begin(note, "title")
    if rest and not title.begin(rest):
        reader.refuse(line, NO_WORDS)


def read_topic(reader: Reader, line: Line, rest: Stretch) -> None:
    """`- Joint glossary {terminology} (term review; agreed)`."""
    note = TopicNote(line=line.number)
    note.ref, rest = marked(rest)
    for group in groups_at_end(rest):
        if tree := tree_in(group):
            note.tree = tree + note.tree
        elif findings := findings_in(group):
            _put_findings(reader, note, findings, line)
        else:
            break
        rest = group.before
    if not says(rest) and not note.ref:
        reader.lose(line, _("Say what the topic is called."))
        return
    if not reader.session:
        reader.session = SessionNote()
        reader.notes.sessions.append(reader.session)
    reader.session.topics.append(note)
    reader.topic, reader.summary = note, None
    reader.leave_items()
    title = reader.begin(note, "title")
    if rest and not title.begin(rest):
        reader.refuse(line, NO_WORDS)


def _put_findings(reader: Reader, note: TopicNote, findings: list[Finding], line: Line) -> None:
    for finding in findings:
        attribute = {TopicFormat: "format", TopicResult: "result", TopicFault: "fault"}[
            type(finding)
        ]
        if getattr(note, attribute) not in (None, finding):
            reader.refuse(line, _("A topic has one format, one result and one fault."))
        setattr(note, attribute, finding)


def marked(rest: Stretch) -> tuple[str, Stretch]:
    """The reference that a line stands for, and what follows it."""
    end = marked_in(rest.folded)
    return (rest.part(1, end).said, rest.part(end)) if end else ("", rest)
