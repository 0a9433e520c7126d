"""References: what they name, and that none is given twice."""

from functools import partial

import pytest
from sqlalchemy.exc import NoResultFound

from app.dialogues.models import Dialogue
from app.reading import Viewer
from app.records.commands import next_reference, part_reference, slug_from
from app.records.models import Disclosure, RecordKind
from app.records.queries import get_record, kind_of, recorded_at
from tests.audit.racing import at_once, until_it_holds, writing


@pytest.mark.parametrize(
    ("ref", "kind"),
    [
        ("R9", RecordKind.ROUND),
        ("munich-2025", RecordKind.ROUND),
        ("R9-S1", RecordKind.SESSION),
        ("R9-T12", RecordKind.AGENDA_TOPIC),
        ("munich-2025-C3", RecordKind.CONSENSUS_ITEM),
        ("R10-A1", RecordKind.ACTION),
        ("R9-D2", RecordKind.DOCUMENT),
        ("C3", RecordKind.CONSENSUS_ITEM),
        ("A1", RecordKind.ACTION),
        ("D2", RecordKind.DOCUMENT),
        *((ref, None) for ref in ("", "R", "R0", "R09", "S1", "T1", "C0", "R9-C0", "R9-X1", "R9-c1",
                                  "R9-", "-R9", "Munich", "munich-", "R9 ", "R9\n", "R９", "x",
                                  "R9-C1-C1")),
    ],
)  # fmt: skip
def test_the_form_of_a_reference_says_what_it_names(ref, kind):
    assert kind_of(ref) is kind


def one_of_each(make):
    topic = make.agenda_topic()
    meeting = topic.meeting
    yield from (meeting, topic.session, topic)
    for makes in (
        make.consensus_item,
        make.action,
        make.document,
        make.working_group,
        make.handover,
        make.matter,
    ):
        yield makes(meeting=meeting)
        yield makes(dialogue=meeting.dialogue, meeting=None)


def test_every_record_is_found_by_its_reference_which_tells_its_kind(db, make):
    records = list(one_of_each(make))
    db.flush()
    known = [(record, record.ref, type(record), record.kind) for record in records]
    assert {record.kind for record in records} == set(RecordKind)
    slug = records[0].dialogue.slug

    db.expire_all()

    for record, ref, model, kind in known:
        found = get_record(db, slug, ref)
        assert (found, type(found), kind_of(ref)) == (record, model, kind)


def test_a_reference_is_of_one_dialogue_and_one_reader(db, make):
    item = make.consensus_item(disclosure=Disclosure.SECRETARIAT)
    slug, dialogue_id = item.dialogue.slug, item.dialogue_id
    other = make.dialogue().slug
    with pytest.raises(NoResultFound):
        get_record(db, other, item.ref)

    db.info["viewer"] = Viewer(participant_of=frozenset({dialogue_id}))

    with pytest.raises(NoResultFound):
        get_record(db, slug, item.ref)


def test_parts_are_numbered_by_round_and_letter(db, make):
    dialogue = make.dialogue()
    ninth, tenth = (make.round(dialogue=dialogue, number=number) for number in (9, 10))

    refs = [
        part_reference(db, dialogue, meeting, letter)
        for meeting, letter in (
            (ninth, "C"), (ninth, "C"), (ninth, "A"), (tenth, "C"), (None, "C"), (None, "C"))
    ]  # fmt: skip

    assert refs == ["R9-C1", "R9-C2", "R9-A1", "R10-C1", "C1", "C2"]


def test_a_reference_is_never_given_again(db, make):
    document = make.document()
    dialogue, meeting, ref = document.dialogue, document.meeting, document.ref
    db.delete(document)
    db.flush()

    assert ref == "R1-D1"
    assert part_reference(db, dialogue, meeting, "D") == "R1-D2"


def test_two_dialogues_count_each_for_itself(db, make):
    assert [next_reference(db, make.dialogue(), "C") for _ in range(2)] == ["C1", "C1"]


def test_none_who_ask_at_once_are_given_the_same_reference(db, engine, make):
    dialogue_id = make.dialogue().id
    db.commit()

    def ask():
        with writing(engine) as mine:
            ref = next_reference(mine, mine.get_one(Dialogue, dialogue_id), "R9-C")
            mine.commit()
            return ref

    def ask_often():
        return [until_it_holds(ask) for _ in range(10)]

    given = at_once(*[partial(ask_often)] * 4)

    refs = [ref for one in given for ref in one]
    assert sorted(refs) == sorted(f"R9-C{number}" for number in range(1, 41))


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (("Munich", "2025"), "munich-2025"),
        (("São Paulo – Centre",), "sao-paulo-centre"),
        (("北京",), ""),
        (("x" * 39 + " y z",), "x" * 39),
        (("  ", "--"), ""),
    ],
)
def test_a_slug_is_lower_case_words_joined_by_hyphens(words, slug):
    assert slug_from(*words) == slug


def test_an_action_may_follow_from_the_topics_and_items_of_its_round(db, make):
    topic = make.agenda_topic()
    items = [make.consensus_item(meeting=topic.meeting) for _ in range(2)]
    make.action(meeting=topic.meeting)
    make.consensus_item(dialogue=topic.dialogue)

    assert list(recorded_at(db, topic.meeting)) == [topic, *items]
