"""Out of one database, into another, and out again."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.actions.models import Action
from app.audit.models import AuditEntry
from app.dialogues.models import Dialogue, Track
from app.exchange.commands import import_file, read_file
from app.exchange.queries import dialogue_file, family_of, to_json
from app.people.models import Naming, Person
from app.records.models import Record
from app.trace.models import Basis
from tests.conftest import statements
from tests.exchange.small import exported, small_file

SAMPLES = sorted((Path(__file__).parents[2] / "app" / "sample").glob("*.json"))


def brought_in(db: Session, text: str):
    return import_file(db, actor=None, file=read_file(text))


def test_a_file_comes_out_as_it_went_in(db):
    brought_in(db, json.dumps(small_file()))

    assert exported(db) == to_json(small_file())


def test_the_dialogues_of_one_database_pass_through_one_of_the_other_kind(db, other_db):
    brought_in(db, json.dumps(small_file()))
    first = exported(db)

    brought_in(other_db, first)

    assert exported(other_db) == first


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_samples_pass_through_databases_of_both_kinds(db, other_db, sample):
    brought_in(db, sample.read_text(encoding="utf-8"))
    first = exported(db)

    brought_in(other_db, first)

    assert exported(other_db) == first
    again = brought_in(other_db, first)
    assert not again.created
    assert not again.changed


def test_the_order_in_which_rows_were_made_does_not_show(db, other_db):
    file = small_file()
    brought_in(db, to_json(file))
    harbour = file["dialogues"][0]
    for word in ("sources", "documents", "consensus", "actions"):
        harbour[word].reverse()
    harbour["rounds"][0]["attendance"].reverse()
    for word in ("people", "dialogues", "links"):
        file[word].reverse()

    brought_in(other_db, to_json(file))

    assert exported(other_db) == exported(db)


def test_a_second_import_changes_nothing(db):
    first = brought_in(db, to_json(small_file()))
    db.commit()
    revisions = db.execute(sa.select(Record.ref, Record.revision).order_by(Record.id)).all()
    audited = db.scalar(sa.select(sa.func.count(AuditEntry.id)))

    second = brought_in(db, to_json(small_file()))

    assert not second.created
    assert not second.changed
    assert second.unchanged == first.created
    assert [*db.new, *db.dirty] == []
    assert db.scalar(sa.select(sa.func.count(AuditEntry.id))) == audited
    assert db.execute(sa.select(Record.ref, Record.revision).order_by(Record.id)).all() == revisions


def test_a_file_of_the_house_before_the_register_still_reads(db):
    file = small_file()
    harbour = file["dialogues"][0]
    del harbour["working_groups"], file["links"][2]
    for name in ("review_on", "review_round"):
        del harbour["consensus"][0][name]
    first, second = harbour["consensus"][0]["wordings"]
    del first["bracket_notes"], second["renderings"]

    brought_in(db, to_json(file))

    assert exported(db) == to_json(file)


def test_rows_made_by_hand_pass_through(db, make, other_db):
    first = make.round(happened="2024-03")
    topic = make.agenda_topic(meeting=first)
    topic.topics = [make.topic()]
    make.moderator(session=topic.session)
    make.citation(record=topic)
    make.consensus_item(agenda_topic=topic, endorsed_by_all=True)
    make.document(meeting=None, dialogue=first.dialogue)
    make.action_update(action=make.action(meeting=first))
    make.affiliation()
    make.attendance(round=first, group="A few", naming=Naming.COUNTED)
    make.team_member(dialogue=first.dialogue)
    make.link(earlier=first)

    text = exported(db)
    brought_in(other_db, text)

    assert exported(other_db) == text


def test_only_what_the_dialogues_use_goes_with_them(db, make):
    above = make.topic(code="ABOVE")
    used = make.topic(code="USED", parent=above)
    make.topic(code="UNUSED")
    item = make.consensus_item()
    item.topics = [used]
    kept = make.person(dialogue=item.dialogue)
    guest = make.attendance(round=item.meeting, person=make.person()).person
    make.person()
    work = make.affiliation(person=guest).institution
    make.institution()

    file = dialogue_file(db, [item.dialogue])

    assert [topic["code"] for topic in file["topics"]] == ["ABOVE", "USED"]
    assert {person["key"] for person in file["people"]} == {kept.key, guest.key}
    assert [each["key"] for each in file["institutions"]] == [work.key]
    assert {person["kept_by"] for person in file["people"]} == {item.dialogue.slug}


def test_a_guest_stays_with_the_secretariat_that_keeps_the_card(db, make):
    guest = make.attendance(person=make.person()).person
    keeper = guest.dialogue
    dialogue = db.scalars(sa.select(Dialogue).where(Dialogue.id != keeper.id)).one()

    again = import_file(db, actor=None, file=dialogue_file(db, [dialogue]))

    assert not again.changed
    assert db.get_one(Person, guest.id).dialogue is keeper


def test_what_leads_out_of_the_file_is_left_out(db, make):
    link = make.link()
    action = make.action(dialogue=link.later.dialogue, meeting=None, origin=link.earlier)

    file = dialogue_file(db, [action.dialogue])

    assert file["links"] == []
    assert "origin" not in file["dialogues"][0]["actions"][0]
    assert not import_file(db, actor=None, file=file).changed
    assert db.get_one(Action, action.id).origin is not None


def test_a_family_is_all_that_links_join(db, make):
    first = make.link()
    second = make.link(
        earlier=first.later,
        later=make.round(happened="2026"),
        basis=Basis.DOCUMENTED,
        source=make.source(),
    )
    stranger = make.link().earlier.dialogue
    action = make.action(origin=first.earlier)

    family = family_of(db, second.later.dialogue)

    assert stranger not in family
    assert family == sorted(
        {
            first.earlier.dialogue,
            first.later.dialogue,
            second.later.dialogue,
            second.source.dialogue,
            action.dialogue,
        },
        key=lambda dialogue: dialogue.slug,
    )


def test_a_dialogue_without_links_is_its_own_family(db, make):
    assert family_of(db, alone := make.dialogue(track=Track.GOVERNMENT)) == [alone]


def test_the_number_of_statements_does_not_grow_with_the_rows(db):
    counts = []
    for copies in (1, 30):
        file = small_file()
        harbour = file["dialogues"][0]
        harbour["documents"] = [
            harbour["documents"][1] | {"ref": f"R1-D{n + 1}", "citations": [{"source": "P2"}]}
            for n in range(copies)
        ]
        file["people"] += [file["people"][1] | {"key": f"tan-{n}"} for n in range(copies)]
        brought_in(db, to_json(file))
        db.commit()
        with statements() as sent:
            exported(db)
        with statements() as sent_again:
            brought_in(db, to_json(file))
        counts.append((len(sent), len(sent_again)))

    assert counts[0] == counts[1]
