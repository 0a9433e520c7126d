"""What each side expects of talks, as one secretariat took it down."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue, Side
from app.handovers.models import Dimension, Expectation, Outcome
from app.localized import EMPTY, LocalizedText
from app.partial_date import PartialDate
from app.records.models import Record
from app.rounds.models import Round
from app.trace.models import UNOFFICIAL
from app.trace.queries import linked_dialogues


class Cell(NamedTuple):
    """One place of a topic's matrix: what one side expects in one dimension."""

    side_id: int
    dimension: Dimension

    @property
    def name(self) -> str:
        """What the fields of a form about it end in."""
        return f"{self.side_id}-{self.dimension}"


@dataclass(frozen=True)
class ExpectationLine:
    """One expectation on record. `outcome` None: not compared with the talks yet."""

    id: int
    record_id: int
    side_id: int
    dimension: Dimension
    held_by_id: int
    expected: LocalizedText
    happened: PartialDate | None
    outcome: Outcome | None
    outcome_note: LocalizedText


BySide = Mapping[int, Mapping[Dimension, ExpectationLine]]


def of_the_talks(meeting: Record) -> sa.ScalarSelect[int]:
    """The ids of a round and of all that was recorded at it."""
    part = sa.or_(Record.id == meeting.id, Record.meeting_id == meeting.id)
    return sa.select(Record.id).where(part).scalar_subquery()


def expectations_for(
    db: Session, meeting: Record, held_by: Dialogue | None = None
) -> dict[int, dict[int, dict[Dimension, ExpectationLine]]]:
    """By agenda topic (or the round, for its own), side and dimension; only what is on record.

    `held_by` None: of all secretariats to which the viewer belongs; where two took down the same
    cell, the one that was taken down last.
    """
    statement = (
        sa.select(
            Expectation.id,
            Expectation.record_id,
            Expectation.side_id,
            Expectation.dimension,
            Expectation.held_by_id,
            Expectation.expected,
            Expectation.happened,
            Expectation.outcome,
            Expectation.outcome_note,
        )
        .where(Expectation.record_id.in_(of_the_talks(meeting)))
        .order_by(Expectation.id)
    )
    if held_by is not None:
        statement = statement.where(Expectation.held_by_id == held_by.id)
    found: dict[int, dict[int, dict[Dimension, ExpectationLine]]] = {}
    for row in db.execute(statement):
        one = ExpectationLine(*row)
        found.setdefault(one.record_id, {}).setdefault(one.side_id, {})[one.dimension] = one
    return found


class Beside(StrEnum):
    """How the sides' expectations stand beside each other; how far apart, people judge."""

    DIFFERENT_WORDS = "different-words"
    SAME_WORDS = "same-words"
    NOT_OF_ALL = "not-of-all"
    NOT_RECORDED = "not-recorded"


@dataclass(frozen=True)
class Comparison:
    """One dimension of a topic over the sides; `missing` are those of which none is recorded."""

    beside: Beside
    missing: tuple[int, ...] = ()


def compared(expected: BySide, dimension: Dimension, sides: Sequence[Side]) -> Comparison:
    """What is on record of each of the `sides`, compared word by word and no further."""
    said = {side.id: expected.get(side.id, {}).get(dimension) for side in sides}
    missing = tuple(side_id for side_id, line in said.items() if line is None)
    if len(missing) == len(said):
        return Comparison(Beside.NOT_RECORDED, missing)
    if missing:
        return Comparison(Beside.NOT_OF_ALL, missing)
    texts = [line.expected for line in said.values() if line is not None]
    same = all(_same_words(texts[0], text) for text in texts[1:])
    return Comparison(Beside.SAME_WORDS if same else Beside.DIFFERENT_WORDS)


def _same_words(one: LocalizedText, other: LocalizedText) -> bool:
    """Whether the two say the same in each language that both are in, and there is such a one."""
    shared = one.texts.keys() & other.texts.keys()
    pairs = [(one.texts[lang].split(), other.texts[lang].split()) for lang in shared]
    return bool(pairs) and all(mine == theirs for mine, theirs in pairs)


def holders_for(db: Session, talks: Dialogue, ids: Collection[int]) -> list[Dialogue]:
    """Of the dialogues with these ids, those that can hold expectations: the likeliest first.

    That is one off the government track that is linked with the talks, then the talks' own, then
    any other.
    """
    if not ids:
        return []
    mine = db.scalars(sa.select(Dialogue).where(Dialogue.id.in_(ids)).order_by(Dialogue.slug)).all()
    linked = {one.id for one in linked_dialogues(db, talks) if one.track in UNOFFICIAL}

    def place(one: Dialogue) -> int:
        return 0 if one.id in linked else 1 if one.id == talks.id else 2

    return sorted(mine, key=place)


@dataclass(frozen=True)
class Sheet:
    """All that one secretariat holds about one topic or round, as it stands whenever asked."""

    db: Session
    about: Record
    held_by: Dialogue

    @property
    def sides(self) -> Sequence[Side]:
        return self.about.dialogue.sides

    @property
    def cells(self) -> list[Cell]:
        return [Cell(side.id, dimension) for dimension in Dimension for side in self.sides]

    @property
    def meeting(self) -> Round | None:
        """The talks; None where the viewer may not read them."""
        meeting = self.about if isinstance(self.about, Round) else self.about.meeting
        return meeting if isinstance(meeting, Round) else None

    def rows(self) -> dict[Cell, Expectation]:
        found = self.db.scalars(
            sa.select(Expectation)
            .where(
                Expectation.record_id == self.about.id,
                Expectation.held_by_id == self.held_by.id,
            )
            .order_by(Expectation.id)
            .execution_options(populate_existing=True)
        )
        return {Cell(one.side_id, one.dimension): one for one in found}

    @property
    def revision(self) -> str:
        """Another after every change of any of its cells."""
        return ".".join(f"{one.id}:{one.revision}" for one in self.rows().values())


def text_in(rows: Mapping[Cell, Expectation], cell: Cell) -> LocalizedText:
    """What a cell says; nothing, where nothing is recorded."""
    return rows[cell].expected if cell in rows else EMPTY
