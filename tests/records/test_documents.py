"""Papers, sources, and what rests on them."""

import pytest
import sqlalchemy as sa

from app.localized import EMPTY
from app.partial_date import PartialDate
from app.records.commands import (
    add_document,
    add_source,
    cite,
    edit_document,
    withdraw_citation,
)
from app.records.models import Citation, Disclosure, Document, DocumentKind, DocumentStatus
from app.records.queries import citations_of, sources
from app.rules import Refused
from tests.make import text

JOINT = {"status": DocumentStatus.JOINT}


@pytest.fixture
def meeting(make):
    return make.round(happened="2025-03")


@pytest.fixture
def added(db, meeting, secretary):
    def add(**given):
        known = {
            "dialogue": meeting.dialogue,
            "meeting": meeting,
            "title": text("Read-out"),
            "document_kind": DocumentKind.READ_OUT,
            "status": DocumentStatus.DRAFT,
        }
        return add_document(db, actor=secretary, **known | given)

    return add


def test_a_paper_is_of_its_meeting_s_day_unless_it_has_one_of_its_own(added, meeting):
    day = PartialDate("2025-04-02")

    papers = [added(), added(happened=day), added(meeting=None)]

    assert [paper.ref for paper in papers] == ["R1-D1", "R1-D2", "D1"]
    assert [paper.happened for paper in papers] == [meeting.happened, day, None]


@pytest.mark.parametrize("status", DocumentStatus)
def test_a_joint_paper_is_not_one_side_s(added, meeting, status):
    ours = meeting.dialogue.sides[0]

    if status is DocumentStatus.JOINT:
        with pytest.raises(Refused) as refusal:
            added(status=status, issued_by=ours)
        assert refusal.value.field == "issued_by"
        assert added(status=status).issued_by is None
    else:
        assert added(status=status, issued_by=ours).issued_by is ours


@pytest.mark.parametrize(
    ("given", "field"), [({"title": EMPTY}, "title"), ({"disclosure": Disclosure.SIDE}, "side")]
)
def test_a_paper_has_a_title_and_an_owner(db, added, secretary, given, field):
    with pytest.raises(Refused) as refusal:
        added(**given)

    assert refusal.value.field == field
    assert not db.scalars(sa.select(Document)).all()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": EMPTY}, "title"), (JOINT, "issued_by"), ({"disclosure": Disclosure.SIDE}, "side")],
)
def test_a_correction_of_a_paper_is_refused_likewise(db, added, meeting, secretary, given, field):
    paper = added(issued_by=meeting.dialogue.sides[0])
    names = ("title", "document_kind", "status", "issued_by", "language", "points", "happened",
             "disclosure", "side", "note")  # fmt: skip
    known = {name: getattr(paper, name) for name in names}

    with pytest.raises(Refused) as refusal:
        edit_document(db, actor=secretary, document=paper, **known | given)
    assert refusal.value.field == field

    edit_document(db, actor=secretary, document=paper, **known | JOINT | {"issued_by": None})
    assert (paper.status, paper.issued_by) == (DocumentStatus.JOINT, None)


def test_a_source_has_a_key_of_its_own_within_a_dialogue(db, make, meeting, secretary):
    given = {"actor": secretary, "key": "P1", "title": "A page"}
    source = add_source(db, dialogue=meeting.dialogue, **given)

    with pytest.raises(Refused) as refusal:
        add_source(db, dialogue=meeting.dialogue, **given)

    assert refusal.value.field == "key"
    assert add_source(db, dialogue=make.dialogue(), **given).key == "P1"
    assert list(sources(db, meeting.dialogue)) == [source]


def test_a_record_rests_on_a_source_once_for_each_place(db, make, meeting, secretary):
    later, source = (make.source(dialogue=meeting.dialogue, key=key) for key in ("Z", "B"))
    given = {"actor": secretary, "cited_by": meeting}
    for cited, place in ((later, ""), (source, "p. 3"), (source, "p. 1")):
        cite(db, source=cited, place=place, **given)

    with pytest.raises(Refused) as refusal:
        cite(db, source=source, place="p. 3", **given)

    assert refusal.value.field == "source"
    cited = [(one.source.key, one.place) for one in citations_of(db, meeting.id)]
    assert cited == [("B", "p. 1"), ("B", "p. 3"), ("Z", "")]


def test_a_citation_that_was_withdrawn_may_be_made_again(db, make, meeting, secretary):
    source = make.source(dialogue=meeting.dialogue)
    citation = cite(db, actor=secretary, cited_by=meeting, source=source)

    withdraw_citation(db, actor=secretary, citation=citation)

    assert not db.scalars(sa.select(Citation)).all()
    assert cite(db, actor=secretary, cited_by=meeting, source=source).id
