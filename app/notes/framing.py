"""The frame of a preview: the round itself, its sessions, its agenda."""

from collections.abc import Sequence
from typing import Any

from app.attendance.choices import Choice
from app.localized import LocalizedText
from app.notes.doubts import doubt_of_summary, doubt_of_title
from app.notes.folding import completed, folded, says_otherwise, says_so, squeezed
from app.notes.moderating import chairs, printed
from app.notes.notation import SessionNote, TopicNote
from app.notes.proposal import Fate, Sort
from app.notes.sheet import UNCHANGED, Above, Fact, Sheet, not_here
from app.notes.steps import AddSession, AddTopic, FillSession, FillTopic
from app.notes.words import term
from app.records.models import RecordKind
from app.rounds.models import AgendaTopic, DialogueSession, TopicFormat
from app.rules import Said, _
from app.topics.models import Topic

SAID_ABOVE = _(
    "This session has a header on line %(line)d: say there what it is called and who moderates."
)


def propose_session(sheet: Sheet, note: SessionNote) -> Above:
    """What a header says; a text without one says nothing of its first session."""
    if id(note) not in sheet.sessions:
        sheet.sessions[id(note)] = _session(sheet, note)
    return sheet.sessions[id(note)]


def _session(sheet: Sheet, note: SessionNote) -> Above:
    if (header := sheet.matches.again.get(id(note))) is not None:
        above = propose_session(sheet, header)
        if note.line:
            _again(sheet, note, header)
        return above
    session = sheet.matches.sessions.of(note)
    if session is None and not note.line:
        return Above(None, RecordKind.SESSION, 0)
    if session is None or session.id is None:
        return _new_session(sheet, note, is_first=session is not None)
    if note.line:
        _session_on_record(sheet, note, session)
    title = session.title.text_for(sheet.language)
    return Above(session, RecordKind.SESSION, 0, title or session.ref)


def _again(sheet: Sheet, note: SessionNote, header: SessionNote) -> None:
    """The text comes back to a session: all that there is to say of it stands in its header."""
    session = sheet.matches.sessions.of(header)
    says_more = not says_so(header.title, note.title) or bool(
        {*map(folded, note.moderators)} - {*map(folded, header.moderators)}
    )
    problem = Said(SAID_ABOVE, {"line": header.line}) if says_more else None
    ref = session.ref if session is not None else ""
    sheet.row(note.line, Sort.SESSION, Fate.SAME, header.title, ref=ref, problem=problem)


def _new_session(sheet: Sheet, note: SessionNote, *, is_first: bool) -> Above:
    said = chairs(sheet, note.moderators, None)
    line = note.line or min((topic.line for topic in note.topics), default=0)
    step = AddSession(line=line, title=note.title, moderators=said.found, first=is_first)
    sheet.step(step)
    sheet.row(
        line,
        Sort.SESSION,
        Fate.NEW,
        note.title,
        facts=_moderators(said.names),
        choices=said.choices,
        problem=not_here(note.ref) if note.ref else None,
    )
    return Above(step, RecordKind.SESSION, 0, note.title.text_for(sheet.language))


def _moderators(names: Sequence[str]) -> list[Fact]:
    return [(Said(_("Moderators")), "; ".join(names))] if names else []


def _session_on_record(sheet: Sheet, note: SessionNote, session: DialogueSession) -> None:
    sheet.saw(session)
    said = chairs(sheet, note.moderators, session)
    title = completed(session.title, note.title)
    there = [one.attendance for one in session.moderators]
    fills = title != session.title or bool(said.found and not there)
    differs: list[Fact] = []
    if says_otherwise(session.title, note.title):
        differs.append((Said(_("On record")), session.title.text_for(sheet.language)))
    if there and any(one not in there for one in said.found):
        names = "; ".join(printed(sheet, one) for one in there)
        differs.append((Said(_("On record")), names))
    problem = None
    if fills:
        who = there or said.found
        step = FillSession(line=note.line, session=session, title=title, moderators=who)
        problem = sheet.fill(session, step, title, who)
    sheet.row(
        note.line,
        Sort.SESSION,
        _fate(fills, bool(differs)),
        title if fills or not note.title else note.title,
        ref=session.ref,
        facts=_moderators(said.names) + differs,
        choices=said.choices,
        problem=problem,
        note=Said(UNCHANGED) if differs else None,
    )


def _fate(fills: bool, differs: bool) -> Fate:
    if fills:
        return Fate.FILLED
    return Fate.DIFFERS if differs else Fate.SAME


