"""Hand-overs as lists and pages show them: what was sent, in which version, and who answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from app.consensus.models import ConsensusItem, Wording
from app.dialogues.models import Side
from app.handovers.models import (
    Direction,
    Handover,
    HandoverKind,
    HandoverPaper,
    HandoverWording,
)
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Document, DocumentFile, Record

# Of these a reply is expected; of the others only where it is said by when.
ANSWERED = (HandoverKind.TRANSMITTAL, HandoverKind.REQUEST)


@dataclass(frozen=True)
class Sent:
    """One wording of an item, or one version of a paper.

    `number` is that of the wording or of the paper's file; None: the paper had no file. `latest`
    is the highest there is now.
    """

    record: ConsensusItem | Document
    number: int | None
    latest: int | None
    wording: Wording | None = None

    @property
    def key(self) -> tuple[int, int | None]:
        return self.record.id, self.number

    @property
    def has_newer(self) -> bool:
        return self.latest is not None and self.latest > (self.number or 0)


@dataclass(frozen=True)
class HandoverLine:
    """One hand-over with what the viewer may read of it; `replies` are those that answer it."""

    handover: Handover
    wordings: tuple[Sent, ...] = ()
    papers: tuple[Sent, ...] = ()
    replies: tuple[Handover, ...] = ()

    @property
    def sent(self) -> tuple[Sent, ...]:
        return (*self.wordings, *self.papers)

    @property
    def government(self) -> Side | None:
        """The side whose government received it, or handed it over; None: not recorded, or all."""
        handover = self.handover
        return handover.to_side if self.is_to_government else handover.from_side

    @property
    def is_to_government(self) -> bool:
        return self.handover.direction is Direction.TO_GOVERNMENT

    @property
    def is_unacknowledged(self) -> bool:
        """Whether nobody is on record as having received it; a reply says that somebody did.

        What came from a government is here, and needs no such word.
        """
        acknowledged = self.handover.acknowledged_on is not None or bool(self.replies)
        return self.is_to_government and not acknowledged

    @property
    def awaits_reply(self) -> bool:
        """Whether a reply is expected and none is on record. Feedback is not a reply."""
        expected = self.handover.reply_due is not None or self.handover.handover_kind in ANSWERED
        return expected and not self.replies

    def is_overdue(self, today: date) -> bool:
        """Whether the whole day, month or year in which a reply was due has passed without one."""
        due = self.handover.reply_due
        return due is not None and due.last_day < today and not self.replies


def lines_where(
    db: Session, condition: sa.ColumnElement[bool], *, with_words: bool = False
) -> list[HandoverLine]:
    """The hand-overs that answer a condition, newest first, the undated last.

    Four statements and, where papers were handed over, five, however many there are. Without
    `with_words`, the texts of wordings are not loaded.
    """
    happened = sa.func.coalesce(sa.type_coerce(Handover.happened, sa.String), "")
    wording = joinedload(HandoverWording.wording)
    words = [selectinload(Wording.renderings)] if with_words else [defer(Wording.text)]
    found = db.scalars(
        sa.select(Handover)
        .where(condition)
        .options(
            joinedload(Handover.dialogue),
            joinedload(Handover.from_side),
            joinedload(Handover.to_side),
            joinedload(Handover.meant_for).joinedload(Record.dialogue),
            selectinload(Handover.wordings).options(
                wording.options(joinedload(Wording.item), *words)
            ),
            selectinload(Handover.papers)
            .joinedload(HandoverPaper.document)
            .joinedload(Document.dialogue),
        )
        .order_by(happened.desc(), Handover.id.desc())
    ).all()
    return lines_of(db, found)


def lines_of(db: Session, handovers: Sequence[Handover]) -> list[HandoverLine]:
    """These, in their order, with what goes beyond their own rows."""
    replies = _replies(db, [one.id for one in handovers])
    papers = {paper.document_id for one in handovers for paper in one.papers}
    versions = latest_versions(db, papers)
    return [
        HandoverLine(one, _wordings(one), _papers(one, versions), tuple(replies[one.id]))
        for one in handovers
    ]


def _wordings(handover: Handover) -> tuple[Sent, ...]:
    """What the viewer may not read is not among them."""
    readable = (sent.wording for sent in handover.wordings if sent.wording is not None)
    return tuple(
        Sent(one.item, one.number, one.item.latest, one)
        for one in sorted(readable, key=lambda one: (one.item_id, one.number))
    )


def _papers(handover: Handover, versions: Mapping[int, int]) -> tuple[Sent, ...]:
    readable = (sent for sent in handover.papers if sent.document is not None)
    return tuple(
        Sent(one.document, one.version, versions.get(one.document_id))
        for one in sorted(readable, key=lambda one: one.document_id)
        if one.document is not None
    )


def latest_versions(db: Session, documents: Collection[int]) -> dict[int, int]:
    """The number of the latest file of each paper that has one."""
    if not documents:
        return {}
    rows = db.execute(
        sa.select(DocumentFile.document_id, sa.func.max(DocumentFile.number))
        .where(DocumentFile.document_id.in_(documents))
        .group_by(DocumentFile.document_id)
    )
    return dict(rows.all())


def _replies(db: Session, ids: Collection[int]) -> dict[int, list[Handover]]:
    found: dict[int, list[Handover]] = defaultdict(list)
    if ids:
        for reply in db.scalars(
            sa.select(Handover).where(Handover.answers_id.in_(ids)).order_by(Handover.id)
        ):
            found[reply.answers_id or 0].append(reply)
    return found


def is_seen_in_hidden(handover: Handover) -> bool:
    """Whether a government's text shows it that the viewer may not read."""
    return handover.source_id is not None and handover.source is None


def place_shown(handover: Handover) -> str:
    """Where in that text; nothing, where it may not be read."""
    return "" if is_seen_in_hidden(handover) else handover.place


def words_then(wording: Wording, day: PartialDate | None) -> LocalizedText:
    """The words with their translations as they stood on a day, as far as that can be told."""
    text = wording.text
    for rendering in wording.renderings:
        later = day and rendering.happened and day.certainly_before(rendering.happened)
        text = text if later else rendering.text
    return text
