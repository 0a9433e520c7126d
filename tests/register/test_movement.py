"""Which way an item moved between two readings: the table, row by row."""

from types import SimpleNamespace

import pytest

from app.consensus.lines import ItemLine, Stand
from app.consensus.models import ItemKind, Stance
from app.consensus.standing import Standing
from app.localized import EMPTY, LocalizedText
from app.records.models import Disclosure
from app.register.heirs import Heir
from app.register.movement import Direction, Reading, movement
from app.trace.models import LinkKind
from tests.make import text

SIDES = [SimpleNamespace(id=1, name=text("Averra")), SimpleNamespace(id=2, name=text("Senning"))]
NONE = Stance.NOT_RECORDED
CLOSER, APART = Direction.CLOSER, Direction.APART
UNCHANGED, REWORDED = Direction.UNCHANGED, Direction.REWORDED


def reading(
    first=NONE,
    second=NONE,
    *,
    standing=Standing.AWAITING,
    kind=ItemKind.CONSENSUS,
    wording=1,
    brackets=0,
    heirs=(),
    words="",
):
    line = ItemLine(
        id=1,
        ref="C1",
        title=EMPTY,
        kind=kind,
        level=None,
        verb="",
        happened=None,
        disclosure=Disclosure.PARTICIPANTS,
        meeting_id=None,
        agenda_topic_id=None,
        parent_id=None,
        open_list=False,
        meeting_ref=None,
        wording_number=wording,
        text=EMPTY,
        reported_by=None,
        standing=standing,
        stands={1: Stand(first, statement=text(words) if words else EMPTY), 2: Stand(second)},
    )
    return Reading(line, brackets, heirs)


def heir(standing, kind=LinkKind.SUPERSEDES):
    return Heir(kind, "R5-C1", "here", EMPTY, ItemKind.CONSENSUS, standing)


def told(before, now):
    found = movement(before, now, SIDES)
    words = []
    for said in found.why:
        plain = {
            name: value.text_for("en") if isinstance(value, LocalizedText) else str(value)
            for name, value in said.values.items()
            if not isinstance(value, int)
        }
        words.append(said.message % {**said.values, **plain})
    return found.direction, words


SAYS_NOTHING = (Stance.NOT_RECORDED, Stance.NOT_SOUGHT, Stance.SOUGHT)
# From one stance to another, on one wording; a side that ends where nothing is said did not move.
STEPS = [
    (Stance.OBJECTED, Stance.AD_REFERENDUM, CLOSER),
    (Stance.WITHDRAWN, Stance.ENDORSED, CLOSER),
    (Stance.AD_REFERENDUM, Stance.ENDORSED_WITH_RESERVATION, CLOSER),
    (Stance.ENDORSED_WITH_RESERVATION, Stance.NO_OBJECTION, CLOSER),
    (Stance.ENDORSED, Stance.WITHDRAWN, APART),
    (Stance.ENDORSED, Stance.ENDORSED_WITH_RESERVATION, APART),
    (Stance.NO_OBJECTION, Stance.ENDORSED, UNCHANGED),
    (Stance.OBJECTED, Stance.WITHDRAWN, UNCHANGED),
    *((before, Stance.ENDORSED, CLOSER) for before in SAYS_NOTHING),
    *((before, Stance.AD_REFERENDUM, CLOSER) for before in SAYS_NOTHING),
    *((before, Stance.OBJECTED, APART) for before in SAYS_NOTHING),
    *((before, now, UNCHANGED) for before in Stance for now in SAYS_NOTHING),
    *((same, same, UNCHANGED) for same in Stance),
]


@pytest.mark.parametrize(("before", "now", "direction"), STEPS)
def test_a_side_moves_an_item_by_what_it_answers_and_by_nothing_else(before, now, direction):
    assert told(reading(second=before), reading(second=now))[0] is direction


def test_it_is_said_who_moved_from_where_to_where():
    before = reading(Stance.OBJECTED, NONE)
    now = reading(Stance.AD_REFERENDUM, Stance.ENDORSED)

    assert told(before, now) == (
        CLOSER,
        [
            "Averra from objected to ad-referendum",
            "Senning endorsed, before that not recorded",
        ],
    )


