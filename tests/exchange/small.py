"""A small dialogue file that uses everything the format has."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue
from app.exchange.queries import dialogue_file, to_json
from tests.exchange import small_trace
from tests.exchange.small_records import (
    BY,
    OPEN,
    consensus,
    first_round,
    group_meeting,
    kept_file,
    text,
    working_groups,
)


def small_file() -> dict[str, Any]:
    """Written as an export would write it."""
    return {
        "throughline": 1,
        "topics": [
            {"code": "TS", "name": text("Safety"), "note": text("A note")},
            {"code": "TS-1", "parent": "TS", "name": text("Bias")},
            {"code": "AS", "name": text("Application")},
        ],
        "institutions": [
            {
                "key": "institute",
                "name": {"en": "Institute", "zh-Hans": "研究所", "original": "zh-Hans"},
                "short_name": text("I"),
                "other_names": ["The Institute", "Inst."],
                "country": "Avalon",
                "sector": "think-tank",
            }
        ],
        "people": [
            {
                "key": "moreau",
                "kept_by": "harbour",
                "names": [
                    {"language": "en", "family": "MOREAU", "given": "A.", "printed": "A. MOREAU"},
                    {"language": "en", "printed": "Anna Moreau"},
                ],
                "affiliations": [
                    {"institution": "institute", "post": text("Fellow"), "since": "2019"},
                    {"printed": text("Former envoy"), "until": "2018-05", "former": True},
                ],
                "note": text("Writes in French"),
            },
            {
                "key": "tan",
                "kept_by": "harbour",
                "names": [{"language": "zh-Hans", "printed": "谭"}],
            },
        ],
        "dialogues": [harbour(), talks()],
        "links": small_trace.links(),
    }


def harbour() -> dict[str, Any]:
    return {
        "slug": "harbour",
        "track": "track-two",
        "name": {
            "en": "Harbour",
            "zh-Hans": "港口",
            "original": "en",
            "translations": {"zh-Hans": "checked"},
            "stale": ["zh-Hans"],
        },
        "summary": text("What it is about"),
        "began": "2019-10",
        "attribution": "chatham-house",
        "illustrative": True,
        "sides": [
            {
                "code": "SN",
                "name": text("Sina"),
                "dialogue_name": text("Port"),
                "convener": text("Institute"),
                "convener_short": text("I"),
            },
            {"code": "AV", "name": text("Avalon")},
        ],
        "sources": [
            {
                "key": "P2",
                "title": "Report",
                "address": "https://example.org/",
                "published": "2024-02",
                "note": "Printed twice",
            },
            {"key": "P10", "title": "Another"},
        ],
        "team": [
            {
                "side": "SN",
                "person": "moreau",
                "affiliation": text("Fellow"),
                "naming": "public",
                "consent": "by mail",
                "consented": "2023-12",
                "as_of": "2024",
                "source": "P2",
            },
            {"side": "AV", "group": {"label": text("Staff"), "count": 3}, "naming": "counted"},
        ],
        "rounds": [first_round(), group_meeting()],
        "documents": [
            {
                "ref": "D1",
                **OPEN,
                "kind": "read-out",
                "issued_by": "SN",
                "status": "published",
                "language": "zh-Hans",
                "points": text("One\nTwo"),
                "files": [kept_file("notes.txt", b"One"), kept_file("notes.txt", "两".encode())],
            },
            {"ref": "R1-D1", **OPEN, "meeting": "R1", "kind": "other", "status": "joint"},
            {
                "ref": "R1-D2",
                **OPEN,
                "meeting": "R1",
                "about": "R1-A1",
                "kind": "notes",
                "status": "draft",
            },
        ],
        "consensus": consensus(),
        "working_groups": working_groups(),
        "actions": [
            {
                "ref": "R1-A1",
                "title": text("Write the paper"),
                **OPEN,
                "meeting": "R1",
                "status": "waiting",
                "due_round": 2,
                "waiting_for": "AV",
                "origin": "harbour/R1-C1",
                "owners": [{"side": "SN", "person": "tan"}, {"body": "Working group"}],
                "updates": [
                    {
                        "text": text("Begun"),
                        "status": "in-progress",
                        "happened": "2024-06",
                        "reported_at": "R1",
                        **BY,
                    },
                    {"status": "waiting", **BY},
                ],
            },
            {
                "ref": "R1-A2",
                "title": text("Send it"),
                **OPEN,
                "meeting": "R1",
                "status": "done",
                "due": "2024-05-01",
                "origin": "harbour/R1-A1",
                "closed_on": "2024-07",
                "evidence": text("On paper"),
                "owners": [{"institution": "institute"}],
            },
            {
                "ref": "R1-A3",
                "title": text("Ask again"),
                **OPEN,
                "meeting": "R1",
                "status": "open",
                "origin": "harbour/H1",
                "owners": [],
            },
        ],
        "handovers": small_trace.handovers(),
        "matters": small_trace.matters(),
        "expectations": small_trace.expectations(),
        "accepted_gaps": small_trace.accepted_gaps(),
    }


def talks() -> dict[str, Any]:
    return {
        "slug": "talks",
        "track": "government",
        "name": text("Talks"),
        "attribution": "closed",
        "sides": [{"code": "SN", "name": text("Sina")}],
        "sources": [{"key": "G1", "title": "Statement"}],
        "rounds": [
            {
                "ref": "geneva-2024",
                "happened": "2024-05",
                **OPEN,
                "kind": "summit",
                "status": "held",
                "attribution": "closed",
            }
        ],
        "documents": [{"ref": "D1", **OPEN, "kind": "joint-statement", "status": "draft"}],
    }


def exported(db: Session) -> str:
    """All dialogues of the database."""
    return to_json(dialogue_file(db, db.scalars(sa.select(Dialogue)).all()))
