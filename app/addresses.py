"""The addresses of records: `/<dialogue>/<ref>`, told apart by the form of the reference."""

from typing import Any

from flask import Flask, url_for
from werkzeug.routing import BaseConverter, IntegerConverter, Map

from app.records.models import RecordKind
from app.records.queries import kind_of

MEETING = r"(?:R[1-9]\d*|[a-z][a-z0-9-]*[a-z0-9])"

# The page of a record of each kind.
PAGES = {
    RecordKind.ROUND: "rounds.show_round",
    RecordKind.SESSION: "rounds.show_session",
    RecordKind.AGENDA_TOPIC: "rounds.show_topic",
    RecordKind.CONSENSUS_ITEM: "consensus.show_item",
    RecordKind.ACTION: "actions.show_action",
    RecordKind.DOCUMENT: "records.show_document",
    RecordKind.WORKING_GROUP: "groups.show_group",
    RecordKind.HANDOVER: "handovers.show_handover",
    RecordKind.MATTER: "matters.show_matter",
}


class RoundReference(BaseConverter):
    regex = MEETING


class SessionReference(BaseConverter):
    regex = rf"{MEETING}-S[1-9]\d*"


class TopicReference(BaseConverter):
    regex = rf"{MEETING}-T[1-9]\d*"


class ItemReference(BaseConverter):
    regex = rf"(?:{MEETING}-)?C[1-9]\d*"


class ActionReference(BaseConverter):
    regex = rf"(?:{MEETING}-)?A[1-9]\d*"


class DocumentReference(BaseConverter):
    regex = rf"(?:{MEETING}-)?D[1-9]\d*"


class GroupReference(BaseConverter):
    regex = rf"(?:{MEETING}-)?W[1-9]\d*"


class HandoverReference(BaseConverter):
    regex = rf"(?:{MEETING}-)?H[1-9]\d*"


class MatterReference(BaseConverter):
    regex = rf"(?:{MEETING}-)?M[1-9]\d*"


class RowNumber(IntegerConverter):
    """A number that a row can have; a larger one is no address."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": 2**31 - 1, **options})


def init_app(app: Flask) -> None:
    app.url_map.converters |= {
        "int": RowNumber,
        "round": RoundReference,
        "meeting": SessionReference,
        "topic": TopicReference,
        "item": ItemReference,
        "action": ActionReference,
        "document": DocumentReference,
        "group": GroupReference,
        "handover": HandoverReference,
        "matter": MatterReference,
    }
    app.context_processor(lambda: {"record_url": record_url})


def record_url(dialogue: str, ref: str, page: str | None = None, **more: Any) -> str:
    """The address of a record, or of one of its pages."""
    kind = kind_of(ref)
    if page is None and kind is None:
        raise ValueError(f"{ref!r} is not a reference")
    return url_for(page or PAGES[kind], dialogue=dialogue, ref=ref, **more)  # type: ignore[index]
