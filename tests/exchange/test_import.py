"""What an import does to what is there."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.consensus.models import ConsensusItem
from app.dialogues.models import Dialogue
from app.exchange.commands import import_file
from app.matters.models import MatterRecord
from app.people.models import Person
from app.records.commands import next_reference
from app.records.models import Record, ReferenceCounter
from app.rounds.models import Attendance, Round
from app.topics.models import Topic
from app.trace.models import TraceLink
from tests.exchange.small import exported, small_file
from tests.exchange.small_records import text


@pytest.fixture
def file(db):
    """A file that is imported already."""
    import_file(db, actor=None, file=small_file())
    db.commit()
    return small_file()


def by_ref(db, model, ref):
    return db.scalars(sa.select(model).where(model.ref == ref)).one()


def entries(db):
    return db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial)).all()


def test_a_dry_run_counts_the_same_and_leaves_nothing(db):
    tried = import_file(db, actor=None, file=small_file())
    db.rollback()
    assert db.scalars(sa.select(Dialogue)).all() == []

    done = import_file(db, actor=None, file=small_file())

    assert tried == done
    assert done.created["attendance"] == 4
    assert done.created["positions"] == 3


def test_whatever_is_made_is_audited_by_name(db, admin):
    import_file(db, actor=admin, file=small_file())

    found = entries(db)

    assert {entry.actor_name for entry in found} == {admin.name}
    assert {entry.action for entry in found} == {
        "topic.imported",
        "institution.imported",
        "dialogue.imported",
        "person.imported",
        "round.imported",
        "dialogue-session.imported",
        "agenda-topic.imported",
        "document.imported",
        "consensus-item.imported",
        "working-group.imported",
        "action.imported",
        "handover.imported",
        "matter.imported",
        "trace-link.imported",
    }
    records = {entry.record_id for entry in found if entry.subject != "trace_link"} - {None}
    assert records == set(db.scalars(sa.select(Record.id)))
    assert all(entry.dialogue_id for entry in found if entry.record_id)


def test_what_differs_is_changed_in_its_row(db, file):
    before = by_ref(db, Round, "R1")
    revision, row_id = before.revision, before.id
    given = file["dialogues"][0]["rounds"][0]
    given["title"] = text("Round the first")
    del given["mode"]

    done = import_file(db, actor=None, file=file)

    changed = by_ref(db, Round, "R1")
    assert done.changed == {"rounds": 1}
    assert (changed.id, changed.revision) == (row_id, revision + 1)
    assert (changed.title.text_for("en"), changed.mode) == ("Round the first", None)
    last = entries(db)[-1]
    assert last.action == "round.imported"
    assert last.before.keys() == last.after.keys() == {"title", "mode"}


def test_lists_of_a_row_are_replaced_as_a_whole(db, file):
    names = file["people"][0]["names"]
    names.reverse()
    harbour = file["dialogues"][0]
    harbour["rounds"][0]["citations"].reverse()
    harbour["rounds"][0]["sessions"][0]["moderators"].reverse()
    harbour["actions"][0]["owners"].pop()
    harbour["consensus"][0]["topics"] = ["AS", "TS"]
    harbour["working_groups"][0]["meetings"] = ["wg-words"]
    file["people"][0]["affiliations"].pop()

    done = import_file(db, actor=None, file=file)

    assert done.changed == {
        "people": 1,
        "rounds": 1,
        "sessions": 1,
        "actions": 1,
        "consensus": 1,
        "working_groups": 1,
    }
    person = db.scalars(sa.select(Person).where(Person.key == "moreau")).one()
    assert [name.printed for name in person.names] == ["Anna Moreau", "A. MOREAU"]
    assert len(person.affiliations) == 1
    assert not import_file(db, actor=None, file=file).changed


def test_what_the_file_does_not_name_stays(db, file):
    harbour = file["dialogues"][0]
    harbour["rounds"][0]["attendance"].pop(0)
    harbour["rounds"][0]["sessions"] = []
    for word in ("documents", "actions", "sources", "team", "handovers", "accepted_gaps"):
        del harbour[word]
    harbour["matters"][0]["gathered"].pop()
    harbour["expectations"].pop()
    harbour["rounds"][0]["citations"] = [{"source": "P2"}]
    harbour["consensus"].pop()
    harbour["consensus"][0]["wordings"].pop()
    file["links"], file["topics"], file["people"] = [], [], []

    done = import_file(db, actor=None, file=file)

    assert done.changed == {"rounds": 1}
    assert db.scalar(sa.select(sa.func.count(Attendance.id))) == 4
    assert db.scalar(sa.select(sa.func.count(TraceLink.id))) == 4
    assert db.scalar(sa.select(sa.func.count()).select_from(MatterRecord)) == 3
    assert by_ref(db, ConsensusItem, "R1-C1").latest == 2


def test_a_file_may_refer_to_what_is_there(db, file):
    extra = {
        "throughline": 1,
        "dialogues": [
            {key: file["dialogues"][0][key] for key in ("slug", "track", "name", "attribution")}
            | {"summary": text("What it is about"), "began": "2019-10", "illustrative": True}
            | {"sides": [], "rounds": []}
            | {
                "documents": [
                    {
                        "ref": "R1-D9",
                        "disclosure": "public",
                        "meeting": "R1",
                        "kind": "other",
                        "issued_by": "AV",
                        "status": "draft",
                        "citations": [{"source": "P2"}],
                    }
                ]
            }
        ],
        "links": [file["links"][2] | {"later": "talks/geneva-2024"}],
    }

    done = import_file(db, actor=None, file=extra)

    assert done.created == {"documents": 1, "links": 1}
    assert not done.changed
    made = by_ref(db, Record, "R1-D9")
    assert str(made.happened) == "2024-03-01"
    assert made.meeting is by_ref(db, Round, "R1")


def test_new_references_follow_those_of_the_file(db):
    file = small_file()
    file["dialogues"][0]["consensus"][1]["ref"] = "R1-C40"
    file["links"][3]["earlier"] = "harbour/R1-C40"

    import_file(db, actor=None, file=file)

    harbour = db.scalars(sa.select(Dialogue).where(Dialogue.slug == "harbour")).one()
    assert next_reference(db, harbour, "R1-C") == "R1-C41"
    assert next_reference(db, harbour, "R1-S") == "R1-S3"
    assert next_reference(db, harbour, "D") == "D2"
    assert next_reference(db, harbour, "R1-W") == "R1-W2"
    assert next_reference(db, harbour, "H") == "H3"
    assert next_reference(db, harbour, "R1-M") == "R1-M2"


def test_a_counter_never_goes_back(db, file):
    db.execute(sa.update(ReferenceCounter).where(ReferenceCounter.prefix == "R1-C").values(last=7))
    file["dialogues"][0]["consensus"][1]["ref"] = "R1-C3"

    import_file(db, actor=None, file=file)

    counter = sa.select(ReferenceCounter.last).where(ReferenceCounter.prefix == "R1-C")
    assert db.scalars(counter).one() == 7


def test_a_link_is_suspect_where_the_file_says_so(db, file):
    link = db.scalars(sa.select(TraceLink).where(TraceLink.place == "p. 3")).one()
    assert (link.earlier_revision, link.later_revision) == (0, 1)

    by_ref(db, Round, "geneva-2024").title = by_ref(db, Round, "R1").title
    db.flush()
    file["dialogues"][1]["rounds"][0]["title"] = text("Round one")
    file["links"][1]["suspect"] = ["later"]
    done = import_file(db, actor=None, file=file)

    # It saw the later end before its title was written; the other link to it saw it after.
    assert done.changed == {"links": 2}
    assert (link.earlier_revision, link.later_revision) == (1, 1)
    assert by_ref(db, Round, "geneva-2024").revision == 2


def test_what_the_same_file_changes_is_not_suspect(db, file):
    file["dialogues"][1]["rounds"][0]["title"] = text("Geneva")

    import_file(db, actor=None, file=file)

    link = db.scalars(sa.select(TraceLink).where(TraceLink.place == "p. 3")).one()
    assert link.later_revision == by_ref(db, Round, "geneva-2024").revision == 2


def test_rounds_may_swap_their_numbers(db, file):
    rounds = file["dialogues"][0]["rounds"]
    second = {key: rounds[0][key] for key in ("disclosure", "kind", "status", "attribution")}
    rounds.insert(1, {"ref": "R2", "number": 2} | second)
    import_file(db, actor=None, file=file)
    rounds[0]["number"], rounds[1]["number"] = 2, 1

    assert import_file(db, actor=None, file=file).changed == {"rounds": 2}
    assert by_ref(db, Round, "R1").number == 2


def test_siblings_take_the_order_of_the_file(db, file):
    file["topics"].insert(1, {"code": "TS-0", "parent": "TS", "name": text("New")})
    sessions = file["dialogues"][0]["rounds"][0]["sessions"]
    sessions.reverse()

    import_file(db, actor=None, file=file)

    topic = db.scalars(sa.select(Topic).where(Topic.code == "TS")).one()
    assert [child.code for child in topic.children] == ["TS-0", "TS-1"]
    assert [each.ref for each in by_ref(db, Round, "R1").sessions] == ["R1-S2", "R1-S1"]


def test_markup_is_text_like_any_other(db):
    file = small_file()
    told = "<script>alert(1)</script> {{ 7 * 7 }} %(x)s \\ \" ' \u2028 \u202e 🜁"
    file["dialogues"][0]["rounds"][0]["note"] = text(told)

    import_file(db, actor=None, file=file)

    assert by_ref(db, Round, "R1").note.text_for("en") == told
    assert "<script>alert(1)</script> {{ 7 * 7 }} %(x)s" in exported(db)
