"""Wordings and what stands on them, positions, updates: an import adds to them, and no more."""

import pytest
import sqlalchemy as sa

from app.actions.models import Action
from app.audit.models import AuditEntry
from app.consensus.models import ConsensusItem
from app.exchange.commands import BadFile, import_file
from tests.exchange.small import small_file
from tests.exchange.small_records import BY, text


@pytest.fixture
def file(db):
    """A file that is imported already."""
    import_file(db, actor=None, file=small_file())
    db.commit()
    return small_file()


def by_ref(db, model, ref):
    return db.scalars(sa.select(model).where(model.ref == ref)).one()


def entries(db):
    return db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial)).all()


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d["consensus"][0]["wordings"][0].update(text=text("[A [B]]")), "wordings[0]"),
        (
            lambda d: d["consensus"][0]["wordings"][1]["renderings"][0].update(happened="2024"),
            "wordings[1].renderings[0]",
        ),
        (
            lambda d: d["consensus"][0]["wordings"][0]["bracket_notes"].pop(0),
            "wordings[0].bracket_notes[0]",
        ),
        (lambda d: d["consensus"][0]["wordings"].pop(0), "wordings[0]"),
        (
            lambda d: d["consensus"][0]["wordings"][1]["positions"][0].update(stance="endorsed"),
            "wordings[1].positions[0]",
        ),
        (
            lambda d: d["consensus"][0]["wordings"][1]["positions"].pop(0),
            "wordings[1].positions[0]",
        ),
        (lambda d: d["actions"][0]["updates"][1].update(status="done"), "updates[1]"),
        (
            lambda d: d["actions"][0]["updates"][0].update(recorded_at="2025-01-02T03:04:06Z"),
            "updates[0]",
        ),
        (lambda d: d["accepted_gaps"][0].update(because="Of no matter"), "accepted_gaps[0]"),
    ],
)
def test_what_is_written_once_is_not_rewritten(db, file, change, path):
    change(file["dialogues"][0])

    with pytest.raises(BadFile) as refusal:
        import_file(db, actor=None, file=file)

    assert f"{path}: is on record in other words already" in refusal.value.errors[0]


def test_whatever_is_written_once_is_added(db, file):
    harbour = file["dialogues"][0]
    item, action = harbour["consensus"][0], harbour["actions"][0]
    item["wordings"][1]["positions"].append({"side": "AV", "stance": "withdrawn"} | BY)
    item["wordings"].append(
        {"text": text("Third words"), "positions": [{"side": "AV", "stance": "sought"} | BY]} | BY
    )
    action["updates"].append({"text": text("More")} | BY)
    item["wordings"][1]["renderings"].append({"text": text("Second words")} | BY)
    item["wordings"][0]["bracket_notes"].append({"place": 2, "reason": "trading"} | BY)
    harbour["accepted_gaps"].append({"key": "unanswered:harbour/H2", "because": "Still"} | BY)
    before = len(entries(db))

    done = import_file(db, actor=None, file=file)

    assert done.created == {
        "wordings": 1,
        "renderings": 1,
        "bracket_notes": 1,
        "positions": 2,
        "updates": 1,
        "accepted_gaps": 1,
    }
    # The number of the latest wording stands in the item's own row, and the file says of the
    # links to it that they are not suspect.
    assert done.changed == {"consensus": 1, "links": 2}
    item = by_ref(db, ConsensusItem, "R1-C1")
    assert item.latest == 3
    assert [wording.number for wording in item.wordings] == [1, 2, 3]
    assert sorted(position.number for position in item.wordings[1].positions) == [1, 1, 2, 2]
    assert [(note.place, note.number) for note in item.wordings[0].bracket_notes] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
    ]
    assert [update.number for update in by_ref(db, Action, "R1-A1").updates] == [1, 2, 3]
    assert [entry.action for entry in entries(db)[before:]] == [
        "consensus-item.imported",
        "action.imported",
        "dialogue.imported",
        "trace-link.imported",
        "trace-link.imported",
    ]
    assert not import_file(db, actor=None, file=file).created
