"""What is looked at before minutes are confirmed, one rule after another."""

from datetime import timedelta

import pytest

from app.confirming.findings import look_through
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.people.models import Naming
from app.reading import Viewer
from app.records.models import Disclosure
from app.rounds.models import Round, TopicResult
from tests.conftest import statements
from tests.make import NOW, Make

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def complete(make: Make, **given: object) -> Round:
    """A round of which nothing is missing."""
    meeting = make.round(happened="2025-03-01", number=3, **given)
    for side in meeting.dialogue.sides:
        make.attendance(round=meeting, side=side, consent="By mail.", naming=Naming.PUBLIC)
    topic = make.agenda_topic(session=make.session(meeting=meeting), result="agreed")
    make.consensus_item(agenda_topic=topic)
    make.action(meeting=meeting, due="2025-06-01")
    return meeting


def found(db, meeting: Round) -> dict[str, list[str]]:
    return {
        one.check.key: [finding.ref for finding in one.findings]
        for one in look_through(db, meeting).found
    }


def test_nothing_is_found_where_nothing_is_missing(db, make):
    assert found(db, complete(make)) == {}


def test_each_check_finds_what_it_looks_for(db, make):
    meeting = complete(make)
    meeting.happened = PartialDate.of((NOW + timedelta(days=40_000)).date())
    topic = make.agenda_topic(session=make.session(meeting=meeting))
    idle = make.agenda_topic(session=topic.session, result=TopicResult.DISCUSSED)
    silent = make.consensus_item(agenda_topic=topic, text=None)
    moved = make.consensus_item(agenda_topic=topic, text=LocalizedText({"zh-Hans": "原文"}))
    make.wording(item=moved, text={"en": "The English alone."})
    nobodys = make.action(meeting=meeting, owners=[])
    early = make.action(meeting=meeting, due_round=3)
    empty = make.session(meeting=meeting)
    make.attendance(round=meeting)
    make.attendance(round=meeting, naming=Naming.PARTICIPANTS)
    make.notes_draft(meeting=meeting)

    assert found(db, meeting) == {
        "yet-to-come": ["R3"],
        "not-asked": [""],
        "named-without-consent": [""],
        "empty-session": [empty.ref],
        "no-result": [topic.ref],
        "no-item": [idle.ref],
        "no-wording": [silent.ref, moved.ref],
        "no-owner": [nobodys.ref],
        "no-due": [nobodys.ref],
        "due-before": ["R3-A1", early.ref],
        "drafts": ["R3"],
    }


def test_an_empty_round_lacks_its_day_and_its_roster(db, make):
    assert found(db, make.round(happened="2025-03")) == {"undated": ["R1"], "nobody": ["R1"]}


def test_a_side_without_a_roster_is_pointed_out(db, make):
    meeting = complete(make)
    db.delete(meeting.attendances[1])
    db.flush()
    db.expire_all()

    assert found(db, meeting) == {"side-absent": ["R3"]}


@pytest.mark.parametrize("why", [{"result": TopicResult.DEFERRED}, {"summary": "Why."}])
def test_a_topic_that_says_why_needs_no_item(db, make, why):
    meeting = complete(make)
    session = make.session(meeting=meeting)
    make.agenda_topic(session=session, **{"result": TopicResult.DISCUSSED} | why)

    assert found(db, meeting) == {}


def test_checks_look_at_what_their_reader_may_read(db, make, open_db):
    meeting = complete(make)
    make.consensus_item(meeting=meeting, text=None, disclosure=Disclosure.SECRETARIAT)
    db.commit()

    reader = Viewer(participant_of=frozenset({meeting.dialogue_id}))
    own = open_db(reader)

    assert found(own, own.get_one(Round, meeting.id)) == {}


def test_the_number_of_statements_does_not_grow(db, make):
    meeting = complete(make)

    def counted() -> int:
        db.flush()
        db.expunge_all()
        again = db.get_one(Round, meeting.id)
        _sides = again.dialogue.sides
        with statements() as sent:
            look_through(db, again)
        return len(sent)

    few = counted()
    for _more in range(5):
        make.action(meeting=db.get_one(Round, meeting.id), due_round=9)
        make.consensus_item(meeting=db.get_one(Round, meeting.id))
        make.attendance(round=db.get_one(Round, meeting.id))

    assert counted() == few
