"""The item that an address names, and how sides are named on forms about it."""

from app.consensus.models import ConsensusItem
from app.dialogues.models import Side
from app.i18n import plain_text
from app.records.queries import get_record
from app.web import db


def get_item(dialogue: str, ref: str) -> ConsensusItem:
    found = get_record(db, dialogue, ref)
    assert isinstance(found, ConsensusItem)  # the address says so
    return found


def side_name(side: Side) -> str:
    return plain_text(side.name)