def propose_topic(sheet: Sheet, note: TopicNote, held: Above) -> Above:
    """What a line of the agenda says; the round's own reference stands for no topic of it."""
    if not note.title and note.ref in ("", sheet.label):
        return Above(sheet.meeting, RecordKind.ROUND, 0, held.words)
    topic = sheet.matches.topics.of(note)
    choices: list[Choice] = []
    if topic is None and (near := sheet.matches.topics.near_to(note)) is not None:
        choice = sheet.is_this(note.title.text_for(sheet.language), near, near.title)
        choices.append(choice)
        topic = None if choice.chosen == "new" else near
    if topic is None:
        return _new_topic(sheet, note, held, choices)
    _topic_on_record(sheet, note, topic, choices)
    return Above(topic, RecordKind.AGENDA_TOPIC, 1, topic.title.text_for(sheet.language))


def _new_topic(sheet: Sheet, note: TopicNote, held: Above, choices: Sequence[Choice]) -> Above:
    tree = sheet.tree.resolved(note.tree)
    session: Any = held.record or _session_without_header(sheet, note.line)
    step = AddTopic(
        line=note.line,
        session=session,
        title=note.title,
        format=note.format or TopicFormat.DISCUSSION,
        result=note.result,
        fault=note.fault,
        summary=note.summary,
        tree=tree.found,
    )
    sheet.step(step)
    sheet.row(
        note.line,
        Sort.AGENDA_TOPIC,
        Fate.NEW,
        note.title,
        depth=1,
        facts=_facts(sheet, note, tree.found, note.summary),
        choices=[*choices, *tree.choices],
        problem=not_here(note.ref) if note.ref else None,
        note=doubt_of_title(note.title) or doubt_of_summary(note.summary),
    )
    return Above(step, RecordKind.AGENDA_TOPIC, 1, note.title.text_for(sheet.language))


def _session_without_header(sheet: Sheet, line: int) -> AddSession:
    """For the agenda of a round that has no session yet."""
    if sheet.without_header is None:
        sheet.without_header = AddSession(line=line)
        sheet.step(sheet.without_header)
        sheet.row(line, Sort.SESSION, Fate.NEW)
    return sheet.without_header


def _facts(
    sheet: Sheet, note: TopicNote, tree: Sequence[Topic], summary: LocalizedText
) -> list[Fact]:
    facts: list[Fact] = []
    if tree:
        facts.append((Said(_("Topics")), ", ".join(one.code for one in tree)))
    if note.format:
        facts.append((Said(_("Format")), term(note.format)))
    if note.result:
        facts.append((Said(_("Result")), term(note.result)))
    if note.fault:
        facts.append((Said(_("Fault of the talks")), term(note.fault)))
    if summary:
        facts.append((Said(_("Summary")), summary.text_for(sheet.language)))
    return facts


def _topic_on_record(
    sheet: Sheet, note: TopicNote, topic: AgendaTopic, choices: Sequence[Choice]
) -> None:
    sheet.saw(topic)
    tree = sheet.tree.resolved(note.tree)
    step = FillTopic(
        line=note.line,
        topic=topic,
        # What is nearly the title stands for it.
        title=topic.title if choices else completed(topic.title, note.title),
        result=topic.result or note.result,
        fault=topic.fault or note.fault,
        summary=completed(topic.summary, note.summary),
        tree=topic.topics or tree.found,
    )
    now = (topic.title, topic.result, topic.fault, topic.summary, list(topic.topics))
    what = (step.title, step.result, step.fault, step.summary, list(step.tree))
    fills = now != what
    problem = sheet.fill(topic, step, *what) if fills else None
    differs = _otherwise(sheet, note, topic, tree.found)
    given = _facts(sheet, note, tree.found, note.summary)
    sheet.row(
        note.line,
        Sort.AGENDA_TOPIC,
        _fate(fills, bool(differs)),
        note.title or topic.title,
        depth=1,
        ref=topic.ref,
        facts=given + [(Said(_("On record")), words) for words in differs],
        choices=[*choices, *tree.choices],
        problem=problem,
        note=Said(UNCHANGED) if differs else None,
    )


def _otherwise(
    sheet: Sheet, note: TopicNote, topic: AgendaTopic, tree: Sequence[Topic]
) -> list[str | Said]:
    """What is on record in place of what the line says otherwise."""
    there: list[str | Said] = []
    for text, given in ((topic.title, note.title), (topic.summary, note.summary)):
        if says_otherwise(text, given):
            there.append(squeezed(text.text_for(sheet.language)))
    if topic.topics and any(one not in topic.topics for one in tree):
        there.append(", ".join(one.code for one in topic.topics))
    if note.format not in (None, topic.format):
        there.append(term(topic.format))
    if topic.result and note.result not in (None, topic.result):
        there.append(term(topic.result))
    if topic.fault and note.fault not in (None, topic.fault):
        there.append(term(topic.fault))
    return there


def first_session(sheet: Sheet) -> None:
    """The session with which a new round begins, where the notes say nothing of it."""
    line = sheet.rows[0].line if sheet.rows else 0
    sheet.step(AddSession(line=line, first=True))
    sheet.row(line, Sort.SESSION, Fate.NEW)
