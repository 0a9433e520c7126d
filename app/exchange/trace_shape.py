"""What passes between the tracks, in a dialogue file: hand-overs, matters, expectations, links."""

from app.exchange.fields import CODE, DATE, FLAG, STAMP, TEXT, WHOLE, Field, Reference, one_of
from app.exchange.handed import RowSet, Wordings
from app.exchange.parts import Codes, Suspect
from app.exchange.round_shape import AT_A_ROUND, MEETING, RECORD
from app.exchange.shape import RECORDED, Type
from app.gaps.models import AcceptedGap
from app.handovers.models import (
    Carrier,
    Dimension,
    Direction,
    Expectation,
    Handover,
    HandoverKind,
    HandoverPaper,
    Match,
    Outcome,
)
from app.matters.models import Matter, MatterRecord, Stage
from app.records.models import RecordKind
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink

HANDOVERS = Type(
    "handovers",
    Handover,
    (
        *RECORD,
        MEETING,
        Field("kind", one_of(HandoverKind), "handover_kind"),
        Field("direction", one_of(Direction)),
        Field("carrier", one_of(Carrier)),
        Field("carried_by"),
        Field("channel"),
        Reference("from_side", attr="from_side_id", table="sides"),
        Field("from_body"),
        Reference("to_side", attr="to_side_id", table="sides"),
        Field("to_body"),
        Reference("meant_for", attr="meant_for_id", table="records", far=True, kinds=AT_A_ROUND),
        Reference(
            "answers",
            attr="answers_id",
            table="records",
            far=True,
            kinds=(RecordKind.HANDOVER,),
        ),
        Field("reply_due", DATE),
        Field("acknowledged_on", DATE),
        Field("feedback", TEXT),
        Field("match", one_of(Match)),
        Field("quoted", TEXT),
        Reference("source", attr="source_id", table="sources", far=True),
        Field("place"),
        Wordings(),
        RowSet(
            "papers",
            HandoverPaper,
            (
                Reference(
                    "document",
                    attr="document_id",
                    table="records",
                    far=True,
                    kinds=(RecordKind.DOCUMENT,),
                ),
                Field("version", WHOLE),
            ),
            by="document",
        ),
    ),
    owner="dialogue_id",
)
GATHERED = Type(
    "gathered",
    MatterRecord,
    (
        Reference("record", attr="record_id", table="records", far=True),
        Field("stage", one_of(Stage)),
    ),
    owner="matter_id",
)
MATTERS = Type(
    "matters",
    Matter,
    (*RECORD, MEETING, Codes()),
    parts=(GATHERED,),
    owner="dialogue_id",
)
EXPECTATIONS = Type(
    "expectations",
    Expectation,
    (
        Reference(
            "record",
            attr="record_id",
            table="records",
            far=True,
            kinds=(RecordKind.AGENDA_TOPIC, RecordKind.ROUND),
        ),
        Reference("side", attr="side_id", table="sides", far=True),
        Field("dimension", one_of(Dimension)),
        Field("expected", TEXT),
        Field("happened", DATE),
        Field("outcome", one_of(Outcome)),
        Field("outcome_note", TEXT),
    ),
    owner="held_by_id",
)
ACCEPTED_GAPS = Type(
    "accepted_gaps",
    AcceptedGap,
    (
        Field("key", CODE),
        Field("because"),
        Field("until", DATE),
        Field("withdrawn", FLAG),
        *RECORDED,
    ),
    owner="dialogue_id",
    append_only=True,
)
LINKS = Type(
    "links",
    TraceLink,
    (
        Reference("earlier", attr="earlier_id", table="records", far=True),
        Reference("later", attr="later_id", table="records", far=True),
        Field("kind", one_of(LinkKind)),
        Field("basis", one_of(Basis)),
        Field("status", one_of(LinkStatus)),
        Reference("source", attr="source_id", table="sources", far=True),
        Field("place"),
        Reference(
            "evidence",
            attr="evidence_id",
            table="records",
            far=True,
            kinds=(RecordKind.DOCUMENT, RecordKind.HANDOVER),
        ),
        Reference("reported_by", attr="reported_by_id", table="sides", far=True),
        Field("rationale"),
        Field("happened", DATE),
        Reference("disputed_by", attr="disputed_by_id", table="sides", far=True),
        Suspect(),
        Field("earlier_wording", WHOLE),
        Field("later_wording", WHOLE),
        Field("looked_at", STAMP),
        Field("asserted_by"),
        Field("asserted_at", STAMP),
    ),
    always=True,
)
