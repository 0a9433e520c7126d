"""Attendance over rounds: who came to how many of the last ones, who is new, who stayed away."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from sqlalchemy.orm import Session

from app.attendance.presences import Presence, presences
from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.people.models import Naming, Sector
from app.records.models import Disclosure
from app.rounds.models import AttendanceRole, Capacity, Round
from app.rounds.queries import HELD, rounds_of

LAST = 5
# Of so many rounds with a roster of their side, somebody who stopped coming was at none.
AWAY = 2


class Comes(StrEnum):
    """What a change in somebody's attendance is called."""

    NEW = "new"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the page is narrowed to: of the last `of` rounds, people who came to `least` or more.

    Side, sector, capacity, institution and naming level are those of the last round at which
    somebody was named; the role is one that they had at any of the rounds shown.
    """

    of: int = LAST
    least: int = 0
    comes: Comes | None = None
    side_id: int | None = None
    sector: Sector | None = None
    capacity: Capacity | None = None
    role: AttendanceRole | None = None
    naming: Naming | None = None
    institution_id: int | None = None


EVERYTHING = Chosen()


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """One person by the rounds at which they are named, in the order of time.

    `at` holds those among the rounds shown; `comes` is None where neither is so.
    """

    person_id: int
    name: str
    at: Mapping[int, Presence]
    last: Presence
    comes: Comes | None

    def __len__(self) -> int:
        return len(self.at)

    @property
    def side_id(self) -> int | None:
        return self.last.side_id


@dataclass(frozen=True, kw_only=True)
class OverRounds:
    """`rounds` are the last ones held; `of_how_many` were held in all.

    `everybody` is whoever is named at any round held, `attendees` those of them asked for.
    """

    rounds: Sequence[Round]
    of_how_many: int
    everybody: Sequence[Attendee]
    attendees: Sequence[Attendee]
    present: Mapping[int, Sequence[Presence]]
    last_recorded: Round | None

    def came_to(self, least: int) -> int:
        return sum(len(one) >= least for one in self.everybody)

    def how_many(self, comes: Comes) -> int:
        return sum(one.comes == comes for one in self.everybody)

    @cached_property
    def institutions(self) -> list[tuple[int, LocalizedText]]:
        """Those of the people who may be named, at any round held, by their English names."""
        every = (one for roster in self.present.values() for one in roster)
        found = {key: name for one in every for key, name in one.institutions.items()}
        return sorted(found.items(), key=lambda each: each[1].text_for("en"))

    @cached_property
    def by_side(self) -> list[tuple[int | None, list[Attendee]]]:
        """Those asked for, in the order in which they stand."""
        found: dict[int | None, list[Attendee]] = {}
        for one in self.attendees:
            found.setdefault(one.side_id, []).append(one)
        return list(found.items())

    def is_recorded(self, round_id: int, side_id: int | None) -> bool:
        """Whether there is a roster of that side; of nobody's bench, whether there is any."""
        there = self.present.get(round_id, ())
        return any(side_id is None or one.side_id == side_id for one in there)


def attendance_over_rounds(
    db: Session,
    dialogue: Dialogue,
    audience: Disclosure,
    locale: str,
    chosen: Chosen = EVERYTHING,
) -> OverRounds:
    """The rounds held, and who came, as far as the audience may be told.

    Whoever may not be named at a round is only counted there, and not known to be the same as
    anybody at another.
    """
    held = [one for one in rounds_of(db, dialogue) if one.status in HELD]
    places = {one.id: place for place, one in enumerate(held)}
    present: dict[int, list[Presence]] = {one.id: [] for one in held}
    for presence in presences(db, dialogue, audience, locale):
        if presence.round_id in places:
            present[presence.round_id].append(presence)
    shown = held[-chosen.of :]
    everybody = list(_attendees(held, present, {one.id for one in shown}))
    order = {side.id: place for place, side in enumerate(dialogue.sides)}
    everybody.sort(key=lambda one: (order.get(one.side_id or 0, len(order)), -len(one), one.name))
    return OverRounds(
        rounds=shown,
        of_how_many=len(held),
        everybody=everybody,
        attendees=[one for one in everybody if _is_wanted(one, chosen)],
        present=present,
        last_recorded=next((one for one in reversed(held) if present[one.id]), None),
    )


def _attendees(
    held: Sequence[Round], present: Mapping[int, Sequence[Presence]], shown: set[int]
) -> Iterable[Attendee]:
    came: dict[int, dict[int, Presence]] = defaultdict(dict)
    for meeting in held:
        for presence in present[meeting.id]:
            if presence.person_id is not None:
                came[presence.person_id][meeting.id] = presence
    rostered = [(one.id, {each.side_id for each in present[one.id]}) for one in held]
    for person_id, at in came.items():
        last = list(at.values())[-1]
        yield Attendee(
            person_id=person_id,
            name=last.name,
            at={round_id: one for round_id, one in at.items() if round_id in shown},
            last=last,
            comes=_comes(at, last.side_id, rostered),
        )


def _comes(
    at: Mapping[int, Presence], side_id: int | None, rostered: Sequence[tuple[int, set[int | None]]]
) -> Comes | None:
    """New: named at the last round with a roster of their side, and at none of those before it.

    Stopped: named at none of the last ones with a roster of their side, but before. Rounds
    without one say nothing either way.
    """
    told = [round_id for round_id, sides in rostered if sides and (not side_id or side_id in sides)]
    if len(told) > 1 and set(at) == {told[-1]}:
        return Comes.NEW
    if len(told) > AWAY and not set(at) & set(told[-AWAY:]):
        return Comes.STOPPED
    return None


def _is_wanted(one: Attendee, chosen: Chosen) -> bool:
    last = one.last
    asked = [
        (chosen.comes, one.comes),
        (chosen.side_id, last.side_id),
        (chosen.sector, last.sector),
        (chosen.capacity, last.capacity),
        (chosen.naming, last.naming),
    ]
    if len(one) < chosen.least or any(want not in (None, found) for want, found in asked):
        return False
    if chosen.institution_id is not None and chosen.institution_id not in last.institutions:
        return False
    return chosen.role is None or any(chosen.role is each.role for each in one.at.values())
