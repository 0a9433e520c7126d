"""Making, changing and withdrawing links."""

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.dialogues.models import Track
from app.localized import LocalizedText
from app.rules import Refused
from app.trace import queries
from app.trace.commands import confirm_still_holds, edit_link, link, withdraw_link
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink


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
    assert entry.dialogue_id == talks.dialogue_id


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
    assert not queries.is_suspect(db, made)

    claim[end].title = LocalizedText({"en": "Another title"})
    db.flush()
    assert queries.is_suspect(db, made)

    confirm_still_holds(db, actor=secretary, link=made)
    assert not queries.is_suspect(db, made)
    assert entries(db)[-1].action == "link.looked-at-again"
