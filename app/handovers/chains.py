"""Hand-overs that answer one another, and what of a hand-over its reader may not read."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.consensus.models import ConsensusItem, Wording
from app.handovers.lines import HandoverLine, lines_where
from app.handovers.models import Handover, HandoverPaper, HandoverWording
from app.reading import AS_THE_HOUSE
from app.records.models import Document


@dataclass(frozen=True)
class Step:
    """A hand-over in a chain of replies; `depth` counts the hand-overs that it follows."""

    line: HandoverLine
    depth: int


def chain_of(db: Session, handover: Handover) -> list[Step]:
    """What it answers, from the first on, itself, and what answers it; each reply below its own.

    A chain breaks where the viewer may not read on. Statements do not grow with its length.
    """
    above = answered_in(db, handover.dialogue_id)
    depths = _depths(path_up(handover.id, above)[-1], above)
    lines = {one.handover.id: one for one in lines_where(db, Handover.id.in_(depths))}
    return [Step(lines[id_], depth) for id_, depth in depths.items() if id_ in lines]


def answered_in(db: Session, dialogue_id: int) -> dict[int, int | None]:
    """What each hand-over of a dialogue answers, by their ids, oldest first."""
    rows = db.execute(
        sa.select(Handover.id, Handover.answers_id)
        .where(Handover.dialogue_id == dialogue_id)
        .order_by(sa.type_coerce(Handover.happened, sa.String).asc().nulls_last(), Handover.id)
    )
    return dict(rows.all())


def path_up(id_: int, above: Mapping[int, int | None]) -> list[int]:
    """A hand-over and what it answers, up to where the viewer may read."""
    path, answers = [id_], above.get(id_)
    while answers is not None and answers in above and answers not in path:
        path.append(answers)
        answers = above[answers]
    return path


def _depths(first: int, above: Mapping[int, int | None]) -> dict[int, int]:
    """Each hand-over of a chain in the order of reading."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for one, answers in above.items():
        below[answers].append(one)
    found, waiting = dict[int, int](), [(first, 0)]
    while waiting:
        id_, depth = waiting.pop()
        if id_ not in found:
            found[id_] = depth
            waiting += [(one, depth + 1) for one in reversed(below[id_])]
    return found


def withheld_from(db: Session, line: HandoverLine) -> int:
    """How many wordings and papers of it the viewer may know of, and may not read.

    Only whoever reads for the secretariat of their own dialogue may know that they are there.
    """
    known = db.info["viewer"].secretariat_of
    id_ = line.handover.id
    wordings = (
        sa.select(sa.func.count(HandoverWording.id))
        .join(HandoverWording.wording)
        .join(Wording.item)
        .where(HandoverWording.handover_id == id_, ConsensusItem.dialogue_id.in_(known))
    )
    papers = (
        sa.select(sa.func.count(HandoverPaper.id))
        .join(HandoverPaper.document)
        .where(HandoverPaper.handover_id == id_, Document.dialogue_id.in_(known))
    )
    # The numbers alone, less what this viewer reads.
    there = sum(db.scalar(one, execution_options=AS_THE_HOUSE) or 0 for one in (wordings, papers))
    return max(there - sum(sent.record.dialogue_id in known for sent in line.sent), 0)
