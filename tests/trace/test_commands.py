"""Making, changing and withdrawing links."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.dialogues.models import Track
from app.localized import LocalizedText
from app.reading import Viewer
from app.records.models import Disclosure
from app.rules import Refused
from app.trace.claiming import may_run_backwards
from app.trace.commands import confirm_still_holds, edit_link, link, withdraw_link
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from tests.trace.suspected import is_suspect


@pytest.fixture
def workshop(make):
    return make.round(happened="2025-03-01")


@pytest.fixture
def talks(make):
    return make.round(dialogue=make.dialogue(track=Track.GOVERNMENT), happened="2025-06-01")


@pytest.fixture
def claim(workshop, talks, secretary):
    """What a link needs to be made."""
    return {
        "actor": secretary,
        "earlier": workshop,
        "later": talks,
        "kind": LinkKind.GROUNDWORK,
        "basis": Basis.INFERRED,
        "rationale": "The same words return.",
    }


def entries(db):
    return db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial)).all()


def test_a_link_remembers_the_revisions_it_was_drawn_between(db, claim, workshop, talks):
    made = link(db, **claim)

    assert (made.earlier_revision, made.later_revision) == (workshop.revision, talks.revision)
    assert made.asserted_by == "Sec Retary"
    [entry] = entries(db)
    assert (entry.action, entry.record_id) == ("link.made", talks.id)
    # Of those who read the talks, only who reads the workshop, too, is told of the link.
    assert entry.dialogue_id == workshop.dialogue_id


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"kind": LinkKind.RAISED}, "kind", id="kinds of record"),
        pytest.param({"kind": LinkKind.SUPERSEDES}, "kind", id="two tracks"),
        pytest.param({"basis": Basis.DOCUMENTED}, "source", id="no source"),
        pytest.param({"basis": Basis.REPORTED}, "reported_by", id="no side"),
        pytest.param({"rationale": " "}, "rationale", id="no rationale"),
        pytest.param({"status": LinkStatus.DISPUTED}, "disputed_by", id="disputed by nobody"),
    ],
)
def test_a_claim_that_lacks_something_is_refused_beside_it(db, claim, changed, field):
    with pytest.raises(Refused) as refusal:
        link(db, **claim | changed)

    assert refusal.value.field == field
    assert not entries(db)


def test_groundwork_within_one_track_is_refused(db, make, claim):
    with pytest.raises(Refused, match="joins two tracks") as refusal:
        link(db, **claim | {"later": make.round(happened="2025-06-01")})

    assert refusal.value.field == "kind"


def test_a_record_is_not_linked_with_itself(db, claim, workshop):
    with pytest.raises(Refused) as refusal:
        link(db, **claim | {"later": workshop})

    assert refusal.value.field == "other"


@pytest.mark.parametrize(
    ("happened", "refused"),
    [("2025-02-28", True), ("2025-02", True), ("2025-03", False), ("2025", False), (None, False)],
)
def test_only_dates_that_certainly_run_backwards_are_refused(db, make, claim, happened, refused):
    later = make.round(dialogue=make.dialogue(track=Track.GOVERNMENT), happened=happened)

    if refused:
        with pytest.raises(Refused) as refusal:
            link(db, **claim | {"later": later})
        assert refusal.value.field == "other"
    else:
        assert link(db, **claim | {"later": later}).id


def test_the_same_claim_is_refused_a_second_time(db, claim):
    link(db, **claim)

    with pytest.raises(Refused, match="already"):
        link(db, **claim)


def test_two_records_may_be_linked_in_two_ways(db, claim):
    link(db, **claim)

    assert link(db, **claim | {"kind": LinkKind.FOLLOWS_FROM}).id


def test_a_source_or_side_of_a_third_dialogue_is_refused(db, make, claim):
    for field, row in {"source": make.source(), "reported_by": make.side()}.items():
        with pytest.raises(Refused, match="neither") as refusal:
            link(db, **claim | {field: row})
        assert refusal.value.field == field


def edited(db, made, actor, **changed):
    names = "basis", "source", "place", "reported_by", "rationale", "status", "disputed_by"
    edit_link(db, actor=actor, link=made, **{name: getattr(made, name) for name in names} | changed)


def test_a_link_becomes_documented_by_a_source(db, make, claim, secretary, talks):
    made = link(db, **claim)
    source = make.source(dialogue=talks.dialogue)

    edited(db, made, secretary, basis=Basis.DOCUMENTED, source=source, place="p. 3")

    assert (made.basis, made.source, made.place) == (Basis.DOCUMENTED, source, "p. 3")
    entry = entries(db)[-1]
    assert entry.action == "link.edited"
    assert entry.before == {"basis": "inferred", "source_id": None, "place": ""}


def test_a_paper_or_a_hand_over_shows_a_link_and_nothing_else_does(db, make, claim, talks):
    known = claim | {"basis": Basis.DOCUMENTED, "rationale": "", "place": "p. 2"}
    handover = make.handover(dialogue=talks.dialogue)
    for evidence in (make.document(meeting=talks), handover):
        made = link(db, **known | {"evidence": evidence})
        assert (made.evidence, made.source, made.place) == (evidence, None, "p. 2")
        db.delete(made)
        db.flush()

    for evidence in (make.agenda_topic(meeting=talks), make.document()):
        with pytest.raises(Refused) as refusal:
            link(db, **known | {"evidence": evidence})
        assert refusal.value.field == "evidence"


def test_what_the_editor_may_not_read_goes_on_showing_a_link(open_db, db, make, claim, talks):
    secret = make.document(meeting=talks, disclosure=Disclosure.SECRETARIAT)
    made = link(db, **claim | {"basis": Basis.DOCUMENTED, "evidence": secret})
    db.commit()
    member = Viewer(participant_of=frozenset({talks.dialogue_id, claim["earlier"].dialogue_id}))

    with open_db(member) as theirs:
        seen = theirs.get(TraceLink, made.id)
        assert seen.evidence is None
        edited(theirs, seen, claim["actor"], place="p. 3")
        theirs.commit()

    db.rollback()
    assert (made.evidence, made.place) == (secret, "p. 3")


def test_dates_that_are_known_to_the_month_may_run_backwards(db, make):
    def happening(date, **given):
        return make.round(happened=date, **given)

    for earlier, later, may in [
        ("2025-03", "2025-03", True),
        ("2025", "2025-06-01", True),
        ("2025-03", "2025-04", False),
        ("2025-03-01", "2025-03-01", False),
        (None, "2025-03", False),
    ]:
        assert may_run_backwards(happening(earlier), happening(later)) is may
    meeting = happening("2025-03")
    assert not may_run_backwards(meeting, make.consensus_item(meeting=meeting))


def test_the_disputing_side_is_dropped_when_the_dispute_is_over(db, claim, secretary, workshop):
    made = link(db, **claim)
    side = workshop.dialogue.sides[0]

    edited(db, made, secretary, status=LinkStatus.DISPUTED, disputed_by=side)
    assert made.disputed_by is side

    edited(db, made, secretary, status=LinkStatus.CONFIRMED, disputed_by=side)
    assert made.disputed_by is None


def test_a_withdrawn_link_stays_in_the_history(db, claim, secretary, talks):
    made = link(db, **claim)

    withdraw_link(db, actor=secretary, link=made)

    assert not db.scalars(sa.select(TraceLink)).all()
    entry = entries(db)[-1]
    assert (entry.action, entry.record_id, entry.after) == ("link.withdrawn", talks.id, None)
    assert entry.before["rationale"] == "The same words return."


@pytest.mark.parametrize("end", ["earlier", "later"])
def test_a_link_is_suspect_from_a_change_of_an_end_until_it_is_looked_at(db, claim, secretary, end):
    made = link(db, **claim)
    assert not is_suspect(db, made)

    claim[end].title = LocalizedText({"en": "Another title"})
    db.flush()
    assert is_suspect(db, made)

    confirm_still_holds(db, actor=secretary, link=made)
    assert not is_suspect(db, made)
    assert entries(db)[-1].action == "link.looked-at-again"
