"""Wordings: numbered, never changed, and never inheriting an endorsement."""

import pytest
import sqlalchemy as sa

from app.audit.commands import record
from app.consensus.commands import adopt_wording, record_item, withdraw_item
from app.consensus.models import ItemKind, Stance, Wording
from app.consensus.queries import Filter, get_wordings, latest_wording, register
from app.consensus.standing import Standing
from app.localized import EMPTY, LocalizedText, Translation
from app.partial_date import PartialDate
from app.records.models import Disclosure
from app.rules import Refused
from tests.make import text


def adopt(db, item, words, *, actor, reason="After round 9.", **given):
    return adopt_wording(db, actor=actor, item=item, text=text(words), reason=reason, **given)


def standing_of(db, item):
    [line] = register(db, item.dialogue, Filter())
    return line.standing


def test_a_new_wording_inherits_no_endorsement(db, make, secretary):
    item = make.consensus_item(endorsed_by_all=True)
    assert standing_of(db, item) is Standing.AGREED

    adopt(db, item, "They agree on that.", actor=secretary)

    assert standing_of(db, item) is Standing.AWAITING
    [line] = register(db, item.dialogue, Filter())
    assert {stand.stance for stand in line.stands.values()} == {Stance.NOT_RECORDED}


def test_a_wording_is_numbered_dated_and_signed(db, make, secretary):
    item = make.consensus_item()
    meeting = make.round(dialogue=item.dialogue, happened="2025-06")

    wording = adopt(db, item, "They agree on that.", actor=secretary, settled_at=meeting)

    assert (wording.number, item.latest) == (2, 2)
    assert wording.happened == PartialDate("2025-06")
    assert wording.recorded_by == secretary.name
    assert latest_wording(db, item) is wording
    assert [one.number for one in get_wordings(db, item)] == [2, 1]


def test_a_date_of_its_own_goes_before_the_meeting_s(db, make, secretary):
    item = make.consensus_item()
    day = PartialDate("2025-07-02")

    wording = adopt(db, item, "That.", actor=secretary, settled_at=item.meeting, happened=day)

    assert wording.happened == day


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"text": EMPTY}, "text", id="empty"),
        pytest.param({"text": text("They agree on this.")}, "text", id="unchanged"),
        pytest.param({"reason": ""}, "reason", id="no reason"),
    ],
)
def test_a_wording_says_something_new_and_why(db, make, secretary, given, field):
    item = make.consensus_item(text="They agree on this.")

    with pytest.raises(Refused) as refusal:
        adopt_wording(
            db, actor=secretary, item=item, **{"text": text("New."), "reason": "Why."} | given
        )

    assert refusal.value.field == field
    assert item.latest == 1


def test_only_the_first_wording_needs_no_reason(db, make, secretary):
    item = make.consensus_item(text=None)

    assert adopt(db, item, "First.", actor=secretary, reason="").number == 1
    with pytest.raises(Refused, match="why the wording changes"):
        adopt(db, item, "Second.", actor=secretary, reason="")


def test_a_withdrawn_item_has_no_new_wording(db, make, secretary):
    item = make.consensus_item()
    withdraw_item(
        db, actor=secretary, item=item, withdrawn_on=PartialDate("2025"), because="Overtaken."
    )

    with pytest.raises(Refused, match="withdrawn"):
        adopt(db, item, "Again.", actor=secretary)


@pytest.mark.parametrize(
    ("changed", "stale", "original"),
    [
        pytest.param({"en": "New."}, {"zh-Hans", "zh-Hant"}, "en", id="the original"),
        pytest.param({"zh-Hans": "新。"}, {"en", "zh-Hant"}, "zh-Hans", id="a translation"),
        pytest.param({"en": "New.", "zh-Hans": "新。"}, {"zh-Hant"}, "en", id="two of three"),
        pytest.param({"en": "N.", "zh-Hans": "新", "zh-Hant": "新"}, set(), "en", id="all"),
    ],
)
def test_what_was_left_as_it_was_is_stale(db, make, secretary, changed, stale, original):
    words = {"en": "Old.", "zh-Hans": "旧。", "zh-Hant": "舊。"}
    item = make.consensus_item(text=LocalizedText(words, original="en"))

    wording = adopt(db, item, LocalizedText(words | changed, original="en"), actor=secretary)

    db.expire(wording)
    texts = wording.text
    # The language that moved is the one that the others are now made from.
    assert texts.original == original
    assert texts.stale == stale - {original}


