"""What stood on a day does not change when later facts are recorded."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.consensus.commands import adopt_wording, record_item, withdraw_item
from app.consensus.models import ItemKind, Stance
from app.consensus.position_commands import take_position
from app.consensus.queries import Filter, counts_by_standing, register
from app.consensus.standing import Standing
from app.dialogues.models import Track
from app.partial_date import PartialDate
from app.trace.commands import link
from app.trace.models import Basis, LinkKind
from tests.make import text

AS_OF = ("2024", "2024-02", "2024-02-12", "2023-12-31")
EARLY = (None, "2023", "2023-11", "2024-01-31", "2024-02", "2024-02-13", "2024-12")
LATE = ("2025", "2025-01", "2025-01-01", "2026-07-15")
facts = st.lists(
    st.tuples(
        st.sampled_from(["item", "wording", "position", "position", "withdrawal", "successor"]),
        st.integers(0, 3),
        st.sampled_from(Stance),
        st.integers(0, 1),
    ),
    max_size=5,
)
WITH_FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


class Secretariat:
    """Records facts one after the other, each on an item of those there are."""

    def __init__(self, db, actor, dialogue):
        self.db, self.actor, self.dialogue = db, actor, dialogue
        self.items = []

    def record(self, fact, happened):
        what, which, stance, side = fact
        happened = PartialDate(happened) if happened else None
        if what == "item" or not self.items:
            self.items.append(self.item(happened))
        elif (item := self.items[which % len(self.items)]).withdrawn_on is None:
            getattr(self, what)(item, stance, self.dialogue.sides[side], happened)

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

    def wording(self, item, stance, side, happened):
        words = f"{item.id}: wording [{item.latest}]" if side.code == "AV" else f"{item.latest}"
        said = {"text": text(words), "reason": "Redrafted.", "happened": happened}
        adopt_wording(self.db, actor=self.actor, item=item, **said)

    def position(self, item, stance, side, happened):
        said = {"stance": stance, "reason": text("For a reason."), "happened": happened}
        take_position(self.db, actor=self.actor, item=item, side=side, **said)

    def withdrawal(self, item, stance, side, happened):
        if happened:
            said = {"withdrawn_on": happened, "because": "Overtaken."}
            withdraw_item(self.db, actor=self.actor, item=item, **said)

    def successor(self, item, stance, side, happened):
        later = self.item(happened)
        if item.happened and happened and happened.certainly_before(item.happened):
            return
        claim = {"kind": LinkKind.SUPERSEDES, "basis": Basis.INFERRED, "rationale": "The same."}
        link(self.db, actor=self.actor, earlier=item, later=later, **claim)


@given(
    before=st.lists(st.tuples(facts, st.sampled_from(EARLY)), min_size=1, max_size=2),
    after=st.lists(st.tuples(facts, st.sampled_from(LATE)), min_size=1, max_size=2),
    day=st.sampled_from(AS_OF).map(PartialDate),
)
@settings(max_examples=15, suppress_health_check=WITH_FIXTURES)
def test_a_later_fact_does_not_change_what_stood_on_a_day(db, make, before, after, day):
    secretariat = Secretariat(db, make.user(), make.dialogue())
    for group, happened in before:
        for fact in group:
            secretariat.record(fact, happened)
    dialogue = secretariat.dialogue

    def shown():
        lines = register(db, dialogue, Filter(), as_of=day)
        return lines, counts_by_standing(db, dialogue, day)

    stood = shown()
    for group, happened in after:
        for fact in group:
            secretariat.record(fact, happened)

    assert shown() == stood


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
