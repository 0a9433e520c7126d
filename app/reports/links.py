"""The links between a dialogue's records and those of other tracks."""

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.consensus.standing import on_record
from app.dialogues.models import Dialogue, Side
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.records.models import Record, Source
from app.reports.report import LinkEnd, LinkLine, SourceLine, short_name
from app.trace.models import TraceLink


def links_of(
    db: Session, dialogue: Dialogue, as_of: PartialDate
) -> tuple[tuple[LinkLine, ...], set[SourceLine]]:
    """The links with records of other tracks, of which both ends were on record, by date."""
    earlier, later, keeper = aliased(Record), aliased(Record), aliased(Dialogue)
    before, after = aliased(Dialogue), aliased(Dialogue)
    reporter, disputer, shown_by = aliased(Side), aliased(Side), aliased(Record)
    rows = db.execute(
        sa.select(TraceLink, earlier, later, before, after, Source, keeper.slug)
        .add_columns(shown_by, reporter, disputer)
        .join(earlier, earlier.id == TraceLink.earlier_id)
        .join(later, later.id == TraceLink.later_id)
        .join(before, before.id == earlier.dialogue_id)
        .join(after, after.id == later.dialogue_id)
        .outerjoin(Source, Source.id == TraceLink.source_id)
        .outerjoin(keeper, keeper.id == Source.dialogue_id)
        .outerjoin(shown_by, shown_by.id == TraceLink.evidence_id)
        .outerjoin(reporter, reporter.id == TraceLink.reported_by_id)
        .outerjoin(disputer, disputer.id == TraceLink.disputed_by_id)
        .where(
            sa.or_(before.id == dialogue.id, after.id == dialogue.id),
            before.track != after.track,
            on_record(earlier.happened, as_of),
            on_record(later.happened, as_of),
        )
        .order_by(TraceLink.id)
    ).all()
    lines = [_link_line(*row, dialogue=dialogue) for row in rows]
    lines.sort(key=lambda line: str(line.later.happened or "~"))
    return tuple(lines), {line.source for line in lines if line.source}


def _link_line(
    link: TraceLink,
    earlier: Record,
    later: Record,
    before: Dialogue,
    after: Dialogue,
    source: Source | None,
    keeper: str | None,
    evidence: Record | None,
    reporter: Side | None,
    disputer: Side | None,
    *,
    dialogue: Dialogue,
) -> LinkLine:
    return LinkLine(
        kind=link.kind,
        basis=link.basis,
        status=link.status,
        earlier=_end(earlier, before, dialogue),
        later=_end(later, after, dialogue),
        source=_source_line(source, keeper, dialogue) if source else None,
        evidence=(evidence.title or LocalizedText({"en": evidence.ref})) if evidence else None,
        place=link.place,
        rationale=link.rationale,
        reported_by=_name(reporter),
        disputed_by=_name(disputer),
    )


def _end(record: Record, of: Dialogue, own: Dialogue) -> LinkEnd:
    return LinkEnd(
        ref=record.ref,
        title=record.title,
        happened=record.happened,
        dialogue=of.name,
        track=of.track,
        is_own=of.id == own.id,
    )


def _source_line(source: Source, keeper: str | None, own: Dialogue) -> SourceLine:
    other = None if source.dialogue_id == own.id else keeper
    return SourceLine(source.key, source.title, source.address, source.published, other)


def _name(side: Side | None) -> LocalizedText | None:
    return short_name(side) if side else None