def test_a_first_answer_on_a_divergence_tells_no_direction():
    """A side may confirm that it differs."""
    kind = ItemKind.DIVERGENCE
    before, now = reading(kind=kind), reading(Stance.ENDORSED, Stance.OBJECTED, kind=kind)

    assert told(before, now) == (UNCHANGED, [])


def test_a_new_wording_without_answers_is_reworded_and_no_step_back():
    before = reading(Stance.ENDORSED, Stance.ENDORSED, standing=Standing.AGREED)
    now = reading(NONE, Stance.SOUGHT, wording=2)

    assert told(before, now) == (REWORDED, ["new wording (2)"])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (3, 1, (CLOSER, ["2 of 3 brackets settled", "new wording (2)"])),
        (2, 0, (CLOSER, ["all brackets settled", "new wording (2)"])),
        (0, 1, (APART, ["1 more bracket", "new wording (2)"])),
        (1, 3, (APART, ["2 more brackets", "new wording (2)"])),
        (2, 2, (REWORDED, ["new wording (2)"])),
    ],
)
def test_fewer_open_brackets_are_closer_and_more_are_apart(before, now, expected):
    assert told(reading(brackets=before), reading(brackets=now, wording=2)) == expected


def test_first_words_in_brackets_are_no_step_back():
    assert told(reading(wording=0), reading(brackets=2))[0] is REWORDED


def test_new_words_of_a_side_are_said_and_tell_no_direction():
    before = reading(Stance.ENDORSED, words="Civil safety first.")
    now = reading(Stance.ENDORSED, words="Civil safety alone.")

    assert told(before, now) == (REWORDED, ["new words of Averra"])
    assert told(before, reading(Stance.ENDORSED)) == (UNCHANGED, [])


@pytest.mark.parametrize(
    ("was", "stands", "direction"),
    [
        (Standing.OBJECTED, Standing.AD_REFERENDUM, CLOSER),
        (Standing.AGREED, Standing.OBJECTED, APART),
        (Standing.AWAITING, Standing.AWAITING, Direction.BOTH_WAYS),
        (Standing.NOT_RECORDED, Standing.AGREED, Direction.BOTH_WAYS),
    ],
)
def test_where_the_sides_move_both_ways_the_standing_decides(was, stands, direction):
    before = reading(Stance.ENDORSED, Stance.OBJECTED, standing=was)
    now = reading(Stance.AD_REFERENDUM, Stance.ENDORSED, standing=stands, wording=2)

    assert told(before, now)[0] is direction


@pytest.mark.parametrize(
    ("was", "heirs", "direction"),
    [
        (Standing.DIVERGING, [Standing.AGREED], CLOSER),
        (Standing.OBJECTED, [Standing.AWAITING], Direction.ENDED),
        (Standing.AGREED, [Standing.BRACKETED], Direction.ENDED),
        (Standing.AWAITING, [Standing.AD_REFERENDUM], CLOSER),
        (Standing.AGREED, [Standing.DIVERGING], APART),
        (Standing.AGREED, [Standing.AGREED], Direction.ENDED),
        (Standing.DIVERGING, [Standing.NOT_RECORDED], Direction.ENDED),
        (Standing.AWAITING, [Standing.AGREED, Standing.DIVERGING], Direction.BOTH_WAYS),
        (Standing.AGREED, [], Direction.ENDED),
    ],
)
def test_a_superseded_item_moved_to_where_its_heirs_stand(was, heirs, direction):
    now = reading(standing=Standing.SUPERSEDED, heirs=tuple(heir(one) for one in heirs))

    found, why = told(reading(standing=was), now)

    assert found is direction
    assert why == [f"superseded by R5-C1 ({one})" for one in heirs]


@pytest.mark.parametrize(
    ("was", "direction"),
    [(Standing.AGREED, APART), (Standing.DIVERGING, Direction.ENDED)],
)
def test_withdrawing_what_was_agreed_is_apart_and_else_tells_no_direction(was, direction):
    now = reading(standing=Standing.WITHDRAWN)

    assert told(reading(standing=was), now) == (direction, ["withdrawn"])


def test_what_was_not_on_record_before_is_new():
    assert told(None, reading(Stance.OBJECTED)) == (Direction.NEW, [])
