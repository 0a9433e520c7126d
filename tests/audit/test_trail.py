"""What each command leaves in the trail: one entry, with what it changed and nothing else."""

import inspect
import json
from typing import Any

import pytest
import sqlalchemy as sa

from app.accounts.commands import add_user, change_password, change_user
from app.actions import commands as actions
from app.actions.models import ActionStatus
from app.attendance import commands as roster
from app.attendance import (
    consent_commands,
    copy_commands,
    named_commands,
    post_commands,
    roster_commands,
)
from app.audit.models import AuditEntry
from app.audit.queries import breaks_in_the_chain
from app.briefs import commands as briefs
from app.calendar import commands as calendar
from app.consensus import (
    bracket_commands,
    position_commands,
    rendering_commands,
    review_commands,
    silence_commands,
)
from app.consensus import commands as consensus
from app.consensus.models import ItemKind, Stance
from app.dialogues import arranging
from app.dialogues import commands as memberships
from app.gaps import commands as gaps
from app.groups import commands as groups
from app.handovers import commands as handovers
from app.handovers import expectation_commands
from app.matters import commands as matters
from app.partial_date import PartialDate
from app.planning import commands as planning
from app.planning import ordering_commands as ordering
from app.planning import plan_commands as plans
from app.records import commands as records
from app.rounds import commands as rounds
from app.trace import commands as links
from app.trace import succession_commands
from tests.audit.done import DONE as OF_OTHERS
from tests.audit.done import World
from tests.briefs.done import BRIEFS
from tests.gaps.done import GAPS
from tests.groups.done import GROUPS
from tests.handovers.done import HANDOVERS
from tests.handovers.done_expectations import EXPECTATIONS
from tests.matters.done import MATTERS
from tests.trace.done import LINKS

MODULES = (
    actions,
    arranging,
    bracket_commands,
    briefs,
    calendar,
    consensus,
    consent_commands,
    copy_commands,
    expectation_commands,
    gaps,
    groups,
    handovers,
    links,
    matters,
    memberships,
    named_commands,
    ordering,
    planning,
    plans,
    position_commands,
    post_commands,
    records,
    rendering_commands,
    review_commands,
    roster,
    roster_commands,
    rounds,
    silence_commands,
    succession_commands,
)

DONE = [*OF_OTHERS, *GROUPS, *HANDOVERS, *EXPECTATIONS, *MATTERS, *LINKS, *BRIEFS, *GAPS]


@pytest.fixture
def world(make):
    return World(make)


def entries(db):
    return db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial)).all()


def test_every_command_is_done_here():
    commands = {
        command
        for module in MODULES
        for _name, command in inspect.getmembers(module, inspect.isfunction)
        if command.__module__ == module.__name__
        and not command.__name__.startswith("_")
        and "actor" in inspect.signature(command).parameters
    }

    assert {one.command for one in DONE} == commands


@pytest.mark.parametrize("one", DONE, ids=lambda one: one.command.__name__)
def test_a_command_leaves_one_entry_with_what_it_changed(db, world, one):
    given = one.given(world)
    db.flush()

    one.command(db, actor=world.actor, **given)

    found = entries(db)
    assert [entry.action for entry in found] == list(one.actions)
    entry = found[0]
    assert (entry.actor_id, entry.actor_name) == (world.actor.id, world.actor.name)
    assert (entry.before is not None, entry.after is not None) == one.sides
    if one.sides == (True, True):
        # A row made together with the change stands whole beside it.
        assert set(entry.before) == set(entry.after) - {"action_update"} == one.changed
        assert all(entry.before[key] != entry.after[key] for key in one.changed)
    assert entry.dialogue_id is not None
    assert (entry.record_id is not None) is one.of_a_record
    assert breaks_in_the_chain(db) == []


def test_a_command_that_consists_of_others_leaves_an_entry_for_each(db, world):
    ours, theirs = world.dialogue.sides

    item = consensus.record_item(
        db,
        actor=world.actor,
        dialogue=world.dialogue,
        meeting=None,
        text=world.text("A point."),
        item_kind=ItemKind.CONSENSUS,
        stances={ours: Stance.ENDORSED, theirs: Stance.SOUGHT},
    )

    found = entries(db)
    assert [entry.action for entry in found] == [
        "consensus-item.recorded",
        "wording.adopted",
        "position.taken",
        "position.taken",
    ]
    assert {entry.record_id for entry in found} == {item.id}


def test_a_list_is_noted_when_it_changes_and_left_out_when_it_does_not(db, world):
    action = world.make.action(meeting=world.meeting, owners=["Group"])
    known: dict[str, Any] = {
        "title": action.title,
        "due": None,
        "due_round": None,
        "disclosure": action.disclosure,
        "side": None,
        "note": action.note,
    }

    for body, due in (("Group", 3), ("Other group", 3)):
        owners = [actions.Owner(body=body)]
        actions.edit_action(
            db, actor=world.actor, action=action, owners=owners, **known | {"due_round": due}
        )

    first, second = entries(db)
    assert set(first.before) == {"due_round"}
    assert set(second.before) == {"owners"}
    assert [owner["body"] for owner in second.after["owners"]] == ["Other group"]


def test_a_report_without_a_change_of_status_is_kept_in_the_trail(db, world):
    action = world.make.action(meeting=world.meeting)

    actions.report_on(db, actor=world.actor, action=action, text=world.text("No news."))

    [entry] = entries(db)
    assert (entry.action, entry.before) == ("action.reported-on", {})
    assert entry.after["action_update"]["text"] == {"en": "No news."}


def test_values_stand_in_the_trail_as_in_a_dialogue_file(db, world):
    action = world.make.action(meeting=world.meeting)

    actions.report_on(
        db,
        actor=world.actor,
        action=action,
        text=world.text("Done."),
        status=ActionStatus.DONE,
        happened=PartialDate("2025-04"),
        evidence=world.text("The paper."),
    )

    [entry] = entries(db)
    report = entry.after.pop("action_update")
    assert (report["number"], report["text"]) == (1, {"en": "Done."})
    assert entry.after == {
        "status": "done",
        "closed_on": "2025-04",
        "evidence": {"en": "The paper."},
    }


def test_no_password_and_no_session_key_is_in_the_trail(db, world):
    admin, first, second = world.make.user(is_admin=True), "a long password", "another password"
    user = add_user(db, actor=admin, sign_in_name="new", name="New", password=first)
    keys = [user.session_key, user.password_hash]
    change_user(
        db, actor=admin, user=user, name="Newer", is_admin=False, is_active=True, password=second
    )
    keys += [user.session_key, user.password_hash]
    change_password(db, actor=user, current=second, password=first)
    keys += [user.session_key, user.password_hash]

    found = entries(db)

    trail = json.dumps([[entry.before, entry.after] for entry in found])
    assert len(found) == 3
    assert not any(secret in trail for secret in (first, second, *keys))
    assert "password_hash" not in trail
    assert "session_key" not in trail
    assert found[1].after == {"name": "Newer"}
