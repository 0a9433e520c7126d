"""Of whom and of what the names in notes speak: sides, topics of the tree, owners."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.attendance.choices import Choice, Option
from app.dialogues.models import Side
from app.localized import LocalizedText
from app.notes.asking import Asking
from app.notes.folding import folded
from app.notes.on_record import OnRecord
from app.notes.steps import OwnerFound
from app.people.models import Institution
from app.people.naming import person_name
from app.rules import Said, _
from app.topics.models import Topic

MOST_OFFERED = 12
# A name that is spelt so much like another may be a slip; comparing takes time.
ALIKE = 0.75
MOST_COMPARED = 40
LEAVE_OUT = Option("leave-out", Said(_("leave it out")))


def names_of_side(side: Side) -> list[Iterable[str]]:
    """The names by which a side is known, the surest kind first."""
    return [[side.code], side.name.texts.values(), side.convener_short.texts.values()]


def find_side(sides: Sequence[Side], typed: str) -> Side | None:
    """The side of this code, name or convener; None also where several answer to it."""
    wanted = folded(typed)
    for kind in range(3):
        called = [one for one in sides if wanted in map(folded, names_of_side(one)[kind])]
        if called and wanted:
            return called[0] if len(called) == 1 else None
    return None


@dataclass(frozen=True)
class Resolved:
    """What was found of a list of names, and what has to be asked of the others."""

    found: list[Topic]
    choices: list[Choice]


class Tree:
    """The topics that `{…}` names: by code, else by name, its beginning, a part of it."""

    def __init__(self, there: OnRecord, asking: Asking, language: str) -> None:
        self.asking, self.language = asking, language
        self.names = [
            (one, [folded(name) for name in (one.code, *one.name.texts.values())])
            for one in there.tree
        ]

    def find(self, typed: str) -> list[Topic]:
        wanted = folded(typed)
        if not wanted:
            return []
        ways = (
            [one for one, names in self.names if names[0] == wanted],
            [one for one, names in self.names if wanted in names],
            [one for one, names in self.names if any(n.startswith(wanted) for n in names[1:])],
            [one for one, names in self.names if any(wanted in n for n in names[1:])],
        )
        return next((found for found in ways if found), [])

    def resolved(self, typed: Sequence[str]) -> Resolved:
        """Each topic once, by code; what answers to several topics, or to none, is asked."""
        found: dict[int, Topic] = {}
        choices: list[Choice] = []
        for words in typed:
            may_be = self.find(words)
            if len(may_be) == 1:
                found[may_be[0].id] = may_be[0]
                continue
            offered = may_be[:MOST_OFFERED] or self._spelt_like(words)
            choice = self.asking.ask(
                "topic",
                words,
                Said(_("Which topic of the tree is “%(words)s”?"), {"words": words}),
                [Option(one.code, self._words(one)) for one in offered] + [LEAVE_OUT],
            )
            choices.append(choice)
            found |= {one.id: one for one in offered if one.code == choice.chosen}
        return Resolved(sorted(found.values(), key=lambda one: one.code), choices)

    def _words(self, topic: Topic) -> str:
        return f"{topic.code} {topic.name.text_for(self.language)}"

    def _spelt_like(self, words: str) -> list[Topic]:
        called: dict[str, list[Topic]] = defaultdict(list)
        for one, names in self.names:
            for name in names:
                called[name].append(one)
        close = get_close_matches(folded(words)[:80], list(called), n=MOST_OFFERED, cutoff=0.5)
        found = {one.id: one for name in close for one in called[name]}
        return list(found.values())[:MOST_OFFERED]


def names_of_institution(one: Institution) -> list[str]:
    names = [*one.name.texts.values(), *one.short_name.texts.values()]
    return names + one.other_names.split("\n")


class Owners:
    """Who owes an action, told from the names that were typed."""

    def __init__(self, there: OnRecord, asking: Asking, language: str) -> None:
        self.there, self.asking, self.language = there, asking, language
        self._compared = 0
        self._institutions: dict[str, list[Institution]] = defaultdict(list)
        for one in there.institutions:
            for name in {folded(name) for name in names_of_institution(one)} - {""}:
                self._institutions[name].append(one)

    def find(self, typed: str) -> tuple[OwnerFound | None, Choice | None]:
        """The owner, and the question where it is one; None while that is open."""
        side = find_side(self.there.sides, typed)
        if side is not None:
            return OwnerFound(side=side, institution=self._convener(side, typed)), None
        candidates, is_sure = self._candidates(typed)
        if len(candidates) == 1 and is_sure:
            return next(iter(candidates.values()))[1], None
        as_written = OwnerFound(body=typed.strip())
        options = [Option(value, words) for value, (words, _owner) in candidates.items()]
        choice = self.asking.ask(
            "owner",
            typed,
            Said(_("Who is “%(words)s”?"), {"words": typed}),
            [*options, Option("as-written", Said(_("a body, as written")))],
            chosen="" if candidates else "as-written",
        )
        owners = {value: owner for value, (_words, owner) in candidates.items()}
        return (owners | {"as-written": as_written}).get(choice.chosen), choice

    def _convener(self, side: Side, typed: str) -> Institution | None:
        """The institution too, where the side is named by the one that convenes for it."""
        if folded(typed) not in map(folded, side.convener_short.texts.values()):
            return None
        called = self._institutions.get(folded(typed), [])
        return called[0] if len(called) == 1 else None

    def _candidates(self, typed: str) -> tuple[dict[str, tuple[str, OwnerFound]], bool]:
        """By value of the option: institutions and people of that name, or else like it."""
        called = self._institutions.get(folded(typed), [])[:MOST_OFFERED]
        institutions = {
            f"institution-{one.id}": (
                one.name.text_for(self.language),
                OwnerFound(institution=one),
            )
            for one in called
        }
        people = self.there.roll.find(typed)
        if not people and not institutions:
            return self._spelt_like(typed), False
        sure = [one for one in people if one.sure]
        if institutions and not sure:
            return institutions, True
        named = {
            f"person-{one.person_id}": (
                one.words,
                OwnerFound(person=self.there.roll.people[one.person_id]),
            )
            for one in (sure or people)[:MOST_OFFERED]
        }
        return institutions | named, bool(sure)

    def _spelt_like(self, typed: str) -> dict[str, tuple[str, OwnerFound]]:
        """People whose name differs by a letter or two: a slip is asked about, not kept."""
        self._compared += 1
        if self._compared > MOST_COMPARED:
            return {}
        called = {
            folded(name.printed): person
            for person in self.there.roll.people.values()
            for name in person.names
        }
        close = get_close_matches(folded(typed)[:80], list(called), n=5, cutoff=ALIKE)
        return {
            f"person-{called[name].id}": (
                person_name(called[name], self.language),
                OwnerFound(person=called[name]),
            )
            for name in close
        }


def owner_names(owner: OwnerFound) -> set[str]:
    """Every way of writing who owes an action, folded."""
    names = [owner.body]
    if owner.side is not None:
        names += [name for kind in names_of_side(owner.side) for name in kind]
    if owner.institution is not None:
        names += names_of_institution(owner.institution)
    if owner.person is not None:
        names += [name.printed for name in owner.person.names]
    return {folded(name) for name in names} - {""}


def said_of_owner(owner: OwnerFound, language: str) -> str:
    """Who owes an action, in a word or two: what notes would say."""
    if owner.person is not None and owner.person.names:
        return person_name(owner.person, language)
    if owner.institution is not None:
        name: LocalizedText = owner.institution.short_name or owner.institution.name
        return name.text_for(language)
    return owner.body or (owner.side.code if owner.side else "")
