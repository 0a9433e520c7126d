"""What logging some notes would make: every line of them held against what is on record."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attendance.choices import Answers
from app.attendance.roster_proposal import RosterProposal
from app.attendance.rostering import propose_roster
from app.dialogues.models import Dialogue
from app.localized import EMPTY, LocalizedText
from app.notes.asking import Asking
from app.notes.assigning import propose_action, propose_report
from app.notes.fingerprints import fingerprint_of
from app.notes.framing import first_session, propose_session, propose_topic
from app.notes.linking import propose_links
from app.notes.matching import matched, points_of
from app.notes.notation import (
    ActionNote,
    Entry,
    ItemNote,
    Notes,
    SessionNote,
    TopicNote,
    Unreadable,
)
from app.notes.on_record import OnRecord, on_record
from app.notes.parsing import read_notes
from app.notes.pointing import propose_item
from app.notes.proposal import Fate, Proposal, Proposed, Sort
from app.notes.resolving import Owners, Tree
from app.notes.rounding import propose_new_round, propose_round
from app.notes.sheet import Above, Item, Sheet
from app.notes.words import ROUND, written
from app.records.file_types import NOT_TEXT, kind_of_text
from app.records.models import RecordKind
from app.rounds.models import Round, RoundStatus
from app.rounds.queries import next_number, number_is_taken
from app.rules import Refused, Said, _

CONFIRMED = _("The minutes of this round are confirmed. Reopen the round to change them.")


@dataclass(frozen=True)
class Preview:
    """The notes and the roster that are logged together.

    `fingerprint` is of what was read and what the record held, the same whatever was answered:
    what an answer leads to stands among its options.
    """

    notes: Proposal
    roster: RosterProposal | None
    fingerprint: str

    @property
    def can_be_logged(self) -> bool:
        """Whether there is something to write, and nothing in its way."""
        parts = [part for part in (self.notes, self.roster) if part is not None]
        is_clear = not any(part.asks or part.problems for part in parts)
        return is_clear and any(part.makes for part in parts)


def previewed(
    db: Session,
    *,
    dialogue: Dialogue,
    meeting: Round | None,
    text: str,
    roster_text: str,
    language: str,
    answers: Answers,
) -> Preview:
    """What the two texts would make; `meeting` None: of a round that is not logged yet.

    `language` is the Chinese that Chinese lines are in. As many statements for one line as for
    a thousand; nothing is written.
    """
    notes = read_notes(storable(text), language=language)
    notes.unreadable = [*_not_kept(storable(text)), *notes.unreadable]
    roster = None
    if roster_text.strip():
        roster = propose_roster(
            db,
            dialogue=dialogue,
            meeting=meeting,
            text=storable(roster_text),
            answers=answers,
            happened=notes.meeting.happened,
            locale=language_of(notes, language),
        )
    proposal = proposed(
        db,
        dialogue=dialogue,
        meeting=meeting,
        notes=notes,
        roster=roster,
        language=language_of(notes, language),
        answers=answers,
        is_blank=not storable(text).strip() and roster is None,
    )
    digest = fingerprint_of(proposal.fingerprint, roster.fingerprint if roster else "")
    return Preview(proposal, roster, digest)


def storable(text: str) -> str:
    """The text without what no text holds: control characters, halves of characters."""
    return NOT_TEXT.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _not_kept(text: str) -> list[Unreadable]:
    """That the text could not stay with the round, because it begins as another kind of file."""
    try:
        kind_of_text(text.encode(), "notes.txt")
    except Refused as refusal:
        return [Unreadable(1, text.split("\n")[0], Said(refusal.message, refusal.values))]
    return []


def proposed(
    db: Session,
    *,
    dialogue: Dialogue,
    meeting: Round | None,
    notes: Notes,
    roster: RosterProposal | None,
    language: str,
    answers: Answers,
    is_blank: bool = False,
) -> Proposal:
    """What the notes would make. `is_blank`: there are none, and no round comes of nothing."""
    if meeting is not None and meeting.status is RoundStatus.CONFIRMED:
        row = Proposed(line=0, sort=Sort.ROUND, fate=Fate.SAME, ref=meeting.ref,
                       problem=Said(CONFIRMED))  # fmt: skip
        return Proposal(rows=[row], unreadable=notes.unreadable,
                        fingerprint=fingerprint_of(row, meeting.revision))  # fmt: skip
    there = on_record(db, dialogue, meeting, notes)
    number = notes.meeting.number or next_number(db, dialogue)
    is_taken = number_is_taken(db, dialogue, number, meeting)
    if is_blank:
        return Proposal()

    def sheet_of(answers: Answers) -> Sheet:
        sheet = _sheet(there, notes, roster, language, answers)
        twin = _of_the_same_day(db, dialogue, notes) if meeting is None else None
        _propose_all(sheet, notes, number, is_taken=is_taken, twin=twin)
        return sheet

    sheet = sheet_of(answers)
    unanswered = sheet_of({}) if answers else sheet
    return Proposal(
        rows=sorted(sheet.rows, key=lambda row: row.line),
        unreadable=notes.unreadable,
        fingerprint=fingerprint_of(unanswered.rows, notes.unreadable, unanswered.plan),
        plan=sheet.plan,
    )


def _sheet(
    there: OnRecord, notes: Notes, roster: RosterProposal | None, language: str, answers: Answers
) -> Sheet:
    asking = Asking(answers)
    named: dict[str, list[ItemNote]] = defaultdict(list)
    for point in points_of(notes):
        if isinstance(point.note, ItemNote) and point.note.ref:
            named[point.note.ref].append(point.note)
    return Sheet(
        there=there,
        matches=matched(notes, there),
        asking=asking,
        tree=Tree(there, asking, language),
        owners=Owners(there, asking, language),
        language=language,
        roster=roster,
        named=named,
    )


def _of_the_same_day(db: Session, dialogue: Dialogue, notes: Notes) -> str | None:
    """The round on record for which unnumbered notes of a new one may have been logged before."""
    said = notes.meeting
    if said.number is not None or said.happened is None:
        return None
    same = sa.select(Round.ref).where(
        Round.dialogue_id == dialogue.id, Round.happened == said.happened
    )
    return db.scalars(same.order_by(Round.id).limit(1)).first()


def _propose_all(
    sheet: Sheet, notes: Notes, number: int, *, is_taken: bool, twin: str | None
) -> None:
    meeting = sheet.there.meeting
    if meeting is None:
        # A round whose number was corrected keeps its reference.
        is_given = sheet.there.record_called(f"R{number}") is not None
        words = written(ROUND, sheet.language, number=str(number))
        sheet.label = words if is_given else f"R{number}"
        propose_new_round(sheet, notes.meeting, number, is_taken=is_taken, twin=twin)
    else:
        sheet.label = meeting.ref
        propose_round(sheet, notes.meeting, meeting, is_taken=is_taken)
    is_named = any(not_yet(sheet, held) for held in notes.sessions)
    if meeting is None and not is_named:
        first_session(sheet)
    for held in notes.sessions:
        _propose_session(sheet, held)


def not_yet(sheet: Sheet, held: SessionNote) -> bool:
    """Whether a header speaks of the session with which a new round begins."""
    session = sheet.matches.sessions.of(held)
    return session is not None and session.id is None


def _propose_session(sheet: Sheet, held: SessionNote) -> None:
    session = propose_session(sheet, held)
    propose_links(sheet, held.links, session)
    for note in held.topics:
        topic = propose_topic(sheet, note, session)
        propose_links(sheet, note.links, topic)
        for entry in note.entries:
            _propose_entry(sheet, entry, topic)


def _propose_entry(sheet: Sheet, entry: Entry, topic: Above) -> None:
    if isinstance(entry, ItemNote):
        _propose_point(sheet, entry, topic, None, 2)
    elif isinstance(entry, ActionNote):
        _propose_action(sheet, entry, topic, 2)
    else:
        propose_report(sheet, entry, 2)


def _propose_action(sheet: Sheet, note: ActionNote, above: Above, depth: int) -> None:
    action = propose_action(sheet, note, above, depth)
    propose_links(sheet, note.links, action)


def _propose_point(
    sheet: Sheet, note: ItemNote, topic: Above, parent: Item | None, depth: int
) -> None:
    """An item, and what stands under it: links, sub-points, actions."""
    item = propose_item(sheet, note, topic, parent, depth)
    above = Above(item, RecordKind.CONSENSUS_ITEM, depth, topic.words)
    propose_links(sheet, note.links, above)
    for part in note.parts:
        _propose_point(sheet, part, topic, item, depth + 1)
    for action in note.actions:
        _propose_action(sheet, action, above, depth + 1)


def language_of(notes: Notes, chinese: str) -> str:
    """The language in which most of the notes are written: English or that Chinese."""
    said = [text.original for text in _texts(notes) if text]
    han = sum(1 for original in said if original != "en")
    return chinese if chinese != "en" and han * 2 > len(said) else "en"


def _texts(notes: Notes) -> Iterator[LocalizedText]:
    yield notes.meeting.title
    for held in notes.sessions:
        yield held.title
        for topic in held.topics:
            yield topic.title
            yield from (_text(entry) for entry in topic.entries)


def _text(entry: Entry | TopicNote) -> LocalizedText:
    match entry:
        case ItemNote():
            return entry.text
        case ActionNote():
            return entry.title
    return EMPTY
