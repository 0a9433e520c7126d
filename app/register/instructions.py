"""Brackets that are open because a side waits for its instructions."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.brackets import Malformed, read_brackets
from app.consensus.models import BracketNote, BracketReason, ConsensusItem, Wording
from app.consensus.standing import latest_number, on_record
from app.dialogues.models import Dialogue
from app.localized import LocalizedText
from app.partial_date import PartialDate


@dataclass(frozen=True)
class Instruction:
    """One bracket of an item's latest wording; `words` as they stand in the original `lang`.

    `side_id` None: whose instructions it waits for is not recorded.
    """

    item_id: int
    side_id: int | None
    place: int
    words: str
    lang: str | None
    note: str
    since: PartialDate | None


def instructions_awaited(
    db: Session, dialogue: Dialogue, as_of: PartialDate | None
) -> list[Instruction]:
    """By item and place; one statement. What a later note says of a bracket, it is."""
    later = aliased(BracketNote)
    rows = db.execute(
        sa.select(BracketNote, Wording.text)
        .join(Wording, Wording.id == BracketNote.wording_id)
        .join(ConsensusItem, ConsensusItem.id == Wording.item_id)
        .where(
            ConsensusItem.dialogue_id == dialogue.id,
            Wording.number == latest_number(as_of),
            BracketNote.reason == BracketReason.AWAITING_INSTRUCTIONS,
            on_record(BracketNote.happened, as_of),
            ~sa.exists().where(
                later.wording_id == BracketNote.wording_id,
                later.place == BracketNote.place,
                later.number > BracketNote.number,
                on_record(later.happened, as_of),
            ),
        )
        .order_by(BracketNote.item_id, BracketNote.place)
    )
    return [
        Instruction(
            item_id=note.item_id,
            side_id=note.side_id,
            place=note.place,
            words=_bracket(text, note.place),
            lang=text.original,
            note=note.note,
            since=note.happened,
        )
        for note, text in rows
    ]


def _bracket(text: LocalizedText, place: int) -> str:
    """The words of one bracket, its signs included; empty where there is none at this place."""
    words = text.texts[text.original] if text.original else ""
    try:
        found = read_brackets(words)
    except Malformed:
        return ""
    return next((words[one.start : one.end] for one in found if one.place == place), "")
