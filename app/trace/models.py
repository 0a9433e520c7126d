"""How what happened on one track prepares, or looks back on, what happened on another."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, Id, Revised, partial_date_check
from app.dialogues.models import Side, Track
from app.partial_date import PartialDate
from app.reading import SEES_EVERYTHING, readable_record
from app.records.models import Record, RecordKind, Source


class LinkKind(StrEnum):
    """Named by what the later record is to the earlier one, or the earlier to the later."""

    MANDATE = "mandate"
    GROUNDWORK = "groundwork"
    RAISED = "raised"
    TAKEN_UP = "taken-up"
    PARTLY_TAKEN_UP = "partly-taken-up"
    SET_ASIDE = "set-aside"
    REVIEW = "review"
    REFINES = "refines"
    SUPERSEDES = "supersedes"
    SPLIT_FROM = "split-from"
    MERGES = "merges"
    IMPLEMENTS = "implements"
    FOLLOWS_FROM = "follows-from"


class Basis(StrEnum):
    DOCUMENTED = "documented"
    REPORTED = "reported"
    INFERRED = "inferred"


class LinkStatus(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


# A matter gathers records; it is not something that happened.
EVERY_KIND = frozenset(RecordKind) - {RecordKind.MATTER}
ITEM = frozenset({RecordKind.CONSENSUS_ITEM})
OFFICIAL = frozenset({Track.GOVERNMENT, Track.MULTILATERAL})
UNOFFICIAL = frozenset({Track.TRACK_TWO, Track.TRACK_ONE_FIVE})
EVERY_TRACK = frozenset(Track)


@dataclass(frozen=True, kw_only=True)
class Ends:
    """Which records a kind of link may join; `tracks_differ` None: they may or may not."""

    earlier: AbstractSet[RecordKind] = EVERY_KIND
    later: AbstractSet[RecordKind] = EVERY_KIND
    earlier_tracks: AbstractSet[Track] = EVERY_TRACK
    later_tracks: AbstractSet[Track] = EVERY_TRACK
    tracks_differ: bool | None = None

    def allows(
        self, earlier: RecordKind, earlier_track: Track, later: RecordKind, later_track: Track
    ) -> bool:
        differ = earlier_track is not later_track
        return (
            earlier in self.earlier
            and later in self.later
            and earlier_track in self.earlier_tracks
            and later_track in self.later_tracks
            and self.tracks_differ in (None, differ)
        )


RECEIVES = frozenset(
    {RecordKind.ROUND, RecordKind.AGENDA_TOPIC, RecordKind.CONSENSUS_ITEM, RecordKind.DOCUMENT}
)
_UPTAKE = Ends(
    earlier=ITEM | {RecordKind.DOCUMENT},
    later=RECEIVES,
    earlier_tracks=UNOFFICIAL,
    later_tracks=OFFICIAL,
)

# The one table of what may be linked; in every kind the earlier record must not be dated after
# the later one.
ENDS: dict[LinkKind, Ends] = {
    LinkKind.MANDATE: Ends(earlier_tracks=OFFICIAL),
    LinkKind.GROUNDWORK: Ends(tracks_differ=True),
    LinkKind.RAISED: Ends(
        earlier=ITEM, later=frozenset({RecordKind.AGENDA_TOPIC}), tracks_differ=True
    ),
    LinkKind.TAKEN_UP: _UPTAKE,
    LinkKind.PARTLY_TAKEN_UP: _UPTAKE,
    LinkKind.SET_ASIDE: _UPTAKE,
    LinkKind.REVIEW: Ends(tracks_differ=True),
    LinkKind.REFINES: Ends(earlier=ITEM, later=ITEM),
    LinkKind.SUPERSEDES: Ends(earlier=ITEM, later=ITEM, tracks_differ=False),
    LinkKind.SPLIT_FROM: Ends(earlier=ITEM, later=ITEM, tracks_differ=False),
    LinkKind.MERGES: Ends(earlier=ITEM, later=ITEM, tracks_differ=False),
    LinkKind.IMPLEMENTS: Ends(earlier=ITEM | {RecordKind.AGENDA_TOPIC, RecordKind.ACTION}),
    LinkKind.FOLLOWS_FROM: Ends(),
}


class TraceLink(Revised, Base):
    """A claim that what happened at `earlier` bears on what happened at `later`.

    `basis` says why it is believed: a `source` (and the place in it), `evidence` on record (a paper
    or a hand-over), what a side reported, or a `rationale`. The revisions are those of the two
    records when the link was last looked at; `earlier_wording` and `later_wording` the numbers of
    the latest wordings, then, of ends that are items. `looked_at` None: when the claim was made.
    `happened` is when an item was superseded, split or merged, where that is not the later one's
    own date.
    """

    __tablename__ = "trace_link"

    id: Mapped[Id]
    kind: Mapped[LinkKind]
    basis: Mapped[Basis]
    status: Mapped[LinkStatus] = mapped_column(default=LinkStatus.PROPOSED)
    earlier_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), index=True)
    later_id: Mapped[int] = mapped_column(sa.ForeignKey("record.id"), index=True)
    earlier_revision: Mapped[int]
    later_revision: Mapped[int]
    earlier_wording: Mapped[int | None]
    later_wording: Mapped[int | None]
    looked_at: Mapped[datetime | None]
    source_id: Mapped[int | None] = mapped_column(sa.ForeignKey("source.id"), index=True)
    evidence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("record.id"), index=True)
    place: Mapped[str] = mapped_column(default="")
    reported_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    rationale: Mapped[str] = mapped_column(default="")
    happened: Mapped[PartialDate | None]
    disputed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("side.id"))
    asserted_by: Mapped[str]
    asserted_at: Mapped[datetime]

    earlier: Mapped[Record] = relationship(foreign_keys=[earlier_id])
    later: Mapped[Record] = relationship(foreign_keys=[later_id])
    # None also where the viewer may not read the dialogue that keeps the source.
    source: Mapped[Source | None] = relationship()
    # None also where the viewer may not read it.
    evidence: Mapped[Record | None] = relationship(foreign_keys=[evidence_id])
    reported_by: Mapped[Side | None] = relationship(foreign_keys=[reported_by_id])
    disputed_by: Mapped[Side | None] = relationship(foreign_keys=[disputed_by_id])

    __table_args__ = (
        sa.UniqueConstraint("earlier_id", "later_id", "kind"),
        sa.CheckConstraint("earlier_id <> later_id", name="two_records"),
        sa.CheckConstraint(
            "basis <> 'documented' OR source_id IS NOT NULL OR evidence_id IS NOT NULL",
            name="documented_by_a_source",
        ),
        sa.CheckConstraint(
            "basis <> 'reported' OR reported_by_id IS NOT NULL", name="reported_by_a_side"
        ),
        sa.CheckConstraint("basis <> 'inferred' OR rationale <> ''", name="inferred_for_a_reason"),
        sa.CheckConstraint(
            "(status = 'disputed') = (disputed_by_id IS NOT NULL)", name="disputed_by_a_side"
        ),
        partial_date_check("happened"),
    )

    @classmethod
    def readable(cls) -> sa.ColumnElement[bool]:
        """Read by whoever may read both its ends."""
        both = sa.and_(readable_record(cls.earlier_id), readable_record(cls.later_id))
        return sa.or_(SEES_EVERYTHING, both)
