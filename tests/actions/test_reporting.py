"""Assigning actions, and reporting what became of them."""

from itertools import product

import pytest
import sqlalchemy as sa

from app.actions.commands import Owner, assign_action, edit_action, report_on
from app.actions.models import Action, ActionStatus, ActionUpdate
from app.audit.models import AuditEntry
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.rules import Refused
from tests.make import text

FINISHED = {ActionStatus.DONE, ActionStatus.DROPPED}


def test_an_action_is_owed_by_every_owner_that_is_named(db, make, secretary):
    meeting = make.round(happened="2025-03")
    ours, theirs = meeting.dialogue.sides
    person, institution = make.person(), make.institution()
    owners = [Owner(side=ours, person=person), Owner(), Owner(side=theirs),
              Owner(institution=institution), Owner(body="Working group")]  # fmt: skip

    action = assign_action(
        db,
        actor=secretary,
        dialogue=meeting.dialogue,
        meeting=meeting,
        title=text("Draft the terms"),
        owners=owners,
        due_round=2,
    )

    assert (action.ref, action.happened) == ("R1-A1", meeting.happened)
    assert action.status is ActionStatus.OPEN
    owed = [(one.side, one.person, one.institution, one.body) for one in action.owners]
    assert owed == [
        (ours, person, None, ""),
        (theirs, None, None, ""),
        (None, None, institution, ""),
        (None, None, None, "Working group"),
    ]


REFUSALS = [
    pytest.param({"title": EMPTY}, "title", id="says nothing"),
    pytest.param({"owners": []}, "owners", id="nobody"),
    pytest.param({"owners": [Owner()]}, "owners", id="an empty line"),
    pytest.param({"due": PartialDate("2025"), "due_round": 2}, "due_round", id="due twice"),
    pytest.param({"disclosure": Disclosure.SIDE}, "side", id="nobody's own"),
]


@pytest.mark.parametrize(("given", "field"), REFUSALS)
def test_an_action_that_lacks_something_is_refused_beside_it(db, make, secretary, given, field):
    known = {"title": text("Draft"), "owners": [Owner(body="Group")], "meeting": None}

    with pytest.raises(Refused) as refusal:
        assign_action(db, actor=secretary, dialogue=make.dialogue(), **known | given)

    assert refusal.value.field == field
    assert not db.scalars(sa.select(Action)).all()


def edited(db, actor, action, **given):
    owners = [Owner(one.side, one.person, one.institution, one.body) for one in action.owners]
    names = "title", "due", "due_round", "disclosure", "side", "note"
    known = {name: getattr(action, name) for name in names} | {"owners": owners}
    edit_action(db, actor=actor, action=action, **known | given)


@pytest.mark.parametrize(("given", "field"), REFUSALS)
def test_an_edit_that_leaves_something_out_is_refused_beside_it(db, make, secretary, given, field):
    action = make.action()

    with pytest.raises(Refused) as refusal:
        edited(db, secretary, action, **given)

    assert refusal.value.field == field
    assert not db.is_modified(action)


def test_an_action_becomes_joint(db, make, secretary):
    action = make.action()

    edited(db, secretary, action, owners=[Owner(side=s) for s in action.dialogue.sides])

    db.expire(action)
    assert [owner.side for owner in action.owners] == action.dialogue.sides


def report(db, actor, action, **given):
    return report_on(db, actor=actor, action=action, **{"text": text("Reported.")} | given)


@pytest.mark.parametrize(("old", "new"), list(product(ActionStatus, ActionStatus)))
def test_an_action_stands_as_the_last_report_left_it(db, make, secretary, old, new):
    closed = PartialDate("2024") if old in FINISHED else None
    action = make.action(status=old, closed_on=closed)
    before = (action.waiting_for, action.closed_on)
    side, day = action.dialogue.sides[1], PartialDate("2025-04")

    update = report(db, secretary, action, status=new, waiting_for=side, happened=day)

    assert action.status is new
    assert update.status is (new if new is not old else None)
    if new is old:
        assert (action.waiting_for, action.closed_on) == before
    else:
        assert action.waiting_for is (side if new is ActionStatus.WAITING else None)
        assert action.closed_on == (day if new in FINISHED else None)


def test_a_report_is_numbered_and_of_the_round_s_day(db, make, secretary):
    meeting = make.round(happened="2025-05")
    action = make.action(meeting=meeting)

    made = [report(db, secretary, action, reported_at=meeting) for _ in range(2)]

    assert [(one.number, one.happened) for one in made] == [
        (1, PartialDate("2025-05")),
        (2, PartialDate("2025-05")),
    ]
    assert (action.status, action.closed_on) == (ActionStatus.OPEN, None)


def test_evidence_is_kept_when_an_action_is_done(db, make, secretary):
    action = make.action()

    report(db, secretary, action, status=ActionStatus.IN_PROGRESS, evidence=text("Too early."))
    assert not action.evidence

    report(db, secretary, action, status=ActionStatus.DONE, evidence=text("The paper."))
    assert action.evidence == text("The paper.")
    assert action.closed_on is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"text": EMPTY}, "text", id="nothing"),
        pytest.param({"text": EMPTY, "status": ActionStatus.OPEN}, "text", id="no change"),
        pytest.param({"status": ActionStatus.WAITING}, "waiting_for", id="for nobody"),
    ],
)
def test_a_report_that_says_too_little_is_refused_beside_it(db, make, secretary, given, field):
    action = make.action()

    with pytest.raises(Refused) as refusal:
        report(db, secretary, action, **given)

    assert refusal.value.field == field
    assert not db.scalars(sa.select(ActionUpdate)).all()
    assert not db.scalars(sa.select(AuditEntry)).all()


def test_a_change_of_status_alone_says_enough(db, make, secretary):
    action = make.action()

    update = report(db, secretary, action, text=EMPTY, status=ActionStatus.IN_PROGRESS)

    assert (update.status, bool(update.text)) == (ActionStatus.IN_PROGRESS, False)


def test_a_waiting_action_may_come_to_wait_for_another_side(db, make, secretary):
    action = make.action(status=ActionStatus.WAITING)
    other = action.dialogue.sides[0]

    report(db, secretary, action, status=ActionStatus.WAITING, waiting_for=other)

    assert action.waiting_for is other


def test_evidence_may_come_after_an_action_was_done(db, make, secretary):
    action = make.action(status=ActionStatus.DONE)

    report(db, secretary, action, status=ActionStatus.DONE, evidence=text("The paper."))

    assert action.evidence == text("The paper.")
