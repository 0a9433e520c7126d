"""Finding where the trail was tampered with."""

import pytest
import sqlalchemy as sa

from app.audit.commands import record
from app.audit.models import AuditEntry, AuditHead
from app.audit.queries import breaks_in_the_chain
from app.db import Base

ENTRY = Base.metadata.tables["audit_entry"]


@pytest.fixture
def trail(db, make):
    """Five entries."""
    actor = make.user()
    for _ in range(5):
        record(db, actor, "topic.added", make.topic())
    db.commit()
    return db.connection()


def found(db):
    db.expire_all()
    return breaks_in_the_chain(db)


def at(serial):
    return sa.update(ENTRY).where(ENTRY.c.serial == serial)


def test_an_untouched_trail_is_whole(db, trail):
    assert found(db) == []
    serials = db.scalars(sa.select(AuditEntry.serial).order_by(AuditEntry.id)).all()
    assert serials == [1, 2, 3, 4, 5]


def test_a_trail_without_entries_is_whole(db):
    assert found(db) == []


@pytest.mark.parametrize(
    "change",
    [
        {"actor_name": "Another"},
        {"actor_id": None},
        {"action": "topic.edited"},
        {"subject": "side"},
        {"subject_id": 99},
        {"dialogue_id": 7},
        {"record_id": 7},
        {"before": {"name": "x"}},
        {"after": None},
        {"at": sa.func.current_timestamp()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_entry_is_found(db, trail, change):
    trail.execute(at(3).values(change))

    assert found(db) == ["entry 3 was changed after it was written"]


def test_an_entry_sealed_anew_does_not_fit_the_next(db, trail):
    trail.execute(at(3).values(digest="another"))

    assert found(db) == [
        "entry 3 was changed after it was written",
        "entry 4 does not follow on entry 3",
    ]


def test_an_entry_removed_from_the_middle_is_found(db, trail):
    trail.execute(sa.delete(ENTRY).where(ENTRY.c.serial == 3))

    assert found(db) == ["entry 3 is missing: after 2 comes 4"]


@pytest.mark.parametrize(("kept", "said"), [(4, 4), (2, 2), (0, 0)])
def test_entries_removed_from_the_end_are_found(db, trail, kept, said):
    trail.execute(sa.delete(ENTRY).where(ENTRY.c.serial > kept))

    assert found(db) == [f"the trail ends at entry {said}, but 5 were written"]


def test_a_first_entry_that_is_removed_is_found(db, trail):
    trail.execute(sa.delete(ENTRY).where(ENTRY.c.serial == 1))

    assert found(db) == ["entry 1 is missing: after 0 comes 2"]


def test_entries_in_another_order_are_found(db, trail):
    for serial, other in ((2, 92), (3, 2), (92, 3)):
        trail.execute(at(serial).values(serial=other))

    breaks = found(db)

    for serial in (2, 3):
        assert f"entry {serial} was changed after it was written" in breaks
        assert f"entry {serial} does not follow on entry {serial - 1}" in breaks


def test_entries_renumbered_over_a_hole_are_found(db, trail):
    trail.execute(sa.delete(ENTRY).where(ENTRY.c.serial == 3))
    for serial in (4, 5):
        trail.execute(at(serial).values(serial=serial - 1))

    assert "entry 3 does not follow on entry 2" in found(db)


@pytest.mark.parametrize("change", [{"serial": 4}, {"serial": 6}, {"digest": "another"}])
def test_a_changed_end_of_the_chain_is_found(db, trail, change):
    head = Base.metadata.tables["audit_head"]
    trail.execute(sa.update(head).values(change))

    [said] = found(db)

    assert said.startswith("the trail ends at entry 5")


def test_a_missing_end_of_the_chain_is_found(db, trail):
    trail.execute(sa.delete(Base.metadata.tables["audit_head"]))

    assert db.get(AuditHead, 1, populate_existing=True) is None
    assert found(db) == ["the trail ends at entry 5, but 0 were written"]
