"""The first round of the small dialogue file, and what the sides made of it."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

AT = "2025-01-02T03:04:05Z"
BY = {"recorded_at": AT, "recorded_by": "Sec Retary"}
OPEN = {"disclosure": "participants"}


def text(english: str) -> dict[str, Any]:
    return {"en": english}


def kept_file(name: str, content: bytes, media_type: str = "text/plain") -> dict[str, Any]:
    return {
        "name": name,
        "media_type": media_type,
        "sha256": sha256(content).hexdigest(),
        "content": b64encode(content).decode(),
        **BY,
    }


def first_round() -> dict[str, Any]:
    return {
        "ref": "R1",
        "title": text("Round one"),
        "happened": "2024-03-01",
        "disclosure": "public",
        "note": text("Snow"),
        "citations": [
            {
                "source": "P10",
                "place": "p. 1",
                "quote": "words",
                "reading": "excerpt",
                "note": "n",
            },
            {"source": "P2"},
        ],
        "number": 1,
        "kind": "round",
        "status": "held",
        "ended": "2024-03-02",
        "place": text("Geneva"),
        "mode": "in-person",
        "attribution": "open",
        "co_hosts": text("The port"),
        "head_count": "more than 30",
        "head_count_least": 31,
        "confirmed_at": AT,
        "confirmed_by": "Sec Retary",
        "reopened_because": "A name was wrong",
        "attendance": [
            {
                "side": "SN",
                "person": "moreau",
                "role": "co-chair",
                "capacity": "private",
                "sector": "academia",
                "affiliation": text("Fellow"),
                "naming": "public",
                "consent": "asked",
                "consented": "2024-03-02",
                "institutions": ["institute"],
            },
            {"side": "AV", "person": "tan", "role": "participant", "naming": "participants"},
            {"group": {"label": text("Interns")}, "role": "observer", "naming": "counted"},
            {"group": {"label": text("Interns")}, "role": "observer", "naming": "counted"},
        ],
        "sessions": [
            {
                "ref": "R1-S1",
                **OPEN,
                "attribution": "closed",
                "moderators": ["tan", "moreau"],
                "agenda": [
                    {
                        "ref": "R1-T1",
                        "title": text("Bias"),
                        "happened": "2024-03-02",
                        "disclosure": "side",
                        "side": "SN",
                        "format": "case-study",
                        "result": "stalled",
                        "fault": "politicised",
                        "summary": text("Short"),
                        "topics": ["AS", "TS-1"],
                    },
                    {"ref": "R1-T2", **OPEN, "format": "discussion"},
                ],
            },
            {"ref": "R1-S2", **OPEN},
        ],
    }


def consensus() -> list[dict[str, Any]]:
    return [
        {
            "ref": "R1-C1",
            **OPEN,
            "meeting": "R1",
            "kind": "consensus",
            "level": "macro",
            "verb": "agreed",
            "agenda_topic": "R1-T1",
            "open_list": True,
            "topics": ["TS"],
            "review_on": "2026-05",
            "review_round": 3,
            "withdrawn": {"on": "2025", "because": "Out of date"},
            "wordings": [
                {
                    "text": text("First [words [said|SN: written]]"),
                    **BY,
                    "bracket_notes": [
                        {
                            "place": 1,
                            "reason": "trading",
                            "side": "AV",
                            "note": "For the other",
                            "happened": "2024-03",
                            **BY,
                        },
                        {"place": 1, "reason": "contentious", **BY},
                        {"place": 2, "reason": "awaiting-instructions", **BY},
                    ],
                },
                {
                    "text": text("Second words"),
                    "reason": "Clearer",
                    "happened": "2024-03",
                    "settled_at": "R1",
                    "reported_by": "SN",
                    **BY,
                    "renderings": [
                        {
                            "text": {"en": "Second words", "zh-Hans": "第二", "original": "en"},
                            "happened": "2024-04",
                            **BY,
                        },
                        {"text": text("Second words"), **BY},
                    ],
                    "positions": [
                        {
                            "side": "SN",
                            "stance": "sought",
                            "method": "silence-procedure",
                            "deadline": "2024-04-01",
                            **BY,
                        },
                        {
                            "side": "SN",
                            "stance": "endorsed-with-reservation",
                            "statement": text("Yes"),
                            "reason": text("But"),
                            "body": "Institute",
                            "person": "moreau",
                            "happened": "2024-04-02",
                            "method": "by-mail",
                            **BY,
                        },
                        {"side": "AV", "stance": "endorsed", **BY},
                    ],
                },
            ],
        },
        {
            "ref": "R1-C2",
            **OPEN,
            "meeting": "R1",
            "kind": "divergence",
            "parent": "R1-C1",
            "wordings": [],
        },
    ]


def working_groups() -> list[dict[str, Any]]:
    return [
        {
            "ref": "R1-W1",
            "title": text("Group on words"),
            **OPEN,
            "citations": [{"source": "P2"}],
            "meeting": "R1",
            "status": "formed",
            "mandate": text("Write them down"),
            "origin": "R1-C1",
            "meetings": ["R1", "wg-words"],
        },
        {"ref": "W1", "title": text("Another"), "happened": "2025", **OPEN, "status": "agreed"},
    ]


def group_meeting() -> dict[str, Any]:
    return {
        "ref": "wg-words",
        "happened": "2024-05-02",
        **OPEN,
        "kind": "working-group-meeting",
        "status": "held",
        "attribution": "closed",
    }
