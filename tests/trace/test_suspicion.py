"""Links of which an end has changed, what has changed, and settling them."""

import pytest
import sqlalchemy as sa

from app.accounts.models import Role
from app.audit.commands import record as note
from app.audit.commands import snapshot
from app.audit.models import AuditEntry
from app.dialogues.models import Track
from app.localized import LocalizedText
from app.partial_date import PartialDate
from app.rules import Refused
from app.trace.commands import confirm_still_holds, link, redraw_link
from app.trace.models import Basis, LinkKind, LinkStatus, TraceLink
from app.trace.suspicion import count_suspect, suspicion_of
from tests.conftest import statements
from tests.pages import words
from tests.trace.suspected import is_suspect

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SUSPECT = "/harbour/links/suspect"


@pytest.fixture
def harbour(make, secretary):
    harbour = make.dialogue(slug="harbour", name="Harbour")
    make.membership(user=secretary, dialogue=harbour, role=Role.SECRETARY)
    return harbour


@pytest.fixture
def ministers(make, secretary):
    ministers = make.dialogue(slug="ministers", name="Ministers", track=Track.GOVERNMENT)
    make.membership(user=secretary, dialogue=ministers, role=Role.SECRETARY)
    return ministers


@pytest.fixture
def item(make, harbour):
    meeting = make.round(dialogue=harbour, happened="2025-03")
    return make.consensus_item(meeting=meeting, title="Notice", text="Notice shall be given.")


@pytest.fixture
def talks(make, ministers):
    return make.round(dialogue=ministers, happened="2025-06-01", title="Talks")


@pytest.fixture
def claim(db, secretary, item, talks):
    return link(
        db,
        actor=secretary,
        earlier=item,
        later=talks,
        kind=LinkKind.TAKEN_UP,
        basis=Basis.INFERRED,
        rationale="The same words return.",
    )


def retitle(db, actor, record, title):
    before = snapshot(record)
    record.title = LocalizedText({"en": title})
    db.flush()
    note(db, actor, "round.edited", record, before=before)


@on_sqlite
def test_a_link_keeps_the_wording_that_it_was_drawn_from(claim):
    assert (claim.earlier_wording, claim.later_wording) == (1, None)


def test_only_new_words_and_withdrawing_make_a_link_of_an_item_suspect(db, make, claim, item):
    item.title = LocalizedText({"en": "Another title"})
    item.note = LocalizedText({"en": "A note."})
    db.flush()
    assert not is_suspect(db, claim)
    assert not suspicion_of(db, claim)

    make.wording(item=item, text="Notice may be given.")
    db.flush()
    assert is_suspect(db, claim)
    [changed] = suspicion_of(db, claim)
    [english] = changed.changes
    assert [(piece.kind, piece.text) for piece in english.pieces if piece.kind != "same"] == [
        ("old", "shall"),
        ("new", "may"),
    ]


@on_sqlite
def test_an_item_that_was_withdrawn_makes_its_links_suspect(db, claim, item, secretary):
    item.withdrawn_on, item.withdrawn_because = PartialDate("2025-04"), "It was a mistake."
    db.flush()

    assert is_suspect(db, claim)
    assert suspicion_of(db, claim)[0].is_withdrawn
    confirm_still_holds(db, actor=secretary, link=claim)
    assert not is_suspect(db, claim)


def test_what_was_changed_of_a_record_is_told_since_it_was_last_looked_at(
    db, claim, talks, secretary
):
    retitle(db, secretary, talks, "Old news")
    confirm_still_holds(db, actor=secretary, link=claim)
    retitle(db, secretary, talks, "Summit")

    [changed] = suspicion_of(db, claim)

    assert [entry.after["title"]["en"] for entry in changed.entries] == ["Summit"]


@on_sqlite
def test_what_was_looked_at_before_it_changed_again_is_not_confirmed(db, claim, talks, secretary):
    seen = (claim.earlier.revision, talks.revision)
    retitle(db, secretary, talks, "Summit")

    with pytest.raises(Refused, match="once more meanwhile"):
        confirm_still_holds(db, actor=secretary, link=claim, seen=seen)

    assert is_suspect(db, claim)


