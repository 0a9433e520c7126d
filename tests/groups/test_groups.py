"""Working groups: what was agreed, what became of them, and when they met."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.groups.commands import (
    add_meeting,
    edit_group,
    form_group,
    report_status,
    take_off_meeting,
)
from app.groups.models import GroupStatus, WorkingGroupMeeting
from app.groups.queries import actions_of, groups_from, groups_of, items_at_meetings
from app.localized import EMPTY
from app.matters.around import around_round
from app.partial_date import PartialDate
from app.reading import Viewer
from app.records.models import Disclosure
from app.rounds.models import RoundKind, RoundStatus
from app.rules import Refused
from tests.make import text

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def item(make):
    return make.consensus_item(meeting=make.round(happened="2023-02-21"))


def met(make, dialogue, happened=None, **given):
    known = {"round_kind": RoundKind.WORKING_GROUP, "ref": f"wg-{happened or 'undated'}"}
    return make.round(dialogue=dialogue, happened=happened, **known | given)


def formed(db, actor, item, **given):
    known = {"dialogue": item.dialogue, "meeting": item.meeting, "title": text("Group on terms")}
    return form_group(db, actor=actor, origin=item, **known | given)


def edited(db, actor, group, **given):
    names = ("title", "mandate", "origin", "disclosure", "side", "note", "happened")
    known = {name: getattr(group, name) for name in names}
    edit_group(db, actor=actor, group=group, **known | given)


def test_agreeing_to_form_a_group_does_not_say_that_it_met(db, make, secretary, item):
    group = formed(db, secretary, item, mandate=text("To list the terms"))

    assert (group.ref, group.happened) == ("R1-W1", PartialDate("2023-02-21"))
    assert group.status is GroupStatus.AGREED
    [line] = groups_of(db, item.dialogue)
    assert (line.group, line.held, line.last_met) == (group, [], None)
    assert [one.group for one in groups_from(db, item)] == [group]
    assert [one.group for one in around_round(db, item.meeting).groups] == [group]


@on_sqlite
@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"title": EMPTY}, "title", id="without a name"),
        pytest.param({"disclosure": Disclosure.SIDE}, "side", id="nobody's own"),
    ],
)
def test_a_group_that_lacks_something_is_refused_beside_it(db, make, secretary, item, given, field):
    with pytest.raises(Refused) as refusal:
        formed(db, secretary, item, **given)

    assert refusal.value.field == field


@on_sqlite
def test_an_item_of_another_dialogue_is_no_origin(db, make, secretary, item):
    group = formed(db, secretary, item)
    other = make.consensus_item()

    with pytest.raises(Refused) as at_first:
        formed(db, secretary, item, dialogue=other.dialogue, meeting=None)
    with pytest.raises(Refused) as later:
        edited(db, secretary, group, origin=other)

    assert at_first.value.field == later.value.field == "origin"


@on_sqlite
def test_a_group_recorded_at_no_round_was_agreed_when_its_item_was(db, make, secretary, item):
    undated = formed(db, secretary, item, meeting=None)
    dated = formed(db, secretary, item, meeting=None, happened=PartialDate("2023-06"))

    assert (undated.ref, str(undated.happened)) == ("W1", "2023-02-21")
    assert (dated.ref, str(dated.happened)) == ("W2", "2023-06")


@on_sqlite
def test_confirmed_minutes_keep_what_was_agreed_and_not_what_becomes_of_it(
    db, make, secretary, item
):
    group = formed(db, secretary, item)
    item.meeting.status = RoundStatus.CONFIRMED
    db.flush()

    with pytest.raises(Refused, match="confirmed"):
        formed(db, secretary, item)
    with pytest.raises(Refused, match="confirmed"):
        edited(db, secretary, group, title=text("Another name"))

    report_status(db, actor=secretary, group=group, status=GroupStatus.FORMED)
    add_meeting(db, actor=secretary, group=group, meeting=met(make, item.dialogue, "2023-09"))
    assert group.status is GroupStatus.FORMED
    assert len(group.meetings) == 1


def test_a_meeting_is_put_down_as_the_group_s_and_taken_off_again(db, make, secretary, item):
    group = formed(db, secretary, item)
    second, first = (met(make, item.dialogue, day) for day in ("2025-11-18", "2023-09-05"))
    make.consensus_item(meeting=first)
    revision = group.revision

    for meeting in (second, first):
        add_meeting(db, actor=secretary, group=group, meeting=meeting)
    db.commit()
    db.expire_all()

    [line] = groups_of(db, item.dialogue)
    assert list(line.meetings) == [first, second]
    assert line.last_met == PartialDate("2025-11-18")
    assert [one.ref for one in items_at_meetings(db, line)] == ["wg-2023-09-05-C1"]
    assert [one.group for one in around_round(db, first).groups] == [group]
    assert group.revision == revision + 2

    take_off_meeting(db, actor=secretary, group=group, meeting=second)

    assert group.meetings == [first]
    assert db.scalar(sa.select(sa.func.count(WorkingGroupMeeting.round_id))) == 1
    done = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial)).all()
    assert [entry.action for entry in done if entry.record_id == group.id] == [
        "working-group.formed",
        "working-group.meeting-added",
        "working-group.meeting-added",
        "working-group.meeting-taken-off",
    ]
    assert done[-1].before == {"meetings": [first.id, second.id]}
    assert done[-1].after == {"meetings": [first.id]}


@on_sqlite
def test_a_meeting_is_refused_that_cannot_be_the_group_s(db, make, secretary, item):
    group = formed(db, secretary, item)
    own, other = met(make, item.dialogue, "2023-09"), make.round()
    add_meeting(db, actor=secretary, group=group, meeting=own)

    for meeting, why in ((other, "another dialogue"), (own, "already")):
        with pytest.raises(Refused, match=why) as refusal:
            add_meeting(db, actor=secretary, group=group, meeting=meeting)
        assert refusal.value.field == "meeting"
    with pytest.raises(Refused, match="not on record"):
        take_off_meeting(db, actor=secretary, group=group, meeting=other)


@on_sqlite
def test_a_group_that_was_not_formed_has_no_meetings(db, make, secretary, item):
    group = formed(db, secretary, item)
    meeting = met(make, item.dialogue, "2023-09")
    report_status(db, actor=secretary, group=group, status=GroupStatus.NOT_FORMED)
    with pytest.raises(Refused, match="not formed"):
        add_meeting(db, actor=secretary, group=group, meeting=meeting)

    report_status(db, actor=secretary, group=group, status=GroupStatus.FORMED)
    add_meeting(db, actor=secretary, group=group, meeting=meeting)

    with pytest.raises(Refused) as refusal:
        report_status(db, actor=secretary, group=group, status=GroupStatus.NOT_FORMED)
    assert refusal.value.field == "status"


@on_sqlite
def test_only_a_meeting_that_was_held_says_when_a_group_last_met(db, make, item):
    group = make.working_group(meeting=item.meeting)
    group.meetings = [
        met(make, item.dialogue, "2024-05", status=RoundStatus.HELD),
        met(make, item.dialogue, "2024-09", status=RoundStatus.CANCELLED),
        met(make, item.dialogue, "2027-03", status=RoundStatus.PLANNED),
        met(make, item.dialogue),
    ]
    db.flush()

    [line] = groups_of(db, item.dialogue)

    assert [meeting.ref for meeting in line.held] == ["wg-2024-05", "wg-undated"]
    assert line.last_met == PartialDate("2024-05")


@on_sqlite
def test_an_item_that_the_editor_may_not_read_stays_the_origin(db, make, open_db, item):
    group = make.working_group(meeting=item.meeting, origin=item)
    item.disclosure, item.side = Disclosure.SIDE, item.dialogue.sides[0]
    actor = make.user()
    db.commit()
    ours = frozenset({item.dialogue_id})
    theirs = open_db(Viewer(participant_of=ours, secretariat_of=ours))
    seen = theirs.get_one(type(group), group.id)
    assert seen.origin is None

    edited(theirs, theirs.merge(actor, load=False), seen, title=text("Another name"))
    theirs.commit()
    db.commit()

    assert group.origin is item
    assert group.title == text("Another name")


def test_a_body_of_the_group_s_name_owes_its_actions(db, make, item):
    names = {"en": "Scenario group", "zh-Hans": "场景组"}
    group = make.working_group(meeting=item.meeting, title=names)
    dialogue = {"dialogue": item.dialogue, "meeting": item.meeting}
    owed = [
        make.action(**dialogue, owners=["scenario GROUP"]),
        make.action(**dialogue, owners=["场景组"]),
        make.action(**dialogue, origin=group, owners=["Somebody"]),
    ]
    make.action(**dialogue, owners=["Scenario groups"])
    make.action(owners=["Scenario group"])

    found = actions_of(db, group, date(2026, 1, 1))

    assert [line.action for line in found] == owed
