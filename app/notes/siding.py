"""What a preview says of where the sides stand on a point."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.consensus.models import ConsensusItem, Method, Position, Stance, Wording
from app.dialogues.models import Side
from app.localized import EMPTY, LocalizedText
from app.notes.folding import says_so
from app.notes.notation import ItemNote, PositionNote
from app.notes.proposal import Fate, Sort
from app.notes.resolving import find_side
from app.notes.sheet import UNCHANGED, Fact, Item, Sheet
from app.notes.steps import AdoptWording, TakePosition
from app.notes.words import term
from app.rules import Said, _

# Whoever stands so says why.
DISSENT = (Stance.OBJECTED, Stance.ENDORSED_WITH_RESERVATION)
NO_SIDE = _("There is no side “%(side)s” in this dialogue.")
NO_REASON = _("Say what the side reserves or objects to.")
NO_WORDING = _("There is no wording yet to take a position on.")
TWICE = _("Where this side stands on it is said otherwise above.")


@dataclass(frozen=True)
class Ground:
    """The point on which positions are taken, in the wording meant; `depth` is its row's.

    `wording` None: the first one of an item that is made.
    """

    item: Item
    wording: Wording | AdoptWording | None
    depth: int

    @property
    def key(self) -> int:
        return id(self.wording or self.item)

    @property
    def problem(self) -> Said | None:
        """An item on record may have no wording yet."""
        has_none = self.wording is None and isinstance(self.item, ConsensusItem)
        return Said(NO_WORDING) if has_none else None

    def current(self, side: Side) -> Position | None:
        """The side's newest position on record on this wording."""
        if not isinstance(self.wording, Wording):
            return None
        own = [one for one in self.wording.positions if one.side_id == side.id]
        return max(own, key=lambda one: one.number, default=None)


def propose_positions(sheet: Sheet, note: ItemNote, ground: Ground) -> None:
    """Those that are said one by one; then of words that every side endorsed, all the others."""
    said: set[int] = set()
    for one in note.positions:
        side = find_side(sheet.there.sides, one.side)
        if side is None:
            problem = Said(NO_SIDE, {"side": one.side})
            _row(sheet, one, ground, Fate.NEW, [], problem=problem)
        else:
            said.add(side.id)
            _propose(sheet, one, side, ground, None)
    for one, side in _endorsing(sheet, note, said):
        _propose(sheet, one, side, ground, Method.IN_SESSION)


def _endorsing(sheet: Sheet, note: ItemNote, said: set[int]) -> Iterator[tuple[PositionNote, Side]]:
    for side in sheet.there.sides if note.agreed else ():
        if side.id not in said:
            yield PositionNote(line=note.line, side=side.code, stance=Stance.ENDORSED), side


def _propose(
    sheet: Sheet, note: PositionNote, side: Side, ground: Ground, method: Method | None
) -> None:
    stance = note.stance or Stance.NOT_RECORDED
    facts: list[Fact] = [(Said(_("Side")), side.code), (Said(_("Stance")), term(stance))]
    asked, there = sheet.stands.get((ground.key, side.id)), ground.current(side)
    if asked is not None:
        same = asked.stance is stance and says_so(asked.reason or asked.statement, note.words)
        problem = None if same else Said(TWICE)
        _row(sheet, note, ground, Fate.SAME, facts, problem=problem)
    elif there is not None and _stands(there, note):
        _row(sheet, note, ground, Fate.SAME, facts)
    elif there is not None and _is_of_round(sheet, ground.item):
        facts.append((Said(_("On record")), term(there.stance)))
        if words := (there.reason or there.statement).text_for(sheet.language):
            facts.append((Said(_("On record")), words))
        _row(sheet, note, ground, Fate.DIFFERS, facts, remark=Said(UNCHANGED))
    else:
        dissents = stance in DISSENT
        step = TakePosition(
            line=note.line,
            item=ground.item,
            wording=ground.wording,
            side=side,
            stance=stance,
            statement=EMPTY if dissents else note.words,
            reason=note.words if dissents else EMPTY,
            method=method,
        )
        sheet.stands[ground.key, side.id] = step
        sheet.step(step)
        problem = Said(NO_REASON) if dissents and not note.words else ground.problem
        _row(sheet, note, ground, Fate.NEW, facts, problem=problem)


def _is_of_round(sheet: Sheet, item: Item) -> bool:
    """Of an item of an earlier round the sides may stand otherwise now."""
    return isinstance(item, ConsensusItem) and sheet.there.is_here(item)


def words_of(position: Position) -> LocalizedText:
    """What a side said, as notes take it down."""
    if position.stance in DISSENT:
        return position.reason
    return position.statement or position.reason


def _stands(there: Position, note: PositionNote) -> bool:
    if note.stance is None:
        return bool(note.words) and says_so(words_of(there), note.words)
    return there.stance is note.stance and says_so(words_of(there), note.words)


def _row(
    sheet: Sheet,
    note: PositionNote,
    ground: Ground,
    fate: Fate,
    facts: list[Fact],
    *,
    problem: Said | None = None,
    remark: Said | None = None,
) -> None:
    sheet.row(
        note.line,
        Sort.POSITION,
        fate,
        note.words,
        depth=ground.depth + 1,
        facts=facts,
        problem=problem,
        note=remark,
    )
