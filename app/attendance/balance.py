"""How a dialogue's rounds were composed: by side, sector, capacity and institution."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.attendance.over_rounds import OverRounds
from app.attendance.presences import Presence
from app.people.models import Sector
from app.rounds.models import Capacity
from app.rounds.tally import Tally

# A sector with so few people, over all the rounds looked at, is thin.
THIN = 1
Of = Callable[[Presence], Iterable[Hashable]]


@dataclass(frozen=True, kw_only=True)
class Share:
    """One side, sector, capacity or institution: at each round, and over all with people once.

    A person counts where they stood at the last of the rounds that tells. Whoever is not named
    cannot be told from others, and counts at each round. `key` None: not recorded.
    """

    key: Hashable = None
    by_round: Mapping[int, Tally] = field(default_factory=dict)
    over: Tally = field(default_factory=Tally)


@dataclass(frozen=True, kw_only=True)
class Balance:
    """`unnamed` are those of whom this audience is told a side alone."""

    sides: Sequence[Share]
    sectors: Sequence[Share]
    capacities: Sequence[Share]
    institutions: Sequence[Share]
    unnamed: Share
    total: Share

    @property
    def thin(self) -> list[tuple[Sector, int]]:
        """The sectors with nobody, or one, among those whose sector is known to this audience.

        Empty where no sector is known at all: then none is thin either.
        """
        if not self.sectors_are_known:
            return []
        counted = {share.key: share.over.least for share in self.sectors}
        named = [sector for sector in Sector if sector is not Sector.OTHER]
        return [(one, counted.get(one, 0)) for one in named if counted.get(one, 0) <= THIN]

    @property
    def sectors_are_known(self) -> bool:
        return any(share.key is not None for share in self.sectors)

    @property
    def unrecorded(self) -> list[Hashable]:
        """The sides of which there is no roster of any of the rounds."""
        return [share.key for share in self.sides if not share.by_round]

    def unrecorded_at(self, round_id: int) -> list[Hashable]:
        """The sides of which there is no roster of this round."""
        sides = (side for side in self.sides if side.key is not None)
        return [side.key for side in sides if round_id not in side.by_round]

    @property
    def sector_unknown(self) -> int:
        """How many of those named have no sector on record."""
        return sum(share.over.least for share in self.sectors if share.key is None)


def balance_of(found: OverRounds, side_ids: Sequence[int]) -> Balance:
    """Of all that came to the rounds shown, whatever the list of people is narrowed to."""
    lines = [one for meeting in found.rounds for one in found.present[meeting.id]]
    told = [one for one in lines if one.role is not None]
    institutions = [key for key, _name in found.institutions]
    sides = _every_share(lines, _side)
    withheld = _every_share([one for one in lines if one.role is None], _same)
    of_all = _every_share(lines, _same)
    return Balance(
        sides=[sides.get(key, Share(key=key)) for key in [*side_ids, None] if key or key in sides],
        sectors=_shares(told, list(Sector), _sector),
        capacities=_shares(told, list(Capacity), _capacity),
        institutions=_shares(told, institutions, _institutions),
        unnamed=withheld.get(None, Share()),
        total=of_all.get(None, Share()),
    )


def _same(_one: Presence) -> list[Hashable]:
    return [None]


def _side(one: Presence) -> list[Hashable]:
    return [one.side_id]


def _sector(one: Presence) -> list[Hashable]:
    return [one.sector]


def _capacity(one: Presence) -> list[Hashable]:
    return [one.capacity]


def _institutions(one: Presence) -> list[Hashable]:
    return list(one.institutions) or [None]


def _shares(lines: Sequence[Presence], keys: Sequence[Hashable], of: Of) -> list[Share]:
    """Those that anybody falls to, in this order; those of whom it is not recorded last."""
    shares = _every_share(lines, of)
    return [shares[key] for key in [*keys, None] if key in shares]


def _every_share(lines: Sequence[Presence], of: Of) -> dict[Hashable, Share]:
    by_round: dict[Hashable, dict[int, Tally]] = defaultdict(lambda: defaultdict(Tally))
    over: dict[Hashable, Tally] = defaultdict(Tally)
    for one in lines:
        for key in of(one):
            by_round[key][one.round_id] += one.tally
            over[key] += one.tally if one.person_id is None else Tally()
    for keys in _where_people_stood(lines, of).values():
        for key in keys:
            over[key] += Tally(named=1)
    return {
        key: Share(key=key, by_round=dict(found), over=over[key]) for key, found in by_round.items()
    }


def _where_people_stood(lines: Sequence[Presence], of: Of) -> dict[int, list[Hashable]]:
    """Each person's keys, by the last line that says any."""
    found: dict[int, list[Hashable]] = {}
    for one in lines:
        if one.person_id is not None:
            keys = list(of(one))
            if one.person_id not in found or keys != [None]:
                found[one.person_id] = keys
    return found
