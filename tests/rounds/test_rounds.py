"""Logging a round, correcting it, and what is recorded at it."""

import re

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.dialogues.models import Attribution
from app.localized import EMPTY
from app.partial_date import PartialDate
from app.reading import THE_HOUSE, Viewer
from app.records.models import Disclosure, Record
from app.rounds.commands import add_session, add_topic, edit_round, edit_session, edit_topic
from app.rounds.commands import log_round as log
from app.rounds.models import Round, RoundKind, RoundStatus, TopicResult
from app.rules import Refused
from tests.make import text

FACTS = ("round_kind", "number", "title", "happened", "ended", "place", "mode", "status",
         "attribution", "co_hosts", "head_count", "head_count_least", "disclosure", "side",
         "note")  # fmt: skip


@pytest.fixture
def dialogue(make):
    return make.dialogue()


@pytest.fixture
def logged(db, dialogue, secretary):
    """`logged(place=…, happened=…)`: a round of the dialogue, with texts and dates as strings."""

    def log_round(**given):
        given = {"dialogue": dialogue, "round_kind": RoundKind.ROUND} | given
        for name in ("happened", "ended"):
            given[name] = PartialDate(given[name]) if given.get(name) else None
        given["place"] = text(given.get("place", ""))
        return log(db, actor=secretary, **given)

    return log_round


def test_a_round_starts_with_one_session_of_its_own_level(logged, dialogue):
    ours = dialogue.sides[0]

    held = logged(number=9, happened="2024-02", disclosure=Disclosure.SIDE, side=ours)

    [session] = held.sessions
    assert (held.ref, session.ref) == ("R9", "R9-S1")
    assert (session.happened, session.position) == (PartialDate("2024-02"), 1)
    assert (session.disclosure, session.side) == (Disclosure.SIDE, ours)


@pytest.mark.parametrize(
    ("given", "ref"),
    [
        pytest.param({"place": "Munich, Germany", "happened": "2025-02-14"}, "munich-2025",
                     id="the place and the year"),
        pytest.param({"place": "São Paulo"}, "sao-paulo", id="the place alone"),
        pytest.param({"happened": "2025"}, "forum-2025", id="the kind and the year"),
        pytest.param({}, "forum", id="the kind alone"),
        pytest.param({"place": {"zh-Hans": "北京"}, "happened": "2025"}, "forum-2025",
                     id="a place without Latin letters"),
        pytest.param({"place": "3rd Ring", "happened": "2025"}, "forum-3rd-ring-2025",
                     id="a place that starts with a figure"),
        pytest.param({"place": "Actions"}, "actions-2", id="a page of the dialogue"),
        pytest.param({"place": "Report"}, "report-2", id="another page of the dialogue"),
    ],
)  # fmt: skip
def test_an_unnumbered_round_is_cited_by_where_or_what_it_was(logged, given, ref):
    assert logged(round_kind=RoundKind.FORUM, **given).ref == ref


def test_two_unnumbered_rounds_never_share_a_reference(db, dialogue, logged):
    db.info["viewer"] = Viewer(secretariat_of=frozenset({dialogue.id}))
    given = {"round_kind": RoundKind.FORUM, "place": "Munich", "happened": "2025"}

    # The second of them is one that its secretary may not read.
    hidden = {"disclosure": Disclosure.SIDE, "side": dialogue.sides[0]}
    refs = [logged(**given | extra).ref for extra in ({}, hidden, {}, {"place": "Munich-2025"})]

    assert refs == ["munich-2025", "munich-2025-2", "munich-2025-3", "munich-2025-2025"]


def test_a_meeting_may_not_stand_where_a_page_of_its_dialogue_does(app, logged, dialogue):
    addresses = app.url_map.bind("localhost")
    pages = {
        found[1]
        for rule in app.url_map.iter_rules()
        if (found := re.match(r"/<dialogue>/([a-z][a-z-]*[a-z])$", rule.rule))
    }

    assert {"actions", "consensus", "ledger", "sources"} <= pages
    for page in sorted(pages):
        meeting = logged(round_kind=RoundKind.FORUM, place=page)
        endpoint, _values = addresses.match(f"/{dialogue.slug}/{meeting.ref}")
        assert endpoint == addresses.match(f"/{dialogue.slug}/R9")[0], page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"number": 9}, "number", id="a number twice"),
        pytest.param({"number": 10, "round_kind": RoundKind.SUMMIT}, "number", id="a summit"),
        pytest.param({"happened": "2024-03", "ended": "2024-02"}, "ended", id="ends first"),
        pytest.param({"ended": "2024-02"}, "happened", id="ends and never began"),
        pytest.param({"disclosure": Disclosure.SIDE}, "side", id="nobody's own"),
    ],
)
def test_a_round_that_cannot_be_is_refused_beside_what_is_wrong(db, logged, given, field):
    logged(number=9)

    with pytest.raises(Refused) as refusal:
        logged(**given)

    assert refusal.value.field == field
    assert len(db.scalars(sa.select(Round)).all()) == 1


def test_a_number_is_taken_also_by_a_round_that_may_not_be_read(db, dialogue, logged):
    logged(number=9, disclosure=Disclosure.SECRETARIAT)
    db.info["viewer"] = Viewer(participant_of=frozenset({dialogue.id}))

    with pytest.raises(Refused) as refusal:
        logged(number=9)

    assert refusal.value.field == "number"


@pytest.mark.parametrize("ended", ["2024-02", "2024", "2024-02-12", "2025"])
def test_an_end_that_may_fit_is_kept(logged, ended):
    assert logged(happened="2024-02-12", ended=ended).ended == PartialDate(ended)


