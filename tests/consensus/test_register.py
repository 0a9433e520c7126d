"""The consensus register: what it is narrowed to, and its pages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.consensus.lines import items_of_meeting
from app.consensus.models import ItemKind, Level, Stance
from app.consensus.queries import Filter, register
from app.reading import Viewer
from app.records.models import Disclosure
from tests.conftest import statements

dates = st.lists(
    st.sampled_from([None, "2023", "2024", "2024-02", "2024-02-12"]), min_size=1, max_size=9
)


@given(happened=dates, size=st.integers(1, 4))
@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_item_is_lost_or_doubled_over_the_pages(db, make, happened, size):
    dialogue = make.dialogue()
    for day in happened:
        make.consensus_item(dialogue=dialogue, meeting=None, text=None, happened=day)

    whole = [line.id for line in register(db, dialogue, Filter(), limit=None)]
    pages, after = [], None
    while page := register(db, dialogue, Filter(), after=after, limit=size):
        pages += page
        after = (str(page[-1].happened or ""), page[-1].id)

    assert [line.id for line in pages] == whole
    assert len(whole) == len(happened)
    told = [str(line.happened or "") for line in pages]
    assert told == sorted(told, reverse=True)


def test_a_register_is_narrowed_by_what_an_item_is(db, make):
    dialogue = make.dialogue()
    topic = make.topic()
    plain = make.consensus_item(dialogue=dialogue, meeting=make.round(dialogue=dialogue))
    other = make.consensus_item(
        dialogue=dialogue,
        meeting=make.round(dialogue=dialogue),
        item_kind=ItemKind.DIVERGENCE,
        level=Level.MACRO,
        topics=[topic],
        text="On Nuclear command.",
    )

    def found(**chosen):
        return [line.id for line in register(db, dialogue, Filter(**chosen))]

    assert found() == [other.id, plain.id]
    for chosen in (
        {"kind": ItemKind.DIVERGENCE},
        {"level": Level.MACRO},
        {"topic_ids": frozenset({topic.id})},
        {"meeting_id": other.meeting_id},
        {"text": "nuclear COMMAND"},
    ):
        assert found(**chosen) == [other.id], chosen
    assert found(kind=ItemKind.DIVERGENCE, level=Level.PRELIMINARY) == []


def test_a_search_takes_signs_of_its_own_for_words(db, make):
    dialogue = make.dialogue()
    wanted = make.consensus_item(dialogue=dialogue, text="Up to 50% of_them.")
    make.consensus_item(dialogue=dialogue, text="Up to 50 per cent ofxthem.")

    for words in ("50%", "of_them"):
        assert [line.id for line in register(db, dialogue, Filter(text=words))] == [wanted.id]


def test_only_the_latest_wording_is_searched(db, make):
    item = make.consensus_item(text="About satellites.")
    make.wording(item=item, text="About command.")

    assert register(db, item.dialogue, Filter(text="satellites")) == []
    assert len(register(db, item.dialogue, Filter(text="command"))) == 1


@pytest.mark.parametrize(
    ("words", "searched", "expected"),
    [
        pytest.param({"en": "On command."}, "en", 0, id="the name of a language"),
        pytest.param({"zh-Hans": "指挥"}, "original", 0, id="a name of the form"),
        pytest.param({"en": 'The "red line".'}, '"red line"', 1, id="quotation marks"),
        pytest.param({"en": "Über allem."}, "ÜBER", 1, id="capitals beyond ASCII"),
    ],
)
def test_a_search_finds_the_words_and_nothing_else(db, make, words, searched, expected):
    item = make.consensus_item(text=words, title="")

    assert len(register(db, item.dialogue, Filter(text=searched))) == expected


def test_a_round_s_items_stand_in_the_order_of_recording(db, make):
    meeting = make.round()
    made = [make.consensus_item(meeting=meeting).id for _ in range(3)]
    make.consensus_item(dialogue=meeting.dialogue)

    lines = items_of_meeting(db, meeting, meeting.dialogue.sides)

    assert [line.id for line in lines] == made
    assert {line.meeting_ref for line in lines} == {meeting.ref}


def test_a_register_does_not_tell_of_what_may_not_be_read(db, make):
    dialogue = make.dialogue()
    shown = make.consensus_item(dialogue=dialogue)
    make.consensus_item(dialogue=dialogue, disclosure=Disclosure.SECRETARIAT)
    db.info["viewer"] = Viewer(participant_of=frozenset({dialogue.id}))

    assert [line.id for line in register(db, dialogue, Filter())] == [shown.id]


def test_a_register_takes_as_many_statements_for_many_items_as_for_one(db, make):
    dialogue = make.dialogue()
    counted = []
    for _ in range(2):
        for _ in range(3):
            make.consensus_item(dialogue=dialogue, positions={"AV": Stance.ENDORSED})
        with statements() as sent:
            register(db, dialogue, Filter())
        counted.append(len(sent))

    assert counted[0] == counted[1] <= 3
