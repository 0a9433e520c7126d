"""What stood on a day does not change when later facts are recorded."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.consensus.commands import adopt_wording, record_item, withdraw_item
from app.consensus.lines import items_with
from app.consensus.models import ConsensusItem, ItemKind, Stance
from app.consensus.position_commands import take_position
from app.consensus.queries import Filter, counts_by_standing, register
from app.consensus.rendering_commands import translate_wording
from app.consensus.silence_commands import break_silence, circulate, extend, settle_silences
from app.consensus.standing import Standing
from app.dialogues.models import Track
from app.partial_date import PartialDate
from app.rules import Refused
from app.trace.commands import link
from app.trace.models import Basis, LinkKind
from tests.make import text

AS_OF = ("2024", "2024-02", "2024-02-12", "2023-12-31")
EARLY = (None, "2023", "2023-11", "2024-01-31", "2024-02", "2024-02-13", "2024-12")
LATE = ("2025", "2025-01", "2025-01-01", "2026-07-15")
KINDS = ("item", "wording", "position", "position", "circulation", "extension", "objection",
         "rendering", "withdrawal", "successor")  # fmt: skip
facts = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 2),
        st.sampled_from(Stance),
        st.integers(0, 1),
        st.integers(1, 400),
    ),
    max_size=6,
)
WITH_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class Secretariat:
    """Records facts one after the other, each on an item of those there are.

    What the house refuses (history told out of its order, say) is no fact.
    """

    def __init__(self, db, actor, dialogue):
        self.db, self.actor, self.dialogue = db, actor, dialogue
        self.items = []

    def record(self, fact, happened):
        what, which, stance, side, days = fact
        happened = PartialDate(happened) if happened else None
        if what == "item" or not self.items:
            self.items.append(self.item(happened))
            return
        item = self.items[which % len(self.items)]
        if item.withdrawn_on is None:
            with suppress(Refused):
                getattr(self, what)(item, stance, self.dialogue.sides[side], happened, days)

    def item(self, happened):
        return record_item(
            self.db,
            actor=self.actor,
            dialogue=self.dialogue,
            meeting=None,
            text=text(f"Point {len(self.items)}"),
            item_kind=ItemKind.CONSENSUS,
            happened=happened,
        )

    def wording(self, item, stance, side, happened, days):
        words = f"{item.id}: wording [{item.latest}]" if side.code == "AV" else f"{item.latest}"
        said = {"text": text(words), "reason": "Redrafted.", "happened": happened}
        adopt_wording(self.db, actor=self.actor, item=item, **said)

    def position(self, item, stance, side, happened, days):
        said = {"stance": stance, "reason": text("For a reason."), "happened": happened}
        take_position(self.db, actor=self.actor, item=item, side=side, **said)

    def circulation(self, item, stance, side, happened, days):
        if happened:
            deadline = PartialDate.of(happened.last_day + timedelta(days=days))
            circulate(self.db, actor=self.actor, item=item, happened=happened, deadline=deadline)

    def extension(self, item, stance, side, happened, days):
        if happened:
            deadline = PartialDate.of(happened.last_day + timedelta(days=2 * days))
            said = {"sides": [side], "deadline": deadline, "reason": text("A holiday.")}
            extend(self.db, actor=self.actor, item=item, happened=happened, **said)

    def objection(self, item, stance, side, happened, days):
        if happened:
            said = {"side": side, "reason": text("For a reason."), "happened": happened}
            break_silence(self.db, actor=self.actor, item=item, **said)

    def rendering(self, item, stance, side, happened, days):
        [*_older, wording] = item.wordings
        if happened:
            words = {**wording.text.texts, "zh-Hans": f"第{days}版"}
            said = {"text": text(words), "happened": happened}
            translate_wording(self.db, actor=self.actor, item=item, wording=wording, **said)

    def withdrawal(self, item, stance, side, happened, days):
        if happened:
            said = {"withdrawn_on": happened, "because": "Overtaken."}
            withdraw_item(self.db, actor=self.actor, item=item, **said)

    def successor(self, item, stance, side, happened, days):
        later = self.item(happened)
        if item.happened and happened and happened.certainly_before(item.happened):
            return
        claim = {"kind": LinkKind.SUPERSEDES, "basis": Basis.INFERRED, "rationale": "The same."}
        link(self.db, actor=self.actor, earlier=item, later=later, **claim)

    def shown(self, day):
        """What the register, its counts and the pages that take some items show of a day."""
        db, dialogue, here = self.db, self.dialogue, ConsensusItem.dialogue_id == self.dialogue.id
        lines = register(db, dialogue, Filter(), as_of=day)
        assert register(db, dialogue, Filter(), as_of=day, limit=None) == lines
        family = items_with(db, dialogue.sides, here, as_of=day)
        assert sorted(family, key=lambda line: line.id) == sorted(lines, key=lambda line: line.id)
        counts = counts_by_standing(db, dialogue, day)
        assert counts == Counter(line.standing for line in lines)
        return lines, counts


groups_before = st.lists(st.tuples(facts, st.sampled_from(EARLY)), min_size=1, max_size=2)


@given(
    before=groups_before,
    after=st.lists(st.tuples(facts, st.sampled_from(LATE)), min_size=1, max_size=2),
    day=st.sampled_from(AS_OF).map(PartialDate),
)
@settings(max_examples=8, suppress_health_check=WITH_FIXTURES)
def test_a_later_fact_does_not_change_what_stood_on_a_day(db, make, before, after, day):
    secretariat = Secretariat(db, make.user(), make.dialogue())
    for group, happened in before:
        for fact in group:
            secretariat.record(fact, happened)

    stood = secretariat.shown(day)
    for group, happened in after:
        for fact in group:
            secretariat.record(fact, happened)
    settle_silences(db)

    assert secretariat.shown(day) == stood


@given(groups=groups_before)
@settings(max_examples=5, suppress_health_check=WITH_FIXTURES)
def test_that_a_silence_was_noted_changes_no_reading(db, make, groups):
    secretariat = Secretariat(db, make.user(), make.dialogue())
    for group, happened in groups:
        for fact in (
            ("item", 0, Stance.SOUGHT, 0, 1),
            ("circulation", 0, Stance.SOUGHT, 0, 30),
            *group,
        ):
            secretariat.record(fact, happened or "2023-06")
    moments = (None, *map(PartialDate, ("2023-07-01", "2024-03-14")))

    def readings():
        dialogue = secretariat.dialogue
        return [register(db, dialogue, Filter(), as_of=day, limit=None) for day in moments]

    read = readings()

    settle_silences(db)

    assert readings() == read
    assert settle_silences(db) == []


@pytest.fixture
def item(make):
    return make.consensus_item(meeting=None, happened="2023", text=None)


def standing_of(db, item, day):
    [line] = register(db, item.dialogue, Filter(), as_of=PartialDate(day) if day else None)
    return line.wording_number, line.standing


def test_each_day_has_its_wording_and_its_positions(db, make, item):
    first = make.wording(item=item, happened="2023-05")
    ours, theirs = item.dialogue.sides
    make.position(wording=first, side=ours, happened="2023-05-10")
    make.position(wording=first, side=theirs, happened="2023-06", stance=Stance.OBJECTED)
    make.position(wording=first, side=theirs, happened="2023-08", stance=Stance.ENDORSED)
    make.wording(item=item, happened="2024")

    assert standing_of(db, item, "2023-04") == (0, Standing.DRAFT)
    assert standing_of(db, item, "2023-05-09") == (1, Standing.NOT_RECORDED)
    assert standing_of(db, item, "2023-05-10") == (1, Standing.AWAITING)
    assert standing_of(db, item, "2023-07-31") == (1, Standing.OBJECTED)
    assert standing_of(db, item, "2023-08") == (1, Standing.AGREED)
    assert standing_of(db, item, "2024-01-01") == (2, Standing.AWAITING)
    assert standing_of(db, item, None) == (2, Standing.AWAITING)


def test_an_undated_fact_counts_on_every_day(db, make, item):
    wording = make.wording(item=item)
    for side in item.dialogue.sides:
        make.position(wording=wording, side=side)

    assert standing_of(db, item, "2023") == (1, Standing.AGREED)


def test_an_item_is_on_the_register_from_its_own_day(db, make):
    item = make.consensus_item(meeting=None, happened="2024-03")

    assert register(db, item.dialogue, Filter(), as_of=PartialDate("2024-02-29")) == []
    assert counts_by_standing(db, item.dialogue, PartialDate("2024-02-29")) == {}
    assert len(register(db, item.dialogue, Filter(), as_of=PartialDate("2024-03-01"))) == 1


def test_an_item_is_superseded_from_the_day_of_what_took_its_place(db, make, item):
    make.wording(item=item)
    dialogue = make.dialogue(track=Track.TRACK_TWO)
    later = make.consensus_item(dialogue=dialogue, meeting=None, happened="2024-06")
    make.link(earlier=item, later=later, kind=LinkKind.SUPERSEDES)

    assert standing_of(db, item, "2024-05")[1] is Standing.NOT_RECORDED
    assert standing_of(db, item, "2024-06")[1] is Standing.SUPERSEDED


def test_an_item_stands_until_the_day_it_is_withdrawn(db, make, item):
    make.wording(item=item)
    item.withdrawn_on, item.withdrawn_because = PartialDate("2024-06-02"), "Overtaken."

    assert standing_of(db, item, "2024-06-01")[1] is Standing.NOT_RECORDED
    assert standing_of(db, item, "2024-06-02")[1] is Standing.WITHDRAWN
