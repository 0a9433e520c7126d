"""The reference that a meeting is given once and for all."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue
from app.reading import AS_THE_HOUSE
from app.records.commands import slug_from
from app.rounds.models import Round

# Pages of a dialogue stand where its records do: a meeting may not take their addresses, nor
# those that such a house is likely to need one day.
RESERVED = {
    "actions",
    "arrange",
    "attendance",
    "awaiting",
    "brief",
    "calendar",
    "consensus",
    "decisions",
    "documents",
    "edit",
    "gaps",
    "groups",
    "handovers",
    "history",
    "ledger",
    "links",
    "matters",
    "notes",
    "plan",
    "report",
    "reports",
    "rounds",
    "search",
    "sheets",
    "sides",
    "sources",
    "stability",
    "team",
    "topics",
    "trace",
}


def reference_of(db: Session, dialogue: Dialogue, facts: Mapping[str, Any]) -> str:
    """`R9`, unless a round whose number was corrected keeps it; else a short lower-case one.

    That is the place, or the kind of meeting, and the year.
    """
    number = facts["number"]
    if number and not _taken(db, dialogue, f"R{number}"):
        return f"R{number}"
    place = facts["place"].text_for("en").split(",")[0]
    year = str(facts["happened"].parts[0]) if facts["happened"] else ""
    stem = slug_from(place, year) or slug_from(facts["round_kind"], year)
    if len(stem) < 2 or not stem[0].isalpha():
        stem = slug_from(facts["round_kind"], stem)
    taken = {*_taken(db, dialogue, stem), *RESERVED}
    if stem not in taken:
        return stem
    return next(f"{stem}-{n}" for n in range(2, len(taken) + 4) if f"{stem}-{n}" not in taken)


def _taken(db: Session, dialogue: Dialogue, stem: str) -> Sequence[str]:
    """The references of rounds that are `stem`, or `stem` and a number."""
    return db.scalars(
        sa.select(Round.ref).where(
            Round.dialogue_id == dialogue.id,
            sa.or_(Round.ref == stem, Round.ref.startswith(f"{stem}-", autoescape=True)),
        ),
        execution_options=AS_THE_HOUSE,
    ).all()
