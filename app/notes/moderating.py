"""Who moderated a session, told from the names in its header."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from app.attendance.choices import Choice, Option
from app.notes.folding import folded
from app.notes.resolving import ALIKE, LEAVE_OUT, MOST_OFFERED
from app.notes.sheet import Sheet
from app.notes.steps import Moderator, RosterLine
from app.people.naming import person_name
from app.rounds.models import Attendance, DialogueSession
from app.rules import Said, _


@dataclass
class Chairs:
    """The moderators found, and what is to be asked; `names` are printed for those found."""

    found: list[Moderator] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)

    def add(self, moderator: Moderator, name: str) -> None:
        if moderator not in self.found:
            self.found.append(moderator)
            self.names.append(name)


def chairs(sheet: Sheet, typed: Sequence[str], session: DialogueSession | None) -> Chairs:
    """Of each name: who moderates already, who is on the roster, who comes with this one's."""
    said = Chairs()
    already = [one.attendance for one in session.moderators] if session else []
    for name in typed:
        may_be = _called(sheet, name, already) or _called(sheet, name, sheet.there.attendances)
        line = sheet.roster.find(name) if sheet.roster and not may_be else None
        if len(may_be) == 1:
            said.add(may_be[0], printed(sheet, may_be[0]))
        elif line is not None:
            said.add(RosterLine(line), name)
        else:
            _ask(sheet, said, name, may_be)
    return said


def printed(sheet: Sheet, attendance: Attendance) -> str:
    """By the name on the card, or by the label of a group."""
    if attendance.person is not None:
        return person_name(attendance.person, sheet.language)
    return attendance.group_label.text_for(sheet.language)


def _called(sheet: Sheet, name: str, among: Sequence[Attendance]) -> list[Attendance]:
    """Those of that name; where there is none, those who may be meant."""
    groups = [one for one in among if folded(name) in map(folded, one.group_label.texts.values())]
    if groups or not among:
        return groups
    by_person = {one.person_id: one for one in among if one.person_id is not None}
    found = [one for one in sheet.there.roll.find(name) if one.person_id in by_person]
    sure = [one for one in found if one.sure]
    return [by_person[one.person_id] for one in sure or found]


def _ask(sheet: Sheet, said: Chairs, name: str, may_be: Sequence[Attendance]) -> None:
    options: dict[str, tuple[Moderator, str]] = {
        f"attendance-{one.id}": (one, printed(sheet, one)) for one in may_be[:MOST_OFFERED]
    }
    options = options or _spelt_like(sheet, name)
    is_known = bool(sheet.there.roll.find(name))
    question = (
        _("Which attendee is the moderator “%(name)s”?")
        if options
        else _("“%(name)s” is not on the roster of this round. Moderator all the same?")
        if is_known
        else _("Nobody on the roster is called “%(name)s”. Moderator all the same?")
    )
    choice = sheet.asking.ask(
        "moderator",
        name,
        Said(question, {"name": name}),
        [Option(value, words) for value, (_one, words) in options.items()] + [LEAVE_OUT],
    )
    said.choices.append(choice)
    if choice.chosen in options:
        said.add(*options[choice.chosen])


def _spelt_like(sheet: Sheet, name: str) -> dict[str, tuple[Moderator, str]]:
    """Attendees, and those on the roster that comes with the notes, of nearly that name."""
    called: dict[str, tuple[str, Moderator, str]] = {}
    for one in sheet.there.attendances:
        for known in one.person.names if one.person is not None else ():
            key = f"attendance-{one.id}"
            called[folded(known.printed)] = (key, one, printed(sheet, one))
    for row in sheet.roster.rows if sheet.roster else ():
        for known_as in row.names if row.problem is None else ():
            found = (f"line-{row.line}", RosterLine(row.line), known_as)
            called.setdefault(folded(known_as), found)
    close = get_close_matches(folded(name)[:80], list(called), n=5, cutoff=ALIKE)
    return {called[each][0]: called[each][1:] for each in close}
