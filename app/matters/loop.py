"""A matter as a loop between the tracks: its records in time, turn after turn, and what is missing.

A turn runs from mandate and groundwork through talks to their review and implementation. What is
missing is what no record tells of: it is never said not to have been.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from sqlalchemy.orm import Session

from app.dialogues.models import Track
from app.matters.members import Member, MemberLink, gathered
from app.matters.models import Matter, Stage
from app.matters.turns import ORDER, Box, ends, in_turns
from app.rules import Said, _
from app.trace.models import UNOFFICIAL, Basis, LinkStatus
from app.trace.words import line_classes

FROM_WORST = (LinkStatus.DISPUTED, LinkStatus.PROPOSED, LinkStatus.CONFIRMED)
OF_GOVERNMENTS = (Stage.MANDATE, Stage.PRELIMINARY, Stage.TALKS)


@dataclass(frozen=True, kw_only=True)
class LoopLink:
    """All links that lead from one box to another, by the boxes' keys."""

    earlier_key: int
    later_key: int
    links: tuple[MemberLink, ...]

    @property
    def basis(self) -> Basis:
        """The weakest of them: no line claims more than each of its links does."""
        return max((link.step.basis for link in self.links), key=list(Basis).index)

    @property
    def status(self) -> LinkStatus:
        """Disputed where one of them is, confirmed where all of them are."""
        found = {link.step.status for link in self.links}
        return next(one for one in FROM_WORST if one in found)

    @property
    def is_suspect(self) -> bool:
        return any(link.step.is_suspect for link in self.links)

    @property
    def classes(self) -> str:
        return line_classes(self.basis, status=self.status, is_suspect=self.is_suspect)


class Lack(StrEnum):
    """Why something is missing."""

    BETWEEN = "between"
    GROUNDWORK = "groundwork"
    REVIEW = "review"
    HANDOVER = "handover"


WORDS = {
    Lack.BETWEEN: _("There is a record of what came before and of what came after."),
    Lack.GROUNDWORK: _("No groundwork for these talks is recorded."),
    Lack.REVIEW: _("No review of these talks is recorded."),
    Lack.HANDOVER: _("No hand-over of this to a government is recorded."),
}


@dataclass(frozen=True, kw_only=True)
class Missing:
    """That nothing is recorded at a stage of a turn; `of`: the records that let one expect it."""

    turn: int
    stage: Stage
    lack: Lack
    of: tuple[Member, ...] = ()

    @property
    def words(self) -> Said:
        return Said(WORDS[self.lack])

    @property
    def is_of_governments(self) -> bool:
        return self.stage in OF_GOVERNMENTS


@dataclass(frozen=True, kw_only=True)
class Loop:
    """The boxes, one for each record, in the order of time as far as it is known."""

    boxes: tuple[Box, ...]
    links: tuple[MemberLink, ...]
    missing: tuple[Missing, ...]

    @property
    def turns(self) -> int:
        return max((box.turn for box in self.boxes), default=0)

    @cached_property
    def records(self) -> Mapping[Track, int]:
        """How many records there are on each track."""
        counts: dict[Track, int] = defaultdict(int)
        for box in self.boxes:
            counts[box.first.node.track] += 1
        return counts

    @cached_property
    def stages(self) -> Mapping[int, Mapping[Stage, list[Member]]]:
        """By turn, of what its records are records; those of meetings called off left out.

        What a record shows of an earlier stage than its own it shows of the next turn: a round
        that reviews talks prepares others.
        """
        found: dict[int, dict[Stage, list[Member]]] = defaultdict(lambda: defaultdict(list))
        for box in self.boxes:
            for stage in () if box.first.is_off else box.first.stages:
                turn = box.turn + (ORDER[stage] < ORDER[box.stage])
                found[turn][stage].append(box.first)
        return found


def loop_of(db: Session, matter: Matter) -> Loop:
    """The loop of one matter, as far as the viewer may read it; three statements."""
    return loops_of(db, [matter])[matter.id]


def loops_of(db: Session, matters: Iterable[Matter]) -> dict[int, Loop]:
    """The loops by the matters' ids; three statements, however many they are."""
    ids = [matter.id for matter in matters]
    found = gathered(db, ids)
    return {id_: loop_from(found.members.get(id_, ()), found.links) for id_ in ids}


def loop_from(members: Sequence[Member], all_links: Iterable[MemberLink]) -> Loop:
    """The loop that these records make; links that join no two of them are left out."""
    ids = {member.node.id for member in members}
    links = tuple(link for link in all_links if ends(link, ids))
    bare = Loop(boxes=tuple(in_turns(members, links)), links=links, missing=())
    not_handed = _not_handed_over(bare)
    missing = (
        each for turn in range(1, bare.turns + 1) for each in _missing(bare, turn, not_handed)
    )
    return Loop(boxes=bare.boxes, links=links, missing=tuple(missing))


def _missing(
    loop: Loop, turn: int, not_handed: Mapping[tuple[int, Stage], tuple[Member, ...]]
) -> Iterator[Missing]:
    """What a turn lacks, in the order of the stages."""
    recorded = loop.stages.get(turn, {})
    for stage in Stage:
        if stage not in recorded and (found := _lack(recorded, stage)):
            lack, of = found
            yield Missing(turn=turn, stage=stage, lack=lack, of=tuple(of))
        if of_items := not_handed.get((turn, stage)):
            yield Missing(turn=turn, stage=stage, lack=Lack.HANDOVER, of=of_items)


def _lack(
    recorded: Mapping[Stage, Sequence[Member]], stage: Stage
) -> tuple[Lack, Sequence[Member]] | None:
    """Why one expects something at a stage of which there is no record."""
    talks = recorded.get(Stage.TALKS, ())
    if stage is Stage.GROUNDWORK and talks:
        return Lack.GROUNDWORK, talks
    if stage is Stage.REVIEW and (held := [one for one in talks if one.is_held]):
        return Lack.REVIEW, held
    if stage is Stage.PRELIMINARY and Stage.MANDATE in recorded:
        # A government authorises groundwork, or meets before: the one does for the other.
        return None
    places = [ORDER[one] for one in recorded]
    if places and min(places) < ORDER[stage] < max(places):
        return Lack.BETWEEN, ()
    return None


def _not_handed_over(loop: Loop) -> dict[tuple[int, Stage], tuple[Member, ...]]:
    """What is agreed on the unofficial track and not known to have gone further, by where it is."""
    found: dict[tuple[int, Stage], list[Member]] = defaultdict(list)
    for box in loop.boxes:
        if box.first.awaits_handover and box.first.node.track in UNOFFICIAL:
            found[box.turn, box.stage].append(box.first)
    return {place: tuple(members) for place, members in found.items()}


def joined(boxes: Iterable[Box], links: Iterable[MemberLink]) -> tuple[LoopLink, ...]:
    """The links between boxes, all of one pair and direction together."""
    keys = {member.node.id: box.key for box in boxes for member in box.members}
    between: dict[tuple[int, int], list[MemberLink]] = defaultdict(list)
    for link in links:
        both = ends(link, keys)
        if both and keys[both[0]] != keys[both[1]]:
            between[keys[both[0]], keys[both[1]]].append(link)
    return tuple(
        LoopLink(earlier_key=earlier, later_key=later, links=tuple(found))
        for (earlier, later), found in sorted(between.items())
    )