def test_a_link_is_redrawn_between_other_ends(db, make, claim, item, talks, secretary):
    topic = make.agenda_topic(meeting=talks, session=make.session(meeting=talks))
    make.wording(item=item)

    redraw_link(
        db,
        actor=secretary,
        drawn=claim,
        earlier=item,
        later=topic,
        kind=LinkKind.RAISED,
        basis=Basis.REPORTED,
        reported_by=item.dialogue.sides[0],
    )

    assert (claim.later, claim.kind, claim.earlier_wording) == (topic, LinkKind.RAISED, 2)
    assert not is_suspect(db, claim)
    entry = db.scalars(sa.select(AuditEntry).order_by(AuditEntry.serial.desc())).first()
    assert (entry.action, entry.before["later_id"]) == ("link.redrawn", talks.id)
    for kind in (LinkKind.SUPERSEDES, LinkKind.GROUNDWORK):
        with pytest.raises(Refused):
            redraw_link(
                db,
                actor=secretary,
                drawn=claim,
                earlier=topic,
                later=item,
                kind=kind,
                basis=Basis.INFERRED,
                rationale="Why.",
            )


def test_the_list_shows_what_changed_and_settles_each(
    browser, db, make, secretary, claim, item, talks
):
    make.wording(item=item, text="Notice may be given.")
    retitle(db, secretary, talks, "Summit")

    page = browser.as_(secretary).get(SUSPECT)

    [row] = page.select("li.suspect")
    assert "the later appears to reflect the earlier" in words(row)
    assert [words(row.select_one(tag)) for tag in ("del", "ins")] == [
        "[taken out:] shall [end]",
        "[put in:] may [end]",
    ]
    cells = [words(cell) for cell in row.select("tbody tr *")]
    assert cells == ["Title", "English: Talks", "English: Summit"]
    form = row.select_one("form[action$='still-holds']")
    given = {one["name"]: one["value"] for one in form.select("input")}

    browser.post(form["action"], given, to=SUSPECT)

    page = browser.get(SUSPECT)
    assert "The link holds" in page.text
    assert not page.select("li.suspect")
    page = browser.get(f"/harbour/{item.ref}/links/{claim.id}/edit")
    assert "Sec Retary" in words(page.select_one("dl.facts"))
    assert "Last found to hold" in page.text


@on_sqlite
def test_a_reader_is_told_that_it_changed_and_nothing_of_the_trail(
    browser, db, make, reader, secretary, claim, item, talks
):
    for dialogue in (item.dialogue, talks.dialogue):
        make.membership(user=reader, dialogue=dialogue)
    retitle(db, secretary, talks, "Summit")

    page = browser.as_(reader).get(SUSPECT)

    [row] = page.select("li.suspect")
    assert "has changed" in words(row)
    assert not row.select("table, form, .buttons")


@on_sqlite
def test_a_link_is_redrawn_from_the_list(browser, db, make, secretary, claim, item, talks):
    summit = make.round(dialogue=talks.dialogue, happened="2025-07-01")
    make.wording(item=item)
    [row] = browser.as_(secretary).get(SUSPECT).select("li.suspect")
    address = row.select_one("a[href$='redraw']")["href"]
    assert address == f"/ministers/R1/links/{claim.id}/redraw"
    address = address.replace("/ministers/R1", f"/harbour/{item.ref}")
    page = browser.get(address)
    assert page.select_one("#address")["value"] == "ministers/R1"
    assert words(page.select_one("#rationale")) == "The same words return."

    given = {"address": "ministers/R2", "kind": "taken-up", "basis": "inferred"}
    more = {
        "rationale": "Now there.",
        "status": "disputed",
        "disputed_by": item.dialogue.sides[0].id,
    }
    page = browser.post(address, given | more | {"revision": "0"})
    assert "Someone else changed this" in words(page.select_one(".error-summary"))
    revision = page.select_one("#revision")["value"]
    browser.post(address, given | more | {"revision": revision}, to=f"/harbour/{item.ref}/trace")

    db.expire_all()
    [made] = db.scalars(sa.select(TraceLink)).all()
    assert (made.id, made.later, made.status) == (claim.id, summit, LinkStatus.DISPUTED)


def test_more_suspect_links_take_no_more_statements(
    browser, db, make, secretary, claim, item, talks
):
    make.wording(item=item)
    browser.as_(secretary).get(SUSPECT)
    with statements() as few:
        browser.get(SUSPECT)
    for number in range(6):
        other = make.consensus_item(meeting=item.meeting, text="Words.")
        later = make.round(dialogue=talks.dialogue, happened="2025-08-01")
        link(
            db,
            actor=secretary,
            earlier=other,
            later=later,
            kind=LinkKind.TAKEN_UP,
            basis=Basis.REPORTED,
            reported_by=item.dialogue.sides[number % 2],
        )
        make.wording(item=other, text="Other words.")
        retitle(db, secretary, later, f"Talks {number}")

    db.commit()
    with statements() as many:
        page = browser.get(SUSPECT)

    assert len(page.select("li.suspect")) == 7 == count_suspect(db, item.dialogue)
    assert len(many) == len(few), "\n".join(many)