def test_a_translation_left_as_it_was_keeps_its_state_and_is_stale(db, make, secretary):
    words = {"en": "Old.", "zh-Hans": "旧。"}
    checked = {"zh-Hans": Translation.CHECKED}
    item = make.consensus_item(text=LocalizedText(words, "en", checked))

    later = LocalizedText(words | {"en": "New."}, "en", checked)
    wording = adopt(db, item, later, actor=secretary)

    assert wording.text.translation("zh-Hans") is Translation.CHECKED
    assert wording.text.stale == {"zh-Hans"}


def written_once(make, kind):
    match kind:
        case "wording":
            return make.wording(), {"reason": "Another."}
        case "position":
            return make.position(), {"stance": Stance.NO_OBJECTION}
        case "update":
            return make.action_update(), {"text": text("Another.")}
        case _:
            topic = make.topic()
            return record(make.db, make.user(), "topic.added", topic), {"action": "topic.gone"}


KINDS = ("wording", "position", "update", "entry")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_once_is_not_changed(db, make, kind):
    row, change = written_once(make, kind)

    for name, value in change.items():
        setattr(row, name, value)

    with pytest.raises(AssertionError, match="written once"):
        db.flush()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_once_is_not_deleted(db, make, kind):
    row, _change = written_once(make, kind)

    db.delete(row)

    with pytest.raises(AssertionError, match="written once"):
        db.flush()


def test_an_item_is_recorded_in_its_first_wording_with_what_is_known(db, make, secretary):
    meeting = make.round(happened="2025-03-01")
    ours, theirs = meeting.dialogue.sides

    item = record_item(
        db,
        actor=secretary,
        dialogue=meeting.dialogue,
        meeting=meeting,
        text=text("They [may] meet."),
        item_kind=ItemKind.CONSENSUS,
        reported_by=ours,
        stances={ours: Stance.ENDORSED, theirs: Stance.NOT_RECORDED},
    )

    [wording] = db.scalars(sa.select(Wording))
    assert (item.ref, item.happened) == ("R1-C1", meeting.happened)
    assert (wording.settled_at, wording.reported_by) == (meeting, ours)
    assert [(one.side, one.stance) for one in wording.positions] == [(ours, Stance.ENDORSED)]
    assert wording.positions[0].happened == meeting.happened


@pytest.mark.parametrize(
    ("given", "field"),
    [({"text": EMPTY}, "text"), ({"disclosure": Disclosure.SIDE}, "side")],
)
def test_an_item_says_something_and_whose_it_is(db, make, secretary, given, field):
    known = {"text": text("A point."), "item_kind": ItemKind.DIVERGENCE, "meeting": None}

    with pytest.raises(Refused) as refusal:
        record_item(db, actor=secretary, dialogue=make.dialogue(), **known | given)

    assert refusal.value.field == field


@pytest.mark.parametrize(("times", "field"), [(1, "because"), (2, "withdrawn_on")])
def test_an_item_is_withdrawn_once_for_a_reason(db, make, secretary, times, field):
    item, day = make.consensus_item(), PartialDate("2025")
    for because in ["Overtaken."] * (times - 1):
        withdraw_item(db, actor=secretary, item=item, withdrawn_on=day, because=because)

    with pytest.raises(Refused) as refusal:
        withdraw_item(db, actor=secretary, item=item, withdrawn_on=day, because="")

    assert refusal.value.field == field
