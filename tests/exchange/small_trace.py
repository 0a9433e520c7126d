"""What passed between the tracks, in the small dialogue file."""

from typing import Any

from tests.exchange.small_records import AT, BY, OPEN, text


def handovers() -> list[dict[str, Any]]:
    return [
        {
            "ref": "R1-H1",
            **OPEN,
            "meeting": "R1",
            "kind": "mandate",
            "direction": "from-government",
        },
        {
            "ref": "H1",
            "title": text("The words of the first round"),
            "happened": "2024-04-02",
            "disclosure": "secretariat",
            "note": text("By hand"),
            "citations": [{"source": "P10"}],
            "kind": "transmittal",
            "direction": "to-government",
            "carrier": "document",
            "carried_by": "The co-chair",
            "channel": "Letter",
            "from_side": "SN",
            "from_body": "Institute",
            "to_side": "AV",
            "to_body": "Ministry",
            "meant_for": "talks/geneva-2024",
            "reply_due": "2024-05",
            "acknowledged_on": "2024-04-03",
            "feedback": text("Read with care"),
            "match": "partial",
            "quoted": {"en": "Words", "zh-Hans": "文字", "original": "zh-Hans"},
            "source": "talks/G1",
            "place": "p. 2",
            "wordings": [
                {"item": "harbour/R1-C1", "number": 1},
                {"item": "harbour/R1-C1", "number": 2},
            ],
            "papers": [
                {"document": "harbour/D1", "version": 2},
                {"document": "harbour/R1-D1"},
            ],
        },
        {
            "ref": "H2",
            "happened": "2024-06",
            **OPEN,
            "kind": "reply",
            "direction": "from-government",
            "answers": "harbour/H1",
            "match": "no-information",
        },
    ]


def matters() -> list[dict[str, Any]]:
    return [
        {
            "ref": "M1",
            "title": text("Bias"),
            **OPEN,
            "topics": ["AS", "TS-1"],
            "gathered": [
                {"record": "harbour/H1", "stage": "groundwork"},
                {"record": "harbour/R1-T1"},
                {"record": "talks/geneva-2024", "stage": "talks"},
            ],
        },
        {"ref": "R1-M1", "title": text("Another"), **OPEN, "meeting": "R1"},
    ]


def expectations() -> list[dict[str, Any]]:
    return [
        {
            "record": "harbour/R1-T1",
            "side": "harbour/AV",
            "dimension": "domestic-objectives",
            "expected": text("Nothing"),
        },
        {
            "record": "talks/geneva-2024",
            "side": "talks/SN",
            "dimension": "risk-assessment",
            "expected": {"zh-Hans": "一次交流", "original": "zh-Hans"},
            "happened": "2024-04",
            "outcome": "partly",
            "outcome_note": text("An hour"),
        },
        {
            "record": "talks/geneva-2024",
            "side": "talks/SN",
            "dimension": "governance-goals",
            "expected": text("A forum"),
        },
    ]


def accepted_gaps() -> list[dict[str, Any]]:
    """The last of the same gap counts."""
    return [
        {"key": "not-confirmed:harbour/R1", "because": "It is late", "until": "2025-06", **BY},
        {"key": "not-confirmed:harbour/R1", "because": "It is not", "withdrawn": True, **BY},
        {"key": "unanswered:harbour/H2", "because": "No matter", **BY},
    ]


def links() -> list[dict[str, Any]]:
    """Of the tracks' hand-overs; in the order in which links are written."""
    claimed = {"asserted_by": "Lee Ad", "asserted_at": AT}
    return [
        {
            "earlier": "harbour/H1",
            "later": "talks/geneva-2024",
            "kind": "groundwork",
            "basis": "documented",
            "status": "confirmed",
            "evidence": "harbour/D1",
            **claimed,
        },
        {
            "earlier": "harbour/R1",
            "later": "talks/geneva-2024",
            "kind": "groundwork",
            "basis": "documented",
            "status": "disputed",
            "source": "harbour/P2",
            "place": "p. 3",
            "disputed_by": "talks/SN",
            "suspect": ["earlier"],
            **claimed,
        },
        {
            "earlier": "harbour/R1-C1",
            "later": "talks/D1",
            "kind": "taken-up",
            "basis": "inferred",
            "status": "proposed",
            "evidence": "harbour/H2",
            "rationale": "The same words <b>return</b>",
            "earlier_wording": 1,
            "looked_at": "2025-03-04T05:06:07Z",
            **claimed,
        },
        {
            "earlier": "harbour/R1-C2",
            "later": "harbour/R1-C1",
            "kind": "merges",
            "basis": "inferred",
            "status": "confirmed",
            "rationale": "One half of it",
            "happened": "2024-06",
            "later_wording": 2,
            **claimed,
        },
    ]
