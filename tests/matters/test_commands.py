"""Opening matters, and what belongs to them."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.queries import history_of
from app.dialogues.models import Track
from app.matters.commands import add_records, edit_matter, open_matter, remove_record, set_stage
from app.matters.models import MatterRecord, Stage
from app.matters.queries import entry_of, matters_with, suggested_for
from app.reading import Viewer
from app.records.models import Disclosure
from app.rules import Refused
from tests.make import text
from tests.matters.done import MATTERS

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def belonging(db, matter):
    entries = sa.select(MatterRecord).where(MatterRecord.matter_id == matter.id)
    return {entry.record for entry in db.scalars(entries)}


def test_every_command_is_among_those_that_leave_an_entry():
    commands = (open_matter, edit_matter, add_records, remove_record, set_stage)
    assert {one.command for one in MATTERS} == set(commands)


def test_a_matter_gathers_records_of_several_dialogues(db, make, secretary):
    here, talks = make.dialogue(), make.dialogue(track=Track.GOVERNMENT)
    first, second = make.round(dialogue=here), make.round(dialogue=talks)

    matter = open_matter(
        db, actor=secretary, dialogue=here, title=text("Terms"), records=[first, first]
    )
    added = add_records(db, actor=secretary, matter=matter, records=[first, second])

    assert matter.ref == "M1"
    assert [entry.record for entry in added] == [second]
    assert belonging(db, matter) == {first, second}
    assert matters_with(db, second) == [matter]
    assert len(history_of(db, matter.id)) == 3


@on_sqlite
def test_what_belongs_already_or_is_a_matter_is_refused(db, make, secretary):
    meeting = make.round()
    matter = make.matter(dialogue=meeting.dialogue, records=[meeting])

    for records, why in (([meeting], "already"), ([meeting, make.matter()], "other matters")):
        with pytest.raises(Refused, match=why) as refusal:
            add_records(db, actor=secretary, matter=matter, records=records)
        assert refusal.value.field == "records"
    with pytest.raises(Refused, match="name"):
        open_matter(db, actor=secretary, dialogue=meeting.dialogue, title=text({}))


@on_sqlite
def test_a_record_is_taken_out_and_stays(db, make, secretary):
    meeting = make.round()
    matter = make.matter(dialogue=meeting.dialogue, records=[meeting])

    remove_record(db, actor=secretary, entry=entry_of(db, matter, meeting))

    assert belonging(db, matter) == set()
    assert db.get(type(meeting), meeting.id) is meeting
    [entry] = history_of(db, matter.id)
    assert (entry.action, entry.before["record_id"]) == ("matter.record-removed", meeting.id)


@on_sqlite
def test_a_stage_that_was_chosen_is_noted_once(db, make, secretary):
    meeting = make.round()
    matter = make.matter(dialogue=meeting.dialogue, records=[meeting])
    entry = entry_of(db, matter, meeting)

    for _time in range(2):
        set_stage(db, actor=secretary, entry=entry, stage=Stage.REVIEW)

    [noted] = history_of(db, matter.id)
    assert noted.after == {"stage": "review"}


@on_sqlite
@pytest.mark.parametrize(
    ("of_matter", "of_record", "on_the_matter"),
    [
        (Disclosure.PARTICIPANTS, Disclosure.PARTICIPANTS, True),
        (Disclosure.SECRETARIAT, Disclosure.PUBLIC, True),
        # A history is read by the secretariat alone.
        (Disclosure.PARTICIPANTS, Disclosure.SECRETARIAT, True),
        (Disclosure.SIDE, Disclosure.PARTICIPANTS, True),
        (Disclosure.SECRETARIAT, Disclosure.SIDE, False),
    ],
)
def test_the_matter_s_history_tells_only_of_what_all_its_readers_may_read(
    db, make, secretary, of_matter, of_record, on_the_matter
):
    here = make.dialogue()
    side = here.sides[0]
    matter = make.matter(dialogue=here, disclosure=of_matter, side=side)
    record = make.round(dialogue=here, disclosure=of_record, side=side)

    add_records(db, actor=secretary, matter=matter, records=[record])

    [entry] = db.scalars(sa.select(AuditEntry))
    assert entry.record_id == (matter.id if on_the_matter else record.id)


def test_what_is_linked_or_of_the_same_topic_is_suggested_once(db, make, open_db):
    here = make.dialogue()
    topic = make.topic()
    meeting, other = make.round(dialogue=here), make.round(dialogue=here)
    matter = make.matter(dialogue=here, records=[meeting], topics=[topic])
    link = make.link(earlier=meeting)
    make.link(earlier=other, later=meeting)
    item = make.consensus_item(meeting=other, topics=[topic])
    on_agenda = make.agenda_topic(meeting=other, topics=[topic])
    hidden = make.consensus_item(
        meeting=other, topics=[topic], disclosure=Disclosure.SIDE, side=here.sides[0]
    )
    make.link(earlier=meeting, later=item)
    db.commit()

    reader = open_db(Viewer(participant_of=frozenset({here.id, link.later.dialogue_id})))
    seen = suggested_for(reader, reader.merge(matter, load=False))

    refs = [(one.record.dialogue_id, one.record.ref) for one in seen]
    expected = [link.later, item, other, on_agenda]
    assert refs == [(one.dialogue_id, one.ref) for one in expected]
    assert [one.linked is None for one in seen] == [False, False, False, True]
    assert hidden in [one.record for one in suggested_for(db, matter)]