def corrected(db, actor, meeting, **given):
    facts = {name: getattr(meeting, name) for name in FACTS}
    edit_round(db, actor=actor, meeting=meeting, **facts | given)


def test_a_corrected_round_keeps_its_number_reference_and_texts(db, logged, secretary):
    held = logged(number=9, happened="2024-02", place="Munich")

    corrected(db, secretary, held, status=RoundStatus.HELD, place=text("Geneva"))

    assert (held.ref, held.number, held.status) == ("R9", 9, RoundStatus.HELD)
    assert held.place == text("Geneva")


@pytest.mark.parametrize(
    ("given", "field"),
    [({"number": 8}, "number"), ({"round_kind": RoundKind.SUMMIT}, "number"),
     ({"ended": PartialDate("2023")}, "ended"), ({"disclosure": Disclosure.SIDE}, "side")],
)  # fmt: skip
def test_a_correction_is_refused_where_the_round_would_be(db, logged, secretary, given, field):
    logged(number=8)
    held = logged(number=9, happened="2024-02")

    with pytest.raises(Refused) as refusal:
        corrected(db, secretary, held, **given)

    assert refusal.value.field == field


def test_a_number_that_was_corrected_is_free_for_the_round_that_bears_it(db, logged, secretary):
    mistaken = logged(number=9)
    corrected(db, secretary, mistaken, number=8)

    right = logged(number=9)

    assert right.number == 9
    assert right.ref != mistaken.ref


@pytest.mark.parametrize(
    ("old", "new"), [("2024-02", "2024-03-01"), (None, "2024"), ("2024", None)]
)
def test_what_was_recorded_at_a_round_moves_with_it(db, make, secretary, old, new):
    meeting = make.round(happened=old)
    dialogue = meeting.dialogue
    ours, theirs = dialogue.sides
    moves = [
        make.session(meeting=meeting),
        make.action(meeting=meeting),
        make.document(meeting=meeting, disclosure=Disclosure.SIDE, side=theirs),
    ]
    stays = [make.document(meeting=meeting, happened="2019-05"), make.action(dialogue=dialogue)]
    stood = [record.happened for record in stays]
    # Whoever moves it works for the other side: the paper is not theirs to read.
    of = frozenset({dialogue.id})
    db.info["viewer"] = Viewer(participant_of=of, secretariat_of=of, own_sides=frozenset({ours.id}))

    corrected(db, secretary, meeting, happened=PartialDate(new) if new else None)

    db.info["viewer"] = THE_HOUSE
    db.expire_all()
    assert [record.happened for record in moves] == [meeting.happened] * 3
    assert str(meeting.happened or "") == (new or "")
    assert [record.happened for record in stays] == stood
    assert len(db.scalars(sa.select(AuditEntry)).all()) == 1


def test_sessions_topics_and_their_places_follow_on_one_another(db, make, secretary):
    meeting = make.round()
    node = make.topic()
    first, second = (
        add_session(db, actor=secretary, meeting=meeting, title=text(f"Theme {n}")) for n in (1, 2)
    )
    topics = [
        add_topic(db, actor=secretary, held=held, title=text("Terms"), topics=[node])
        for held in (first, second, first)
    ]

    assert [(held.ref, held.position) for held in (first, second)] == [("R1-S1", 1), ("R1-S2", 2)]
    assert [(one.ref, one.position) for one in topics] == [
        ("R1-T1", 1), ("R1-T2", 1), ("R1-T3", 2)]  # fmt: skip
    assert all(one.meeting_id == meeting.id and one.topics == [node] for one in topics)


def test_a_topic_says_what_it_is(db, make, secretary):
    topic = make.agenda_topic()
    known = {name: getattr(topic, name) for name in (
        "format", "result", "fault", "summary", "topics", "position", "disclosure", "side",
        "note")}  # fmt: skip

    with pytest.raises(Refused) as added:
        add_topic(db, actor=secretary, held=topic.session, title=EMPTY)
    with pytest.raises(Refused) as edited:
        edit_topic(db, actor=secretary, topic=topic, held=topic.session, title=EMPTY, **known)

    assert (added.value.field, edited.value.field) == ("title", "title")


def test_a_topic_moves_to_another_session_and_has_a_result(db, make, secretary):
    topic = make.agenda_topic()
    other = make.session(meeting=topic.meeting)
    names = ("title", "format", "fault", "summary", "topics", "position", "disclosure", "side")
    known = {name: getattr(topic, name) for name in names}

    edit_topic(db, actor=secretary, topic=topic, held=other, result=TopicResult.STALLED,
               note=EMPTY, **known)  # fmt: skip

    db.expire_all()
    assert (topic.session, topic.result) == (other, TopicResult.STALLED)
    assert db.scalar(sa.select(Record.ref).where(Record.id == topic.id)) == "R1-T1"


def test_a_session_has_the_moderators_it_is_given_and_a_rule_of_its_own(db, make, secretary):
    session = make.session()
    first, second = (make.attendance(round=session.meeting) for _ in range(2))
    known = {"position": 2, "disclosure": session.disclosure, "side": None, "note": EMPTY}

    for moderators in ([first, second], [second]):
        edit_session(db, actor=secretary, held=session, title=session.title,
                     attribution=Attribution.CLOSED, moderators=moderators, **known)  # fmt: skip
        db.expire_all()
        assert [one.attendance for one in session.moderators] == moderators

    assert (session.attribution, session.position) == (Attribution.CLOSED, 2)
