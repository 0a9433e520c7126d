"""Of whom a printed name speaks: the people on record who are, or may be, called so."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.attendance.printed_names import is_han, name_parts, parts_of, without_titles
from app.localized import FALLBACK, LANGUAGES
from app.people.models import Person
from app.people.naming import current_line
from app.people.queries import people


@dataclass(frozen=True)
class Called:
    """Someone who may be meant. `sure`: every part of the name is theirs, and none is missing.

    `names` are as printed on the card, the one in the reader's language first; `posts` those held
    now, on one line.
    """

    person_id: int
    names: tuple[str, ...]
    posts: str
    sure: bool

    @property
    def words(self) -> str:
        """Enough to tell them from others of the same name."""
        return " – ".join(part for part in (" / ".join(self.names), self.posts) if part)


class Roll:
    """The people whom the viewer may know of, by every way of printing their names.

    Case, width, accents and what stands between the parts do not matter; the family name may
    stand first or last; titles are left out. A card is found by any of its names, so that one in
    Chinese and one in English are the same person; simplified characters are not turned into
    traditional ones, because with names that is a guess (蕭 is written 萧, and by many 肖).
    """

    def __init__(self, cards: Iterable[Person], locale: str = "en") -> None:
        self.people: dict[int, Person] = {}
        self._called: dict[int, Called] = {}
        self._whole: dict[str, set[int]] = defaultdict(set)
        self._having: dict[str, set[int]] = defaultdict(set)
        self._parts: dict[int, list[list[str]]] = {}
        for card in cards:
            self._enter(card, locale)

    def _enter(self, card: Person, locale: str) -> None:
        self.people[card.id] = card
        names = tuple(dict.fromkeys(_names(card, locale)))
        posts = current_line(card).text_for(locale)
        self._called[card.id] = Called(card.id, names, posts, sure=False)
        self._parts[card.id] = [parts for form in _forms(card) if (parts := parts_of(form))]
        for parts in self._parts[card.id]:
            for key in _orders(parts):
                self._whole[key].add(card.id)
            for part in parts:
                self._having[part].add(card.id)

    def find(self, printed: str) -> list[Called]:
        """Those who may be meant, the sure ones first, then in the order of their cards."""
        written = [parts_of(form) for form in dict.fromkeys((printed, without_titles(printed)))]
        keys = {key for parts in written for key in _orders(parts)}
        sure = {one for key in keys for one in self._whole.get(key, ())}
        maybe = {one for parts in written for one in self._loosely(parts)} - sure
        return [self._as(one, sure=True) for one in sorted(sure)] + [
            self._as(one, sure=False) for one in sorted(maybe)
        ]

    @property
    def everybody(self) -> Sequence[Called]:
        """All of them, in the order of their cards."""
        return list(self._called.values())

    def called(self, person_id: int) -> Called:
        return self._called[person_id]

    def _as(self, person_id: int, *, sure: bool) -> Called:
        known = self._called[person_id]
        return Called(known.person_id, known.names, known.posts, sure)

    def _loosely(self, parts: Sequence[str]) -> Iterator[int]:
        """Those of whose names one holds every part, or fits it with initials and parts left out.

        One part is enough where it is a whole part of the name: "Sisson", "肖教授".
        """
        near = {one for part in parts for one in self._having.get(part, ())}
        for person_id in near:
            if any(_fits(parts, known) for known in self._parts[person_id]):
                yield person_id


def roll_of(db: Session, locale: str = "en") -> Roll:
    """The roll of the people of whom the viewer may know; three statements, however many."""
    return Roll(people(db), locale)


def _names(card: Person, locale: str) -> list[str]:
    nearest = FALLBACK.get(locale, LANGUAGES)
    ordered = sorted(card.names, key=lambda name: nearest.index(name.language))
    return [name.printed for name in ordered]


def _forms(card: Person) -> Iterator[str]:
    for name in card.names:
        yield name.printed
        if (bare := without_titles(name.printed)) != name.printed:
            yield bare
        family, given = (name.family, name.given) if name.family else name_parts(name.printed)
        if family and given:
            yield f"{family} {given}"


def _orders(parts: Sequence[str]) -> set[str]:
    """The name in one piece, its first or its last part at the other end."""
    if not parts:
        return set()
    rotated = ([*parts[1:], parts[0]], [parts[-1], *parts[:-1]])
    return {"".join(order) for order in (parts, *rotated)}


def _fits(written: Sequence[str], known: Sequence[str]) -> bool:
    fewer, more = sorted((list(written), list(known)), key=len)
    left = list(more)
    whole = 0
    for part in fewer:
        same = next((other for other in left if other == part), None)
        near = same or next((other for other in left if _initial(part, other)), None)
        if near is None:
            return False
        left.remove(near)
        whole += same is not None
    # An initial alone tells nobody from anybody; a Han part is often a whole name.
    return whole > 0 and any(len(part) > 1 or is_han(part) for part in fewer)


def _initial(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)
