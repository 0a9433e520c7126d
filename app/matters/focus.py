"""How much of a loop is shown at once: all of it, or what stands near one of its records."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from app.matters.loop import Loop, LoopLink, Missing, joined
from app.matters.members import Member
from app.matters.turns import ORDER, Box

# More records than these are drawn round by round, and more boxes only as far as they are near.
MOST_RECORDS = 40
MOST_BOXES = 40
STEPS = 2
MOST_STEPS = 9


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What of a loop stands on a page. `left_out` counts records.

    `around` is what all of it stands near to, None where nearness does not matter; `current` what
    the reader asked for.
    """

    loop: Loop
    boxes: tuple[Box, ...]
    links: tuple[LoopLink, ...]
    missing: tuple[Missing, ...]
    left_out: int
    around: Member | None = None
    around_ref: str = ""
    steps: int = STEPS
    current: Member | None = None

    @property
    def is_gathered(self) -> bool:
        return any(len(box.members) > 1 for box in self.boxes)


def shown_of(
    loop: Loop, *, home: str, around: str = "", steps: int | None = None, whole: bool = False
) -> Shown:
    """Every record, where there are few or `whole`; else rounds, and of many those that are near.

    `around` is a reference as printed in the dialogue `home`. Near is what is linked with it, and
    what stands before or after it on its own track; `steps` times. What was recorded at its round
    is shown record by record. Of a few, it is only marked unless steps are asked for.
    """
    centre = current = _called(loop, around, home)
    few = len(loop.boxes) <= MOST_RECORDS
    if whole or (few and (centre is None or steps is None)):
        return _shown(loop, loop.boxes, current=current)
    boxes = _gathered(loop.boxes, centre)
    if centre is None:
        if len(boxes) <= MOST_BOXES:
            return _shown(loop, boxes)
        centre = loop.boxes[-1].first
    steps = steps or STEPS
    near = _near(boxes, joined(boxes, loop.links), centre, steps)
    shown = [box for box in boxes if box.key in near]
    [at] = [box for box in boxes if centre in box.members]
    return _shown(
        loop,
        shown,
        around=centre,
        around_ref=at.cited_from(home),
        steps=steps,
        current=current,
    )


def _shown(loop: Loop, boxes: Iterable[Box], **more: Any) -> Shown:
    kept = tuple(boxes)
    left_out = len(loop.boxes) - sum(len(box.members) for box in kept)
    told = loop.missing
    if left_out:
        told = tuple(each for each in told if _is_between(each, kept))
    return Shown(
        loop=loop,
        boxes=kept,
        links=joined(kept, loop.links),
        missing=told,
        left_out=left_out,
        **more,
    )


def _is_between(missing: Missing, boxes: Iterable[Box]) -> bool:
    """Whether that is shown which lets one expect what is missing."""
    here = [box for box in boxes if box.turn == missing.turn]
    if missing.of:
        shown = {member.node.id for box in here for member in box.members}
        return any(member.node.id in shown for member in missing.of)
    places = [ORDER[box.stage] for box in here]
    return bool(places) and min(places) < ORDER[missing.stage] < max(places)


def _called(loop: Loop, around: str, home: str) -> Member | None:
    """The record of this reference, else the first that was recorded at the round of it."""
    slug, _slash, ref = around.rpartition("/")
    of_round = None
    for box in loop.boxes:
        member = box.first
        if member.node.dialogue_slug != (slug or home):
            continue
        if member.node.ref == ref:
            return member
        if member.meeting_ref == ref and of_round is None:
            of_round = member
    return of_round


def _gathered(boxes: Iterable[Box], opened: Member | None) -> list[Box]:
    """Those of one round and one stage as one box, but for those of the round of `opened`."""
    together: dict[Hashable, list[Box]] = defaultdict(list)
    for box in boxes:
        round_id = box.first.round_id
        is_open = opened is not None and opened.round_id == round_id
        alone = round_id is None or is_open
        together[box.key if alone else (box.turn, box.stage, round_id)].append(box)
    return [
        Box(
            turn=found[0].turn,
            stage=found[0].stage,
            date=found[0].date,
            members=tuple(box.first for box in found),
        )
        for found in together.values()
    ]


def _near(boxes: list[Box], links: Iterable[LoopLink], centre: Member, steps: int) -> set[int]:
    beside: dict[int, list[int]] = defaultdict(list)
    for link in links:
        beside[link.earlier_key].append(link.later_key)
        beside[link.later_key].append(link.earlier_key)
    last: dict[str, int] = {}
    for box in boxes:
        track = box.first.node.track
        if track in last:
            beside[last[track]].append(box.key)
            beside[box.key].append(last[track])
        last[track] = box.key
    front = [box.key for box in boxes if _is_at_its_round(box, centre)][: MOST_BOXES // 2]
    front += [box.key for box in boxes if centre in box.members and box.key not in front]
    near = set(front)
    for _step in range(steps):
        front = list(dict.fromkeys(to for key in front for to in beside[key] if to not in near))
        front = front[: MOST_BOXES - len(near)]
        near.update(front)
    return near


def _is_at_its_round(box: Box, centre: Member) -> bool:
    return box.first.round_id == centre.round_id if centre.round_id else centre in box.members
