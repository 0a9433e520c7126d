"""Positions: where a side stood on a wording, and where it stands now."""

import pytest
import sqlalchemy as sa

from app.consensus.commands import adopt_wording
from app.consensus.models import Method, Position, Stance
from app.consensus.position_commands import take_position
from app.consensus.queries import Filter, get_wordings, register
from app.consensus.stances import today
from app.consensus.standing import Standing
from app.partial_date import PartialDate
from app.rules import Refused
from tests.make import text

BECAUSE = text("It goes too far.")


@pytest.fixture
def item(make):
    return make.consensus_item()


def test_the_highest_number_is_current_and_the_others_are_history(db, item, secretary):
    ours, theirs = item.dialogue.sides
    for side, stance in ((ours, "sought"), (ours, "objected"), (theirs, "endorsed"),
                         (ours, "endorsed")):  # fmt: skip
        take_position(
            db, actor=secretary, item=item, side=side, stance=Stance(stance), reason=BECAUSE
        )

    [wording] = get_wordings(db, item)

    taken = [(one.side, one.number, str(one.stance)) for one in wording.positions]
    assert taken == [
        (ours, 1, "sought"),
        (ours, 2, "objected"),
        (ours, 3, "endorsed"),
        (theirs, 1, "endorsed"),
    ]
    [line] = register(db, item.dialogue, Filter())
    assert line.standing is Standing.AGREED
    assert line.stands[ours.id].stance is Stance.ENDORSED


def test_a_position_counts_from_the_highest_number_not_the_latest_date(db, make, item):
    [wording] = item.wordings
    make.position(wording=wording, happened="2025-09", stance=Stance.ENDORSED)
    make.position(wording=wording, happened="2025-05", stance=Stance.OBJECTED)

    [line] = register(db, item.dialogue, Filter())

    assert line.standing is Standing.OBJECTED


@pytest.mark.parametrize("stance", Stance)
def test_assent_to_an_earlier_wording_is_asked_about(db, item, secretary, stance):
    side, first = item.dialogue.sides[0], item.wordings[0]
    adopt_wording(db, actor=secretary, item=item, text=text("Other words."), reason="Redrafted.")
    taken = {"actor": secretary, "item": item, "side": side, "stance": stance, "reason": BECAUSE}
    assents = stance in ("endorsed", "endorsed-with-reservation", "no-objection", "ad-referendum")

    # Who knew of no newer one, or of one that is not the newest any more, is asked.
    for known in (None, 1):
        if assents:
            with pytest.raises(Refused, match=r"Wording 2 is newer\. Which is meant") as refusal:
                take_position(db, **taken, wording=first, newest_known=known)
            assert refusal.value.field == "wording"
    late = take_position(db, **taken, wording=first, newest_known=2)

    assert (late.wording, late.number) == (first, 1)
    [line] = register(db, item.dialogue, Filter())
    assert line.stands[side.id].stance is Stance.NOT_RECORDED


def test_what_a_side_said_is_taken_down_in_its_order(db, make, secretary):
    item = make.consensus_item(text=None)
    make.wording(item=item, happened="2025-03")
    side = item.dialogue.sides[0]
    taken = {"actor": secretary, "item": item, "side": side, "stance": Stance.ENDORSED}
    take_position(db, **taken, happened=PartialDate("2025-05-04"))

    with pytest.raises(Refused, match=r"2025-05-04.*2025-04-30") as refusal:
        take_position(db, **taken, happened=PartialDate("2025-04-30"))
    assert refusal.value.field == "happened"
    assert take_position(db, **taken, happened=PartialDate("2025-05")).number == 2
    with pytest.raises(Refused, match="on record already"):
        take_position(db, **taken)
    # What was read of earlier days must not change: a further word is of a day of its own.
    further = taken | {"stance": Stance.AD_REFERENDUM}
    assert take_position(db, **further).happened == PartialDate.of(today())
    with pytest.raises(Refused, match="not come yet"):
        take_position(db, **taken, happened=PartialDate("2162"))


@pytest.mark.parametrize("stance", Stance)
def test_a_side_that_dissents_says_why(db, item, secretary, stance):
    taken = {"actor": secretary, "item": item, "side": item.dialogue.sides[0], "stance": stance}
    dissents = stance in ("objected", "endorsed-with-reservation")

    if dissents:
        with pytest.raises(Refused) as refusal:
            take_position(db, **taken)
        assert refusal.value.field == "reason"
        assert not db.scalars(sa.select(Position)).all()
        assert take_position(db, **taken, reason=BECAUSE).reason == BECAUSE
    else:
        assert take_position(db, **taken).number == 1


@pytest.mark.parametrize("method", [None, *Method])
def test_only_a_silence_procedure_has_a_deadline(db, item, secretary, method):
    taken = {
        "actor": secretary,
        "item": item,
        "side": item.dialogue.sides[0],
        "stance": Stance.SOUGHT,
        "method": method,
        "deadline": PartialDate("2025-04-01"),
    }

    if method is Method.SILENCE:
        assert take_position(db, **taken).deadline == PartialDate("2025-04-01")
    else:
        with pytest.raises(Refused) as refusal:
            take_position(db, **taken)
        assert refusal.value.field == "deadline"


def test_without_a_wording_there_is_nothing_to_take_a_position_on(db, make, secretary):
    item = make.consensus_item(text=None)

    with pytest.raises(Refused) as refusal:
        take_position(
            db, actor=secretary, item=item, side=item.dialogue.sides[0], stance=Stance.ENDORSED
        )

    assert refusal.value.field == "stance"


def test_a_position_is_of_the_wording_s_day_unless_another_is_known(db, make, secretary):
    item = make.consensus_item(text=None)
    make.wording(item=item, happened="2025-03")
    ours, theirs = item.dialogue.sides
    taken = {"actor": secretary, "item": item, "stance": Stance.ENDORSED}

    undated = take_position(db, side=ours, **taken)
    dated = take_position(db, side=theirs, happened=PartialDate("2025-04-02"), **taken)

    assert (undated.happened, dated.happened) == (PartialDate("2025-03"), PartialDate("2025-04-02"))


def test_only_a_side_of_the_dialogue_takes_a_position(db, make, item, secretary):
    stranger = make.side()

    with pytest.raises(Refused) as refusal:
        take_position(db, actor=secretary, item=item, side=stranger, stance=Stance.ENDORSED)

    assert refusal.value.field == "side"
