"""Reading matters: those of a dialogue, those that a record belongs to, what else may belong."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from app.consensus.models import ConsensusItem, ConsensusItemTopic, Wording
from app.dialogues.models import Dialogue, Track
from app.handovers.models import Handover, HandoverWording
from app.matters.loop import Lack, Loop, loops_of
from app.matters.models import Matter, MatterRecord, MatterTopic, Stage
from app.partial_date import PartialDate
from app.records.models import Record, RecordKind
from app.rounds.models import AgendaTopicTopic
from app.topics.models import Topic
from app.trace.ends import ADDRESS
from app.trace.models import TraceLink

MOST_SUGGESTED = 6


@dataclass(frozen=True)
class MatterLine:
    """One matter in a list, as far as the viewer may read what belongs to it."""

    matter: Matter
    loop: Loop
    today: date

    @property
    def records(self) -> Mapping[Track, int]:
        return self.loop.records

    @property
    def missing(self) -> Mapping[Stage | Lack, int]:
        """How often there is no record of what: of a stage, or of a hand-over."""
        return Counter(
            each.lack if each.lack is Lack.HANDOVER else each.stage for each in self.loop.missing
        )

    @property
    def last_moved(self) -> PartialDate | None:
        """The latest date of its records that has come; None: no such date is known."""
        dates = (box.first.node.happened for box in self.loop.boxes)
        return max((one for one in dates if one and one.first_day <= self.today), default=None)


def matters_of(db: Session, dialogue: Dialogue, today: date) -> list[MatterLine]:
    """The matters that a dialogue's secretariat follows, in the order in which they were opened."""
    matters = db.scalars(
        sa.select(Matter)
        .where(Matter.dialogue_id == dialogue.id)
        .options(selectinload(Matter.topics))
        .order_by(Matter.id)
    ).all()
    loops = loops_of(db, matters)
    return [MatterLine(matter, loops[matter.id], today) for matter in matters]


def matters_with(db: Session, record: Record) -> Sequence[Matter]:
    """Those, of whichever dialogue, to which a record belongs, with their dialogues."""
    own = sa.select(MatterRecord.matter_id).where(MatterRecord.record_id == record.id)
    return _with_dialogues(db, Matter.id.in_(own))


def every_matter(db: Session) -> Sequence[Matter]:
    """All that the viewer may read, with their dialogues."""
    return _with_dialogues(db, sa.true())


def _with_dialogues(db: Session, condition: sa.ColumnElement[bool]) -> Sequence[Matter]:
    return db.scalars(
        sa.select(Matter)
        .join(Matter.dialogue)
        .where(condition)
        .options(contains_eager(Matter.dialogue))
        .order_by(Dialogue.slug, Matter.id)
    ).all()


def entry_of(
    db: Session, matter: Matter, record: Record, *, to_change: bool = False
) -> MatterRecord:
    """That a record belongs to a matter. Raises NoResultFound where it does not.

    Where it is `to_change`, nobody else changes it until this transaction ends.
    """
    here = (MatterRecord.matter_id == matter.id, MatterRecord.record_id == record.id)
    if to_change:
        db.execute(sa.select(MatterRecord.record_id).where(*here).with_for_update())
    return db.scalars(
        sa.select(MatterRecord)
        .where(*here)
        .options(joinedload(MatterRecord.matter), joinedload(MatterRecord.record))
    ).one()


def records_at(db: Session, addresses: Iterable[str], dialogue: Dialogue) -> dict[str, Record]:
    """The records of addresses (`harbour-talks/R1-T2`) or, in `dialogue`, of bare references.

    Those that the viewer may not read are missing, as those are that do not exist.
    """
    places = {}
    for address in addresses:
        found = ADDRESS.fullmatch(address)
        places[address] = (found["dialogue"], found["ref"]) if found else (dialogue.slug, address)
    here = sa.tuple_(Dialogue.slug, Record.ref).in_(set(places.values()))
    found_there = db.scalars(
        sa.select(Record)
        .join(Record.dialogue)
        .where(here, Record.kind != RecordKind.MATTER)
        .options(contains_eager(Record.dialogue))
    )
    records = {(record.dialogue.slug, record.ref): record for record in found_there}
    return {address: records[place] for address, place in places.items() if place in records}


