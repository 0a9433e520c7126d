"""Laying out the minutes of a round."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from app.consensus.models import ItemKind
from app.dialogues.models import Attribution
from app.labels import label
from app.localized import LocalizedText
from app.reports.items import divergence_parts, entry_parts
from app.reports.paper import Block, Heading, Line, Paragraph, Points, Style, Tone
from app.reports.report import Entry, short_name
from app.reports.tables import link_blocks
from app.reports.words import Pen, owner_words, translation_note
from app.rounds.page import SessionLine, TopicLine
from app.sheets.sheet import Decided, Reported, Sheet
from app.sheets.words_forms import (
    facts,
    moderators,
    rule_words,
    session_heading,
    tally_words,
    termed,
)


def minutes_blocks(pen: Pen, sheet: Sheet) -> Iterator[Block]:
    yield facts(pen, sheet)
    yield pen.note(rule_words(sheet.meeting.attribution))
    yield from _attendance(pen, sheet)
    under = _Recorded(sheet)
    for number, held in enumerate(sheet.sessions, start=1):
        yield session_heading(pen, number, held, 1)
        yield from moderators(pen, sheet, held)
        yield from _own_rule(pen, sheet, held)
        for topic in held.agenda.values():
            yield Heading(_topic_words(pen, topic), 2)
            yield from _discussed(pen, topic)
            yield from _results(pen, sheet, under.entries[topic.id], under.actions[topic.id])
    if under.entries[None] or under.actions[None]:
        yield Heading((pen.own(_("Recorded under no agenda topic")),), 1)
        yield from _results(pen, sheet, under.entries[None], under.actions[None])
    yield from _on_earlier_records(pen, sheet)
    if sheet.minuted.links:
        yield Heading((pen.own(_("Links")),), 1)
        yield from link_blocks(pen, _("Links of this round"), sheet.minuted.links)
    yield pen.note(
        _("Items stand here as they did at the end of the round, links as they do today.")
    )


def _on_earlier_records(pen: Pen, sheet: Sheet) -> Iterator[Block]:
    """New wordings of items from before, and what was reported of earlier actions."""
    if sheet.minuted.reworded or sheet.minuted.reported:
        yield Heading((pen.own(_("On earlier records")),), 1)
    for item in sheet.minuted.reworded:
        number = pen.own(_("wording %(number)d", number=item.number))
        named = pen.line(pen.copied(item.ref, Tone.STRONG), pen.text(item.title), between=" ")
        yield Paragraph(pen.line(named, number), Style.LEAD)
        words = pen.text(item.text)
        yield Paragraph((words,), Style.WORDING)
        if note := translation_note(item.text, pen.locale):
            yield pen.note(note)
    reports = [Paragraph(_report(pen, action)) for action in sheet.minuted.reported]
    if reports:
        yield Points(tuple((report,) for report in reports))


def _report(pen: Pen, action: Reported) -> Line:
    title = pen.line(pen.copied(action.ref, Tone.STRONG), pen.text(action.title), between=" ")
    status = pen.label(action.status) if action.status else None
    return pen.line(title, status, pen.text(action.text) if action.text else None)


class _Recorded:
    """The items and actions of a round by the agenda topic that they stand under; None: none."""

    def __init__(self, sheet: Sheet) -> None:
        listed = {number for held in sheet.sessions for number in held.agenda}
        topic_of: dict[int | None, int | None] = dict.fromkeys(listed)
        self.entries: dict[int | None, list[Entry]] = defaultdict(list)
        self.actions: dict[int | None, list[Decided]] = defaultdict(list)
        for entry in sheet.minuted.entries:
            topic = entry.line.agenda_topic_id
            topic = topic if topic in listed else None
            self.entries[topic].append(entry)
            topic_of |= dict.fromkeys((each.line.id for each in entry), topic)
        for action in sheet.minuted.actions:
            origin = action.origin_id
            under = origin if origin in listed else topic_of.get(origin)
            self.actions[under].append(action)


def _attendance(pen: Pen, sheet: Sheet) -> Iterator[Block]:
    yield Heading((pen.own(_("Attendance")),), 1)
    names = {side.id: short_name(side) for side in sheet.sides}
    items = []
    for side_id, bench in sheet.benches.items():
        tally = (tally_words(pen, bench.tally(sheet.printed)),)
        name = names.get(side_id or 0)
        words = name.text_for(pen.locale) if name else _("On nobody's bench")
        items.append((Paragraph(termed(pen, words, tally)),))
    total = (tally_words(pen, sheet.benches.tally(sheet.printed)),)
    items.append((Paragraph(termed(pen, _("Total"), total)),))
    yield Points(tuple(items))


def _own_rule(pen: Pen, sheet: Sheet, held: SessionLine) -> Iterator[Block]:
    rule: Attribution | None = held.attribution
    if rule is not None and rule is not sheet.meeting.attribution:
        yield pen.note(rule_words(rule))


def _topic_words(pen: Pen, topic: TopicLine) -> Line:
    return pen.line(pen.copied(topic.ref), pen.text(topic.title), between=" ")


def _discussed(pen: Pen, topic: TopicLine) -> Iterator[Block]:
    result = label(topic.result) if topic.result else _("result not recorded")
    fault = pen.label(topic.fault) if topic.fault else None
    yield Paragraph(pen.line(pen.label(topic.format), pen.own(result), fault), Style.NOTE)
    yield from _prose(pen, topic.summary)


def _prose(pen: Pen, text: LocalizedText) -> Iterator[Paragraph]:
    words = pen.text(text)
    for part in words.text.split("\n"):
        if part.strip():
            yield Paragraph((type(words)(part.strip(), words.lang),))
    if note := translation_note(text, pen.locale):
        yield pen.note(note)


def _results(
    pen: Pen, sheet: Sheet, entries: Sequence[Entry], actions: Sequence[Decided]
) -> Iterator[Block]:
    for entry in entries:
        if entry.line.kind is ItemKind.DIVERGENCE:
            yield from divergence_parts(pen, sheet.sides, entry)
            for point in entry.points:
                yield from entry_parts(pen, sheet.sides, point)
        else:
            yield from entry_parts(pen, sheet.sides, entry)
    if actions:
        yield Paragraph((pen.own(_("Actions"), Tone.STRONG),), Style.LEAD)
        yield Points(tuple((Paragraph(_action(pen, action)),) for action in actions))


def _action(pen: Pen, action: Decided) -> Line:
    """What, by whom, by when: as it was decided, whatever became of it."""
    owners = pen.line(*(owner_words(pen, owner) for owner in action.owners), between="; ")
    if action.due_round is not None:
        due = pen.own(_("before round %(number)d", number=action.due_round))
    else:
        due = pen.date(action.due) if action.due else pen.own(_("no due date recorded"))
    title = pen.line(pen.copied(action.ref, Tone.STRONG), pen.text(action.title), between=" ")
    return pen.line(title, owners or (pen.own(_("owner not recorded"), Tone.NOTE),), due)
