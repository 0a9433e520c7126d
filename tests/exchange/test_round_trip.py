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
from app.handovers.models import Dimension
from app.matters.models import MatterRecord, Stage
from app.people.models import Naming, Person
from app.records.models import Record
from app.trace.models import Basis
from tests.conftest import statements
from tests.exchange.small import exported, small_file
from tests.make import NOW

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
    for word in ("sources", "documents", "consensus", "actions", "matters", "expectations"):
        harbour[word].reverse()
    harbour["handovers"].reverse()
    harbour["handovers"][1]["wordings"].reverse()
    harbour["handovers"][1]["papers"].reverse()
    harbour["matters"][1]["gathered"].reverse()
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
    for name in ("working_groups", "handovers", "matters", "expectations", "accepted_gaps"):
        del harbour[name]
    del harbour["actions"][2], file["links"][3], file["links"][0]
    for name in ("evidence", "earlier_wording", "looked_at"):
        del file["links"][1][name]
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
    link = make.link(earlier=first)
    between_the_tracks(make, link)

    text = exported(db)
    brought_in(other_db, text)

    assert exported(other_db) == text


def between_the_tracks(make, link):
    """A row of each kind, of the two dialogues that a link joins, out of their order."""
    dialogue, talks = link.earlier.dialogue, link.later.dialogue
    item = make.consensus_item(dialogue=talks, meeting=None)
    wordings = [make.wording(item=item), item.wordings[0]]
    papers = [make.document(dialogue=each, meeting=None) for each in (talks, dialogue)]
    sent = make.handover(
        dialogue=dialogue, wordings=wordings, papers=papers, meant_for=link.later,
        source=make.source(dialogue=talks),
    )  # fmt: skip
    make.handover(dialogue=talks, answers=sent)
    topics = [make.topic(), make.topic()][::-1]
    matter = make.matter(dialogue=dialogue, topics=topics, records=[sent, link.later, link.earlier])
    make.matter_record(matter=matter, record=item, stage=Stage.TALKS)
    for dimension in (Dimension.DOMESTIC, Dimension.RISKS):
        make.expectation(record=link.later, held_by=dialogue, dimension=dimension)
    make.accepted_gap(dialogue=dialogue, until="2027")
    make.accepted_gap(dialogue=dialogue, withdrawn=True)
    make.accepted_gap(dialogue=dialogue, key="a-rule:R1")
    make.link(
        earlier=papers[1], later=item, basis=Basis.DOCUMENTED, source=None, evidence=sent,
        later_wording=2, looked_at=NOW,
    )  # fmt: skip


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
    elsewhere = make.consensus_item()
    make.handover(
        dialogue=action.dialogue, meant_for=elsewhere.meeting, wordings=elsewhere.wordings,
        papers=[make.document(dialogue=elsewhere.dialogue)], source=make.source(),
    )  # fmt: skip
    make.matter(dialogue=action.dialogue, records=[elsewhere, action])
    make.expectation(record=elsewhere.meeting, held_by=action.dialogue)

    file = dialogue_file(db, [action.dialogue])

    assert file["links"] == []
    [alone] = file["dialogues"]
    assert "origin" not in alone["actions"][0]
    assert "expectations" not in alone
    assert alone["handovers"][0].keys() & {"meant_for", "wordings", "papers", "source"} == set()
    assert alone["matters"][0]["gathered"] == [{"record": f"{alone['slug']}/{action.ref}"}]
    assert not import_file(db, actor=None, file=file).changed
    assert db.get_one(Action, action.id).origin is not None
    assert len(db.scalars(sa.select(MatterRecord)).all()) == 2


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


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_family_is_also_what_was_handed_over_gathered_and_expected(db, make):
    near = make.dialogue()
    there = make.document()
    make.handover(dialogue=near, meant_for=make.round())
    make.handover(dialogue=near, answers=make.handover())
    make.handover(dialogue=near, source=make.source())
    make.handover(dialogue=near, papers=[there])
    make.handover(dialogue=near, wordings=make.consensus_item().wordings)
    make.matter(dialogue=near, records=[make.round()])
    make.expectation(held_by=near)
    make.link(later=there, evidence=make.document())
    joined = db.scalars(sa.select(Dialogue).order_by(Dialogue.slug)).all()
    make.link()

    assert family_of(db, near) == joined


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
        sent = harbour["handovers"][1] | {"papers": [{"document": "talks/D1"}]}
        harbour["handovers"] += [sent | {"ref": f"H{n + 3}"} for n in range(copies)]
        harbour["handovers"][1] = sent
        file["links"][0]["evidence"] = "talks/D1"
        file["people"] += [file["people"][1] | {"key": f"tan-{n}"} for n in range(copies)]
        brought_in(db, to_json(file))
        db.commit()
        with statements() as sent:
            exported(db)
        with statements() as sent_again:
            brought_in(db, to_json(file))
        counts.append((len(sent), len(sent_again)))

    assert counts[0] == counts[1]
