"""What a confirmed roster writes, and the words in which a preview tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.attendance.choices import Answers, Choice, Option
from app.attendance.printed_names import folded
from app.attendance.roster_entries import Entry
from app.attendance.roster_posts import PrintedPost
from app.attendance.roster_proposal import Fact, RosterFate
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.people.models import Institution, Naming, Person
from app.rounds.models import Attendance, AttendanceRole
from app.rules import Said, _

NEW, NONE, KEEP, TAKE = "new", "none", "keep", "take"

LABELS = {
    "side": Said(_("Side")),
    "role": Said(_("Role")),
    "capacity": Said(_("Capacity")),
    "sector": Said(_("Sector")),
    "affiliation": Said(_("Affiliation at the time")),
    "institutions": Said(_("Institution")),
    "naming": Said(_("May be named")),
    "consent": Said(_("Consent")),
    "consented": Said(_("Consented on")),
    "group_count": Said(_("Number in the group")),
}
WHICH = {
    "side": Said(_("Side: as on record, or as on this line?")),
    "role": Said(_("Role: as on record, or as on this line?")),
    "capacity": Said(_("Capacity: as on record, or as on this line?")),
    "sector": Said(_("Sector: as on record, or as on this line?")),
    "affiliation": Said(_("Affiliation: as on record, or as on this line?")),
    "naming": Said(_("May be named: as on record, or as on this line?")),
    "consent": Said(_("Consent: as on record, or as on this line?")),
    "consented": Said(_("Consented on: as on record, or as on this line?")),
    "group_count": Said(_("Number in the group: as on record, or as on this line?")),
}
NOBODYS_BENCH = Said(_("None: on nobody's bench"))
NEW_PERSON = Said(_("A new person, not on record yet"))
LEAVE_OUT = Said(_("leave it out"))
WHAT_OF_IT = Said(_("What becomes of this line?"))
WHO = Said(_("Who is meant?"))
WHOSE_BENCH = Said(_("On whose bench?"))
WHICH_INSTITUTION = Said(_("Institution of “%(post)s”"))
NEW_INSTITUTION = _("New institution: %(name)s")
NO_INSTITUTION = Said(_("None recorded"))
NOT_DISCLOSED = Said(_("not disclosed"))
TWICE = _("The same person stands on line %(line)d already.")
GROUP_TWICE = _("The same group stands on line %(line)d already.")
NAMED_TWICE = _("A new person of this name stands on line %(line)d already.")


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One line as it is to be written. `person` None and no group: somebody new.

    `changes` are the columns of the attendance, by name. An institution that is not on record is
    there by its words, and so it is in `posts`, which go onto a new person's card.
    """

    entry: Entry
    fate: RosterFate
    person: Person | None = None
    attendance: Attendance | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    institutions: Sequence[Institution | str] = ()
    posts: Sequence[tuple[PrintedPost, Institution | str | None]] = ()


def in_language(entry: Entry, words: str) -> LocalizedText:
    return LocalizedText({entry.language: words}) if words else LocalizedText()


def fact(name: str, value: Any, locale: str) -> Fact:
    """What would be recorded under `name`, as a preview prints it."""
    return LABELS[name], _in_words(value, locale)


def _in_words(value: Any, locale: str) -> str | Said | StrEnum:
    match value:
        case None:
            return NOBODYS_BENCH
        case Side():
            return value.name.text_for(locale)
        case LocalizedText():
            return value.text_for(locale)
        case StrEnum() | Said() | str():
            return value
        case list() | tuple():
            return ", ".join(_place(one, locale) for one in value)
        case _:
            return str(value)


def _place(institution: Institution | str, locale: str) -> str:
    return institution if isinstance(institution, str) else institution.name.text_for(locale)


def facts_of(changes: Mapping[str, Any], institutions: Any, locale: str) -> list[Fact]:
    """Everything that would be written, what says nothing left out."""
    shown = [
        fact(name, value, locale)
        for name, value in changes.items()
        if name in LABELS and (value or name == "side")
    ]
    return [*shown, fact("institutions", institutions, locale)] if institutions else shown


def left_out(key: str, answers: Answers) -> Choice:
    """The question about a line that cannot be written: it holds up the rest until answered."""
    return asked(f"{key}-leave", WHAT_OF_IT, [Option("leave", LEAVE_OUT)], answers, "")


def asked(
    key: str, question: Said, options: Sequence[Option], answers: Mapping[str, str], likely: str
) -> Choice:
    """A question with what was answered, or else with what is likely."""
    answer = answers.get(key, "")
    chosen = answer if answer in {option.value for option in options} else likely
    return Choice(key=key, question=question, options=tuple(options), chosen=chosen)


@dataclass
class Change:
    """What a line says of an entry that is there: what it fills, and what it says otherwise."""

    key: str
    answers: Mapping[str, str]
    locale: str
    changes: dict[str, Any] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)

    def say(self, name: str, now: Any, said: Any, *, default: Any = None) -> None:
        """Fill what is empty or as it is by default; ask where both say something."""
        if said is None or said == "" or said == now:
            return
        if now is None or now == "" or now == default:
            self.changes[name] = said
            return
        options = [
            Option(KEEP, _in_words(now, self.locale)),
            Option(TAKE, _in_words(said, self.locale)),
        ]
        choice = asked(f"{self.key}-{name}", WHICH[name], options, self.answers, KEEP)
        self.choices.append(choice)
        if choice.chosen == TAKE:
            self.changes[name] = said

    def say_all(self, there: Attendance, entry: Entry, **more: Any) -> None:
        """Everything that a line can say beside its posts."""
        for name in ("capacity", "sector", "naming", "consent", "consented"):
            self.say(name, getattr(there, name), getattr(entry, name))
        self.say("role", there.role, entry.role, default=AttendanceRole.PARTICIPANT)
        self.say("side", there.side, entry.side)
        for name, said in more.items():
            self.say(name, getattr(there, name), said)

    def say_posts(self, there: Attendance, language: str, words: str) -> None:
        """The posts in the language of the line; what the roster has in others stays."""
        now = there.affiliation.texts.get(language, "")
        if folded(now) == folded(words):
            return
        self.say("affiliation", now, words)
        if self.changes.get("affiliation") == words:
            texts = {**there.affiliation.texts, language: words}
            self.changes["affiliation"] = LocalizedText(texts, there.affiliation.original)


def said_of(entry: Entry) -> dict[str, Any]:
    """What the line says of a new attendance, with what holds where it says nothing."""
    return {
        "role": entry.role or AttendanceRole.PARTICIPANT,
        "capacity": entry.capacity,
        "sector": entry.sector,
        "naming": entry.naming or Naming.ROLE_AND_SIDE,
        "consent": entry.consent,
        "consented": entry.consented,
    }
