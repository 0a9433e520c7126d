"""Items, actions and reports on record, as notes would say them."""

from collections.abc import Collection, Sequence

from app.actions.models import Action, ActionOwner, ActionStatus, ActionUpdate
from app.consensus.models import ConsensusItem, Method, Position, Stance, Wording
from app.dialogues.models import Side
from app.localized import EMPTY
from app.notes.folding import fresh
from app.notes.matching import latest
from app.notes.notation import ActionNote, ItemNote, LinkNote, PositionNote, ReportNote
from app.notes.resolving import said_of_owner
from app.notes.siding import words_of
from app.notes.steps import OwnerFound
from app.notes.words import SOMEBODY, written
from app.rounds.models import Round


def wording_settled(item: ConsensusItem, meeting: Round) -> Wording | None:
    """The last wording that the item was given at the round."""
    settled = [one for one in item.wordings if one.settled_at_id == meeting.id]
    return settled[-1] if settled else None


def item_note(item: ConsensusItem, wording: Wording | None, sides: Sequence[Side]) -> ItemNote:
    """The item in this wording, else in its newest, with the sides' current positions on it."""
    said = wording or latest(item)
    current = {side.id: _current(said, side) for side in sides} if said else {}
    stand = [(side, position) for side in sides if (position := current[side.id])] if said else []
    agreed = len(stand) == len(sides) > 0 and all(_is_plain(one) for _side, one in stand)
    return ItemNote(
        ref=item.ref,
        kind=item.item_kind,
        level=item.level,
        verb=item.verb,
        text=fresh(said.shown) if said else EMPTY,
        agreed=agreed,
        positions=[] if agreed else [_position_note(side, one) for side, one in stand],
    )


def _current(wording: Wording, side: Side) -> Position | None:
    own = [one for one in wording.positions if one.side_id == side.id]
    return max(own, key=lambda one: one.number, default=None)


def _is_plain(position: Position) -> bool:
    """Whether the side endorsed these very words in session, and said nothing else."""
    is_endorsed = position.stance is Stance.ENDORSED and position.method is Method.IN_SESSION
    return is_endorsed and not words_of(position)


def _position_note(side: Side, position: Position) -> PositionNote:
    words = words_of(position)
    is_said = position.stance is not Stance.NOT_RECORDED or not words
    return PositionNote(side=side.code, stance=position.stance if is_said else None, words=words)


def action_note(
    action: Action, named: Collection[int], language: str, links: list[LinkNote]
) -> ActionNote:
    return ActionNote(
        ref=action.ref,
        owners=tuple(dict.fromkeys(_owner(one, named, language) for one in action.owners)),
        title=action.title,
        due=action.due,
        due_round=action.due_round,
        links=links,
    )


def _owner(one: ActionOwner, named: Collection[int], language: str) -> str:
    """Whoever may not be named stands as their institution, their side, or as somebody."""
    person = one.person if one.person_id in named else None
    found = OwnerFound(side=one.side, person=person, institution=one.institution, body=one.body)
    return said_of_owner(found, language) or written(SOMEBODY, language)


def report_note(action: Action, update: ActionUpdate) -> ReportNote:
    """For whom it waited then is known only as long as it does."""
    waits = update.status is ActionStatus.WAITING and action.waiting_for is not None
    return ReportNote(
        ref=action.ref,
        status=update.status,
        waiting_for=action.waiting_for.code if waits and action.waiting_for else "",
        text=update.text,
    )
