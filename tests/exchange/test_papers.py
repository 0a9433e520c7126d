"""Papers pass through a dialogue file: their bytes, versions, and what they are attached to."""

import json
from base64 import b64encode

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.exchange.commands import BadFile, import_file, read_file
from app.exchange.queries import to_json
from app.records.models import Document, DocumentFile
from tests.conftest import statements
from tests.exchange.small import exported, small_file
from tests.exchange.small_records import kept_file
from tests.records.papers import KEPT

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def file(db):
    import_file(db, actor=None, file=small_file())
    db.commit()
    return small_file()


def papers(file):
    return file["dialogues"][0]["documents"]


def test_a_file_of_every_kind_passes_through_both_databases(db, other_db):
    file = small_file()
    papers(file)[1]["files"] = [
        kept_file(name, content, media_type) for name, (content, media_type) in KEPT.items()
    ]
    import_file(db, actor=None, file=file)
    db.commit()

    import_file(other_db, actor=None, file=read_file(exported(db)))

    assert exported(other_db) == to_json(file)
    kept = other_db.execute(sa.select(DocumentFile.name, DocumentFile.content)).all()
    assert {name: content for name, (content, _) in KEPT.items()}.items() <= dict(kept).items()


@on_sqlite
def test_a_version_more_is_added_and_told_with_its_paper(db, file):
    papers(file)[0]["files"].append(kept_file("notes.txt", b"Three"))

    done = import_file(db, actor=None, file=file)

    assert (done.created, done.changed) == ({"files": 1}, {})
    last = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial.desc())).first()
    assert last.action == "document.imported"
    assert exported(db) == to_json(file)


@on_sqlite
def test_a_version_is_never_put_in_the_place_of_another(db, file):
    papers(file)[0]["files"][0] = kept_file("notes.txt", b"Other words")

    with pytest.raises(BadFile, match=r"files\[0\]: is on record in other words .*sha256"):
        import_file(db, actor=None, file=file)


@on_sqlite
@pytest.mark.parametrize("about", ["R1-T2", "R1", None])
def test_a_paper_is_moved_to_another_record(db, file, about):
    papers(file)[2]["about"] = about
    if about is None:
        del papers(file)[2]["about"]

    done = import_file(db, actor=None, file=file)

    assert (done.created, done.changed) == ({}, {"documents": 1})
    moved = db.scalars(sa.select(Document).where(Document.ref == "R1-D2")).one()
    assert (moved.about and moved.about.ref) == about
    entry = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial.desc())).first()
    assert entry.before.keys() == {"about_id"}


@on_sqlite
def test_a_paper_and_an_action_may_come_from_each_other(db):
    file = small_file()
    file["dialogues"][0]["actions"][0]["origin"] = "harbour/R1-D2"

    import_file(db, actor=None, file=file)

    assert exported(db) == to_json(file)


@on_sqlite
def test_the_bytes_on_record_are_not_read_to_compare_them(db, file):
    with statements() as sent:
        import_file(db, actor=None, file=file)

    read = [statement for statement in sent if "document_file" in statement]
    assert read
    assert not [statement for statement in read if "document_file.content" in statement]


@on_sqlite
def test_a_file_may_be_as_large_as_one_that_is_uploaded(db):
    file = small_file()
    content = b"x" * (25 * 1024**2)
    papers(file)[1]["files"] = [kept_file("long.txt", content)]
    import_file(db, actor=None, file=read_file(json.dumps(file)))
    db.rollback()

    papers(file)[1]["files"][0]["content"] = b64encode(content + b"x").decode()

    with pytest.raises(BadFile, match="content"):
        import_file(db, actor=None, file=file)
