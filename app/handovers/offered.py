"""What can be handed over: offered from a record, or found by what somebody typed."""

import re
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from app.consensus.models import ConsensusItem, Wording
from app.consensus.standing import Standing, standing
from app.dialogues.models import Dialogue
from app.dialogues.queries import dialogues
from app.handovers.lines import Sent, latest_versions
from app.handovers.models import Handover
from app.records.models import Document, DocumentFile, Record, Source
from app.rounds.models import Round
from app.trace.ends import sources_for
from app.trace.queries import linked_dialogues

TYPED = re.compile(
    r"(?:(?P<slug>[a-z0-9][a-z0-9-]*)/)?(?P<ref>[A-Za-z0-9-]{2,60})(?:\s+#?(?P<number>[1-9]\d{0,5}))?",
    re.ASCII,
)
MOST = 200


def found_sent(db: Session, dialogue: Dialogue, typed: str) -> Sent | None:
    """What `R6-C2` (its latest wording), `R6-C2 1` or `harbour-talks/R2-D1` names.

    None where there is no such item or paper, wording or version, that the viewer may read.
    """
    found = TYPED.fullmatch(typed)
    if found is None:
        return None
    record = db.scalars(
        sa.select(Record)
        .join(Record.dialogue)
        .where(Dialogue.slug == (found["slug"] or dialogue.slug), Record.ref == found["ref"])
    ).one_or_none()
    number = int(found["number"]) if found["number"] else None
    match record:
        case ConsensusItem():
            return _wording_of(db, record, number)
        case Document():
            return _version_of(db, record, number)
    return None


def _wording_of(db: Session, item: ConsensusItem, number: int | None) -> Sent | None:
    wanted = item.latest if number is None else number
    wording = db.scalar(
        sa.select(Wording).where(Wording.item_id == item.id, Wording.number == wanted)
    )
    return Sent(item, wording.number, item.latest, wording) if wording else None


def _version_of(db: Session, paper: Document, number: int | None) -> Sent | None:
    latest = latest_versions(db, [paper.id]).get(paper.id)
    if number is None:
        return Sent(paper, latest, latest)
    there = sa.select(DocumentFile.id).where(
        DocumentFile.document_id == paper.id, DocumentFile.number == number
    )
    return Sent(paper, number, latest) if db.scalar(there) is not None else None


def offered(db: Session, record: Record) -> list[Sent]:
    """What a form offers that was opened from a record.

    Of an item: each of its wordings, the latest first, and the papers about it. Of a round: the
    latest wordings of its items, and its papers. Of a paper: the paper as it stands.
    """
    match record:
        case ConsensusItem():
            which = Wording.item_id == record.id
            return [*_wordings(db, which), *_papers(db, Document.about_id == record.id)]
        case Round():
            latest = Wording.number == ConsensusItem.latest
            which = latest & (ConsensusItem.meeting_id == record.id)
            return [*_wordings(db, which), *_papers(db, Document.meeting_id == record.id)]
        case Document():
            return _papers(db, Document.id == record.id)
    return []


def _wordings(db: Session, which: sa.ColumnElement[bool]) -> list[Sent]:
    found = db.scalars(
        sa.select(Wording)
        .join(Wording.item)
        .where(which)
        .options(joinedload(Wording.item))
        .order_by(ConsensusItem.id, Wording.number.desc())
        .limit(MOST)
    )
    return [Sent(one.item, one.number, one.item.latest, one) for one in found]


def _papers(db: Session, which: sa.ColumnElement[bool]) -> list[Sent]:
    found = db.scalars(sa.select(Document).where(which).order_by(Document.id).limit(MOST)).all()
    versions = latest_versions(db, [one.id for one in found])
    return [Sent(one, versions.get(one.id), versions.get(one.id)) for one in found]


def answerable(db: Session, dialogue: Dialogue) -> Sequence[Handover]:
    """What a hand-over of the dialogue may answer, newest first."""
    happened = sa.func.coalesce(sa.type_coerce(Handover.happened, sa.String), "")
    return db.scalars(
        sa.select(Handover)
        .where(Handover.dialogue_id == dialogue.id)
        .options(joinedload(Handover.from_side), joinedload(Handover.to_side))
        .order_by(happened.desc(), Handover.id.desc())
        .limit(MOST)
    ).all()


def standings_of(db: Session, things: Sequence[Sent]) -> Mapping[int, Standing]:
    """How the items among these stand today, by their ids."""
    ids = {one.record.id for one in things if one.wording is not None}
    if not ids:
        return {}
    rows = db.execute(sa.select(ConsensusItem.id, standing()).where(ConsensusItem.id.in_(ids)))
    return dict(rows.all())


def meetings_served(db: Session, dialogue: Dialogue) -> Sequence[Round]:
    """Meetings that a hand-over may be meant for: the dialogue's own first, then those of the
    dialogues linked with it; of each the latest first, the undated last.

    What is made up is never meant for what is real, nor the reverse.
    """
    linked = [one.id for one in linked_dialogues(db, dialogue)]
    place = sa.case(
        (Round.dialogue_id == dialogue.id, 0), (Round.dialogue_id.in_(linked), 1), else_=2
    )
    return db.scalars(
        sa.select(Round)
        .join(Round.dialogue)
        .where(Dialogue.illustrative == dialogue.illustrative)
        .options(contains_eager(Round.dialogue))
        .order_by(
            place,
            sa.type_coerce(Round.happened, sa.String).desc().nulls_last(),
            Round.id.desc(),
        )
        .limit(MOST)
    ).all()


def sources_seen(db: Session, dialogue: Dialogue) -> Sequence[Source]:
    """Sources in which it may be seen: the dialogue's own first, then those of linked ones."""
    alike = [one.id for one in dialogues(db) if one.illustrative is dialogue.illustrative]
    near = [dialogue.id, *(one.id for one in linked_dialogues(db, dialogue))]
    last = len(near)
    return sorted(
        sources_for(db, alike),
        key=lambda one: near.index(one.dialogue_id) if one.dialogue_id in near else last,
    )
