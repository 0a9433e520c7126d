"""What a preview says of the round itself."""

from typing import Any

from app.localized import LocalizedText
from app.notes.folding import completed, says_otherwise, squeezed
from app.notes.notation import RoundNote
from app.notes.proposal import Fate, Sort
from app.notes.sheet import UNCHANGED, Fact, Sheet
from app.notes.steps import FillRound, LogRound
from app.partial_date import PartialDate
from app.rounds.models import Round, RoundKind, RoundStatus
from app.rules import Said, _

MOST_ROUNDS = 100_000
NUMBER_TAKEN = _("There is a round %(number)d already.")
SAME_DAY = _(
    "%(ref)s is of this date already. Log these notes there, or begin with the new round's number."
)
NO_NUMBER = _("A round has a number from 1 to 100000.")
NO_SERIES = _("Only a round of the series has a number.")
NO_BEGINNING = _("Say also when it began.")
ENDS_FIRST = _("It ends before it starts.")
TEXTS = ("title", "place", "co_hosts")


def propose_new_round(
    sheet: Sheet, note: RoundNote, number: int, *, is_taken: bool, twin: str | None = None
) -> None:
    """A round of the series, which was held; its first session has a row of its own."""
    facts = {
        "round_kind": RoundKind.ROUND,
        "number": number,
        "title": note.title,
        "happened": note.happened,
        "ended": note.ended,
        "place": note.place,
        "status": RoundStatus.HELD,
        "attribution": sheet.there.dialogue.attribution,
        "co_hosts": note.co_hosts,
        "head_count": note.head_count,
    }
    step = LogRound(line=note.line, facts=facts)
    sheet.step(step)
    sheet.meeting, sheet.happened = step, note.happened
    taken = Said(NUMBER_TAKEN, {"number": number}) if is_taken else None
    if twin is not None:
        taken = Said(SAME_DAY, {"ref": twin})
    said = RoundNote(
        number=number, title=note.title, happened=note.happened, ended=note.ended,
        place=note.place, co_hosts=note.co_hosts, head_count=note.head_count,
    )  # fmt: skip
    sheet.row(
        note.line,
        Sort.ROUND,
        Fate.NEW,
        note.title,
        ref=sheet.label,
        facts=_facts(sheet, said),
        problem=_problem(number, note.happened, note.ended) or taken,
    )


def _facts(sheet: Sheet, note: RoundNote) -> list[Fact]:
    texts = ((_("Place"), note.place), (_("Co-hosts"), note.co_hosts))
    facts: list[Fact] = []
    if note.number is not None:
        facts.append((Said(_("Number")), str(note.number)))
    if note.happened is not None:
        facts.append((Said(_("Date")), _span(note.happened, note.ended)))
    facts += [(Said(label), text.text_for(sheet.language)) for label, text in texts if text]
    if note.head_count:
        facts.append((Said(_("Attendance")), note.head_count))
    return facts


def _span(happened: PartialDate, ended: PartialDate | None) -> str:
    return str(happened) if ended is None else f"{happened} – {ended}"


def _problem(
    number: int | None, happened: PartialDate | None, ended: PartialDate | None
) -> Said | None:
    if number is not None and not 0 < number <= MOST_ROUNDS:
        return Said(NO_NUMBER)
    if ended and not happened:
        return Said(NO_BEGINNING)
    if ended and happened and ended.last_day < happened.first_day:
        return Said(ENDS_FIRST)
    return None


def propose_round(sheet: Sheet, note: RoundNote, meeting: Round, *, is_taken: bool) -> None:
    """What is empty on record is filled; a text without facts says nothing of the round."""
    sheet.meeting, sheet.happened = meeting, meeting.happened
    sheet.saw(meeting)
    if not note.line and note == RoundNote():
        return
    facts: dict[str, Any] = {
        name: completed(getattr(meeting, name), getattr(note, name)) for name in TEXTS
    }
    facts["happened"] = meeting.happened or note.happened
    facts["ended"] = meeting.ended
    if meeting.ended is None and note.happened in (None, facts["happened"]):
        facts["ended"] = note.ended
    facts["head_count"] = meeting.head_count or note.head_count
    facts["number"] = meeting.number if meeting.number is not None else note.number
    filled = {name: value for name, value in facts.items() if value != getattr(meeting, name)}
    differs = _otherwise(sheet, note, meeting)
    if filled:
        sheet.step(FillRound(line=note.line, facts=filled))
    sheet.happened = facts["happened"]
    sheet.row(
        note.line,
        Sort.ROUND,
        Fate.FILLED if filled else Fate.DIFFERS if differs else Fate.SAME,
        note.title or meeting.title,
        ref=meeting.ref,
        facts=_facts(sheet, note) + differs,
        problem=_refused(meeting, filled, facts, is_taken=is_taken),
        note=Said(UNCHANGED) if differs else None,
    )


def _refused(
    meeting: Round, filled: dict[str, Any], facts: dict[str, Any], *, is_taken: bool
) -> Said | None:
    if filled.get("number") is not None:
        if meeting.round_kind is not RoundKind.ROUND:
            return Said(NO_SERIES)
        if is_taken:
            return Said(NUMBER_TAKEN, {"number": filled["number"]})
    return _problem(filled.get("number"), facts["happened"], facts["ended"])


def _otherwise(sheet: Sheet, note: RoundNote, meeting: Round) -> list[Fact]:
    there: list[str] = []
    for name in TEXTS:
        text: LocalizedText = getattr(meeting, name)
        if says_otherwise(text, getattr(note, name)):
            there.append(text.text_for(sheet.language))
    if meeting.number is not None and note.number not in (None, meeting.number):
        there.append(str(meeting.number))
    dates = (note.happened, note.ended or meeting.ended)
    if (
        meeting.happened
        and note.happened
        and dates != (meeting.happened, meeting.ended or dates[1])
    ):
        there.append(_span(meeting.happened, meeting.ended))
    heads = squeezed(note.head_count)
    if meeting.head_count and heads and heads != squeezed(meeting.head_count):
        there.append(meeting.head_count)
    return [(Said(_("On record")), words) for words in there]