@dataclass(frozen=True)
class Suggestion:
    """A record that may belong to a matter: a hand-over that has a wording of `carried`, or what
    is linked with `linked`, or of a `topic`."""

    record: Record
    carried: Record | None = None
    linked: Record | None = None
    topic: Topic | None = None


def suggested_for(db: Session, matter: Matter) -> list[Suggestion]:
    """Hand-overs of the matter's items, then what is linked with its records, then what is
    classified under its topics."""
    found: dict[int, Suggestion] = {}
    for one in chain(_handed(db, matter), _linked(db, matter), _of_its_topics(db, matter)):
        found.setdefault(one.record.id, one)
    return list(found.values())[:MOST_SUGGESTED]


def _handed(db: Session, matter: Matter) -> Iterable[Suggestion]:
    own = sa.select(MatterRecord.record_id).where(MatterRecord.matter_id == matter.id)
    carrier, item = aliased(Handover, flat=True), aliased(ConsensusItem, flat=True)
    rows = db.execute(
        sa.select(carrier, item)
        .select_from(HandoverWording)
        .join(carrier, carrier.id == HandoverWording.handover_id)
        .join(Wording, Wording.id == HandoverWording.wording_id)
        .join(item, item.id == Wording.item_id)
        .join(carrier.dialogue)
        .where(item.id.in_(own), carrier.id.not_in(own))
        .options(contains_eager(carrier.dialogue), joinedload(item.dialogue))
        .order_by(carrier.id, item.id)
        .limit(MOST_SUGGESTED)
    )
    for record, carried in rows:
        yield Suggestion(record, carried)


def _linked(db: Session, matter: Matter) -> Iterable[Suggestion]:
    own = sa.select(MatterRecord.record_id).where(MatterRecord.matter_id == matter.id)
    for near, far in (
        (TraceLink.earlier, TraceLink.later),
        (TraceLink.later, TraceLink.earlier),
    ):
        here, there = aliased(Record), aliased(Record)
        rows = db.execute(
            sa.select(there, here)
            .select_from(TraceLink)
            .join(near.of_type(here))
            .join(far.of_type(there))
            .join(there.dialogue)
            .where(here.id.in_(own), there.id.not_in(own), there.kind != RecordKind.MATTER)
            .options(contains_eager(there.dialogue), joinedload(here.dialogue))
            .order_by(there.id, TraceLink.id)
            .limit(MOST_SUGGESTED)
        )
        yield from (Suggestion(record, linked=linked) for record, linked in rows)


def _of_its_topics(db: Session, matter: Matter) -> Iterable[Suggestion]:
    own = sa.select(MatterRecord.record_id).where(MatterRecord.matter_id == matter.id)
    topics = sa.select(MatterTopic.topic_id).where(MatterTopic.matter_id == matter.id)
    for of, record_id in (
        (ConsensusItemTopic, ConsensusItemTopic.item_id),
        (AgendaTopicTopic, AgendaTopicTopic.agenda_topic_id),
    ):
        rows = db.execute(
            sa.select(Record, Topic)
            .join(of, record_id == Record.id)
            .join(Topic, Topic.id == of.topic_id)
            .join(Record.dialogue)
            .where(of.topic_id.in_(topics), Record.id.not_in(own))
            # What is made up is never mixed with what is real.
            .where(Dialogue.illustrative == matter.dialogue.illustrative)
            .options(contains_eager(Record.dialogue))
            .order_by(Record.id.desc(), Topic.code)
            .limit(MOST_SUGGESTED)
        )
        yield from (Suggestion(record, topic=topic) for record, topic in rows)
