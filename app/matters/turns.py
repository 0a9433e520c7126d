"""The records of a matter in the order of time, and in which turn of the loop each stands."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.matters.members import Member, MemberLink
from app.matters.models import Stage
from app.records.models import RecordKind
from app.trace.models import LinkKind
from app.trace.steps import natural

ORDER = {stage: place for place, stage in enumerate(Stage)}
AFTER_TALKS = (Stage.REVIEW, Stage.IMPLEMENTATION)


@dataclass(frozen=True, kw_only=True)
class Box:
    """What stands at one place of the loop: a record or, of one round and stage, several.

    `date` is that of its first record, or of the next numbered round where none is recorded; empty
    where nothing is known.
    """

    turn: int
    stage: Stage
    date: str
    members: tuple[Member, ...]

    @property
    def key(self) -> int:
        return self.members[0].node.id

    @property
    def first(self) -> Member:
        return self.members[0]

    @property
    def ref(self) -> str:
        """Of its record, or of the round at which its records were recorded."""
        meeting = self.first.meeting_ref
        return meeting if meeting and len(self.members) > 1 else self.first.node.ref

    def cited_from(self, slug: str) -> str:
        """Its reference as one writes it in a dialogue."""
        own = self.first.node.dialogue_slug
        return self.ref if own == slug else f"{own}/{self.ref}"


def ends(link: MemberLink, ids: Collection[int]) -> tuple[int, int] | None:
    """The two records, of these, that a link joins: its ends, or the rounds that hold them."""
    step = link.step
    earlier = step.earlier_id if step.earlier_id in ids else link.earlier_meeting_id
    later = step.later_id if step.later_id in ids else link.later_meeting_id
    if earlier is None or later is None or earlier == later:
        return None
    return (earlier, later) if earlier in ids and later in ids else None


def in_turns(members: Iterable[Member], links: Iterable[MemberLink]) -> list[Box]:
    """One box for each record, by date; of one date by turn and stage.

    A turn ends where, after talks, something prepares others, or other talks are held. A review,
    and what implements, belongs to the talks that it is linked with, else to the last ones.
    """
    dated = sorted(_dated(members), key=_in_time)
    reviewed = _reviewed({member.node.id for _date, member in dated}, links)
    turns = _Turns()
    boxes = []
    for date, member in dated:
        turn = turns.place(date, member, reviewed.get(member.node.id, ()))
        boxes.append(Box(turn=turn, stage=member.stage, date=date, members=(member,)))
    return sorted(boxes, key=lambda box: (box.date, bool(box.first.node.happened), _station(box)))


def _station(box: Box) -> tuple[Any, ...]:
    node = box.first.node
    return box.turn, ORDER[box.stage], node.dialogue_slug, natural(node.ref), node.id


def _in_time(one: tuple[str, Member]) -> tuple[Any, ...]:
    date, member = one
    node = member.node
    is_dated = node.happened is not None
    return date, is_dated, ORDER[member.stage], node.dialogue_slug, natural(node.ref), node.id


def _dated(members: Iterable[Member]) -> Iterator[tuple[str, Member]]:
    """Each with its date; a round without one, and what is of it, with that of the next number."""
    known = list(members)
    numbers = {
        (member.node.dialogue_slug, member.number): str(member.node.happened)
        for member in known
        if member.number is not None and member.node.happened
    }
    for member in known:
        date = str(member.node.happened or "")
        if not date and member.number is not None:
            date = _next(numbers, member.node.dialogue_slug, member.number)
        yield date, member


def _next(numbers: dict[tuple[str, int], str], slug: str, number: int) -> str:
    later = [one for in_slug, one in numbers if in_slug == slug and one > number]
    return numbers[slug, min(later)] if later else ""


def _reviewed(ids: Collection[int], links: Iterable[MemberLink]) -> dict[int, list[int]]:
    """By each that reviews or implements, what it does that to."""
    found: dict[int, list[int]] = {}
    for link in links:
        if link.step.kind in (LinkKind.REVIEW, LinkKind.IMPLEMENTS) and (both := ends(link, ids)):
            found.setdefault(both[1], []).append(both[0])
    return found


@dataclass
class _Turns:
    """Where a walk through the records in time has come to."""

    turn: int = 1
    reached: int = -1
    last_talks: int | None = None
    rounds: set[int] = field(default_factory=set)
    placed: dict[int, int] = field(default_factory=dict)

    def place(self, date: str, member: Member, reviewed: Sequence[int]) -> int:
        turn = self._turn(date, member, reviewed)
        self.placed[member.node.id] = turn
        return turn

    def _turn(self, date: str, member: Member, reviewed: Sequence[int]) -> int:
        place = ORDER[member.stage]
        if member.stage in AFTER_TALKS:
            turns = [self.placed[id_] for id_ in reviewed if id_ in self.placed]
            turn = max(turns, default=self.last_talks or self.turn)
            self.reached = max(self.reached, place) if turn == self.turn else self.reached
            return turn
        if not date:
            # Of what is not known to be before or after, no turn begins.
            return self.turn
        if self._begins_another(member, place):
            self.turn, self.reached, self.rounds = self.turn + 1, -1, set()
        self.reached = max(self.reached, place)
        if member.stage is Stage.TALKS and not member.is_off:
            self.last_talks = self.turn
            if member.round_id is not None and _is_of_talks(member):
                self.rounds.add(member.round_id)
        return self.turn

    def _begins_another(self, member: Member, place: int) -> bool:
        if self.reached < ORDER[Stage.TALKS]:
            return False
        if member.stage is not Stage.TALKS:
            return place < ORDER[Stage.TALKS]
        others = bool(self.rounds) and member.round_id not in self.rounds
        return others and _is_of_talks(member)


def _is_of_talks(member: Member) -> bool:
    """Held at a round of them, and no government's account of some, handed over."""
    return member.round_id is not None and member.facts.kind is not RecordKind.HANDOVER
